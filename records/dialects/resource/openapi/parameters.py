"""The parameters of a list, told for one resource."""

from __future__ import annotations

from collections import defaultdict
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from records.dialects.base.openapi import Json, json_parameter, sample
from records.dialects.resource.operators import OPERATORS
from records.dialects.resource.query import DEFAULT_WINDOW, LARGEST_WINDOW
from records.engine.compiler import MOST_CONDITIONS
from records.query import Operator, conditions_of
from records.schema.kinds import NumberKind, TextKind

if TYPE_CHECKING:
    from collections.abc import Iterable

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

RANGE: Json = json_parameter(
    "range",
    (
        "First and last row as a JSON array, counted from 0, both inclusive: `[0,24]` "
        f"are 25 rows. At most {LARGEST_WINDOW} rows are answered at once; "
        "`Content-Range` tells which they were. Anything malformed means `[0,24]`."
    ),
    {
        "type": "array",
        "items": {"type": "integer", "minimum": 0},
        "minItems": 2,
        "maxItems": 2,
    },
    {
        "first page": [0, DEFAULT_WINDOW.limit - 1],
        "second page": [DEFAULT_WINDOW.limit, 2 * DEFAULT_WINDOW.limit - 1],
        "one row, for the total alone": [0, 0],
    },
)

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
            shown += schemas.inside
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
        searched = _code_list(self._type.search)
        lines = [
            "The short way to filter: a JSON object, all of whose entries must hold.",
            '- `{field: value}`: equals; null and `""` match empty',
            (
                '- `{field: [values]}`: is one of; `{"id": [3,5]}` answers all of them, '
                "whatever the first page would hold"
            ),
        ]
        if searched:
            lines.append(f'- `{{"q": text}}`: any of {searched} contains the text')
        if self._type.has_archive:
            lines.append('- `{"include_archived": true}`: archived records, too')
        lines += [
            (
                "- `{field_gte: value}`; likewise `_gt`, `_lte`, `_lt`, `_neq`, "
                "`_eq_any`, `_neq_any` (lists), `_q` (contains)"
            ),
            (
                '- `{"field@op": value}` with the operators of PostgREST: `eq`, `neq`, '
                "`gt`, `gte`, `lt`, `lte`, `like`, `ilike`, `is`, `in`, `cs`"
            ),
            "",
            "A key that means nothing is an error, never ignored.",
        ]
        return json_parameter(
            "filter",
            "\n".join(lines),
            {"type": "object", "additionalProperties": True},
            self._filter_examples(),
        )

    def _filter_examples(self) -> dict[str, Any]:
        examples: dict[str, Any] = {"no filter": {}, "these ids": {"id": [3, 5]}}
        if self._type.search:
            examples["a text anywhere"] = {"q": "ada"}
        if any(one.name == "created_at" for one in self._filterable):
            examples["since a day"] = {"created_at_gte": "2026-01-01"}
        if self._type.has_archive:
            examples["archived ones, too"] = {"include_archived": True}
        return examples

    def _filters(self) -> Json:
        return json_parameter(
            "filters",
            self._filters_description(),
            {
                "type": "array",
                "maxItems": MOST_CONDITIONS,
                "items": self._filters_item(),
            },
            self._filters_examples(),
        )

    def _filters_description(self) -> str:
        groups: dict[tuple[str, ...], list[str]] = defaultdict(list)
        for one in self._filterable:
            groups[operators_of(one.kind.operators)].append(one.name)
        lines = [
            (
                "The long way to filter: a JSON array of "
                '`{"field", "op", "value", "logicalOp"}`, joined from left to right '
                "without precedence. An element is joined to what came before by its own "
                "`logicalOp`; without one by that of the element before it; else by `and`. "
                "Both `filter` and `filters` must hold."
            ),
            "",
            "Which fields answer which operators:",
        ]
        for operators, names in groups.items():
            lines.append(f"- {_code_list(names)}: {', '.join(operators)}")
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

    def _filters_examples(self) -> dict[str, Any]:
        """Return one example per operator that some field answers."""
        examples: dict[str, Any] = {"no filters": []}
        for operator in OPERATORS:
            fit = [
                one
                for one in self._filterable
                if operator in operators_of(one.kind.operators)
            ]
            if fit:
                field = min(fit, key=_telling_first)
                examples[operator] = [_filter_element(field, operator)]
        first, last = self._filterable[0].name, self._filterable[-1].name
        examples["either of two"] = [
            {"field": first, "op": "is_not_empty"},
            {"field": last, "op": "is_empty", "logicalOp": "or"},
        ]
        return examples

    def _sort(self) -> Json:
        names = self._sortable
        usual = [
            f"`{'-' if one.descending else ''}{one.field}`"
            for one in self._type.default_sorts
        ]
        return {
            "name": "sort",
            "in": "query",
            "description": (
                "What to order by: a field (its direction in `order`, or `-` in front "
                'for descending), or a JSON array such as `["id","DESC"]`. Without it '
                f"the order is {', '.join(usual)}. Empty values come last in both "
                "directions, text is ordered without regard to case, ties by `id`. "
                f"Fields: {_code_list(names)}."
            ),
            "schema": {"type": "string"},
            "examples": {
                "a field": {"value": names[0]},
                "descending": {"value": f"-{names[-1]}"},
                "as react-admin sends it": {"value": f'["{names[-1]}","DESC"]'},
            },
        }

    def _sorts(self) -> Json:
        names = self._sortable
        return json_parameter(
            "sorts",
            (
                "Several keys to order by, as a JSON array; wins over `sort` and "
                "`order`."
            ),
            {
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
            {
                "as sort says": [],
                "two keys": [
                    {"field": names[-1], "order": "DESC"},
                    {"field": names[0], "order": "ASC"},
                ],
            },
        )


def _code_list(names: Iterable[str]) -> str:
    return ", ".join(f"`{name}`" for name in names)


def _telling_first(field: Field) -> tuple[bool, bool]:
    """Order fields by how much an example with them says: names, then numbers."""
    is_text = type(field.kind) is TextKind
    is_number = isinstance(field.kind, NumberKind)
    return not (field.writable and is_text), not is_number


def _filter_element(field: Field, operator: str) -> Json:
    element: Json = {"field": field.name, "op": operator}
    if _asked_of_field(operator) == {Operator.EMPTY}:
        return element
    schema = field.kind.json_schema()
    value = sample(schema["items"] if schema.get("type") == "array" else schema)
    element["value"] = [value] if operator in ("in", "not_in") else value
    return element
