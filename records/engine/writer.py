"""The one write path: every record row is created and changed here.

Invariant: no record row changes without a ``Change`` in the same transaction. A write
validates everything first, reports all problems together and stores nothing on error;
a write that changes nothing leaves no trace (decisions 12 and 13).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from django.db import IntegrityError, connection, transaction
from django.utils.translation import gettext as _

from records.engine import changes, validation
from records.engine.errors import Conflict, MergedAway, NotSupported, RecordNotFound
from records.engine.indexing import keep_index
from records.engine.insertion import insert_rows
from records.engine.reader import merge_winner, read_rows, rows_of_id
from records.engine.schema_lock import hold_schema
from records.engine.tallies import add_to_tally
from records.history.models import Action
from records.schema.drafts import Draft, Problem
from records.schema.folding import FoldField
from records.schema.object_types import ObjectType, Operation

if TYPE_CHECKING:
    import datetime as dt
    from uuid import UUID

    from django.db.models import Model

    from records.access.caller import Caller
    from records.access.scoping import OrganizationQuerySet
    from records.schema.fields import Row

Values = Mapping[str, object]
"""Neutral field names to values as a client wrote them."""

_BATCH = 1_000


def create_record(
    caller: Caller,
    object_type: ObjectType,
    values: Values,
    *,
    problems: Iterable[Problem] = (),
) -> int:
    """Create one record and return its primary key; see :func:`create_records`."""
    return create_records(caller, object_type, [values], problems=problems)[0]


def create_records(
    caller: Caller,
    object_type: ObjectType,
    batch: Sequence[Values],
    *,
    problems: Iterable[Problem] = (),
) -> list[int]:
    """Create records, all or nothing, and return their primary keys in order.

    ``problems`` are those that a dialect has found already, by neutral name: with any,
    nothing is stored, and they are told together with all others. Raises :class:`ValidationFailed` (problems carry the index within the batch),
    :class:`Conflict`, :class:`NotSupported`, :class:`PermissionRefused`.
    """
    _permit(caller, object_type, Operation.CREATE)
    with writing():
        caller, object_type = hold_schema(caller, object_type)
        drafts = [Draft(object_type, index=index) for index in range(len(batch))]
        for problem in problems:
            drafts[problem.index].problems.append(problem)
        for draft, values in zip(drafts, batch, strict=True):
            validation.clean_values(draft, values)
            validation.apply_defaults(draft)
        _check(caller, object_type, drafts)
        return _insert(caller, object_type, drafts)


def update_record(
    caller: Caller,
    object_type: ObjectType,
    record_id: int,
    values: Values,
    *,
    problems: Iterable[Problem] = (),
) -> int:
    """Change the given values of one record and return its primary key.

    ``record_id`` is the id on the wire, ``problems`` are as for :func:`create_records`.
    Values that do not differ from the stored ones are no change. Raises what
    :func:`update_records` does.
    """
    _permit(caller, object_type, Operation.UPDATE)
    with writing():
        caller, object_type = hold_schema(caller, object_type)
        stored = lock_rows(
            caller, object_type, rows_of_id(caller, object_type, record_id)
        )
        if not stored:
            winner = merge_winner(caller, object_type, record_id)
            if winner is not None:
                raise MergedAway(winner)
            raise RecordNotFound(object_type, record_id)
        ((primary_key, row),) = stored.items()
        _change(
            caller, object_type, {primary_key: row}, {primary_key: values}, problems
        )
    return primary_key


def update_records(
    caller: Caller, object_type: ObjectType, batch: Mapping[int, Values]
) -> list[int]:
    """Change records by primary key, all or nothing; return those that changed.

    Raises :class:`ValidationFailed`, :class:`RecordNotFound`, :class:`Conflict`,
    :class:`NotSupported`, :class:`PermissionRefused`.
    """
    _permit(caller, object_type, Operation.UPDATE)
    with writing():
        caller, object_type = hold_schema(caller, object_type)
        stored = lock_records(caller, object_type, batch)
        for record_id in batch:
            if record_id not in stored:
                raise RecordNotFound(object_type, record_id)
        return _change(caller, object_type, stored, batch)


def _change(
    caller: Caller,
    object_type: ObjectType,
    stored: Mapping[int, Row],
    batch: Mapping[int, Values],
    problems: Iterable[Problem] = (),
) -> list[int]:
    drafts = []
    found = list(problems)
    for index, (record_id, values) in enumerate(batch.items()):
        draft = Draft(object_type, index, record_id, stored[record_id])
        draft.problems += [one for one in found if one.index == index]
        validation.clean_values(draft, values)
        if draft.values or draft.problems:
            drafts.append(draft)
    _check(caller, object_type, drafts)
    return store_changes(caller, object_type, drafts)


def _permit(caller: Caller, object_type: ObjectType, operation: Operation) -> None:
    caller.require(object_type.write_permission)
    if not object_type.can(operation):
        raise NotSupported(object_type, operation)


def lock_records(
    caller: Caller,
    object_type: ObjectType,
    ids: Iterable[int],
    *,
    include_archived: bool = False,
    include_hidden: bool = False,
) -> dict[int, Row]:
    """Return rows by primary key as they stand, locked until the transaction ends."""
    rows = object_type.rows(
        caller, include_archived=include_archived, include_hidden=include_hidden
    )
    return lock_rows(caller, object_type, rows.filter(pk__in=list(ids)))


def lock_rows(
    caller: Caller, object_type: ObjectType, rows: OrganizationQuerySet[Any]
) -> dict[int, Row]:
    """Return the rows of a queryset as they stand, locked until the transaction ends.

    Locked in the order of their ids, so that two writers cannot wait for each other.
    On SQLite the transaction itself is the lock (it begins IMMEDIATE).
    """
    if connection.features.has_select_for_update:
        locked = rows.order_by("pk").select_for_update(of=("self",))
        ids = list(locked.values_list("pk", flat=True))
        manager: Any = object_type.model._default_manager
        # What was locked is read whatever the change that was waited for made of it.
        rows = manager.for_organization(caller.organization_id).filter(pk__in=ids)
    return read_rows(caller, object_type, rows)


class writing(transaction.Atomic):  # noqa: N801 - used like the function it extends
    """``atomic``, with a clash between writers told as a :class:`Conflict`.

    The checks before explain a clash; the database's own constraints decide between
    two writers at the same moment, and their refusal arrives here: of uniqueness with
    the statement, of references with the commit.
    """

    def __init__(self) -> None:
        super().__init__(using=None, savepoint=True, durable=False)

    def __exit__(self, exc_type: Any, exc_value: Any, traceback: Any) -> None:
        try:
            super().__exit__(exc_type, exc_value, traceback)
        except IntegrityError as error:
            raise Conflict(
                _("Another write at the same moment removed or used a record of this.")
            ) from error
        if isinstance(exc_value, IntegrityError):
            raise Conflict(
                _("Another write at the same moment took a value that must be unique.")
            ) from exc_value


def _check(caller: Caller, object_type: ObjectType, drafts: Sequence[Draft]) -> None:
    if not drafts:
        return
    if object_type.prepare is not None:
        object_type.prepare(caller, drafts)
    for draft in drafts:
        validation.check_required(draft)
    validation.check_references(caller, drafts)
    validation.check_unique(caller, drafts)
    validation.raise_problems(drafts)


def _insert(
    caller: Caller, object_type: ObjectType, drafts: Sequence[Draft]
) -> list[int]:
    at = changes.now()
    if object_type.complete is not None and drafts:
        object_type.complete(caller, drafts, at)
    ids = insert_rows(
        object_type.model, [_row(caller, object_type, draft, at) for draft in drafts]
    )
    for draft, record_id in zip(drafts, ids, strict=True):
        draft.record_id = record_id
    add_to_tally(caller, object_type, len(ids))
    _store_side_values(caller, object_type, drafts)
    keep_index(caller, drafts, created_at=at)
    changes.log(
        changes.change(
            caller,
            object_type,
            one.record_id or 0,
            Action.CREATED,
            after=_told(object_type, one),
            at=at,
        )
        for one in drafts
    )
    return ids


def _told(object_type: ObjectType, draft: Draft) -> dict[str, Any]:
    """Return what the log says of a new record: its values, the empty ones left out."""
    fields = object_type.fields_by_name
    return {
        name: value
        for name, value in draft.values.items()
        if not fields[name].kind.is_empty(value)
    }


def _row(
    caller: Caller, object_type: ObjectType, draft: Draft, at: dt.datetime
) -> dict[str, Any]:
    base = {name: one for name, one in object_type.base.items() if "__" not in name}
    row: dict[str, Any] = {
        "organization_id": caller.organization_id,
        "creator_id": caller.user_id,
        "created_at": at,
        "updated_at": at,
    }
    return _columns(object_type, draft, row | base)


def _columns(
    object_type: ObjectType, draft: Draft, start: dict[str, Any]
) -> dict[str, Any]:
    columns = start
    fields = object_type.fields_by_name
    if draft.before is not None and any(fields[one].custom for one in draft.values):
        # The values of an admin's fields share one column: the others stay.
        columns["custom_fields"] = dict(draft.before.get("custom_fields") or {})
    for name, value in draft.values.items():
        if not fields[name].is_side:
            fields[name].write(columns, value)
    return columns


def store_changes(
    caller: Caller,
    object_type: ObjectType,
    drafts: Sequence[Draft],
    *,
    action: Action = Action.UPDATED,
    operation: UUID | None = None,
) -> list[int]:
    """Store checked drafts of existing records and log them; return the changed ids.

    For the engine's own modules: nothing is validated here. Drafts whose values equal
    the stored ones are dropped.
    """
    at = changes.now()
    _settle(caller, object_type, drafts, at)
    entries: list[changes.Entry] = []
    for draft in drafts:
        if not draft.values or draft.before is None:
            continue
        before = {
            name: object_type.fields_by_name[name].read(draft.before)
            for name in draft.values
        }
        entries.append(
            changes.change(
                caller,
                object_type,
                draft.record_id or 0,
                action,
                before=before,
                after=draft.values,
                at=at,
                operation=operation,
            )
        )
    changed = [one for one in drafts if one.values]
    _update_rows(caller, object_type, changed, at)
    add_to_tally(caller, object_type, sum(one.revival for one in changed))
    _store_side_values(caller, object_type, changed)
    keep_index(caller, changed)
    if entries:
        changes.log(entries)
    return [one.record_id for one in changed if one.record_id is not None]


def _update_rows(
    caller: Caller, object_type: ObjectType, drafts: Sequence[Draft], at: dt.datetime
) -> None:
    """Store columns; records that get the same values share a statement.

    A merge that moves ten thousand tasks costs a handful of statements this way.
    """
    alike: dict[object, tuple[dict[str, Any], list[int]]] = {}
    for draft in drafts:
        columns = _with_folds(object_type.model, _columns(object_type, draft, {}))
        key: object = tuple(columns.items())
        try:
            hash(key)
        except TypeError:  # a JSON value
            key = id(draft)
        alike.setdefault(key, (columns, []))[1].append(draft.record_id or 0)
    manager: Any = object_type.model._default_manager
    for columns, ids in alike.values():
        for start in range(0, len(ids), _BATCH):
            rows = manager.for_organization(caller.organization_id)
            rows = rows.filter(pk__in=ids[start : start + _BATCH])
            rows.update(**columns, updated_at=at)


def _settle(
    caller: Caller, object_type: ObjectType, drafts: Sequence[Draft], at: dt.datetime
) -> None:
    """Leave on the drafts what changes the stored records, and what follows from it."""
    for draft in drafts:
        draft.drop_unchanged()
    changing = [one for one in drafts if one.values]
    if object_type.complete is not None and changing:
        object_type.complete(caller, changing, at)
        for draft in changing:
            draft.drop_unchanged()


def _with_folds(model: type[Model], columns: dict[str, Any]) -> dict[str, Any]:
    """Add the fold columns whose source is among the columns."""
    for one in model._meta.concrete_fields:
        if isinstance(one, FoldField) and one.of in columns:
            columns[one.attname] = one.value_for(columns[one.of])
    return columns


def _store_side_values(
    caller: Caller, object_type: ObjectType, drafts: Sequence[Draft]
) -> None:
    for one in object_type.side_fields:
        told = [draft for draft in drafts if one.name in draft.values]
        replaced = [draft.record_id or 0 for draft in told if not draft.is_new]
        if replaced:
            one.remove(caller, replaced)
        values = {draft.record_id or 0: draft.values[one.name] for draft in told}
        if any(values.values()):
            one.store(caller, values)
