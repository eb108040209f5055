"""A contact's status as this dialect documents it: ordered stages (contract §5).

The column holds free text, because the other dialects write any; here the names of the
documented stages are understood in any case and compare by their order.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, ClassVar

from django.db.models import Case, IntegerField, Q, Value, When

from records.query import Operator
from records.query.operators import MATCHING, RANGE
from records.schema.folding import fold
from records.schema.kinds import Column, TextKind

if TYPE_CHECKING:
    from django.db.models.expressions import Combinable

_COMPARE: dict[str, Any] = {
    "gt": lambda place, other: place > other,
    "gte": lambda place, other: place >= other,
    "lt": lambda place, other: place < other,
    "lte": lambda place, other: place <= other,
}


@dataclass(frozen=True, slots=True)
class StageTextKind(TextKind):
    """Text, some of which are stages: slugs in their order, known by name in any case.

    A text that is no stage is kept as it is; it is equal to itself and comes after all
    stages.
    """

    stages: tuple[str, ...] = ()

    name: ClassVar[str] = "stage_text"

    def _slug(self, text: str) -> str:
        folded = fold(text.strip()).replace(" ", "_")
        return folded if folded in self.stages else text

    def clean(self, value: object) -> str | None:
        text = TextKind.clean(self, value)
        return None if text is None else self._slug(text)

    def clean_member(self, operator: Operator, value: object) -> str:
        if operator in MATCHING:
            return TextKind.clean_member(self, operator, value)
        return self._slug(TextKind.clean_member(self, Operator.EQ, value))

    def predicate(self, column: Column, operator: Operator, operand: Any) -> Q:
        if operator not in RANGE:
            return TextKind.predicate(self, column, operator, operand)
        if operand not in self.stages:
            return Q(pk__in=[])
        compare, other = _COMPARE[operator.value], self.stages.index(operand)
        fit = [one for place, one in enumerate(self.stages) if compare(place, other)]
        return Q(**{f"{column.path}__in": fit})

    def order_key(self, column: Column) -> Combinable:
        places = [
            When(**{column.path: one}, then=Value(place))
            for place, one in enumerate(self.stages)
        ]
        return Case(
            When(self.empty(column), then=Value(None)),
            *places,
            default=Value(len(self.stages)),
            output_field=IntegerField(),
        )


CONTACT_STATUS = StageTextKind(
    max_length=128, stages=("new", "contacted", "qualified", "active", "closed")
)
