"""Are questions about custom fields answered alike, whatever form they take?"""

from dataclasses import replace

import pytest

from records.engine.reader import find_records
from records.query import (
    EVERYTHING,
    And,
    Condition,
    Not,
    Operator,
    Or,
    RecordQuery,
    Sort,
    Window,
)
from tests.factories import define, make_many


def has(field, operator, value=None):
    return Condition(field, Operator(operator), value)


def some(field):
    return Not(has(field, "empty"))


ROWS = {
    # title, size, kind, labels
    "a": ("Apfel", 3, "red", ["x", "y"]),
    "b": ("apfel", 1, "green", ["y"]),
    "c": ("Birne", None, "red", None),
    "d": ("Äpfel", 10, None, ["x"]),
    "e": (None, 3, "green", ["y", "z"]),
    "f": ("Birnen", 2.5, "blue", ["z"]),
}

QUESTIONS = {
    "equality": (has("title", "eq", "apfel"), "b"),
    "equality of numbers": (has("size", "eq", 3), "ae"),
    "any of": (has("kind", "in", ("red", "blue")), "acf"),
    "range": (And((has("size", "gt", 1), has("size", "lte", 3))), "aef"),
    "range of text": (And((has("title", "gte", "b"), has("title", "lt", "c"))), "cf"),
    "contains": (has("title", "contains", "PFEL"), "abd"),
    "starts with": (has("title", "starts_with", "birne"), "cf"),
    "a member": (has("labels", "contains", "y"), "abe"),
    "any member": (has("labels", "in", ("x", "z")), "adef"),
    "two members": (And((has("labels", "eq", "y"), has("labels", "eq", "x"))), "a"),
    "empty": (has("size", "empty"), "c"),
    "not empty": (some("title"), "abcdf"),
    "not equal": (Not(has("kind", "eq", "red")), "bdef"),
    "not equal, with a value": (And((Not(has("kind", "eq", "red")), some("kind"))), "bef"),
    "no such member": (Not(has("labels", "in", ("y",))), "cdf"),
    "no such member, but some": (And((Not(has("labels", "in", ("y",))), some("labels"))), "df"),
    "neither of two": (Not(Or((has("kind", "eq", "red"), has("size", "eq", 1)))), "def"),
    "either of two fields": (Or((has("kind", "eq", "red"), has("size", "eq", 3))), "ace"),
    "either, or no value": (Or((has("size", "eq", 1), has("size", "empty"))), "bc"),
    "either and another": (
        And((Or((has("kind", "eq", "red"), has("size", "lt", 3))), has("labels", "eq", "y"))),
        "ab",
    ),
    "two alternatives": (
        And((
            Or((has("kind", "eq", "red"), has("size", "lt", 3))),
            Or((has("labels", "eq", "z"), has("labels", "eq", "y"))),
        )),
        "abf",
    ),
    "an alternative but not": (
        And((Or((has("kind", "eq", "red"), has("size", "eq", 3))), Not(has("title", "eq", "Birne")))),
        "ae",
    ),
    "two equalities": (And((has("kind", "eq", "green"), has("size", "eq", 3))), "e"),
    "equalities that cannot be": (And((has("kind", "eq", "green"), has("kind", "eq", "red"))), ""),
    "a column too": (And((has("kind", "eq", "red"), has("created_at", "gt", "2020-01-01"))), "ac"),
    "a column or a value": (Or((has("size", "eq", 10), has("created_at", "lt", "2020-01-01"))), "d"),
    "no such option": (has("kind", "eq", "violet"), ""),
    "everything": (EVERYTHING, "abcdef"),
}  # fmt: skip

SORTS = {
    (): "fedcba",
    ("created_at",): "abcdef",
    ("size",): "bfaedc",
    ("-size",): "deafbc",
    ("kind",): "fbeacd",
    ("title",): "abcfde",
    ("-title", "size"): "dfcbae",
    ("kind", "-size"): "febacd",
    ("kind", "created_at"): "fbeacd",
    ("size", "-id"): "bfeadc",
}
"""Orders of all rows: empty values last, ties by id in the last key's direction."""


@pytest.fixture
def fruits(tenant):
    """Six records by name, and the ids they have."""
    define(
        tenant.organization,
        "fruits",
        title="text",
        size="number",
        kind={"type": "dropdown", "options": ["red", "green", "blue"]},
        labels={"type": "multi_select", "options": ["x", "y", "z"]},
    )
    rows = [
        dict(zip(("title", "size", "kind", "labels"), row, strict=True))
        for row in ROWS.values()
    ]
    ids = [make_many(tenant.caller, "fruits", [row])[0] for row in rows]
    return tenant, dict(zip(ids, ROWS, strict=True))


def answer(fruits, where, sorts=(), window=None, **more):
    tenant, names = fruits
    keys = tuple(Sort(one.removeprefix("-"), one.startswith("-")) for one in sorts)
    query = RecordQuery("fruits", where, keys, window or Window(0, 25))
    page = find_records(tenant.caller, replace(query, **more))
    return "".join(names[row["pk"]] for row in page.rows), page.total


def in_order(names, order):
    return "".join(one for one in order if one in names)


@pytest.mark.parametrize("sorts", SORTS, ids=" ".join)
@pytest.mark.parametrize("question", QUESTIONS)
def test_a_question_has_one_answer_in_every_order(fruits, question, sorts):
    where, expected = QUESTIONS[question]
    found = answer(fruits, where, sorts)
    assert found == (in_order(expected, SORTS[sorts]), len(expected))
    # Archived ones included (there are none), every value is looked up by record.
    assert answer(fruits, where, sorts, include_archived=True) == found


@pytest.mark.parametrize("sorts", SORTS, ids=" ".join)
def test_many_matches_are_answered_as_few_are(fruits, sorts, monkeypatch):
    monkeypatch.setattr("records.engine.plans.FEW", 0)
    for where, expected in QUESTIONS.values():
        found = answer(fruits, where, sorts)
        assert found == (in_order(expected, SORTS[sorts]), len(expected))


@pytest.mark.parametrize("few", [0, 2_000])
@pytest.mark.parametrize("sorts", SORTS, ids=" ".join)
def test_windows_join_to_the_whole(fruits, sorts, few, monkeypatch):
    monkeypatch.setattr("records.engine.plans.FEW", few)
    for where, expected in QUESTIONS.values():
        parts = [answer(fruits, where, sorts, Window(at, 2)) for at in (0, 2, 4, 6)]
        assert "".join(part for part, _total in parts) == in_order(
            expected, SORTS[sorts]
        )
        assert {total for _part, total in parts} == {len(expected)}


@pytest.mark.parametrize("few", [0, 2_000])
def test_archived_records_leave_every_form(fruits, few, monkeypatch):
    monkeypatch.setattr("records.engine.plans.FEW", few)
    tenant, names = fruits
    gone = next(iter(names))
    tenant.api.delete(f"/api/fruits/{gone}")
    for where, expected in QUESTIONS.values():
        for sorts, order in SORTS.items():
            left = in_order(expected, order).replace("a", "")
            assert answer(fruits, where, sorts) == (left, len(left))
    where, expected = QUESTIONS["any member"]
    found, total = answer(fruits, where, ("size",), include_archived=True)
    assert (found, total) == ("faed", 4)
