"""How failures are spelled."""

import pytest

from records.dialects.base.failures import Failure, FailureKind
from records.dialects.resource.errors import STATUS_AND_CODE, spell
from records.engine.errors import Conflict, MergedAway
from records.schema.drafts import Problem
from records.schema.problems import Code

PROBLEMS = (
    Problem("name", "No.", Code.INVALID),
    Problem("email", "Nor.", Code.BLANK, 2),
)


@pytest.mark.parametrize("kind", FailureKind)
def test_every_kind_of_failure_has_a_status_and_a_code(kind):
    status, body = spell(Failure(kind, "No."))
    assert (status, body["code"]) == STATUS_AND_CODE[kind]
    assert 400 <= status < 600
    assert body["error"] == body["message"] == "No."


def test_problems_are_told_as_details_and_by_field():
    _status, body = spell(Failure(FailureKind.INVALID_VALUES, "No.", problems=PROBLEMS))
    assert body["details"] == [
        {"field": "name", "message": "No."},
        {"field": "email", "message": "Nor."},
    ]
    assert body["errors"] == {"name": "No.", "email": "Nor."}


def test_problems_of_a_batch_are_told_by_index():
    failure = Failure(FailureKind.INVALID_VALUES, "No.", problems=PROBLEMS)
    _status, body = spell(failure, batch=True)
    assert body["details"][1] == {"index": 2, "field": "email", "message": "Nor."}
    assert body["errors"] == {"[0].name": "No.", "[2].email": "Nor."}


@pytest.mark.parametrize(
    ("failure", "detail"),
    [
        (
            Failure(FailureKind.INVALID_QUESTION, "No.", parameter="sort", field="x"),
            {"field": "x", "message": "No.", "parameter": "sort"},
        ),
        (
            Failure(FailureKind.MALFORMED_REQUEST, "No.", parameter="id"),
            {"field": None, "message": "No.", "parameter": "id"},
        ),
        (
            Failure(FailureKind.INVALID_QUESTION, "No.", field="x"),
            {"field": "x", "message": "No."},
        ),
        (
            Failure(FailureKind.MERGED_AWAY, "No.", cause=MergedAway(7)),
            {"field": None, "id": 7, "message": "No."},
        ),
        (
            Failure(
                FailureKind.CONFLICT,
                "No.",
                cause=Conflict("No.", field="name", record_id=3),
            ),
            {"field": "name", "id": 3, "message": "No."},
        ),
    ],
    ids=("question", "request", "field", "merged", "conflict"),
)
def test_the_culprit_is_named(failure, detail):
    assert spell(failure)[1]["details"] == [detail]


def test_a_failure_without_a_culprit_has_no_details():
    assert set(spell(Failure(FailureKind.CRASH, "No."))[1]) == {
        "error",
        "code",
        "message",
    }
