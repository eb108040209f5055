"""A contact's status as this dialect documents it: ordered stages (contract §5).

The column holds free text, because the other dialects write any; here the names of the
documented stages are understood in any case and compare by their order.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, ClassVar

from django.db.models import Case, F, IntegerField, Q, Value, When
from django.db.models.lookups import In

from crm.staging import default_stages
from records.query import Operator
from records.query.operators import MATCHING, RANGE
from records.schema.folding import Fold, fold
from records.schema.kinds import Column, TextKind, WireForm
from records.schema.projections import Stage

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from django.db.models.expressions import Combinable

    from records.access.caller import Caller

_COMPARE: dict[str, Any] = {
    "gt": lambda place, other: place > other,
    "gte": lambda place, other: place >= other,
    "lt": lambda place, other: place < other,
    "lte": lambda place, other: place <= other,
}


@dataclass(frozen=True, slots=True)
class StageTextKind(TextKind):
    """Text, some of which are stages: words in their order, the same in any case.

    A text that is no stage stays as it is; it is equal to itself and comes after all
    stages.
    """

    stages: tuple[str, ...] = ()

    name: ClassVar[str] = "stage_text"

    def _slug(self, text: str) -> str:
        folded = fold(text)
        return folded if folded in self.stages else text

    def clean(self, value: object) -> str | None:
        text = TextKind.clean(self, value)
        return None if text is None else self._slug(text)

    def same(self, one: Any, other: Any) -> bool:
        spelled = (self._slug(text) if text else text for text in (one, other))
        return len(set(spelled)) == 1

    def represent(self, value: Any, form: WireForm) -> Any:
        return self._slug(value)

    def clean_member(self, operator: Operator, value: object) -> str:
        if operator in MATCHING:
            return TextKind.clean_member(self, operator, value)
        return self._slug(TextKind.clean_member(self, Operator.EQ, value))

    def predicate(self, column: Column, operator: Operator, operand: Any) -> Q:
        if operator in RANGE:
            return self._compared(column, operator, operand)
        if operator in (Operator.EQ, Operator.IN):
            members = set(operand if operator is Operator.IN else (operand,))
            stages = members & set(self.stages)
            others = Q(**{f"{column.path}__in": sorted(members - stages)})
            return others | self._is_one_of(column, sorted(stages))
        return TextKind.predicate(self, column, operator, operand)

    def _is_one_of(self, column: Column, stages: Iterable[str]) -> Q:
        # Two-valued: NOT over a null comparison would drop the row.
        folded: Any = Fold(F(column.path))
        return Q(In(folded, list(stages))) & ~self.empty(column)

    def _compared(self, column: Column, operator: Operator, operand: str) -> Q:
        if operand not in self.stages:
            return Q(pk__in=[])
        compare, other = _COMPARE[operator.value], self.stages.index(operand)
        fit = [one for place, one in enumerate(self.stages) if compare(place, other)]
        return self._is_one_of(column, fit)

    def order_key(self, column: Column) -> Combinable:
        places = [
            When(self._is_one_of(column, [one]), then=Value(place))
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


def contact_stages(_caller: Caller) -> Sequence[Stage]:
    """Return the words that a contact's status is compared by."""
    return [Stage(one.capitalize(), one) for one in CONTACT_STATUS.stages]


def deal_stages(caller: Caller) -> Sequence[Stage]:
    """Return the stages of the pipeline that a new deal is in."""
    return [
        Stage(one["name"], one["slug"], one["color"]) for one in default_stages(caller)
    ]
