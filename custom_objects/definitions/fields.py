"""Defines, archives and restores fields, of built-in objects too."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from custom_objects.definitions.backfill import ask_for_rows, is_small
from custom_objects.definitions.changes import (
    FIELDS,
    filled,
    schema_change,
)
from custom_objects.definitions.computed import Asked, formulas_naming, settle
from custom_objects.definitions.dangling import clear_dangling
from custom_objects.definitions.drafts import draft_of, new_draft
from custom_objects.definitions.findings import Findings
from custom_objects.definitions.holders import Holder, find_holder
from custom_objects.definitions.storing import number, store_fields
from custom_objects.definitions.targets import check_target
from custom_objects.field_types import field_type
from custom_objects.schema import schema_of
from records.engine.errors import Conflict, NotSupported, ValidationFailed
from records.history.models import Action
from records.schema.object_types import Operation

if TYPE_CHECKING:
    from collections.abc import Mapping

    from custom_objects.models import FieldDefinition
    from records.access.caller import Caller


def define_field(
    caller: Caller, *, object_slug: str, values: Mapping[str, object]
) -> FieldDefinition:
    """Add a field to an object, built in or not; no record is touched.

    ``values`` are as a client wrote them: ``label`` and ``type`` (required), ``slug``
    (else made from the label), ``help_text``, ``icon``, ``is_required``, ``is_unique``,
    ``is_filterable`` (else as is usual for the type), ``is_searchable``, ``is_hidden``,
    ``default`` (a value as a client would write it), ``settings`` (of the type),
    ``options`` (see :func:`custom_objects.definitions.options.clean_options`) and
    ``position`` among the object's own fields (from 0; else last).

    Raises :class:`UnknownObjectType`, :class:`NotSupported` for a built-in type whose
    records have no custom fields, :class:`ValidationFailed` with every problem,
    :class:`PermissionRefused`.
    """
    with schema_change(caller) as change:
        holder = find_holder(change.caller, object_slug)
        _require_room(holder)
        findings = Findings()
        draft = new_draft(change.caller, holder, values, findings)
        if draft is not None:
            settle(change.caller, holder, [Asked(draft, values, findings)])
        if draft is None or findings.problems:
            raise ValidationFailed(findings.problems)
        live = holder.live()
        # A formula has values before anybody writes a record. Asked for here: once a
        # row is changed, the registry is not to be asked.
        has_values = draft.field_type.is_computed and draft.field_type.is_kept
        at_once = has_values and is_small(change.caller, object_slug)
        (row,) = store_fields(change, holder.ensured(change), [draft], live=live)
        if has_values:
            ask_for_rows(change, row, object_slug, at_once=at_once)
            row.save(update_fields=["backfilled_to"])
        after = {"object": holder.slug, **draft.told()}
        change.log(FIELDS, row.pk, Action.CREATED, after=filled(after))
    return row


def archive_field(caller: Caller, *, object_slug: str, slug: str) -> FieldDefinition:
    """Take a field away from its object; its values stay until it is purged.

    Raises :class:`UnknownObjectType`, :class:`FieldNotFound`,
    :class:`PermissionRefused`, and :class:`Conflict` for a built-in field, for the one
    that the object's records are known by and for one that a formula names.
    """
    with schema_change(caller) as change:
        holder = find_holder(change.caller, object_slug)
        if holder.declared(slug) is not None:
            raise Conflict(_("A built-in field is hidden, never archived."), field=slug)
        row = holder.find(slug)
        known = schema_of(change.caller.organization).objects[object_slug]
        if known.display == slug and not known.is_built_in:
            raise Conflict(
                _(
                    "Records are known by this field; choose another one for that first."
                ),
                field=slug,
            )
        naming = formulas_naming(change.caller, holder, slug)
        if naming:
            message = _("These formulas name the field: %(fields)s.")
            raise Conflict(message % {"fields": ", ".join(naming)}, field=naming[0])
        row.archived_at = row.updated_at = change.at
        row.save(update_fields=["archived_at", "updated_at"])
        number([one for one in holder.live() if one.pk != row.pk])
        change.log(FIELDS, row.pk, Action.ARCHIVED)
    return row


def restore_field(caller: Caller, *, object_slug: str, slug: str) -> FieldDefinition:
    """Bring an archived field back, with its values, as the last one of its object.

    A live field is returned as it is. Raises :class:`UnknownObjectType`,
    :class:`FieldNotFound` (a purged field, too), :class:`PermissionRefused`, and
    :class:`Conflict` when its label was given to another field or what it refers to is
    gone.
    """
    with schema_change(caller) as change:
        holder = find_holder(change.caller, object_slug)
        live = holder.live()
        for one in live:
            if one.slug == slug:
                return one
        row = holder.find(slug, is_archived=True)
        _check_restorable(change.caller, holder, row)
        row.archived_at, row.updated_at = None, change.at
        row.position = len(live)
        if field_type(row.type).is_kept:
            # Nobody kept its rows while records came, changed and went.
            ask_for_rows(
                change, row, object_slug, at_once=is_small(change.caller, object_slug)
            )
        row.save()
        change.afterwards.append(
            lambda caller: clear_dangling(caller, object_slug, {slug})
        )
        change.log(FIELDS, row.pk, Action.RESTORED)
    return row


def _check_restorable(caller: Caller, holder: Holder, row: FieldDefinition) -> None:
    findings = Findings()
    holder.names.check_label(row.label, row.slug, findings)
    if field_type(row.type).is_computed:
        draft = draft_of(row, ())
        settle(caller, holder, [Asked(draft, {}, findings)])
        row.settings = draft.settings
    else:
        check_target(caller, holder, row.settings, findings)
    for problem in findings.problems:
        raise Conflict(problem.message, field=row.slug)


def _require_room(holder: Holder) -> None:
    """Refuse built-in types whose records have no custom fields."""
    built_in = holder.built_in
    if built_in is not None and not holder.takes_fields:
        raise NotSupported(built_in, Operation.UPDATE)
