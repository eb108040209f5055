"""From an exception to a failure."""

import json

import pytest
from django.core.exceptions import (
    DisallowedHost,
    PermissionDenied,
    RequestDataTooBig,
)
from django.db import IntegrityError, OperationalError
from django.http import Http404
from rest_framework import exceptions as drf

from records.access.caller import PermissionRefused
from records.access.roles import Permission
from records.access.throttling import Quota, RateExceeded, Window
from records.dialects.base.failures import (
    BodyTooLarge,
    FailureKind,
    MalformedBody,
    MalformedRequest,
    UnknownRoute,
    failure_of,
)
from records.engine.errors import (
    Conflict,
    FieldNotFound,
    MergedAway,
    NotSupported,
    RecordNotFound,
    SchemaChangeRefused,
    ValidationFailed,
)
from records.engine.impact import Effect, Impact
from records.query import QuestionError
from records.schema.drafts import Problem
from records.schema.object_types import Operation
from records.schema.problems import Code
from records.schema.registry import UnknownObjectType, registry

CONTACTS = registry.built_in_type("contacts")
EXCEEDED = RateExceeded(
    Quota(limit=100, remaining=0, window=Window.MINUTE, resets_at=60),
    limit=100,
    retry_after=30,
)
PROBLEM = Problem("name", "No.", Code.INVALID)


@pytest.mark.parametrize(
    ("error", "kind", "message"),
    [
        (QuestionError("No."), FailureKind.INVALID_QUESTION, "No."),
        (ValidationFailed([PROBLEM]), FailureKind.INVALID_VALUES, "Invalid name: No."),
        (MergedAway(7), FailureKind.MERGED_AWAY, "This record was merged into 7;"),
        (Conflict("No."), FailureKind.CONFLICT, "No."),
        (
            SchemaChangeRefused(
                Impact((Effect("is_required", "2 are empty.", 2, ()),)), field="name"
            ),
            FailureKind.CONFLICT,
            "2 are empty.",
        ),
        (
            FieldNotFound("contacts", "x"),
            FailureKind.RECORD_NOT_FOUND,
            "contacts has no field",
        ),
        (RecordNotFound(CONTACTS, 5), FailureKind.RECORD_NOT_FOUND, "Not found"),
        (
            NotSupported(CONTACTS, Operation.MERGE),
            FailureKind.NOT_SUPPORTED,
            "Contacts cannot be changed this way",
        ),
        (UnknownObjectType("x"), FailureKind.UNKNOWN_RESOURCE, "Unknown resource"),
        (UnknownRoute(), FailureKind.UNKNOWN_ROUTE, "Not found"),
        (PermissionRefused(Permission.MERGE), FailureKind.FORBIDDEN, "Forbidden"),
        (MalformedBody("No."), FailureKind.MALFORMED_BODY, "No."),
        (MalformedRequest("No."), FailureKind.MALFORMED_REQUEST, "No."),
        (BodyTooLarge(), FailureKind.BODY_TOO_LARGE, "The body exceeds"),
        (RequestDataTooBig(), FailureKind.BODY_TOO_LARGE, "The body exceeds"),
        (drf.NotAuthenticated(), FailureKind.UNAUTHENTICATED, "Unauthorized"),
        (drf.AuthenticationFailed(), FailureKind.UNAUTHENTICATED, "Unauthorized"),
        (drf.PermissionDenied("CSRF"), FailureKind.FORBIDDEN, "CSRF"),
        (drf.MethodNotAllowed("TRACE"), FailureKind.METHOD_NOT_ALLOWED, "Method"),
        (drf.UnsupportedMediaType("x"), FailureKind.UNSUPPORTED_MEDIA_TYPE, "Unsu"),
        (drf.NotAcceptable(), FailureKind.NOT_ACCEPTABLE, "Could not"),
        (drf.ParseError(), FailureKind.MALFORMED_BODY, "The body cannot"),
        (EXCEEDED, FailureKind.THROTTLED, "Rate limit exceeded"),
        (Http404(), FailureKind.UNKNOWN_ROUTE, "Not found"),
        (PermissionDenied(), FailureKind.FORBIDDEN, "Forbidden"),
        (DisallowedHost("x"), FailureKind.MALFORMED_REQUEST, "Invalid request"),
        (OperationalError("secret"), FailureKind.UNAVAILABLE, "The database does"),
        (IntegrityError("secret"), FailureKind.CRASH, "Internal server error"),
        (ZeroDivisionError("secret"), FailureKind.CRASH, "Internal server error"),
    ],
    ids=lambda one: type(one).__name__ if isinstance(one, Exception) else None,
)
def test_an_exception_is_told_so(error, kind, message):
    failure = failure_of(error)
    assert failure.kind is kind
    assert failure.message.startswith(message)
    assert "secret" not in failure.message
    assert failure.cause in (error, None)


def test_a_question_tells_where_it_went_wrong():
    failure = failure_of(QuestionError("No.", field="x", origin="filters[0]"))
    assert (failure.field, failure.parameter) == ("x", "filters[0]")


def test_a_malformed_request_names_the_parameter():
    assert failure_of(MalformedRequest("No.", parameter="id")).parameter == "id"


def test_refused_values_bring_all_problems():
    failure = failure_of(ValidationFailed([PROBLEM, PROBLEM]))
    assert failure.problems == (PROBLEM, PROBLEM)
    assert failure.field == "name"


def test_a_throttled_client_is_told_when_to_come_back():
    assert failure_of(EXCEEDED).headers == {"Retry-After": "30"}


@pytest.mark.parametrize(
    ("error", "event"),
    [(ZeroDivisionError("inside"), "crash"), (OperationalError("x"), "unavailable")],
    ids=("crash", "unavailable"),
)
def test_what_nobody_foresaw_is_logged_with_its_traceback(caplog, error, event):
    try:
        raise error
    except type(error) as raised:
        failure_of(raised)
    (record,) = caplog.records
    assert record.levelname == "ERROR"
    assert event in json.dumps(record.msg, default=str)


def test_what_a_client_did_wrong_is_not_logged_as_an_error(caplog):
    failure_of(QuestionError("No."))
    assert caplog.records == []
