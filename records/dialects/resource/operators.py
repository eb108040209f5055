"""The operators of ``filters`` and what each means (contract resource §12.7)."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from records.query import (
    And,
    Condition,
    Node,
    Not,
    Operator,
    Or,
    QuestionError,
)

Build = Callable[[str, Any, str], Node]


def equals(field: str, value: Any, origin: str) -> Node:
    """Match one value; null and ``""`` match empty."""
    if value is None or value == "":
        return Condition(field, Operator.EMPTY, origin=origin)
    return Condition(field, Operator.EQ, value, origin)


def one_of(field: str, value: Any, origin: str) -> Node:
    """Match any member of a list, or of a text joined with commas; null matches empty."""
    members: list[Any]
    if isinstance(value, str):
        members = [part.strip() for part in value.split(",") if part.strip()]
    elif isinstance(value, list):
        members = value
    else:
        members = [value]
    values = tuple(one for one in members if one is not None and one != "")
    node: Node = Condition(field, Operator.IN, values, origin)
    if len(values) < len(members):
        return Or((node, Condition(field, Operator.EMPTY, origin=origin)))
    return node


def _not_empty(field: str, origin: str) -> Node:
    return Not(Condition(field, Operator.EMPTY, origin=origin))


def _but_not_empty(build: Build) -> Build:
    """Negate, without matching rows that have no value (decision 16)."""

    def negated(field: str, value: Any, origin: str) -> Node:
        return And((Not(build(field, value, origin)), _not_empty(field, origin)))

    return negated


def _compared(operator: Operator) -> Build:
    return lambda field, value, origin: Condition(field, operator, value, origin)


def _blank(field: str, _value: Any, origin: str) -> Node:
    return Condition(field, Operator.EMPTY, origin=origin)


def _not_blank(field: str, _value: Any, origin: str) -> Node:
    return _not_empty(field, origin)


_contains = _compared(Operator.CONTAINS)

OPERATORS: dict[str, Build] = {
    "eq": equals,
    "neq": _but_not_empty(equals),
    "gt": _compared(Operator.GT),
    "gte": _compared(Operator.GTE),
    "lt": _compared(Operator.LT),
    "lte": _compared(Operator.LTE),
    "contains": _contains,
    "like": _contains,
    "not_contains": _but_not_empty(_contains),
    "nlike": _but_not_empty(_contains),
    "starts_with": _compared(Operator.STARTS_WITH),
    "ends_with": _compared(Operator.ENDS_WITH),
    "is_empty": _blank,
    "blank": _blank,
    "is_not_empty": _not_blank,
    "notblank": _not_blank,
    "in": one_of,
    "not_in": _but_not_empty(one_of),
}


def condition(field: str, operator: str, value: Any, *, origin: str) -> Node:
    """Return the node of one filter. Raises :class:`QuestionError`."""
    build = OPERATORS.get(operator)
    if build is None:
        raise QuestionError(
            f"Unknown operator “{operator}”; known are {', '.join(OPERATORS)}.",
            field=field,
            origin=f"{origin}.op",
        )
    return build(field, value, origin)
