"""The document of the envelope dialect says what the dialect does."""

from __future__ import annotations

import json
from functools import cache
from typing import Any

import pytest
from django.test import Client

from custom_objects.definitions import define_field
from records.dialects.envelope.openapi.document import build_document
from records.dialects.envelope.resources import resources
from records.schema.registry import registry
from tests.described import Described
from tests.envelopes import HEADERS, Envelope, envelope_of
from tests.records.dialects.envelope.sync.devices import HEADER
from tests.samples import sample_body
from tests.tenants import Tenant, new_tenant

ADDRESS = "/openapi/envelope.json"
RESOURCES = {one.resource: one for one in resources()}
# Those that are not written here, and that a new organization has none of.
READ_ONLY = ("text_messages", "visits", "documents")
LETTERS = {"get": "R", "put": "U", "delete": "D"}


@cache
def described() -> Described:
    """The document for the built-in types, as a client parses it."""
    return Described(json.loads(json.dumps(build_document(registry.built_in()))))


def document() -> dict[str, Any]:
    return described().document


def operations():
    return described().operations()


class Maker:
    """Makes what the examples point at, through the dialect itself."""

    def __init__(self, v2: Envelope, tenant: Tenant) -> None:
        self.v2, self.tenant = v2, tenant
        self.made: dict[str, int] = {}

    def body(self, name: str) -> dict[str, Any]:
        """The documented example, pointing at records that are there."""
        kind = RESOURCES[name].type
        data = dict(
            document()["components"]["schemas"][f"{kind}.create"]["examples"][0]
        )
        points = {
            "contact_id": "contacts",
            "deal_id": "deals",
            "product_id": "products",
            "resource_id": "contacts",
            "lead_id": "leads",
            "collaborator_id": "users",
        }
        for key, target in points.items():
            if key in data:
                data[key] = self.id_of(target)
        return data

    def path(self, name: str) -> str:
        parent = RESOURCES[name].parent
        if parent is None:
            return name
        return f"{parent.resource}/{self.id_of(parent.resource)}/{name}"

    def id_of(self, name: str) -> int:
        """The id of a record, made unless there is one."""
        if name not in self.made:
            self.made[name] = self._make(name)
        return self.made[name]

    def _make(self, name: str) -> int:
        if name == "users":
            return int(self.tenant.user.pk)
        if name in READ_ONLY:
            slug = RESOURCES[name].sources[0]
            body = sample_body(registry.built_in_type(slug), "Quagga", {})
            return self.tenant.make(slug, **body)
        data = self.v2("POST", self.path(name), self.body(name)).data
        return int(data.get("id", data.get("contact_id", 0)))


@pytest.fixture
def maker(v2, tenant):
    return Maker(v2, tenant)


def test_the_document_is_valid_openapi():
    assert described().faults() == []


@pytest.mark.parametrize("name", RESOURCES)
def test_operations_are_those_of_the_table(name):
    resource = RESOURCES[name]
    root = (
        "/v2/"
        if resource.parent is None
        else f"/v2/{resource.parent.resource}/{{parent_id}}/"
    )
    told = set()
    for method, path, _one in operations():
        if path == f"{root}{name}":
            told.add({"get": "L", "post": "C"}[method])
        elif path == f"{root}{name}/{{id}}":
            told.add(LETTERS[method])
    assert told == set(resource.operations)
    paths = document()["paths"]
    assert (f"/v2/{name}/self" in paths) is (resource.self_id is not None)
    assert (f"/v2/{name}/upsert" in paths) is resource.has_upsert


def answers(operation: dict[str, Any], told: Any) -> None:
    """Fail unless an answer is one that the operation is documented to give."""
    assert str(told.status) in operation["responses"], told.json
    response = described().resolved(operation["responses"][str(told.status)])
    assert set(response["headers"]) <= set(told.headers)
    if "content" not in response:
        assert told.content == b""
        return
    assert described().errors(described().schema_of(response), told.json) == []


def address(maker: Maker, name: str, path: str) -> str:
    """Fill an address with ids that are there."""
    resource = RESOURCES[name]
    path = path.removeprefix("/v2/")
    if resource.parent is not None:
        path = path.replace("{parent_id}", str(maker.id_of(resource.parent.resource)))
    if "{id}" in path:
        path = path.replace("{id}", str(maker.id_of(name)))
    return path


@pytest.mark.parametrize(
    ("method", "path"),
    [
        (method, path)
        for method, path, one in operations()
        if one["tags"][0] in RESOURCES
    ],
)
def test_every_operation_answers_as_documented(v2, maker, method, path):
    operation = document()["paths"][path][method]
    name = operation["tags"][0]
    where = address(maker, name, path)
    sends = "requestBody" in operation
    data = [maker.body(name)] if sends else []
    query = "name=nobody&last_name=nobody"
    if path.endswith("/upsert"):
        query = {"leads": "email=x"}.get(name, "name=nobody")
        told = v2(method.upper(), where, *data, query=query)
    else:
        told = v2(method.upper(), where, *data)
    assert told.status < 300, told.json
    answers(operation, told)


@pytest.mark.parametrize(
    "name", [name for name, one in RESOURCES.items() if one.can("L")]
)
def test_every_parameter_of_a_collection_is_answered(v2, maker, name):
    resource = RESOURCES[name]
    if resource.can("C") or name in READ_ONLY:
        maker.id_of(name)
    where = maker.path(name)
    path = "/v2/" + where
    if resource.parent is not None:
        path = f"/v2/{resource.parent.resource}/{{parent_id}}/{name}"
    operation = document()["paths"][path]["get"]
    samples = {"string": "x", "integer": 1, "number": 1, "boolean": "true"}
    for one in operation["parameters"]:
        schema = one["schema"]
        value = one.get("example", schema.get("enum", [None])[0])
        if value is None:
            value = schema.get("default", samples[schema["type"]])
        if schema.get("format") == "date":
            value = "2026-01-01"
        query = {one["name"]: value}
        asked = resource.filters_by_name.get(one["name"])
        if asked is not None and asked.needs:
            assert f"`{asked.needs}`" in one["description"]
            query |= {"resource_type": "lead", "resource_id": 1} | query
        told = v2.ask(where, query)
        assert told.status == 200, (one["name"], told.json)
        answers(operation, told)
    names = {one["name"] for one in operation["parameters"]}
    filters = {one.name for one in resource.filters}
    assert filters <= names
    assert len(names) == len(operation["parameters"])


@pytest.mark.parametrize("name", RESOURCES)
def test_keys_are_told_in_the_order_of_the_table(name):
    resource = RESOURCES[name]
    schema = document()["components"]["schemas"][resource.type]
    shown = [one.name for one in resource.keys if not one.write_only]
    assert list(schema["properties"])[: len(shown)] == shown
    read_only = {one.name for one in resource.keys if one.read_only}
    told = {key for key in shown if schema["properties"][key].get("readOnly", False)}
    assert told == read_only
    created = document()["components"]["schemas"].get(f"{resource.type}.create")
    if created is not None:
        own = set(created["properties"]) - {"custom_fields"}
        assert own == {one.name for one in resource.keys if not one.read_only}


@pytest.mark.parametrize(
    "name", [name for name, one in RESOURCES.items() if one.can("C")]
)
def test_required_keys_are_those_a_creation_cannot_do_without(v2, maker, name):
    schema = document()["components"]["schemas"][f"{RESOURCES[name].type}.create"]
    body = maker.body(name)
    for key in schema.get("required", []):
        less = {one: value for one, value in body.items() if one != key}
        told = v2("POST", maker.path(name), less)
        assert ("missing", f"/data/{key}") in told.errors


def test_the_other_operations_answer_as_documented(v2, tenant):
    paths = document()["paths"]
    answers(paths["/v2/accounts/self"]["get"], v2.get("accounts/self"))
    values = {"label": "Region", "type": "dropdown", "options": ["a"]}
    define_field(tenant.caller, object_slug="contacts", values=values)
    for holder in ("lead", "contact", "deal", "prospect_and_customer"):
        path = f"{holder}/custom_fields"
        answers(paths[f"/v2/{path}"]["get"], v2.get(path))


@pytest.mark.django_db(transaction=True)
def test_sync_answers_as_documented(transactional_db):
    v2 = envelope_of(new_tenant())
    paths = document()["paths"]
    headers = {HEADER: "device"}
    started = v2("POST", "sync/start", headers=headers)
    answers(paths["/v2/sync/start"]["post"], started)
    where = f"sync/{started.json['data']['id']}/queues/main"
    queue = paths["/v2/sync/{session}/queues/main"]["get"]
    page = v2("GET", where, headers=headers)
    answers(queue, page)
    answers(queue, v2("GET", where, headers=headers))
    keys = [one["meta"]["sync"]["ack_key"] for one in page.json["items"]]
    told = v2("POST", "sync/ack", {"ack_keys": keys}, headers=headers)
    answers(paths["/v2/sync/ack"]["post"], told)
    answers(paths["/v2/sync/start"]["post"], v2("POST", "sync/start", headers=headers))


@pytest.mark.parametrize(
    ("name", "ask"),
    [
        ("InvalidHeader", lambda v2: v2("GET", "tags", headers={"User-Agent": None})),
        ("InvalidPayload", lambda v2: v2("POST", "tags", body=b"[]")),
        ("Unauthorized", lambda v2: Envelope("x").get("tags")),
        ("NotFound", lambda v2: v2.get("nowhere")),
        ("TooLarge", lambda v2: v2.post("tags", name="x" * 1024 * 1024)),
        ("WrongShape", lambda v2: v2("POST", "tags", body=b"{}")),
    ],
)
def test_examples_of_failures_are_the_real_answers(v2, name, ask):
    response = document()["components"]["responses"][name]
    example = response["content"]["application/json"]["example"]
    told = ask(v2).json
    assert [one["error"] for one in told["errors"]] == [
        one["error"] for one in example["errors"]
    ]
    assert told["meta"]["http_status"] == example["meta"]["http_status"]


def test_the_document_tells_an_organizations_own_fields(tenant, stranger):
    values = {"label": "Region", "type": "dropdown", "options": ["North", "South"]}
    define_field(tenant.caller, object_slug="leads", values=values)

    def read(key: str | None) -> dict[str, Any]:
        headers = dict(HEADERS)
        if key is not None:
            headers["Authorization"] = f"Bearer {key}"
        answer = Client(headers=headers).get(ADDRESS)
        assert answer.status_code == 200
        found: dict[str, Any] = answer.json()
        return found

    told = Described(read(tenant.key))
    assert told.faults() == []
    custom = told.schemas["lead"]["properties"]["custom_fields"]["properties"]
    assert custom["Region"]["description"] == "One of `North`, `South`."
    names = {
        one["name"] for one in told.document["paths"]["/v2/leads"]["get"]["parameters"]
    }
    assert "custom_fields[Region]" in names
    for key in (stranger.key, None):
        assert "Region" not in json.dumps(read(key))
