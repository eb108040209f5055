"""Do the endpoints of definitions answer what the OpenAPI document says?"""

from __future__ import annotations

import json
from functools import cache

import pytest

from custom_objects.api.resource.actions import ACTIONS, TAG
from records.access.keys import new_key
from records.access.roles import KeyScope, Role
from records.dialects.resource.openapi.document import build_document
from records.schema.registry import registry
from tests.custom_objects.api.naming import named
from tests.described import Described
from tests.factories import ApiKeyFactory
from tests.snapshots import assert_unchanged, rolled_back, snapshot
from tests.tenants import Api


@cache
def described():
    return Described(json.loads(json.dumps(build_document(registry.built_in()))))


def operations():
    return [
        (method, path, one)
        for method, path, one in described().operations()
        if TAG in one["tags"]
    ]


NAMES = [f"{method} {path}" for method, path, _one in operations()]


def send(api, method, path, operation, *, field_id=None):
    """Send the documented example."""
    body = None
    if "requestBody" in operation:
        body = operation["requestBody"]["content"]["application/json"]["example"]
    if "/custom_field_defs/" in path:
        known = api.get("/api/custom_field_defs", resource="custom_assets").json
        path = path.replace("{id}", str(field_id or known[0]["id"]))
    for one in operation.get("parameters", ()):
        if one["in"] == "path" and "example" in one:
            path = path.replace(f"{{{one['name']}}}", str(one["example"]))
    return api(method.upper(), path, body)


def test_every_action_is_an_operation():
    assert len(operations()) == len(ACTIONS) == 9
    assert {"name": TAG} in described().document["tags"]


@pytest.mark.parametrize(("method", "path", "operation"), operations(), ids=NAMES)
def test_the_documented_example_is_answered_as_documented(
    request, tenant, method, path, operation
):
    if operation["operationId"] != "define_object":
        request.getfixturevalue("assets")
    answer = send(tenant.api, method, path, operation)
    described().assert_answers(operation, answer)
    if "requestBody" in operation:
        content = operation["requestBody"]["content"]["application/json"]
        assert described().errors(content["schema"], content["example"]) == []
    response = described().resolved(operation["responses"][str(answer.status)])
    content = response["content"]["application/json"]
    assert described().errors(content["schema"], content["example"]) == []


def test_objects_and_fields_of_all_kinds_fit_their_schemas(tenant, assets):
    tenant.api.put("/api/object-config/deals", {"settings": {"a": {"b": []}}})
    overriding = {"columnName": "email", "icon": "at", "isHiddenByDefault": True}
    tenant.api.post("/api/object-config/contacts/overrides", overriding)
    by_id = {one["operationId"]: one for _method, _path, one in operations()}
    for address, operation in (
        ("/api/object-config", "read_objects"),
        ("/api/custom_field_defs", "read_custom_fields"),
        ("/api/schema/custom_assets", "read_columns"),
        ("/api/schema/deals", "read_columns"),
    ):
        described().assert_answers(by_id[operation], tenant.api.get(address))


FAULTS = [
    ("define_object", {"singularName": "x"}, 400),
    ("define_object", {"singularName": "Asset", "pluralName": "Assets"}, 409),
    ("define_custom_field", {"resource": "contacts"}, 400),
    (
        "define_custom_field",
        {
            "resource": "custom_assets",
            "name": "serial",
            "label": "x",
            "fieldType": "text",
        },
        409,
    ),
    ("change_object", {"nope": 1}, 400),
    ("adjust_attribute", {"columnName": "nope"}, 400),
    ("change_custom_field", {"label": ""}, 400),
]


@pytest.mark.parametrize(("name", "body", "status"), FAULTS, ids=named)
def test_faults_are_told_as_documented(tenant, assets, name, body, status):
    method, path, operation = next(
        one for one in operations() if one[2]["operationId"] == name
    )
    changed = json.loads(json.dumps(operation))
    changed["requestBody"]["content"]["application/json"]["example"] = body
    answer = send(tenant.api, method, path, changed)
    assert answer.status == status
    described().assert_answers(operation, answer, well=False)


@pytest.mark.parametrize("name", NAMES)
def test_who_may_not_is_told_as_documented(tenant, assets, name):
    method, path, operation = operations()[NAMES.index(name)]
    (known, *_rest) = tenant.api.get("/api/custom_field_defs").json
    viewer = tenant.colleague(Role.VIEWER)
    for api, status in ((viewer.api, 403), (Api("nobody's key"), 401)):
        if method == "get" and status == 403:
            continue
        before = snapshot()
        answer = send(api, method, path, operation, field_id=known["id"])
        assert answer.status == status
        described().assert_answers(operation, answer, well=False)
        assert_unchanged(before)


# Scopes of an administrator's key, and what they open: reading, writing, archiving.
SCOPES = {
    (): set(),
    (KeyScope.READ,): {"read"},
    (KeyScope.READ, KeyScope.WRITE, KeyScope.ADMIN): {"read"},
    # Every answer but that to an archiving tells a definition.
    (KeyScope.SCHEMA,): {"archive"},
    (KeyScope.READ, KeyScope.SCHEMA): {"read", "write", "archive"},
}


@pytest.mark.parametrize("scopes", SCOPES, ids=lambda one: "+".join(one) or "none")
def test_a_key_may_what_its_scopes_carry(tenant, scopes):
    text = new_key()
    ApiKeyFactory(
        membership=tenant.membership, text=text, scopes=[str(one) for one in scopes]
    )
    api = Api(text)
    for method, path, operation in operations():
        verb = operation["operationId"].partition("_")[0]
        right = verb if verb in ("read", "archive") else "write"
        with rolled_back():
            known = 0
            if verb != "define":
                made = tenant.api.post(
                    "/api/object-config",
                    {
                        "singularName": "Asset",
                        "pluralName": "Assets",
                        "fields": [
                            {"name": "serial", "label": "No.", "fieldType": "text"}
                        ],
                    },
                )
                known = made.json["attributes"][-1]["id"]
            answer = send(api, method, path, operation, field_id=known)
            assert (answer.status < 300) is (right in SCOPES[scopes]), (path, scopes)
            if answer.status >= 300:
                assert answer.json["code"] == "FORBIDDEN"
