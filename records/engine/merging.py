"""Merges one record into another, and takes a merge back (decision 11)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from uuid import UUID, uuid4

from django.utils.translation import gettext as _

from records.access.roles import Permission
from records.engine import changes
from records.engine.errors import (
    Conflict,
    NotSupported,
    RecordNotFound,
    ValidationFailed,
)
from records.engine.removal import repoint
from records.engine.schema_lock import hold_schema
from records.engine.tallies import add_to_tally
from records.engine.writer import create_record, lock_records, store_changes, writing
from records.history.models import Action, Change
from records.schema.drafts import Draft, Problem
from records.schema.object_types import ObjectType, Operation
from records.schema.problems import Code
from records.schema.registry import registry

if TYPE_CHECKING:
    from records.access.caller import Caller
    from records.schema.fields import Row


def merge_records(
    caller: Caller, object_type: ObjectType, *, winner_id: int, loser_id: int
) -> UUID:
    """Merge the loser into the winner; return the operation that can be undone.

    Whatever points at the loser moves to the winner, archived holders included. The
    winner's empty fields are filled from the loser and its sets united, nothing is
    overwritten; the loser is archived and its id answers with the winner from now on.
    One transaction, one ``Change`` per touched record. Raises
    :class:`ValidationFailed` for a merge with itself, :class:`RecordNotFound` for one
    that is not a live record of the caller's organization.
    """
    if not object_type.can(Operation.MERGE):
        raise NotSupported(object_type, Operation.MERGE)
    caller.require(Permission.MERGE)
    if winner_id == loser_id:
        message = _("A record cannot be merged into itself.")
        raise ValidationFailed([Problem("loser_id", message, Code.INVALID)])
    operation = uuid4()
    with writing():
        caller, object_type = hold_schema(caller, object_type, alone=True)
        rows = lock_records(caller, object_type, [winner_id, loser_id])
        for record_id in (winner_id, loser_id):
            if record_id not in rows:
                raise RecordNotFound(object_type, record_id)
        for reference in registry.references_to(caller, object_type, loser_id):
            repoint(
                caller,
                reference,
                old_id=loser_id,
                new_id=winner_id,
                target=object_type,
                operation=operation,
            )
        # Read again: the winner itself may have pointed at the loser.
        rows = lock_records(caller, object_type, [winner_id, loser_id])
        filled = _fill(object_type, rows[winner_id], rows[loser_id], winner_id)
        if object_type.prepare is not None:
            object_type.prepare(caller, [filled])  # derive what the filled fields imply
        # First, so that the winner may take a value that must be unique.
        _retire(caller, object_type, loser_id, winner_id, operation)
        store_changes(caller, object_type, [filled], operation=operation)
    return operation


def _fill(object_type: ObjectType, winner: Row, loser: Row, winner_id: int) -> Draft:
    """Return what the winner gains: only values it lacks, and the union of sets."""
    draft = Draft(object_type, 0, winner_id, winner)
    for one in object_type.fields:
        if not one.writable or one.is_virtual:
            continue
        mine, theirs = one.read(winner), one.read(loser)
        if one.is_side:
            draft.values[one.name] = [*mine, *(x for x in theirs if x not in mine)]
        elif one.kind.is_empty(mine) and not one.kind.is_empty(theirs):
            draft.values[one.name] = theirs
    for one in object_type.fields:
        # A record never comes to belong to itself.
        if one.referenced_type == object_type.slug:
            value = draft.values.get(one.name)
            if winner_id in one.references(value):
                draft.values[one.name] = one.repointed(
                    value, old_id=winner_id, new_id=None
                )
    return draft


def _retire(
    caller: Caller,
    object_type: ObjectType,
    loser_id: int,
    winner_id: int,
    operation: UUID,
) -> None:
    at = changes.now()
    rows = object_type.rows(caller).filter(pk=loser_id)
    rows.update(archived_at=at, updated_at=at, merged_into=winner_id)
    add_to_tally(caller, object_type, -1)
    if object_type.index is not None:
        object_type.index.set_live([loser_id], live=False)
    entry = changes.change(
        caller, object_type, loser_id, Action.MERGED, at=at, operation=operation
    )
    entry["after"] = {"merged_into": winner_id}
    changes.log([entry])


def undo_merge(caller: Caller, operation: UUID) -> None:
    """Take a merge back: loser restored, references returned, filled fields emptied.

    What was deleted as a double is there again, under a new id. Values that were
    edited after the merge stay as edited. Raises :class:`Conflict` when the merge is
    not there or was taken back already.
    """
    caller.require(Permission.MERGE)
    with writing():
        log = list(
            Change.objects.for_organization(caller.organization_id)
            .filter(operation=operation)
            .order_by("-id")
        )
        merged = [one for one in log if one.action == Action.MERGED]
        if not merged:
            raise Conflict(_("There is no such merge."))
        merged_type = registry.resolve(caller.organization, merged[0].object_type)
        caller, merged_type = hold_schema(caller, merged_type, alone=True)
        for entry in log:
            if entry.action == Action.UPDATED:
                _revert(caller, entry)
        # Last: the winner gave back what must be unique.
        _restore_loser(caller, merged_type, merged[0])
        for entry in log:
            if entry.action == Action.PURGED:
                _bring_back(caller, entry)


def _restore_loser(caller: Caller, object_type: ObjectType, entry: Change) -> None:
    winner_id = entry.after["merged_into"]
    merged = object_type.rows(caller, include_archived=True).filter(
        pk=entry.record_id, merged_into=winner_id
    )
    at = changes.now()
    # None when it was restored by itself, after the winner was archived.
    revived = merged.filter(archived_at__isnull=False).count()
    if not merged.update(archived_at=None, merged_into=None, updated_at=at):
        raise Conflict(_("This merge was taken back already."))
    add_to_tally(caller, object_type, revived)
    if object_type.index is not None:
        object_type.index.set_live([entry.record_id], live=True)
    back = changes.change(caller, object_type, entry.record_id, Action.RESTORED, at=at)
    back["before"] = {"merged_into": winner_id}
    changes.log([back])


def _revert(caller: Caller, entry: Change) -> None:
    object_type = registry.resolve(caller.organization, entry.object_type)
    stored = lock_records(
        caller,
        object_type,
        [entry.record_id],
        include_archived=True,
        include_hidden=True,
    )
    row = stored.get(entry.record_id)
    if row is None:
        return  # purged since
    draft = Draft(object_type, 0, entry.record_id, row)
    for name, value in entry.after.items():
        one = object_type.fields_by_name.get(name)
        if one is None:
            continue
        current: Any = one.read(row)
        if changes.spell(object_type, {name: current}) == {name: value}:
            draft.values[name] = one.kind.clean(entry.before.get(name))
    store_changes(caller, object_type, [draft])


def _bring_back(caller: Caller, entry: Change) -> None:
    object_type = registry.resolve(caller.organization, entry.object_type)
    try:
        create_record(caller.as_system(), object_type, entry.before)
    except ValidationFailed:
        return  # what it was about is gone since
