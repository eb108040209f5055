"""Is a default validated and stored like a value?"""

import pytest

from custom_objects.field_types import FIELD_TYPES
from custom_objects.models import FieldOption
from records.schema.problems import Code
from tests.custom_objects.definitions.acts import change, define, refused


@pytest.mark.parametrize(
    ("type_slug", "asked", "stored"),
    [
        ("text", " hello ", "hello"),
        ("text", "", None),
        ("text", None, None),
        ("number", "1.50", 1.5),
        ("number", 0, 0),
        ("checkbox", False, False),
        ("date", "2024-02-29", "2024-02-29"),
        ("email", "ada@example.com", "ada@example.com"),
        ("multi_select", [], None),
    ],
)
def test_a_default_is_stored_as_a_value_is(tenant, projects, type_slug, asked, stored):
    options = {"options": ["A"]} if FIELD_TYPES[type_slug].has_options else {}
    row = define(tenant, label="It", type=type_slug, default=asked, **options)
    row.refresh_from_db()
    assert (row.default, type(row.default)) == (stored, type(stored))


@pytest.mark.parametrize(
    ("type_slug", "asked", "options"),
    [("dropdown", "B", "B"), ("status", "b", "B"), ("multi_select", ["A", "B"], "AB")],
)
def test_a_default_names_the_options_defined_with_it(
    tenant, projects, type_slug, asked, options
):
    row = define(tenant, label="It", type=type_slug, options=["A", "B"], default=asked)
    row.refresh_from_db()
    rows = FieldOption.objects.for_organization(tenant.organization.pk)
    ids = [rows.get(field=row, name=name).pk for name in options]
    assert row.default == (ids if type_slug == "multi_select" else ids[0])


@pytest.mark.parametrize(
    ("type_slug", "asked", "code"),
    [
        ("number", "much", Code.INVALID_TYPE),
        ("email", "nobody", Code.INVALID),
        ("date", "2024-02-30", Code.INVALID),
        ("dropdown", "C", Code.INVALID),
        ("rating", 6, Code.INVALID),
        ("text", ["a"], Code.INVALID_TYPE),
    ],
)
def test_a_default_is_validated_like_a_value(tenant, projects, type_slug, asked, code):
    options = {"options": ["A"]} if FIELD_TYPES[type_slug].has_options else {}
    assert refused(
        define, tenant, label="It", type=type_slug, default=asked, **options
    ) == {"default": code}


def test_a_default_refers_to_a_record_of_the_organization(tenant, stranger, projects):
    mine, theirs = tenant.make("contacts"), stranger.make("contacts")
    values = {"label": "Who", "type": "reference", "settings": {"object": "contacts"}}
    assert refused(define, tenant, **values, default=theirs) == {
        "default": Code.DANGLING
    }
    assert define(tenant, **values, default=mine).default == mine
    values |= {"label": "Whose", "type": "multi_reference"}
    assert refused(define, tenant, **values, default=[mine, theirs]) == {
        "default": Code.DANGLING
    }
    assert define(tenant, **values, default=[mine]).default == [mine]


def test_a_unique_field_has_no_default(tenant, projects):
    assert refused(
        define, tenant, label="It", type="text", is_unique=True, default="x"
    ) == {"default": Code.INVALID}
    define(tenant, label="It", type="text", default="x")
    assert refused(change, tenant, "it", is_unique=True) == {"default": Code.INVALID}


def test_a_status_that_is_required_begins_in_its_first_stage(tenant, projects):
    change(tenant, "state", is_required=True)
    tenant.organization.refresh_from_db()
    made = tenant.api.post("/api/projects", {"title": "A"})
    assert made.json["custom_fields"]["state"] == "new"
    change(tenant, "state", options=["Done", "New"])
    tenant.organization.refresh_from_db()
    made = tenant.api.post("/api/projects", {"title": "B"})
    assert made.json["custom_fields"]["state"] == "done"
    change(tenant, "state", default="New")
    tenant.organization.refresh_from_db()
    made = tenant.api.post("/api/projects", {"title": "C"})
    assert made.json["custom_fields"]["state"] == "new"
    change(tenant, "state", is_required=False, default=None)
    tenant.organization.refresh_from_db()
    made = tenant.api.post("/api/projects", {"title": "D"})
    assert "state" not in made.json["custom_fields"]
