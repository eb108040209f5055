"""Brings the formulas that records store to what they give now.

For what changes a formula without a write of the record: a new or another formula, an
option of another name, another time zone.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from custom_objects.formula_fields import FormulaField
from records.engine.changes import now
from records.engine.reader import read_rows
from records.engine.writer import lock_records, store_changes
from records.schema.drafts import Draft

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Sequence

    from records.access.caller import Caller
    from records.schema.fields import Row
    from records.schema.object_types import ObjectType


def stored_formulas(
    object_type: ObjectType, field_ids: Collection[int] | None = None
) -> list[FormulaField]:
    """Return the formulas of a type that its records store, all or some of them."""
    return [
        one.as_stored()
        for one in object_type.fields
        if isinstance(one, FormulaField)
        and not one.is_volatile
        and (field_ids is None or one.field_id in field_ids)
    ]


def stale_values(
    caller: Caller,
    object_type: ObjectType,
    record_ids: Collection[int],
    formulas: Sequence[FormulaField],
) -> list[tuple[int, str]]:
    """Return the records and slugs whose stored value is not what the formula gives."""
    if not formulas or not record_ids:
        return []
    as_stored = _as_stored(object_type)
    rows = as_stored.rows(caller, include_archived=True, include_hidden=True)
    rows = rows.filter(pk__in=record_ids).order_by("pk")
    return [
        (record_id, one.slug)
        for record_id, row in read_rows(caller, as_stored, rows).items()
        for one, value in _values(caller, formulas, row)
        if not one.kind.same(one.read(row), value)
    ]


def recompute(
    caller: Caller,
    object_type: ObjectType,
    record_ids: Iterable[int],
    formulas: Sequence[FormulaField],
) -> list[int]:
    """Store what formulas give for records, archived ones too; return the changed ids.

    Belongs into a transaction that holds the schema which the type is from. A record
    whose value changes has an entry in the log, like any other change of it.
    """
    ids = list(record_ids)
    if not formulas or not ids:
        return []
    as_stored = _as_stored(object_type)
    rows = lock_records(
        caller, as_stored, ids, include_archived=True, include_hidden=True
    )
    drafts = []
    for index, (record_id, row) in enumerate(rows.items()):
        draft = Draft(as_stored, index, record_id, row)
        draft.values = {
            one.name: value for one, value in _values(caller, formulas, row)
        }
        drafts.append(draft)
    return store_changes(caller, as_stored, drafts)


def _values(
    caller: Caller, formulas: Sequence[FormulaField], row: Row
) -> list[tuple[FormulaField, Any]]:
    """Return what formulas of one type give for a record."""
    one_set = formulas[0].formulas
    found = one_set.compute(
        [one.slug for one in formulas],
        one_set.reader(row),
        now=now(),
        time_zone=caller.organization.time_zone,
    )
    return [(one, found[one.slug]) for one in formulas]


def _as_stored(object_type: ObjectType) -> ObjectType:
    """Return the type as its records keep it: nothing is computed when it is read."""
    fields = (
        one.as_stored() if isinstance(one, FormulaField) else one
        for one in object_type.fields
    )
    return replace(object_type, fields=tuple(one for one in fields if not one.is_late))
