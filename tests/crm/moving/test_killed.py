"""A move as it is typed: killed in the middle, run again, checked against its source."""

import json
import os
import signal
import subprocess
import sys
import time
from dataclasses import dataclass

import httpx
import pytest
from django.conf import settings

from tests.clients.conftest import scratch_database
from tests.processes import run, served

pytestmark = [pytest.mark.live, pytest.mark.slow]

MANAGE = [sys.executable, "manage.py"]
CONTACTS = 300
PATIENCE = 120


@dataclass(frozen=True)
class House:
    """A served demo, and the environment of its database."""

    environment: dict[str, str]
    url: str
    key: str


@pytest.fixture
def house(process_environment, tmp_path):
    with scratch_database(tmp_path) as database:
        environment = {
            **process_environment,
            "ENV_FILE": os.devnull,
            "SECRET_KEY": "k" * 60,
            "DATABASE_URL": database,
            "LOG_LEVEL": "WARNING",
        }
        demo = manage(
            environment,
            *("demo", "--no-server", "--json", "--contacts", str(CONTACTS)),
        )
        key = json.loads(demo.stdout.splitlines()[-1])["api_key"]
        with served(environment, log=tmp_path / "log") as url:
            yield House(environment, url, key)


def manage(environment, *arguments):
    return run([*MANAGE, *arguments], environment=environment, cwd=settings.BASE_DIR)


def command(house, organization, **changed):
    options = {"url": house.url, "token": house.key, "organization": organization}
    given = options | changed
    return [
        "import_envelope",
        *(part for name, one in given.items() for part in (f"--{name}", str(one))),
    ]


def totals(url, key):
    """Count every collection of an account by reading it."""
    found = {}
    with httpx.Client(
        base_url=f"{url}/v2",
        headers={"Authorization": f"Bearer {key}", "User-Agent": "tests"},
        timeout=60,
    ) as client:
        for name in ("contacts", "leads", "deals", "notes", "tasks", "tags"):
            found[name] = 0
            page, more = 1, True
            while more:
                answer = client.get(name, params={"page": page, "per_page": 100})
                answer.raise_for_status()
                found[name] += answer.json()["meta"]["count"]
                more = "next_page" in answer.json()["meta"]["links"]
                page += 1
    return found


def test_a_move_that_is_killed_goes_on_and_loses_nothing(house):
    made = manage(
        house.environment,
        *("create_organization", "New home", "--email", "new@example.com"),
        *("--password", "analytical-engine-1837", "--json"),
    )
    home = json.loads(made.stdout.splitlines()[-1])
    moving = command(house, home["organization"]["id"])
    with subprocess.Popen(  # noqa: S603 - our own command
        [*MANAGE, *moving],
        cwd=settings.BASE_DIR,
        env=house.environment,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    ) as process:
        deadline = time.monotonic() + PATIENCE
        while contacts_at(house, home["api_key"]) == 0:
            assert process.poll() is None, "it ended before it could be killed"
            assert time.monotonic() < deadline
        process.send_signal(signal.SIGKILL)
        assert process.wait() == -signal.SIGKILL
    wanted, had = totals(house.url, house.key), totals(house.url, home["api_key"])
    assert had != wanted
    assert had["contacts"] > 0

    done = manage(house.environment, *moving)
    assert done.returncode == 0, done.stderr
    assert totals(house.url, home["api_key"]) == wanted
    assert wanted["contacts"] > CONTACTS

    # Once more: everything is there. And a wrong word ends with one line and 1.
    again = manage(house.environment, *moving)
    assert again.returncode == 0
    assert totals(house.url, home["api_key"]) == wanted
    wrong = manage(
        house.environment,
        *command(house, home["organization"]["id"], token="X" * 64),
    )
    assert wrong.returncode == 1
    assert wrong.stdout == ""
    (line,) = wrong.stderr.splitlines()
    assert "refuses the token" in line


def contacts_at(house, key):
    answer = httpx.get(
        f"{house.url}/v2/contacts",
        headers={"Authorization": f"Bearer {key}", "User-Agent": "tests"},
        params={"per_page": 1},
        timeout=60,
    )
    return int(answer.json()["meta"]["count"])
