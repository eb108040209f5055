"""The document tells each organization its own objects and fields, and truly."""

from __future__ import annotations

import json
from typing import Any

import pytest
from django.test import Client

from custom_objects.definitions import change_field
from tests.described import Described
from tests.factories import define
from tests.specimens import OPTIONS, SLUG, body, define_specimens, values

ADDRESS = "/openapi/resource.json"
HOLDERS = [SLUG, "contacts", "companies", "deals", "leads"]
SHOWN = [*HOLDERS, "contacts_summary", "companies_summary"]


def described(tenant):
    return Described(tenant.api.get(ADDRESS).json)


@pytest.fixture
def ids(tenant):
    """An object with a field of every type, and the same fields on built-in types."""
    for slug in HOLDERS:
        define_specimens(tenant, slug, is_built_in=slug != SLUG)
    known = {
        "crm_users": tenant.user.pk,
        "contacts": tenant.make("contacts", first_name="Ada"),
    }
    return {**known, SLUG: tenant.make(SLUG, name="first")}


def pointing_at(ids: dict[str, int], example: dict[str, Any]) -> dict[str, Any]:
    """Return a documented body that names records that are there."""
    real = values("", ids)
    bag = {
        name: real[name] if name in ("a_user", "a_reference") else one
        for name, one in example["custom_fields"].items()
    }
    return {**example, "custom_fields": {**bag, "a_multi_reference": [ids[SLUG]]}}


def test_the_document_is_valid_whatever_an_organization_defines(tenant, ids):
    assert described(tenant).faults() == []


def test_an_object_without_fields_is_told_too(tenant):
    define(tenant.organization, "voids")
    told = described(tenant)
    assert told.faults() == []
    made = tenant.api.post("/api/voids", {})
    assert told.errors(told.schemas["voids"], made.json) == []
    assert "name" not in told.schemas["voids"]["properties"]


@pytest.mark.parametrize("slug", SHOWN)
def test_a_real_record_is_exactly_what_its_schema_says(tenant, ids, slug):
    holder = slug.replace("_summary", "")
    empty = {"name": "empty", "first_name": "empty"}
    for sent in (empty, {**empty, **body("Okapi", ids)}):
        made = tenant.api.post(f"/api/{holder}", sent)
        assert made.status == 201, made.json
    told = described(tenant)
    schema = told.schemas[slug]
    records = tenant.api.get(f"/api/{slug}").json
    assert len(records) >= 2
    for record in records:
        assert list(record) == list(schema["properties"])
        assert told.errors(schema, record) == []
    inside = schema["properties"]["custom_fields"]["properties"]
    assert list(inside) == list(values("", ids))
    strange = {**records[0], "custom_fields": {"a_nope": 1}}
    assert told.errors(schema, strange) != []


@pytest.mark.parametrize("slug", HOLDERS)
def test_every_operation_answers_as_documented(tenant, ids, slug):
    told = described(tenant)
    sent = pointing_at(ids, told.schemas[f"{slug}.create"]["examples"][0])
    # What else the examples of built-in records point at is tested with those.
    sent = {name: one for name, one in sent.items() if not name.endswith("_id")}
    assert told.errors(told.schemas[f"{slug}.create"], sent) == []
    made = tenant.api.post(f"/api/{slug}", sent)
    assert made.status == 201, made.json
    for method, path, operation in told.operations():
        if operation["tags"][0] != slug or "merge" in path:
            continue
        address = path.replace("{id}", str(made.json["id"]))
        if method == "delete":
            told.assert_answers(operation, tenant.api.delete(address))
            tenant.api.post(f"{address}/restore")
            continue
        body = sent if "requestBody" in operation else None
        told.assert_answers(operation, tenant.api(method.upper(), address, body))


@pytest.mark.parametrize("slug", SHOWN)
def test_every_example_of_a_parameter_is_answered(tenant, ids, slug):
    told = described(tenant)
    parameters = told.document["paths"][f"/api/{slug}"]["get"]["parameters"]
    for parameter in parameters:
        for title, example in parameter.get("examples", {}).items():
            text = example["value"]
            answer = tenant.api.get(f"/api/{slug}", **{parameter["name"]: text})
            assert answer.status == 200, (parameter["name"], title, answer.json)
            inside = parameter["schema"].get("contentSchema")
            if inside:
                assert told.validator(inside).is_valid(json.loads(text)), (title, text)


def test_custom_fields_can_be_asked_for_as_the_document_says(tenant, ids):
    """Each field with each operator that is listed for it, and as a key to order by."""
    told = described(tenant)
    asked = {
        one["name"]: one
        for one in told.document["paths"][f"/api/{SLUG}"]["get"]["parameters"]
    }
    item = asked["filters"]["schema"]["contentSchema"]["items"]
    fields = item["properties"]["field"]["enum"]
    assert len(fields) == len(set(fields))
    assert {f"a_{one}" for one in ("text", "status", "reference")} <= set(fields)
    assert "a_address" not in fields
    for name in fields:
        answer = tenant.api.get(
            f"/api/{SLUG}", filters=[{"field": name, "op": "is_empty"}]
        )
        assert answer.status == 200, name
    sorts = asked["sorts"]["schema"]["contentSchema"]["items"]
    for name in sorts["properties"]["field"]["enum"]:
        assert tenant.api.get(f"/api/{SLUG}", sort=name).status == 200, name


def test_words_of_the_admin_stand_in_the_document(tenant):
    define(
        tenant.organization,
        "ships",
        name={"type": "text", "is_required": True},
        tons={
            "type": "number",
            "label": "Tonnage",
            "help_text": "Gross, in tons.",
            "default": "12.5",
            "is_required": True,
        },
        flag={"type": "dropdown", "options": ("Red", "Blue"), "is_required": True},
    )
    schemas = described(tenant).schemas
    read = schemas["ships"]["properties"]["custom_fields"]["properties"]
    assert read["tons"]["description"] == "Tonnage. Gross, in tons."
    assert read["flag"]["enum"] == ["Red", "Blue", None]
    created = schemas["ships.create"]
    assert created["required"] == ["name", "custom_fields"]
    inside = created["properties"]["custom_fields"]
    assert inside["required"] == ["flag"]
    assert inside["properties"]["tons"]["default"] == 12.5
    assert inside["properties"]["flag"]["enum"] == ["Red", "Blue"]
    changed = schemas["ships.update"]["properties"]["custom_fields"]
    assert "required" not in changed
    sent = {"name": "Beagle", "custom_fields": {"flag": "Red"}}
    assert tenant.api.post("/api/ships", sent).json["custom_fields"]["tons"] == 12.5


def test_what_is_computed_is_read_only(tenant):
    for name, config in (
        ("formula", {"expression": "amount * 2"}),
        ("rollup", {"object": "tasks", "reference": "deal_id", "function": "count"}),
    ):
        answer = tenant.api.post(
            "/api/custom_field_defs",
            {
                "resource": "deals",
                "name": f"a_{name}",
                "label": name,
                "fieldType": name,
                "config": config,
            },
        )
        assert answer.status == 201, answer.json
    told = described(tenant)
    assert told.faults() == []
    read = told.schemas["deals"]["properties"]["custom_fields"]["properties"]
    assert [one["readOnly"] for one in read.values()] == [True, True]
    for purpose in ("create", "update"):
        written = told.schemas[f"deals.{purpose}"]["properties"]["custom_fields"]
        assert written["properties"] == {}
    sent = {"name": "Gnu", "amount": 5, "custom_fields": {"a_formula": 99}}
    made = tenant.api.post("/api/deals", sent)
    assert made.json["custom_fields"] == {"a_formula": 10, "a_rollup": 0}
    assert told.errors(told.schemas["deals"], made.json) == []
    (found,) = tenant.api.get("/api/deals", filter={"a_formula": 10}).json
    assert found["id"] == made.json["id"]
    assert tenant.api.get("/api/deals", filter={"a_rollup": 0}).status == 400


def test_a_value_that_can_no_longer_be_chosen_is_still_read(tenant, ids):
    chosen = {
        "a_dropdown": OPTIONS[0],
        "a_status": "granite",
        "a_multi_select": list(OPTIONS),
    }
    made = tenant.make(SLUG, **chosen)
    tenant.organization.refresh_from_db()
    for slug in chosen:
        change_field(
            tenant.caller,
            object_slug=SLUG,
            slug=slug,
            values={"options": list(OPTIONS[1:])},
            allow_failing=True,
        )
    tenant.organization.refresh_from_db()
    told = described(tenant)
    record = tenant.api.get(f"/api/{SLUG}/{made}").json
    assert record["custom_fields"] == chosen
    assert told.errors(told.schemas[SLUG], record) == []
    sent = {"custom_fields": {"a_dropdown": OPTIONS[0]}}
    assert told.errors(told.schemas[f"{SLUG}.create"], sent) != []
    assert tenant.api.post(f"/api/{SLUG}", sent).status == 400


def test_two_organizations_get_different_documents(tenant, stranger):
    define(tenant.organization, "ships", name="text", tons="number")
    define(tenant.organization, "contacts", is_built_in=True, rank="number")
    define(stranger.organization, "ships", name="text", flag="text")
    mine, theirs = tenant.api.get(ADDRESS), stranger.api.get(ADDRESS)
    assert mine.headers["ETag"] != theirs.headers["ETag"]

    def custom(answer, slug):
        properties = answer.json["components"]["schemas"][slug]["properties"]
        return list(properties["custom_fields"]["properties"])

    assert (custom(mine, "ships"), custom(theirs, "ships")) == (["tons"], ["flag"])
    assert (custom(mine, "contacts"), custom(theirs, "contacts")) == (["rank"], [])
    assert "tons" not in json.dumps(theirs.json)
    assert "flag" not in json.dumps(mine.json)
    # Neither organization's document stands for the other's, nor for an older one.
    assert conditional(tenant, mine.headers["ETag"]) == 304
    assert conditional(tenant, theirs.headers["ETag"]) == 200
    define(tenant.organization, "ships", port="text")
    assert conditional(tenant, mine.headers["ETag"]) == 200


def conditional(tenant, etag):
    headers = {"Authorization": f"Bearer {tenant.key}", "If-None-Match": etag}
    return Client().get(ADDRESS, headers=headers).status_code
