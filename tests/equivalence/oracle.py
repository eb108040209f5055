"""What a list must answer: plain Python over a list of dicts.

Written from the contract and the decisions, not from the engine: no query, no
database, no cleverness. ``row`` is a record as the API reads it.
"""

import datetime as dt
import operator as op
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any, ClassVar

Row = dict[str, Any]


class Values:
    """How the values of one field compare. Subclasses say what differs."""

    sortable = True
    operators: ClassVar[frozenset[str]] = frozenset()

    def __init__(self, name: str) -> None:
        self.name = name

    def of(self, row: Row) -> Any:
        return row[self.name]

    def is_empty(self, row: Row) -> bool:
        return bool(self.of(row) in (None, "", []))

    def equals(self, row: Row, operand: Any) -> bool:
        return bool(self.measure(self.of(row)) == self.measure(operand))

    def contains(self, row: Row, operand: Any) -> bool:
        stored = self.of(row)
        texts = stored if isinstance(stored, list) else [stored]
        return any(spelled(operand).casefold() in one.casefold() for one in texts)

    def measure(self, value: Any) -> Any:
        """Return what two values are compared and ordered by."""
        return value

    def sort_key(self, row: Row) -> Any:
        return self.measure(self.of(row))

    def compares(self, row: Row, operator: str, operand: Any) -> bool:
        """Tell whether a value that is not empty comes so before or after another."""
        return bool(ORDERS[operator](self.measure(self.of(row)), self.measure(operand)))


EQUALITY = frozenset({"eq", "neq", "in", "not_in", "is_empty", "is_not_empty"})
RANGE = frozenset({"gt", "gte", "lt", "lte"})
MATCHING = frozenset({"contains", "not_contains", "starts_with", "ends_with"})
ORDERS = {"gt": op.gt, "gte": op.ge, "lt": op.lt, "lte": op.le}


def spelled(value: Any) -> str:
    """Return the text a client meant: 7 and "7" are the same in a question."""
    if isinstance(value, bool):
        return "true" if value else "false"
    return str(value)


class Text(Values):
    """Equality is exact; everything else ignores case (decision 15)."""

    operators = EQUALITY | RANGE | MATCHING

    def equals(self, row: Row, operand: Any) -> bool:
        return bool(self.of(row) == spelled(operand))

    def measure(self, value: Any) -> str:
        return spelled(value).casefold()


class Email(Text):
    """Equality ignores case too."""

    def equals(self, row: Row, operand: Any) -> bool:
        return self.measure(self.of(row)) == self.measure(operand)


class Number(Values):
    """Numbers, as JSON numbers or as digits."""

    operators = EQUALITY | RANGE

    def measure(self, value: Any) -> Decimal:
        return Decimal(str(value))


class Truth(Values):
    """Booleans; words for them are accepted."""

    operators = EQUALITY

    def measure(self, value: Any) -> bool:
        return str(value).lower() in ("true", "1")


class Moment(Values):
    """Points in time to the millisecond, in UTC."""

    operators = EQUALITY | RANGE

    def measure(self, value: Any) -> dt.datetime:
        moment = dt.datetime.fromisoformat(value)
        if moment.tzinfo is None:
            moment = moment.replace(tzinfo=dt.UTC)
        moment = moment.astimezone(dt.UTC)
        return moment.replace(microsecond=moment.microsecond // 1000 * 1000)


class Day(Values):
    """Calendar days."""

    operators = EQUALITY | RANGE

    def measure(self, value: Any) -> dt.date:
        return dt.date.fromisoformat(value[:10])


class Names(Values):
    """Sets of names: equality asks for membership."""

    sortable = False
    operators = EQUALITY | {"contains", "not_contains"}

    def equals(self, row: Row, operand: Any) -> bool:
        return operand in self.of(row)


class References(Values):
    """Sets of ids: equality and containing ask for membership."""

    sortable = False
    operators = EQUALITY | {"contains", "not_contains"}

    def equals(self, row: Row, operand: Any) -> bool:
        return int(operand) in self.of(row)

    contains = equals


class Structure(Values):
    """JSON that can only be asked whether it is there."""

    sortable = False
    operators = frozenset({"is_empty", "is_not_empty"})


class Status(Text):
    """A deal's stage: equal named by slug or name in any case, ordered as the stages are."""

    def __init__(self, name: str, stages: dict[int, Row]) -> None:
        super().__init__(name)
        self.stages = stages

    def equals(self, row: Row, operand: Any) -> bool:
        stage = self.stages[row["stage_id"]]
        wanted = self.measure(operand)
        return wanted in (self.measure(stage["slug"]), self.measure(stage["name"]))

    def sort_key(self, row: Row) -> Any:
        return self.stages[row["stage_id"]]["position"]

    def compares(self, row: Row, operator: str, operand: Any) -> bool:
        mine, wanted = self.stages[row["stage_id"]], self.measure(operand)
        return any(
            ORDERS[operator](mine["position"], stage["position"])
            for stage in self.stages.values()
            if stage["pipeline_id"] == mine["pipeline_id"]
            and wanted in (self.measure(stage["slug"]), self.measure(stage["name"]))
        )


@dataclass(frozen=True)
class Asked:
    """One field, one operator, one operand."""

    field: str
    operator: str
    value: Any = None


def holds(values: Values, asked: Asked, row: Row) -> bool:
    """Tell whether a row answers one condition."""
    operator, operand = asked.operator, asked.value
    if operator == "eq" and operand in (None, ""):
        operator = "is_empty"
    elif operator == "neq" and operand in (None, ""):
        operator = "is_not_empty"
    if operator == "is_empty":
        return values.is_empty(row)
    if operator == "is_not_empty":
        return not values.is_empty(row)
    if operator == "in":
        return _is_in(values, operand, row)
    if values.is_empty(row):
        return False  # no other comparison matches a row without a value
    if operator == "not_in":
        return not _is_in(values, operand, row)
    return _compares(values, operator, operand, row)


def _is_in(values: Values, operand: Any, row: Row) -> bool:
    members = (
        [part.strip() for part in operand.split(",") if part.strip()]
        if isinstance(operand, str)
        else operand
    )
    if values.is_empty(row):
        return any(member in (None, "") for member in members)
    return any(values.equals(row, one) for one in members if one not in (None, ""))


def _compares(values: Values, operator: str, operand: Any, row: Row) -> bool:
    """Compare a value that is not empty."""
    if operator in ("eq", "neq"):
        return values.equals(row, operand) == (operator == "eq")
    stored = values.of(row)
    if operator in ("contains", "not_contains"):
        return values.contains(row, operand) == (operator == "contains")
    if operator in ORDERS:
        return values.compares(row, operator, operand)
    mine, theirs = values.measure(stored), values.measure(operand)
    if operator == "starts_with":
        return bool(mine.startswith(theirs))
    return bool(mine.endswith(theirs))


@dataclass(frozen=True)
class Question:
    """A list's parameters, as they are meant.

    ``filters`` pairs each condition with its ``logicalOp``, ``sorts`` each field with
    whether it descends.
    """

    legacy: tuple[Asked, ...] = ()
    q: str | None = None
    include_archived: bool = False
    filters: tuple[tuple[Asked, str | None], ...] = ()
    sorts: tuple[tuple[str, bool], ...] = ()
    window: tuple[int, int] | None = None


@dataclass(frozen=True)
class Resource:
    """What the oracle must know of a resource to answer questions about it."""

    slug: str
    fields: dict[str, Values]
    search: tuple[str, ...] = ()
    default_sorts: tuple[tuple[str, bool], ...] = (("id", False),)


@dataclass(frozen=True)
class Expected:
    """The right answer."""

    ids: list[int] = field(default_factory=list)
    total: int = 0
    content_range: str = ""


def answer(resource: Resource, rows: list[Row], question: Question) -> Expected:
    """Return the ids of the window in order, the exact total and the header."""
    found = ordered(
        resource,
        [one for one in rows if _matches(resource, question, one)],
        question.sorts or resource.default_sorts,
    )
    start, end = _window(question)
    page = found[start : end + 1]
    last = start + max(len(page), 1) - 1
    return Expected(
        [one["id"] for one in page],
        len(found),
        f"{resource.slug} {start}-{last}/{len(found)}",
    )


def _window(question: Question) -> tuple[int, int]:
    if question.window is not None:
        start, end = question.window
        return start, min(end, start + 999)
    asks_for_ids = any(
        one.field == "id" and one.operator == "in" for one in question.legacy
    )
    return (0, 999) if asks_for_ids else (0, 24)


def _matches(resource: Resource, question: Question, row: Row) -> bool:
    if row.get("archived_at") is not None and not question.include_archived:
        return False
    for asked in question.legacy:
        if not holds(resource.fields[asked.field], asked, row):
            return False
    return _is_found(resource, question.q, row) and _folds(resource, question, row)


def _is_found(resource: Resource, q: str | None, row: Row) -> bool:
    text = (q or "").strip()
    if not text:
        return True
    return any(
        holds(resource.fields[name], Asked(name, "contains", text), row)
        for name in resource.search
    )


def _folds(resource: Resource, question: Question, row: Row) -> bool:
    """Join from the left, without precedence (decision 18)."""
    result = True
    earlier: str | None = None
    for index, (asked, word) in enumerate(question.filters):
        here = holds(resource.fields[asked.field], asked, row)
        joint = word or earlier or "and"
        if index == 0:
            result = here
        elif joint == "or":
            result = result or here
        else:
            result = result and here
        earlier = word
    return result


def ordered(
    resource: Resource, rows: list[Row], sorts: tuple[tuple[str, bool], ...]
) -> list[Row]:
    """Sort: empties last either way, ties by id in the direction of the last key."""
    keys: dict[str, bool] = {}
    for name, descending in sorts:
        keys.setdefault(name, descending)
    names = list(keys)
    if "id" in keys:
        names = names[: names.index("id")]
        last = keys["id"]
    else:
        last = keys[names[-1]]
    found = sorted(rows, key=lambda row: row["id"], reverse=last)
    for name in reversed(names):
        values = resource.fields[name]
        valued = [row for row in found if not values.is_empty(row)]
        empty = [row for row in found if values.is_empty(row)]
        # sorted() keeps equal rows in their order, reversed or not.
        found = sorted(valued, key=values.sort_key, reverse=keys[name]) + empty
    return found
