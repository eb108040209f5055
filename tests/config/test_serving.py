import sqlite3
import sys
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import httpx
import pytest
from django.conf import settings

from tests.processes import run, served

pytestmark = [pytest.mark.live, pytest.mark.slow]


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("served")


@pytest.fixture
def environment(process_environment: dict[str, str], folder: Path) -> dict[str, str]:
    """Give a deployment on a SQLite file of its own."""
    return {
        **process_environment,
        "ENV_FILE": str(folder / "none"),
        "SECRET_KEY": "k" * 60,
        "DATABASE_URL": f"sqlite:///{folder}/served.sqlite3",
    }


@pytest.fixture
def client(environment: dict[str, str], folder: Path) -> Iterator[httpx.Client]:
    with (
        served(environment, log=folder / "log") as address,
        httpx.Client(base_url=address) as client,
    ):
        yield client


def test_a_deployment_serves_all_by_itself(
    client: httpx.Client, environment: dict[str, str]
) -> None:
    # Questions may be 64 KiB long, which is eight times gunicorn's own limit.
    assert client.get("/health/live", params={"q": "x" * 65_000}).status_code == 200
    style = client.get("/static/unfold/css/styles.css")
    assert style.status_code == 200
    assert style.headers["Content-Type"].startswith("text/css")
    assert client.get("/health/ready").status_code == 503
    migrated = run(
        [sys.executable, "manage.py", "migrate", "--verbosity", "0"],
        environment=environment,
        cwd=settings.BASE_DIR,
    )
    assert (migrated.returncode, migrated.stderr) == (0, "")
    assert client.get("/health/ready").status_code == 200


def test_a_worker_lets_sqlite_look_at_its_tables(
    environment: dict[str, str], folder: Path
) -> None:
    """Without that SQLite reads a whole table where an index would do."""
    with closing(sqlite3.connect(folder / "served.sqlite3")) as database:
        database.execute("CREATE TABLE IF NOT EXISTS things (id INTEGER PRIMARY KEY)")
        database.execute("INSERT INTO things DEFAULT VALUES")
        database.commit()
        with served(environment, log=folder / "second log"):
            pass
        known = database.execute("SELECT stat FROM sqlite_stat1 WHERE tbl = 'things'")
        assert known.fetchall() == [("1",)]
