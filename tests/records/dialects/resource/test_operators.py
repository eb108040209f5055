"""The operators of ``filters``."""

import pytest

from records.dialects.resource.operators import OPERATORS, condition
from records.query import (
    And,
    Condition,
    Not,
    Operator,
    Or,
    QuestionError,
    conditions_of,
)


def at(operator, value=None):
    return Condition("f", operator, value)


EMPTY = at(Operator.EMPTY)
FULL = Not(EMPTY)


@pytest.mark.parametrize(
    ("operator", "value", "node"),
    [
        ("eq", 5, at(Operator.EQ, 5)),
        ("eq", False, at(Operator.EQ, False)),
        ("eq", 0, at(Operator.EQ, 0)),
        ("eq", None, EMPTY),
        ("eq", "", EMPTY),
        ("neq", 5, And((Not(at(Operator.EQ, 5)), FULL))),
        ("neq", None, And((Not(EMPTY), FULL))),
        ("gt", 5, at(Operator.GT, 5)),
        ("gte", 5, at(Operator.GTE, 5)),
        ("lt", 5, at(Operator.LT, 5)),
        ("lte", 5, at(Operator.LTE, 5)),
        ("contains", "a%", at(Operator.CONTAINS, "a%")),
        ("like", "a", at(Operator.CONTAINS, "a")),
        ("not_contains", "a", And((Not(at(Operator.CONTAINS, "a")), FULL))),
        ("nlike", "a", And((Not(at(Operator.CONTAINS, "a")), FULL))),
        ("starts_with", "a", at(Operator.STARTS_WITH, "a")),
        ("ends_with", "a", at(Operator.ENDS_WITH, "a")),
        ("is_empty", None, EMPTY),
        ("blank", "ignored", EMPTY),
        ("is_not_empty", None, FULL),
        ("notblank", 5, FULL),
        ("in", [1, 2], at(Operator.IN, (1, 2))),
        ("in", "a, b,,c ", at(Operator.IN, ("a", "b", "c"))),
        ("in", 5, at(Operator.IN, (5,))),
        ("in", [], at(Operator.IN, ())),
        ("in", [1, None], Or((at(Operator.IN, (1,)), EMPTY))),
        ("in", ["a", ""], Or((at(Operator.IN, ("a",)), EMPTY))),
        ("in", [0, False], at(Operator.IN, (0, False))),
        ("not_in", [1], And((Not(at(Operator.IN, (1,))), FULL))),
    ],
    ids=repr,
)
def test_an_operator_means_this(operator, value, node):
    assert condition("f", operator, value, origin="x") == node


@pytest.mark.parametrize("operator", ["is", "EQ", "between", "=", "regex", "", "@"])
def test_an_unknown_operator_is_refused_naming_the_known_ones(operator):
    with pytest.raises(QuestionError) as refused:
        condition("f", operator, 1, origin="filters[3]")
    assert refused.value.origin == "filters[3].op"
    assert refused.value.field == "f"
    assert all(name in refused.value.message for name in OPERATORS)


def test_every_condition_knows_where_it_was_written():
    node = condition("f", "neq", 1, origin="filters[3]")
    assert {one.origin for one in conditions_of(node)} == {"filters[3]"}
