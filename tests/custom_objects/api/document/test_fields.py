"""``GET …/fields``, ``DELETE …/fields/{field_id}``, and who may do what."""

import pytest

from records.access.roles import Role
from tests.custom_objects.api.document.conftest import OBJECTS
from tests.custom_objects.api.document.definitions import (
    CONTACTS,
    PROJECTS,
)
from tests.records.dialects.document.wire import (
    created,
    read,
)


def test_a_field_is_deleted_with_its_values(tenant, projects, add):
    record = created(tenant, "projects", project_name="Moon", budget=7)
    answer = tenant.api.delete(f"{PROJECTS}/fld_budget")
    assert (answer.status, answer.json) == (200, {"id": "fld_budget", "deleted": True})
    assert set(read(tenant, record).json["field_values"]) == {"project_name", "status"}
    for method in ("PATCH", "DELETE"):
        again = tenant.api(method, f"{PROJECTS}/fld_budget", {})
        assert (again.status, again.json["error"]) == (404, "Field not found")
        assert again.json["details"] == {"field_id": "fld_budget"}
    assert add("projects", name="Budget", type="number")["slug"] == "budget_2"


@pytest.mark.parametrize(
    ("obj", "field"),
    [
        ("projects", "fld_project_name"),
        ("contacts", "fld_name"),
        ("contacts", "fld_email"),
        ("deals", "value"),
        ("tags", "name"),
    ],
)
def test_fields_that_are_needed_are_not_deleted(projects, refuse, obj, field):
    told = refuse("DELETE", f"{OBJECTS}/{obj}/fields/{field}", status=409)
    assert told == {"field_id": f"fld_{field.removeprefix('fld_')}"}


def test_a_field_that_a_formula_names_stays(add, refuse):
    add("contacts", name="Cost", type="number")
    expression = {"expression": "{cost} * 2"}
    add("contacts", name="Double", type="formula", options=expression)
    refuse("DELETE", f"{CONTACTS}/cost", status=409)


@pytest.mark.parametrize(
    "field", ["nope", "fld_nope", "fld_", "fld_0", "fld_999999", "id", "amount", "%00"]
)
def test_an_unknown_field_is_not_found(refuse, field):
    for method in ("PATCH", "DELETE"):
        told = refuse(method, f"{OBJECTS}/deals/fields/{field}", [], status=404)
        assert set(told) == {"field_id"}


def test_a_field_of_another_object_is_not_found(tenant, projects, add, refuse):
    add("contacts", name="Tier", type="text")
    told = refuse("DELETE", f"{PROJECTS}/fld_tier", status=404)
    assert told == {"field_id": "fld_tier"}


@pytest.mark.parametrize("obj", ["obj_nope", "nope"])
def test_an_unknown_object_is_told_first(refuse, obj):
    for method, path in (
        ("GET", "fields"),
        ("POST", "fields"),
        ("PATCH", "fields/name"),
        ("DELETE", "fields/name"),
    ):
        told = refuse(method, f"{OBJECTS}/{obj}/{path}", [], status=404)
        assert told == {"object_id": obj}


@pytest.mark.parametrize("role", Role.values)
def test_everybody_reads_and_administrators_change(tenant, projects, role):
    person = tenant.colleague(role)
    may = Role(role).is_administrator
    assert person.api.get(PROJECTS).status == 200
    statuses = [
        person.api.post(PROJECTS, {"name": "More", "type": "text"}).status,
        person.api.patch(f"{PROJECTS}/budget", {"name": "Cost"}).status,
        person.api.delete(f"{PROJECTS}/budget").status,
        person.api.patch(f"{CONTACTS}/email", {"required": False}).status,
        person.api.post(PROJECTS, []).status,
        person.api.delete(f"{PROJECTS}/nope").status,
    ]
    assert statuses == ([201, 200, 200, 200, 400, 404] if may else [403] * 6)
