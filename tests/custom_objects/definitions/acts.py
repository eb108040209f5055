"""What admins do to the fields of an object called "Projects", and how it is refused."""

from typing import Any

import pytest

from custom_objects.definitions import change_field, define_field
from custom_objects.models import FieldDefinition, ObjectDefinition
from records.engine.errors import ValidationFailed
from records.schema.problems import Code
from tests.tenants import Tenant


def define(
    tenant: Tenant, object_slug: str = "projects", /, **values: Any
) -> FieldDefinition:
    """Define a field."""
    return define_field(tenant.caller, object_slug=object_slug, values=values)


def settings_for(tenant: Tenant, type_slug: str) -> dict[str, object]:
    """Return settings that a type needs; a rollup gets a field that points here."""
    match type_slug:
        case "reference" | "multi_reference":
            return {"object": "contacts"}
        case "formula":
            return {"expression": "title & '!'"}
        case "rollup":
            define(
                tenant,
                label="Parent",
                type="reference",
                settings={"object": "projects"},
            )
            return {"object": "projects", "reference": "parent", "function": "count"}
        case _:
            return {}


def change(
    tenant: Tenant, slug: str, object_slug: str = "projects", /, **values: Any
) -> FieldDefinition:
    """Change a field."""
    return change_field(
        tenant.caller, object_slug=object_slug, slug=slug, values=values
    )


def refused(act: Any, /, *arguments: Any, **values: Any) -> dict[str, Code]:
    """Return what is wrong with what was asked for, by path."""
    with pytest.raises(ValidationFailed) as refusal:
        act(*arguments, **values)
    return {one.field: one.code for one in refusal.value.problems}


def order(projects: ObjectDefinition) -> list[str]:
    """Return the slugs of an object's fields, whose positions have no gaps."""
    rows = FieldDefinition.objects.for_organization(projects.organization_id)
    live = rows.filter(object=projects, archived_at__isnull=True)
    found = list(live.order_by("position", "pk").values_list("slug", "position"))
    assert [position for _slug, position in found] == list(range(len(found)))
    return [slug for slug, _position in found]
