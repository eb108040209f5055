import re
import runpy
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured

from tests.processes import EXAMPLE, documented_variables, run

BASE_DIR = settings.BASE_DIR
KEY = "k" * 60

Configure = Callable[..., dict[str, Any]]


@pytest.fixture
def configured(monkeypatch: pytest.MonkeyPatch) -> Configure:
    """Give a function that reads the settings under exactly these variables."""
    for name in documented_variables():
        monkeypatch.delenv(name, raising=False)

    def configured(**variables: str) -> dict[str, Any]:
        for name, value in variables.items():
            monkeypatch.setenv(name, value)
        return runpy.run_path(str(BASE_DIR / "config" / "settings.py"))

    return configured


def production_example() -> dict[str, str]:
    example = EXAMPLE.read_text().partition("--- Production example")[2]
    return dict(re.findall(r"(?m)^# ([A-Z_]+)=(.+)$", example))


@pytest.mark.parametrize("variables", [{}, {"SECRET_KEY": ""}, {"DEBUG": "false"}])
def test_no_secret_key_is_refused(
    configured: Configure, variables: dict[str, str]
) -> None:
    with pytest.raises(ImproperlyConfigured, match="SECRET_KEY is not set"):
        configured(**variables)


def test_debugging_needs_no_secret_key(configured: Configure) -> None:
    told = configured(DEBUG="true")
    assert told["DEBUG"] is True
    assert told["SECRET_KEY"]


def test_the_defaults_are_safe(configured: Configure) -> None:
    told = configured(SECRET_KEY=KEY)
    assert told["DEBUG"] is False
    assert told["ALLOWED_HOSTS"] == ["localhost", "127.0.0.1", "[::1]"]
    assert told["CORS_ALLOWED_ORIGINS"] == []
    assert told["CSRF_TRUSTED_ORIGINS"] == []
    # A forged header must not make a plain request count as HTTPS.
    assert told["SECURE_PROXY_SSL_HEADER"] is None
    assert told["DATABASES"]["default"]["NAME"] == str(BASE_DIR / "db.sqlite3")


def test_an_empty_database_url_means_sqlite(configured: Configure) -> None:
    told = configured(SECRET_KEY=KEY, DATABASE_URL="")
    assert told["DATABASES"]["default"]["ENGINE"] == "django.db.backends.sqlite3"


def test_lists_come_separated_by_commas(configured: Configure) -> None:
    told = configured(
        SECRET_KEY=KEY,
        ALLOWED_HOSTS="a.example,b.example",
        CORS_ALLOWED_ORIGINS="https://a.example",
    )
    assert told["ALLOWED_HOSTS"] == ["a.example", "b.example"]
    assert told["CORS_ALLOWED_ORIGINS"] == ["https://a.example"]


def test_one_switch_turns_on_all_of_https(configured: Configure) -> None:
    told = configured(SECRET_KEY=KEY, HTTPS="true")
    assert told["SECURE_SSL_REDIRECT"]
    assert told["SESSION_COOKIE_SECURE"]
    assert told["CSRF_COOKIE_SECURE"]
    assert told["SECURE_HSTS_SECONDS"] == 31_536_000
    assert told["SECURE_PROXY_SSL_HEADER"] == ("HTTP_X_FORWARDED_PROTO", "https")


@pytest.mark.parametrize(
    ("path", "is_shared"),
    [
        ("/api/contacts", True),
        ("/api/crm_users/1", True),
        ("/api/crm/records/query", False),
        ("/api/crm", False),
        ("/v2/contacts", False),
        ("/admin/", False),
    ],
)
def test_only_the_resource_dialect_is_shared_with_browsers_elsewhere(
    path: str, is_shared: bool
) -> None:
    assert bool(re.match(settings.CORS_URLS_REGEX, path)) is is_shared


@pytest.mark.parametrize(
    ("text", "limit"), [("", 0), ("0", 0), ("-1", 0), ("1000", 1_000)]
)
def test_keys_are_limited_only_where_it_is_said(
    configured: Configure, text: str, limit: int
) -> None:
    variables = {"DRAGOMAN_RATE_PER_MINUTE": text} if text else {}
    told = configured(SECRET_KEY=KEY, **variables)
    assert told["DRAGOMAN_RATE_PER_MINUTE"] == limit
    assert told["DRAGOMAN_RATE_PER_DAY"] == 0


@pytest.mark.parametrize(("text", "limit"), [("", 0), ("-1", 0), ("3", 3)])
def test_own_objects_are_limited_only_where_it_is_said(
    configured: Configure, text: str, limit: int
) -> None:
    variables = {"DRAGOMAN_MOST_OBJECTS": text} if text else {}
    told = configured(SECRET_KEY=KEY, **variables)
    assert told["DRAGOMAN_MOST_OBJECTS"] == limit


@pytest.mark.parametrize(
    ("variables", "log_format"),
    [({}, "json"), ({"DEBUG": "true"}, "console"), ({"LOG_FORMAT": "json"}, "json")],
)
def test_logs_are_for_people_while_debugging_and_for_programs_else(
    configured: Configure, variables: dict[str, str], log_format: str
) -> None:
    told = configured(SECRET_KEY=KEY, **variables)
    processors = told["LOGGING"]["formatters"]["event"]["processors"]
    last = type(processors[-1]).__name__
    assert last == {"json": "JSONRenderer", "console": "ConsoleRenderer"}[log_format]


def test_the_example_names_every_variable_and_no_other() -> None:
    sources = (BASE_DIR / "config").glob("*.py")
    read = {
        name
        for source in sources
        for name in re.findall(
            r"\benv(?:iron\.get|\.\w+)\(\s*\"([A-Z_]+)\"", source.read_text()
        )
    }
    assert documented_variables() == read


def test_the_production_example_passes_the_deployment_check(
    process_environment: dict[str, str], tmp_path: Path
) -> None:
    told = {"ENV_FILE": str(tmp_path / "none"), **production_example()}
    done = run(
        [
            *(sys.executable, "manage.py", "check"),
            *("--deploy", "--fail-level", "WARNING"),
        ],
        environment={**process_environment, **told},
        cwd=BASE_DIR,
    )
    assert (done.returncode, done.stderr) == (0, "")
