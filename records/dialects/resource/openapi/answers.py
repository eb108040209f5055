"""Headers, and failures with the very bodies that the dialect answers."""

from __future__ import annotations

from rest_framework.exceptions import NotAuthenticated

from records.access.caller import PermissionRefused
from records.access.roles import Permission
from records.dialects.base.bodies import LARGEST_BODY
from records.dialects.base.failures import (
    BodyTooLarge,
    Failure,
    FailureKind,
    MalformedBody,
    MalformedRequest,
    failure_of,
)
from records.dialects.base.openapi import REQUEST_ID, Fault, Json, failing_with
from records.dialects.base.requests import LONGEST_QUERY
from records.dialects.resource.errors import STATUS_AND_CODE
from records.engine.errors import Conflict, MergedAway, ValidationFailed
from records.query import QuestionError
from records.schema.drafts import Problem
from records.schema.problems import Code
from records.schema.registry import UnknownObjectType

HEADERS: dict[str, Json] = {
    "X-Request-Id": REQUEST_ID,
    "Content-Range": {
        "description": (
            "`<resource> <first>-<last>/<total>`, inclusive, counted from 0. An empty "
            "page repeats its start."
        ),
        "required": True,
        "schema": {"type": "string", "pattern": r"^[a-z0-9_]+ \d+-\d+/\d+$"},
        "example": "contacts 0-24/142",
    },
    "X-Total-Count": {
        "description": "How many records match, on all pages.",
        "required": True,
        "schema": {"type": "integer", "minimum": 0},
        "example": 142,
    },
}

ERROR: Json = {
    "title": "Error",
    "description": (
        "Every failure, on every path, has this shape. Show `message` to people, decide "
        "by `code`, put `errors` beside the fields of a form."
    ),
    "type": "object",
    "required": ["error", "code", "message"],
    "properties": {
        "error": {"type": "string", "description": "What went wrong, in a sentence."},
        "code": {
            "type": "string",
            "enum": sorted({code for _status, code in STATUS_AND_CODE.values()}),
        },
        "message": {"type": "string", "description": "The same as `error`."},
        "details": {
            "type": "array",
            "description": "Each fault by itself.",
            "items": {
                "type": "object",
                "required": ["field", "message"],
                "properties": {
                    "field": {
                        "type": ["string", "null"],
                        "description": "The field at fault, if it is one.",
                    },
                    "message": {"type": "string"},
                    "parameter": {
                        "type": "string",
                        "description": "The part of the question at fault.",
                    },
                    "index": {
                        "type": "integer",
                        "description": "The record at fault, when an array was sent.",
                    },
                    "id": {
                        "type": ["integer", "null"],
                        "description": "The record that a conflict is with.",
                    },
                },
                "additionalProperties": False,
            },
        },
        "errors": {
            "type": "object",
            "description": "Fields to messages, as form libraries take them.",
            "additionalProperties": {"type": "string"},
        },
    },
    "additionalProperties": False,
}


def _required(field: str, index: int = 0) -> Problem:
    return Problem(field, "This field is required.", Code.REQUIRED, index)


FAULTS: dict[str, Fault] = {
    "InvalidQuestion": Fault(
        "400",
        "A parameter cannot be understood. Nothing is guessed: a filter never widens.",
        {
            "unknown field": failure_of(
                QuestionError(
                    "Contacts have no field “no_such_field”.",
                    field="no_such_field",
                    origin="filters[0]",
                )
            ),
            "malformed JSON": failure_of(
                QuestionError("“filters” is not valid JSON.", origin="filters")
            ),
        },
    ),
    "InvalidRequest": Fault(
        "400",
        "The path or a parameter cannot mean anything.",
        {"id": failure_of(MalformedRequest("Invalid request", parameter="id"))},
    ),
    "InvalidBody": Fault(
        "400",
        "The body is refused. All faults are told at once, and nothing was stored.",
        {
            "missing field": failure_of(ValidationFailed([_required("name")])),
            "malformed JSON": failure_of(
                MalformedBody("Invalid JSON body: unexpected end of data")
            ),
        },
    ),
    "Unauthorized": Fault(
        "401",
        "No credential, or one that is unknown, expired or revoked.",
        {"no key": failure_of(NotAuthenticated())},
    ),
    "Forbidden": Fault(
        "403",
        "Your role, or the scopes of your key, do not allow this.",
        {"role": failure_of(PermissionRefused(Permission.WRITE))},
    ),
    "NotFound": Fault(
        "404",
        "There is no such record in your organization, or it is archived.",
        {
            "record": Failure(FailureKind.RECORD_NOT_FOUND, "Not found"),
            "resource": failure_of(UnknownObjectType("unicorns")),
        },
    ),
    "Conflict": Fault(
        "409",
        "The request clashes with another record. Nothing was stored.",
        {
            "merged": failure_of(MergedAway(17)),
            "still needed": failure_of(
                Conflict("2 of Deals need this record.", field="stage_id", record_id=3)
            ),
        },
    ),
    "TooLarge": Fault(
        "413",
        f"The body is larger than {LARGEST_BODY // 1024} KiB.",
        {"body": failure_of(BodyTooLarge())},
    ),
    "QueryTooLong": Fault(
        "414",
        f"The query string is longer than {LONGEST_QUERY // 1024} KiB.",
        {
            "query": Failure(
                FailureKind.QUERY_TOO_LONG,
                f"The query string is longer than {LONGEST_QUERY} bytes.",
            )
        },
    ),
}


def faults(*names: str) -> dict[str, Json]:
    """Return the failures of an operation, by status; every operation asks who calls."""
    return failing_with(FAULTS, *names, "Unauthorized", "Forbidden")
