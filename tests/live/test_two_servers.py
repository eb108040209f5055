"""Does a second server process know at once what the first one defined?"""

import json
import sys
from contextlib import ExitStack

import httpx
import pytest
from django.conf import settings

from tests.processes import run, served

pytestmark = [pytest.mark.live, pytest.mark.slow]

OBJECTS = "/api/crm/objects"


@pytest.fixture
def environment(process_environment, tmp_path):
    """A deployment on a SQLite file of its own."""
    return {
        **process_environment,
        "ENV_FILE": str(tmp_path / "none"),
        "SECRET_KEY": "k" * 60,
        "DATABASE_URL": f"sqlite:///{tmp_path}/shared.sqlite3",
    }


@pytest.fixture
def key(environment):
    """The key of an administrator in a fresh database."""

    def manage(*words):
        done = run(
            [sys.executable, "manage.py", *words],
            environment=environment,
            cwd=settings.BASE_DIR,
        )
        assert done.returncode == 0, done.stderr
        return done.stdout

    manage("migrate", "--verbosity", "0")
    told = manage(
        "create_organization",
        *("Two servers", "--email", "ada@example.com"),
        *("--password", "correct horse battery", "--json"),
    )
    return json.loads(told.splitlines()[-1])["api_key"]


@pytest.fixture
def servers(environment, key, tmp_path):
    """Clients of two servers on one database."""
    with ExitStack() as stack:
        yield [
            stack.enter_context(
                httpx.Client(
                    base_url=stack.enter_context(
                        served(environment, log=tmp_path / f"log {number}")
                    ),
                    headers={"X-Api-Key": key},
                )
            )
            for number in range(2)
        ]


def done(answer, status=200):
    assert answer.status_code == status, answer.text
    return answer.json()


def test_two_servers_never_disagree_about_the_schema(servers):
    """Both hold the schema in memory from the first request on."""
    one, other = servers
    for turn in range(3):
        name = f"Ships {turn}"
        asked = {"object_id": f"ships_{turn}"}
        # Both know the schema as it is, without the object.
        for server in servers:
            query = server.get("/api/crm/records/query", params=asked)
            assert query.status_code == 404
        fields = [{"name": "Name", "type": "text"}]
        done(one.post(OBJECTS, json={"name": name, "fields": fields}), 201)
        sent = {**asked, "field_values": {"name": "Beagle"}}
        record = done(other.post("/api/crm/record", json=sent), 201)["id"]
        path = f"{OBJECTS}/ships_{turn}/fields"
        done(other.post(path, json={"name": "Tons", "type": "number"}), 201)
        changed = {"field_values": {"tons": 12.5}}
        done(one.patch(f"/api/crm/record/{record}", json=changed))
        for server in (other, one):
            params = {**asked, "filters": json.dumps({"tons": {"$gt": 12}})}
            found = done(server.get("/api/crm/records/query", params=params))
            assert [each["id"] for each in found["data"]] == [record]
        done(one.delete(f"{path}/tons"))
        refused = other.patch(f"/api/crm/record/{record}", json=changed)
        assert set(refused.json()["details"]["fields"]) == {"tons"}
        shown = done(other.get(f"/api/crm/record/{record}"))
        assert shown["field_values"] == {"name": "Beagle"}
        done(other.delete(f"{OBJECTS}/ships_{turn}"))
        assert one.get(f"/api/crm/record/{record}").status_code == 404
        one, other = other, one
