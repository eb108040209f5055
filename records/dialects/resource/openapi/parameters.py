"""The parameters of a list, told for one resource."""

from __future__ import annotations

from collections import defaultdict
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from records.dialects.base.openapi import JSON, Json, sample
from records.dialects.resource.operators import OPERATORS
from records.dialects.resource.query import DEFAULT_WINDOW, LARGEST_WINDOW
from records.query import Operator, conditions_of
from records.schema.kinds import TextKind

if TYPE_CHECKING:
    from records.dialects.resource.openapi.schemas import RecordSchemas
    from records.schema.fields import Field

KEYS: Json = {
    "name": "keys",
    "in": "query",
    "description": (
        "How the keys of records are written in the answer: `snake` (`first_name`) or "
        "`camel` (`firstName`). Keys inside values are never touched. Bodies and "
        "questions are understood in both spellings anyway."
    ),
    "schema": {"type": "string", "enum": ["snake", "camel"], "default": "snake"},
}

ID: Json = {
    "name": "id",
    "in": "path",
    "required": True,
    "description": "The id of the record.",
    "schema": {"type": "integer", "format": "int64", "minimum": 1},
    "example": 42,
}

PURGE: Json = {
    "name": "purge",
    "in": "query",
    "description": (
        "`true` deletes for good, archived or not, instead of archiving. References to "
        "the record become null. Needs the role admin."
    ),
    "schema": {"type": "boolean", "default": False},
}

RANGE: Json = {
    "name": "range",
    "in": "query",
    "description": (
        "First and last row as a JSON array, counted from 0, both inclusive: `[0,24]` "
        f"are 25 rows. At most {LARGEST_WINDOW} rows are answered at once; "
        "`Content-Range` tells which they were. Anything malformed means `[0,24]`."
    ),
    "content": {
        JSON: {
            "schema": {
                "type": "array",
                "items": {"type": "integer", "minimum": 0},
                "minItems": 2,
                "maxItems": 2,
                "default": [
                    DEFAULT_WINDOW.offset,
                    DEFAULT_WINDOW.offset + DEFAULT_WINDOW.limit - 1,
                ],
            },
            "examples": {
                "first page": {"value": [0, 24]},
                "second page": {"value": [25, 49]},
                "only the total": {
                    "summary": "one row; the total is in the headers",
                    "value": [0, 0],
                },
            },
        }
    },
}

ORDER: Json = {
    "name": "order",
    "in": "query",
    "description": "The direction of a plain `sort`; in any case.",
    "schema": {"type": "string", "enum": ["ASC", "DESC"], "default": "ASC"},
}


@lru_cache
def _asked_of_field(operator: str) -> frozenset[Operator]:
    """Return what a field must answer for an operator of ``filters``.

    Read from the nodes that the parser builds, so the document cannot fall behind it.
    """
    node = OPERATORS[operator]("field", "value", "")
    return frozenset(one.operator for one in conditions_of(node))


@lru_cache
def operators_of(kind_operators: frozenset[Operator]) -> tuple[str, ...]:
    """Return the operators of ``filters`` that a field of these can be asked with."""
    return tuple(one for one in OPERATORS if _asked_of_field(one) <= kind_operators)


class ListParameters:
    """Builds the parameters of one resource's list."""

    def __init__(self, schemas: RecordSchemas) -> None:
        self._type = schemas.object_type
        shown = list(schemas.shown.values())
        if schemas.has_custom_fields:
            shown += schemas.object_type.custom_fields
        self._filterable = [one for one in shown if one.filterable]
        self._sortable = [one.name for one in shown if one.is_sortable]

    def all(self) -> list[Json]:
        """Return every parameter, in the order a reader needs them."""
        return [
            RANGE,
            self._filter(),
            self._filters(),
            self._sort(),
            ORDER,
            self._sorts(),
            KEYS,
        ]

    def _filter(self) -> Json:
        searched = ", ".join(f"`{name}`" for name in self._type.search)
        lines = [
            "The short way to filter: a JSON object, all of whose entries must hold.",
            "- `{field: value}`: equals; null and `\"\"` match empty",
            "- `{field: [values]}`: is one of; `{\"id\": [3,5]}` answers all of them, "
            "whatever the first page would hold",
        ]
        if searched:
            lines.append(f'- `{{"q": text}}`: any of {searched} contains the text')
        if self._type.has_archive:
            lines.append('- `{"include_archived": true}`: archived records, too')
        lines += [
            "- `{field_gte: value}`; likewise `_gt`, `_lte`, `_lt`, `_neq`, "
            "`_eq_any`, `_neq_any` (lists), `_q` (contains)",
            '- `{"field@op": value}` with the operators of PostgREST: `eq`, `neq`, '
            "`gt`, `gte`, `lt`, `lte`, `like`, `ilike`, `is`, `in`, `cs`",
            "",
            "A key that means nothing is an error, never ignored.",
        ]
        return {
            "name": "filter",
            "in": "query",
            "description": "\n".join(lines),
            "content": {
                JSON: {
                    "schema": {"type": "object", "additionalProperties": True},
                    "examples": self._filter_examples(),
                }
            },
        }

    def _filter_examples(self) -> Json:
        examples: Json = {
            "everything": {"summary": "no filter", "value": {}},
            "these ids": {"value": {"id": [3, 5]}},
        }
        if self._type.search:
            examples["search"] = {"value": {"q": "ada"}}
        dated = [one for one in self._filterable if one.name == "created_at"]
        if dated:
            examples["since"] = {"value": {"created_at_gte": "2026-01-01"}}
        if self._type.has_archive:
            examples["archived, too"] = {"value": {"include_archived": True}}
        return examples

    def _filters(self) -> Json:
        return {
            "name": "filters",
            "in": "query",
            "description": self._filters_description(),
            "content": {
                JSON: {
                    "schema": {
                        "type": "array",
                        "maxItems": 25,
                        "items": self._filters_item(),
                    },
                    "examples": self._filters_examples(),
                }
            },
        }

    def _filters_description(self) -> str:
        groups: dict[tuple[str, ...], list[str]] = defaultdict(list)
        for one in self._filterable:
            groups[operators_of(one.kind.operators)].append(one.name)
        lines = [
            "The long way to filter: a JSON array of "
            '`{"field", "op", "value", "logicalOp"}`, joined from left to right '
            "without precedence. An element is joined to what came before by its own "
            "`logicalOp`; without one by that of the element before it; else by `and`. "
            "Both `filter` and `filters` must hold.",
            "",
            "Which fields answer which operators:",
        ]
        for operators, names in groups.items():
            fields = ", ".join(f"`{name}`" for name in names)
            lines.append(f"- {fields}: {', '.join(operators)}")
        return "\n".join(lines)

    def _filters_item(self) -> Json:
        return {
            "type": "object",
            "required": ["field", "op"],
            "properties": {
                "field": {
                    "type": "string",
                    "enum": [one.name for one in self._filterable],
                },
                "op": {"type": "string", "enum": list(OPERATORS)},
                "value": {
                    "description": (
                        "What to compare with; a list (or a text joined with commas) "
                        "for `in` and `not_in`, nothing for `is_empty`."
                    )
                },
                "logicalOp": {"type": "string", "enum": ["and", "or"]},
            },
        }

    def _filters_examples(self) -> Json:
        examples: Json = {"everything": {"summary": "no filters", "value": []}}
        shown = dict.fromkeys(OPERATORS)
        for one in sorted(self._filterable, key=_readable_first):
            for operator in operators_of(one.kind.operators):
                if operator in shown:
                    del shown[operator]
                    element = _filter_element(one, operator)
                    examples[operator] = {"value": [element]}
        named = [one.name for one in self._filterable][:2]
        examples["two, either of which holds"] = {
            "value": [
                {"field": named[0], "op": "is_not_empty"},
                {"field": named[-1], "op": "is_empty", "logicalOp": "or"},
            ]
        }
        return examples

    def _sort(self) -> Json:
        names = self._sortable
        return {
            "name": "sort",
            "in": "query",
            "description": (
                "What to order by: a field (its direction in `order`, or `-` in front "
                'for descending), or a JSON array such as `["id","DESC"]`. Empty '
                "values come last in both directions, text is ordered without regard "
                "to case, ties by `id`. Fields: "
                + ", ".join(f"`{name}`" for name in names)
                + "."
            ),
            "schema": {"type": "string", "default": names[0]},
            "examples": {
                "a field": {"value": names[0]},
                "descending": {"value": f"-{names[-1]}"},
                "as react-admin sends it": {"value": f'["{names[-1]}","DESC"]'},
            },
        }

    def _sorts(self) -> Json:
        names = self._sortable
        return {
            "name": "sorts",
            "in": "query",
            "description": (
                "Several keys to order by, as a JSON array; wins over `sort` and "
                "`order`."
            ),
            "content": {
                JSON: {
                    "schema": {
                        "type": "array",
                        "items": {
                            "type": "object",
                            "required": ["field"],
                            "properties": {
                                "field": {"type": "string", "enum": names},
                                "order": {"type": "string", "enum": ["ASC", "DESC"]},
                            },
                        },
                    },
                    "examples": {
                        "none": {"summary": "as `sort` says", "value": []},
                        "two keys": {
                            "value": [
                                {"field": names[-1], "order": "DESC"},
                                {"field": names[0], "order": "ASC"},
                            ]
                        },
                    },
                }
            },
        }


def _readable_first(field: Field) -> bool:
    """Put plain text in front: an example with a name says more than one with an id."""
    return not (field.writable and type(field.kind) is TextKind)


def _filter_element(field: Field, operator: str) -> Json:
    element: Json = {"field": field.name, "op": operator}
    if Operator.EMPTY in _asked_of_field(operator) and len(_asked_of_field(operator)) == 1:
        return element
    schema = field.kind.json_schema()
    value: Any = sample(schema["items"] if schema.get("type") == "array" else schema)
    element["value"] = [value] if operator in ("in", "not_in") else value
    return element
