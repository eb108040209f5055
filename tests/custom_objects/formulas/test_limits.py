"""What a formula may cost: neither its text nor a record makes it dear."""

import inspect
import sys
import time
from contextlib import contextmanager

import pytest

from custom_objects.formulas import FormulaError
from custom_objects.formulas.values import LONGEST_TEXT
from tests.custom_objects.formulas.evaluations import compiled, evaluated, value_of

SECONDS = 5
"""Far above what any of these takes, far below what an unbounded one would."""


@contextmanager
def quickly():
    start = time.process_time()
    yield
    spent = time.process_time() - start
    assert spent < SECONDS


def nested(before, inside, after, times):
    return before * times + inside + after * times


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("(", ")"),
        ("-", ""),
        ("abs(", ")"),
        ("1+(", ")"),
        ("2^", ""),
        ("if(is_won,1,", ")"),
    ],
)
def test_nesting_ends_at_fifty_levels(before, after):
    assert compiled(nested(before, "1", after, 49)).result_type == "number"
    with pytest.raises(FormulaError, match="at most 50 levels of nesting"):
        compiled(nested(before, "1", after, 51))


DEEPEST = [
    (nested("(", "1", ")", 50), 1),
    (nested("1+(", "1", ")", 49), 50),
    (nested("1+2*3^(", "0", ")", 16), None),
    (nested("2^", "1", "", 49), None),
    (nested("if(amount=1 and not is_won,", "1", ",0)", 48), 1),
    (nested("if(1*amount<2 or 1>2*(", "1", "),1,2)", 12), 1),
    (nested("sum(1,abs(", "1", "))", 24), 25),
]


@pytest.mark.parametrize(("text", "value"), DEEPEST)
def test_the_deepest_formulas_leave_room_on_the_stack(text, value):
    limit = sys.getrecursionlimit()
    try:
        sys.setrecursionlimit(_stack_depth() + 500)
        assert value_of(text, {"amount": 1}) == value
    finally:
        sys.setrecursionlimit(limit)


@pytest.mark.parametrize(("text", "_value"), DEEPEST)
def test_a_level_more_is_refused(text, _value):
    with pytest.raises(FormulaError, match="at most 50 levels of nesting"):
        compiled(nested("(1+", nested("(1+", text, ")", 3), ")", 25))


def test_nesting_counts_operators_that_need_no_parentheses():
    with pytest.raises(FormulaError, match="at most 50 levels of nesting"):
        compiled(nested("if(1*amount<2 or 1>2*(", "1", "),1,2)", 20))


def _stack_depth():
    return len(inspect.stack(context=0))


def test_a_long_sum_is_not_deep():
    assert value_of("+".join(["1"] * 250)) == 250
    assert value_of("&".join(["'a'"] * 250)) == "a" * 250
    assert value_of("||".join(["false"] * 249 + ["true"])) is True


def test_a_formula_has_at_most_500_values_and_operators():
    assert value_of("+".join(["1"] * 250)) == 250
    with pytest.raises(FormulaError, match="at most 500 values") as caught:
        compiled("+".join(["1"] * 251))
    assert caught.value.position == 500


def test_a_formula_has_at_most_2000_characters():
    assert value_of("'" + "a" * 1_998 + "'") == "a" * 1_998
    with pytest.raises(FormulaError, match="at most 2000 characters, this has 2001"):
        compiled("'" + "a" * 1_999 + "'")
    with pytest.raises(FormulaError, match="at most 2000 characters"), quickly():
        compiled("(" * 50_000_000)


def test_a_text_has_at_most_10000_characters():
    half = {"title": "a" * (LONGEST_TEXT // 2)}
    assert value_of("title & title", half) == "a" * LONGEST_TEXT
    assert value_of("title & title & 'b'", half) is None
    assert value_of("concat(title, title, 'b')", half) is None
    assert value_of("replace(title, 'a', 'aaa')", half) is None
    assert value_of("coalesce(title & title & 'b', 'too long')", half) == "too long"
    assert value_of("upper(title)", {"title": "ΐ" * 5_000}) is None


def test_a_longer_text_of_a_record_can_be_looked_into():
    long = {"title": "a" * 50_000 + "b"}
    assert value_of("len(title)", long) == 50_001
    assert value_of("right(title, 2)", long) == "ab"
    assert value_of("contains(title, 'B')", long) is True
    assert value_of("is_empty(title)", long) is False
    assert value_of("len(if(true, coalesce(note, title)))", long) == 50_001
    assert value_of("title", long) is None
    assert value_of("if(true, title)", long) is None
    assert value_of("upper(title)", long) is None


@pytest.mark.parametrize(
    "text",
    [
        " & ".join(["left(title, 20)"] * 80),
        " or ".join(["contains(title, note)"] * 80),
        " or ".join(["ends_with(title, 'b')"] * 80),
        " or ".join(["title > note"] * 100),
        "concat(" + ",".join(["title"] * 300) + ")",
        " & ".join(["replace(title, 'aa', 'aaa')"] * 60),
    ],
)
def test_a_huge_text_is_not_looked_into_again_and_again(text):
    record = {"title": "a" * 1_000_000, "note": "a" * 500_000 + "b"}
    with quickly():
        assert evaluated(compiled(text), record) is None


@pytest.mark.parametrize(
    "text",
    [
        "9^999^999",
        "9^" * 40 + "9",
        "(" * 40 + "9" + "^999)" * 40,
        "(" * 40 + "0.000001" + "^999)" * 40 + "+ 1 / 0",
        "999999999999999^1000 * 999999999999999^1000",
        "*".join(["999999999999999"] * 110),
        "10^999999999999999",
        "1.000001^999999999999999",
    ],
)
def test_huge_powers_are_null_at_once(text):
    with quickly():
        assert value_of(text) is None


def test_growing_texts_end():
    text = nested("replace(", "'a'", ",'a','aaaaaaaa')", 40)
    with quickly():
        assert value_of(text) is None


def test_only_the_branch_that_counts_is_computed():
    text = "'a'"
    for _time in range(15):
        text = f"if(is_won, title, upper({text} & title))"
    record = {"title": "a" * 400_000, "is_won": True}
    # Joining the title once more would be too long, looking at it 15 times too much.
    assert value_of(f"len({text})", record) == 400_000
    assert value_of("coalesce(1, len(title & title))", record) == 1
