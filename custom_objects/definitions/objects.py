"""Defines, changes, archives and restores objects."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.db.models import Max
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from custom_objects.definitions.changes import (
    OBJECTS,
    SchemaChange,
    differing,
    filled,
    log_difference,
    schema_change,
)
from custom_objects.definitions.computed import Asked, settle
from custom_objects.definitions.dangling import clear_dangling
from custom_objects.definitions.drafts import LAST_POSITION, FieldDraft, new_draft
from custom_objects.definitions.findings import (
    Findings,
    clean_attributes,
    refuse_others,
)
from custom_objects.definitions.holders import (
    Holder,
    Names,
    check_slug,
    find_holder,
)
from custom_objects.definitions.storing import store_fields
from custom_objects.definitions.targets import check_target, fields_pointing_at
from custom_objects.field_types import field_type
from custom_objects.models import ObjectDefinition
from custom_objects.naming import free_slug, slug_of
from records.engine.errors import Conflict, LimitReached
from records.history.models import Action
from records.schema.kinds import BooleanKind, DocumentKind, IntegerKind, TextKind
from records.schema.problems import Code
from records.schema.registry import UnknownObjectType, registry

if TYPE_CHECKING:
    from collections.abc import Container, Iterable

    from records.access.caller import Caller
    from records.schema.kinds import ValueKind

_KINDS: dict[str, ValueKind] = {
    "label": TextKind(128),
    "label_plural": TextKind(128),
    "description": TextKind(multiline=True),
    "icon": TextKind(50),
    "icon_color": TextKind(50),
    "settings": DocumentKind(),
    "is_hidden": BooleanKind(),
    "position": IntegerKind(0, LAST_POSITION),
}
LONGEST_SETTINGS = 16_384
"""Characters of JSON: every process keeps them with the schema."""
ATTRIBUTES = frozenset({*_KINDS, "slug", "display_field"})
"""What :func:`change_object` takes; :func:`define_object` takes ``fields``, too."""

_NAME = {"label": "Name", "type": "text", "is_required": True}
"""The field of an object that is defined without any: what its records are known by."""


def define_object(caller: Caller, *, values: Mapping[str, object]) -> ObjectDefinition:
    """Add an object to the caller's organization, with its first fields.

    ``values`` are as a client wrote them: ``label_plural`` (required, its name),
    ``label`` (the name of one), ``slug`` (else made from the name), ``description``,
    ``icon``, ``icon_color``, ``settings`` (a JSON object that clients keep here),
    ``is_hidden``, ``position`` (else last), ``fields`` (each as :func:`define_field`
    takes it; without any there is one, "Name") and ``display_field`` (the slug of the
    field that a record is known by).

    Raises :class:`ValidationFailed` with every problem (``fields[1].type``),
    :class:`LimitReached`, :class:`PermissionRefused`.
    """
    with schema_change(caller) as change:
        findings = Findings()
        refuse_others(values, ATTRIBUTES | {"fields"}, findings)
        cleaned = _clean_columns(values, findings)
        cleaned["label_plural"] = _clean_label(cleaned, findings)
        slug = _choose_slug(change.caller, cleaned["label_plural"], values, findings)
        holder = Holder(slug or "", None, None, [], Names())
        drafts = _new_fields(change.caller, holder, values, findings)
        types = {one.slug: one.type for one in drafts}
        display = _clean_display(values.get("display_field"), types, findings)
        findings.raise_any()
        _require_room(caller)
        row = ObjectDefinition(
            organization_id=caller.organization_id,
            slug=slug or "",
            created_at=change.at,
            updated_at=change.at,
            **{"position": _last_position(caller) + 1} | cleaned,
        )
        row.save()
        for one in store_fields(change, row, drafts):
            if one.slug == display:
                row.display_field = one
                row.save(update_fields=["display_field"])
        after = _told(row) | {"fields": [filled(one.told()) for one in drafts]}
        change.log(OBJECTS, row.pk, Action.CREATED, after=filled(after))
    return row


def change_object(
    caller: Caller, *, slug: str, values: Mapping[str, object]
) -> ObjectDefinition:
    """Change an object, or what an organization sees of a built-in one.

    ``values`` are those of :func:`define_object` that shall change. Of a built-in
    object an empty text means "as declared". Values that are so already are no change.
    Raises :class:`UnknownObjectType`, :class:`ValidationFailed`,
    :class:`PermissionRefused`.
    """
    with schema_change(caller) as change:
        holder = find_holder(change.caller, slug)
        cleaned = _clean_changes(holder, values)
        row = holder.row or ObjectDefinition(slug=slug, is_built_in=True)
        before = _told(row)
        for name, value in cleaned.items():
            setattr(row, name, value)
        if not differing(before, _told(row)):
            return row
        row.organization_id = caller.organization_id
        row.updated_at = change.at
        row.save()
        log_difference(change, OBJECTS, row.pk, before, _told(row))
    return row


def archive_object(caller: Caller, *, slug: str) -> ObjectDefinition:
    """Take an object away: nobody finds it or its records until it is restored.

    Its records stay as they are, so that restoring the object brings back exactly
    those that were there. Raises :class:`UnknownObjectType`, :class:`PermissionRefused`
    and :class:`Conflict` for a built-in object, or while fields of others refer to it
    (the message names them, ``field`` the first as ``object.field``).
    """
    with schema_change(caller) as change:
        holder = find_holder(change.caller, slug)
        if holder.row is None or holder.built_in is not None:
            raise Conflict(_("A built-in object is hidden, never archived."))
        pointing = fields_pointing_at(change.caller, slug)
        if pointing:
            names = [f"{one.object.slug}.{one.slug}" for one in pointing]
            message = _("These fields refer to the object: %(fields)s.")
            raise Conflict(message % {"fields": ", ".join(names)}, field=names[0])
        return _set_archived(change, holder.row, archived=True)


def restore_object(caller: Caller, *, slug: str) -> ObjectDefinition:
    """Bring an archived object back with its fields and records; a live one is as it is.

    Raises :class:`UnknownObjectType`, :class:`PermissionRefused`,
    :class:`LimitReached`, and :class:`Conflict` while a field of it refers to an object
    that is archived itself.
    """
    with schema_change(caller) as change:
        rows = ObjectDefinition.objects.for_organization(caller.organization_id)
        row = rows.filter(slug=slug, is_built_in=False).first()
        if row is None:
            raise UnknownObjectType(slug)
        if row.archived_at is None:
            return row
        holder = find_holder(change.caller, slug, is_archived=True)
        for one in holder.live():
            if field_type(one.type).is_computed:
                continue
            findings = Findings()
            check_target(change.caller, holder, one.settings, findings)
            for problem in findings.problems:
                raise Conflict(problem.message, field=one.slug)
        _require_room(caller)
        change.afterwards.append(lambda caller: clear_dangling(caller, slug))
        return _set_archived(change, row, archived=False)


def _require_room(caller: Caller) -> None:
    """Refuse one more object than ``DRAGOMAN_MOST_OBJECTS`` allows; 0 is no limit."""
    limit: int = settings.DRAGOMAN_MOST_OBJECTS
    rows = ObjectDefinition.objects.for_organization(caller.organization_id)
    own = rows.filter(is_built_in=False, archived_at__isnull=True)
    if limit and own.count() >= limit:
        message = ngettext(
            "At most %(limit)d object of one's own is allowed here.",
            "At most %(limit)d objects of one's own are allowed here.",
            limit,
        )
        raise LimitReached(message % {"limit": limit}, limit=limit)


def _set_archived(
    change: SchemaChange, row: ObjectDefinition, *, archived: bool
) -> ObjectDefinition:
    row.archived_at = change.at if archived else None
    row.updated_at = change.at
    row.save(update_fields=["archived_at", "updated_at"])
    action = Action.ARCHIVED if archived else Action.RESTORED
    change.log(OBJECTS, row.pk, action)
    return row


def _clean_columns(values: Mapping[str, object], findings: Findings) -> dict[str, Any]:
    cleaned = clean_attributes(values, _KINDS, findings)
    if len(json.dumps(cleaned.get("settings"))) > LONGEST_SETTINGS:
        message = _("Settings have at most %(limit)d characters.")
        findings.fail("settings", message % {"limit": LONGEST_SETTINGS}, Code.TOO_LONG)
    return cleaned


def _clean_label(cleaned: Mapping[str, Any], findings: Findings) -> str:
    label = " ".join(str(cleaned.get("label_plural", "")).split())
    if not label and not findings.has("label_plural"):
        findings.fail("label_plural", _("This field is required."), Code.REQUIRED)
    return label


def _choose_slug(
    caller: Caller, label: str, values: Mapping[str, object], findings: Findings
) -> str | None:
    taken = taken_slugs(caller)
    asked = values.get("slug")
    if asked is None or asked == "":
        found = slug_of(label, noun="object")
        if label and not found:
            findings.fail("label_plural", _("A name needs a letter or a digit."))
        return free_slug(found, taken) if found else None
    if not isinstance(asked, str):
        findings.fail("slug", _("A text is needed."), Code.INVALID_TYPE)
        return None
    check_slug(asked, findings)
    if registry.is_reserved(asked):
        message = _("“%(slug)s” is a name of the program's own.") % {"slug": asked}
        findings.fail("slug", message)
    elif asked in taken:
        message = _("There is an object “%(slug)s” already.") % {"slug": asked}
        findings.fail("slug", message, Code.TAKEN)
    return asked


def taken_slugs(caller: Caller) -> Container[str]:
    """Return the slugs that no new object of the organization can have."""
    rows = ObjectDefinition.objects.for_organization(caller.organization_id)
    return _Taken(rows.values_list("slug", flat=True))


class _Taken:
    """The slugs that no new object can have: used ones, archived or not, and ours."""

    def __init__(self, used: Iterable[str]) -> None:
        self._used = frozenset(used)

    def __contains__(self, slug: object) -> bool:
        return slug in self._used or registry.is_reserved(str(slug))


def _new_fields(
    caller: Caller, holder: Holder, values: Mapping[str, object], findings: Findings
) -> list[FieldDraft]:
    asked = values.get("fields")
    if asked is None or asked in ([], ()):
        asked = [_NAME]
    if not isinstance(asked, list | tuple):
        findings.fail("fields", _("A list is needed."), Code.INVALID_TYPE)
        return []
    asked_for: list[Asked] = []
    for index, member in enumerate(asked):
        if not isinstance(member, Mapping):
            message = _("An object is needed.")
            findings.fail(f"fields[{index}]", message, Code.INVALID_TYPE)
            continue
        place = findings.inside(f"fields[{index}]")
        draft = new_draft(caller, holder, member, place)
        if draft is not None:
            asked_for.append(Asked(draft, member, place))
    settle(caller, holder, asked_for)
    return [one.draft for one in asked_for]


def _clean_changes(holder: Holder, values: Mapping[str, object]) -> dict[str, Any]:
    """Return the columns that a change of an object sets. Raises all problems."""
    findings = Findings()
    refuse_others(values, ATTRIBUTES, findings)
    cleaned = _clean_columns(values, findings)
    if holder.built_in is None and "label_plural" in cleaned:
        cleaned["label_plural"] = _clean_label(cleaned, findings)
    if values.get("slug", holder.slug) != holder.slug:
        findings.fail("slug", _("A slug never changes."), Code.READ_ONLY)
    if "display_field" in values:
        fields = {one.slug: one for one in holder.live()}
        chosen = _clean_display(
            values["display_field"],
            {slug: one.type for slug, one in fields.items()},
            findings,
        )
        cleaned["display_field"] = fields[chosen] if chosen else None
    findings.raise_any()
    return cleaned


def _clean_display(
    asked: object, types: Mapping[str, str], findings: Findings
) -> str | None:
    """Return the slug of the field that a record is known by, if one was chosen."""
    if asked is None or asked == "":
        return None
    if not isinstance(asked, str) or asked not in types:
        message = _("There is no such field.")
        findings.fail("display_field", message, Code.UNKNOWN_FIELD)
        return None
    if not field_type(types[asked]).can_be_searched:
        message = _("A record is known by a text.")
        findings.fail("display_field", message)
        return None
    return asked


def _last_position(caller: Caller) -> int:
    rows = ObjectDefinition.objects.for_organization(caller.organization_id)
    last = rows.filter(is_built_in=False).aggregate(last=Max("position"))["last"]
    return -1 if last is None else int(last)


def _told(row: ObjectDefinition) -> dict[str, Any]:
    """Return the object as the log tells it, by attribute."""
    display = row.display_field
    return {
        "slug": row.slug,
        **{name: getattr(row, name) for name in _KINDS},
        "display_field": display.slug if display is not None else None,
    }
