"""How failures are spelled."""

import pytest
from django.test import RequestFactory
from django.urls import ResolverMatch

from records.access.caller import PermissionRefused
from records.access.roles import Permission
from records.access.throttling import Quota, RateExceeded, Window
from records.dialects.base.failures import (
    Failure,
    FailureKind,
    MalformedRequest,
    UnknownRoute,
    failure_of,
)
from records.dialects.document.bodies import FieldValues, Missing
from records.dialects.document.errors import STATUS_AND_CODE, in_keys, spell
from records.dialects.document.naming import Spelling
from records.engine.errors import Conflict, MergedAway, ValidationFailed
from records.query import QuestionError
from records.schema.drafts import Problem
from records.schema.problems import Code
from records.schema.registry import UnknownObjectType, registry

DEALS = Spelling.of(registry.built_in_type("deals"))
EXCEEDED = RateExceeded(
    Quota(limit=1000, remaining=0, window=Window.MINUTE, resets_at=60),
    limit=1000,
    retry_after=23,
)


def request(path="/api/crm/record/rec_x"):
    made = RequestFactory().get(path)
    made.request_id = "5f0c"
    made.resolver_match = ResolverMatch(print, (), {"record_id": "rec_x"})
    return made


def told(error):
    return spell(request(), failure_of(error))


@pytest.mark.parametrize("kind", FailureKind)
def test_every_failure_has_exactly_four_keys(kind):
    status, body = spell(request(), Failure(kind, "Something."))
    assert set(body) == {"error", "code", "status", "details"}
    assert body["status"] == status == STATUS_AND_CODE[kind][0]
    assert body["error"]
    assert isinstance(body["details"], dict)


@pytest.mark.parametrize(
    ("error", "status", "code", "details"),
    [
        (Missing("object_id"), 400, "BAD_REQUEST", {"object_id": "required"}),
        (
            MalformedRequest("“field_values” must be.", parameter="field_values"),
            400,
            "BAD_REQUEST",
            {"field_values": "“field_values” must be."},
        ),
        (
            QuestionError("No.", field="status", origin="filters.status"),
            400,
            "BAD_REQUEST",
            {"filters": {"status": "No."}},
        ),
        (
            QuestionError("No.", field="company.name", origin="filters.company.name"),
            400,
            "BAD_REQUEST",
            {"filters": {"company.name": "No."}},
        ),
        (QuestionError("No.", origin="filters"), 400, "BAD_REQUEST", {"filters": "No."}),
        (QuestionError("No.", field="x", origin="sort"), 400, "BAD_REQUEST", {"sort": "x"}),
        (QuestionError("No.", origin="page"), 400, "BAD_REQUEST", {"page": "No."}),
        (UnknownObjectType("obj_x"), 404, "NOT_FOUND", {"object_id": "obj_x"}),
        (UnknownRoute(), 404, "NOT_FOUND", {"path": "/api/crm/record/rec_x"}),
        (PermissionRefused(Permission.WRITE), 403, "FORBIDDEN", {}),
        (Conflict("Needed."), 409, "CONFLICT", {}),
        (ZeroDivisionError("secret"), 500, "INTERNAL_ERROR", {"request_id": "5f0c"}),
        (
            EXCEEDED,
            429,
            "RATE_LIMITED",
            {"limit": 1000, "window": "minute", "retry_after": 23},
        ),
        (
            ValidationFailed([Problem("fields[1].type", "No.", Code.INVALID)]),
            422,
            "VALIDATION_ERROR",
            {"fields": {"fields[1].type": "No."}},
        ),
    ],
    ids=lambda one: type(one).__name__ if isinstance(one, Exception) else None,
)  # fmt: skip
def test_an_exception_is_told_so(error, status, code, details):
    answered, body = told(error)
    assert (answered, body["code"], body["details"]) == (status, code, details)
    assert "secret" not in body["error"]


def test_a_record_that_is_not_there_is_named_as_it_was_sent():
    _status, body = spell(request(), Failure(FailureKind.RECORD_NOT_FOUND, "Not found"))
    assert body == {
        "error": "Record not found",
        "code": "NOT_FOUND",
        "status": 404,
        "details": {"record_id": "rec_x"},
    }


# -- in the keys of the client ------------------------------------------------------


def keyed(found, sent, **parsed):
    failure = failure_of(ValidationFailed(found))
    return in_keys(failure, DEALS, FieldValues(sent, **parsed))


def test_problems_have_the_keys_that_were_sent():
    unknown = Problem("amount", "There is no such field.", Code.UNKNOWN_FIELD)
    failure = keyed(
        [
            unknown,
            Problem("amount", "Too large.", Code.INVALID),
            Problem("contact_id", "There is no record 7.", Code.DANGLING),
            Problem("name", "This field may not be empty.", Code.BLANK),
            Problem("status", "This field may not be empty.", Code.BLANK),
        ],
        {"amount": 1, "value": 2, "contact": "rec_contacts_7", "stage": None},
        unknown=[unknown],
    )
    assert failure.details == {
        "fields": {
            "amount": "There is no such field.",
            "value": "Too large.",
            "contact": "There is no record to refer to: rec_contacts_7.",
            "name": "This field is required.",
            "stage": "This field may not be empty.",
        }
    }


def test_what_the_dialect_found_keeps_its_words():
    own = Problem("contact_id", "“user_1” is no record of obj_contacts.", Code.DANGLING)
    failure = keyed([own], {"contact": "user_1"}, problems=[own])
    assert failure.details == {"fields": {"contact": own.message}}


def test_a_clash_alone_is_a_conflict_naming_the_other_record():
    taken = Problem("amount", "Taken.", Code.TAKEN, record_id=9)
    failure = keyed([taken], {"value": 5})
    status, body = spell(request(), failure)
    assert (status, body["code"]) == (409, "CONFLICT")
    assert body["details"] == {"field": "value", "value": 5, "record_id": "rec_deals_9"}


def test_of_several_clashes_each_is_told():
    found = [
        Problem("amount", "Taken.", Code.TAKEN, record_id=9),
        Problem("name", "Taken.", Code.TAKEN, record_id=8),
    ]
    failure = keyed(found, {"value": 5, "name": "A"})
    status, body = spell(request(), failure)
    told = body["details"]
    assert (status, told["field"], told["record_id"]) == (409, "value", "rec_deals_9")
    assert told["fields"] == dict.fromkeys(
        ("value", "name"), "Another record has this value already."
    )


def test_a_clash_with_other_problems_is_told_among_them():
    taken = Problem("amount", "Taken by 9.", Code.TAKEN, record_id=9)
    failure = keyed([taken, Problem("name", "No.", Code.INVALID)], {"value": 5})
    status, body = spell(request(), failure)
    assert status == 422
    assert set(body["details"]["fields"]) == {"value", "name"}
    assert "9" not in body["details"]["fields"]["value"]


def test_a_clash_of_a_derived_value_tells_no_value():
    failure = keyed([Problem("name", "Taken.", Code.TAKEN)], {})
    assert failure.details == {"field": "name"}


def test_a_merged_record_names_the_winner_by_its_id():
    failure = in_keys(failure_of(MergedAway(17)), DEALS, FieldValues({}))
    status, body = spell(request(), failure)
    assert (status, body["details"]) == (409, {"record_id": "rec_deals_17"})
    assert "rec_deals_17" in body["error"]
