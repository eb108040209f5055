"""Draws questions, each in one of the spellings a client may use."""

import json
import re
from dataclasses import dataclass
from typing import Any

from hypothesis import strategies as st

from records.schema.kinds import IntegerKind
from records.schema.object_types import ObjectType
from tests.equivalence import oracle
from tests.equivalence.alphabets import texts
from tests.equivalence.oracle import Asked, Question, Row
from tests.equivalence.populations import DAYS, MOMENTS, NUMBERS
from tests.equivalence.resources import alphabet

ALIASES = {
    "contains": ("contains", "like"),
    "not_contains": ("not_contains", "nlike"),
    "is_empty": ("is_empty", "blank"),
    "is_not_empty": ("is_not_empty", "notblank"),
}
SUFFIXES = {
    "in": "_eq_any",
    "not_in": "_neq_any",
    "gte": "_gte",
    "lte": "_lte",
    "gt": "_gt",
    "lt": "_lt",
    "neq": "_neq",
    "contains": "_q",
}
IDS = (0, -1, 2**31, 2**63 - 1, 2**63, "9" * 30, "-7")


@dataclass(frozen=True)
class Spelled:
    """A question, and the parameters that ask it."""

    meant: Question
    parameters: dict[str, str]


def camel(name: str) -> str:
    """Return the other key case."""
    return re.sub(r"_([a-z0-9])", lambda found: found[1].upper(), name)


def _case(draw: st.DrawFn, name: str) -> str:
    return camel(name) if draw(st.booleans()) else name


def operands(one: Any, values: oracle.Values, rows: list[Row]) -> Any:
    """Draw single operands of a field: what is stored, something near, something else."""
    stored = [values.of(row) for row in rows if not values.is_empty(row)]
    match values:
        case oracle.Text():
            return _text_operands(alphabet(one), [str(text) for text in stored])
        case oracle.Names():
            members = [name for names in stored for name in names]
            return _text_operands(alphabet(one), members).filter(
                lambda text: isinstance(text, str)
            )
        case oracle.Truth():
            return st.sampled_from([True, False, "true", "False", 1, "0"])
        case oracle.Day():
            return st.sampled_from([*stored, *DAYS])
        case oracle.Moment():
            return st.sampled_from([*stored, *MOMENTS])
        case oracle.References():
            stored = [record_id for ids in stored for record_id in ids]
    return _number_operands(one, stored)


def _number_operands(one: Any, stored: list[Any]) -> Any:
    others: tuple[Any, ...] = NUMBERS
    if one.kind.name in ("reference", "references"):
        others = IDS
    elif isinstance(one.kind, IntegerKind):
        others = (max(one.kind.minimum, -(2**53)), 0, 1, min(one.kind.maximum, 2**53))
    drawn = st.sampled_from([*stored, *others])
    return drawn | drawn.map(str)


def _text_operands(characters: str, stored: list[str]) -> Any:
    drawn = st.sampled_from(stored) if stored else st.nothing()
    drawn |= texts(characters, most=3)
    twists = (
        lambda text: text,
        str.upper,
        str.lower,
        str.swapcase,
        lambda text: text[: len(text) // 2],
        lambda text: text[len(text) // 2 :],
        lambda text: text[1:-1],
    )
    twisted = st.builds(lambda text, twist: twist(text), drawn, st.sampled_from(twists))
    return twisted | st.sampled_from(["", "%", "_", "\\", 0, 19, 1.5, True])


@st.composite
def conditions(
    draw: st.DrawFn,
    object_type: ObjectType,
    resource: oracle.Resource,
    rows: list[Row],
    focus: tuple[str, ...],
) -> Asked:
    """Draw one condition."""
    name = draw(st.sampled_from(focus))
    values = resource.fields[name]
    operator = draw(st.sampled_from(sorted(values.operators)))
    single = operands(object_type.fields_by_name[name], values, rows)
    if operator in ("is_empty", "is_not_empty"):
        return Asked(name, operator)
    if operator in ("in", "not_in"):
        members = draw(st.lists(single | st.sampled_from([None, ""]), max_size=3))
        return Asked(name, operator, members)
    value = draw(single)
    if operator in ("eq", "neq") and draw(st.integers(0, 9)) == 0:
        value = draw(st.sampled_from([None, ""]))
    return Asked(name, operator, value)


AT_OPERATORS = ("eq", "neq", "gt", "gte", "lt", "lte", "in")
# PostgREST's patterns around a bare text.
PATTERNS = {
    "contains": (("@ilike", "%{}%"), ("@like", "{}")),
    "starts_with": (("@like", "{}%"), ("@ilike", "{}*")),
    "ends_with": (("@ilike", "*{}"), ("@like", "%{}")),
}


def _legacy_entry(draw: st.DrawFn, asked: Asked) -> tuple[str, Any] | None:
    """Return a key and a value of the legacy filter, ``None`` where none says it."""
    operator, value = asked.operator, asked.value
    key = _case(draw, asked.field)
    spellings: list[tuple[str, Any]] = []
    if operator in ("eq", "in"):
        spellings.append((key, value))
    if operator in SUFFIXES:
        spellings.append((key + SUFFIXES[operator], value))
    if operator in AT_OPERATORS:
        spellings.append((f"{key}@{operator}", value))
    if operator == "is_empty":
        spellings += [(key, None), (f"{key}@is", None), (f"{key}@is", "null")]
    if operator == "is_not_empty":
        spellings.append((f"{key}@is", "not.null"))
    if isinstance(value, str) and value and value == value.strip("%*"):
        for suffix, pattern in PATTERNS.get(operator, ()):
            spellings.append((key + suffix, pattern.format(value)))
    return draw(st.sampled_from(spellings)) if spellings else None


def _joined(draw: st.DrawFn, value: Any) -> Any:
    """Return a list, or the text joined with commas that means the same."""
    if not isinstance(value, list) or draw(st.booleans()):
        return value
    plain = all(
        isinstance(one, str | int)
        and not isinstance(one, bool)
        and str(one).strip() == str(one) != ""
        and "," not in str(one)
        for one in value
    )
    return ",".join(map(str, value)) if plain else value


def _filter_element(draw: st.DrawFn, asked: Asked, word: str | None) -> dict[str, Any]:
    names = ALIASES.get(asked.operator, (asked.operator,))
    element: dict[str, Any] = {
        "field": _case(draw, asked.field),
        "op": draw(st.sampled_from(names)),
    }
    if asked.operator not in ("is_empty", "is_not_empty"):
        element["value"] = _joined(draw, asked.value)
    if word is not None:
        element["logicalOp"] = word
    return element


def _spell_sorts(
    draw: st.DrawFn, sorts: tuple[tuple[str, bool], ...]
) -> dict[str, str]:
    if not sorts:
        return {}
    named = [(_case(draw, name), "DESC" if down else "ASC") for name, down in sorts]
    several = json.dumps([{"field": name, "order": order} for name, order in named])
    spellings: list[dict[str, str]] = [
        {"sorts": several},
        {"sort": several},
        {"sort": json.dumps([list(one) for one in named])},
    ]
    if len(named) == 1:
        ((name, order),) = named
        spellings += [
            {"sort": name, "order": order},
            {"sort": name, "order": order.lower()},
            {"sort": json.dumps([name, order.lower()])},
            {"sort": json.dumps({"field": name, "order": order})},
            {"sort": f"-{name}" if order == "DESC" else name},
        ]
    return draw(st.sampled_from(spellings))


_RANGES = st.tuples(st.integers(0, 12), st.integers(0, 12)).map(
    lambda pair: (pair[0], pair[0] + pair[1])
) | st.sampled_from([(0, 0), (0, 24), (0, 5_000), (2**40, 2**41)])
_MALFORMED_RANGES = st.sampled_from(
    ["", "[5,2]", "[-1,3]", "[1]", '["0","9"]', "nonsense", "[0,1,2]", "[true,4]"]
)


def _legacy(
    draw: st.DrawFn, condition: st.SearchStrategy[Asked]
) -> tuple[tuple[Asked, ...], dict[str, Any]]:
    entries: dict[str, Any] = {}
    meant: list[Asked] = []
    for asked in draw(st.lists(condition, max_size=2)):
        entry = _legacy_entry(draw, asked)
        if entry is not None and entry[0] not in entries:
            entries[entry[0]] = entry[1]
            meant.append(asked)
    return tuple(meant), entries


def _window(draw: st.DrawFn) -> tuple[tuple[int, int] | None, dict[str, str]]:
    window: tuple[int, int] | None = draw(st.none() | _RANGES)
    if window is not None:
        return window, {"range": json.dumps(list(window))}
    if draw(st.integers(0, 9)) == 0:
        return (0, 24), {"range": draw(_MALFORMED_RANGES)}
    return None, {}


_SEARCHES = st.none() | texts("aZé%_ ", most=3)
_WORDS = st.sampled_from([None, "and", "or"])


@st.composite
def questions(
    draw: st.DrawFn,
    object_type: ObjectType,
    resource: oracle.Resource,
    rows: list[Row],
    focus: tuple[str, ...],
) -> Spelled:
    """Draw a whole question about the fields in focus."""
    condition = conditions(object_type, resource, rows, focus)
    legacy, entries = _legacy(draw, condition)
    filters = tuple(draw(st.lists(st.tuples(condition, _WORDS), max_size=4)))
    # A type that has no text to search in refuses to be searched.
    q = draw(_SEARCHES if object_type.search else st.sampled_from([None, "", "  "]))
    if q is not None:
        entries["q"] = q
    include_archived = object_type.has_archive and draw(st.booleans())
    if include_archived:
        entries[_case(draw, "include_archived")] = True
    able = [name for name in (*focus, "id") if resource.fields[name].sortable]
    keys = st.tuples(st.sampled_from(able), st.booleans())
    sorts = tuple(draw(st.lists(keys, max_size=3)))
    window, parameters = _window(draw)
    parameters |= _spell_sorts(draw, sorts)
    if entries:
        parameters["filter"] = json.dumps(entries)
    if filters:
        elements = [_filter_element(draw, asked, word) for asked, word in filters]
        parameters["filters"] = json.dumps(elements)
    meant = Question(legacy, q, include_archived, filters, sorts, window)
    return Spelled(meant, parameters)
