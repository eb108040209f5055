"""Can an organization adjust what is built in, and only what may be?"""

import pytest

from custom_objects.definitions import change_field, define_field
from custom_objects.models import FieldDefinition
from records.engine.errors import FieldNotFound, ValidationFailed
from records.history.models import Action
from records.schema.problems import Code
from records.schema.registry import registry
from tests.custom_objects.definitions.logs import entries, version


def adjust(tenant, slug, object_slug="contacts", /, **values):
    return change_field(
        tenant.caller, object_slug=object_slug, slug=slug, values=values
    )


def refused(tenant, slug, object_slug="contacts", **values):
    with pytest.raises(ValidationFailed) as refusal:
        adjust(tenant, slug, object_slug, **values)
    return {one.field: one.code for one in refusal.value.problems}


def stored(tenant):
    return FieldDefinition.objects.for_organization(tenant.organization.pk)


def test_a_built_in_field_is_adjusted_in_one_organization(tenant, stranger):
    row = adjust(tenant, "email", label="Mail", is_required=True, is_unique=True)
    row.refresh_from_db()
    assert (row.slug, row.type, row.is_built_in) == ("email", "", True)
    assert (row.label, row.is_required, row.is_unique) == ("Mail", True, True)
    assert (row.object.slug, row.object.is_built_in) == ("contacts", True)
    assert not stored(stranger).exists()
    (entry,) = entries(tenant, "fields")
    assert entry.action == Action.UPDATED
    assert entry.before == {"label": "", "is_required": False, "is_unique": False}
    assert entry.after == {"label": "Mail", "is_required": True, "is_unique": True}


def test_an_adjustment_can_be_taken_back(tenant):
    row = adjust(
        tenant, "email", label="Mail", help_text="Work", icon="at", is_required=True
    )
    assert row.icon == "at"
    again = adjust(tenant, "email", label="", help_text="", icon="", is_required=False)
    assert (again.pk, again.label, again.is_required) == (row.pk, "", False)
    assert again.icon == ""


def test_a_change_of_nothing_makes_no_row(tenant):
    before = version(tenant)
    adjust(tenant, "email", label="", is_required=False)
    assert not stored(tenant).exists()
    assert entries(tenant, "fields") == []
    assert version(tenant) == before


@pytest.mark.parametrize(
    ("object_slug", "slug", "values", "problems"),
    [
        ("contacts", "email", {"type": "text"}, {"type": Code.READ_ONLY}),
        ("contacts", "email", {"default": "x"}, {"default": Code.READ_ONLY}),
        ("contacts", "email", {"options": []}, {"options": Code.READ_ONLY}),
        ("contacts", "email", {"is_hidden": "x"}, {"is_hidden": Code.INVALID_TYPE}),
        ("contacts", "email", {"label": "Phone"}, {"label": Code.TAKEN}),
        ("contacts", "email", {"label": "phone"}, {"label": Code.TAKEN}),
        (
            "contacts",
            "created_at",
            {"is_required": True},
            {"is_required": Code.INVALID},
        ),
        ("companies", "name", {"is_required": False}, {"is_required": Code.INVALID}),
        ("contacts", "address", {"is_unique": True}, {"is_unique": Code.INVALID}),
        ("contacts", "tags", {"is_unique": True}, {"is_unique": Code.INVALID}),
        ("contacts", "owner_id", {"is_unique": True}, {"is_unique": Code.INVALID}),
        ("contacts", "company_name", {"is_unique": True}, {"is_unique": Code.INVALID}),
        ("tags", "name", {"is_unique": True}, {"is_unique": Code.INVALID}),
    ],
)
def test_what_cannot_be_adjusted_is_refused(
    tenant, object_slug, slug, values, problems
):
    assert refused(tenant, slug, object_slug, **values) == problems
    assert not stored(tenant).exists()


def test_an_adjusted_label_is_taken_and_the_declared_one_free(tenant):
    adjust(tenant, "email", label="Mail")
    with pytest.raises(ValidationFailed):
        define_field(
            tenant.caller,
            object_slug="contacts",
            values={"label": "MAIL", "type": "text"},
        )
    # The slug stays what it was.
    assert refused(tenant, "phone", label="email") == {"label": Code.TAKEN}
    assert adjust(tenant, "phone", label="Email").label == "Email"


def test_an_unknown_built_in_field_is_told(tenant):
    with pytest.raises(FieldNotFound):
        adjust(tenant, "nothing", label="X")


def names(tenant, slug="contacts"):
    tenant.organization.refresh_from_db()
    found = registry.resolve(tenant.caller.organization, slug)
    return [one.name for one in found.fields if not one.custom]


def test_built_in_fields_are_put_in_any_order(tenant):
    declared = names(tenant)
    assert adjust(tenant, "email", label="Mail").position == 0
    assert names(tenant) == declared
    adjust(tenant, "email", position=1)
    assert names(tenant)[:3] == ["id", "email", declared[1]]
    adjust(tenant, "phone", position=3)
    assert names(tenant)[:4] == ["id", "email", declared[1], "phone"]
    adjust(tenant, "email", position=999)
    assert names(tenant)[-1] == "email"
    assert sorted(names(tenant)) == sorted(declared)
    for slug in ("email", "phone"):
        adjust(tenant, slug, position=0)
    assert names(tenant) == declared
