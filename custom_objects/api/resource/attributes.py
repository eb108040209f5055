"""``/api/object-config/<slug>/overrides``: how fields are shown (contract §6.1)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _

from custom_objects.api.resource.bodies import Body
from custom_objects.api.resource.rendering import DefinitionRenderer
from custom_objects.api.resource.requests import allows_failing, permit_writing
from custom_objects.api.resource.subjects import Subject, find_subject
from custom_objects.api.resource.words import ATTRIBUTE, type_named
from custom_objects.definitions import change_field, change_object, renewed
from records.schema.kinds.base import wrong_type
from records.schema.problems import Code

if TYPE_CHECKING:
    from rest_framework.request import Request

    from records.access.caller import Caller
    from records.schema.fields import Field

_KEYS = frozenset({"columnName", *ATTRIBUTE.keys.values()})
_FIXED = ("id", "objectConfigId", "organizationId")


def override_attribute(
    request: Request, caller: Caller, path: dict[str, str]
) -> tuple[int, Any]:
    """Change how a field is shown and answer its attribute.

    Answers 201 when a built-in field is adjusted for the first time.
    """
    permit_writing(caller)
    subject = find_subject(caller, path["slug"])
    body = Body.of(request.data)
    body.refuse_others({*_KEYS, *_FIXED})
    field = _field(body, subject)
    values: dict[str, object] = {}
    if field is not None:
        renderer = DefinitionRenderer(caller.organization_id)
        body.drop_unchanged(renderer.render_attribute(subject, field), fixed=_FIXED)
        values = _read(body, field)
        if _read_primary(body, subject):
            values["display_field"] = field.name
    failing = allows_failing(request)
    with body.asking(ATTRIBUTE, taken=("displayName",)):
        if field is not None and values:
            _change(body, caller, subject, field, values, allow_failing=failing)
    return _told(caller, subject, "" if field is None else field.name)


def _change(
    body: Body,
    caller: Caller,
    subject: Subject,
    field: Field,
    values: dict[str, object],
    *,
    allow_failing: bool,
) -> None:
    if subject.is_custom and not field.custom:
        message = _("This column is the same in every object.")
        body.fail("columnName", message, Code.READ_ONLY)
        return
    display = values.pop("display_field", None)
    if values:
        change_field(
            caller,
            object_slug=subject.slug,
            slug=field.name,
            values=values,
            allow_failing=allow_failing,
        )
    if display is not None:
        change_object(caller, slug=subject.slug, values={"display_field": display})


def _field(body: Body, subject: Subject) -> Field | None:
    """Return the field that is meant, else report that there is none."""
    name = body.text("columnName")
    found = subject.field(name)
    if name and found is None:
        message = _("“%(resource)s” has no field “%(name)s”.")
        told = {"resource": subject.slug, "name": name}
        body.fail("columnName", message % told, Code.UNKNOWN_FIELD)
    return found


def _read(body: Body, field: Field) -> dict[str, object]:
    values = body.take(ATTRIBUTE, "type", "settings", "display_field")
    name = body.values.get("uiType")
    if name is not None:
        _read_type(body, field, name, values)
    config = body.values.get("config")
    if config is not None and not isinstance(config, dict):
        body.fail("config", wrong_type("object", config).message, Code.INVALID_TYPE)
    elif config and not field.custom:
        message = _("A built-in field has no settings.")
        body.fail("config", message, Code.READ_ONLY)
    elif config:
        values["settings"] = config
    return values


def _read_type(body: Body, field: Field, name: object, values: dict[str, Any]) -> None:
    found = type_named(name) if isinstance(name, str) else None
    if not field.custom:
        message = _("The type of a built-in field never changes.")
        body.fail("uiType", message, Code.READ_ONLY)
    elif found is None:
        message = _("There is no field type “%(name)s”.") % {"name": name}
        body.fail("uiType", message)
    else:
        values["type"] = found[0].slug


def _read_primary(body: Body, subject: Subject) -> bool:
    """Tell whether the field shall become the primary one."""
    is_primary = body.truth("isPrimary")
    if is_primary is False and subject.is_custom:
        message = _("Choose another field to be the primary one.")
        body.fail("isPrimary", message, Code.READ_ONLY)
    elif is_primary is not None and not subject.is_custom:
        message = _("The primary field of a built-in object never changes.")
        body.fail("isPrimary", message, Code.READ_ONLY)
    return bool(is_primary) and subject.is_custom


def _told(caller: Caller, before: Subject, name: str) -> tuple[int, Any]:
    current = renewed(caller)
    subject = find_subject(current, before.slug)
    field = subject.field(name)
    status = 201 if name in subject.adjusted - before.adjusted else 200
    renderer = DefinitionRenderer(caller.organization_id)
    return status, field and renderer.render_attribute(subject, field)
