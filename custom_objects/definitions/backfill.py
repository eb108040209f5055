"""Which changes of a field ask for other rows of the index, and when are they made?

Of a small object at once, in the transaction of the change. Of a large one later and in
batches, by ``manage.py rebuild_values``: until then the field cannot be asked about.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from custom_objects.field_types import field_type
from custom_objects.models import FieldValue
from records.schema.registry import registry

if TYPE_CHECKING:
    from custom_objects.definitions.changes import SchemaChange
    from custom_objects.definitions.drafts import FieldDraft
    from custom_objects.models import FieldDefinition
    from records.access.caller import Caller

AT_ONCE = 2_000
"""Records, archived ones included, whose values are brought within the change."""


def is_small(caller: Caller, object_slug: str) -> bool:
    """Tell whether an object's records can be looked at while writers wait."""
    object_type = registry.resolve(caller.organization, object_slug)
    rows = object_type.rows(caller, include_archived=True, include_hidden=True)
    return bool(rows.order_by()[: AT_ONCE + 1].count() <= AT_ONCE)


def asks_for_rows(before: FieldDraft, after: FieldDraft) -> bool:
    """Tell whether existing values need other rows than they have.

    A field that is unique or searched no more keeps what it has, so that it can be
    asked about all the time; unless its rows were there for nothing else.
    """
    return (
        before.type != after.type
        or before.is_filterable != after.is_filterable
        or (after.is_unique and not before.is_unique)
        or (after.is_searchable and not before.is_searchable)
        or (before.is_unique and not after.is_unique and not after.is_filterable)
        or _is_computed_anew(before, after)
    )


def _is_computed_anew(before: FieldDraft, after: FieldDraft) -> bool:
    kind = after.field_type
    return kind.is_computed and kind.is_kept and before.settings != after.settings


def changes_for_formulas(before: FieldDraft, after: FieldDraft) -> bool:
    """Tell whether formulas that name the field come to see other values of it."""
    if _is_computed_anew(before, after):
        return True
    names = {one.id: one.name for one in before.options}
    return any(names.get(one.id, one.name) != one.name for one in after.options)


def has_no_values(row: FieldDefinition) -> bool:
    """Tell whether the index, if it is complete, says that no record has a value."""
    if not row.is_filterable or row.backfilled_to is not None:
        return False
    if field_type(row.type).is_computed:  # another formula gives other values
        return False
    return not FieldValue.objects.of_fields([row.pk]).exists()


def ask_for_rows(
    change: SchemaChange, row: FieldDefinition, object_slug: str, *, at_once: bool
) -> None:
    """Have the rows of a stored field made; whoever calls saves the field afterwards."""
    if at_once:
        change.rebuilds[object_slug].add(row.pk)
    else:
        row.backfilled_to = 0


def respell_options(
    row: FieldDefinition, before: FieldDraft, after: FieldDraft
) -> None:
    """Bring the rows to options that were renamed or moved: one statement for each.

    Equality is by the option's id, so only order and matching of texts change.
    """
    old = before.field_type.index(before.specify(row.pk))
    new = after.field_type.index(after.specify(row.pk))
    known = {one.id for one in before.options}
    rows = FieldValue.objects.of_fields([row.pk])
    for one in after.options:
        if one.id not in known:
            continue
        columns = new.columns(one.id)
        if columns != old.columns(one.id):
            rows.filter(ref=one.id).update(**columns)
