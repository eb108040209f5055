"""``GET /api/schema/<tableName>``."""

import pytest

from records.schema.registry import registry
from tests.specimens import SLUG, define_specimens

RESOURCES = [one.slug for one in registry.built_in()]


def columns(tenant, table):
    answer = tenant.api.get(f"/api/schema/{table}")
    assert answer.status == 200, answer.json
    assert list(answer.json) == ["columns"]
    return {one["column_name"]: one for one in answer.json["columns"]}


@pytest.mark.parametrize("slug", RESOURCES)
def test_columns_are_the_keys_of_records(tenant, slug):
    told = columns(tenant, slug)
    described = tenant.api.get("/openapi/resource.json").json["components"]["schemas"]
    keys = [one for one in described[slug]["properties"] if one != "custom_fields"]
    assert list(told) == keys
    assert [one["order"] for one in told.values()] == list(range(1, len(told) + 1))
    assert {one["fk_model_id"] for one in told.values()} == {slug}
    assert [name for name, one in told.items() if one["pk"]] == ["id"]
    assert told["id"]["uidt"] == "ID"


def test_a_built_in_column_is_told_as_nocodb_tells_it(tenant):
    told = columns(tenant, "deals")
    assert told["company_id"] == {
        "id": "company_id",
        "fk_model_id": "deals",
        "title": "Company",
        "column_name": "company_id",
        "uidt": "ForeignKey",
        "dt": "bigint",
        "pk": False,
        "pv": False,
        "rqd": False,
        "un": False,
        "ai": False,
        "unique": False,
        "cdf": None,
        "dtxp": "",
        "order": told["company_id"]["order"],
        "system": False,
        "description": told["company_id"]["description"],
        "colOptions": {"fk_related_model_id": "companies"},
        "meta": None,
    }
    assert told["name"]["pv"] is True
    assert told["name"]["rqd"] is True
    assert told["amount"]["uidt"] == "Decimal"
    assert told["created_at"]["system"] is True
    assert told["description"]["uidt"] == "LongText"
    assert told["owner_id"]["uidt"] == "User"


def test_columns_of_every_type_are_told(tenant):
    define_specimens(tenant)
    told = columns(tenant, f"custom_{SLUG}")
    looks = {
        name.removeprefix("a_"): (one["uidt"], one["dt"])
        for name, one in told.items()
        if name.startswith("a_")
    }
    assert looks["number"] == ("Decimal", "numeric")
    assert looks["dropdown"] == ("SingleSelect", "character varying")
    assert looks["datetime"] == ("DateTime", "timestamp with time zone")
    assert looks["reference"] == ("LinkToAnotherRecord", "bigint")
    dropdown = told["a_dropdown"]
    assert dropdown["dtxp"] == "Granite,Gneiß,Basalt"
    assert dropdown["colOptions"]["options"][0] == {
        "title": "Granite",
        "color": None,
        "order": 1,
    }
    assert dropdown["id"].startswith("custom_")
    related = {
        name: one["colOptions"]["fk_related_model_id"]
        for name, one in told.items()
        if name in ("a_user", "a_reference", "a_multi_reference")
    }
    assert related == {
        "a_user": "crm_users",
        "a_reference": "contacts",
        "a_multi_reference": f"custom_{SLUG}",
    }
    assert told["name"]["pv"] is True


def test_custom_fields_are_columns_of_summaries_too(tenant):
    define_specimens(tenant, "contacts", is_built_in=True)
    for table in ("contacts", "contacts_summary"):
        told = columns(tenant, table)["a_dropdown"]
        assert told["uidt"] == "SingleSelect"
        assert told["id"].startswith("custom_")


def test_what_an_admin_says_of_a_column_is_told(tenant):
    answer = tenant.api.post(
        "/api/custom_field_defs",
        {
            "resource": "leads",
            "name": "score",
            "label": "Score",
            "fieldType": "number",
            "helpText": "Of ten.",
            "isRequired": True,
            "defaultValue": 5,
        },
    )
    told = columns(tenant, "leads")["score"]
    assert told["id"] == f"custom_{answer.json['id']}"
    assert (told["title"], told["description"]) == ("Score", "Of ten.")
    assert (told["rqd"], told["cdf"]) == (True, 5)


@pytest.mark.parametrize("table", ["nope", SLUG, "custom_nope", "custom_contacts", "x"])
def test_what_is_no_table_is_not_found(tenant, refuse, table):
    define_specimens(tenant)
    told = refuse("GET", f"/api/schema/{table}", status=404)
    assert told["code"] == "NOT_FOUND"


def test_a_parameter_that_would_be_ignored_is_refused(tenant, refuse):
    told = refuse("GET", "/api/schema/contacts", table="deals")
    assert told["details"][0]["parameter"] == "table"
