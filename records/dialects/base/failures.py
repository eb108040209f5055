"""From an exception to a failure in neutral words; each dialect spells those."""

from __future__ import annotations

from dataclasses import dataclass
from dataclasses import field as member
from enum import StrEnum
from typing import TYPE_CHECKING, Any

import structlog
from django.core.exceptions import (
    PermissionDenied,
    RequestDataTooBig,
    SuspiciousOperation,
)
from django.db import OperationalError
from django.http import Http404
from rest_framework import exceptions as drf

from records.access.caller import PermissionRefused
from records.access.throttling import RateExceeded
from records.engine.errors import (
    Conflict,
    FieldNotFound,
    LimitReached,
    MergedAway,
    NotSupported,
    RecordNotFound,
    ValidationFailed,
)
from records.query import QuestionError
from records.schema.registry import UnknownObjectType

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from records.schema.drafts import Problem

_log = structlog.get_logger("dragoman.failure")


class FailureKind(StrEnum):
    """Everything a client can be told, apart from success."""

    MALFORMED_REQUEST = "malformed_request"
    MALFORMED_BODY = "malformed_body"
    INVALID_QUESTION = "invalid_question"
    INVALID_VALUES = "invalid_values"
    UNAUTHENTICATED = "unauthenticated"
    FORBIDDEN = "forbidden"
    RECORD_NOT_FOUND = "record_not_found"
    UNKNOWN_RESOURCE = "unknown_resource"
    UNKNOWN_ROUTE = "unknown_route"
    METHOD_NOT_ALLOWED = "method_not_allowed"
    NOT_ACCEPTABLE = "not_acceptable"
    UNSUPPORTED_MEDIA_TYPE = "unsupported_media_type"
    NOT_SUPPORTED = "not_supported"
    CONFLICT = "conflict"
    MERGED_AWAY = "merged_away"
    BODY_TOO_LARGE = "body_too_large"
    QUERY_TOO_LONG = "query_too_long"
    THROTTLED = "throttled"
    UNAVAILABLE = "unavailable"
    CRASH = "crash"


@dataclass(frozen=True, slots=True)
class Failure:
    """What went wrong, for a client. ``message`` is one English sentence.

    ``parameter`` names the part of the request at fault, ``problems`` the fields of a
    body; ``cause`` is the exception, for dialects that tell more of it.
    """

    kind: FailureKind
    message: str
    parameter: str = ""
    field: str | None = None
    problems: tuple[Problem, ...] = ()
    headers: Mapping[str, str] = member(default_factory=dict)
    cause: Exception | None = None
    details: Mapping[str, Any] = member(default_factory=dict)
    """More for the client, in the words of the dialect that made it."""


class Refused(Exception):
    """Something is refused in a dialect's own words: ``failure`` is told as it is."""

    def __init__(self, failure: Failure) -> None:
        super().__init__(failure.message)
        self.failure = failure


class MalformedBody(Exception):
    """A request body that is not what the dialect reads."""

    def __init__(self, message: str) -> None:
        super().__init__(message)
        self.message = message


class BodyTooLarge(Exception):
    """A request body beyond the limit of decision 20."""


class MalformedRequest(Exception):
    """A path or parameter that cannot mean anything."""

    def __init__(self, message: str, *, parameter: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.parameter = parameter


class UnknownRoute(Exception):
    """No endpoint has this path."""


def _question(error: Any) -> Failure:
    return Failure(
        FailureKind.INVALID_QUESTION,
        error.message,
        parameter=error.origin,
        field=error.field,
        cause=error,
    )


def _values(error: Any) -> Failure:
    first = error.problems[0]
    return Failure(
        FailureKind.INVALID_VALUES,
        f"Invalid {first.field}: {first.message}",
        field=first.field,
        problems=error.problems,
        cause=error,
    )


def _with_message(kind: FailureKind) -> Callable[[Any], Failure]:
    return lambda error: Failure(kind, error.message, cause=error)


def _saying(kind: FailureKind, message: str) -> Callable[[Any], Failure]:
    return lambda error: Failure(kind, message, cause=error)


def _throttled(error: Any) -> Failure:
    return Failure(
        FailureKind.THROTTLED,
        str(error),
        headers={"Retry-After": str(error.retry_after)},
        cause=error,
    )


# The first entry an exception is an instance of speaks for it.
_FAILURES: tuple[tuple[type[Exception], Callable[[Any], Failure]], ...] = (
    (Refused, lambda error: error.failure),
    (QuestionError, _question),
    (ValidationFailed, _values),
    (MergedAway, _with_message(FailureKind.MERGED_AWAY)),
    (Conflict, _with_message(FailureKind.CONFLICT)),
    (LimitReached, _with_message(FailureKind.FORBIDDEN)),
    (RecordNotFound, _saying(FailureKind.RECORD_NOT_FOUND, "Not found")),
    (FieldNotFound, _with_message(FailureKind.RECORD_NOT_FOUND)),
    (NotSupported, _with_message(FailureKind.NOT_SUPPORTED)),
    (UnknownObjectType, _saying(FailureKind.UNKNOWN_RESOURCE, "Unknown resource")),
    (UnknownRoute, _saying(FailureKind.UNKNOWN_ROUTE, "Not found")),
    (
        PermissionRefused,
        lambda error: Failure(FailureKind.FORBIDDEN, "Forbidden", cause=error),
    ),
    (MalformedBody, _with_message(FailureKind.MALFORMED_BODY)),
    (
        MalformedRequest,
        lambda error: Failure(
            FailureKind.MALFORMED_REQUEST, error.message, error.parameter, cause=error
        ),
    ),
    (BodyTooLarge, _saying(FailureKind.BODY_TOO_LARGE, "The body exceeds 1 MiB.")),
    (
        RequestDataTooBig,
        _saying(FailureKind.BODY_TOO_LARGE, "The body exceeds 1 MiB."),
    ),
    (drf.NotAuthenticated, _saying(FailureKind.UNAUTHENTICATED, "Unauthorized")),
    (drf.AuthenticationFailed, _saying(FailureKind.UNAUTHENTICATED, "Unauthorized")),
    (
        drf.PermissionDenied,
        lambda error: Failure(FailureKind.FORBIDDEN, str(error.detail), cause=error),
    ),
    (
        drf.MethodNotAllowed,
        lambda error: Failure(
            FailureKind.METHOD_NOT_ALLOWED, str(error.detail), cause=error
        ),
    ),
    (
        drf.UnsupportedMediaType,
        lambda error: Failure(
            FailureKind.UNSUPPORTED_MEDIA_TYPE, str(error.detail), cause=error
        ),
    ),
    (
        drf.NotAcceptable,
        lambda error: Failure(
            FailureKind.NOT_ACCEPTABLE, str(error.detail), cause=error
        ),
    ),
    (RateExceeded, _throttled),
    (
        drf.ParseError,
        _saying(FailureKind.MALFORMED_BODY, "The body cannot be read."),
    ),
    (Http404, _saying(FailureKind.UNKNOWN_ROUTE, "Not found")),
    (PermissionDenied, _saying(FailureKind.FORBIDDEN, "Forbidden")),
    (
        SuspiciousOperation,
        _saying(FailureKind.MALFORMED_REQUEST, "Invalid request"),
    ),
    (
        OperationalError,
        _saying(FailureKind.UNAVAILABLE, "The database does not answer; try again."),
    ),
)


def failure_of(error: Exception) -> Failure:
    """Return what to tell a client of an exception.

    Anything unforeseen is a crash: logged with its traceback, told without it.
    """
    for error_type, describe in _FAILURES:
        if isinstance(error, error_type):
            failure = describe(error)
            break
    else:
        failure = Failure(FailureKind.CRASH, "Internal server error", cause=error)
    if failure.kind in (FailureKind.CRASH, FailureKind.UNAVAILABLE):
        _log.error(failure.kind.value, exc_info=error)
    return failure
