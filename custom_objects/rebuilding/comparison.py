"""Which rows of the index does a stretch of records need, and which are there?"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, NamedTuple

from django.db.models import Q

from custom_objects.fields import ValueField
from custom_objects.models import FieldValue
from records.engine.insertion import add_rows

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from custom_objects.values import Kept
    from records.access.caller import Caller
    from records.schema.object_types import ObjectType

_DEFAULTS: dict[str, Any] = {
    "seq": 0,
    "live": True,
    "searched": False,
    "text": None,
    "text_key": None,
    "exact": None,
    "number": None,
    "moment": None,
    "ref": None,
    "unique_key": None,
    "created_at": None,
}
"""The columns that say something, in order, as a row has them that is told nothing."""
_COLUMNS = tuple(_DEFAULTS)
_CONTENTS = tuple(
    name for name in _COLUMNS if name not in ("seq", "live", "created_at")
)


class Cell(NamedTuple):
    """The value of one field of one record: where rows belong together."""

    record_id: int
    field_id: int


@dataclass(frozen=True, slots=True)
class Difference:
    """A value whose rows are not what the record says."""

    object_type: str
    field: str
    record_id: int


@dataclass(slots=True)
class Comparison:
    """The rows of a stretch of records as they should be and as they are."""

    organization_id: int
    kept: Sequence[Kept]
    expected: dict[Cell, list[dict[str, Any]]] = field(default_factory=dict)
    actual: dict[Cell, list[dict[str, Any]]] = field(default_factory=dict)

    def differing(self) -> list[Cell]:
        """Return the values whose rows differ, in order."""
        compared = {one.field_id: _compared(one) for one in self.kept}
        differing = []
        for cell in self.expected.keys() | self.actual.keys():
            columns = compared[cell.field_id]
            expected = _spelled(self.expected.get(cell, ()), columns)
            if expected != _spelled(self.actual.get(cell, ()), columns):
                differing.append(cell)
        return sorted(differing)

    def repair(self) -> None:
        """Replace the rows that differ."""
        differing = self.differing()
        stale: dict[int, list[int]] = defaultdict(list)
        for cell in differing:
            if cell in self.actual:
                stale[cell.field_id].append(cell.record_id)
        for field_id, record_ids in stale.items():
            rows = FieldValue.objects.of_fields([field_id])
            rows.filter(record_id__in=record_ids).delete()
        add_rows(
            FieldValue,
            [
                {
                    "organization_id": self.organization_id,
                    "record_id": cell.record_id,
                    "field_id": cell.field_id,
                    **row,
                }
                for cell in differing
                for row in self.expected.get(cell, ())
            ],
        )


def _compared(one: Kept) -> tuple[str, ...]:
    """Return the columns by which the rows of a field are compared.

    What a field has left from being unique or searched once does no harm: nobody asks
    for it, and the next write of the value removes it.
    """
    left = set()
    if not one.field.unique:
        left.add("unique_key")
    if not (isinstance(one.field, ValueField) and one.field.searched):
        left.add("searched")
    return tuple(name for name in _COLUMNS if name not in left)


def _spelled(
    rows: Iterable[Mapping[str, Any]], columns: tuple[str, ...]
) -> list[tuple[Any, ...]]:
    return [tuple(row[name] for name in columns) for row in rows]


def compare(
    caller: Caller,
    object_type: ObjectType,
    kept: Sequence[Kept],
    *,
    ids: Sequence[int],
    after: int,
    is_end: bool,
) -> Comparison:
    """Compare the rows of these records, all there are from ``after`` to the last.

    ``is_end`` says that there are no records behind them, so that rows beyond are left
    over, too.
    """
    comparison = Comparison(caller.organization_id, kept)
    comparison.expected = _expected(caller, object_type, kept, ids)
    comparison.actual = _actual(kept, after, None if is_end else ids[-1])
    strangers = {one.record_id for one in comparison.actual} - set(ids)
    # Records that were created since the ids were read have rows of their own.
    born = _existing(caller, object_type, strangers)
    comparison.actual = {
        cell: rows
        for cell, rows in comparison.actual.items()
        if cell.record_id not in born
    }
    _share_unique_keys(comparison, kept)
    return comparison


def _expected(
    caller: Caller, object_type: ObjectType, kept: Sequence[Kept], ids: Sequence[int]
) -> dict[Cell, list[dict[str, Any]]]:
    paths = {path for one in kept for path in one.field.paths}
    rows = object_type.rows(caller, include_archived=True, include_hidden=True)
    records = rows.filter(pk__in=ids).values(
        *{"pk", "created_at", "archived_at", *paths}
    )
    expected = {}
    for record in records:
        base = {
            "live": record["archived_at"] is None,
            "created_at": record["created_at"],
        }
        for one in kept:
            found = one.rows(one.field.read(record))
            members = [
                {**_DEFAULTS, **base, **columns, "seq": seq}
                for seq, columns in enumerate(found)
            ]
            if members:
                expected[Cell(record["pk"], one.field_id)] = members
    return expected


def _actual(
    kept: Sequence[Kept], after: int, last: int | None
) -> dict[Cell, list[dict[str, Any]]]:
    rows = FieldValue.objects.of_fields(one.field_id for one in kept)
    rows = rows.filter(record_id__gt=after)
    if last is not None:
        rows = rows.filter(record_id__lte=last)
    actual: dict[Cell, list[dict[str, Any]]] = defaultdict(list)
    found = rows.order_by("record_id", "field_id", "seq")
    for row in found.values("record_id", "field_id", *_COLUMNS):
        cell = Cell(row.pop("record_id"), row.pop("field_id"))
        actual[cell].append(row)
    return dict(actual)


def _existing(caller: Caller, object_type: ObjectType, ids: Iterable[int]) -> set[int]:
    wanted = list(ids)
    if not wanted:
        return set()
    rows = object_type.rows(caller, include_archived=True, include_hidden=True)
    return set(rows.filter(pk__in=wanted).values_list("pk", flat=True))


def _share_unique_keys(comparison: Comparison, kept: Sequence[Kept]) -> None:
    """Leave each unique key to one live record: whoever has it, else the first.

    Records that had the same value before the field became unique keep it, without a
    key: no new record can take the value, and they can be told apart at leisure.
    """
    unique = [one.field_id for one in kept if one.field.unique]
    if not unique:
        return
    wanted: dict[tuple[int, str], list[Cell]] = defaultdict(list)
    for cell in sorted(comparison.expected):
        row = comparison.expected[cell][0]
        if cell.field_id in unique and row["live"] and row["unique_key"]:
            wanted[cell.field_id, row["unique_key"]].append(cell)
    holders = _holders(unique, wanted)
    for key, cells in wanted.items():
        holder = holders.get(key, cells[0].record_id)
        for cell in cells:
            if cell.record_id != holder:
                _forget_key(comparison.expected, cell)


def _holders(
    unique: Sequence[int], wanted: Iterable[tuple[int, str]]
) -> dict[tuple[int, str], int]:
    keys: dict[int, list[str]] = defaultdict(list)
    for field_id, key in wanted:
        keys[field_id].append(key)
    asked = Q(pk__in=[])
    for field_id, members in keys.items():
        asked |= Q(field_id=field_id, unique_key__in=members)
    rows = FieldValue.objects.of_fields(unique).filter(asked, live=True)
    found = rows.values_list("field_id", "unique_key", "record_id")
    return {(field_id, key or ""): record_id for field_id, key, record_id in found}


def _forget_key(expected: dict[Cell, list[dict[str, Any]]], cell: Cell) -> None:
    row = expected[cell][0]
    row["unique_key"] = None
    if all(row[name] == _DEFAULTS[name] or name == "searched" for name in _CONTENTS):
        del expected[cell]  # it was there for the key alone
