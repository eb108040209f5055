"""The field class of rollups: all figures of a page in one statement.

Only rows of the index, or rows that an index found, are read. Only live records of the
caller's organization count, and of those the ones they may know of. What cannot be asked
any more (an archived object or field, one that records cannot be filtered by) makes a
rollup null.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from django.db.models import (
    Count,
    DateField,
    DateTimeField,
    DecimalField,
    F,
    IntegerField,
    OuterRef,
    Subquery,
    Value,
)
from django.db.models.functions import Cast

from custom_objects.fields import ValueField
from custom_objects.formulas import FormulaType
from custom_objects.formulas.values import canonical
from custom_objects.rollups import COUNT, FUNCTIONS, points_at
from records.schema.fields import Field
from records.schema.kinds import DateKind, MomentKind
from records.schema.registry import UnknownObjectType, registry

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from django.db.models import Aggregate, QuerySet
    from django.db.models.expressions import Combinable

    from records.access.caller import Caller
    from records.schema.fields import Row
    from records.schema.object_types import ObjectType

MOST_VALUES = 20_000
"""Ids that one statement names; SQLite takes some thirty thousand values."""

_FIGURES: dict[str, Any] = {
    COUNT: IntegerField(),
    "number": DecimalField(max_digits=40, decimal_places=12),
    "moment": DateTimeField(),
    "day": DateField(),
}
"""The columns of the statement, in one of which a rollup has its figure."""
_COLUMNS = {MomentKind: "moment", DateKind: "day"}
"""Those for values of built-in columns; the others are numbers."""


class _Null(Cast):
    """A null of a type, which groups nothing."""

    def __init__(self, output: Any) -> None:
        super().__init__(Value(None), output)

    def get_group_by_cols(self) -> list[Any]:
        return []


@dataclass(frozen=True, slots=True)
class _Pointing:
    """The rows that point at a type, and the columns that tell whence and whither."""

    rows: QuerySet[Any]
    record_id: str
    target_id: str


@dataclass(frozen=True, slots=True)
class Plan:
    """How one rollup is come by: an aggregate over rows, in one of the columns."""

    pointing: _Pointing
    column: str
    figure: Aggregate

    def query(self, place: int, record_ids: Sequence[int]) -> Any:
        """Return the figures of these records: place, record, and the four columns."""
        found = self.pointing.rows.filter(
            **{f"{self.pointing.target_id}__in": record_ids}
        )
        columns = {
            name: self.figure if name == self.column else _Null(output)
            for name, output in _FIGURES.items()
        }
        return (
            found.order_by()
            .values(target=F(self.pointing.target_id))
            .annotate(place=Value(place, IntegerField()), **columns)
            .values_list("place", "target", *_FIGURES)
        )


@dataclass(frozen=True, kw_only=True)
class RollupField(Field):
    """A figure over the records of ``source`` whose ``reference`` is this record.

    0 where records are counted and none points here; null for other functions.
    """

    field_id: int
    holder: str
    source: str
    reference: str
    function: str
    measured: str = ""
    result: FormulaType = FormulaType.NUMBER
    writable: bool = False
    filterable: bool = False

    @property
    def is_late(self) -> bool:
        return True

    @property
    def is_sortable(self) -> bool:
        return False

    @property
    def late_key(self) -> str:
        """Where a row holds the value."""
        return f"computed_{self.field_id}"

    def read(self, row: Row) -> Any:
        return row[self.late_key]

    @classmethod
    def load_page(
        cls, caller: Caller, fields: Sequence[Any], rows: Mapping[int, dict[str, Any]]
    ) -> None:
        plans = [one.plan(caller) for one in fields]
        figures = _figures(plans, list(rows))
        for place, (one, plan) in enumerate(zip(fields, plans, strict=True)):
            nothing = 0 if plan is not None and one.function == COUNT else None
            found = figures.get(place, {})
            for record_id, row in rows.items():
                figure = found.get(record_id)
                row[one.late_key] = nothing if figure is None else one.settle(figure)

    def plan(self, caller: Caller) -> Plan | None:
        """Return how the figures are come by, ``None`` if they cannot be any more."""
        try:
            source = registry.resolve(caller.organization, self.source)
        except UnknownObjectType:
            return None
        reference = source.fields_by_name.get(self.reference)
        if reference is None or not points_at(reference, self.holder):
            return None
        pointing = _pointing(caller, source, reference)
        if self.function == COUNT:
            return Plan(pointing, COUNT, Count("*"))
        measured = source.fields_by_name.get(self.measured)
        function = FUNCTIONS[self.function]
        if measured is None or function.result(measured) is not self.result:
            return None
        column, value = _measured(caller, source, measured, pointing)
        figure = function.aggregate(value, output_field=_FIGURES[column])
        return Plan(pointing, column, figure)

    def settle(self, figure: Any) -> Any:
        """Return the value that a figure of the statement stands for."""
        if isinstance(figure, Decimal):
            return _rounded(figure)
        if self.result is FormulaType.DATE and isinstance(figure, dt.datetime):
            return figure.date()
        return figure


def _rounded(number: Decimal) -> Decimal | None:
    try:
        return canonical(number)
    except ArithmeticError:  # more digits than are ever stored
        return None


def _pointing(caller: Caller, source: ObjectType, reference: Field) -> _Pointing:
    """Return the live rows of a type that its field points from."""
    if not isinstance(reference, ValueField):
        return _Pointing(source.rows(caller), "pk", reference.paths[0])
    rows = reference.entries()
    if (
        source.visible is not None
    ):  # the index does not know whom a record is hidden from
        rows = rows.filter(record_id__in=source.rows(caller).values("pk"))
    return _Pointing(rows, "record_id", "ref")


def _measured(
    caller: Caller, source: ObjectType, measured: Field, pointing: _Pointing
) -> tuple[str, Combinable]:
    """Return the values of a field of the rows that point, and the column they fill."""
    pointer = OuterRef(pointing.record_id)
    if isinstance(measured, ValueField):
        own = measured.entries().filter(record_id=pointer)
        return measured.key, Subquery(own.values(measured.key)[:1])
    path = measured.paths[0]
    column = _COLUMNS.get(type(measured.kind), "number")
    if pointing.record_id == "pk":
        return column, F(path)
    return column, Subquery(source.rows(caller).filter(pk=pointer).values(path)[:1])


def _figures(
    plans: Sequence[Plan | None], record_ids: Sequence[int]
) -> dict[int, dict[int, Any]]:
    """Return what the plans give, by place and record. One statement for a page."""
    asked = {place: one for place, one in enumerate(plans) if one is not None}
    figures: dict[int, dict[int, Any]] = {place: {} for place in asked}
    size = MOST_VALUES // max(1, len(asked))
    for start in range(0, len(record_ids) if asked else 0, size):
        some = record_ids[start : start + size]
        first, *others = (one.query(place, some) for place, one in asked.items())
        for place, target, *columns in first.union(*others, all=True):
            at = list(_FIGURES).index(asked[place].column)
            figures[place][target] = columns[at]
    return figures
