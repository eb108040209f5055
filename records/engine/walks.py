"""Orders records by a value that lies in an index, empty values last.

Never by a subquery over the records: at a million of them that takes a second, while
the index holds them in order. Ids come first; rows are fetched for the window alone.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

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
    from records.engine.matches import IndexMatch
    from records.engine.plans import Asked
    from records.query import Window
    from records.schema.fields import Field


def walked_page(asked: Asked, window: Window) -> Page:
    """Return a window along the index of the first key, then of records without one."""
    ordering = asked.ordering
    field = _walked(ordering)
    valued = _entries(field)
    for match in asked.matches:
        valued = _narrowed(valued, field, match)
    for match in asked.barred:
        valued = valued.filter(~match.holds_for("record_id"))
    if asked.has_other_conditions:
        others = asked.other_rows.filter(pk=OuterRef("record_id"))
        valued = valued.filter(Exists(others))
    walk = valued.order_by(*_keys(asked.door, ordering))
    ids = ids_of(walk, window.offset, window.limit, "record_id")
    if len(ids) < window.limit:
        skipped = 0
        if not ids and window.offset:
            skipped = max(0, window.offset - valued.count())
        without = asked.probed_rows.filter(
            ~Exists(_entries(field).filter(record_id=OuterRef("pk")))
        )
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
    walk = _entries(_walked(ordering)).filter(record_id__in=ids)
    walk = walk.order_by(*_keys(rows, ordering))
    ordered = list(walk.values_list("record_id", flat=True))
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


def _narrowed(
    rows: QuerySet[Any], field: IndexedField, match: IndexMatch
) -> QuerySet[Any]:
    only = match.only_member
    if only is not None and only.field.own == field.own and not field.repeats:
        return rows.filter(only.predicate)  # of the very row that is walked over
    return rows.filter(match.holds_for("record_id"))


def _keys(door: OrganizationQuerySet[Any], ordering: Ordering) -> list[OrderBy]:
    """Return the order as the index's rows know it."""
    field = _walked(ordering)
    keys = [order_by(F(field.key), descending=ordering.descending)]
    for one, down in ordering.fields[1:]:
        key = _key_of(door, one)
        keys.append(order_by(key, descending=down, nullable=one.is_nullable))
    return [*keys, order_by(F("record_id"), descending=ordering.ends_descending)]


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
