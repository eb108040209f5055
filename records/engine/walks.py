"""Orders records by a value that lies in an index, empty values last.

Never by a subquery over the records: at a million of them that takes a second, while
the index holds them in order. Ids come first; rows are fetched for the window alone.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db import connection
from django.db.models import Exists, F, OuterRef, Subquery

from records.engine.compiler import order_by
from records.engine.matches import Member
from records.engine.pages import Page, ids_of, record_page, told_total
from records.schema.fields import IndexedField

if TYPE_CHECKING:
    from collections.abc import Sequence

    from django.db.models import QuerySet
    from django.db.models.expressions import OrderBy

    from records.access.scoping import OrganizationQuerySet
    from records.engine.compiler import Ordering
    from records.engine.plans import Asked
    from records.query import Window
    from records.schema.fields import Field


def walked_page(asked: Asked, window: Window) -> Page:
    """Return a window along the index of the first key, then of records without one."""
    ordering = asked.ordering
    strands = _walked(ordering).strands
    valued = [_narrowed(one, asked) for one in strands]
    end = window.offset + window.limit
    found = _along(valued, asked.door, ordering, end)[window.offset : end]
    ids = [record_id for record_id, *_keys_of_it in found]
    if len(ids) < window.limit:
        skipped = 0
        if not ids and window.offset:
            skipped = max(0, window.offset - sum(rows.count() for rows in valued))
        without = asked.probed_rows
        for one in strands:
            own = _entries(one).filter(record_id=OuterRef("pk"))
            without = without.filter(~Exists(own))
        ids += ids_of(
            without.order_by(*ordering.rest), skipped, window.limit - len(ids)
        )
    total = told_total(ids, window)
    return ids, asked.count() if total is None else total


def ordered_few(
    rows: OrganizationQuerySet[Any],
    ids: Sequence[int],
    ordering: Ordering,
    window: Window,
) -> Page:
    """Return a window over a few records, whose ids are known already."""
    if not isinstance(ordering.first_field, IndexedField):
        return record_page(rows, ordering, window, count=lambda: len(ids))
    strands = _walked(ordering).strands
    valued = [_entries(one).filter(record_id__in=ids) for one in strands]
    ordered = [record_id for record_id, *_keys_of_it in _along(valued, rows, ordering)]
    without = set(ids).difference(ordered)
    if without and len(ordering.fields) > 1:
        found = rows.filter(pk__in=without).order_by(*ordering.rest)
        ordered += found.values_list("pk", flat=True)
    else:
        ordered += sorted(without, reverse=ordering.ends_descending)
    return ordered[window.offset : window.offset + window.limit], len(ids)


def _walked(ordering: Ordering) -> IndexedField:
    field = ordering.first_field
    if not isinstance(field, IndexedField):
        raise TypeError("Only an index can be walked along.")
    return field


def _entries(field: IndexedField) -> QuerySet[Any]:
    """Return the field's rows in its order: SQLite wants to hear that none is null."""
    return field.entries().filter(Member(field).predicate)


def _narrowed(field: IndexedField, asked: Asked) -> QuerySet[Any]:
    """Return the field's rows of the records that are asked for."""
    rows = _entries(field)
    for match in asked.matches:
        only = match.only_member
        if only is not None and only.field.own == field.own and not field.repeats:
            rows = rows.filter(only.predicate)  # of the very row that is walked over
        else:
            rows = rows.filter(match.holds_for("record_id"))
    for match in asked.barred:
        rows = rows.filter(~match.holds_for("record_id"))
    if asked.has_other_conditions:
        others = asked.other_rows.filter(pk=OuterRef("record_id"))
        rows = rows.filter(Exists(others))
    return rows


def _along(
    strands: Sequence[QuerySet[Any]],
    door: OrganizationQuerySet[Any],
    ordering: Ordering,
    end: int | None = None,
) -> Any:
    """Return rows that begin with a record's id, in order; strands are merged.

    ``end`` says how many are wanted at most. SQLite merges a UNION ALL of ordered parts
    as far as the window goes; PostgreSQL does when each part is ordered and cut.
    """
    keys = _keys(door, ordering)
    if len(strands) == 1:
        ordered = [order_by(key, descending=down, nullable=n) for key, down, n in keys]
        ordered.append(_by_record(ordering))
        return strands[0].order_by(*ordered).values_list("record_id")
    # By name, for a UNION is ordered by its columns alone.
    named = {f"key{at}": key for at, (key, _down, _nullable) in enumerate(keys)}
    first, *others = [
        one.order_by().annotate(**named).values_list("record_id", *named)
        for one in strands
    ]
    ordered = [
        order_by(F(name), descending=down, nullable=nullable)
        for name, (_key, down, nullable) in zip(named, keys, strict=True)
    ]
    ordered.append(_by_record(ordering))
    if end is not None and connection.features.supports_slicing_ordering_in_compound:
        first, *others = [one.order_by(*ordered)[:end] for one in (first, *others)]
    return first.union(*others, all=True).order_by(*ordered)


def _by_record(ordering: Ordering) -> OrderBy:
    return order_by(F("record_id"), descending=ordering.ends_descending)


def _keys(
    door: OrganizationQuerySet[Any], ordering: Ordering
) -> list[tuple[Any, bool, bool]]:
    """Return the order as the index's rows know it: key, descending, nullable."""
    field = _walked(ordering)
    first = (F(field.key), ordering.descending, False)
    others = [
        (_key_of(door, one), down, one.is_nullable) for one, down in ordering.fields[1:]
    ]
    return [first, *others]


def _key_of(door: OrganizationQuerySet[Any], one: Field) -> Any:
    """Return what a further key is for the record that an index row names."""
    if one.name == "created_at":
        return F("created_at")
    if isinstance(one, IndexedField):
        own = one.entries().filter(record_id=OuterRef("record_id"))
        return Subquery(own.values(one.key)[:1])
    rows = door.order_by().filter(pk=OuterRef("record_id"))
    if one.annotations:
        rows = rows.alias(**one.annotations)
    return Subquery(rows.annotate(walk_key=one.order_key()).values("walk_key")[:1])
