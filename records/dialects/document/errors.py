"""How the document dialect spells failures (contract document §7)."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _

from records.access.throttling import RateExceeded
from records.dialects.base.failures import Failure, FailureKind
from records.dialects.document.identifiers import record_id
from records.engine.errors import FieldNotFound, LimitReached, MergedAway
from records.schema.problems import Code
from records.schema.registry import UnknownObjectType

if TYPE_CHECKING:
    from collections.abc import Mapping

    from django.http import HttpRequest

    from records.dialects.document.bodies import FieldValues
    from records.dialects.document.naming import Spelling
    from records.schema.drafts import Problem

STATUS_AND_CODE: dict[FailureKind, tuple[int, str]] = {
    FailureKind.MALFORMED_REQUEST: (400, "BAD_REQUEST"),
    FailureKind.MALFORMED_BODY: (400, "BAD_REQUEST"),
    FailureKind.INVALID_QUESTION: (400, "BAD_REQUEST"),
    FailureKind.INVALID_VALUES: (422, "VALIDATION_ERROR"),
    FailureKind.UNAUTHENTICATED: (401, "UNAUTHORIZED"),
    FailureKind.FORBIDDEN: (403, "FORBIDDEN"),
    FailureKind.RECORD_NOT_FOUND: (404, "NOT_FOUND"),
    FailureKind.UNKNOWN_RESOURCE: (404, "NOT_FOUND"),
    FailureKind.UNKNOWN_ROUTE: (404, "NOT_FOUND"),
    FailureKind.METHOD_NOT_ALLOWED: (405, "METHOD_NOT_ALLOWED"),
    FailureKind.NOT_ACCEPTABLE: (406, "NOT_ACCEPTABLE"),
    FailureKind.UNSUPPORTED_MEDIA_TYPE: (415, "UNSUPPORTED_MEDIA_TYPE"),
    FailureKind.NOT_SUPPORTED: (400, "BAD_REQUEST"),
    FailureKind.CONFLICT: (409, "CONFLICT"),
    FailureKind.MERGED_AWAY: (409, "CONFLICT"),
    FailureKind.BODY_TOO_LARGE: (413, "PAYLOAD_TOO_LARGE"),
    FailureKind.QUERY_TOO_LONG: (414, "URI_TOO_LONG"),
    FailureKind.THROTTLED: (429, "RATE_LIMITED"),
    FailureKind.UNAVAILABLE: (503, "UNAVAILABLE"),
    FailureKind.CRASH: (500, "INTERNAL_ERROR"),
}

# Where this dialect's documentation has words of its own.
_MESSAGES: dict[FailureKind, str] = {
    FailureKind.UNAUTHENTICATED: "Missing or invalid API key",
    FailureKind.FORBIDDEN: "This key does not have the right to do that",
    FailureKind.RECORD_NOT_FOUND: "Record not found",
    FailureKind.UNKNOWN_RESOURCE: "Object not found",
    FailureKind.UNKNOWN_ROUTE: "There is nothing at this path",
    FailureKind.INVALID_VALUES: "Validation failed",
}


def spell(request: HttpRequest, failure: Failure) -> tuple[int, dict[str, Any]]:
    """Return status and body ``{error, code, status, details}``."""
    status, code = STATUS_AND_CODE[failure.kind]
    return status, {
        "error": _error(failure),
        "code": code,
        "status": status,
        "details": dict(failure.details) or _details(request, failure),
    }


def _error(failure: Failure) -> str:
    if isinstance(failure.cause, FieldNotFound):
        return "Field not found"
    if isinstance(failure.cause, LimitReached):
        return failure.message
    return _MESSAGES.get(failure.kind, failure.message)


def _details(request: HttpRequest, failure: Failure) -> dict[str, Any]:
    match failure.kind:
        case FailureKind.CRASH | FailureKind.UNAVAILABLE:
            return {"request_id": getattr(request, "request_id", "")}
        case FailureKind.UNKNOWN_ROUTE:
            return {"path": request.path}
        case FailureKind.RECORD_NOT_FOUND if isinstance(failure.cause, FieldNotFound):
            return {"field_id": failure.cause.slug}
        case FailureKind.RECORD_NOT_FOUND:
            return {"record_id": _path_value(request, "record_id")}
        case FailureKind.INVALID_VALUES:
            return {"fields": {one.field: one.message for one in failure.problems}}
    return _details_of_cause(failure) or _details_of_parameter(failure)


def _path_value(request: HttpRequest, name: str) -> str:
    match = request.resolver_match
    return "" if match is None else str(match.kwargs.get(name, ""))


def _details_of_cause(failure: Failure) -> dict[str, Any]:
    cause = failure.cause
    if isinstance(cause, UnknownObjectType):
        return {"object_id": cause.slug}
    if isinstance(cause, LimitReached):
        return {"limit": cause.limit}
    if isinstance(cause, RateExceeded):
        return {
            "limit": cause.limit,
            "window": cause.quota.window.value,
            "retry_after": cause.retry_after,
        }
    return {}


def _details_of_parameter(failure: Failure) -> dict[str, Any]:
    """Return the parameter at fault and why; for a filter, the field within it."""
    name, _dot, key = failure.parameter.partition(".")
    if not name:
        return {}
    if key:
        return {name: {key: failure.message}}
    if name == "sort":
        return {name: failure.field}
    return {name: getattr(failure.cause, "reason", failure.message)}


def in_keys(failure: Failure, spelling: Spelling, parsed: FieldValues) -> Failure:
    """Return a failure of a write in the keys and ids that the client knows.

    Clashes with other records, and nothing else wrong, are a conflict; else all
    problems are told together.
    """
    if isinstance(failure.cause, MergedAway):
        winner = record_id(spelling.slug, failure.cause.record_id or 0)
        message = _("This record was merged into %(id)s; write to that one.")
        return replace(
            failure, message=message % {"id": winner}, details={"record_id": winner}
        )
    if failure.kind is not FailureKind.INVALID_VALUES:
        return failure
    if all(one.code is Code.TAKEN for one in failure.problems):
        return _clash(failure, spelling, parsed)
    told: dict[str, str] = {}
    for one in failure.problems:
        key = one.field if one in parsed.unknown else spelling.key_of(one.field)
        # What this dialect found is in its own words already.
        is_own = one in parsed.found
        told.setdefault(key, one.message if is_own else _message(one, key, parsed.sent))
    return replace(failure, details={"fields": told})


def _message(problem: Problem, key: str, sent: Mapping[str, Any]) -> str:
    if problem.code is Code.TAKEN:
        return _taken()
    if problem.code is Code.BLANK and key not in sent:
        return _("This field is required.")
    if problem.code is Code.DANGLING:
        value = sent.get(key)
        ids = ", ".join(map(str, value if isinstance(value, list) else [value]))
        return _("There is no record to refer to: %(ids)s.") % {"ids": ids}
    return problem.message


def _taken() -> str:
    return _("Another record has this value already.")


def _clash(failure: Failure, spelling: Spelling, parsed: FieldValues) -> Failure:
    first = failure.problems[0]
    key = spelling.key_of(first.field)
    details: dict[str, Any] = {"field": key}
    if key in parsed.sent:
        details["value"] = parsed.sent[key]
    holder = getattr(first, "record_id", None)
    if holder is not None:
        details["record_id"] = record_id(spelling.slug, holder)
    if len(failure.problems) > 1:
        keys = [spelling.key_of(one.field) for one in failure.problems]
        details["fields"] = dict.fromkeys(keys, _taken())
    message = _("A record with this “%(key)s” exists already.") % {"key": key}
    return Failure(FailureKind.CONFLICT, message, details=details, cause=failure.cause)
