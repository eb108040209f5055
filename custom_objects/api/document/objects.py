"""``/api/crm/objects``: the objects of an organization (contract document §5)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _

from custom_objects.api.document.bodies import OBJECT_KEYS, Body
from custom_objects.api.document.fields import read_new_field
from custom_objects.api.document.rendering import render_item, render_object
from custom_objects.api.document.requests import permit_changing
from custom_objects.api.document.subjects import (
    all_subjects,
    current,
    find_changeable,
    find_subject,
    global_field_id,
)
from custom_objects.definitions import archive_object, change_object, define_object
from custom_objects.definitions.targets import fields_pointing_at
from records.access.roles import Permission
from records.dialects.base.failures import Failure, FailureKind, Refused
from records.dialects.document.identifiers import object_id
from records.engine.errors import Conflict
from records.schema.kinds.base import wrong_type
from records.schema.problems import Code
from records.schema.registry import registry

if TYPE_CHECKING:
    from rest_framework.request import Request

    from records.access.caller import Caller

Answer = tuple[int, Any]


def list_objects(_request: Request, caller: Caller, _path: dict[str, str]) -> Answer:
    """Answer every object, hidden ones too: built-in ones first, then by name."""
    caller.require(Permission.READ)
    return 200, {"data": [render_item(one) for one in all_subjects(caller)]}


def get_object(_request: Request, caller: Caller, path: dict[str, str]) -> Answer:
    """Answer an object with its fields."""
    caller.require(Permission.READ)
    return 200, render_object(find_subject(caller, path["object_id"]), caller)


def create_object(request: Request, caller: Caller, _path: dict[str, str]) -> Answer:
    """Define an object with its first fields, and answer it."""
    permit_changing(caller)
    body = Body.of(request.data)
    values = body.take(OBJECT_KEYS)
    _check_slug(body)
    fields = _read_fields(body, caller)
    if fields is not None:
        values["fields"] = fields
    with body.asking(OBJECT_KEYS, taken=("slug",)):
        row = define_object(caller, values=values)
    return 201, _told(caller, row.slug)


def update_object(request: Request, caller: Caller, path: dict[str, str]) -> Answer:
    """Change an object, or what the organization sees of a built-in one."""
    permit_changing(caller)
    subject = find_changeable(caller, path["object_id"])
    shown = render_object(subject, caller)
    body = Body.of(request.data).without_unchanged(shown)
    values = body.take(OBJECT_KEYS)
    with body.asking(OBJECT_KEYS):
        if values:
            change_object(caller, slug=subject.slug, values=values)
    return 200, _told(caller, subject.slug)


def delete_object(_request: Request, caller: Caller, path: dict[str, str]) -> Answer:
    """Archive an object with its records. The body is never read."""
    permit_changing(caller)
    subject = find_subject(caller, path["object_id"])
    told = object_id(subject.slug)
    try:
        archive_object(caller, slug=subject.slug)
    except Conflict as clash:
        details: dict[str, Any] = {"object_id": told}
        if subject.is_custom:
            pointing = fields_pointing_at(caller, subject.slug)
            details = {"referenced_by": [global_field_id(one.pk) for one in pointing]}
        failure = Failure(FailureKind.CONFLICT, clash.message, details=details)
        raise Refused(failure) from clash
    return 200, {"id": told, "deleted": True}


def _check_slug(body: Body) -> None:
    """Report a slug that a built-in object has: it is taken, not merely reserved."""
    slug = body.values.get("slug")
    if slug in {one.slug for one in registry.built_in()}:
        message = _("There is an object “%(slug)s” already.") % {"slug": slug}
        body.fail("slug", message, Code.TAKEN)


def _read_fields(body: Body, caller: Caller) -> object:
    asked = body.values.get("fields")
    if not isinstance(asked, list):
        return asked
    fields: list[dict[str, object]] = []
    for index, member in enumerate(asked):
        if isinstance(member, dict):
            fields.append(
                read_new_field(body.inside(f"fields[{index}]", member), caller)
            )
            continue
        message = wrong_type("object", member).message
        body.fail(f"fields[{index}]", message, Code.INVALID_TYPE)
        fields.append({})
    return fields


def _told(caller: Caller, slug: str) -> dict[str, Any]:
    subject = current(caller, slug)
    return render_object(subject, caller)
