"""Can a package that does not know this one define fields?"""

import pytest

from custom_objects.definitions import define_field, renewed
from custom_objects.models import FieldDefinition
from records.access.caller import PermissionRefused
from records.access.roles import Role
from records.engine.errors import FieldNotFound, ValidationFailed
from records.schema.registry import AlreadyRegistered, Registry, registry
from tests.custom_objects.definitions.logs import version


def options_of(caller, slug, field):
    kind = registry.resolve(caller.organization, slug).fields_by_name[field].kind
    return [one.name for one in kind.options if not one.is_archived]


def test_a_field_is_defined_and_the_caller_knows_it(tenant):
    told = registry.schema_editor.define_field(
        tenant.caller,
        dialect="envelope",
        object_slug="leads",
        values={"label": "Region", "type": "list", "options": ["North", "South"]},
    )
    assert options_of(told, "leads", "region") == ["North", "South"]
    assert "region" not in _fields(tenant.caller, "leads")


def _fields(caller, slug):
    return registry.resolve(caller.organization, slug).fields_by_name


def test_choices_come_behind_those_there_are(tenant):
    values = {"label": "Region", "type": "dropdown", "options": ["South", "North"]}
    define_field(tenant.caller, object_slug="leads", values=values)
    add = registry.schema_editor.add_options
    told = add(
        tenant.caller,
        object_slug="leads",
        slug="region",
        names=["East", "North", "East", "West"],
    )
    assert options_of(told, "leads", "region") == ["South", "North", "East", "West"]
    # Nothing new is no change of the schema.
    before = version(tenant)
    told = add(tenant.caller, object_slug="leads", slug="region", names=["West"])
    assert version(tenant) == before
    assert told == renewed(tenant.caller)


@pytest.mark.parametrize("slug", ["region", "last_name"])
def test_only_a_field_of_one_s_own_gets_choices(tenant, slug):
    with pytest.raises(FieldNotFound):
        registry.schema_editor.add_options(
            tenant.caller, object_slug="leads", slug=slug, names=["x"]
        )


@pytest.mark.parametrize(
    ("dialect", "name", "slug"),
    [
        ("envelope", "string", "text"),
        ("envelope", "text", "long_text"),
        ("resource", "text", "text"),
        ("envelope", "number", "number"),
        ("envelope", "bool", "checkbox"),
        ("envelope", "multi_select_list", "multi_select"),
    ],
)
def test_a_type_is_named_as_the_dialect_calls_it(tenant, dialect, name, slug):
    registry.schema_editor.define_field(
        tenant.caller,
        dialect=dialect,
        object_slug="deals",
        values={"label": "One", "type": name},
    )
    row = FieldDefinition.objects.for_organization(tenant.organization.pk).get()
    assert row.type == slug


def test_a_type_that_no_dialect_has_is_refused(tenant):
    with pytest.raises(ValidationFailed) as refused:
        registry.schema_editor.define_field(
            tenant.caller,
            dialect="envelope",
            object_slug="deals",
            values={"label": "One", "type": "hologram"},
        )
    assert [one.field for one in refused.value.problems] == ["type"]


def test_whoever_may_not_define_fields_does_not_here(tenant):
    with pytest.raises(PermissionRefused):
        registry.schema_editor.define_field(
            tenant.colleague(Role.MEMBER).caller,
            dialect="envelope",
            object_slug="leads",
            values={"label": "Region", "type": "text"},
        )


def test_there_is_one_editor_or_none():
    known = Registry()
    with pytest.raises(LookupError):
        _ = known.schema_editor
    known.register_schema_editor(registry.schema_editor)
    assert known.schema_editor is registry.schema_editor
    with pytest.raises(AlreadyRegistered):
        known.register_schema_editor(registry.schema_editor)
