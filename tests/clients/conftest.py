"""A server with people and deals in it, and the clients that ask it."""

from __future__ import annotations

import fcntl
import json
import os
import shutil
import sys
import uuid
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

import psycopg
import pytest
from django.conf import settings
from django.db import connection

from tests.processes import LEFT_BEHIND, documented_variables, run, served

if TYPE_CHECKING:
    from collections.abc import Iterator

REACT_ADMIN = Path(__file__).parent / "react_admin"
FOREIGN_ORIGIN = "https://app.example"


@dataclass(frozen=True, slots=True)
class Server:
    """A running server: its address, and what :mod:`population` told."""

    address: str
    population: dict[str, Any]

    @property
    def key(self) -> str:
        """A key with every right in the one organization."""
        return str(self.population["key"])


@contextmanager
def scratch_database(folder: Path) -> Iterator[str]:
    """Give the URL of an empty database of the kind under test; drop it at the end."""
    if connection.vendor != "postgresql":
        yield f"sqlite:///{folder / 'scratch.sqlite3'}"
        return
    url = urlsplit(os.environ["DATABASE_URL"])
    name = f"dragoman_scratch_{uuid.uuid4().hex[:12]}"
    with psycopg.connect(url.geturl(), autocommit=True) as maintenance:
        maintenance.execute(f'CREATE DATABASE "{name}"'.encode())
        try:
            yield url._replace(path=f"/{name}").geturl()
        finally:
            maintenance.execute(f'DROP DATABASE "{name}" WITH (FORCE)'.encode())


@contextmanager
def populated_database(folder: Path) -> Iterator[tuple[dict[str, str], dict[str, Any]]]:
    """Fill a database of its own; gives a server's environment and what is in it."""
    ours = LEFT_BEHIND | documented_variables()
    with scratch_database(folder) as database:
        environment = {
            **{name: text for name, text in os.environ.items() if name not in ours},
            "SECRET_KEY": "k" * 60,
            "ENV_FILE": os.devnull,
            "DATABASE_URL": database,
            "CORS_ALLOWED_ORIGINS": FOREIGN_ORIGIN,
            "LOG_LEVEL": "WARNING",
        }
        populated = run(
            [sys.executable, "-m", "tests.clients.population"],
            environment=environment,
            cwd=settings.BASE_DIR,
        )
        if populated.returncode:
            pytest.fail(populated.stderr)
        yield environment, json.loads(populated.stdout)


@contextmanager
def populated_server(folder: Path) -> Iterator[Server]:
    """Serve a database of its own, populated, as it is deployed."""
    with (
        populated_database(folder) as (environment, population),
        served(environment, log=folder / "server.log") as address,
    ):
        yield Server(address, population)


@pytest.fixture(scope="session")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """A populated server, shared by the tests of a process: clean up what you change."""
    with populated_server(tmp_path_factory.mktemp("server")) as running:
        yield running


@pytest.fixture(scope="session")
def react_admin() -> Path:
    """The folder of the react-admin client, installed as its lock says."""
    npm = shutil.which("npm")
    if npm is None:
        pytest.fail("npm is missing: it installs the react-admin client (with Node).")
    # Made by npm, kept between runs; one process installs while others wait.
    installed = REACT_ADMIN / "node_modules" / ".lock-installed"
    lock = (REACT_ADMIN / "package-lock.json").read_text()
    with (REACT_ADMIN / "package-lock.json").open() as held:
        fcntl.flock(held, fcntl.LOCK_EX)
        if not installed.exists() or installed.read_text() != lock:
            done = run(
                [npm, "ci", "--ignore-scripts", "--no-audit", "--no-fund"],
                environment=os.environ,
                cwd=REACT_ADMIN,
            )
            if done.returncode:
                pytest.fail(
                    "`npm ci` in tests/clients/react_admin failed; it needs the network"
                    f" once:\n{done.stderr}",
                    pytrace=False,
                )
            installed.write_text(lock)
    return REACT_ADMIN
