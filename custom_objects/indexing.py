"""How a stored value lies in ``FieldValue``, and how it is found there.

One class per typed column. Each answers for writing (:meth:`ValueIndex.columns`), for
finding (:meth:`ValueIndex.matching`) and names the column that orders.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from decimal import Decimal
from hashlib import blake2b
from typing import TYPE_CHECKING, Any, ClassVar

from django.db.models import Q

from records.query import Operator
from records.schema.folding import fold

if TYPE_CHECKING:
    from collections.abc import Mapping

    from custom_objects.specification import Option

KEY_LENGTH = 80
"""Folded characters of a text that its index key keeps."""

_LOOKUPS = {
    Operator.EQ: "",
    Operator.IN: "__in",
    Operator.GT: "__gt",
    Operator.GTE: "__gte",
    Operator.LT: "__lt",
    Operator.LTE: "__lte",
}


@dataclass(frozen=True, slots=True)
class ValueIndex:
    """Base: one typed column that is compared and ordered as it is."""

    column: ClassVar[str]

    def columns(self, value: Any) -> dict[str, Any]:
        """Return the columns of the row for one stored (JSON) value."""
        return {self.column: self.to_column(value)}

    def to_column(self, value: Any) -> Any:
        """Return the column form of a stored value."""
        return value

    def matching(self, operator: Operator, operand: Any) -> Q:
        """Return the rows that match a cleaned operand; never called with ``EMPTY``."""
        return Q(**{f"{self.column}{_LOOKUPS[operator]}": operand})


def hash_of(text: str) -> int:
    """Return 64 bits that stand for a text in equality, as the database holds them."""
    digest = blake2b(text.encode(), digest_size=8).digest()
    return int.from_bytes(digest, "big", signed=True)


@dataclass(frozen=True, slots=True)
class TextIndex(ValueIndex):
    """Text by its fold; the key column holds its first eighty characters.

    Comparisons that the key can narrow name it too, so that the index serves them.
    Equality, which regards case unless ``ignores_case``, also compares a hash of the
    whole text, so that it is answered without the record.
    """

    ignores_case: bool = False

    column: ClassVar[str] = "text_key"

    def columns(self, value: Any) -> dict[str, Any]:
        folded = fold(value)
        return {
            "text": folded,
            "text_key": folded[:KEY_LENGTH],
            "exact": hash_of(folded if self.ignores_case else value),
        }

    def matching(self, operator: Operator, operand: Any) -> Q:
        match operator:
            case Operator.EQ:
                return Q(text_key=fold(operand)[:KEY_LENGTH]) & Q(
                    exact=self._hash(operand)
                )
            case Operator.IN:
                keys = {fold(one)[:KEY_LENGTH] for one in operand}
                return Q(text_key__in=keys) & Q(
                    exact__in={self._hash(one) for one in operand}
                )
            case Operator.CONTAINS:
                return Q(text__contains=operand)
            case Operator.STARTS_WITH:
                narrowed = Q(text_key__startswith=operand[:KEY_LENGTH])
                return narrowed & Q(text__startswith=operand)
            case Operator.ENDS_WITH:
                return Q(text__endswith=operand)
            case _:
                bound = "gte" if operator in (Operator.GT, Operator.GTE) else "lte"
                narrowed = Q(**{f"text_key__{bound}": operand[:KEY_LENGTH]})
                return narrowed & Q(**{f"text{_LOOKUPS[operator]}": operand})

    def _hash(self, operand: str) -> int:
        return hash_of(fold(operand) if self.ignores_case else operand)


@dataclass(frozen=True, slots=True)
class NumberIndex(ValueIndex):
    """Exact decimal numbers."""

    column: ClassVar[str] = "number"

    def to_column(self, value: Any) -> Decimal:
        return Decimal(str(value))


@dataclass(frozen=True, slots=True)
class MomentIndex(ValueIndex):
    """Points in time; a calendar day counts as its midnight UTC."""

    column: ClassVar[str] = "moment"

    def to_column(self, value: Any) -> dt.datetime:
        moment: dt.datetime
        if isinstance(value, str):
            moment = dt.datetime.fromisoformat(value)
        elif isinstance(value, dt.datetime):
            moment = value
        else:
            moment = dt.datetime.combine(value, dt.time.min)
        return moment if moment.tzinfo else moment.replace(tzinfo=dt.UTC)

    def matching(self, operator: Operator, operand: Any) -> Q:
        if operator is Operator.IN:
            return Q(moment__in=[self.to_column(one) for one in operand])
        return ValueIndex.matching(self, operator, self.to_column(operand))


@dataclass(frozen=True, slots=True)
class RefIndex(ValueIndex):
    """Ids of records and people."""

    column: ClassVar[str] = "ref"


@dataclass(frozen=True, slots=True)
class MemberIndex(RefIndex):
    """Ids of several options or records, a row each: every comparison is of members."""

    def matching(self, operator: Operator, operand: Any) -> Q:
        if operator is Operator.CONTAINS:
            operator = Operator.EQ
        return ValueIndex.matching(self, operator, operand)


@dataclass(frozen=True, slots=True)
class BooleanIndex(ValueIndex):
    """A checkbox: 0 or 1."""

    column: ClassVar[str] = "ref"

    def to_column(self, value: Any) -> int:
        return int(value)

    def matching(self, operator: Operator, operand: Any) -> Q:
        if operator is Operator.IN:
            return Q(ref__in=[int(one) for one in operand])
        return Q(ref=int(operand))


@dataclass(frozen=True, slots=True)
class _OptionIndex(ValueIndex):
    """Options by id; what orders them lies in another column beside it."""

    options: tuple[Option, ...] = ()

    def _option(self, option_id: int) -> Option | None:
        for one in self.options:
            if one.id == option_id:
                return one
        return None


@dataclass(frozen=True, slots=True)
class ChoiceIndex(_OptionIndex):
    """A choice: found by its id, ordered by its text."""

    column: ClassVar[str] = "text_key"

    def columns(self, value: Any) -> dict[str, Any]:
        option = self._option(value)
        folded = fold(option.name) if option else None
        return {
            "ref": value,
            "text": folded,
            "text_key": folded[:KEY_LENGTH] if folded else None,
        }

    def matching(self, operator: Operator, operand: Any) -> Q:
        match operator:
            case Operator.EQ:
                return Q(ref=operand)
            case Operator.IN:
                return Q(ref__in=operand)
            case _:
                return TextIndex().matching(operator, operand)


@dataclass(frozen=True, slots=True)
class StageIndex(_OptionIndex):
    """A stage: found by its id, ordered and compared by its position."""

    column: ClassVar[str] = "number"

    def columns(self, value: Any) -> dict[str, Any]:
        option = self._option(value)
        return {"ref": value, "number": Decimal(option.position) if option else None}

    def matching(self, operator: Operator, operand: Any) -> Q:
        match operator:
            case Operator.EQ:
                return Q(ref=operand)
            case Operator.IN:
                return Q(ref__in=operand)
            case _:
                option = self._option(operand)
                if option is None:
                    return Q(pk__in=[])
                return Q(**{f"number{_LOOKUPS[operator]}": option.position})


def index_rows(
    index: ValueIndex, value: Any, *, is_multiple: bool
) -> list[Mapping[str, Any]]:
    """Return the columns of a value's rows in order; none for no value."""
    if value is None or value in ("", []):
        return []
    members = value if is_multiple else [value]
    return [index.columns(one) for one in members]
