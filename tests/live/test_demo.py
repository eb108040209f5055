"""The demo as a stranger gets it: the command, its server, and the lines it prints."""

import json
import re
import shutil
import socket
import sqlite3
import subprocess
import sys

import httpx
import pytest
from django.conf import settings

from tests.processes import run, wait_until_alive

pytestmark = [pytest.mark.live, pytest.mark.slow]

README = settings.BASE_DIR / "README.md"
COMMAND = [sys.executable, "manage.py", "demo"]
TABLES = ("crm_party", "crm_deal", "crm_task", "crm_note", "crm_lead", "crm_tagging")
# A day later they are others: the demo tells its dates from the day it began.
TIMES = re.compile(r"_at$|date$")


@pytest.fixture
def environment(process_environment, tmp_path):
    """A deployment of its own: DEBUG off, SQLite, no configuration but a secret."""
    return {
        **process_environment,
        "ENV_FILE": str(tmp_path / "none"),
        "SECRET_KEY": "live-" * 12,
        "DATABASE_URL": f"sqlite:///{tmp_path}/demo.sqlite3",
    }


def prepared(environment, *arguments):
    """What ``manage.py demo --no-server`` prints."""
    done = run(
        [*COMMAND, "--no-server", *arguments],
        environment=environment,
        cwd=settings.BASE_DIR,
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


@pytest.fixture
def free_port():
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return free.getsockname()[1]


@pytest.fixture
def server(environment, free_port, tmp_path):
    """The command as it is typed: it becomes the server, which this stops by its pid."""
    # Migrating takes its time, which is not the server's.
    prepared(environment)
    log = tmp_path / "log"
    with (
        log.open("w") as written,
        subprocess.Popen(  # noqa: S603 - our own command
            [*COMMAND, "--port", str(free_port)],
            cwd=settings.BASE_DIR,
            env=environment,
            stdin=subprocess.DEVNULL,
            stdout=written,
            stderr=written,
        ) as process,
    ):
        try:
            wait_until_alive(f"http://127.0.0.1:{free_port}", process, log)
            yield process, log
        finally:
            process.terminate()


def curl(line):
    """Do what happens when a line is pasted into a shell."""
    shell = shutil.which("bash") or "/bin/sh"
    assert shutil.which("curl"), "curl is needed: the demo prints lines for it"
    done = subprocess.run(  # noqa: S603 - a line that the demo printed
        [shell, "-c", f"{line} --noproxy '*' --write-out '\\n%{{http_code}}'"],
        check=True,
        capture_output=True,
        text=True,
    )
    body, _, status = done.stdout.rpartition("\n")
    return int(status), json.loads(body)


def test_the_demo_serves_what_it_prints(server, environment, free_port):
    process, log = server
    told = json.loads(
        prepared(environment, "--json", "--port", str(free_port)).splitlines()[-1]
    )
    assert told["url"] == f"http://127.0.0.1:{free_port}"
    printed = log.read_text()
    assert told["api_key"] in printed
    assert told["admin"]["password"] in printed

    listed, created, filtered = re.findall(r"(?m)^curl .*$", printed)
    status, contacts = curl(listed)
    assert status == 200
    assert contacts
    assert {one["status"] for one in contacts} == {"Active"}
    assert [one["last_name"].casefold() for one in contacts] == sorted(
        one["last_name"].casefold() for one in contacts
    )
    status, contact = curl(created)
    assert status == 201
    assert (contact["last_name"], contact["tags"]) == ("Hopper", ["newsletter"])
    status, deals = curl(filtered)
    assert status == 200
    assert all(one["status"] == "won" and one["amount"] >= 50_000 for one in deals)

    with httpx.Client(
        base_url=told["url"], headers={"Authorization": f"Bearer {told['api_key']}"}
    ) as client:
        check_long_questions(client)
        check_readme(told)
        check_admin(client, told["admin"])

    process.terminate()
    assert process.wait(timeout=30) == 0


def check_long_questions(client):
    # 60 KiB as they are sent: seven times gunicorn's own limit.
    ids = list(range(1, 1_001))
    question = json.dumps({"id": ids, "q": ""}, separators=(",", ":"))
    padding = " " * (60 * 1024 - len(question))
    answer = client.get("/api/contacts", params={"filter": question + padding})
    assert len(answer.request.url.query) > 60 * 1024
    assert answer.status_code == 200
    assert len(answer.json()) == 201


def check_readme(told):
    """Its lines work on the demo as they stand, once the key is there."""
    lines = re.findall(r"(?m)^curl -H .*$", README.read_text())
    answers = [
        curl(
            line.replace("$KEY", told["api_key"]).replace(
                "http://127.0.0.1:8000", told["url"]
            )
        )
        for line in lines
    ]
    statuses = [status for status, _body in answers]
    assert statuses == [200, 200, 201, 200, 201, 201, 200, 200]
    first, deals, ada, merged, *own, german = (one for _, one in answers)
    defined, project, found = own
    assert len(first) == 5
    assert deals
    assert ada["tags"] == ["vip"]
    assert merged == {"id": 46}
    assert defined["slug"] == "projects"
    assert project["custom_fields"]["budget"] == 1000
    assert [one["field_values"]["budget"] for one in found["data"]] == [1000]
    people = [one["data"] for one in german["items"]]
    assert {one["custom_fields"]["Language"] for one in people} == {"German"}
    firms = [one["organization"] for one in people if one["organization"]]
    assert {one["meta"]["type"] for one in firms} == {"contact"}


def check_admin(client, admin):
    page = client.get("/admin/login/")
    assert page.status_code == 200
    sheets = re.findall(r'href="(/static/[^"]+\.css)"', page.text)
    assert sheets
    for sheet in sheets:
        style = client.get(sheet)
        assert style.status_code == 200
        assert style.headers["Content-Type"].startswith("text/css")
    token = re.search(r'name="csrfmiddlewaretoken" value="(\w+)"', page.text)[1]
    entered = client.post(
        "/admin/login/?next=/admin/",
        data={
            "username": admin["email"],
            "password": admin["password"],
            "csrfmiddlewaretoken": token,
        },
        headers={"Referer": str(client.base_url)},
    )
    assert (entered.status_code, entered.headers.get("Location")) == (302, "/admin/")
    assert client.get("/admin/").status_code == 200


def test_two_machines_hold_the_same_demo(environment, tmp_path):
    other = {
        **environment,
        "SECRET_KEY": "other-" * 12,
        "DATABASE_URL": f"sqlite:///{tmp_path}/other.sqlite3",
    }
    told = json.loads(prepared(environment, "--json").splitlines()[-1])
    theirs = json.loads(prepared(other, "--json").splitlines()[-1])
    assert told["api_key"] != theirs["api_key"]
    assert rows(tmp_path / "demo.sqlite3") == rows(tmp_path / "other.sqlite3")


def rows(file):
    held = {}
    database = sqlite3.connect(file)
    try:
        database.row_factory = sqlite3.Row
        for table in TABLES:
            found = database.execute(f"SELECT * FROM {table} ORDER BY id")  # noqa: S608
            held[table] = [
                {name: row[name] for name in row.keys() if not TIMES.search(name)}  # noqa: SIM118
                for row in found
            ]
    finally:
        database.close()
    assert len(held["crm_party"]) > 200
    return held
