"""Chooses the form in which a question is put to the database (ADR 0012).

Questions about columns go to the record's own table. Those about values that lie in an
index are put to the index alone where it can answer them, else in the form that reads
least:

- filters by index in the default order: a page of index rows (:func:`_value_page`);
- few matches: their ids first, then the order (:func:`_few_page`);
- sorted by an indexed value: a walk along the index, then the records without a value
  (:func:`records.engine.walks.walked_page`);
- several equalities, on PostgreSQL: one containment of the records' JSON.

The exact total, which the answer needs, comes from the index alone where nothing else
is asked, and from the tally of the type where nothing is asked at all. Security invariant: index rows are of fields of the caller's own organization,
and whatever they name is read through the type's door.
"""

from __future__ import annotations

from functools import cached_property
from operator import itemgetter
from typing import TYPE_CHECKING, Any

from django.db import connection

from records.engine.compiler import Ordering, compile_sorts, compile_where
from records.engine.pages import Page, ids_of, record_page, told_total
from records.engine.tallies import live_total
from records.engine.walks import ordered_few, walked_page
from records.schema.fields import IndexedField

if TYPE_CHECKING:
    from collections.abc import Sequence

    from django.db.models import QuerySet

    from records.access.caller import Caller
    from records.access.scoping import OrganizationQuerySet
    from records.engine.matches import IndexMatch
    from records.query import RecordQuery, Window
    from records.schema.object_types import ObjectType

FEW = 2_000
"""Matches up to which their ids are fetched before they are ordered."""

_WORTH_ASKING = 5_000
"""Matches beyond which SQLite need not know how many more there are."""


def find_ids(caller: Caller, object_type: ObjectType, query: RecordQuery) -> Page:
    """Return the ids of the window a question asks for, in order, and the total.

    At most five statements, and one more for each further key that can be empty where
    the first has no value. Raises :class:`QuestionError`.
    """
    if query.include_archived:
        object_type = object_type.including_archived()
    asked = Asked(caller, object_type, query)
    window = query.window
    if not asked.uses_index:
        return record_page(asked.rows, asked.ordering, window, count=asked.count)
    few = None
    is_a_page = asked.is_one_equality and asked.has_natural_order
    if (asked.matches or asked.contained) and not is_a_page:
        few = asked.few()
    if few is not None:
        if asked.is_answered_by_values and asked.has_natural_order:
            return few[window.offset : window.offset + window.limit], len(few)
        rows = asked.door.filter(pk__in=few)
        return ordered_few(rows, few, asked.ordering, window)
    if asked.is_answered_by_values and asked.has_natural_order:
        return _value_page(asked, window)
    if isinstance(asked.ordering.first_field, IndexedField):
        return walked_page(asked, window)
    return record_page(asked.probed_rows, asked.ordering, window, count=asked.count)


class Asked:
    """A question in the parts that the forms put together."""

    def __init__(
        self, caller: Caller, object_type: ObjectType, query: RecordQuery
    ) -> None:
        compiled = compile_where(object_type, query.where)
        self.ordering: Ordering = compile_sorts(object_type, query.sorts)
        self._compiled = compiled
        self._caller, self._object_type = caller, object_type
        self._live_only = not query.include_archived
        self._is_plain = object_type.visible is None and object_type.scope is None
        self.door: OrganizationQuerySet[Any] = object_type.rows(
            caller, include_archived=query.include_archived
        )
        self.matches: list[IndexMatch] = compiled.matches
        self.barred: list[IndexMatch] = compiled.barred
        self.contained: dict[str, Any] = {}
        if connection.vendor == "postgresql" and self._live_only:
            self._contain_equalities()

    def _contain_equalities(self) -> None:
        """Turn two or more equalities into one containment, which one index answers."""
        contained: dict[str, Any] = {}
        others: list[IndexMatch] = []
        for match in self.matches:
            pairs = match.contained
            if pairs is None or contained.keys() & pairs.keys():
                others.append(match)
            else:
                contained |= pairs
        if len(contained) > 1:
            self.contained, self.matches = contained, others

    @property
    def uses_index(self) -> bool:
        """Whether values that lie in an index are asked for at all."""
        ordered = any(isinstance(one, IndexedField) for one, _ in self.ordering.fields)
        asked = self.matches or self.barred or self.contained or ordered
        return self._live_only and bool(asked)

    @property
    def has_other_conditions(self) -> bool:
        """Whether anything is asked that only the record's own table answers."""
        return bool(self._compiled.rest or self.contained or not self._is_plain)

    @property
    def is_answered_by_values(self) -> bool:
        """Whether index rows alone tell which records match."""
        if not self.matches or self.has_other_conditions:
            return False
        # A union can be ordered and counted, but nothing else can be asked of it.
        alone = len(self.matches) == 1 and not self.barred
        return alone or any(one.only_member for one in self.matches)

    @property
    def has_natural_order(self) -> bool:
        """Whether index rows carry what orders: they know id and creation."""
        return all(one.name == "created_at" for one, _ in self.ordering.fields)

    @property
    def is_one_equality(self) -> bool:
        """Whether an index holds exactly the matches, one after the other."""
        if len(self.matches) != 1 or self.barred or self.has_other_conditions:
            return False
        only = self.matches[0].only_member
        return only is not None and only.equality is not None

    @cached_property
    def rows(self) -> OrganizationQuerySet[Any]:
        """The matching records, each condition as a set of ids."""
        rows = self._narrowed()
        for match in self.matches:
            rows = rows.filter(match.predicate)
        return rows

    @cached_property
    def probed_rows(self) -> OrganizationQuerySet[Any]:
        """The same, where records are walked in an order and each is looked up."""
        rows = self._narrowed()
        for match in self.matches:
            rows = rows.filter(match.holds_for("pk"))
        return rows

    def _narrowed(self) -> OrganizationQuerySet[Any]:
        rows = self.other_rows
        for match in self.barred:
            rows = rows.filter(~match.holds_for("pk"))
        return rows

    @cached_property
    def other_rows(self) -> OrganizationQuerySet[Any]:
        """The records that the conditions which no index answers leave."""
        rows = self.door
        if self._compiled.annotations:
            rows = rows.alias(**self._compiled.annotations)
        if self._compiled.rest:
            rows = rows.filter(self._compiled.rest)
        if self.contained:
            rows = rows.filter(custom_fields__contains=self.contained)
        return rows

    @cached_property
    def values(self) -> QuerySet[Any]:
        """The index rows of the records that fulfil matches and barred ones."""
        driving, *others = rarest_first(self.matches)
        rows = driving.entries()
        for match in others:
            rows = rows.filter(match.holds_for("record_id"))
        for match in self.barred:
            rows = rows.filter(~match.holds_for("record_id"))
        return rows.distinct() if driving.can_repeat else rows

    def count(self) -> int:
        """Return the exact number of matches, from the index alone where it tells."""
        if self.is_answered_by_values:
            return self.values.count()
        if self.matches or self.has_other_conditions or len(self.barred) > 1:
            return self.rows.count()
        # All records, or all but some.
        return self._live_count() - (self._barred_count() if self.barred else 0)

    def _live_count(self) -> int:
        if self._live_only and self._object_type.tally:
            return live_total(self._caller, self._object_type)
        return self.door.count()

    def _barred_count(self) -> int:
        (match,) = self.barred
        rows = match.entries()
        return (rows.distinct() if match.can_repeat else rows).count()

    def few(self) -> list[int] | None:
        """Return the ids of all matches when they are few, ``None`` when many.

        In the question's order where index rows tell it.
        """
        if not self.is_answered_by_values:
            ids = ids_of(self.rows, 0, FEW + 1)
            return ids if len(ids) <= FEW else None
        found = list(self.values.values_list("record_id", "created_at")[: FEW + 1])
        if len(found) > FEW:
            return None
        if self.has_natural_order:
            found.sort(reverse=self.ordering.ends_descending)
            for _field, descending in reversed(self.ordering.fields):
                found.sort(key=itemgetter(1), reverse=descending)
        return [record_id for record_id, _created_at in found]


def _value_page(asked: Asked, window: Window) -> Page:
    """Return a page of index rows: they are in one order with the records."""
    keys = [("created_at", down) for _field, down in asked.ordering.fields]
    keys.append(("record_id", asked.ordering.ends_descending))
    # By name: the order of a union knows no expressions.
    rows = asked.values.order_by(*(f"-{key}" if down else key for key, down in keys))
    found = rows.values_list("record_id", "created_at")
    ids = [one for one, _at in found[window.offset : window.offset + window.limit]]
    total = told_total(ids, window)
    return ids, asked.count() if total is None else total


def rarest_first(matches: Sequence[IndexMatch]) -> list[IndexMatch]:
    """Return matches in the order of their number, as far as that matters.

    PostgreSQL orders joins by its statistics; SQLite does as it is told, and is told
    after one statement that counts a few thousand of each. What others narrow is never
    a union.
    """
    if len(matches) < 2:
        return list(matches)
    narrowed = [one for one in matches if one.only_member]
    unions = [one for one in matches if not one.only_member]
    if connection.vendor == "sqlite" and len(narrowed) > 1:
        counts = dict(zip(narrowed, _counts(narrowed), strict=True))
        narrowed.sort(key=counts.__getitem__)
    return [*narrowed, *unions]


def _counts(matches: Sequence[IndexMatch]) -> list[int]:
    parts: list[str] = []
    parameters: list[Any] = []
    for match in matches:
        rows = match.entries().values("record_id")[:_WORTH_ASKING]
        statement, values = rows.query.sql_with_params()
        parts.append(f"(SELECT COUNT(*) FROM ({statement}))")  # noqa: S608 - the ORM's
        parameters += values
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {', '.join(parts)}", parameters)
        return list(cursor.fetchone())
