"""The tree of conditions."""

import pytest

from records.query import (
    EVERYTHING,
    And,
    Condition,
    Not,
    Operator,
    Or,
    RecordQuery,
    RecordRef,
    Sort,
    Window,
    all_of,
    any_of,
    conditions_of,
)

A, B, C = (Condition(name, Operator.EQ, 1) for name in "abc")


@pytest.mark.parametrize(
    ("node", "found"),
    [
        (A, [A]),
        (EVERYTHING, []),
        (Or(()), []),
        (And((A, B)), [A, B]),
        (Not(A), [A]),
        (Or((And((C, Not(B))), A)), [C, B, A]),
    ],
)
def test_the_conditions_of_a_tree_come_from_left_to_right(node, found):
    assert list(conditions_of(node)) == found


def test_joining_one_node_leaves_it_as_it_is():
    assert all_of(A) is A
    assert any_of(A) is A


def test_joining_several_nodes_wraps_them():
    assert all_of(A, B) == And((A, B))
    assert any_of(A, B) == Or((A, B))
    assert all_of() == EVERYTHING
    assert any_of() == Or(())


def test_where_the_client_wrote_it_takes_no_part_in_comparison():
    assert Condition("a", Operator.EQ, 1, "filters[0]") == A
    assert Sort("a", origin="sort") == Sort("a", origin="sorts[3]")


def test_a_question_without_more_asks_for_the_first_page_of_everything_live():
    query = RecordQuery("contacts")
    assert query.where == EVERYTHING
    assert query.window == Window(0, 25)
    assert query.sorts == ()
    assert not query.include_archived


def test_questions_are_values():
    assert RecordQuery("contacts", where=A) == RecordQuery("contacts", where=A)
    assert len({RecordRef("deals", 1), RecordRef("deals", 1)}) == 1
