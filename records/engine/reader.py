"""Answers questions with rows: the one way records are read.

Every function costs a number of SQL statements that does not depend on the number of
rows: ids and exact total first (``records.engine.plans``), then the rows and each side
field in one statement.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from records.access.roles import Permission
from records.engine.errors import RecordNotFound
from records.engine.plans import find_ids
from records.schema.fields import Field, Row, SideField
from records.schema.kinds.numbers import LARGEST_ID
from records.schema.object_types import ObjectType, Operation
from records.schema.registry import registry

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from records.access.caller import Caller
    from records.access.scoping import OrganizationQuerySet
    from records.query import RecordQuery, Window

_LONGEST_MERGE_CHAIN = 50


@dataclass(frozen=True, slots=True)
class RecordPage:
    """A window of an answer. ``total`` counts all matches, exactly, if it was asked for."""

    rows: list[Row]
    total: int
    window: Window


def find_records(
    caller: Caller,
    query: RecordQuery,
    *,
    fields: Sequence[Field] | None = None,
    object_type: ObjectType | None = None,
) -> RecordPage:
    """Return the page of records that a question asks for.

    ``fields`` are what the rows must be readable with (all fields of the type when
    ``None``). ``object_type`` is the type where the dialect holds it already: resolved
    before, or made by the dialect to show the rows of several types as one. Raises
    :class:`QuestionError`, :class:`PermissionRefused` and :class:`UnknownObjectType`.
    """
    caller.require(Permission.READ)
    if object_type is None:
        object_type = registry.resolve(caller.organization, query.object_type)
    ids, total = find_ids(caller, object_type, query)
    found = read_records(caller, object_type, ids, fields=fields)
    return RecordPage([found[one] for one in ids if one in found], total, query.window)


def read_records(
    caller: Caller,
    object_type: ObjectType,
    ids: Sequence[int],
    *,
    fields: Sequence[Field] | None = None,
) -> dict[int, Row]:
    """Return rows by primary key, archived ones too, ready for ``field.read``.

    The caller found the ids behind the door already; the door holds here once more.
    """
    if not ids:
        return {}
    rows = object_type.rows(caller, include_archived=True).filter(pk__in=ids)
    return read_rows(caller, object_type, rows, fields=fields)


def read_rows(
    caller: Caller,
    object_type: ObjectType,
    rows: OrganizationQuerySet[Any],
    *,
    fields: Sequence[Field] | None = None,
) -> dict[int, Row]:
    """Return the rows of a queryset that came through the type's door, by primary key.

    One statement, and one for each side field and each class of late fields when there
    are rows at all.
    """
    wanted = object_type.fields if fields is None else fields
    annotations: dict[str, Any] = {}
    paths: dict[str, None] = {"pk": None}
    for one in wanted:
        annotations.update(one.annotations)
        paths.update(dict.fromkeys(one.paths))
    if annotations:
        rows = rows.annotate(**annotations)
    found: dict[int, Any] = {row["pk"]: row for row in rows.values(*paths)}
    if found:
        _load_side_fields(caller, wanted, found)
    return found


def _load_side_fields(
    caller: Caller, fields: Iterable[Field], rows: dict[int, Any]
) -> None:
    late: dict[type[Field], list[Field]] = {}
    for one in fields:
        if isinstance(one, SideField):
            values = one.load(caller, list(rows))
            for record_id, row in rows.items():
                row[one.name] = values.get(record_id, [])
        for part in one.late_parts:
            late.setdefault(type(part), []).append(part)
    for field_class, members in late.items():
        field_class.load_page(caller, members, rows)


def get_record(
    caller: Caller,
    object_type: ObjectType,
    record_id: int,
    *,
    fields: Sequence[Field] | None = None,
    include_archived: bool = False,
) -> Row:
    """Return one record by its id on the wire.

    The id of a record that was merged away answers with the winner (decision 6).
    Raises :class:`RecordNotFound`.
    """
    caller.require(Permission.READ)
    rows = rows_of_id(caller, object_type, record_id, include_archived=include_archived)
    found = read_rows(caller, object_type, rows, fields=fields)
    if not found:
        winner_id = merge_winner(caller, object_type, record_id)
        if winner_id is not None:
            found = read_records(caller, object_type, [winner_id], fields=fields)
    for row in found.values():
        return row
    raise RecordNotFound(object_type, record_id)


def rows_of_id(
    caller: Caller,
    object_type: ObjectType,
    record_id: int,
    *,
    include_archived: bool = False,
) -> OrganizationQuerySet[Any]:
    """Return the rows with this wire id: one or none."""
    rows = object_type.rows(caller, include_archived=include_archived)
    if object_type.singleton:
        return rows
    if not 0 < record_id <= LARGEST_ID:
        return rows.none()
    return rows.filter(**{object_type.id_path: record_id})


def find_id(
    caller: Caller,
    object_type: ObjectType,
    record_id: int,
    *,
    include_archived: bool = False,
) -> int | None:
    """Return the primary key of the record with this wire id, ``None`` for none."""
    rows = rows_of_id(caller, object_type, record_id, include_archived=include_archived)
    return next(iter(rows.values_list("pk", flat=True)), None)


def merge_winner(caller: Caller, object_type: ObjectType, record_id: int) -> int | None:
    """Return the live record that a merged one became, through chains of merges."""
    if not object_type.can(Operation.MERGE) or not 0 < record_id <= LARGEST_ID:
        return None
    rows = object_type.rows(caller, include_archived=True)
    seen: set[int] = set()
    while record_id not in seen and len(seen) < _LONGEST_MERGE_CHAIN:
        seen.add(record_id)
        found = rows.filter(pk=record_id).values_list("merged_into_id", "archived_at")
        merged = list(found)
        if not merged:
            return None
        winner, archived_at = merged[0]
        if winner is None:
            return record_id if archived_at is None else None
        record_id = winner
    return None
