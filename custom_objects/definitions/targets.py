"""What a reference field may point at, and which fields point at an object."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _

from custom_objects.field_types import field_type
from custom_objects.models import FieldDefinition, ObjectDefinition
from records.schema.problems import Code
from records.schema.registry import UnknownObjectType, registry

if TYPE_CHECKING:
    from collections.abc import Mapping

    from custom_objects.definitions.findings import Findings
    from custom_objects.definitions.holders import Holder
    from records.access.caller import Caller
    from records.schema.object_types import ObjectType


def check_target(
    caller: Caller, holder: Holder, settings: Mapping[str, Any], findings: Findings
) -> None:
    """Report a reference to an object, or by a field, that the organization has not."""
    target = settings.get("object")
    if target is None:
        return
    fields = _fields_of(caller, holder, target)
    if fields is None:
        message = _("There is no object “%(slug)s” to refer to.") % {"slug": target}
        findings.fail("settings", message, Code.DANGLING)
        return
    display = settings.get("display_field")
    if display is not None and display not in fields:
        message = _("The object “%(object)s” has no field “%(field)s”.")
        findings.fail(
            "settings", message % {"object": target, "field": display}, Code.DANGLING
        )
    if not isinstance(settings.get("related_list", False), bool):
        message = _("“related_list” is true or false.")
        findings.fail("settings", message, Code.INVALID_TYPE)


def _fields_of(caller: Caller, holder: Holder, slug: str) -> set[str] | None:
    """Return the names of a target's fields, ``None`` if nothing can point at it."""
    names: set[str] = set()
    try:
        built_in = registry.built_in_type(slug)
    except UnknownObjectType:
        if slug == holder.slug:
            return {one.slug for one in holder.live()}
        rows = ObjectDefinition.objects.for_organization(caller.organization_id)
        if not rows.filter(slug=slug, archived_at__isnull=True).exists():
            return None
    else:
        if is_view(built_in):
            return None
        names = set(built_in.fields_by_name)
    fields = FieldDefinition.objects.for_organization(caller.organization_id).filter(
        object__slug=slug, archived_at__isnull=True
    )
    return names | set(fields.values_list("slug", flat=True))


def is_view(object_type: ObjectType) -> bool:
    """Tell whether the type only shows the rows of another one, or has no ids."""
    if object_type.singleton:
        return True
    return not object_type.operations and any(
        one.operations and one.model is object_type.model for one in registry.built_in()
    )


def fields_pointing_at(caller: Caller, slug: str) -> list[FieldDefinition]:
    """Return the live fields of other live objects that refer to an object."""
    rows = FieldDefinition.objects.for_organization(caller.organization_id).filter(
        settings__object=slug,
        archived_at__isnull=True,
        object__archived_at__isnull=True,
    )
    found = rows.exclude(object__slug=slug).select_related("object").order_by("pk")
    # A rollup only looks at the object; without it, it is null.
    return [one for one in found if not field_type(one.type).is_computed]
