"""The document tells each organization its own objects and fields, and truly."""

from __future__ import annotations

import json
import re
from typing import Any

import pytest
from django.test import Client

from custom_objects.definitions import change_field, define_field
from records.dialects.document.filters import OPERATORS
from records.dialects.document.identifiers import record_id
from tests.described import Described
from tests.factories import define
from tests.records.dialects.document.wire import (
    CREATE,
    QUERY,
    create,
    created,
    fields_at_fault,
    query,
    read,
)
from tests.specimens import OPTIONS, SLUG, TYPES, define_specimens, values

ADDRESS = "/openapi/document.json"
HOLDERS = [SLUG, "contacts", "companies", "deals", "leads"]


def described(tenant):
    return Described(tenant.api.get(ADDRESS).json)


def values_of(schemas, name):
    return schemas[name]["properties"]["field_values"]["properties"]


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


def spelled(marker: str, ids: dict[str, int]) -> dict[str, Any]:
    """Return a value of each field as this dialect writes it."""
    return values(marker, ids) | {
        "a_user": f"user_{ids['crm_users']}",
        "a_reference": record_id("contacts", ids["contacts"]),
        "a_multi_reference": [record_id(SLUG, ids[SLUG])],
    }


def test_the_document_is_valid_whatever_an_organization_defines(tenant, ids):
    assert described(tenant).faults() == []


def test_an_object_without_fields_is_told_too(tenant):
    define(tenant.organization, "voids")
    told = described(tenant)
    assert told.faults() == []
    made = create(tenant, "voids")
    assert told.errors(told.schemas["voids"], made.json) == []
    assert values_of(told.schemas, "voids") == {}


@pytest.mark.parametrize("slug", HOLDERS)
def test_a_real_record_is_exactly_what_its_schema_says(tenant, ids, slug):
    name = "last_name" if slug == "leads" else "name"
    for sent in ({name: "empty"}, {name: "full", **spelled("Okapi", ids)}):
        body = {"object_id": f"obj_{slug}", "field_values": sent}
        told = described(tenant)
        assert told.errors(told.schemas[f"{slug}.create"], body) == []
        made = tenant.api.post(CREATE, body)
        assert made.status == 201, made.json
        assert told.errors(told.schemas[slug], made.json) == []
        read_values = made.json["field_values"]
        assert list(read_values) == list(values_of(told.schemas, slug))
        for key, value in sent.items():
            shown = value.replace(".250Z", "Z") if key == "a_datetime" else value
            assert read_values[key] == shown, key
    strange = json.loads(json.dumps(made.json))
    strange["field_values"]["a_nope"] = 1
    assert told.errors(told.schemas[slug], strange) != []
    whole = query(tenant, slug).json
    page = told.document["paths"][QUERY]["get"]["responses"]["200"]
    assert told.errors(told.schema_of(page), whole) == []


@pytest.mark.parametrize("slug", HOLDERS)
def test_the_documented_bodies_are_taken(tenant, ids, slug):
    told = described(tenant)
    real = spelled("", ids)
    pointing = ("a_user", "a_reference", "a_multi_reference")
    body = json.loads(json.dumps(told.schemas[f"{slug}.create"]["examples"][0]))
    sent = body["field_values"]
    assert {f"a_{one}" for one in TYPES} <= set(sent)
    for key in list(sent):
        if key in pointing:
            sent[key] = real[key]
        elif isinstance(sent[key], str) and sent[key].startswith(("rec_", "user_")):
            del sent[key]
    made = tenant.api.post(CREATE, body)
    assert made.status == 201, made.json
    changes = {
        key: sent[key]
        for key in told.schemas[f"{slug}.update"]["examples"][0]["field_values"]
        if key in sent
    }
    changed = tenant.api.patch(f"{CREATE}/{made.json['id']}", {"field_values": changes})
    assert changed.status == 200, changed.json
    assert told.errors(told.schemas[slug], changed.json) == []


@pytest.mark.parametrize("slug", [SLUG, "contacts"])
def test_a_field_is_asked_for_by_the_operators_that_are_told_and_no_others(
    tenant, ids, slug
):
    told = values_of(described(tenant).schemas, slug)
    operands = spelled("Okapi", ids)
    for type_slug in TYPES:
        key = f"a_{type_slug}"
        description = told[key]["description"]
        listed = set(re.findall(r"`(\$\w+)`", description.partition("Filters: ")[2]))
        value = operands[key][0] if isinstance(operands[key], list) else operands[key]
        for operator in OPERATORS:
            asked = {"$in": [value], "$nin": [value], "$empty": True}
            answer = query(tenant, slug, {key: {operator: asked.get(operator, value)}})
            expected = 200 if operator in listed else 400
            assert answer.status == expected, (key, operator, answer.json)
        is_sorted = "Cannot be sorted by" not in description and bool(listed)
        is_sorted = is_sorted and type_slug != "address"
        answer = query(tenant, slug, sort=key)
        assert answer.status == (200 if is_sorted else 400), key


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
    shown = values_of(schemas, "ships")
    assert shown["tons"]["description"].startswith("Tonnage. Gross, in tons.")
    assert shown["flag"]["enum"] == ["Red", "Blue", None]
    written = schemas["ships.create"]["properties"]["field_values"]
    assert written["required"] == ["name", "flag"]
    assert written["properties"]["tons"]["default"] == 12.5
    assert written["properties"]["flag"]["enum"] == ["Red", "Blue"]
    assert "required" not in schemas["ships.update"]["properties"]["field_values"]
    record = created(tenant, "ships", name="Beagle", flag="Red")
    assert read(tenant, record).json["field_values"]["tons"] == 12.5
    refused = create(tenant, "ships", name="Beagle")
    assert set(fields_at_fault(refused)) == {"flag"}


def test_what_is_computed_is_read_only(tenant):
    for label, settings in (
        ("Formula", {"expression": "amount * 2"}),
        ("Now", {"expression": "now()"}),
        ("Rollup", {"object": "tasks", "reference": "deal_id", "function": "count"}),
    ):
        type_slug = "rollup" if label == "Rollup" else "formula"
        define_field(
            tenant.caller,
            object_slug="deals",
            values={"label": label, "type": type_slug, "settings": settings},
        )
    tenant.organization.refresh_from_db()
    told = described(tenant)
    assert told.faults() == []
    shown = values_of(told.schemas, "deals")
    computed = {"formula", "now", "rollup"}
    assert all(shown[key]["readOnly"] for key in computed)
    for purpose in ("create", "update"):
        assert not computed & set(values_of(told.schemas, f"deals.{purpose}"))
    assert "`$gte`" in shown["formula"]["description"]
    assert "Cannot be filtered by" in shown["now"]["description"]
    assert "Cannot be filtered by" in shown["rollup"]["description"]
    record = created(tenant, "deals", name="Gnu", value=5)
    told_record = read(tenant, record).json
    assert told.errors(told.schemas["deals"], told_record) == []
    assert told_record["field_values"]["formula"] == 10
    assert told_record["field_values"]["rollup"] == 0


def test_a_value_that_can_no_longer_be_chosen_is_still_read(tenant, ids):
    chosen = {
        "a_dropdown": OPTIONS[0],
        "a_status": "granite",
        "a_multi_select": list(OPTIONS),
    }
    made = created(tenant, SLUG, name="x", **chosen)
    tenant.organization.refresh_from_db()
    for slug in chosen:
        change_field(
            tenant.caller,
            object_slug=SLUG,
            slug=slug,
            values={"options": list(OPTIONS[1:])},
            allow_failing=True,
        )
    told = described(tenant)
    record = read(tenant, made).json
    assert chosen.items() <= record["field_values"].items()
    assert told.errors(told.schemas[SLUG], record) == []
    body = {"object_id": f"obj_{SLUG}", "field_values": {"a_dropdown": OPTIONS[0]}}
    assert told.errors(told.schemas[f"{SLUG}.create"], body) != []
    assert set(fields_at_fault(tenant.api.post(CREATE, body))) == {"a_dropdown"}


def test_two_organizations_get_different_documents(tenant, stranger):
    define(tenant.organization, "ships", name="text", tons="number")
    define(tenant.organization, "contacts", is_built_in=True, rank="number")
    define(stranger.organization, "ships", name="text", flag="text")
    mine, theirs = tenant.api.get(ADDRESS), stranger.api.get(ADDRESS)
    assert mine.headers["ETag"] != theirs.headers["ETag"]

    def keys(answer, slug):
        return list(values_of(answer.json["components"]["schemas"], slug))

    assert (keys(mine, "ships"), keys(theirs, "ships")) == (
        ["name", "tons"],
        ["name", "flag"],
    )
    assert "rank" in keys(mine, "contacts")
    assert "rank" not in keys(theirs, "contacts")
    # Neither organization's document stands for the other's, nor for an older one.
    assert conditional(tenant, mine.headers["ETag"]) == 304
    assert conditional(tenant, theirs.headers["ETag"]) == 200
    define(tenant.organization, "ships", port="text")
    assert conditional(tenant, mine.headers["ETag"]) == 200


def conditional(tenant, etag):
    headers = {"X-Api-Key": tenant.key, "If-None-Match": etag}
    return Client().get(ADDRESS, headers=headers).status_code
