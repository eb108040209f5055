"""``/api/custom_field_defs``."""

import pytest

from custom_objects.api.resource.words import TYPE_NAMES
from custom_objects.field_types import FIELD_TYPES
from records.access.roles import Role
from tests.custom_objects.api.naming import named

PATH = "/api/custom_field_defs"
ASSETS = "custom_assets"


def listed(tenant, **parameters):
    answer = tenant.api.get(PATH, **parameters)
    assert answer.status == 200, answer.json
    return answer.json


def by_name(tenant, resource=ASSETS):
    return {one["name"]: one for one in listed(tenant, resource=resource)}


def body(**said):
    named = {"resource": "contacts", "name": "tier", "label": "Tier"}
    return {**named, "fieldType": "text", **said}


def test_fields_are_told_in_the_order_of_their_object(tenant, assets):
    told = listed(tenant, resource=ASSETS)
    assert [one["name"] for one in told] == ["serial", "condition", "stage", "note"]
    condition = told[1]
    assert condition == {
        "id": condition["id"],
        "resource": ASSETS,
        "name": "condition",
        "label": "Condition",
        "fieldType": "select",
        "options": ["New", "Used"],
        "position": 2,
        "createdAt": condition["createdAt"],
        "organizationId": tenant.organization.pk,
        "config": {},
        "helpText": "",
        "icon": None,
        "isRequired": False,
        "isUnique": False,
        "isFilterable": True,
        "isSearchable": False,
        "isHidden": False,
        "isReady": True,
        "defaultValue": None,
    }
    assert condition["createdAt"].endswith("Z")


def test_all_fields_are_told_unless_a_resource_is_named(tenant, assets):
    made = tenant.api.post(PATH, body()).json
    told = listed(tenant)
    assert [one["name"] for one in told] == [
        *("tier", "serial", "condition", "stage", "note")
    ]
    assert listed(tenant, resource="contacts") == [made]
    assert listed(tenant, resource="deals") == []


@pytest.mark.parametrize(
    ("resource", "hint"),
    [
        ("nope", "no resource"),
        ("custom_nope", "no resource"),
        ("", "no resource"),
        ("assets", "custom_assets"),
        ("tags", "no custom fields"),
        ("contacts_summary", "no custom fields"),
    ],
)
def test_a_resource_that_has_no_fields_of_its_own_is_refused(
    tenant, assets, refuse, resource, hint
):
    told = refuse("GET", PATH, resource=resource)
    assert told["details"][0]["parameter"] == "resource"
    assert hint in told["error"]
    if resource:
        errors = refuse("POST", PATH, body(resource=resource))
        assert hint in errors["resource"]


def test_a_parameter_that_would_be_ignored_is_refused(tenant, refuse):
    told = refuse("GET", PATH, resouce="contacts")
    assert told["details"][0]["parameter"] == "resouce"


# -- defining ---------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "slug"),
    [
        ("tier", "tier"),
        ("Tier", "tier"),
        ("Cost Center", "cost_center"),
        ("a.b", "a_b"),
        ("serial_", "serial_"),
        ("Größe", "grosse"),
        ("Käse", "k_se"),
        ("a - b", "a_b"),
        ("2nd", "f_2nd"),
        ("顧客", "field"),
    ],
)
def test_the_slug_is_made_of_the_name(tenant, name, slug):
    answer = tenant.api.post(PATH, body(name=name))
    assert (answer.status, answer.json["name"]) == (201, slug), answer.json
    made = tenant.api.post(
        "/api/contacts", {"name": "Ada", "custom_fields": {slug: "x"}}
    )
    assert made.json["custom_fields"] == {slug: "x"}


@pytest.mark.parametrize("type_name", TYPE_NAMES)
def test_a_field_of_every_type_is_defined_and_told(tenant, type_name):
    said = {
        "select": {"options": ["a", "b"]},
        "multi-select": {"options": ["a", "b"]},
        "status": {"options": ["a", "b"]},
        "relationship": {"config": {"object": "companies"}},
        "relationships": {"config": {"object": "contacts"}},
        "formula": {"config": {"expression": "1 + 1"}},
        "rollup": {
            "config": {
                "object": "deals",
                "reference": "contact_id",
                "function": "sum",
                "field": "amount",
            }
        },
    }.get(type_name, {})
    answer = tenant.api.post(PATH, body(fieldType=type_name, **said))
    assert answer.status == 201, answer.json
    assert answer.json["fieldType"] == type_name
    # What is computed tells what it was found to be.
    config = {**answer.json["config"]}
    config.pop("result", None)
    assert config == said.get("config", {})
    assert listed(tenant) == [answer.json]
    again = tenant.api("PATCH", f"{PATH}/{answer.json['id']}", answer.json)
    assert (again.status, again.json) == (200, answer.json)


@pytest.mark.parametrize(
    ("alias", "type_name", "config"),
    [
        ("boolean", "checkbox", {}),
        ("longText", "long-text", {}),
        ("domain", "url", {}),
        ("dropdown", "select", {}),
        ("datetime", "timestamp", {}),
        ("company", "relationship", {"object": "companies"}),
        ("contact", "relationship", {"object": "contacts"}),
    ],
)
def test_types_have_other_names_too(tenant, alias, type_name, config):
    answer = tenant.api.post(PATH, body(fieldType=alias))
    assert answer.status == 201, answer.json
    assert (answer.json["fieldType"], answer.json["config"]) == (type_name, config)


def test_no_name_means_two_types():
    names = [name for one in FIELD_TYPES.values() for name in one.names["resource"]]
    assert len(names) == len(set(names))


def test_everything_of_a_field_can_be_said_at_once(tenant):
    said = {
        "fieldType": "text",
        "config": {},
        "helpText": "How much we like them.",
        "icon": "star",
        "isRequired": True,
        "isFilterable": True,
        "isSearchable": True,
        "isHidden": True,
        "defaultValue": "Gold",
        "position": 0,
    }
    answer = tenant.api.post(PATH, body(**said))
    assert answer.status == 201
    assert {key: answer.json[key] for key in said} == said
    made = tenant.api.post("/api/contacts", {"name": "Ada"})
    assert made.json["custom_fields"] == {"tier": "Gold"}
    unique = tenant.api.post(PATH, body(name="code", label="Code", isUnique=True))
    assert unique.json["isUnique"] is True
    assert unique.json["position"] == 1


def test_a_default_is_told_as_records_hold_it(tenant):
    said = {"fieldType": "select", "options": ["Gold", "Silver"]}
    answer = tenant.api.post(PATH, body(**said, defaultValue="Silver"))
    assert answer.json["defaultValue"] == "Silver"


REFUSED = [
    ({}, {"resource", "name", "label", "fieldType"}),
    (body(resource=5), {"resource"}),
    (body(name=5), {"name"}),
    (body(name="!!!"), {"name"}),
    (body(label=""), {"label"}),
    (body(label="x" * 256), {"label"}),
    (body(fieldType="teleport"), {"fieldType"}),
    (body(fieldType=None), {"fieldType"}),
    (body(fieldType=["text"]), {"fieldType"}),
    (body(nope=1, id=5), {"nope", "id"}),
    (body(createdAt="x", organizationId=1), {"createdAt", "organizationId"}),
    (body(config=[]), {"config"}),
    (body(config={"nope": 1}), {"config"}),
    (body(fieldType="currency", config={"currency": "euro"}), {"config"}),
    (body(fieldType="relationship"), {"config"}),
    (body(fieldType="relationship", config={"object": "nope"}), {"config"}),
    (body(fieldType="rating", config={"maximum": 99}), {"config"}),
    (body(fieldType="formula", config={"expression": "1 +"}), {"config"}),
    (body(fieldType="formula", config={"expression": "no_such + 1"}), {"config"}),
    (body(fieldType="rollup", config={"object": "nope"}), {"config"}),
    (body(options=["a"]), {"options"}),
    (body(fieldType="select", options="a"), {"options"}),
    (body(fieldType="select", options=[5]), {"options[0].label"}),
    (body(fieldType="select", options=["a", "A"]), {"options[1].label"}),
    (
        body(fieldType="select", options=[{"x": 1}]),
        {"options[0].x", "options[0].label"},
    ),
    (
        body(fieldType="select", options=[{"id": 5, "label": "a"}]),
        {"options[0].id"},
    ),
    (
        body(fieldType="status", options=[{"id": "In Use", "label": "a"}]),
        {"options[0].id"},
    ),
    (
        body(fieldType="status", options=[{"label": "a", "order": "x"}]),
        {"options[0].order"},
    ),
    (
        body(fieldType="status", options=[{"label": "a", "isTerminal": "x"}]),
        {"options[0].isTerminal"},
    ),
    (body(fieldType="status"), {"options"}),
    (body(isRequired="yes"), {"isRequired"}),
    (body(fieldType="long-text", isUnique=True), {"isUnique"}),
    (body(fieldType="location", isFilterable=True), {"isFilterable"}),
    (body(fieldType="number", isSearchable=True), {"isSearchable"}),
    (body(fieldType="number", defaultValue="many"), {"defaultValue"}),
    (body(isUnique=True, defaultValue="x"), {"defaultValue"}),
    (body(position=-1), {"position"}),
    (body(icon=5, helpText=5), {"icon", "helpText"}),
]


@pytest.mark.parametrize(("said", "keys"), REFUSED, ids=named)
def test_what_is_wrong_is_told_by_key_and_all_at_once(tenant, refuse, said, keys):
    assert set(refuse("POST", PATH, said)) == keys


@pytest.mark.parametrize(
    ("said", "field"),
    [
        ({"name": "serial", "label": "Other"}, "name"),
        ({"name": "SERIAL", "label": "Other"}, "name"),
        ({"name": "other", "label": "serial NUMBER"}, "label"),
        ({"name": "name", "label": "Other"}, "name"),
        ({"name": "id", "label": "Other"}, "name"),
        ({"name": "created_at", "label": "Other"}, "name"),
    ],
    ids=str,
)
def test_a_name_that_is_taken_is_a_conflict(tenant, assets, refuse, said, field):
    told = refuse("POST", PATH, body(resource=ASSETS, **said), status=409)
    assert told["code"] == "CONFLICT"
    assert told["details"][0]["field"] == field


@pytest.mark.parametrize("name", ["first_name", "email", "custom_fields", "tags", "q"])
def test_a_built_in_name_is_taken_too(tenant, refuse, name):
    refuse("POST", PATH, body(name=name), status=409)


@pytest.mark.parametrize("role", [Role.VIEWER, Role.MEMBER])
def test_only_who_may_change_the_schema_writes_it(tenant, assets, role):
    api = tenant.colleague(role).api
    before = listed(tenant)
    assert api.get(PATH).json == before
    address = f"{PATH}/{before[0]['id']}"
    for send in (
        lambda: api.post(PATH, body()),
        lambda: api.post(PATH, {}),
        lambda: api("PATCH", address, {"label": "x"}),
        lambda: api("PATCH", f"{PATH}/0", {"label": "x"}),
        lambda: api.delete(address),
        lambda: api.delete(f"{PATH}/0"),
    ):
        answer = send()
        assert (answer.status, answer.json["code"]) == (403, "FORBIDDEN")
    assert listed(tenant) == before
