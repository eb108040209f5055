"""How the envelope dialect spells failures (contract §1.6)."""

from __future__ import annotations

from dataclasses import dataclass
from http import HTTPStatus
from typing import TYPE_CHECKING, Any

from django.utils.translation import get_language, gettext_lazy, override

from records.dialects.base.failures import (
    Failure,
    FailureKind,
    MalformedBody,
    MalformedRequest,
)
from records.query import QuestionError
from records.schema.problems import Code

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from django.utils.functional import _StrPromise

    from records.dialects.envelope.plans import Plan
    from records.schema.drafts import Problem


class WrongShape(MalformedBody):
    """A body that is JSON and no envelope of this resource."""


class RefusedHeader(MalformedRequest):
    """A request header that is missing or that cannot be served. ``code`` says which."""

    def __init__(self, message: str, *, code: str = "invalid_header") -> None:
        super().__init__(message)
        self.code = code


class InvalidParameters(QuestionError):
    """Parameters that cannot be understood, each with a sentence."""

    def __init__(self, faults: Sequence[tuple[str, str]]) -> None:
        name, message = faults[0]
        super().__init__(message, origin=name)
        self.faults = tuple(faults)


_STATUS_AND_CODE: dict[FailureKind, tuple[int, str]] = {
    FailureKind.MALFORMED_REQUEST: (400, "invalid_param"),
    FailureKind.MALFORMED_BODY: (400, "invalid_payload"),
    FailureKind.INVALID_QUESTION: (400, "invalid_param"),
    FailureKind.INVALID_VALUES: (422, "incorrect_value"),
    FailureKind.UNAUTHENTICATED: (401, "unauthorized"),
    FailureKind.FORBIDDEN: (403, "insufficient_scope"),
    FailureKind.RECORD_NOT_FOUND: (404, "not_found"),
    FailureKind.UNKNOWN_RESOURCE: (404, "incorrect_path"),
    FailureKind.UNKNOWN_ROUTE: (404, "incorrect_path"),
    FailureKind.METHOD_NOT_ALLOWED: (405, "incorrect_path"),
    FailureKind.NOT_ACCEPTABLE: (406, "invalid_header"),
    FailureKind.UNSUPPORTED_MEDIA_TYPE: (415, "invalid_header"),
    FailureKind.NOT_SUPPORTED: (405, "incorrect_path"),
    FailureKind.CONFLICT: (422, "already_exists"),
    FailureKind.MERGED_AWAY: (422, "incorrect_value"),
    FailureKind.BODY_TOO_LARGE: (413, "invalid_payload"),
    FailureKind.QUERY_TOO_LONG: (414, "invalid_param"),
    FailureKind.THROTTLED: (429, "rate_limit_exceeded"),
    FailureKind.UNAVAILABLE: (503, "temporarily_unavailable"),
    FailureKind.CRASH: (500, "server_error"),
}

_PROBLEM_CODES: dict[Code, str] = {
    Code.REQUIRED: "missing",
    Code.BLANK: "blank",
    Code.INVALID_TYPE: "invalid_type",
    Code.TAKEN: "already_exists",
    Code.UNKNOWN_FIELD: "unknown",
}

# What a person is told whose failure has no better sentence of its own.
_MESSAGES: dict[FailureKind, _StrPromise] = {
    FailureKind.UNAUTHENTICATED: gettext_lazy(
        "The access token is missing or invalid."
    ),
    FailureKind.FORBIDDEN: gettext_lazy("This access token may not do that."),
    FailureKind.RECORD_NOT_FOUND: gettext_lazy("There is no such record."),
    FailureKind.UNKNOWN_RESOURCE: gettext_lazy("There is nothing at this address."),
    FailureKind.UNKNOWN_ROUTE: gettext_lazy("There is nothing at this address."),
    FailureKind.METHOD_NOT_ALLOWED: gettext_lazy(
        "This address does not take this method."
    ),
    FailureKind.NOT_SUPPORTED: gettext_lazy("This address does not take this method."),
    FailureKind.NOT_ACCEPTABLE: gettext_lazy(
        "Answers are application/json, which “Accept” must allow."
    ),
    FailureKind.UNSUPPORTED_MEDIA_TYPE: gettext_lazy(
        "Bodies are read with the “Content-Type” application/json only."
    ),
    FailureKind.BODY_TOO_LARGE: gettext_lazy("The body is larger than 1 MiB."),
    FailureKind.QUERY_TOO_LONG: gettext_lazy("The query is longer than 64 KiB."),
    FailureKind.THROTTLED: gettext_lazy("Too many requests; try again later."),
    FailureKind.UNAVAILABLE: gettext_lazy("The service cannot answer; try again."),
    FailureKind.CRASH: gettext_lazy("Something went wrong on the server."),
}

# English for developers, where what a person is told is in another language.
_DETAILS: dict[str, str] = {
    "unknown": "The attribute is not known.",
    "missing": "The attribute is required.",
    "blank": "The attribute may not be empty.",
    "already_exists": "Another record has this value.",
    "invalid_type": "The value has the wrong JSON type.",
    "incorrect_value": "The value is not accepted.",
    "invalid_param": "The parameter is unknown or its value is not accepted.",
    "invalid_payload": "The body cannot be read as a JSON object.",
    "incorrect_payload": "The body is not an envelope of this resource.",
    "invalid_header": "A request header is missing or not accepted.",
    "invalid_user_agent": "The request has no User-Agent header.",
}


@dataclass(frozen=True, slots=True)
class Told:
    """One error of an answer."""

    code: str
    message: str
    details: str
    field: str | None = None
    resource: str | None = None

    def as_json(self, more_info: str) -> dict[str, Any]:
        """Return the error in its envelope; resource and field only where known."""
        error: dict[str, Any] = {}
        if self.resource is not None:
            error["resource"] = self.resource
        if self.field is not None:
            error["field"] = self.field
        error |= {"code": self.code, "message": self.message, "details": self.details}
        return {
            "error": error,
            "meta": {"type": "error", "links": {"more_info": more_info}},
        }


def spell(
    failure: Failure, *, plan: Plan | None, request_id: str, more_info: str
) -> tuple[int, dict[str, Any]]:
    """Return status and body of a failure, in the language that is active."""
    status = _status(failure)
    errors = _errors(failure, plan)
    return status, {
        "errors": [one.as_json(more_info) for one in errors],
        "meta": {
            "type": "errors",
            "http_status": f"{status} {_phrase(status)}",
            "logref": request_id,
            "links": {"more_info": more_info},
        },
    }


def _status(failure: Failure) -> int:
    if isinstance(failure.cause, WrongShape):
        return 422
    return _STATUS_AND_CODE[failure.kind][0]


def _phrase(status: int) -> str:
    # Later Pythons call it "Unprocessable Content".
    return "Unprocessable Entity" if status == 422 else HTTPStatus(status).phrase


def _errors(failure: Failure, plan: Plan | None) -> list[Told]:
    cause = failure.cause
    if failure.problems:
        return _of_problems(failure.problems, plan)
    if isinstance(cause, InvalidParameters):
        return [
            _specific("invalid_param", message, name) for name, message in cause.faults
        ]
    if failure.kind in (FailureKind.CONFLICT, FailureKind.MERGED_AWAY):
        return [_of_clash(failure, plan)]
    if failure.kind in _MESSAGES and not isinstance(cause, RefusedHeader):
        return [_general(failure)]
    return [_specific(_code(failure), failure.message, failure.parameter)]


def _code(failure: Failure) -> str:
    if isinstance(failure.cause, RefusedHeader):
        return failure.cause.code
    if isinstance(failure.cause, WrongShape):
        return "incorrect_payload"
    return _STATUS_AND_CODE[failure.kind][1]


def _of_problems(problems: Iterable[Problem], plan: Plan | None) -> list[Told]:
    told: dict[str, Told] = {}
    for one in problems:
        place = one.field if plan is None else plan.pointer(one.field)
        # Several keys may stand for one field: what is wrong with it is told once.
        if plan is not None and not told.keys().isdisjoint(plan.pointers(one.field)):
            continue
        code = _PROBLEM_CODES.get(one.code, "incorrect_value")
        told.setdefault(place, _of_field(code, one.message, place, plan))
    return sorted(told.values(), key=lambda one: _place_in_table(one, plan))


def _place_in_table(told: Told, plan: Plan | None) -> int:
    """Order errors as the resource's table orders its keys; all others come last."""
    if plan is None or told.field is None:
        return 0
    names = list(plan.resource.keys_by_name)
    name = told.field.split("/")[2] if told.field.count("/") > 1 else ""
    return names.index(name) if name in names else len(names)


def _of_clash(failure: Failure, plan: Plan | None) -> Told:
    """Tell of a clash with other records; one that they hold on to is no double."""
    is_held = getattr(failure.cause, "record_id", None) is not None
    field = getattr(failure.cause, "field", None)
    place = "/data" if field is None or plan is None else plan.pointer(field)
    code = "incorrect_value" if is_held else "already_exists"
    return _of_field(code, failure.message, place, plan)


def _of_field(code: str, message: str, place: str, plan: Plan | None) -> Told:
    return Told(
        code=code,
        message=message,
        details=_details(code, message, place),
        field=place,
        resource=None if plan is None else plan.resource.type,
    )


def _specific(code: str, message: str, name: str) -> Told:
    """Tell a failure that has a sentence of its own, naming the parameter at fault."""
    if name:
        message = f"{name}: {message}"
    return Told(code, message, _details(code, message, name))


def _general(failure: Failure) -> Told:
    sentence = _MESSAGES[failure.kind]
    with override("en"):
        details = str(sentence)
    return Told(_code(failure), str(sentence), details)


def _details(code: str, message: str, place: str) -> str:
    """Return an English sentence: the message itself where that is English."""
    if (get_language() or "en").startswith("en"):
        return message
    return f"{place}: {_DETAILS[code]}" if place else _DETAILS[code]
