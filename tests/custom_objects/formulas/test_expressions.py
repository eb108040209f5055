"""Formulas give what they mean, and nothing makes them fail in another way."""

import datetime as dt
from decimal import Decimal

import pytest
from hypothesis import assume, example, given, settings
from hypothesis import strategies as some

from custom_objects.formulas import FormulaError, FormulaType
from custom_objects.formulas.functions import FUNCTIONS
from records.schema.kinds import NumberKind
from tests.custom_objects.formulas import expressions, meanings
from tests.custom_objects.formulas.evaluations import (
    FIELDS,
    compiled,
    evaluated,
    value_of,
)

DEPTH = 4
PYTHON_TYPES = {
    FormulaType.NUMBER: Decimal,
    FormulaType.TEXT: str,
    FormulaType.BOOLEAN: bool,
    FormulaType.DATE: dt.date,
    FormulaType.MOMENT: dt.datetime,
}

FRAGMENTS = some.sampled_from(
    [
        *FIELDS,
        *FUNCTIONS,
        *"+-*/%^&=<>!(),{}'\"\\ \n.;|",
        *("==", "!=", "<>", "<=", ">=", "&&", "||", "and", "or", "not", "if("),
        *("true", "false", "null", "1", "2.5", "0", "1e9", "'a'", '"b"', "date('"),
        *("2026-11-22')", "{amount}", "\x00", "\ud800", "é", "\u00a0", "10 ^ 999"),
    ]
)
ANYTHING = some.one_of(
    some.none(),
    some.booleans(),
    some.integers(),
    some.floats(),
    some.decimals(),
    some.text(max_size=40),
    some.dates(),
    some.datetimes(timezones=some.none() | some.timezones()),
    some.binary(max_size=4),
    some.lists(some.integers(), max_size=2),
    some.sampled_from(
        [
            10**400,
            Decimal("1e999999"),
            Decimal("-1e-999999"),
            Decimal("sNaN"),
            dt.datetime.max.replace(tzinfo=dt.UTC),
            dt.datetime.min.replace(tzinfo=dt.UTC),
            dt.date.max,
            dt.date.min,
            "x" * 30_000,
            "9" * 30_000,
            "\ud800\x00",
        ]
    ),
)


# No deadline for one example: a busy machine would miss it.
@settings(deadline=None)
@given(some.data())
def test_a_written_expression_gives_what_it_means(data):
    kinds = [expressions.numbers, expressions.texts, expressions.booleans]
    tree = data.draw(some.sampled_from(kinds))(DEPTH)
    tree = data.draw(tree)
    text = expressions.written(
        tree, lambda spellings: data.draw(some.sampled_from(spellings))
    )
    assume(len(text) <= 2_000)
    record = data.draw(expressions.FIELDS)
    assert value_of(text, record) == meanings.meaning(tree, record)


@settings(deadline=None)
@given(some.text(max_size=60) | some.lists(FRAGMENTS, max_size=25).map("".join))
@example("")
@example("-" * 1_999 + "1")
@example("(" * 2_000)
@example("not " * 400 + "true")
@example("2^" * 900 + "2")
@example("{" * 2_000)
@example("'" * 1_999)
@example("1" * 2_000)
@example("if(" * 600)
@example("\\" * 2_000)
def test_any_text_is_a_formula_or_a_formula_error(text):
    result = outcome(text)
    if isinstance(result, FormulaError):
        assert 0 <= result.position <= len(text)
        assert result.message.startswith("Expected")
        result.message.encode()
    else:
        value = evaluated(result)
        assert value is None or isinstance(value, PYTHON_TYPES[result.result_type])


def outcome(text):
    try:
        return compiled(text)
    except FormulaError as error:
        return error


EVERY_FUNCTION = [
    "amount + rate * 2 - round / amount % rate",
    "amount ^ rate",
    "-amount",
    "title & note & amount & is_won & due & seen",
    "amount < rate or title >= note or due = date(seen) or seen > datetime(due)",
    "is_won and not is_lost",
    "if(is_won, title, note)",
    "coalesce(due, date(title), date(seen))",
    "round(amount, rate) + floor(amount) + ceil(rate) + abs(rate) + mod(rate, amount)",
    "min(amount, rate) + max(amount, rate) + sum(rate, amount) + average(rate, amount)",
    "number(title) + number(is_won) + len(note)",
    "upper(title) & lower(note) & trim(title) & text(seen)",
    "left(title, amount) & right(title, amount) & mid(title, amount, rate)",
    "replace(title, note, title)",
    "contains(title, note) or starts_with(title, note) or ends_with(title, note)",
    "year(due) + month(due) + day(due) + weekday(due) + hour(seen) + minute(seen)",
    "days_between(due, seen) + hours_between(seen, now())",
    "add_days(due, amount)",
    "add_months(due, amount)",
    "add_days(seen, amount)",
    "add_months(seen, amount)",
    "add_hours(seen, amount)",
    "start_of_month(seen)",
    "format_date(seen, title) & format_date(due, 'YYYY')",
    "datetime(title)",
    "min(today(), due)",
    "is_empty(title)",
]


@pytest.mark.parametrize("text", EVERY_FUNCTION)
def test_no_value_makes_an_evaluation_raise(text):
    formula = compiled(text)

    @settings(deadline=None, max_examples=40)
    @given(
        some.dictionaries(some.sampled_from(sorted(FIELDS)), ANYTHING, max_size=9),
        some.sampled_from(["UTC", "Pacific/Kiritimati", "America/Chicago", "None"]),
    )
    def holds(record, time_zone):
        value = evaluated(formula, record, time_zone=time_zone)
        assert value is None or isinstance(value, PYTHON_TYPES[formula.result_type])
        if isinstance(value, Decimal):
            assert NumberKind().clean(value) == value
        if isinstance(value, str):
            assert len(value) <= 10_000

    holds()


def test_every_function_is_tried_with_every_value():
    called = {
        name for name in FUNCTIONS for text in EVERY_FUNCTION if f"{name}(" in text
    }
    assert called | {"concat"} == set(FUNCTIONS)


@settings(deadline=None)
@given(ANYTHING)
def test_a_field_alone_never_raises(held):
    for slug, formula_type in FIELDS.items():
        value = value_of(slug, {slug: held})
        assert value is None or isinstance(value, PYTHON_TYPES[formula_type])
