"""How does DATABASE_URL become Django's database settings?"""

from pathlib import Path
from typing import Any

import environ
from django.core.exceptions import ImproperlyConfigured

SQLITE = "django.db.backends.sqlite3"
POSTGRESQL = "django.db.backends.postgresql"

SCHEMES = {"sqlite": SQLITE, "postgres": POSTGRESQL, "postgresql": POSTGRESQL}

SQLITE_BUSY_SECONDS = 20
POOL_WAIT_SECONDS = 10
SQLITE_PRAGMAS = (
    # Readers go on while one writes.
    "PRAGMA journal_mode = WAL",
    # With WAL this can lose the last commits in a power cut, but never corrupts.
    "PRAGMA synchronous = NORMAL",
    "PRAGMA foreign_keys = ON",
)


def database(
    url: str, *, base: Path, pool_size: int, has_server_side_cursors: bool
) -> dict[str, Any]:
    """Give the settings for ``url``; a relative SQLite file lies in ``base``.

    ``pool_size`` is the most PostgreSQL connections one process holds; 0 means no
    pool. Raises ImproperlyConfigured for any other kind of database.
    """
    engine = SCHEMES.get(url.partition(":")[0])
    if engine is None:
        raise ImproperlyConfigured(
            "DATABASE_URL must begin with sqlite:// or postgres://"
        )
    settings: dict[str, Any] = environ.Env.db_url_config(url)
    settings["ENGINE"] = engine
    settings.setdefault("OPTIONS", {})
    if engine == SQLITE:
        return sqlite(settings, base=base)
    return postgresql(
        settings, pool_size=pool_size, has_server_side_cursors=has_server_side_cursors
    )


def sqlite(settings: dict[str, Any], *, base: Path) -> dict[str, Any]:
    """Complete SQLite's settings so that several processes can share the file."""
    if settings["NAME"] != ":memory:":
        settings["NAME"] = str(base / settings["NAME"])
    settings["OPTIONS"] = {
        "timeout": SQLITE_BUSY_SECONDS,
        # A transaction that reads first and writes later would fail at once, timeout
        # or not, when another one wrote in between.
        "transaction_mode": "IMMEDIATE",
        "init_command": "; ".join(SQLITE_PRAGMAS),
        **settings["OPTIONS"],
    }
    # Opening the file costs more than most questions.
    settings.setdefault("CONN_MAX_AGE", 60)
    return settings


def postgresql(
    settings: dict[str, Any], *, pool_size: int, has_server_side_cursors: bool
) -> dict[str, Any]:
    """Complete PostgreSQL's settings with psycopg's connection pool."""
    if pool_size:
        settings["OPTIONS"]["pool"] = {
            "min_size": 1,
            "max_size": pool_size,
            "timeout": POOL_WAIT_SECONDS,
        }
    # A connection that the server dropped is replaced before it is used.
    settings.setdefault("CONN_HEALTH_CHECKS", True)
    settings["DISABLE_SERVER_SIDE_CURSORS"] = not has_server_side_cursors
    return settings
