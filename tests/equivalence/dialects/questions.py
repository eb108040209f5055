"""A question that both dialects can ask, and what plain Python answers to it."""

import operator as op
from dataclasses import dataclass
from typing import Any

from hypothesis import strategies as st

from tests.equivalence.dialects.specimens import EMPTINESS, RANGE, Specimen

Row = dict[str, Any]
WITH_EMPTY = ("ne", "nin")
"""Comparisons that records without a value fulfil."""
EQUALS = {
    **dict.fromkeys(("eq", "in"), True),
    **dict.fromkeys(("neq", "ne", "not_in", "nin"), False),
}
COMPARED = {"gt": op.gt, "gte": op.ge, "lt": op.lt, "lte": op.le}


@dataclass(frozen=True)
class Asked:
    """``operator`` of ``field`` with an operand in the resource dialect's spelling."""

    field: str
    operator: str
    operand: Any = None


@dataclass(frozen=True)
class Question:
    """Conditions that all hold, an order, a page."""

    conditions: tuple[Asked, ...]
    sort: str
    descending: bool
    page: int
    size: int


@st.composite
def questions(
    draw: st.DrawFn, fields: dict[str, Specimen], *, with_emptiness: bool = True
) -> Question:
    """Draw a question about some of the fields."""
    more = EMPTINESS if with_emptiness else ()
    asked = {name: (*one.operators, *more) for name, one in fields.items()}
    possible = sorted(name for name, operators in asked.items() if operators)
    names = draw(st.lists(st.sampled_from(possible), max_size=3, unique=True))
    conditions = [draw(_asked(name, fields[name], asked[name])) for name in names]
    # The resource dialect joins "or no value" by its left fold: once, and first.
    wide = [one for one in conditions if one.operator in ("ne", "nin")]
    narrow = [one for one in conditions if one not in wide]
    sortable = sorted(name for name, one in fields.items() if one.is_sortable)
    return Question(
        (*wide[:1], *narrow),
        draw(st.sampled_from([*sortable, "created_at"])),
        draw(st.booleans()),
        draw(st.integers(1, 3)),
        draw(st.sampled_from([2, 5, 25])),
    )


@st.composite
def _asked(
    draw: st.DrawFn, name: str, specimen: Specimen, operators: tuple[str, ...]
) -> Asked:
    operator = draw(st.sampled_from(operators))
    if operator in EMPTINESS:
        return Asked(name, operator)
    value = specimen.values
    if specimen.is_multiple:
        value = value.map(lambda members: members[0])
    if operator in ("in", "not_in", "nin"):
        return Asked(name, operator, draw(st.lists(value, min_size=1, max_size=3)))
    operand = draw(value)
    if operator == "contains":
        operand = operand[: draw(st.integers(1, 3))].swapcase()
    return Asked(name, operator, operand)


# -- spelling -----------------------------------------------------------------------

_RESOURCE = {
    "ne": "neq",
    "nin": "not_in",
    "empty": "is_empty",
    "not_empty": "is_not_empty",
}


def in_resource(question: Question) -> dict[str, Any]:
    """Return the parameters of ``GET /api/<slug>``."""
    filters: list[dict[str, Any]] = []
    for one in question.conditions:
        operator = _RESOURCE.get(one.operator, one.operator)
        filters.append({"field": one.field, "op": operator, "value": one.operand})
        if one.operator in ("ne", "nin"):
            filters.append({"field": one.field, "op": "is_empty", "logicalOp": "or"})
        elif len(filters) > 1:
            filters[-1]["logicalOp"] = "and"
    start = (question.page - 1) * question.size
    return {
        "filters": filters,
        "sorts": [
            {"field": question.sort, "order": "DESC" if question.descending else "ASC"}
        ],
        "range": [start, start + question.size - 1],
    }


def in_document(question: Question, fields: dict[str, Specimen]) -> dict[str, Any]:
    """Return the parameters of ``GET /api/crm/records/query`` but the object."""
    filters = {
        one.field: _operators(one, fields[one.field]) for one in question.conditions
    }
    return {
        "filters": filters,
        "sort": question.sort,
        "order": "desc" if question.descending else "asc",
        "page": str(question.page),
        "per_page": str(question.size),
    }


def _operators(one: Asked, specimen: Specimen) -> dict[str, Any]:
    spelled: Any
    if isinstance(one.operand, list):
        spelled = [specimen.in_document(member) for member in one.operand]
    else:
        spelled = specimen.in_document(one.operand)
    equality = "$contains" if specimen.is_multiple else "$eq"
    return {
        "eq": {equality: spelled},
        "neq": {"$ne": spelled, "$empty": False},
        "ne": {"$ne": spelled},
        "in": {"$in": spelled},
        "not_in": {"$nin": spelled, "$empty": False},
        "nin": {"$nin": spelled},
        "contains": {"$contains": spelled},
        "empty": {"$empty": True},
        "not_empty": {"$empty": False},
        **{name: {f"${name}": spelled} for name in RANGE},
    }[one.operator]


# -- the oracle ---------------------------------------------------------------------


def answer(
    question: Question, rows: list[Row], fields: dict[str, Specimen]
) -> tuple[list[int], int]:
    """Return the ids of the page in order, and the total."""
    found = [
        row
        for row in rows
        if all(_holds(one, row, fields[one.field]) for one in question.conditions)
    ]
    found.sort(key=lambda row: row["id"], reverse=question.descending)
    valued = [row for row in found if _sorted_by(question, row) is not None]
    valued.sort(
        key=lambda row: _key(question, row, fields), reverse=question.descending
    )
    ordered = valued + [row for row in found if row not in valued]
    start = (question.page - 1) * question.size
    page = ordered[start : start + question.size]
    return [row["id"] for row in page], len(found)


def _sorted_by(question: Question, row: Row) -> Any:
    if question.sort == "created_at":
        return row["created_at"]
    return row["custom_fields"].get(question.sort)


def _key(question: Question, row: Row, fields: dict[str, Specimen]) -> Any:
    value = _sorted_by(question, row)
    return (
        value if question.sort == "created_at" else fields[question.sort].order(value)
    )


def _holds(one: Asked, row: Row, specimen: Specimen) -> bool:
    value = row["custom_fields"].get(one.field)
    if one.operator in EMPTINESS:
        return (value is None) is (one.operator == "empty")
    if value is None:
        return one.operator in WITH_EMPTY
    members = value if specimen.is_multiple else [value]
    there = {specimen.same(member) for member in members}
    if one.operator in EQUALS:
        asked = one.operand if isinstance(one.operand, list) else [one.operand]
        meets = any(specimen.same(member) in there for member in asked)
        return meets is EQUALS[one.operator]
    if one.operator == "contains":
        return one.operand.casefold() in value.casefold()
    return bool(COMPARED[one.operator](specimen.key(value), specimen.key(one.operand)))
