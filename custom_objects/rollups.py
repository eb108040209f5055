"""What may be asked of the records that point at a record."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.db.models import Avg, Count, Max, Min, Sum
from django.utils.translation import gettext_lazy as _

from custom_objects.fields import ValueField
from custom_objects.formulas import FormulaType
from records.schema.fields import ColumnField, RelationField
from records.schema.kinds import DateKind, IntegerKind, MomentKind, NumberKind

if TYPE_CHECKING:
    from django.db.models import Aggregate
    from django.utils.functional import _StrPromise

    from records.schema.fields import Field

COUNT = "count"


class _Sum(Sum):
    """A sum that SQLite makes of floating-point numbers: whole ones would overflow."""

    def as_sqlite(self, compiler: Any, connection: Any, **context: Any) -> Any:
        template = "SUM(1.0 * %(expressions)s)"
        return self.as_sql(compiler, connection, template=template, **context)


_RESULTS: tuple[tuple[tuple[type, ...], FormulaType], ...] = (
    ((NumberKind, IntegerKind), FormulaType.NUMBER),
    ((DateKind,), FormulaType.DATE),
    ((MomentKind,), FormulaType.MOMENT),
)


@dataclass(frozen=True, slots=True)
class Function:
    """What is asked of the records that point at one."""

    aggregate: type[Aggregate]
    label: str | _StrPromise
    takes_dates: bool = False

    def result(self, measured: Field) -> FormulaType | None:
        """Return what it gives of a field's values, ``None`` if it takes none."""
        if not can_be_measured(measured):
            return None
        for kinds, result in _RESULTS:
            if isinstance(measured.kind, kinds):
                is_taken = result is FormulaType.NUMBER or self.takes_dates
                return result if is_taken else None
        return None


FUNCTIONS: dict[str, Function] = {
    COUNT: Function(Count, _("How many")),
    "sum": Function(_Sum, _("Sum")),
    "min": Function(Min, _("Smallest or earliest"), takes_dates=True),
    "max": Function(Max, _("Largest or latest"), takes_dates=True),
    "avg": Function(Avg, _("Average")),
}


def points_at(one: Field, slug: str) -> bool:
    """Tell whether a field's values are records of a type, found by an index."""
    is_indexed = isinstance(one, ValueField) or (
        isinstance(one, RelationField) and one.is_own
    )
    return is_indexed and one.referenced_type == slug


def can_be_measured(one: Field) -> bool:
    """Tell whether a field's values can be read without the JSON of its records."""
    if isinstance(one, ValueField):
        return one.filterable and not one.repeats
    return isinstance(one, ColumnField) and one.is_own
