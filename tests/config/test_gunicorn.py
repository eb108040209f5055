import sys
from pathlib import Path

import pytest
from django.conf import settings

from tests.processes import run


def test_serves_as_promised(process_environment: dict[str, str]) -> None:
    told = resolved(process_environment, ENV_FILE="/dev/null", cwd=settings.BASE_DIR)
    assert told["bind"] == "['127.0.0.1:8000']"
    assert told["workers"] == "2"
    assert told["wsgi_app"] == "config.wsgi:application"
    # Questions may be longer than any limit that gunicorn knows.
    assert told["limit_request_line"] == "0"
    # Workers must not share a parent's database connections.
    assert told["preload_app"] == "False"
    assert told["control_socket_disable"] == "True"
    # Requests are in the application's own log.
    assert told["accesslog"] == "None"


def test_reads_the_env_file_from_anywhere(
    process_environment: dict[str, str], tmp_path: Path
) -> None:
    env_file = tmp_path / "env"
    env_file.write_text("PORT=8123\nWEB_CONCURRENCY=3\n")
    told = resolved(
        process_environment,
        ENV_FILE=str(env_file),
        HOST="0.0.0.0",  # noqa: S104 - not served
        cwd=tmp_path,
    )
    assert told["bind"] == "['0.0.0.0:8123']"
    assert told["workers"] == "3"


def resolved(
    environment: dict[str, str], *, cwd: Path, **variables: str
) -> dict[str, str]:
    """Give gunicorn's own view of its configuration."""
    done = run(
        [
            Path(sys.executable).parent / "gunicorn",
            *("-c", settings.BASE_DIR / "config" / "gunicorn.py", "--print-config"),
        ],
        environment={**environment, "SECRET_KEY": "k" * 60, **variables},
        cwd=cwd,
    )
    if done.returncode:
        pytest.fail(done.stderr)
    pairs = (line.partition("=") for line in done.stdout.splitlines())
    return {name.strip(): value.strip() for name, _, value in pairs}
