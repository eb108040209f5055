import io
import json
import logging
from collections.abc import Iterator
from typing import Any

import pytest
import structlog
from django.core.exceptions import ImproperlyConfigured

from config.logs import logging_configuration


def formatter(log_format: str) -> logging.Formatter:
    """Make the formatter that the configuration describes."""
    told = logging_configuration(log_format=log_format, level="INFO")
    described: dict[str, Any] = told["formatters"]["event"]
    made = described.pop("()")(**described)
    assert isinstance(made, logging.Formatter)
    return made


@pytest.fixture
def written() -> Iterator[io.StringIO]:
    """Give what is logged as JSON during a request."""
    handler = logging.StreamHandler(io.StringIO())
    handler.setFormatter(formatter("json"))
    root = logging.getLogger()
    level = root.level
    root.addHandler(handler)
    root.setLevel("INFO")
    with structlog.contextvars.bound_contextvars(request_id="r-1"):
        yield handler.stream
    root.setLevel(level)
    root.removeHandler(handler)


def test_an_event_is_one_line_with_the_requests_id(written: io.StringIO) -> None:
    structlog.get_logger("records").info("record created", object_type="contacts")
    (line,) = written.getvalue().splitlines()
    logged = json.loads(line)
    assert logged.pop("timestamp").endswith("Z")
    assert logged == {
        "event": "record created",
        "level": "info",
        "logger": "records",
        "object_type": "contacts",
        "request_id": "r-1",
    }


def test_a_librarys_event_looks_the_same(written: io.StringIO) -> None:
    try:
        raise ValueError("two\nlines")  # noqa: TRY301 - the traceback is the subject
    except ValueError:
        logging.getLogger("django.request").exception("Failed: %s", "/api/x")
    (line,) = written.getvalue().splitlines()
    logged = json.loads(line)
    assert logged["event"] == "Failed: /api/x"
    assert logged["request_id"] == "r-1"
    assert "ValueError" in logged["exception"]


def test_people_read_words() -> None:
    record = logging.makeLogRecord({"msg": "ready", "levelname": "INFO", "name": "x"})
    assert "ready" in formatter("console").format(record)


def test_an_unknown_format_is_refused() -> None:
    with pytest.raises(ImproperlyConfigured, match="console or json"):
        logging_configuration(log_format="xml", level="INFO")


def test_nothing_is_written_twice() -> None:
    told = logging_configuration(log_format="json", level="INFO")
    assert all(
        logger["handlers"] == [] and logger["propagate"]
        for logger in told["loggers"].values()
    )
