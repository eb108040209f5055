"""The page about formulas says what they are."""

import re

import pytest

from custom_objects.formulas import (
    circumstances,
    evaluator,
    functions_reference,
    parser,
    tokens,
    values,
)
from tests.custom_objects.formulas.evaluations import value_of
from tests.docs.examples import DOCS

PAGE = (DOCS / "formulas.md").read_text(encoding="utf-8")

_EXAMPLE = re.compile(r"^\| `([^`]+)` \| `([^`]+)` \|$", re.MULTILINE)


def table():
    """Return the lines that the table of functions should have."""
    return [
        f"| `{one.signature}` | {one.result} | {one.summary} | {one.null} "
        f"| `{one.example}` | `{one.gives}` |"
        for one in functions_reference()
    ]


def test_the_table_of_functions_is_the_programs_own():
    lines = PAGE.splitlines()
    first = lines.index("| function | gives | what | null | example | value |") + 2
    assert lines[first : lines.index("", first)] == table()


@pytest.mark.parametrize(("formula", "gives"), _EXAMPLE.findall(PAGE))
def test_the_examples_of_operators_give_what_they_say(formula, gives):
    assert value_of(formula) is not None
    assert value_of(formula) == value_of(gives)


def test_there_are_examples():
    assert len(_EXAMPLE.findall(PAGE)) >= 10


@pytest.mark.parametrize("operator", sorted({*parser.LEVELS, *tokens.SAME_SIGN, "not"}))
def test_each_operator_is_in_the_table(operator):
    spelled = operator.replace("|", r"\|")
    assert f"`{spelled}`" in PAGE


@pytest.mark.parametrize(
    "limit",
    [
        f"{tokens.LONGEST_FORMULA:,} characters",
        f"{parser.MOST_NODES} values and operators",
        f"{parser.DEEPEST} levels",
        f"{values.LONGEST_TEXT:,} characters",
        f"{circumstances.CHARACTER_BUDGET:,} characters",
        f"{values.DIGITS} digits",
        f"{values.DECIMALS} decimals",
        f"{values.NUMBERS.prec} digits",
        f"-{evaluator.HIGHEST_EXPONENT} to {evaluator.HIGHEST_EXPONENT}",
    ],
)
def test_the_limits_are_those_of_the_program(limit):
    assert limit in " ".join(PAGE.split())
