"""Which records can a reference be set to? Answers the page while somebody types."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.http import JsonResponse

from records.administration.labels import name_of
from records.engine.reader import find_records
from records.query import (
    And,
    Condition,
    Operator,
    Or,
    QuestionError,
    RecordQuery,
    Sort,
    Window,
)
from records.schema.registry import registry

if TYPE_CHECKING:
    from django.http import HttpRequest

    from records.access.caller import Caller
    from records.query import Node
    from records.schema.object_types import ObjectType

PAGE_SIZE = 20
_LAST_PAGE = 10_000


def words_in(object_type: ObjectType, text: str) -> Node:
    """Return the condition that every word is in some searched field of a record."""
    return And(
        tuple(
            Or(
                tuple(
                    Condition(name, Operator.CONTAINS, word)
                    for name in object_type.search or object_type.naming_fields
                )
            )
            for word in text.split()[:5]
        )
    )


def choices(request: HttpRequest, caller: Caller, slug: str) -> JsonResponse:
    """Return a page of the records of a type whose names match ``term``."""
    target = registry.resolve(caller.organization, slug)
    number = request.GET.get("page", "")
    page = min(int(number), _LAST_PAGE) if number.isascii() and number.isdigit() else 1
    offset = max(page - 1, 0) * PAGE_SIZE
    query = RecordQuery(
        slug,
        where=words_in(target, request.GET.get("term", "")),
        sorts=_by_name(target),
        window=Window(offset, PAGE_SIZE + 1, counted=False),
    )
    names = dict.fromkeys(("id", *target.naming_fields))
    fields = [target.fields_by_name[name] for name in names]
    results: list[dict[str, Any]] = []
    more = False
    try:
        found = find_records(caller, query, fields=fields)
    except QuestionError:
        pass  # what was typed can be in no record
    else:
        id_field = target.fields_by_name["id"]
        results = [
            {"id": str(id_field.read(row)), "text": name_of(target, row)}
            for row in found.rows[:PAGE_SIZE]
        ]
        more = len(found.rows) > PAGE_SIZE
    return JsonResponse({"results": results, "pagination": {"more": more}})


def _by_name(target: ObjectType) -> tuple[Sort, ...]:
    if target.default_sorts != (Sort("id"),):
        return target.default_sorts
    name = target.title[0] if target.title else "id"
    return (Sort(name),)


def no_choices() -> JsonResponse:
    """Return the answer for a field that refers to nothing."""
    return JsonResponse({"results": [], "pagination": {"more": False}})
