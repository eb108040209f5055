"""From the parameters of a query to a neutral question (contract document §4.2)."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import orjson

from records.dialects.document.bodies import Missing
from records.dialects.document.filters import parse_filters
from records.query import (
    EVERYTHING,
    Node,
    QuestionError,
    RecordQuery,
    Sort,
    Window,
)

if TYPE_CHECKING:
    from django.http import QueryDict

    from records.dialects.document.naming import Spelling

PARAMETERS = frozenset({"object_id", "filters", "sort", "order", "page", "per_page"})
DEFAULT_PAGE_SIZE = 25
LARGEST_PAGE_SIZE = 100
LONGEST_FILTERS = 8 * 1024
"""Bytes of JSON."""
_LARGEST_NUMBER = 10**15
"""Pages beyond are all the same: past the end."""


@dataclass(frozen=True, slots=True)
class Page:
    """Which page was asked for, and how many records make one."""

    number: int
    size: int

    @property
    def window(self) -> Window:
        """Return the rows of the page."""
        return Window((self.number - 1) * self.size, self.size)

    def pagination(self, total: int) -> dict[str, int]:
        """Return what the answer tells of the pages."""
        return {
            "total": total,
            "page": self.number,
            "per_page": self.size,
            "total_pages": -(-total // self.size),
        }


def asked_object(parameters: QueryDict) -> str:
    """Return the object that a query is about. Raises :class:`MalformedRequest`."""
    text = parameters.get("object_id")
    if not text:
        raise Missing("object_id")
    return text


def parse_query(parameters: QueryDict, spelling: Spelling) -> tuple[RecordQuery, Page]:
    """Return the question that the parameters ask, and the page.

    Raises :class:`QuestionError` naming the parameter for whatever cannot be
    understood: a filter never widens silently (decision 14).
    """
    _check_parameters(parameters, spelling)
    page = Page(
        number=_whole_number(parameters, "page", default=1),
        size=min(
            _whole_number(parameters, "per_page", default=DEFAULT_PAGE_SIZE),
            LARGEST_PAGE_SIZE,
        ),
    )
    query = RecordQuery(
        object_type=spelling.slug,
        where=_where(parameters.get("filters"), spelling),
        sorts=_sorts(parameters, spelling),
        window=page.window,
    )
    return query, page


def _check_parameters(parameters: QueryDict, spelling: Spelling) -> None:
    for name in parameters:
        if name in PARAMETERS:
            if len(parameters.getlist(name)) > 1:
                raise QuestionError(f"“{name}” is given more than once.", origin=name)
        elif spelling.find(name) is not None or name.startswith("filter"):
            # Ignoring it would answer with every record; its author meant a filter.
            raise QuestionError(
                f'“{name}” is no parameter: ask with filters={{"<field>": …}}.',
                origin=name,
            )


def _whole_number(parameters: QueryDict, name: str, *, default: int) -> int:
    text = parameters.get(name)
    if text is None:
        return default
    digits = text.lstrip("0")
    if not (text.isascii() and digits.isdigit()):
        raise QuestionError(
            f"“{name}” must be a whole number of at least 1.", origin=name
        )
    if len(digits) > len(str(_LARGEST_NUMBER)):
        return _LARGEST_NUMBER
    return min(int(digits), _LARGEST_NUMBER)


def _where(text: str | None, spelling: Spelling) -> Node:
    if text is None or not text.strip():
        return EVERYTHING
    try:
        length = len(text.encode())
    except UnicodeEncodeError:
        raise _not_json() from None
    if length > LONGEST_FILTERS:
        raise QuestionError(
            f"“filters” is longer than {LONGEST_FILTERS} bytes.", origin="filters"
        )
    return parse_filters(_json(text), spelling)


def _json(text: str) -> Any:
    """Return the value of a JSON text, in which no key may be given twice.

    The last of them would win, and the others widen the answer silently.
    """
    try:
        orjson.loads(text)  # the strict one: no NaN, no comments, no deep nesting
        return json.loads(text, object_pairs_hook=_without_doubles)
    except (orjson.JSONDecodeError, RecursionError):
        raise _not_json() from None


def _without_doubles(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) < len(pairs):
        keys = [key for key, _value in pairs]
        double = next(key for key in keys if keys.count(key) > 1)
        raise QuestionError(
            f"“{double}” is given more than once.",
            field=double,
            origin=f"filters.{double}",
        )
    return found


def _not_json() -> QuestionError:
    return QuestionError("“filters” is not valid JSON.", origin="filters")


def _sorts(parameters: QueryDict, spelling: Spelling) -> tuple[Sort, ...]:
    """Return the order: one key, ``created_at`` unless another is named."""
    descending = _is_descending(parameters.get("order"))
    key = parameters.get("sort")
    if not key:
        return (Sort("created_at", descending, origin="order"),)
    field = spelling.find(key)
    if field is None:
        raise QuestionError(
            f"There is no field “{key}” to sort by.", field=key, origin="sort"
        )
    if not field.is_sortable:
        raise QuestionError(
            f"“{key}” cannot be used to sort.", field=key, origin="sort"
        )
    return (Sort(field.name, descending, origin="sort"),)


def _is_descending(order: str | None) -> bool:
    if not order:
        return False
    if order.lower() not in ("asc", "desc"):
        raise QuestionError("“order” is asc or desc.", origin="order")
    return order.lower() == "desc"
