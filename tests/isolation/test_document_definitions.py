"""Are objects and fields of another organization absent from the document dialect?"""

from __future__ import annotations

import json

import pytest

from custom_objects.models import FieldDefinition
from records.access.roles import Role
from tests.custom_objects.api.document.conftest import OBJECTS
from tests.isolation.houses import MARKER, OWN, assert_says_nothing
from tests.snapshots import assert_unchanged, snapshot
from tests.tenants import new_tenant

SENDS = {
    "get": lambda api, obj, field: api.get(f"{OBJECTS}/{obj}"),
    "patch": lambda api, obj, field: api.patch(f"{OBJECTS}/{obj}", {"name": "taken"}),
    "patch nonsense": lambda api, obj, field: api.patch(f"{OBJECTS}/{obj}", []),
    "delete": lambda api, obj, field: api.delete(f"{OBJECTS}/{obj}"),
    "list fields": lambda api, obj, field: api.get(f"{OBJECTS}/{obj}/fields"),
    "add field": lambda api, obj, field: api.post(
        f"{OBJECTS}/{obj}/fields", {"name": "X", "type": "text"}
    ),
    "patch field": lambda api, obj, field: api.patch(
        f"{OBJECTS}/{obj}/fields/{field}", {"name": "taken"}
    ),
    "delete field": lambda api, obj, field: api.delete(
        f"{OBJECTS}/{obj}/fields/{field}"
    ),
}


class House:
    """An organization with an object and a field that bear its marker."""

    def __init__(self, marker: str) -> None:
        self.tenant = new_tenant(Role.OWNER, name=f"{marker} organization")
        self.api = self.tenant.api
        low = marker.lower()
        fields = [
            {"name": "Title", "type": "text"},
            {"name": f"{marker} text", "type": "text"},
            {
                "name": "Stage",
                "type": "status",
                "options": {"stages": [f"{marker} stage"]},
            },
        ]
        self._post(OBJECTS, {"name": "Projects", "icon": low, "fields": fields})
        self.lonely = self._post(OBJECTS, {"name": f"{marker} only"})["id"]
        self.field = self._post(
            f"{OBJECTS}/contacts/fields", {"name": marker, "type": "text"}
        )["id"]
        self.api.patch(f"{OBJECTS}/contacts", {"description": f"{marker} people"})

    def _post(self, path, body):
        answer = self.api.post(path, body)
        assert answer.status == 201, answer.json
        return answer.json


@pytest.fixture
def own(db):
    return House(OWN)


@pytest.fixture
def foreign(db):
    return House(MARKER)


def test_each_sees_its_own_objects_and_fields_alone(own, foreign):
    for path in (
        OBJECTS,
        f"{OBJECTS}/obj_projects",
        f"{OBJECTS}/obj_projects/fields",
        f"{OBJECTS}/obj_contacts",
        "/openapi/document.json",
    ):
        mine, theirs = own.api.get(path), foreign.api.get(path)
        assert (mine.status, theirs.status) == (200, 200), path
        assert_says_nothing(mine)
        assert OWN.lower() in json.dumps(mine.json).lower(), path
        assert OWN.lower() not in json.dumps(theirs.json).lower(), path


@pytest.mark.parametrize("endpoint", SENDS)
def test_a_foreign_object_is_as_absent_as_one_that_never_was(own, foreign, endpoint):
    before = snapshot()
    answer = SENDS[endpoint](own.api, foreign.lonely, "name")
    absent = SENDS[endpoint](own.api, "obj_nowhere", "name")
    assert (answer.status, absent.status) == (404, 404)
    assert str(answer.json).replace(foreign.lonely, "#") == str(absent.json).replace(
        "obj_nowhere", "#"
    )
    assert_unchanged(before)


@pytest.mark.parametrize("endpoint", ["patch field", "delete field"])
@pytest.mark.parametrize("obj", ["obj_contacts", "obj_projects"])
def test_a_foreign_field_is_as_absent_as_one_that_never_was(
    own, foreign, endpoint, obj
):
    before = snapshot()
    for text in [foreign.field, *numbers(foreign)]:
        answer = SENDS[endpoint](own.api, obj, text)
        assert (answer.status, answer.json["details"]) == (404, {"field_id": text})
        assert answer.json["error"] == "Field not found"
    assert_unchanged(before)


def test_nothing_refers_to_a_foreign_object(own, foreign):
    before = snapshot()
    told = [
        own.api.post(
            f"{OBJECTS}/contacts/fields",
            {"name": "X", "type": "reference", "options": {"object_id": target}},
        )
        for target in (foreign.lonely, "obj_nowhere")
    ]
    assert [one.status for one in told] == [422, 422]
    assert [set(one.json["details"]["fields"]) for one in told] == [{"options"}] * 2
    assert_unchanged(before)


def test_an_object_is_deleted_whoever_else_refers_to_one_of_its_name(own, foreign):
    foreign.api.post(
        f"{OBJECTS}/contacts/fields",
        {"name": "P", "type": "reference", "options": {"object_id": "projects"}},
    )
    before = foreign.api.get(f"{OBJECTS}/projects").json
    assert own.api.delete(f"{OBJECTS}/projects").status == 200
    assert foreign.api.get(f"{OBJECTS}/projects").json == before


def test_a_change_of_one_schema_leaves_the_other_as_it_was(own, foreign):
    paths = [OBJECTS, f"{OBJECTS}/projects", f"{OBJECTS}/contacts"]
    before = [foreign.api.get(path).json for path in paths]
    assert own.api.patch(f"{OBJECTS}/projects", {"name": "Others"}).status == 200
    for path in ("projects/fields/stage", "contacts/fields/email"):
        assert own.api.patch(f"{OBJECTS}/{path}", {"name": "Others"}).status == 200
    assert own.api.delete(f"{OBJECTS}/contacts/fields/{own.field}").status == 200
    assert [foreign.api.get(path).json for path in paths] == before


def numbers(house):
    """The ids of its fields as numbers, by which a field is known everywhere."""
    rows = FieldDefinition.objects.for_organization(house.tenant.organization.pk)
    return [f"fld_{pk}" for pk in rows.values_list("pk", flat=True)]
