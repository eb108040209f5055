"""Headers, and failures with the very bodies that the dialect answers."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from rest_framework.exceptions import NotAuthenticated, UnsupportedMediaType

from records.access.caller import PermissionRefused
from records.access.roles import Permission
from records.access.throttling import Quota, RateExceeded, Window
from records.dialects.base.bodies import LARGEST_BODY
from records.dialects.base.failures import (
    BodyTooLarge,
    Failure,
    FailureKind,
    failure_of,
)
from records.dialects.base.openapi import REQUEST_ID, Fault, Json, failing_with
from records.dialects.base.requests import LONGEST_QUERY
from records.dialects.document.bodies import Missing
from records.dialects.document.errors import STATUS_AND_CODE, spell
from records.engine.errors import FieldNotFound
from records.query import QuestionError
from records.schema.registry import UnknownObjectType

HEADERS: dict[str, Json] = {
    "X-Request-Id": REQUEST_ID,
    "X-RateLimit-Limit": {
        "description": "Requests that the key may send in a minute.",
        "schema": {"type": "integer", "minimum": 1},
    },
    "X-RateLimit-Remaining": {
        "description": "How many of them are left.",
        "schema": {"type": "integer", "minimum": 0},
    },
    "X-RateLimit-Reset": {
        "description": "The Unix second in which counting begins anew.",
        "schema": {"type": "integer"},
    },
    "Retry-After": {
        "description": "Seconds to wait.",
        "schema": {"type": "integer", "minimum": 1},
    },
}

ERROR: Json = {
    "title": "Error",
    "description": "Every failure, on every path, has this shape.",
    "type": "object",
    "required": ["error", "code", "status", "details"],
    "properties": {
        "error": {"type": "string", "description": "What went wrong, in a sentence."},
        "code": {
            "type": "string",
            "enum": sorted({code for _status, code in STATUS_AND_CODE.values()}),
        },
        "status": {"type": "integer", "description": "The HTTP status."},
        "details": {
            "type": "object",
            "description": (
                "What is at fault: a parameter and why, `fields` with a message each, "
                "or the record that is in the way. `{}` when there is nothing to add."
            ),
            "additionalProperties": True,
        },
    },
    "additionalProperties": False,
}


def _told(kind: FailureKind, message: str = "", **details: Any) -> Failure:
    return Failure(kind, message, details=details)


FAULTS: dict[str, Fault] = {
    "InvalidQuestion": Fault(
        "400",
        "A parameter cannot be understood. Nothing is guessed: a filter never widens.",
        {
            "no object": failure_of(Missing("object_id")),
            "unknown field": failure_of(
                QuestionError(
                    "There is no field “nope”.", field="nope", origin="filters.nope"
                )
            ),
            "malformed JSON": failure_of(
                QuestionError("“filters” is not valid JSON.", origin="filters")
            ),
        },
    ),
    "InvalidBody": Fault(
        "400",
        "The body cannot be understood.",
        {"no values": failure_of(Missing("field_values"))},
    ),
    "Unauthorized": Fault(
        "401",
        "No key, or one that is unknown, expired or revoked.",
        {"no key": failure_of(NotAuthenticated())},
    ),
    "Forbidden": Fault(
        "403",
        "The role of the key's owner, or its scopes, do not allow this.",
        {"role": failure_of(PermissionRefused(Permission.WRITE))},
    ),
    "ObjectNotFound": Fault(
        "404",
        "There is no such object in your organization.",
        {"object": failure_of(UnknownObjectType("obj_unicorns"))},
    ),
    "FieldNotFound": Fault(
        "404",
        "There is no such object in your organization, or no such field of it.",
        {
            "object": failure_of(UnknownObjectType("obj_unicorns")),
            "field": failure_of(FieldNotFound("contacts", "fld_horn")),
        },
    ),
    "RecordNotFound": Fault(
        "404",
        "There is no such record in your organization, or it was deleted.",
        {
            "record": _told(
                FailureKind.RECORD_NOT_FOUND,
                "Record not found",
                record_id="rec_invalid123",
            )
        },
    ),
    "Conflict": Fault(
        "409",
        "The request clashes with another record. Nothing was stored.",
        {
            "taken": _told(
                FailureKind.CONFLICT,
                "A record with this “name” exists already.",
                field="name",
                value="vip",
                record_id="rec_tags_7",
            ),
            "still needed": _told(
                FailureKind.CONFLICT,
                "Other records need this one: 2 of them.",
                record_id="rec_contacts_42",
                referenced_by=2,
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
    "UnsupportedMediaType": Fault(
        "415",
        "The body is not called `application/json`.",
        {"form": failure_of(UnsupportedMediaType("text/plain"))},
    ),
    "InvalidValues": Fault(
        "422",
        "Values were refused: all of them are told, and nothing was stored.",
        {
            "fields": _told(
                FailureKind.INVALID_VALUES,
                fields={
                    "email": "Enter a valid email address.",
                    "name": "This field is required.",
                },
            )
        },
    ),
    "RateLimited": Fault(
        "429",
        "The key has sent too many requests.",
        {
            "minute": failure_of(
                RateExceeded(
                    Quota(1000, 0, Window.MINUTE, 1_773_482_820),
                    limit=1000,
                    retry_after=23,
                )
            )
        },
    ),
}


def spelled(failure: Failure) -> Json:
    """Return the body of a failure."""
    return spell(HttpRequest(), failure)[1]


def faults(*names: str) -> dict[str, Json]:
    """Return the failures of an operation, by status; every operation asks who calls."""
    return failing_with(FAULTS, *names, "Unauthorized", "Forbidden", "RateLimited")
