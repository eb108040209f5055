"""Headers, envelopes, and failures with the very bodies that the dialect answers."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from rest_framework.exceptions import NotAuthenticated

from records.access.caller import PermissionRefused
from records.access.roles import Permission
from records.dialects.base.failures import (
    BodyTooLarge,
    Failure,
    MalformedBody,
    UnknownRoute,
    failure_of,
)
from records.dialects.base.openapi import REQUEST_ID, Json, component, content
from records.dialects.envelope.errors import (
    InvalidParameters,
    RefusedHeader,
    WrongShape,
    spell,
)
from records.engine.errors import ValidationFailed
from records.schema.drafts import Problem
from records.schema.problems import Code

if TYPE_CHECKING:
    from collections.abc import Iterable

_LOGREF = "0b7ac27b-8f5a-4f3c-9d0e-1c6a5c9a2f11"
_MORE_INFO = "https://example.com/docs/"

HEADERS: dict[str, Json] = {
    "X-Request-Id": REQUEST_ID,
    "Content-Language": {
        "description": "The language of the messages.",
        "schema": {"type": "string"},
        "example": "en",
    },
}

_LINKS: Json = {
    "type": "object",
    "properties": {"more_info": {"type": "string"}},
    "required": ["more_info"],
}

ERROR: Json = {
    "title": "Errors",
    "type": "object",
    "required": ["errors", "meta"],
    "properties": {
        "errors": {
            "type": "array",
            "minItems": 1,
            "items": {
                "type": "object",
                "required": ["error", "meta"],
                "properties": {
                    "error": {
                        "type": "object",
                        "required": ["code", "message", "details"],
                        "properties": {
                            "resource": {"type": "string"},
                            "field": {
                                "type": "string",
                                "description": "A JSON Pointer into what was sent.",
                            },
                            "code": {"type": "string"},
                            "message": {
                                "type": "string",
                                "description": "For people, in their language.",
                            },
                            "details": {
                                "type": "string",
                                "description": "For developers, in English.",
                            },
                        },
                        "additionalProperties": False,
                    },
                    "meta": {
                        "type": "object",
                        "required": ["type", "links"],
                        "properties": {"type": {"const": "error"}, "links": _LINKS},
                    },
                },
            },
        },
        "meta": {
            "type": "object",
            "required": ["type", "http_status", "logref", "links"],
            "properties": {
                "type": {"const": "errors"},
                "http_status": {"type": "string"},
                "logref": {"type": "string"},
                "links": _LINKS,
            },
        },
    },
    "additionalProperties": False,
}


@dataclass(frozen=True, slots=True)
class Fault:
    """A way to fail: its status and what a client is told, by example."""

    status: str
    description: str
    example: Failure

    def response(self) -> Json:
        """Return the OpenAPI response, its example spelled by the dialect itself."""
        _status, body = spell(
            self.example, plan=None, request_id=_LOGREF, more_info=_MORE_INFO
        )
        return {
            "description": self.description,
            "headers": _headers(),
            "content": content(component("schemas", "Errors"), example=body),
        }


def _refused(*problems: Problem) -> Failure:
    return failure_of(ValidationFailed(problems))


FAULTS: dict[str, Fault] = {
    "InvalidHeader": Fault(
        "400",
        "`invalid_user_agent`, `invalid_header`, `invalid_param` or `invalid_payload`: "
        "the request cannot be understood.",
        failure_of(
            RefusedHeader("The header User-Agent is needed.", code="invalid_user_agent")
        ),
    ),
    "InvalidParameter": Fault(
        "400",
        "A parameter is unknown or its value is none; each has an error of its own.",
        failure_of(InvalidParameters([("page", "A whole number is needed.")])),
    ),
    "InvalidPayload": Fault(
        "400",
        "The body is no JSON object.",
        failure_of(MalformedBody("The body must be a JSON object.")),
    ),
    "Unauthorized": Fault(
        "401", "The access token is missing or invalid.", failure_of(NotAuthenticated())
    ),
    "Forbidden": Fault(
        "403",
        "The key, or the role of its owner, does not allow it.",
        failure_of(PermissionRefused(Permission.WRITE)),
    ),
    "NotFound": Fault("404", "There is no such record.", failure_of(UnknownRoute())),
    "TooLarge": Fault(
        "413", "The body is larger than 1 MiB.", failure_of(BodyTooLarge())
    ),
    "Refused": Fault(
        "422",
        "`incorrect_payload`, or attributes that are refused: `unknown`, `missing`, "
        "`blank`, `already_exists`, `invalid_type`, `incorrect_value`.",
        _refused(
            Problem("/data/last_name", "A person needs a last name.", Code.BLANK),
            Problem("/data/nope", "There is no such attribute.", Code.UNKNOWN_FIELD),
        ),
    ),
    "WrongShape": Fault(
        "422",
        "The body is no envelope.",
        failure_of(WrongShape("The body must hold an object under “data”.")),
    ),
}


def faults(names: Iterable[str]) -> Json:
    """Return references to ways to fail, those that any request may meet among them."""
    wanted = dict.fromkeys((*names, "Unauthorized", "Forbidden"))
    return {FAULTS[name].status: component("responses", name) for name in wanted}


def success(description: str, schema: Json, **rest: Any) -> Json:
    """Return a response with a body."""
    return {
        "description": description,
        "headers": _headers(),
        "content": content(schema, **rest),
    }


def nothing(description: str) -> Json:
    """Return a response without a body."""
    return {"description": description, "headers": _headers()}


def _headers() -> Json:
    return {name: component("headers", name) for name in HEADERS}


def envelope_schema(data: Json, resource_type: str) -> Json:
    """Return the schema of one object in its envelope."""
    return {
        "type": "object",
        "required": ["data", "meta"],
        "properties": {
            "data": data,
            "meta": {
                "type": "object",
                "required": ["type"],
                "properties": {"type": {"const": resource_type}},
            },
        },
        "additionalProperties": False,
    }


def collection_schema(item: Json) -> Json:
    """Return the schema of a collection of envelopes."""
    link: Json = {"type": "string", "format": "uri"}
    return {
        "type": "object",
        "required": ["items", "meta"],
        "properties": {
            "items": {"type": "array", "items": item},
            "meta": {
                "type": "object",
                "required": ["type", "count"],
                "properties": {
                    "type": {"const": "collection"},
                    "count": {
                        "type": "integer",
                        "description": "Items on this page.",
                    },
                    "links": {
                        "type": "object",
                        "required": ["self", "first_page"],
                        "properties": {
                            "self": link,
                            "first_page": link,
                            "prev_page": link,
                            "next_page": link,
                        },
                        "additionalProperties": False,
                    },
                },
            },
        },
        "additionalProperties": False,
    }
