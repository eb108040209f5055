"""The parameters of a collection, told for one resource."""

from __future__ import annotations

from typing import TYPE_CHECKING

from records.dialects.envelope.filters import kind_of
from records.dialects.envelope.parameters import DEFAULT_PAGE_SIZE
from records.schema.kinds import BooleanKind

if TYPE_CHECKING:
    from records.dialects.base.openapi import Json
    from records.dialects.envelope.plans import Plan
    from records.dialects.envelope.resources import Filter


def path_id(name: str, description: str) -> Json:
    """Return an id in a path."""
    return {
        "name": name,
        "in": "path",
        "required": True,
        "description": description,
        "schema": {"type": "integer", "format": "int64", "minimum": 1},
    }


def paging(largest: int, last_page: int | None = None) -> list[Json]:
    """Return ``page`` and ``per_page``."""
    last = {} if last_page is None else {"maximum": last_page}
    return [
        {
            "name": "page",
            "in": "query",
            "description": "Counted from 1. Past the last page there are no items.",
            "schema": {"type": "integer", "minimum": 1, **last, "default": 1},
        },
        {
            "name": "per_page",
            "in": "query",
            "description": "How many items a page has.",
            "schema": {
                "type": "integer",
                "minimum": 1,
                "maximum": largest,
                "default": min(DEFAULT_PAGE_SIZE, largest),
            },
        },
    ]


_CURSOR: Json = {
    "name": "cursor",
    "in": "query",
    "description": "Goes on after a record; `next_page` has it.",
    "schema": {"type": "integer", "format": "int64", "minimum": 1},
}


def all_parameters(plan: Plan) -> list[Json]:
    """Return every parameter that the collection of a resource takes."""
    resource = plan.resource
    return [
        *paging(resource.largest_page, resource.last_page),
        *([_CURSOR] if resource.has_cursor else []),
        {
            "name": "ids",
            "in": "query",
            "description": (
                "Only these records; unknown ids are skipped. `ids=1&ids=2` and "
                "`ids[0]=1` mean the same."
            ),
            "schema": {"type": "string", "pattern": r"^\d+(,\d+)*$"},
            "example": "1,2,3",
        },
        *([_sort_by(plan)] if resource.fields_by_sort else []),
        *includes(plan),
        *filters(plan),
    ]


def includes(plan: Plan) -> list[Json]:
    """Return ``includes`` where a resource has related ones."""
    names = [one.name for one in plan.resource.includes]
    if not names:
        return []
    told = ", ".join(f"`{name}`" for name in names)
    return [
        {
            "name": "includes",
            "in": "query",
            "description": f"Related records to put inside, parted by commas: {told}.",
            "schema": {"type": "string"},
            "example": ",".join(names),
        }
    ]


def filters(plan: Plan) -> list[Json]:
    """Return the parameters that narrow a collection."""
    attributes = [
        {
            "name": one.name,
            "in": "query",
            "description": _told(one),
            "schema": _schema_of(kind_of(one, plan).json_schema()),
        }
        for one in plan.resource.filters
    ]
    custom = [
        {
            "name": f"custom_fields[{one.name}]",
            "in": "query",
            "description": f"Only records with this value of the field “{one.name}”.",
            "schema": {"type": "string"},
        }
        for one in plan.custom.all
        if one.type.filterable and one.field.filterable
    ]
    return [*attributes, *custom]


def _told(one: Filter) -> str:
    told = one.description or "Only records with exactly this value."
    return f"{told} Needs `{one.needs}` beside it." if one.needs else told


def _schema_of(schema: Json) -> Json:
    # In a query everything is text; both spellings of truth are understood.
    if schema == BooleanKind().json_schema():
        return {"type": "string", "enum": ["true", "false"]}
    return schema


def _sort_by(plan: Plan) -> Json:
    resource = plan.resource
    names = [*resource.fields_by_sort]
    names += [
        f"custom_fields:{one.name}"
        for one in plan.custom.all
        if one.type.sortable and one.field.filterable and one.field.is_sortable
    ]
    told = ", ".join(f"`{name}`" for name in names)
    first = resource.default_sort or "id"
    return {
        "name": "sort_by",
        "in": "query",
        "description": (
            "What to order by, several parted by commas, each with `:asc` or `:desc` if "
            f"need be: {told}. Else it is `{first}`. Empty values come last."
        ),
        "schema": {"type": "string"},
        "example": first,
    }
