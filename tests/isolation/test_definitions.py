"""Are objects, fields and options of one organization nothing to another?

Both organizations define an object of the same name, each with fields of its own, and
a field of the same name on contacts, with options of its own.
"""

from __future__ import annotations

import json

import pytest

from records.access.roles import Role
from tests.isolation.houses import MARKER, NOWHERE, OWN, assert_says_nothing
from tests.snapshots import assert_unchanged, snapshot
from tests.tenants import new_tenant

OBJECTS = "/api/object-config"
FIELDS = "/api/custom_field_defs"
LOW, OWN_LOW = MARKER.lower(), OWN.lower()


class House:
    """An organization with an object, fields and records that bear its marker."""

    def __init__(self, marker: str) -> None:
        self.marker, low = marker, marker.lower()
        self.tenant = new_tenant(Role.OWNER, name=f"{marker} organization")
        self.api = self.tenant.api
        self.contact = self._post("/api/contacts", {"name": f"{marker} contact"})["id"]
        self.object = self._post(
            OBJECTS,
            {
                "singularName": f"{marker} project",
                "pluralName": "Projects",
                "icon": low[:5],
                "settings": {low: marker},
                "fields": [
                    {"name": low, "label": f"{marker} text", "fieldType": "text"},
                    {
                        "name": "stage",
                        "label": "Stage",
                        "fieldType": "status",
                        "options": [f"{marker} stage", "Shared"],
                    },
                    {"name": "person", "label": "Person", "fieldType": "contact"},
                    {
                        "name": "others",
                        "label": "Others",
                        "fieldType": "relationships",
                        "config": {"object": "projects"},
                    },
                ],
            },
        )
        # An object of a name that the other organization does not use.
        self.lonely = f"{low}_only"
        self._post(OBJECTS, {"singularName": marker, "pluralName": f"{marker} only"})
        self._post(
            FIELDS,
            {
                "resource": "contacts",
                "name": "tier",
                "label": "Tier",
                "fieldType": "select",
                "options": [f"{marker} tier", "Shared"],
            },
        )
        self._post(
            FIELDS,
            {
                "resource": "contacts",
                "name": low,
                "label": f"{marker} label",
                "fieldType": "number",
            },
        )
        self._post(
            f"{OBJECTS}/contacts/overrides",
            {"columnName": "email", "displayName": f"{marker} mail"},
        )
        self.record = self._post(
            "/api/projects",
            {
                "name": f"{marker} name",
                low: f"{marker} value",
                "stage": f"{marker} stage",
                "person": self.contact,
            },
        )["id"]
        self.tenant.organization.refresh_from_db()

    def _post(self, path, body):
        answer = self.api.post(path, body)
        assert answer.status == 201, answer.json
        return answer.json

    @property
    def fields(self):
        return {one["name"]: one for one in self.api.get(FIELDS).json}


@pytest.fixture
def own(db):
    return House(OWN)


@pytest.fixture
def foreign(db):
    return House(MARKER)


def test_each_sees_its_own_objects_and_fields_alone(own, foreign):
    for path, asked in (
        (OBJECTS, {}),
        (FIELDS, {}),
        (FIELDS, {"resource": "contacts"}),
        (FIELDS, {"resource": "custom_projects"}),
        ("/api/schema/contacts", {}),
        ("/api/schema/custom_projects", {}),
        ("/openapi/resource.json", {}),
        ("/api/projects", {}),
        ("/api/contacts", {}),
    ):
        mine, theirs = own.api.get(path, **asked), foreign.api.get(path, **asked)
        assert (mine.status, theirs.status) == (200, 200), path
        assert_says_nothing(mine)
        assert OWN_LOW in json.dumps(mine.json).lower(), path
        assert OWN_LOW not in json.dumps(theirs.json).lower(), path


def test_an_object_of_another_organization_is_as_absent_as_one_that_never_was(
    own, foreign
):
    before = snapshot()
    for method, path in (
        ("GET", "/api/{}"),
        ("POST", "/api/{}"),
        ("GET", "/api/{}/1"),
        ("PUT", "/api/{}/1"),
        ("DELETE", "/api/{}/1"),
        ("POST", "/api/{}/1/restore"),
        ("PUT", f"{OBJECTS}/{{}}"),
        ("POST", f"{OBJECTS}/{{}}/overrides"),
        ("GET", "/api/schema/custom_{}"),
    ):
        answer = own.api(method, path.format(foreign.lonely), {"name": "x"})
        absent = own.api(method, path.format("nowhere"), {"name": "x"})
        assert (answer.status, answer.json) == (404, absent.json), path
    for name in (foreign.lonely, "nowhere"):
        table = f"custom_{name}"
        answer = own.api.get(FIELDS, resource=table)
        assert answer.status == 400
        assert answer.json["error"] == f"There is no resource “{table}”."
        said = {"resource": table, "name": "x", "label": "X", "fieldType": "text"}
        answer = own.api.post(FIELDS, said)
        assert (answer.status, set(answer.json["errors"])) == (400, {"resource"})
    assert_unchanged(before)


def test_a_field_of_another_organization_cannot_be_touched(own, foreign):
    before = snapshot()
    for known in foreign.fields.values():
        for method in ("PATCH", "DELETE"):
            answer = own.api(method, f"{FIELDS}/{known['id']}", {"label": "taken"})
            absent = own.api(method, f"{FIELDS}/{NOWHERE}", {"label": "taken"})
            assert (answer.status, answer.json) == (404, absent.json)
    assert_unchanged(before)


@pytest.mark.parametrize("resource", ["contacts", "projects"])
def test_a_foreign_field_can_be_neither_asked_nor_sorted_by(own, foreign, resource):
    for question in (
        {"filter": {LOW: "5"}},
        {"filter": {f"{LOW}_gte": 1}},
        {"filter": {"custom_fields": {LOW: "5"}}},
        {"filters": [{"field": LOW, "op": "is_empty"}]},
        {"filters": [{"field": LOW, "op": "eq", "value": 1}]},
        {"sort": LOW},
        {"sorts": [{"field": LOW}]},
    ):
        answer = own.api.get(f"/api/{resource}", **question)
        assert answer.status == 400, question
        nowhere = json.loads(json.dumps(question).replace(LOW, "nowhere"))
        absent = own.api.get(f"/api/{resource}", **nowhere)
        assert json.dumps(answer.json).replace(LOW, "nowhere") == json.dumps(
            absent.json
        )
        assert foreign.api.get(f"/api/{resource}", **question).status == 200, question


@pytest.mark.parametrize("resource", ["contacts", "projects"])
def test_a_value_of_a_foreign_field_is_ignored(own, foreign, resource):
    before = foreign.api.get(f"/api/{resource}").json
    made = own.api.post(
        f"/api/{resource}", {"name": "x", LOW: 5, "custom_fields": {LOW: 5}}
    )
    assert (made.status, made.json["custom_fields"]) == (201, {})
    assert foreign.api.get(f"/api/{resource}").json == before


def test_a_foreign_option_cannot_be_chosen(own, foreign):
    before = snapshot()
    for path, field, kind in (
        ("/api/contacts", "tier", "tier"),
        ("/api/projects", "stage", "stage"),
    ):
        for name in (f"{MARKER} {kind}", f"{LOW}_{kind}"):
            answer = own.api.post(path, {"name": "x", "custom_fields": {field: name}})
            assert (answer.status, set(answer.json["errors"])) == (400, {field})
            asked = own.api.get(path, filter={field: name})
            assert (asked.status, asked.json) == (200, []), asked.json
    assert_unchanged(before)
    shared = own.api.post("/api/contacts", {"custom_fields": {"tier": "Shared"}})
    assert shared.status == 201
    assert foreign.api.get("/api/contacts", filter={"tier": "Shared"}).json == []


def test_a_foreign_option_is_no_option_to_change(own, foreign):
    """Its id is known to nobody: options are named by what records hold."""
    known = own.fields["tier"]
    said = {"options": [{"id": f"{MARKER} tier", "label": "Stolen"}, "Shared"]}
    answer = own.api("PATCH", f"{FIELDS}/{known['id']}", said)
    assert answer.json["options"] == ["Stolen", "Shared"]
    assert foreign.fields["tier"]["options"] == [f"{MARKER} tier", "Shared"]


@pytest.mark.parametrize("field", ["person", "others"])
def test_a_foreign_record_is_refused_as_a_reference_like_a_dangling_one(
    own, foreign, field
):
    target = {"person": foreign.contact, "others": foreign.record}[field]

    def body(number):
        return {"custom_fields": {field: [number] if field == "others" else number}}

    before = snapshot()
    for send in (
        lambda number: own.api.post("/api/projects", {"name": "x", **body(number)}),
        lambda number: own.api.post("/api/projects", [{"name": "x", **body(number)}]),
        lambda number: own.api.put(f"/api/projects/{own.record}", body(number)),
    ):
        answer, dangling = send(target), send(NOWHERE)
        assert answer.status == dangling.status == 400
        assert json.dumps(answer.json).replace(str(target), "#") == json.dumps(
            dangling.json
        ).replace(str(NOWHERE), "#")
        assert_says_nothing(answer)
    asked = own.api.get("/api/projects", filter={field: target})
    assert (asked.status, asked.json) == (200, [])
    assert_unchanged(before)


def test_a_reference_to_a_foreign_object_cannot_be_defined(own, foreign):
    before = snapshot()
    answers = [
        own.api.post(
            FIELDS,
            {
                "resource": "contacts",
                "name": "x",
                "label": "X",
                "fieldType": "relationship",
                "config": {"object": slug},
            },
        )
        for slug in (foreign.lonely, "nowhere")
    ]
    for answer in answers:
        assert (answer.status, set(answer.json["errors"])) == (400, {"config"})
    assert_unchanged(before)


def test_the_default_of_a_reference_is_no_foreign_record(own, foreign):
    before = snapshot()
    answer = own.api.post(
        FIELDS,
        {
            "resource": "deals",
            "name": "x",
            "label": "X",
            "fieldType": "contact",
            "defaultValue": foreign.contact,
        },
    )
    assert (answer.status, set(answer.json["errors"])) == (400, {"defaultValue"})
    assert_unchanged(before)


@pytest.mark.parametrize(
    "endpoint",
    ["get", "put", "patch", "delete", "purge", "restore"],
)
def test_a_foreign_record_of_a_like_named_object_is_absent(own, foreign, endpoint):
    sends = {
        "get": lambda one: own.api.get(f"/api/projects/{one}"),
        "put": lambda one: own.api.put(f"/api/projects/{one}", {"name": "taken"}),
        "patch": lambda one: own.api("PATCH", f"/api/projects/{one}", {"stage": None}),
        "delete": lambda one: own.api.delete(f"/api/projects/{one}"),
        "purge": lambda one: own.api.delete(f"/api/projects/{one}", purge="true"),
        "restore": lambda one: own.api.post(f"/api/projects/{one}/restore"),
    }
    before = snapshot()
    answer, absent = sends[endpoint](foreign.record), sends[endpoint](NOWHERE)
    assert (answer.status, answer.json) == (404, absent.json)
    assert_unchanged(before)


def test_a_record_of_one_object_is_no_record_of_another(own):
    """All of them lie in one table; the definition is part of the door."""
    other = own.lonely
    before = snapshot()
    assert own.api.get(f"/api/{other}/{own.record}").status == 404
    assert own.api.put(f"/api/{other}/{own.record}", {"name": "x"}).status == 404
    assert own.api.delete(f"/api/{other}/{own.record}", purge="true").status == 404
    assert own.api.get(f"/api/{other}", filter={"id": own.record}).json == []
    assert_unchanged(before)


def test_a_list_shows_and_counts_the_own_rows_only(own, foreign):
    for asked in (
        {},
        {"filter": {"include_archived": True}},
        {"sort": "stage"},
        {"filter": {"q": "name"}},
        {"filters": [{"field": "person", "op": "is_not_empty"}]},
    ):
        answer = own.api.get("/api/projects", **asked)
        assert [one["id"] for one in answer.json] == [own.record], asked
        assert answer.headers["X-Total-Count"] == "1"
        assert_says_nothing(answer)


def test_adjustments_are_those_of_one_organization(own, foreign):
    def told(house):
        (contacts,) = [
            one for one in house.api.get(OBJECTS).json if one["slug"] == "contacts"
        ]
        (email,) = [
            one for one in contacts["attributes"] if one["columnName"] == "email"
        ]
        return email["displayName"]

    assert (told(own), told(foreign)) == (f"{OWN} mail", f"{MARKER} mail")


def test_a_change_of_one_schema_leaves_the_other_as_it_was(own, foreign):
    before = [foreign.api.get(path).json for path in (OBJECTS, FIELDS)]
    own.api.put(f"{OBJECTS}/projects", {"pluralName": "Others"})
    own.api("PATCH", f"{FIELDS}/{own.fields['stage']['id']}", {"label": "Others"})
    own.api.delete(f"{FIELDS}/{own.fields['tier']['id']}")
    assert [foreign.api.get(path).json for path in (OBJECTS, FIELDS)] == before
