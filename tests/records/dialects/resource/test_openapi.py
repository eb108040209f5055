"""The document of the resource dialect says what the dialect does."""

from __future__ import annotations

import json
from dataclasses import replace
from functools import cache
from typing import TYPE_CHECKING, Any

import pytest
from django.test import Client

from records.access.roles import Role
from records.dialects.resource.openapi.document import build_document
from records.dialects.resource.operators import OPERATORS
from records.schema.fields import ColumnField
from records.schema.kinds import ChoiceKind, TextKind
from records.schema.object_types import Operation
from records.schema.registry import registry
from tests.described import Described

if TYPE_CHECKING:
    from tests.tenants import Tenant

SLUGS = [one.slug for one in registry.built_in()]
ADDRESS = "/openapi/resource.json"


@cache
def described() -> Described:
    """The document for the built-in types, as a client parses it."""
    return Described(json.loads(json.dumps(build_document(registry.built_in()))))


def document() -> dict[str, Any]:
    return described().document


def make_record(tenant: Tenant, slug: str) -> int:
    """Create a record with every field the example names, and what it must refer to."""
    if slug == "crm_users":
        return tenant.user.pk
    if slug.endswith("_summary"):
        return make_record(tenant, slug.removesuffix("_summary"))
    body = body_for(tenant, slug)
    answer = tenant.api.post(f"/api/{slug}", body)
    assert answer.status in (200, 201), answer.json
    return int(answer.json["id"])


def body_for(tenant: Tenant, slug: str, purpose: str = "create") -> dict[str, Any]:
    """The documented example, pointing at records that are there."""
    schemas = document()["components"]["schemas"]
    body = dict(schemas[f"{slug}.{purpose}"]["examples"][0])
    object_type = registry.built_in_type(slug)
    for name in body:
        target = getattr(object_type.fields_by_name[name], "target", None)
        if target:
            body[name] = make_record(tenant, target)
    return body


def test_the_document_is_valid_openapi():
    assert described().faults() == []


@pytest.mark.parametrize("slug", SLUGS)
def test_operations_are_those_the_type_allows(slug):
    object_type = registry.built_in_type(slug)
    paths = document()["paths"]
    told = {
        f"{method} {path.removeprefix(f'/api/{slug}')}"
        for method, path, one in described().operations()
        if path
        in (f"/api/{slug}", f"/api/{slug}/{{id}}", f"/api/{slug}/{{id}}/restore")
    }
    expected = {"get ", "get /{id}"}
    if object_type.can(Operation.CREATE):
        expected |= {"post "}
    if object_type.can(Operation.UPDATE):
        expected |= {"put /{id}", "patch /{id}"}
    if object_type.can(Operation.ARCHIVE):
        expected |= {"delete /{id}", "post /{id}/restore"}
    if object_type.can(Operation.DELETE):
        expected |= {"delete /{id}"}
    assert told == expected
    assert (f"/api/merge_{slug}" in paths) is object_type.can(Operation.MERGE)


@pytest.mark.parametrize("slug", SLUGS)
def test_a_real_record_is_exactly_what_its_schema_says(tenant, slug):
    record_id = make_record(tenant, slug)
    schema = document()["components"]["schemas"][slug]
    for record in (
        tenant.api.get(f"/api/{slug}/{record_id}").json,
        *tenant.api.get(f"/api/{slug}").json,
    ):
        assert list(record) == list(schema["properties"])
        assert described().errors(schema, record) == []


@pytest.mark.parametrize("slug", SLUGS)
def test_keys_marked_read_only_are_those_a_write_ignores(slug):
    schemas = document()["components"]["schemas"]
    read_only = {
        name
        for name, one in schemas[slug]["properties"].items()
        if one.get("readOnly", False)
    }
    nothing = {"properties": {}}
    created = schemas.get(f"{slug}.create", nothing)["properties"]
    changed = schemas.get(f"{slug}.update", nothing)["properties"]
    everything = set(schemas[slug]["properties"])
    assert everything - read_only == {*created, *changed}


def test_required_keys_are_those_a_creation_cannot_do_without(tenant):
    for slug in SLUGS:
        schema = document()["components"]["schemas"].get(f"{slug}.create")
        if schema is None:
            continue
        body = body_for(tenant, slug)
        needed = {name: body[name] for name in schema.get("required", [])}
        for group in schema.get("anyOf", []):
            if set(group["required"]) <= set(body):
                needed |= {name: body[name] for name in group["required"]}
        for name in needed:
            less = {key: one for key, one in body.items() if key != name}
            answer = tenant.api.post(f"/api/{slug}", less)
            assert answer.status == 400, (slug, name)
        if needed:
            answer = tenant.api.post(f"/api/{slug}", needed)
            assert answer.status == 201, (slug, answer.json)


@pytest.mark.parametrize(
    ("method", "path"),
    [
        (method, path)
        for method, path, one in described().operations()
        # Others (of definitions) are tested beside their handlers.
        if one["tags"][0] in SLUGS
    ],
)
def test_every_operation_answers_as_documented(tenant, method, path):
    """Sends the example of every operation and checks the answer with its schema."""
    operation = document()["paths"][path][method]
    slug = operation["tags"][0]
    body = None
    if path.startswith("/api/merge_"):
        winner, loser = make_record(tenant, slug), make_record(tenant, slug)
        body = {"winnerId": winner, "loserId": loser}
    elif "requestBody" in operation:
        body = body_for(tenant, slug, "create" if method == "post" else "update")
    address = path
    if "{id}" in path:
        address = path.replace("{id}", str(make_record(tenant, slug)))
    answer = tenant.api(method.upper(), address, body)
    described().assert_answers(operation, answer)


@pytest.mark.parametrize("slug", SLUGS)
def test_every_example_of_a_parameter_is_answered(tenant, slug):
    make_record(tenant, slug)
    operation = document()["paths"][f"/api/{slug}"]["get"]
    for parameter in operation["parameters"]:
        for title, example in parameter.get("examples", {}).items():
            text = example["value"]
            answer = tenant.api.get(f"/api/{slug}", **{parameter["name"]: text})
            assert answer.status == 200, (parameter["name"], title, answer.json)
            inside = parameter["schema"].get("contentSchema")
            if inside:
                assert described().validator(inside).is_valid(json.loads(text)), (
                    title,
                    text,
                )


@pytest.mark.parametrize("slug", SLUGS)
def test_what_pages_send_unasked_changes_nothing(tenant, slug):
    """The first example of each parameter is what Swagger fills in by itself."""
    make_record(tenant, slug)
    operation = document()["paths"][f"/api/{slug}"]["get"]
    unasked = {
        one["name"]: next(iter(one["examples"].values()))["value"]
        for one in operation["parameters"]
        if "examples" in one and one["name"] != "sort"
    }
    answer = tenant.api.get(f"/api/{slug}", **unasked)
    assert answer.json == tenant.api.get(f"/api/{slug}").json


def test_the_examples_of_filters_show_every_operator():
    parameters = document()["paths"]["/api/contacts"]["get"]["parameters"]
    filters = next(one for one in parameters if one["name"] == "filters")
    shown = {
        element["op"]
        for example in filters["examples"].values()
        for element in json.loads(example["value"])
    }
    assert shown == set(OPERATORS)


@pytest.mark.parametrize(
    ("name", "example", "ask"),
    [
        (
            "InvalidQuestion",
            "unknown field",
            lambda api: api.get(
                "/api/contacts", filters=[{"field": "no_such_field", "op": "eq"}]
            ),
        ),
        (
            "InvalidQuestion",
            "malformed JSON",
            lambda api: api.get("/api/contacts", filters="[{"),
        ),
        ("InvalidRequest", "id", lambda api: api.get("/api/contacts/abc")),
        (
            "InvalidBody",
            "missing field",
            lambda api: api.post("/api/companies", {"domain": "engines.example"}),
        ),
        ("NotFound", "record", lambda api: api.get("/api/contacts/999999")),
        ("NotFound", "resource", lambda api: api.get("/api/unicorns")),
        ("Unauthorized", "no key", lambda api: replace(api, key="x").get("/api/tags")),
        (
            "TooLarge",
            "body",
            lambda api: api.post("/api/tags", {"name": "x" * 1024 * 1024}),
        ),
        (
            "QueryTooLong",
            "query",
            lambda api: api.get("/api/tags", filter="x" * 70_000),
        ),
    ],
)
def test_examples_of_failures_are_the_real_answers(tenant, name, example, ask):
    response = document()["components"]["responses"][name]
    answer = ask(tenant.api)
    assert (
        answer.json
        == response["content"]["application/json"]["examples"][example]["value"]
    )
    assert described().errors(described().schema_of(response), answer.json) == []


def test_a_refused_write_is_answered_as_documented(tenant):
    viewer = tenant.colleague(Role.VIEWER)
    answer = viewer.api.post("/api/tags", {"name": "x"})
    response = document()["components"]["responses"]["Forbidden"]
    assert answer.status == 403
    assert (
        answer.json
        == response["content"]["application/json"]["examples"]["role"]["value"]
    )


def test_a_fault_in_a_batch_fits_the_schema(tenant):
    answer = tenant.api.post("/api/tags", [{"name": "a"}, {"color": "#fff"}])
    response = document()["components"]["responses"]["InvalidBody"]
    assert answer.json["details"][0]["index"] == 1
    assert described().errors(described().schema_of(response), answer.json) == []


def test_without_a_credential_the_built_in_types_are_told(db):
    answer = Client().get(ADDRESS)
    assert answer.status_code == 200
    assert answer["Content-Type"] == "application/json"
    assert answer.json() == document()


def test_with_a_key_the_types_of_the_organization_are_told(tenant, stranger):
    """A provider stands in for custom objects: one own type, one added field."""
    with registry.temporarily():
        registry.register_provider(_Provider(tenant.organization.pk))
        own = tenant.api.get(ADDRESS).json
        others = stranger.api.get(ADDRESS).json
    assert "/api/ships" in own["paths"]
    assert "/api/ships" not in others["paths"]
    custom = own["components"]["schemas"]["contacts"]["properties"]["custom_fields"]
    assert custom["properties"]["rank"]["enum"] == ["gold", "silver", None]
    created = own["components"]["schemas"]["ships.create"]
    assert created["required"] == ["name", "custom_fields"]
    assert created["properties"]["custom_fields"]["required"] == ["rank"]
    assert created["examples"] == [{"name": "text", "custom_fields": {"rank": "gold"}}]
    assert others == document()


class _Provider:
    """Types of one organization, as custom objects will provide them."""

    def __init__(self, organization_id: int) -> None:
        self._organization_id = organization_id

    def object_type(self, organization, slug):
        known = self.object_types(organization)
        return next((one for one in known if one.slug == slug), None)

    def object_types(self, organization):
        if organization.id != self._organization_id:
            return []
        name = ColumnField(name="name", kind=TextKind(255), required=True)
        tags = registry.built_in_type("tags")
        fields = (tags.fields[0], name, _rank(required=True))
        return [replace(tags, slug="ships", label="Ship", fields=fields)]

    def adjust(self, organization, built_in):
        if organization.id != self._organization_id or built_in.slug != "contacts":
            return built_in
        return built_in.with_fields([_rank(required=False)])


def _rank(*, required):
    kind = ChoiceKind(choices=(("gold", "Gold"), ("silver", "Silver")))
    return ColumnField(name="rank", kind=kind, custom=True, required=required)


def test_a_wrong_key_is_refused_in_the_words_of_the_dialect(tenant):
    answer = replace(tenant.api, key="wrong").get(ADDRESS)
    assert answer.status == 401
    assert answer.json["code"] == "UNAUTHORIZED"


def test_a_signed_in_person_sees_their_organization(tenant):
    client = Client()
    client.force_login(tenant.user)
    with registry.temporarily():
        registry.register_provider(_Provider(tenant.organization.pk))
        assert "/api/ships" in client.get(ADDRESS).json()["paths"]


def test_an_unchanged_document_is_not_sent_again(db):
    first = Client().get(ADDRESS)
    again = Client().get(ADDRESS, headers={"If-None-Match": first["ETag"]})
    assert (again.status_code, again.content) == (304, b"")
    assert set(first["Vary"].split(", ")) >= {"Authorization", "X-Api-Key", "Cookie"}
