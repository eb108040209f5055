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


@pytest.fixture
def pointing(tenant, projects):
    """Defaults that point at a contact, companies and a colleague, all of them gone."""
    ada = tenant.make("contacts", first_name="Ada")
    acme, other = (tenant.make("companies", name=name) for name in ("Acme", "Other"))
    colleague = tenant.colleague()
    for label, type_slug, target, default in (
        ("Lead", "reference", "contacts", ada),
        ("Clients", "multi_reference", "companies", [acme, other]),
        ("Person", "user", None, colleague.user.pk),
    ):
        settings = {"object": target} if target else {}
        define(tenant, label=label, type=type_slug, settings=settings, default=default)
    tenant.organization.refresh_from_db()
    full = tenant.api.post("/api/projects", {"title": "A"}).json["custom_fields"]
    assert full["lead"] == ada
    assert full["clients"] == [acme, other]
    assert full["person"] == colleague.user.pk
    for path in (f"contacts/{ada}", f"companies/{acme}"):
        assert tenant.api.delete(f"/api/{path}").status == 200
    colleague.membership.delete()
    return other


def test_a_default_that_points_at_what_is_gone_is_left_out(tenant, pointing):
    """Nobody who creates a record asked for it, or could make it right."""
    made = tenant.api.post("/api/projects", {"title": "B"})
    assert made.status == 201, made.json
    assert made.json["custom_fields"] == {"title": "B", "clients": [pointing]}
    body = {"object_id": "obj_projects", "field_values": {"title": "C"}}
    made = tenant.api.post("/api/crm/record", body)
    assert made.status == 201, made.json
    assert made.json["field_values"]["lead"] is None
    many = tenant.api.post("/api/projects", [{"title": "D"}, {"title": "E"}])
    assert many.status == 201, many.json


def test_a_required_field_whose_default_is_gone_has_to_be_given(tenant, pointing):
    change(tenant, "lead", is_required=True)
    tenant.organization.refresh_from_db()
    refusal = tenant.api.post("/api/projects", {"title": "B"})
    assert refusal.json["errors"] == {"lead": "This field is required."}
    eve = tenant.make("contacts", first_name="Eve")
    made = tenant.api.post("/api/projects", {"custom_fields": {"lead": eve}})
    assert made.json["custom_fields"]["lead"] == eve


def test_what_is_asked_for_and_gone_is_refused_though_it_is_the_default(
    tenant, pointing
):
    lead = next(
        one
        for one in tenant.api.get("/api/custom_field_defs").json
        if one["name"] == "lead"
    )["defaultValue"]
    refusal = tenant.api.post("/api/projects", {"custom_fields": {"lead": lead}})
    assert set(refusal.json["errors"]) == {"lead"}
