"""From the parameters of a list to a neutral question (contract resource §5, §11.3)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import orjson

from records.dialects.resource.legacy_filter import is_key, parse_filter
from records.dialects.resource.naming import snake
from records.dialects.resource.operators import condition
from records.engine.compiler import MOST_CONDITIONS
from records.query import (
    And,
    Node,
    Or,
    QuestionError,
    RecordQuery,
    Sort,
    Window,
    all_of,
)

if TYPE_CHECKING:
    from collections.abc import Mapping

    from django.http import QueryDict

    from records.schema.object_types import ObjectType

DEFAULT_WINDOW = Window(0, 25)
LARGEST_WINDOW = 1_000
_LARGEST_OFFSET = 2**53
PARAMETERS = frozenset(
    {"range", "filter", "filters", "sort", "order", "sorts", "keys", "embed"}
)


def parse_query(parameters: QueryDict, object_type: ObjectType) -> RecordQuery:
    """Return the question that the parameters of a list ask.

    Raises :class:`QuestionError` naming the parameter for whatever cannot be
    understood: a filter never widens silently (decision 14). A malformed ``range``
    alone falls back to the first 25 rows.
    """
    _check_parameters(parameters, object_type)
    legacy = parse_filter(_json(parameters, "filter"), object_type)
    advanced = _parse_filters(_json(parameters, "filters"), object_type)
    nodes = [node for node in (legacy.where, advanced) if node != And(())]
    window = _parse_range(parameters.get("range"))
    if window is None:
        # getMany asks for ids without a range and wants them all, not the first page.
        window = Window(0, LARGEST_WINDOW) if legacy.names_ids else DEFAULT_WINDOW
    return RecordQuery(
        object_type=object_type.slug,
        where=all_of(*nodes) if nodes else And(()),
        sorts=_parse_sorts(parameters),
        window=window,
        include_archived=legacy.include_archived,
    )


def _check_parameters(parameters: QueryDict, object_type: ObjectType) -> None:
    for name in parameters:
        if name in PARAMETERS:
            if len(parameters.getlist(name)) > 1:
                raise QuestionError(f"“{name}” is given more than once.", origin=name)
        elif is_key(name, object_type):
            # Ignoring it would answer with every record; its author meant a filter.
            raise QuestionError(
                f"“{name}” is no parameter of its own: "
                f'ask with filter={{"{snake(name)}": …}}.',
                field=snake(name),
                origin=name,
            )


def _json(parameters: QueryDict, name: str) -> Any:
    text = parameters.get(name)
    if text is None or not text.strip():
        return None
    try:
        return orjson.loads(text)
    except (orjson.JSONDecodeError, UnicodeEncodeError):
        raise QuestionError(f"“{name}” is not valid JSON.", origin=name) from None


def _parse_range(text: str | None) -> Window | None:
    """Return the window of an inclusive ``[start, end]``, ``None`` if it is none."""
    if text is None:
        return None
    try:
        value = orjson.loads(text)
    except (orjson.JSONDecodeError, UnicodeEncodeError):
        return DEFAULT_WINDOW
    match value:
        case [int() as start, int() as end] if (
            not isinstance(start, bool)
            and not isinstance(end, bool)
            and 0 <= start <= end
            and start < _LARGEST_OFFSET
        ):
            return Window(start, min(end - start + 1, LARGEST_WINDOW))
        case _:
            return DEFAULT_WINDOW


def _parse_filters(value: Any, object_type: ObjectType) -> Node:
    """Return the left fold of ``filters`` (decision 18), empty for none."""
    if value is None:
        return And(())
    if not isinstance(value, list):
        raise QuestionError("“filters” must be a JSON array.", origin="filters")
    if len(value) > MOST_CONDITIONS:
        # Before the fold: a tree of thousands would exhaust the stack of its readers.
        raise QuestionError(
            f"At most {MOST_CONDITIONS} conditions are answered.",
            origin=f"filters[{MOST_CONDITIONS}]",
        )
    folded: Node | None = None
    previous: Mapping[str, Any] = {}
    for index, element in enumerate(value):
        origin = f"filters[{index}]"
        node = _parse_element(element, object_type, origin)
        if folded is None:
            folded = node
        else:
            word = _logical(element, origin) or _logical(previous, origin) or "and"
            pair = (folded, node)
            folded = And(pair) if word == "and" else Or(pair)
        previous = element
    return And(()) if folded is None else folded


def _parse_element(element: Any, object_type: ObjectType, origin: str) -> Node:
    if not isinstance(element, dict):
        raise QuestionError("Each filter must be a JSON object.", origin=origin)
    field, operator = element.get("field"), element.get("op")
    if not isinstance(field, str) or not field:
        raise QuestionError("“field” must be a field name.", origin=f"{origin}.field")
    if not isinstance(operator, str) or not operator:
        raise QuestionError(
            "“op” must name an operator.", field=field, origin=f"{origin}.op"
        )
    _logical(element, origin)
    return condition(
        field_name(field, object_type), operator, element.get("value"), origin=origin
    )


def _logical(element: Mapping[str, Any], origin: str) -> str | None:
    value = element.get("logicalOp", element.get("logical_op"))
    if value is None:
        return None
    if isinstance(value, str) and value.lower() in ("and", "or"):
        return value.lower()
    raise QuestionError("“logicalOp” is “and” or “or”.", origin=f"{origin}.logicalOp")


def field_name(name: str, object_type: ObjectType) -> str:
    """Return the neutral name for a key in either case; the compiler refuses others."""
    return name if name in object_type.fields_by_name else snake(name)


def _parse_sorts(parameters: QueryDict) -> tuple[Sort, ...]:
    several = _json(parameters, "sorts")
    if several is not None:
        sorts = _sort_list(several, "sorts")
        if sorts:
            return sorts
    text = (parameters.get("sort") or "").strip()
    if not text:
        return ()
    if text[0] in "[{":
        return _sort_json(_json(parameters, "sort"))
    order = parameters.get("order")
    if order is None and text.startswith("-"):
        return (_sort(text[1:], "DESC", "sort"),)
    return (_sort(text, order, "sort"),)


def _sort_json(value: Any) -> tuple[Sort, ...]:
    """Read react-admin's ``["field","DESC"]`` and its relatives."""
    match value:
        case []:
            return ()
        case [str() as name, (str() | None) as order]:
            return (_sort(name, order, "sort"),)
        case [str() as name]:
            return (_sort(name, None, "sort"),)
        case dict():
            return _sort_list([value], "sort")
        case _:
            return _sort_list(value, "sort")


def _sort_list(value: Any, origin: str) -> tuple[Sort, ...]:
    if not isinstance(value, list):
        raise QuestionError(f"“{origin}” must be a JSON array.", origin=origin)
    sorts = []
    for index, element in enumerate(value):
        place = f"{origin}[{index}]"
        match element:
            case {"field": str() as name, **others}:
                sorts.append(_sort(name, others.get("order"), place))
            case [str() as name, (str() | None) as order]:
                sorts.append(_sort(name, order, place))
            case _:
                raise QuestionError(
                    'Each sort must be {"field": …, "order": …}.', origin=place
                )
    return tuple(sorts)


def _sort(name: str, order: Any, origin: str) -> Sort:
    if order is None or order == "":
        return Sort(snake(name), descending=False, origin=origin)
    if not isinstance(order, str) or order.upper() not in ("ASC", "DESC"):
        raise QuestionError("“order” is ASC or DESC.", field=name, origin=origin)
    return Sort(snake(name), descending=order.upper() == "DESC", origin=origin)
