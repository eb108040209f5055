"""``/api/crm/objects/{object_id}/fields``: the fields of an object (§6)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _

from custom_objects.api.document.bodies import FIELD_KEYS, Body, check_length
from custom_objects.api.document.options import read_options
from custom_objects.api.document.positions import stored_position
from custom_objects.api.document.rendering import render_field, render_fields
from custom_objects.api.document.requests import permit_changing
from custom_objects.api.document.subjects import (
    Subject,
    current,
    field_id,
    find_changeable,
    find_subject,
)
from custom_objects.api.document.types import read_type
from custom_objects.definitions import archive_field, change_field, define_field
from custom_objects.definitions.drafts import LAST_POSITION
from custom_objects.field_types import field_type
from custom_objects.specification import FieldSpecification
from records.access.roles import Permission
from records.dialects.base.failures import Failure, FailureKind, Refused
from records.dialects.document.identifiers import FORM, record_id
from records.engine.errors import Conflict, SchemaChangeRefused
from records.schema.kinds.base import wrong_type
from records.schema.problems import Code, ValueProblem

if TYPE_CHECKING:
    from collections.abc import Mapping

    from rest_framework.request import Request

    from custom_objects.field_types import FieldType
    from records.access.caller import Caller
    from records.schema.fields import Field
    from records.schema.kinds import ValueKind

Answer = tuple[int, Any]

LONGEST_NAME = 100
# Read apart from the others, each for a reason of its own.
_APART = ("type", "default", "position")


def list_fields(_request: Request, caller: Caller, path: dict[str, str]) -> Answer:
    """Answer the fields of an object in their order."""
    caller.require(Permission.READ)
    subject = find_subject(caller, path["object_id"])
    return 200, {"data": render_fields(subject, caller)}


def create_field(request: Request, caller: Caller, path: dict[str, str]) -> Answer:
    """Add a field to an object, as the last one, and answer it."""
    permit_changing(caller)
    subject = find_subject(caller, path["object_id"])
    body = Body.of(request.data)
    values = read_new_field(body, caller)
    with body.asking(FIELD_KEYS, taken=("name", "slug")):
        row = define_field(caller, object_slug=subject.slug, values=values)
    return 201, _told(caller, subject, row.slug)


def update_field(request: Request, caller: Caller, path: dict[str, str]) -> Answer:
    """Change a field, or what the organization sees of a built-in one."""
    permit_changing(caller)
    subject = find_changeable(caller, path["object_id"])
    key, field = subject.field(path["field_id"])
    shown = render_field(subject, key, caller)
    body = Body.of(request.data).without_unchanged(shown)
    values = _read_changes(body, caller, subject, field)
    with body.asking(FIELD_KEYS, taken=("name",)):
        if values:
            _change(caller, subject, key, field, values)
    return 200, _told(caller, subject, key)


def delete_field(_request: Request, caller: Caller, path: dict[str, str]) -> Answer:
    """Archive a field. The body is never read."""
    permit_changing(caller)
    subject = find_changeable(caller, path["object_id"])
    key, field = subject.field(path["field_id"])
    told = field_id(key)
    try:
        archive_field(caller, object_slug=subject.slug, slug=field.name)
    except Conflict as clash:
        details = {"field_id": told}
        failure = Failure(FailureKind.CONFLICT, clash.message, details=details)
        raise Refused(failure) from clash
    return 200, {"id": told, "deleted": True}


def read_new_field(body: Body, caller: Caller) -> dict[str, object]:
    """Return the attributes of a field that shall be defined."""
    values = body.take(FIELD_KEYS, *_APART)
    check_length(body, "name", LONGEST_NAME)
    chosen = read_type(body)
    if chosen is None:
        return values
    values["type"] = chosen.slug
    if chosen.can_be_filtered and not chosen.is_computed:
        # Here every field can be asked for (§4.3), long texts among them.
        values["is_filterable"] = True
    read_options(body, caller, chosen, values)
    if "default_value" in body.values:
        settings = values.get("settings")
        kind = _kind(chosen, settings if isinstance(settings, dict) else {})
        if kind is not None:
            _read_default(body, kind, values)
    return values


def _read_changes(
    body: Body, caller: Caller, subject: Subject, field: Field
) -> dict[str, object]:
    values = body.take(FIELD_KEYS, *_APART, "slug")
    check_length(body, "name", LONGEST_NAME)
    if "slug" in body.values:
        body.fail("slug", _("A slug never changes."), Code.READ_ONLY)
    _check_type(body, subject, field)
    specification = subject.defined.get(field.name) if field.custom else None
    if specification is not None:
        if body.values.get("options") is not None:
            read_options(body, caller, field_type(specification.type), values)
        if "default_value" in body.values:
            _read_default(body, field.kind, values)
    else:
        for key, name in (("options", "settings"), ("default_value", "default")):
            if key in body.values:
                values[name] = body.values[key]
    _read_position(body, subject, field, values)
    return values


def _check_type(body: Body, subject: Subject, field: Field) -> None:
    """Report another type; an alias of the type there is means the same."""
    if "type" not in body.values:
        return
    chosen = read_type(body)
    specification = subject.defined.get(field.name) if field.custom else None
    same = specification is not None and chosen is field_type(specification.type)
    if not same and not any(one.field == "type" for one in body.problems):
        body.fail("type", _("The type of a field never changes."), Code.READ_ONLY)


def _read_position(
    body: Body, subject: Subject, field: Field, values: dict[str, object]
) -> None:
    sent = body.values.get("position")
    if sent is None:
        return
    if isinstance(sent, bool) or not isinstance(sent, int):
        body.fail("position", wrong_type("number", sent).message, Code.INVALID_TYPE)
    elif 0 <= sent <= LAST_POSITION:
        values["position"] = stored_position(subject, field, sent)
    else:
        values["position"] = sent  # the writer says what is wrong with it


def _kind(chosen: FieldType, settings: Mapping[str, Any]) -> ValueKind | None:
    """Return the kind of values of a field in the making, as far as it is known."""
    if "object" in chosen.fixed_settings and not settings.get("object"):
        return None  # reported by the writer: nobody knows what the ids are of
    return chosen.kind(
        FieldSpecification(id=0, slug="", type=chosen.slug, label="", settings=settings)
    )


def _read_default(body: Body, kind: ValueKind, values: dict[str, object]) -> None:
    """Put a default on the values, read as a value of the field is (§6.3)."""
    sent = body.values["default_value"]
    try:
        values["default"] = kind.read_json(None if sent == "" else sent, FORM)
    except ValueProblem as problem:
        body.fail("default_value", problem.message, problem.code)


def _change(
    caller: Caller,
    subject: Subject,
    key: str,
    field: Field,
    values: Mapping[str, object],
) -> None:
    """Make a change, even one that leaves records without a value they would need.

    Those stay as they are until somebody writes the field (contract §6.2). What else
    records would fail is refused.
    """
    try:
        change_field(caller, object_slug=subject.slug, slug=field.name, values=values)
    except SchemaChangeRefused as refusal:
        if any(one.attribute != "is_required" for one in refusal.impact.effects):
            raise Refused(_failing(subject, key, refusal)) from refusal
        change_field(
            caller,
            object_slug=subject.slug,
            slug=field.name,
            values=values,
            allow_failing=True,
        )


def _failing(subject: Subject, key: str, refusal: SchemaChangeRefused) -> Failure:
    effects = [one for one in refusal.impact.effects if one.attribute != "is_required"]
    return Failure(
        FailureKind.CONFLICT,
        " ".join(one.message for one in effects),
        details={
            "field_id": field_id(key),
            "count": sum(one.count for one in effects),
            "record_ids": [
                record_id(subject.slug, example.record_id)
                for one in effects
                for example in one.examples
            ],
        },
    )


def _told(caller: Caller, subject: Subject, key: str) -> dict[str, Any]:
    return render_field(current(caller, subject.slug), key, caller)
