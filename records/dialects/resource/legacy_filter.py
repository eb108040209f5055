"""The legacy ``filter`` object: ``{key: value}``, all ANDed (contract §5.2, §12.9)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from records.dialects.resource.naming import snake
from records.dialects.resource.operators import OPERATORS, equals, one_of
from records.query import (
    And,
    Condition,
    Node,
    Not,
    Operator,
    QuestionError,
    any_of,
)

if TYPE_CHECKING:
    from collections.abc import Callable

    from records.schema.object_types import ObjectType


@dataclass(frozen=True, slots=True)
class LegacyFilter:
    """What ``filter`` asks. ``names_ids`` tells that it lists the ids it wants."""

    where: Node = And(())
    include_archived: bool = False
    names_ids: bool = False


# Suffixes of FakeRest, longest first: "_neq_any" ends with "_any" too.
_SUFFIXES: tuple[tuple[str, str], ...] = (
    ("_neq_any", "not_in"),
    ("_eq_any", "in"),
    ("_gte", "gte"),
    ("_lte", "lte"),
    ("_neq", "neq"),
    ("_gt", "gt"),
    ("_lt", "lt"),
    ("_q", "contains"),
)

_WORDS = frozenset({"q", "include_archived", "custom_fields"})


def is_key(key: str, object_type: ObjectType) -> bool:
    """Tell whether ``filter`` would know a key of this name (see :func:`parse_filter`)."""
    fields = object_type.fields_by_name
    name = snake(key.partition("@")[0])
    return (
        key in fields
        or name in fields
        or name in _WORDS
        or any(
            name.removesuffix(suffix) in fields
            for suffix, _operator in _SUFFIXES
            if name.endswith(suffix)
        )
    )


def parse_filter(value: Any, object_type: ObjectType) -> LegacyFilter:
    """Return what the parsed ``filter`` asks.

    A key is, in this order: a field, a reserved word (``q``, ``include_archived``), a
    field with a suffix, ``field@op``. Raises :class:`QuestionError` for anything else.
    """
    if value is None:
        return LegacyFilter()
    if not isinstance(value, dict):
        raise QuestionError("“filter” must be a JSON object.", origin="filter")
    nodes = []
    include_archived = False
    names_ids = False
    for key, wanted in value.items():
        name = snake(key)
        if name == "include_archived" and name not in object_type.fields_by_name:
            include_archived = _truth(wanted)
            continue
        names_ids = names_ids or (name == "id" and isinstance(wanted, list))
        nodes.append(_parse_entry(key, name, wanted, object_type))
    where = And(tuple(node for node in nodes if node != And(())))
    return LegacyFilter(where, include_archived, names_ids)


def _truth(value: Any) -> bool:
    if isinstance(value, bool):
        return value
    raise QuestionError(
        "“include_archived” is true or false.", origin="filter.include_archived"
    )


def _parse_entry(key: str, name: str, value: Any, object_type: ObjectType) -> Node:
    origin = f"filter.{key}"
    fields = object_type.fields_by_name
    for field in (key, name):
        if field in fields:
            return _matches(field, value, origin)
    if name == "custom_fields":
        return _parse_custom(value, object_type, origin)
    if name == "q":
        return search(value, object_type, origin)
    if "@" in key:
        return _parse_at(key, value, object_type, origin)
    for suffix, operator in _SUFFIXES:
        field = name.removesuffix(suffix)
        if field != name and field in fields:
            return OPERATORS[operator](field, value, origin)
    raise QuestionError(
        f"{object_type.label_plural} have no field “{key}”.", field=key, origin=origin
    )


def _matches(field: str, value: Any, origin: str) -> Node:
    if isinstance(value, list):
        return one_of(field, value, origin)
    return equals(field, value, origin)


def _parse_custom(value: Any, object_type: ObjectType, origin: str) -> Node:
    if not isinstance(value, dict):
        raise QuestionError("“custom_fields” must be a JSON object.", origin=origin)
    custom = {one.name for one in object_type.custom_fields}
    for name in value:
        if name not in custom:
            raise QuestionError(
                f"There is no custom field “{name}”.", field=name, origin=origin
            )
    return And(
        tuple(_matches(name, one, f"{origin}.{name}") for name, one in value.items())
    )


def search(value: Any, object_type: ObjectType, origin: str) -> Node:
    """Return a search for a text in any of the type's search fields.

    A type without any is not searched: it would answer with everything (decision 14).
    """
    if not isinstance(value, str):
        raise QuestionError("“q” must be a string.", field="q", origin=origin)
    text = value.strip()
    if not text:
        return And(())
    if not object_type.search:
        raise QuestionError(
            f"{object_type.label_plural} have no text to search in.",
            field="q",
            origin=origin,
        )
    return any_of(
        *(
            Condition(field, Operator.CONTAINS, text, origin)
            for field in object_type.search
        )
    )


def _parse_at(key: str, value: Any, object_type: ObjectType, origin: str) -> Node:
    """Read ``field@op`` as PostgREST clients write it."""
    field, _at, operator = key.partition("@")
    field = field if field in object_type.fields_by_name else snake(field)
    build = _AT_OPERATORS.get(operator)
    if build is None:
        raise QuestionError(
            f"Unknown operator “{operator}”; known are {', '.join(_AT_OPERATORS)}.",
            field=field,
            origin=origin,
        )
    return build(field, value, origin)


def _pattern(field: str, value: Any, origin: str) -> Node:
    """Read ``%text%``, ``text%`` and ``%text`` (or with ``*``); bare text is contained."""
    if not isinstance(value, str):
        raise QuestionError("A pattern is needed.", field=field, origin=origin)
    text = value.strip("%*")
    opens, closes = value[:1] in ("%", "*"), value[-1:] in ("%", "*")
    operator = Operator.CONTAINS
    if opens != closes:
        operator = Operator.ENDS_WITH if opens else Operator.STARTS_WITH
    return Condition(field, operator, text, origin)


def _is(field: str, value: Any, origin: str) -> Node:
    empty = Condition(field, Operator.EMPTY, origin=origin)
    if value is None or value == "null":
        return empty
    if value == "not.null":
        return Not(empty)
    return equals(field, value, origin)


def _listed(field: str, value: Any, origin: str) -> Node:
    return one_of(field, value.strip("()") if isinstance(value, str) else value, origin)


def _holds_all(field: str, value: Any, origin: str) -> Node:
    if isinstance(value, str):
        value = [part.strip() for part in value.strip("{}").split(",") if part.strip()]
    if not isinstance(value, list):
        value = [value]
    return And(tuple(equals(field, one, origin) for one in value))


_AT_OPERATORS: dict[str, Callable[[str, Any, str], Node]] = {
    **{name: OPERATORS[name] for name in ("eq", "neq", "gt", "gte", "lt", "lte")},
    "like": _pattern,
    "ilike": _pattern,
    "is": _is,
    "in": _listed,
    "cs": _holds_all,
}
