"""The document of the document dialect says what the dialect does."""

from __future__ import annotations

import json
from dataclasses import replace
from functools import cache
from itertools import chain
from typing import TYPE_CHECKING, Any

import pytest
from django.test import Client
from openapi_schema_validator import OAS31Validator, oas31_format_checker
from openapi_spec_validator import OpenAPIV31SpecValidator
from referencing import Registry
from referencing.jsonschema import DRAFT202012

from records.access.roles import Role
from records.dialects.document import DIALECT
from records.dialects.document.filters import OPERATORS
from records.dialects.document.naming import Spelling
from records.dialects.document.openapi.document import build_document
from records.schema.object_types import Operation
from records.schema.registry import registry
from tests.records.dialects.document.wire import (
    CREATE,
    QUERY,
    create,
    fields_at_fault,
    id_of,
    query,
    read,
    sample_values,
)
from tests.records.dialects.resource.test_openapi import _Provider
from tests.samples import CURRENCY, furnish

if TYPE_CHECKING:
    from tests.tenants import Tenant

METHODS = ("get", "post", "put", "patch", "delete")
SLUGS = [one.slug for one in registry.built_in()]
CREATED = [one.slug for one in registry.built_in() if one.can(Operation.CREATE)]
ADDRESS = "/openapi/document.json"
BASE = "urn:document"


@cache
def document() -> dict[str, Any]:
    """The document for the built-in types, as a client parses it."""
    parsed: dict[str, Any] = json.loads(json.dumps(build_document(registry.built_in())))
    return parsed


def operations() -> list[tuple[str, str, dict[str, Any]]]:
    return [
        (method, path, item[method])
        for path, item in document()["paths"].items()
        for method in METHODS
        if method in item
    ]


def resolved(part: dict[str, Any]) -> dict[str, Any]:
    """Follow a reference into the components."""
    if "$ref" not in part:
        return part
    found = document()
    for step in part["$ref"].removeprefix("#/").split("/"):
        found = found[step]
    return found


@cache
def components() -> Registry[Any]:
    """What references lead to."""
    resource = DRAFT202012.create_resource(document())
    known: Registry[Any] = Registry().with_resource(BASE, resource)
    return known.crawl()


def faults_of(schema: dict[str, Any], value: Any) -> list[str]:
    """Return what a schema has against a value."""
    absolute = json.loads(
        json.dumps(schema).replace('"#/components', f'"{BASE}#/components')
    )
    validator = OAS31Validator(
        absolute, registry=components(), format_checker=oas31_format_checker
    )
    return [one.message for one in validator.iter_errors(value)]


def schema_of(operation: dict[str, Any], status: int) -> dict[str, Any]:
    response = resolved(operation["responses"][str(status)])
    schema: dict[str, Any] = response["content"]["application/json"]["schema"]
    return schema


def schemas() -> dict[str, Any]:
    found: dict[str, Any] = document()["components"]["schemas"]
    return found


def documented_body(tenant: Tenant, slug: str, ids: dict[str, int]) -> dict[str, Any]:
    """The documented example of a creation, pointing at records that are there."""
    told = schemas()[f"{slug}.create"]["examples"][0]
    body: dict[str, Any] = json.loads(json.dumps(told))
    spelling = Spelling.of(registry.built_in_type(slug))
    for key in body["field_values"]:
        target = spelling.values[key].referenced_type
        if target:
            body["field_values"][key] = id_of(target, ids)
    if slug == "line_items":
        body["field_values"]["currency"] = CURRENCY
    return body


@pytest.fixture
def ids(tenant):
    return furnish(tenant, "Okapi")


def make_room(tenant: Tenant, slug: str, ids: dict[str, int]) -> None:
    """Remove the one record that there can be."""
    if slug in ("orders", "associated_contacts", "configuration"):
        gone = tenant.api.delete(f"/api/{slug}/{ids[slug]}", purge="true")
        assert gone.status == 200


def test_the_document_is_valid_openapi():
    assert list(OpenAPIV31SpecValidator(document()).iter_errors()) == []


def test_every_schema_is_a_valid_schema_with_fitting_examples():
    for name, schema in schemas().items():
        OAS31Validator.check_schema(schema)
        for example in schema.get("examples", []):
            assert faults_of(schema, example) == [], name


def test_every_example_of_an_answer_and_a_body_fits_its_schema():
    for _method, path, one in operations():
        parts = [resolved(part) for part in one["responses"].values()]
        parts += [one["requestBody"]] if "requestBody" in one else []
        for part in parts:
            told = part["content"]["application/json"]
            examples = [each["value"] for each in told.get("examples", {}).values()]
            for example in examples or [told["example"]]:
                assert faults_of(told["schema"], example) == [], path


def test_operation_ids_are_unique():
    ids = [one["operationId"] for _method, _path, one in operations()]
    assert len(ids) == len(set(ids))


@pytest.mark.parametrize("slug", SLUGS)
def test_a_real_record_is_exactly_what_its_schema_says(tenant, slug):
    ids = furnish(tenant, "Okapi")
    schema = schemas()[slug]
    record = read(tenant, id_of(slug, ids)).json
    values = schema["properties"]["field_values"]["properties"]
    assert list(record["field_values"]) == list(values)
    assert faults_of(schema, record) == []
    whole = query(tenant, slug).json
    operation = document()["paths"][QUERY]["get"]
    assert faults_of(schema_of(operation, 200), whole) == []


@pytest.mark.parametrize("slug", SLUGS)
def test_keys_marked_read_only_are_those_a_write_refuses(slug):
    values = schemas()[slug]["properties"]["field_values"]["properties"]
    read_only = {key for key, one in values.items() if one.get("readOnly", False)}
    for name in (f"{slug}.create", f"{slug}.update"):
        if name in schemas():
            written = schemas()[name]["properties"]["field_values"]["properties"]
            fixed = {
                key
                for key, one in Spelling.of(registry.built_in_type(slug)).values.items()
                if one.fixed and name.endswith("update")
            }
            assert set(values) - read_only == set(written) | fixed


@pytest.mark.parametrize("slug", CREATED)
def test_the_documented_creation_creates_and_needs_what_it_says(tenant, ids, slug):
    make_room(tenant, slug, ids)
    schema = schemas()[f"{slug}.create"]["properties"]["field_values"]
    body = documented_body(tenant, slug, ids)
    for key in schema.get("required", []):
        less = {one: value for one, value in body["field_values"].items() if one != key}
        answer = tenant.api.post(CREATE, {**body, "field_values": less})
        assert answer.status == 422, (key, answer.json)
        assert key in answer.json["details"]["fields"]
    answer = tenant.api.post(CREATE, body)
    assert answer.status == 201, answer.json
    operation = document()["paths"][CREATE]["post"]
    assert faults_of(schema_of(operation, 201), answer.json) == []


NEEDING_ONE = [one.object_type for one in registry.projections(DIALECT) if one.one_of]


@pytest.mark.parametrize("slug", NEEDING_ONE)
def test_of_several_keys_one_is_needed_and_any_will_do(tenant, ids, slug):
    make_room(tenant, slug, ids)
    schema = schemas()[f"{slug}.create"]
    groups = Spelling.of(registry.built_in_type(slug)).projection.one_of
    body = documented_body(tenant, slug, ids)
    needless = {
        key: value
        for key, value in body["field_values"].items()
        if key not in chain(*groups)
    }
    answer = tenant.api.post(CREATE, {**body, "field_values": needless})
    assert set(fields_at_fault(answer)) <= set(chain(*groups))
    assert faults_of(schema, {**body, "field_values": needless}) != []
    for (key,) in groups:
        target = id_of(
            registry.built_in_type(slug).fields_by_name[key].referenced_type, ids
        )
        sent = {**body, "field_values": {**needless, key: target}}
        assert faults_of(schema, sent) == []
        answer = tenant.api.post(CREATE, sent)
        assert (answer.status, answer.json["field_values"][key]) == (201, target)


@pytest.mark.parametrize("slug", CREATED)
def test_a_full_body_fits_the_schema(tenant, ids, slug):
    values = sample_values(slug, "x", ids)
    if slug == "contacts":
        values["name"] = "Jane Smith"  # the parts of the name would do
    body = {"object_id": f"obj_{slug}", "field_values": values}
    assert faults_of(schemas()[f"{slug}.create"], body) == []


def test_every_other_operation_answers_as_documented(tenant):
    ids = furnish(tenant, "Okapi")
    record = id_of("tags", ids)
    for method, path, body in (
        ("get", f"{CREATE}/{record}", None),
        ("patch", f"{CREATE}/{record}", {"field_values": {"color": "red"}}),
        ("delete", f"{CREATE}/{record}", None),
        ("get", "/api/crm/users", None),
    ):
        documented = path.replace(record, "{record_id}")
        operation = document()["paths"][documented][method]
        answer = tenant.api(method.upper(), path, body)
        assert answer.status == 200
        assert faults_of(schema_of(operation, 200), answer.json) == [], path


@pytest.mark.parametrize("slug", SLUGS)
def test_every_example_of_a_parameter_is_answered(tenant, slug):
    operation = document()["paths"][QUERY]["get"]
    for parameter in operation["parameters"]:
        for title, example in parameter.get("examples", {}).items():
            told = {"object_id": slug, parameter["name"]: example["value"]}
            answer = tenant.api.get(QUERY, **told)
            is_of_first = "$contains" in example["value"] or title == "a field"
            assert answer.status == 200 or is_of_first, (title, answer.json)


def test_the_examples_of_filters_show_every_operator():
    (filters,) = [
        one
        for one in document()["paths"][QUERY]["get"]["parameters"]
        if one["name"] == "filters"
    ]
    shown = {
        operator
        for example in filters["examples"].values()
        for asked in json.loads(example["value"]).values()
        for operator in (asked if isinstance(asked, dict) else ["$eq"])
    }
    assert shown == set(OPERATORS)


@pytest.mark.parametrize(
    ("name", "example", "ask"),
    [
        ("InvalidQuestion", "no object", lambda api: api.get(QUERY)),
        (
            "InvalidQuestion",
            "unknown field",
            lambda api: api.get(QUERY, object_id="tags", filters={"nope": 1}),
        ),
        (
            "InvalidQuestion",
            "malformed JSON",
            lambda api: api.get(QUERY, object_id="tags", filters="{"),
        ),
        (
            "InvalidBody",
            "no values",
            lambda api: api.post(CREATE, {"object_id": "tags"}),
        ),
        (
            "ObjectNotFound",
            "object",
            lambda api: api.get(QUERY, object_id="obj_unicorns"),
        ),
        (
            "RecordNotFound",
            "record",
            lambda api: api.get(f"{CREATE}/rec_invalid123"),
        ),
        (
            "Unauthorized",
            "no key",
            lambda api: replace(api, key="x").get("/api/crm/users"),
        ),
        (
            "TooLarge",
            "body",
            lambda api: api.post(CREATE, {"object_id": "x" * 1024 * 1024}),
        ),
        (
            "QueryTooLong",
            "query",
            lambda api: api.get(QUERY, object_id="x" * 70_000),
        ),
        (
            "InvalidValues",
            "fields",
            lambda api: api.post(
                CREATE, {"object_id": "contacts", "field_values": {"email": "x"}}
            ),
        ),
    ],
)
def test_examples_of_failures_are_the_real_answers(tenant, name, example, ask):
    response = document()["components"]["responses"][name]
    answer = ask(tenant.api)
    told = response["content"]["application/json"]["examples"][example]["value"]
    assert answer.json == told
    assert str(answer.status) == str(told["status"])
    assert faults_of(schemas()["Error"], answer.json) == []


def test_a_refused_write_is_answered_as_documented(tenant):
    answer = create(tenant.colleague(Role.VIEWER), "tags", name="x")
    told = document()["components"]["responses"]["Forbidden"]
    assert (
        answer.json == told["content"]["application/json"]["examples"]["role"]["value"]
    )


# -- whose document -----------------------------------------------------------------


def test_without_a_credential_the_built_in_types_are_told(db):
    answer = Client().get(ADDRESS)
    assert answer.status_code == 200
    assert answer.json() == document()


def test_with_a_key_the_types_of_the_organization_are_told(tenant, stranger):
    with registry.temporarily():
        registry.register_provider(_Provider(tenant.organization.pk))
        own = tenant.api.get(ADDRESS).json
        others = stranger.api.get(ADDRESS).json
    told = own["components"]["schemas"]
    assert "ships" in told
    assert "ships" not in others["components"]["schemas"]
    rank = told["contacts"]["properties"]["field_values"]["properties"]["rank"]
    assert rank["enum"] == ["gold", "silver", None]
    created = told["ships.create"]["properties"]["field_values"]
    assert created["required"] == ["name", "rank"]
    objects = own["paths"][QUERY]["get"]["parameters"][0]["schema"]["enum"]
    assert "obj_ships" in objects
    assert others == document()


def test_a_wrong_key_is_refused_in_the_words_of_the_dialect(tenant):
    answer = replace(tenant.api, key="wrong").get(ADDRESS)
    assert (answer.status, answer.json["status"]) == (401, 401)


def test_a_signed_in_person_sees_their_organization(tenant):
    client = Client()
    client.force_login(tenant.user)
    with registry.temporarily():
        registry.register_provider(_Provider(tenant.organization.pk))
        assert "ships" in client.get(ADDRESS).json()["components"]["schemas"]


def test_an_unchanged_document_is_not_sent_again(db):
    first = Client().get(ADDRESS)
    again = Client().get(ADDRESS, headers={"If-None-Match": first["ETag"]})
    assert (again.status_code, again.content) == (304, b"")
