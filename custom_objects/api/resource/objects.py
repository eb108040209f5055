"""``/api/object-config``: the objects an organization has (contract §6.1)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _

from custom_objects.api.resource.bodies import Body
from custom_objects.api.resource.fields import KEYS as FIELD_KEYS
from custom_objects.api.resource.fields import read_new_field
from custom_objects.api.resource.rendering import DefinitionRenderer
from custom_objects.api.resource.requests import permit_reading, permit_writing
from custom_objects.api.resource.subjects import configured, find_subject
from custom_objects.api.resource.words import OBJECT, object_slug
from custom_objects.definitions import change_object, define_object, renewed
from custom_objects.field_types import field_type
from custom_objects.object_types import DISPLAY
from records.engine.errors import Conflict
from records.schema.kinds.base import wrong_type
from records.schema.problems import Code

if TYPE_CHECKING:
    from collections.abc import Sequence

    from rest_framework.request import Request

    from records.access.caller import Caller

Answer = tuple[int, Any]

_KEYS = frozenset(OBJECT.keys.values())
_FIXED = ("id", "slug", "tableName", "type", "organizationId", "attributes")
# Read apart from the others, each for a reason of its own.
_APART = ("slug", "is_hidden", "fields")


def list_objects(request: Request, caller: Caller, _path: dict[str, str]) -> Answer:
    """Answer all objects whose records have custom fields, built-in ones among them."""
    permit_reading(request, caller)
    renderer = DefinitionRenderer(caller.organization_id)
    told = [(one.is_custom, renderer.render_object(one)) for one in configured(caller)]
    told.sort(key=lambda entry: (entry[1]["position"], entry[0]))
    return 200, [one for _is_custom, one in told]


def create_object(request: Request, caller: Caller, _path: dict[str, str]) -> Answer:
    """Define an object with its first fields, and answer it."""
    permit_writing(caller)
    body = Body.of(request.data)
    body.refuse_others(_KEYS)
    values = _read_columns(body)
    slug = object_slug(body.text("pluralName"))
    body.text("singularName")
    if slug is not None:
        values["slug"] = slug
    fields = _read_fields(body)
    values["fields"] = [*fields, *_name_of_records(body, fields)]
    values["display_field"] = _display(fields)
    try:
        with body.asking(OBJECT, taken=("pluralName",)):
            row = define_object(caller, values=values)
    except Conflict as clash:
        message = _("An object with this name already exists")
        raise Conflict(message, field=clash.field) from clash
    return 201, _told(caller, row.slug)


def update_object(request: Request, caller: Caller, path: dict[str, str]) -> Answer:
    """Change an object and answer it."""
    permit_writing(caller)
    subject = find_subject(caller, path["slug"])
    body = Body.of(request.data)
    body.refuse_others({*_KEYS, *_FIXED} - {"fields"})
    current = DefinitionRenderer(caller.organization_id).render_object(subject)
    body.drop_unchanged(current, fixed=_FIXED)
    values = _read_columns(body)
    with body.asking(OBJECT):
        if values:
            change_object(caller, slug=subject.slug, values=values)
    return 200, _told(caller, subject.slug)


def _read_columns(body: Body) -> dict[str, object]:
    values = body.take(OBJECT, *_APART)
    is_active = body.truth("isActive")
    if is_active is not None:
        values["is_hidden"] = not is_active
    return values


def _read_fields(body: Body) -> list[dict[str, object]]:
    asked = body.values.get("fields")
    if asked is None:
        return []
    if not isinstance(asked, list):
        body.fail("fields", wrong_type("array", asked).message, Code.INVALID_TYPE)
        return []
    fields: list[dict[str, object]] = []
    for index, member in enumerate(asked):
        if not isinstance(member, dict):
            message = wrong_type("object", member).message
            body.fail(f"fields[{index}]", message, Code.INVALID_TYPE)
            fields.append({})
            continue
        place = body.inside(f"fields[{index}]", member)
        place.refuse_others(FIELD_KEYS)
        fields.append(read_new_field(place))
    return fields


def _name_of_records(
    body: Body, fields: Sequence[dict[str, object]]
) -> list[dict[str, object]]:
    """Return the field ``name`` that every object has, unless it was asked for.

    It comes last in the list, so that problems are told of the fields as they were
    sent, and first among the fields of the object.
    """
    if any(one.get("slug") == DISPLAY for one in fields):
        return []
    labels = {str(one.get("label")).casefold() for one in fields}
    label = "Name"
    if label.casefold() in labels:
        label = f"Name ({body.values.get('singularName')})"
    return [{"slug": DISPLAY, "label": label, "type": "text", "position": 0}]


def _display(fields: Sequence[dict[str, object]]) -> str | None:
    """Return the field that records are known by: ``name``, if it is a text."""
    for one in fields:
        if one.get("slug") == DISPLAY:
            is_text = field_type(str(one.get("type", "text"))).can_be_searched
            return DISPLAY if is_text else None
    return DISPLAY


def _told(caller: Caller, slug: str) -> dict[str, Any]:
    subject = find_subject(renewed(caller), slug)
    return DefinitionRenderer(caller.organization_id).render_object(subject)
