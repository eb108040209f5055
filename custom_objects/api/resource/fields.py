"""``/api/custom_field_defs``: the fields that an organization defined (contract §6.2)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _

from custom_objects.api.resource.bodies import Body
from custom_objects.api.resource.options import read_options
from custom_objects.api.resource.rendering import DefinitionRenderer
from custom_objects.api.resource.requests import (
    allows_failing,
    number_in,
    permit_reading,
    permit_writing,
)
from custom_objects.api.resource.subjects import (
    Subject,
    configured,
    find_field,
    find_table,
)
from custom_objects.api.resource.words import (
    FIELD,
    TYPE_NAMES,
    field_slug,
    type_named,
)
from custom_objects.definitions import (
    archive_field,
    change_field,
    define_field,
    renewed,
)
from custom_objects.field_types import FieldType, field_type
from custom_objects.models import FieldDefinition
from records.access.roles import Permission
from records.engine.errors import Conflict
from records.query import QuestionError
from records.schema.kinds.base import wrong_type
from records.schema.problems import Code

if TYPE_CHECKING:
    from collections.abc import Sequence

    from rest_framework.request import Request

    from custom_objects.specification import FieldSpecification, Option
    from records.access.caller import Caller

Answer = tuple[int, Any]

KEYS = frozenset(FIELD.keys.values())
"""What a body may say of a field."""
_FIXED = ("id", "resource", "createdAt", "organizationId", "isReady")
# Read apart from the others, each for a reason of its own.
_APART = ("slug", "type", "options", "settings")


def list_fields(request: Request, caller: Caller, _path: dict[str, str]) -> Answer:
    """Answer what lies in ``custom_fields`` of a resource, or of all."""
    permit_reading(request, caller, "resource")
    table = request.query_params.get("resource")
    found = configured(caller)
    if table is not None:
        found = [one for one in found if one.table == table]
        if not found:
            raise QuestionError(_no_table(caller, table), origin="resource")
    fields = [(one, inside) for one in found for inside in one.inside]
    renderer = DefinitionRenderer(caller.organization_id)
    return 200, [renderer.render_field(subject, one) for subject, one in fields]


def create_field(request: Request, caller: Caller, _path: dict[str, str]) -> Answer:
    """Define a field and answer it."""
    permit_writing(caller)
    body = Body.of(request.data)
    body.refuse_others({*KEYS, "resource"})
    subject = _subject(body, caller)
    values = read_new_field(body)
    try:
        with body.asking(FIELD, taken=("name", "label")):
            if subject is not None:
                row = define_field(caller, object_slug=subject.slug, values=values)
    except Conflict as clash:
        _explain(clash, caller, subject, values.get("slug"))
        raise
    return 201, _told(caller, row.pk)


def update_field(request: Request, caller: Caller, path: dict[str, str]) -> Answer:
    """Change a field and answer it."""
    permit_writing(caller)
    subject, known = find_field(caller, number_in(path, "id"))
    body = Body.of(request.data)
    body.refuse_others({*KEYS, *_FIXED})
    current = DefinitionRenderer(caller.organization_id).render_field(subject, known)
    body.drop_unchanged(current, fixed=_FIXED)
    values = _read_changes(body, known)
    allow_failing = allows_failing(request)
    with body.asking(FIELD, taken=("name", "label")):
        if values:
            change_field(
                caller,
                object_slug=subject.slug,
                slug=known.slug,
                values=values,
                allow_failing=allow_failing,
            )
    return 200, _told(caller, known.id)


def delete_field(_request: Request, caller: Caller, path: dict[str, str]) -> Answer:
    """Archive a field; the values of records stay."""
    caller.require(Permission.SCHEMA)
    subject, known = find_field(caller, number_in(path, "id"))
    archive_field(caller, object_slug=subject.slug, slug=known.slug)
    return 200, {"ok": True}


def read_new_field(body: Body) -> dict[str, object]:
    """Return the attributes of a field that shall be defined."""
    values = body.take(FIELD, *_APART)
    name = body.text("name")
    if name:
        values["slug"] = field_slug(name)
        if not values["slug"]:
            body.fail("name", _("A name needs a letter or a digit."))
    body.text("label")
    chosen = _read_type(body, values)
    _read_settings(body, values)
    _read_options(body, values, chosen)
    return values


def _read_changes(body: Body, known: FieldSpecification) -> dict[str, object]:
    values = body.take(FIELD, *_APART)
    name = body.text("name") if "name" in body.values else ""
    if name and field_slug(name) != known.slug:
        # The key of stored values never changes: a new name is what people read.
        values.setdefault("label", name)
    chosen = field_type(known.type)
    if "fieldType" in body.values:
        chosen = _read_type(body, values) or chosen
    _read_settings(body, values)
    _read_options(body, values, chosen, known.options)
    return values


def _read_type(body: Body, values: dict[str, object]) -> FieldType | None:
    """Put the type on the values, and the settings its name implies."""
    name = body.text("fieldType")
    found = type_named(name) if name else None
    if found is None:
        if name:
            message = _("There is no field type “%(name)s”; there are: %(names)s.")
            names = ", ".join(TYPE_NAMES)
            body.fail("fieldType", message % {"name": name, "names": names})
        return None
    chosen, implied = found
    values["type"] = chosen.slug
    if implied:
        values["settings"] = dict(implied)
    return chosen


def _read_settings(body: Body, values: dict[str, object]) -> None:
    asked = body.values.get("config")
    if isinstance(asked, dict):
        implied = values.get("settings")
        values["settings"] = {**(implied if isinstance(implied, dict) else {}), **asked}
    elif asked is not None:
        body.fail("config", wrong_type("object", asked).message, Code.INVALID_TYPE)


def _read_options(
    body: Body,
    values: dict[str, object],
    chosen: FieldType | None,
    stored: Sequence[Option] = (),
) -> None:
    if chosen is not None and body.values.get("options") is not None:
        values["options"] = read_options(body, chosen, stored)


def _subject(body: Body, caller: Caller) -> Subject | None:
    """Return the object that a new field is for, else report what is wrong."""
    table = body.text("resource")
    found = next((one for one in configured(caller) if one.table == table), None)
    if table and found is None:
        body.fail("resource", _no_table(caller, table), Code.DANGLING)
    return found


def _no_table(caller: Caller, table: str) -> str:
    if find_table(caller, table) is not None:
        return _("“%(name)s” takes no custom fields.") % {"name": table}
    for one in configured(caller):
        if one.slug == table:
            message = _("Fields of “%(name)s” are those of “%(table)s”.")
            return message % {"name": table, "table": one.table}
    return _("There is no resource “%(name)s”.") % {"name": table}


def _explain(
    clash: Conflict, caller: Caller, subject: Subject | None, slug: object
) -> None:
    """Tell of a name that is taken when the field that has it is out of sight."""
    rows = FieldDefinition.objects.for_organization(caller.organization_id)
    holder = rows.filter(object__slug=subject.slug if subject else None, slug=slug)
    if clash.field == "name" and holder.filter(archived_at__isnull=False).exists():
        message = _("“%(name)s” is an archived field, which the admin can restore.")
        raise Conflict(message % {"name": slug}, field="name") from clash


def _told(caller: Caller, field_id: int) -> dict[str, Any]:
    subject, known = find_field(renewed(caller), field_id)
    return DefinitionRenderer(caller.organization_id).render_field(subject, known)
