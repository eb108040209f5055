from pathlib import Path
from typing import Any

import pytest
from django.core.exceptions import ImproperlyConfigured
from django.db import connection
from django.db.utils import ConnectionHandler

from config.databases import database

BASE = Path("/srv/dragoman")


def settings(url: str, **options: Any) -> dict[str, Any]:
    defaults: dict[str, Any] = {
        "base": BASE,
        "pool_size": 10,
        "has_server_side_cursors": True,
    }
    return database(url, **(defaults | options))


@pytest.mark.parametrize(
    ("url", "name"),
    [
        ("sqlite:///db.sqlite3", "/srv/dragoman/db.sqlite3"),
        ("sqlite:///data/crm.sqlite3", "/srv/dragoman/data/crm.sqlite3"),
        ("sqlite:////var/lib/crm.sqlite3", "/var/lib/crm.sqlite3"),
        ("sqlite://:memory:", ":memory:"),
        ("sqlite://", ":memory:"),
    ],
)
def test_sqlite_files_lie_beside_manage_unless_absolute(url: str, name: str) -> None:
    told = settings(url)
    assert told["ENGINE"] == "django.db.backends.sqlite3"
    assert told["NAME"] == name


def test_sqlite_is_told_to_let_processes_share_the_file() -> None:
    options = settings("sqlite:///db.sqlite3")["OPTIONS"]
    assert options["transaction_mode"] == "IMMEDIATE"
    assert options["timeout"] == 20
    assert "journal_mode = WAL" in options["init_command"]


@pytest.mark.parametrize("scheme", ["postgres", "postgresql"])
def test_postgres_is_reached_through_a_pool(scheme: str) -> None:
    told = settings(f"{scheme}://ann:p%40ss@db.example:5433/crm?sslmode=require")
    assert told["ENGINE"] == "django.db.backends.postgresql"
    assert told["NAME"] == "crm"
    assert told["USER"] == "ann"
    assert told["PASSWORD"] == "p@ss"  # noqa: S105
    assert (told["HOST"], told["PORT"]) == ("db.example", 5433)
    assert told["OPTIONS"]["sslmode"] == "require"
    assert told["OPTIONS"]["pool"]["max_size"] == 10
    assert not told["DISABLE_SERVER_SIDE_CURSORS"]


def test_the_pool_and_server_side_cursors_can_be_turned_off() -> None:
    told = settings("postgres://h/crm", pool_size=0, has_server_side_cursors=False)
    assert "pool" not in told["OPTIONS"]
    assert told["DISABLE_SERVER_SIDE_CURSORS"]


@pytest.mark.parametrize("url", ["mysql://h/crm", "db.sqlite3", "://", "oracle://h/c"])
def test_any_other_database_is_refused(url: str) -> None:
    with pytest.raises(ImproperlyConfigured, match="sqlite:// or postgres://"):
        settings(url)


@pytest.mark.django_db
def test_the_pragmas_reach_sqlite(tmp_path: Path) -> None:
    told = settings(f"sqlite:///{tmp_path}/one.sqlite3")
    sqlite = ConnectionHandler({"default": told})["default"]
    names = ("journal_mode", "synchronous", "foreign_keys", "busy_timeout")
    try:
        with sqlite.cursor() as cursor:
            answers = [cursor.execute(f"PRAGMA {name}").fetchone()[0] for name in names]
    finally:
        sqlite.close()
    assert answers == ["wal", 1, 1, 20_000]


@pytest.mark.postgres
@pytest.mark.django_db
def test_the_pool_gives_the_connection() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
    assert getattr(connection, "pool", None) is not None
