"""The routes of definitions: their description, their methods, what they cost."""

import pytest

from custom_objects.api.document.actions import ACTIONS
from tests.budgets.statements import statements
from tests.custom_objects.api.document.conftest import OBJECTS
from tests.records.dialects.document.test_openapi import (
    document,
    faults_of,
    operations,
    schema_of,
)

DESCRIBED = {
    (method.upper(), path): one
    for method, path, one in operations()
    if one["tags"] == ["objects and fields"]
}
IDS = {"object_id": "obj_projects", "field_id": "fld_status"}


def documented(operation):
    """Return the example of a body, ``None`` for an operation without any."""
    if "requestBody" not in operation:
        return None
    return operation["requestBody"]["content"]["application/json"]["example"]


def status_of(operation):
    return next(int(one) for one in operation["responses"] if one < "300")


def test_every_route_is_described():
    assert len(DESCRIBED) == len(ACTIONS) == 9
    assert {"name": "objects and fields"} in document()["tags"]


@pytest.mark.parametrize(("method", "path"), DESCRIBED)
def test_every_operation_answers_as_documented(tenant, projects, method, path):
    """Sends the example of an operation and checks the answer with its schema."""
    operation = DESCRIBED[method, path]
    if (method, path.count("/")) == ("POST", 5):
        tenant.api.delete(f"{OBJECTS}/projects/fields/status")
    answer = tenant.api(method, path.format(**IDS), documented(operation))
    assert answer.status == status_of(operation), answer.json
    assert faults_of(schema_of(operation, answer.status), answer.json) == []


def test_every_built_in_object_is_as_documented(tenant):
    schema = schema_of(DESCRIBED["GET", f"{OBJECTS}/{{object_id}}"], 200)
    for one in tenant.api.get(OBJECTS).json["data"]:
        told = tenant.api.get(f"{OBJECTS}/{one['id']}")
        assert faults_of(schema, told.json) == [], one


@pytest.mark.parametrize(
    ("status", "method", "path", "body"),
    [
        (403, "POST", OBJECTS, {}),
        (404, "GET", f"{OBJECTS}/nope", None),
        (404, "DELETE", f"{OBJECTS}/obj_projects/fields/nope", None),
        (409, "DELETE", f"{OBJECTS}/obj_contacts", None),
        (422, "PATCH", f"{OBJECTS}/obj_projects", {"slug": "x"}),
        (400, "POST", f"{OBJECTS}/obj_projects/fields", []),
    ],
)
def test_every_failure_is_as_documented(tenant, projects, status, method, path, body):
    person = tenant.colleague("member") if status == 403 else tenant
    answer = person.api(method, path, body)
    pattern = path.replace("obj_projects", "{object_id}").replace(
        "obj_contacts", "{object_id}"
    )
    pattern = pattern.replace("objects/nope", "objects/{object_id}")
    pattern = pattern.replace("fields/nope", "fields/{field_id}")
    assert answer.status == status
    schema = schema_of(DESCRIBED[method, pattern], status)
    assert faults_of(schema, answer.json) == []


@pytest.mark.parametrize(
    ("path", "allowed"),
    [
        ("", {"GET", "POST", "OPTIONS"}),
        ("/obj_projects", {"GET", "PATCH", "DELETE", "OPTIONS"}),
        ("/obj_projects/fields", {"GET", "POST", "OPTIONS"}),
        ("/obj_projects/fields/status", {"PATCH", "DELETE", "OPTIONS"}),
    ],
)
def test_other_methods_are_not_allowed(tenant, projects, path, allowed):
    for slash in ("", "/"):
        for method in {"GET", "POST", "PUT", "PATCH", "DELETE"} - allowed:
            answer = tenant.api(method, f"{OBJECTS}{path}{slash}", {"name": "x"})
            assert (answer.status, answer.json["code"]) == (405, "METHOD_NOT_ALLOWED")
            assert set(answer.headers["Allow"].split(", ")) == allowed


@pytest.mark.parametrize(
    "path", ["", "/obj_projects", "/obj_deals", "/obj_deals/fields"]
)
def test_reading_costs_the_same_however_much_is_defined(tenant, projects, add, path):
    send = lambda: tenant.api.get(f"{OBJECTS}{path}")  # noqa: E731 - a name for it
    send()
    few = len(statements(send))
    for number in range(5):
        tenant.api.post(OBJECTS, {"name": f"Object {number}"})
        for obj in ("projects", "deals"):
            add(obj, name=f"N{number}", type="status", options={"stages": ["A", "B"]})
    send()  # a schema is read once for its version
    assert len(statements(send)) == few <= 5


def test_writing_costs_little(tenant, projects):
    costs = [
        len(statements(send))
        for send in (
            lambda: tenant.api.post(
                f"{OBJECTS}/projects/fields", {"name": "A", "type": "text"}
            ),
            lambda: tenant.api.patch(f"{OBJECTS}/projects/fields/a", {"name": "B"}),
            lambda: tenant.api.patch(f"{OBJECTS}/projects", {"name": "Plans"}),
            lambda: tenant.api.delete(f"{OBJECTS}/projects/fields/a"),
        )
    ]
    assert max(costs) <= 20, costs
