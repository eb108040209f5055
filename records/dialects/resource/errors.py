"""How the resource dialect spells failures (contract resource §9)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from records.dialects.base.failures import Failure, FailureKind
from records.engine.errors import SchemaChangeRefused

if TYPE_CHECKING:
    from records.schema.drafts import Problem

STATUS_AND_CODE: dict[FailureKind, tuple[int, str]] = {
    FailureKind.MALFORMED_REQUEST: (400, "INVALID_REQUEST"),
    FailureKind.MALFORMED_BODY: (400, "VALIDATION_FAILED"),
    FailureKind.INVALID_QUESTION: (400, "VALIDATION_FAILED"),
    FailureKind.INVALID_VALUES: (400, "VALIDATION_FAILED"),
    FailureKind.UNAUTHENTICATED: (401, "UNAUTHORIZED"),
    FailureKind.FORBIDDEN: (403, "FORBIDDEN"),
    FailureKind.RECORD_NOT_FOUND: (404, "NOT_FOUND"),
    FailureKind.UNKNOWN_RESOURCE: (404, "NOT_FOUND"),
    FailureKind.UNKNOWN_ROUTE: (404, "NOT_FOUND"),
    FailureKind.METHOD_NOT_ALLOWED: (405, "METHOD_NOT_ALLOWED"),
    FailureKind.NOT_ACCEPTABLE: (406, "NOT_ACCEPTABLE"),
    FailureKind.UNSUPPORTED_MEDIA_TYPE: (415, "UNSUPPORTED_MEDIA_TYPE"),
    FailureKind.NOT_SUPPORTED: (400, "INVALID_RESOURCE"),
    FailureKind.CONFLICT: (409, "CONFLICT"),
    FailureKind.MERGED_AWAY: (409, "CONFLICT"),
    FailureKind.BODY_TOO_LARGE: (413, "PAYLOAD_TOO_LARGE"),
    FailureKind.QUERY_TOO_LONG: (414, "URI_TOO_LONG"),
    FailureKind.THROTTLED: (429, "RATE_LIMITED"),
    FailureKind.UNAVAILABLE: (503, "UNAVAILABLE"),
    FailureKind.CRASH: (500, "INTERNAL_ERROR"),
}


def spell(failure: Failure, *, batch: bool = False) -> tuple[int, dict[str, Any]]:
    """Return status and body ``{error, code, message, details?, errors?}``.

    ``message`` repeats ``error`` and ``errors`` maps fields to texts, because
    react-admin shows the one and puts the others beside its form fields. ``batch``
    tells problems of an array by index.
    """
    status, code = STATUS_AND_CODE[failure.kind]
    body: dict[str, Any] = {
        "error": failure.message,
        "code": code,
        "message": failure.message,
    }
    if failure.problems:
        body["details"] = [_detail(one, batch=batch) for one in failure.problems]
        body["errors"] = {
            _key(one, batch=batch): one.message for one in failure.problems
        }
    elif failure.parameter or failure.field:
        detail = {"field": failure.field, "message": failure.message}
        if failure.parameter:
            detail["parameter"] = failure.parameter
        body["details"] = [detail]
    elif failure.kind in (FailureKind.CONFLICT, FailureKind.MERGED_AWAY):
        body["details"] = [_clash(failure), *_failing(failure)]
    return status, body


def _detail(problem: Problem, *, batch: bool) -> dict[str, Any]:
    detail: dict[str, Any] = {"field": problem.field, "message": problem.message}
    return {"index": problem.index, **detail} if batch else detail


def _key(problem: Problem, *, batch: bool) -> str:
    return f"[{problem.index}].{problem.field}" if batch else problem.field


def _failing(failure: Failure) -> list[dict[str, Any]]:
    """Name records that would fail a change of the schema, as far as it told any."""
    cause = failure.cause
    if not isinstance(cause, SchemaChangeRefused):
        return []
    return [
        {"field": cause.field, "id": one.record_id, "message": one.text}
        for effect in cause.impact.effects
        for one in effect.examples
    ]


def _clash(failure: Failure) -> dict[str, Any]:
    return {
        "field": getattr(failure.cause, "field", None),
        "id": getattr(failure.cause, "record_id", None),
        "message": failure.message,
    }
