"""Puts checked drafts of fields into rows."""

from __future__ import annotations

from typing import TYPE_CHECKING

from custom_objects.definitions.backfill import respell_options
from custom_objects.definitions.options import store_options
from custom_objects.models import FieldDefinition

if TYPE_CHECKING:
    from collections.abc import Sequence

    from custom_objects.definitions.changes import SchemaChange
    from custom_objects.definitions.drafts import FieldDraft
    from custom_objects.models import FieldOption, ObjectDefinition


def store_fields(
    change: SchemaChange,
    holder: ObjectDefinition,
    drafts: Sequence[FieldDraft],
    *,
    live: Sequence[FieldDefinition] = (),
) -> list[FieldDefinition]:
    """Store new fields of an object among its ``live`` ones, and return their rows."""
    rows: list[FieldDefinition] = []
    for draft in drafts:
        row = FieldDefinition(
            organization_id=holder.organization_id,
            object=holder,
            slug=draft.slug,
            created_at=change.at,
            updated_at=change.at,
            **draft.columns(),
        )
        row.position = len(live) + len(rows)
        row.save()
        _store_options(change, row, draft, ())
        rows.append(row)
    order = [*live, *rows]
    for row, draft in zip(rows, drafts, strict=True):
        order = _moved(order, row, draft.position)
    number(order)
    for row, draft in zip(rows, drafts, strict=True):
        draft.position = row.position
    return rows


def store_changes(
    change: SchemaChange,
    row: FieldDefinition,
    before: FieldDraft,
    after: FieldDraft,
    *,
    stored: Sequence[FieldOption],
    live: Sequence[FieldDefinition],
) -> None:
    """Store what a change makes of a field, and of its options in the index."""
    for name, value in after.columns().items():
        setattr(row, name, value)
    row.updated_at = change.at
    row.save()
    _store_options(change, row, after, stored)
    respell_options(row, before, after)
    number(_moved(live, row, after.position))
    after.position = row.position


def number(order: Sequence[FieldDefinition]) -> None:
    """Let the positions of an object's fields be 0, 1, 2… in this order."""
    moved = []
    for position, row in enumerate(order):
        if row.position != position:
            row.position = position
            moved.append(row)
    if moved:
        rows = FieldDefinition.objects.for_organization(moved[0].organization_id)
        rows.bulk_update(moved, ["position"])


def _moved(
    order: Sequence[FieldDefinition], row: FieldDefinition, position: int | None
) -> list[FieldDefinition]:
    if position is None:
        return list(order)
    others = [one for one in order if one.pk != row.pk]
    return [*others[:position], row, *others[position:]]


def _store_options(
    change: SchemaChange,
    row: FieldDefinition,
    draft: FieldDraft,
    stored: Sequence[FieldOption],
) -> None:
    if not draft.options:
        return
    store_options(change, row, draft.options, stored)
    if draft.asked_default is None or draft.default is None:
        return
    # Its options have ids only now.
    kind = draft.specify_kind()
    row.default = draft.default = kind.to_json(kind.clean(draft.asked_default))
    row.save(update_fields=["default"])
