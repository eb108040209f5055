"""What a query of the document dialect must answer: plain Python over a list of dicts.

Written from contract document §4.2 and §4.3, not from the engine. ``row`` is a record as
the resource dialect reads it (milliseconds, numbers for ids); operands are what a client
of the document dialect sends.
"""

import datetime as dt
from dataclasses import dataclass
from typing import Any

from records.dialects.document.identifiers import parse_record_id
from tests.equivalence import oracle
from tests.equivalence.oracle import ORDERS, Row

EQUALITY = ("$eq", "$ne", "$in", "$nin", "$empty")
RANGE = {"$gt": "gt", "$gte": "gte", "$lt": "lt", "$lte": "lte"}


class Reference:
    """Ids: equal or not, of records of one object."""

    operators: tuple[str, ...] = EQUALITY

    def __init__(self, target: str) -> None:
        self.target = target

    def equals(self, values: oracle.Values, row: Row, operand: Any) -> bool:
        meant = parse_record_id(operand)
        return (
            meant is not None
            and meant.object_type == self.target
            and meant.record_id in self.ids(values, row)
        )

    @staticmethod
    def ids(values: oracle.Values, row: Row) -> list[int]:
        """Return the numbers that a row holds."""
        stored = values.of(row)
        return [] if stored is None else [stored]


class Members(Reference):
    """Sets of ids: to equal and to contain is to have a member."""

    operators = (*EQUALITY, "$contains")

    @staticmethod
    def ids(values: oracle.Values, row: Row) -> list[int]:
        return list(values.of(row) or ())

    contains = Reference.equals


class Moment:
    """Whole seconds; a date alone equals its day and compares as its midnight."""

    operators = (*EQUALITY, *RANGE)

    @staticmethod
    def _second(text: str) -> dt.datetime:
        moment = dt.datetime.fromisoformat(text)
        if moment.tzinfo is None:
            moment = moment.replace(tzinfo=dt.UTC)
        return moment.astimezone(dt.UTC).replace(microsecond=0)

    def equals(self, values: oracle.Values, row: Row, operand: Any) -> bool:
        mine = self._second(values.of(row))
        if len(operand) == 10:
            return bool(mine.date().isoformat() == operand)
        return mine == self._second(operand)

    def compares(
        self, values: oracle.Values, row: Row, operator: str, operand: Any
    ) -> bool:
        mine, theirs = self._second(values.of(row)), self._second(operand)
        return bool(ORDERS[operator](mine, theirs))


class Plain:
    """Everything that compares as in the resource dialect."""

    def __init__(self, operators: frozenset[str]) -> None:
        known = {f"${one}" for one in operators} | {"$ne", "$in", "$nin", "$empty"}
        self.operators = tuple(
            one for one in (*EQUALITY, *RANGE, "$contains") if one in known
        )

    def equals(self, values: oracle.Values, row: Row, operand: Any) -> bool:
        return values.equals(row, operand)

    def contains(self, values: oracle.Values, row: Row, operand: str) -> bool:
        stored = values.of(row)
        if isinstance(stored, list):
            return operand in stored
        return operand.casefold() in str(stored).casefold()

    def compares(
        self, values: oracle.Values, row: Row, operator: str, operand: Any
    ) -> bool:
        return values.compares(row, operator, operand)


class Stages(Plain):
    """A contact's status: some texts are stages, known in any case and in order."""

    def __init__(self, stages: tuple[str, ...]) -> None:
        super().__init__(oracle.Text.operators)
        self.stages = stages

    def slug(self, text: str) -> str:
        folded = text.casefold()
        return folded if folded in self.stages else text

    def equals(self, values: oracle.Values, row: Row, operand: Any) -> bool:
        return bool(self.slug(values.of(row)) == self.slug(operand))

    def compares(
        self, values: oracle.Values, row: Row, operator: str, operand: Any
    ) -> bool:
        mine, theirs = self.slug(values.of(row)), self.slug(operand)
        if mine not in self.stages or theirs not in self.stages:
            return False
        places = self.stages.index(mine), self.stages.index(theirs)
        return bool(ORDERS[operator](*places))

    def place(self, text: str) -> int:
        stages, slug = self.stages, self.slug(text)
        return stages.index(slug) if slug in stages else len(stages)


@dataclass(frozen=True)
class Asked:
    """One field, one operator, one operand."""

    field: str
    operator: str
    value: Any


def holds(values: oracle.Values, meaning: Any, asked: Asked, row: Row) -> bool:
    """Tell whether a row answers one condition."""
    operator, operand = asked.operator, asked.value
    if operator == "$empty":
        return values.is_empty(row) is operand
    if operator in ("$eq", "$ne", "$in", "$nin"):
        members = operand if operator in ("$in", "$nin") else [operand]
        found = any(_equals(values, meaning, row, one) for one in members)
        return found is (operator in ("$eq", "$in"))
    if values.is_empty(row):
        return False
    if operator == "$contains":
        return bool(meaning.contains(values, row, operand))
    return bool(meaning.compares(values, row, RANGE[operator], operand))


def _equals(values: oracle.Values, meaning: Any, row: Row, operand: Any) -> bool:
    if operand is None or operand == "":
        return values.is_empty(row)
    return not values.is_empty(row) and meaning.equals(values, row, operand)


def ordered(
    rows: list[Row], values: oracle.Values, meaning: Any, *, descending: bool
) -> list[Row]:
    """Sort by one field: empties last either way, ties by id in the same direction."""

    def key(row: Row) -> Any:
        if isinstance(meaning, Stages):
            return meaning.place(values.of(row))
        return values.sort_key(row)

    found = sorted(rows, key=lambda row: row["id"], reverse=descending)
    valued = [row for row in found if not values.is_empty(row)]
    empty = [row for row in found if values.is_empty(row)]
    return sorted(valued, key=key, reverse=descending) + empty
