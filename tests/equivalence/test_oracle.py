"""Is the oracle right? By hand, over four rows."""

import pytest

from tests.equivalence.oracle import (
    Asked,
    Email,
    Number,
    Question,
    Resource,
    Text,
    answer,
)

ROWS = [
    {"id": 1, "name": "Ärger", "amount": 2, "email": "A@x", "archived_at": None},
    {"id": 2, "name": "", "amount": None, "email": None, "archived_at": None},
    {"id": 3, "name": "ärger", "amount": 10, "email": "b@x", "archived_at": None},
    {"id": 4, "name": "zz", "amount": 2, "email": "a@X", "archived_at": "2024-01-01"},
]
THINGS = Resource(
    "things",
    {
        "id": Number("id"),
        "name": Text("name"),
        "amount": Number("amount"),
        "email": Email("email"),
    },
    search=("name", "email"),
)


def ids(**asked):
    return answer(THINGS, ROWS, Question(**asked)).ids


@pytest.mark.parametrize(
    ("asked", "expected"),
    [
        (Asked("name", "eq", "ärger"), [3]),
        (Asked("name", "neq", "ärger"), [1, 4]),
        (Asked("name", "contains", "RG"), [1, 3]),
        (Asked("name", "contains", ""), [1, 3, 4]),
        (Asked("name", "not_contains", "RG"), [4]),
        (Asked("name", "starts_with", "Ä"), [1, 3]),
        (Asked("name", "ends_with", "Z"), [4]),
        (Asked("name", "is_empty"), [2]),
        (Asked("name", "eq", ""), [2]),
        (Asked("name", "neq", None), [1, 3, 4]),
        (Asked("name", "in", ["zz", None]), [2, 4]),
        (Asked("name", "in", "zz, Ärger"), [1, 4]),
        (Asked("name", "not_in", ["zz"]), [1, 3]),
        (Asked("name", "in", []), []),
        (Asked("name", "gt", "ä"), [1, 3]),
        (Asked("email", "eq", "A@X"), [1, 4]),
        (Asked("amount", "gte", "2"), [1, 3, 4]),
        (Asked("amount", "lt", 10), [1, 4]),
    ],
    ids=str,
)
def test_one_condition(asked, expected):
    assert ids(filters=((asked, None),), include_archived=True) == expected


def test_conditions_are_joined_from_the_left_without_precedence():
    two, ten = Asked("amount", "eq", 2), Asked("amount", "eq", 10)
    named = Asked("name", "eq", "ärger")
    assert ids(filters=((two, None), (ten, "or"), (named, "and"))) == [3]
    # The first word alone joins it with the second; a later word wins.
    assert ids(filters=((two, "or"), (ten, None))) == [1, 3]
    assert ids(filters=((two, "or"), (ten, "and"))) == []


def test_what_is_empty_comes_last_either_way_and_ties_follow_the_last_key():
    everything = {"include_archived": True}
    assert ids(sorts=(("amount", False),), **everything) == [1, 4, 3, 2]
    assert ids(sorts=(("amount", True),), **everything) == [3, 4, 1, 2]
    assert ids(sorts=(("amount", False), ("id", True)), **everything) == [4, 1, 3, 2]
    assert ids(sorts=(("name", False), ("amount", True)), **everything) == [4, 3, 1, 2]


def test_a_window_is_inclusive_and_an_empty_one_repeats_its_start():
    assert answer(THINGS, ROWS, Question(window=(1, 1))).content_range == "things 1-1/3"
    assert answer(THINGS, ROWS, Question(window=(7, 9))).content_range == "things 7-7/3"
    assert answer(THINGS, [], Question()).content_range == "things 0-0/0"


def test_a_search_looks_into_every_search_field():
    assert ids(q=" A@X ", include_archived=True) == [1, 4]
    assert ids(q="  ") == [1, 2, 3]
