"""The operations: one set for the records of all objects."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from records.dialects.base.openapi import (
    JSON,
    Json,
    component,
    content,
    json_parameter,
    success,
)
from records.dialects.document.filters import (
    MOST_CONDITIONS,
    MOST_MEMBERS,
    OPERATORS,
    operators_of,
)
from records.dialects.document.openapi.answers import faults
from records.dialects.document.query import (
    DEFAULT_PAGE_SIZE,
    LARGEST_PAGE_SIZE,
    LONGEST_FILTERS,
)

if TYPE_CHECKING:
    from collections.abc import Sequence

    from records.dialects.document.openapi.schemas import RecordSchemas

RECORDS = "records"
PEOPLE = "users"

USER: Json = {
    "title": "User",
    "type": "object",
    "properties": {
        "id": {"type": "string", "pattern": "^user_[1-9][0-9]*$"},
        "name": {"type": "string"},
        "email": {"type": "string"},
        "role": {"type": "string", "enum": ["admin", "member"]},
        "active": {"type": "boolean"},
    },
    "required": ["id", "name", "email", "role", "active"],
    "additionalProperties": False,
}
PAGINATION: Json = {
    "title": "Pagination",
    "type": "object",
    "properties": {
        "total": {"type": "integer", "description": "All records that match."},
        "page": {"type": "integer"},
        "per_page": {"type": "integer"},
        "total_pages": {"type": "integer"},
    },
    "required": ["total", "page", "per_page", "total_pages"],
    "additionalProperties": False,
}
_ANSWERED_USER = {
    "id": "user_3",
    "name": "Grace Hopper",
    "email": "grace@example.com",
    "role": "admin",
    "active": True,
}

_FILTERS = f"""\
A JSON object, all of whose entries must hold: a field and a value (equals), or a field and
operators, `{{"value": {{"$gte": 1000, "$lt": 5000}}}}`. Which operators a field answers
stands with the field in the schema of its object; `id`, `created_at`, `updated_at` and
`created_by` can be asked for, too.

- `$eq`, `$ne`: equal; null and `""` are empty values. `$ne` matches empty ones
- `$gt`, `$gte`, `$lt`, `$lte`: before and after; stages by their order
- `$contains`: text within text, in any case; of several values, a member
- `$in`, `$nin`: one of, none of a list of at most {MOST_MEMBERS}; null in it is empty
- `$empty`: `true` without a value, `false` with one

At most {MOST_CONDITIONS} conditions and {LONGEST_FILTERS // 1024} KiB."""

_RECORD_ID: Json = {
    "name": "record_id",
    "in": "path",
    "required": True,
    "description": "The id of the record.",
    "schema": {"type": "string", "maxLength": 128},
    "example": "rec_contacts_42",
}


class RecordOperations:
    """Builds the paths that serve the records of these objects."""

    def __init__(self, objects: Sequence[RecordSchemas]) -> None:
        self._objects = objects
        self._first = objects[0]

    def paths(self) -> dict[str, Json]:
        """Return the path items under their paths."""
        return {
            "/api/crm/records/query": {"get": self._query()},
            "/api/crm/record": {"post": self._create()},
            "/api/crm/record/{record_id}": {
                "parameters": [_RECORD_ID],
                "get": self._get(),
                "patch": self._change(),
                "delete": self._delete(),
            },
            "/api/crm/users": {"get": _list_users()},
        }

    def _any_record(self) -> Json:
        return {"anyOf": [one.record for one in self._objects]}

    def _answers_record(self, description: str) -> Json:
        answer = success(description, self._any_record(), example=None)
        answer["content"][JSON].pop("example")
        answer["content"][JSON]["examples"] = {
            one.object_id: {"value": one.example()} for one in self._objects
        }
        return answer

    def _query(self) -> Json:
        example = {
            "data": [self._first.example()],
            "pagination": {"total": 1, "page": 1, "per_page": 25, "total_pages": 1},
        }
        schema: Json = {
            "type": "object",
            "properties": {
                "data": {"type": "array", "items": self._any_record()},
                "pagination": component("schemas", "Pagination"),
            },
            "required": ["data", "pagination"],
            "additionalProperties": False,
        }
        return {
            "tags": [RECORDS],
            "operationId": "query_records",
            "summary": "Query records",
            "description": (
                "Answers one page of an object's records, and how many match in all."
            ),
            "parameters": self._query_parameters(),
            "responses": {
                "200": success("The page.", schema, example=example),
                **faults("InvalidQuestion", "ObjectNotFound", "QueryTooLong"),
            },
        }

    def _query_parameters(self) -> list[Json]:
        sortable = [
            key
            for key, one in self._first.spelling.values.items()
            if one.filterable and one.is_sortable
        ]
        return [
            {
                "name": "object_id",
                "in": "query",
                "required": True,
                "description": "The object. Its bare slug is understood, too.",
                "schema": {
                    "type": "string",
                    "enum": [one.object_id for one in self._objects],
                },
                "example": self._first.object_id,
            },
            json_parameter(
                "filters",
                _FILTERS,
                {"type": "object", "maxProperties": MOST_CONDITIONS},
                self._filter_examples(),
            ),
            {
                "name": "sort",
                "in": "query",
                "description": (
                    "The field to order by; without it, by `created_at`. Empty values "
                    "come last in both directions, text is ordered without regard to "
                    "case, stages by their order, ties by id."
                ),
                "schema": {"type": "string"},
                "examples": {
                    "the moment of creation": {"value": "created_at"},
                    "a field": {"value": sortable[0] if sortable else "id"},
                },
            },
            {
                "name": "order",
                "in": "query",
                "description": "The direction; in any case.",
                "schema": {"type": "string", "enum": ["asc", "desc"], "default": "asc"},
            },
            _number("page", "The page, counted from 1.", default=1),
            _number(
                "per_page",
                f"Records on a page; more than {LARGEST_PAGE_SIZE} mean that many.",
                default=DEFAULT_PAGE_SIZE,
            ),
        ]

    def _filter_examples(self) -> dict[str, Any]:
        """Return one example per operator, on values that every object has."""
        moment = "2026-01-01"
        operands: dict[str, Any] = {
            "$contains": "a",
            "$in": [moment, "2026-01-02"],
            "$nin": [moment],
            "$empty": False,
        }
        text = next(
            key
            for key, one in self._first.spelling.values.items()
            if one.filterable and "$contains" in operators_of(one)
        )
        return {
            "no filter": {},
            "equals": {"created_at": moment},
            **{
                operator: {
                    text if operator == "$contains" else "created_at": {
                        operator: operands.get(operator, moment)
                    }
                }
                for operator in OPERATORS
            },
            "between": {"created_at": {"$gte": moment, "$lt": "2027-01-01"}},
        }

    def _create(self) -> Json:
        able = [one for one in self._objects if one.can_be_created]
        return {
            "tags": [RECORDS],
            "operationId": "create_record",
            "summary": "Create a record",
            "description": (
                "Answers the stored record. Fields that you leave out get their "
                'default; null and `""` empty one. Further keys beside '
                "`field_values` are ignored."
            ),
            "requestBody": {
                "required": True,
                "content": content(
                    {
                        "oneOf": [one.creation for one in able],
                        "discriminator": {
                            "propertyName": "object_id",
                            "mapping": {
                                one.object_id: one.creation["$ref"] for one in able
                            },
                        },
                    },
                    examples={
                        one.object_id: {"value": one.example_sent()} for one in able
                    },
                ),
            },
            "responses": {
                "201": self._answers_record("The record as it was stored."),
                **faults(
                    *("InvalidBody", "ObjectNotFound", "Conflict", "TooLarge"),
                    *("UnsupportedMediaType", "InvalidValues"),
                ),
            },
        }

    def _get(self) -> Json:
        return {
            "tags": [RECORDS],
            "operationId": "get_record",
            "summary": "Get a record",
            "description": (
                "Answers the record. The id of one that was merged into another "
                "answers that one."
            ),
            "responses": {
                "200": self._answers_record("The record."),
                **faults("RecordNotFound"),
            },
        }

    def _change(self) -> Json:
        able = [one for one in self._objects if one.can_be_changed]
        return {
            "tags": [RECORDS],
            "operationId": "update_record",
            "summary": "Change a record",
            "description": (
                'Changes the fields that are sent; all others stay. Null and `""` '
                "empty a field, lists are replaced whole."
            ),
            "requestBody": {
                "required": True,
                "content": content(
                    {"anyOf": [one.change for one in able]},
                    examples={
                        one.object_id: {"value": {"field_values": one.changed()}}
                        for one in able
                    },
                ),
            },
            "responses": {
                "200": self._answers_record("The record as it is now."),
                **faults(
                    *("InvalidBody", "RecordNotFound", "Conflict", "TooLarge"),
                    *("UnsupportedMediaType", "InvalidValues"),
                ),
            },
        }

    def _delete(self) -> Json:
        removed = {
            "id": "rec_contacts_42",
            "object_id": "obj_contacts",
            "deleted": True,
        }
        schema: Json = {
            "type": "object",
            "properties": {
                "id": {"type": "string"},
                "object_id": {"type": "string"},
                "deleted": {"type": "boolean", "const": True},
            },
            "required": ["id", "object_id", "deleted"],
            "additionalProperties": False,
        }
        return {
            "tags": [RECORDS],
            "operationId": "delete_record",
            "summary": "Delete a record",
            "description": (
                "Takes the record out of queries, reads and counts. It is kept and can "
                "be restored in the admin; rows of look-up lists are deleted for good. "
                "While a record cannot do without it, the answer is 409."
            ),
            "responses": {
                "200": success("What was deleted.", schema, example=removed),
                **faults("RecordNotFound", "Conflict"),
            },
        }


def _number(name: str, description: str, *, default: int) -> Json:
    return {
        "name": name,
        "in": "query",
        "description": description,
        "schema": {"type": "integer", "minimum": 1, "default": default},
    }


def _list_users() -> Json:
    schema: Json = {
        "type": "object",
        "properties": {
            "data": {"type": "array", "items": component("schemas", "User")}
        },
        "required": ["data"],
        "additionalProperties": False,
    }
    return {
        "tags": [PEOPLE],
        "operationId": "list_users",
        "summary": "List people",
        "description": "Answers the people whose ids fill fields that name a person.",
        "responses": {
            "200": success(
                "The people of the organization.",
                schema,
                example={"data": [_ANSWERED_USER]},
            ),
            **faults(),
        },
    }
