"""Archives, restores and purges records (decisions 9 and 10)."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from records.access.roles import Permission
from records.engine import changes, validation
from records.engine.errors import (
    Conflict,
    MergedAway,
    NotSupported,
    RecordNotFound,
    ValidationFailed,
)
from records.engine.reader import find_id, merge_winner
from records.engine.schema_lock import hold_schema
from records.engine.tallies import add_to_tally
from records.engine.writer import lock_records, store_changes, writing
from records.history.models import Action
from records.schema.drafts import Draft
from records.schema.fields import RelationField
from records.schema.object_types import ObjectType, Operation
from records.schema.registry import Reference, registry

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence
    from uuid import UUID

    from records.access.caller import Caller
    from records.schema.fields import Row

_BATCH = 5_000
"""Records that one statement names; SQLite takes some ten thousand values."""


class Fate(StrEnum):
    """What became of a removed record."""

    ARCHIVED = "archived"
    DELETED = "deleted"


@dataclass(frozen=True, slots=True)
class Removal:
    """A removed record: what became of it, and how it reads (deleted: read before)."""

    fate: Fate
    row: Row


def remove_record(caller: Caller, object_type: ObjectType, record_id: int) -> Removal:
    """Remove a record the way its type does: archive it, or delete a look-up row.

    Raises :class:`RecordNotFound`, :class:`MergedAway`, :class:`Conflict` when a record
    that needs the row still holds it, :class:`NotSupported`,
    :class:`PermissionRefused`.
    """
    caller.require(object_type.removal_permission)
    if not object_type.can(Operation.ARCHIVE):
        if object_type.can(Operation.DELETE):
            return _delete(caller, object_type, record_id)
        raise NotSupported(object_type, Operation.ARCHIVE)
    with writing():
        caller, object_type = hold_schema(caller, object_type)
        primary_key = _live_id(caller, object_type, record_id)
        row = _set_archived(caller, object_type, primary_key, archived=True)
    return Removal(Fate.ARCHIVED, row)


def restore_record(caller: Caller, object_type: ObjectType, record_id: int) -> Row:
    """Bring an archived record back as it was; a live one is returned unchanged.

    Raises :class:`Conflict` when a live record has taken a unique value meanwhile, and
    :class:`MergedAway` for a record that was merged (undo the merge instead).
    """
    if not object_type.can(Operation.ARCHIVE):
        raise NotSupported(object_type, Operation.ARCHIVE)
    caller.require(Permission.RESTORE)
    with writing():
        caller, object_type = hold_schema(caller, object_type)
        primary_key = find_id(caller, object_type, record_id, include_archived=True)
        if primary_key is None:
            raise RecordNotFound(object_type, record_id)
        if find_id(caller, object_type, record_id) is None:
            winner = merge_winner(caller, object_type, record_id)
            if winner is not None:
                raise MergedAway(winner)
            return _set_archived(caller, object_type, primary_key, archived=False)
        rows = lock_records(caller, object_type, [primary_key])
    return rows[primary_key]


def purge_record(caller: Caller, object_type: ObjectType, record_id: int) -> Removal:
    """Delete a record for good, archived or not; references to it become null.

    Never deletes another record of its own life: one that cannot do without the
    reference makes this a :class:`Conflict`. Raises :class:`RecordNotFound`,
    :class:`PermissionRefused`, :class:`NotSupported`.
    """
    if not (object_type.can(Operation.ARCHIVE) or object_type.can(Operation.DELETE)):
        raise NotSupported(object_type, Operation.DELETE)
    caller.require(Permission.PURGE)
    return _delete(caller, object_type, record_id, include_archived=True)


def _live_id(caller: Caller, object_type: ObjectType, record_id: int) -> int:
    primary_key = find_id(caller, object_type, record_id)
    if primary_key is not None:
        return primary_key
    winner = merge_winner(caller, object_type, record_id)
    if winner is not None:
        raise MergedAway(winner)
    raise RecordNotFound(object_type, record_id)


def _set_archived(
    caller: Caller, object_type: ObjectType, primary_key: int, *, archived: bool
) -> Row:
    stored = lock_records(caller, object_type, [primary_key], include_archived=True)
    draft = Draft(object_type, 0, primary_key, stored[primary_key])
    if not archived:
        _check_restorable(caller, draft)
    draft.values = {"archived_at": changes.now() if archived else None}
    action = Action.ARCHIVED if archived else Action.RESTORED
    store_changes(caller, object_type, [draft], action=action)
    again = lock_records(caller, object_type, [primary_key], include_archived=True)
    return again[primary_key]


def _check_restorable(caller: Caller, draft: Draft) -> None:
    names = {name for group in draft.object_type.unique for name in group}
    if draft.object_type.index is not None:
        names |= draft.object_type.index.unique_names
    draft.values = {name: draft.current(name) for name in names}
    try:
        validation.check_unique(caller, [draft])
        validation.raise_problems([draft])
    except ValidationFailed as failed:
        problem = failed.problems[0]
        raise Conflict(
            problem.message, field=problem.field, record_id=problem.record_id
        ) from failed


def _delete(
    caller: Caller,
    object_type: ObjectType,
    record_id: int,
    *,
    include_archived: bool = False,
) -> Removal:
    with writing():
        caller, object_type = hold_schema(caller, object_type, alone=True)
        primary_key = find_id(
            caller, object_type, record_id, include_archived=include_archived
        )
        if primary_key is None:
            raise RecordNotFound(object_type, record_id)
        stored = lock_records(
            caller, object_type, [primary_key], include_archived=include_archived
        )
        delete_rows(caller, object_type, stored)
    return Removal(Fate.DELETED, stored[primary_key])


def delete_rows(
    caller: Caller,
    object_type: ObjectType,
    stored: Mapping[int, Row],
    *,
    operation: UUID | None = None,
) -> None:
    """Delete locked rows for good, with what is a part of them.

    References to them become null. Raises :class:`Conflict` when a record that cannot
    do without holds one.
    """
    for record_id in stored:
        for reference in registry.references_to(caller, object_type, record_id):
            clear_reference(caller, reference, object_type, record_id)
    ids = list(stored)
    if object_type.before_deletion is not None:
        object_type.before_deletion(caller, ids)
    for one in object_type.side_fields:
        one.remove(caller, ids)
    if object_type.index is not None:
        object_type.index.remove(ids)
    rows = object_type.rows(caller, include_archived=True, include_hidden=True)
    for start in range(0, len(ids), _BATCH):
        rows.filter(pk__in=ids[start : start + _BATCH]).delete()
    live = [one for one in stored.values() if one.get("archived_at") is None]
    add_to_tally(caller, object_type, -len(live))
    changes.log(
        _last_words(caller, object_type, record_id, row, operation)
        for record_id, row in stored.items()
    )


def _last_words(
    caller: Caller,
    object_type: ObjectType,
    record_id: int,
    row: Row,
    operation: UUID | None,
) -> changes.Entry:
    before = {
        one.name: one.read(row)
        for one in object_type.fields
        if one.writable and not one.kind.is_empty(one.read(row))
    }
    return changes.change(
        caller,
        object_type,
        record_id,
        Action.PURGED,
        before=before,
        at=changes.now(),
        operation=operation,
    )


def clear_reference(
    caller: Caller, reference: Reference, target: ObjectType, record_id: int
) -> None:
    """Empty a reference to a record that goes; what is a part of it goes with it.

    Raises :class:`Conflict` for a holder that is no part and cannot do without.
    """
    holder = registry.resolve(caller.organization, reference.object_type)
    one = holder.fields_by_name[reference.field]
    if isinstance(one, RelationField) and one.owner:
        for ids in _batches(reference.record_ids):
            delete_rows(caller, holder, _lock_holders(caller, holder, ids))
        return
    if not one.is_nullable:
        raise Conflict(
            _("%(count)d of %(types)s need this record.")
            % {"count": len(reference.record_ids), "types": holder.label_plural},
            field=reference.field,
            record_id=reference.record_ids[0],
        )
    repoint(caller, reference, old_id=record_id, new_id=None, target=target)


def repoint(
    caller: Caller,
    reference: Reference,
    *,
    old_id: int,
    new_id: int | None,
    target: ObjectType,
    operation: UUID | None = None,
) -> None:
    """Let a reference to ``old_id`` of the type ``target`` point at ``new_id``.

    A record that would come to point at itself (a winner that belonged to its loser)
    points at nothing instead.
    """
    holder = registry.resolve(caller.organization, reference.object_type)
    one = holder.fields_by_name[reference.field]
    is_same_table = holder.model is target.model
    for ids in _batches(reference.record_ids):
        drafts = []
        for record_id, row in _lock_holders(caller, holder, ids).items():
            value = one.read(row)
            if old_id in one.references(value):
                draft = Draft(holder, 0, record_id, row)
                is_itself = is_same_table and record_id == new_id
                moved_to = None if is_itself else new_id
                moved = one.repointed(value, old_id=old_id, new_id=moved_to)
                draft.values = {one.name: moved}
                drafts.append(draft)
        if new_id is not None:
            drafts = _without_doubles(caller, drafts, one.name, operation)
        store_changes(caller, holder, drafts, operation=operation)


def _batches(ids: Sequence[int]) -> Iterator[Sequence[int]]:
    return (ids[start : start + _BATCH] for start in range(0, len(ids), _BATCH))


def _lock_holders(
    caller: Caller, holder: ObjectType, ids: Iterable[int]
) -> dict[int, Row]:
    return lock_records(caller, holder, ids, include_archived=True, include_hidden=True)


def _without_doubles(
    caller: Caller, drafts: list[Draft], name: str, operation: UUID | None
) -> list[Draft]:
    """Return the drafts that may be stored; a row that says the same as another goes.

    Both records of a merge may stand in a list that holds each of them once (the
    people of a deal). Raises :class:`Conflict` where such a holder is no look-up row.
    """
    if not drafts or not any(name in one for one in drafts[0].object_type.unique):
        return drafts
    holder = drafts[0].object_type
    live = [one for one in drafts if not (one.before or {}).get("archived_at")]
    validation.check_unique(caller, live)
    doubles = {one.record_id or 0: one.before or {} for one in live if one.problems}
    if not doubles:
        return drafts
    if not holder.can(Operation.DELETE):
        problem = next(one for draft in live for one in draft.problems)
        raise Conflict(problem.message, field=problem.field)
    delete_rows(caller, holder, doubles, operation=operation)
    return [one for one in drafts if not one.problems]
