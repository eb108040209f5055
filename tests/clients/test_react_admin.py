"""The stock client ``ra-data-simple-rest`` finds everything it expects."""

from __future__ import annotations

import json
import shutil
from typing import TYPE_CHECKING, Any

import pytest

from tests.clients.population import CONTACTS
from tests.processes import run

if TYPE_CHECKING:
    from pathlib import Path

    from tests.clients.conftest import Server

pytestmark = [pytest.mark.node, pytest.mark.live]


@pytest.fixture(scope="module")
def walk(server: Server, react_admin: Path) -> dict[str, Any]:
    """What every call of the client gave, in one walk through the whole interface."""
    node = shutil.which("node") or "node"
    done = run(
        [node, "walk.mjs", server.address, server.key],
        environment={"PATH": "", "NODE_ENV": "production"},
        cwd=react_admin,
    )
    if done.returncode:
        pytest.fail(done.stderr)
    report: dict[str, Any] = json.loads(done.stdout)
    return report


def test_get_list_without_anything(walk):
    assert walk["lists"]["plain"] == {
        "ids": walk["contactIds"][:10],
        "total": CONTACTS,
    }


def test_get_list_unsorted(walk):
    assert walk["lists"]["unsorted"] == walk["lists"]["plain"]


def test_get_list_pages(walk):
    assert walk["lists"]["secondPage"] == {
        "ids": walk["contactIds"][25:50],
        "total": CONTACTS,
    }
    assert walk["lists"]["lastPage"]["ids"] == walk["contactIds"][50:]


def test_get_list_sorts(walk):
    names = [one["first_name"] for one in walk["lists"]["sorted"]["data"]]
    assert names == ["Person 69", "Person 68", "Person 67"]


def test_get_list_searches(walk):
    found = walk["lists"]["searched"]
    assert [one["first_name"] for one in found["data"]] == ["Person 07"]
    assert found["total"] == 1


def test_get_list_filters(walk):
    odd = walk["contactIds"][51::2]
    assert walk["lists"]["filtered"] == {"ids": odd[:-6:-1], "total": len(odd)}


def test_get_list_is_not_disturbed_by_embed(walk):
    assert walk["lists"]["embedded"]["ids"] == walk["contactIds"][:2]


def test_the_count_may_come_from_the_other_header(walk):
    assert walk["lists"]["counted"] == {
        "ids": walk["contactIds"][:2],
        "total": CONTACTS,
    }


def test_get_one(walk):
    one = walk["records"]["one"]["data"]
    assert (one["id"], one["first_name"]) == (walk["contactIds"][4], "Person 04")


def test_get_many_is_not_cut_to_a_page(walk):
    assert walk["records"]["many"]["ids"] == walk["contactIds"][:60]
    assert walk["records"]["none"]["ids"] == []


def test_get_many_reference(walk):
    found = walk["records"]["reference"]
    assert [one["title"] for one in found["data"]] == ["First", "Second"]
    assert found["total"] == 3


def test_create_answers_the_stored_record(walk):
    created = walk["written"]["created"]
    assert isinstance(created["id"], int)
    assert created["name"] == "Ada Lovelace"
    assert created["tags"] == ["speaker"]


def test_update_takes_the_whole_record_as_read(walk):
    created, updated = walk["written"]["created"], walk["written"]["updated"]
    changed = {name for name, value in updated.items() if created[name] != value}
    assert changed == {"email", "updated_at"}
    assert walk["written"]["unchanged"] == updated


def test_saving_what_was_read_changes_nothing(walk):
    assert len(walk["saved"]) == 5
    for resource, saved in walk["saved"].items():
        assert saved["before"] == saved["after"], resource


def test_update_many(walk):
    many = walk["many"]
    assert many["changed"]["data"] == many["three"]
    assert [one["id"] for one in many["after"]["data"]] == many["three"]


def test_delete_answers_with_the_id(walk):
    removed = walk["removed"]
    assert removed["archived"]["data"]["id"] == removed["gone"]
    assert removed["archived"]["data"]["archived"] is True
    assert removed["again"]["status"] == 404


def test_delete_many(walk):
    removed = walk["removed"]
    assert removed["archivedMany"]["data"] == removed["two"]
    assert removed["after"] == removed["before"] - 3


def test_look_up_rows_are_deleted(walk):
    removed = walk["removed"]
    assert removed["tag"]["data"]["name"] == "spare 0"
    assert len(removed["tags"]["data"]) == 2


@pytest.mark.parametrize(
    ("case", "status", "message"),
    [
        ("required", 400, "Invalid name: This field is required."),
        ("missing", 404, "Not found"),
        ("updateMissing", 404, "Not found"),
        ("question", 400, "Contacts have no field “no_such_field”."),
        ("resource", 404, "Unknown resource"),
        ("credential", 401, "Unauthorized"),
    ],
)
def test_failures_show_our_message(walk, case, status, message):
    failed = walk["failures"][case]
    assert (failed["status"], failed["message"]) == (status, message)


def test_failures_of_a_form_land_beside_their_fields(walk):
    failed = walk["failures"]["several"]
    assert failed["status"] == 400
    assert set(failed["body"]["errors"]) == {"first_name", "company_id"}
    assert walk["failures"]["required"]["body"]["errors"] == {
        "name": "This field is required."
    }


def test_the_walk_was_made_of_real_requests(walk):
    """What the client puts on the wire is what the contract says it does."""
    urls = [one["url"].partition("/api/")[2] for one in walk["sent"]]
    assert 'contacts?range=[25,49]&sort=["id","ASC"]' in {
        one.replace("filter={}&", "") for one in urls
    }
    assert {one["method"] for one in walk["sent"]} == {"GET", "POST", "PUT", "DELETE"}
