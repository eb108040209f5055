"""What each function gives, for nulls and at the edges too."""

import datetime as dt
from decimal import Decimal

import pytest

from custom_objects.formulas import compile_formula, functions_reference
from custom_objects.formulas.functions import FUNCTIONS
from tests.custom_objects.formulas.evaluations import NOW, evaluated, value_of

RECORD = {
    "amount": Decimal("12.5"),
    "title": "Ada",
    "is_won": True,
    "due": dt.date(2026, 1, 31),
    # In Berlin the 28th has begun, in summer time.
    "seen": dt.datetime(2026, 3, 27, 23, 30, tzinfo=dt.UTC),
}
"""``rate``, ``note``, ``is_lost`` are null."""


def moment(text):
    return dt.datetime.fromisoformat(text)


@pytest.mark.parametrize("function", functions_reference(), ids=lambda one: one.name)
def test_the_example_of_each_function_gives_what_it_says(function):
    second = NOW.replace(microsecond=0)
    value = evaluated(compile_formula(function.example, {}), now=second)
    assert value is not None
    assert value == evaluated(compile_formula(function.gives, {}))


def null_arguments(function):
    """Yield calls in which one argument is null and the others are not."""
    filled = {
        "number": "amount",
        "text": "title",
        "boolean": "is_won",
        "date": "due",
        "moment": "seen",
    }
    empty = {
        "number": "(0 + null)",
        "text": "if(false, '')",
        "boolean": "is_lost",
        "date": "if(false, due)",
        "moment": "if(false, seen)",
    }
    types = [min(one.types) for one in function.parameters]
    for place, null in enumerate(types):
        given = [filled[one] for one in types]
        given[place] = empty[null]
        yield f"{function.name}({', '.join(given)})"


@pytest.mark.parametrize(
    "formula",
    [
        call
        for function in FUNCTIONS.values()
        if not function.sees_null
        for call in null_arguments(function)
    ],
)
def test_a_function_is_null_if_an_argument_is(formula):
    assert value_of(formula, RECORD) is None


@pytest.mark.parametrize(
    ("formula", "value"),
    [
        ("if(is_lost, 1, 2)", 2),
        ("if(is_lost, 1)", None),
        ("if(is_won, rate, 2)", None),
        ("if(false, 1 / 0, 2)", 2),
        ("if(null, 1, 2)", 2),
        ("coalesce(rate, amount)", Decimal("12.5")),
        ("coalesce(note, '', rate & '', 'x')", "x"),
        ("coalesce(rate, 1 / 0)", None),
        ("coalesce(note, '')", None),
        ("coalesce(is_lost, false)", False),
        ("coalesce(0, 1)", 0),
        ("is_empty(note)", True),
        ("is_empty('')", True),
        ("is_empty(' ')", False),
        ("is_empty(0)", False),
        ("is_empty(false)", False),
        ("is_empty(null)", True),
        ("is_empty(1 / 0)", True),
        ("is_empty(due)", False),
    ],
)
def test_choosing(formula, value):
    assert value_of(formula, RECORD) == value


@pytest.mark.parametrize(
    ("formula", "value"),
    [
        ("abs(-3)", 3),
        ("abs(3)", 3),
        ("round(2.5)", 3),
        ("round(-2.5)", -3),
        ("round(2.4)", 2),
        ("round(1234.5678, 1)", "1234.6"),
        ("round(1250, -2)", 1300),
        ("round(5, -20)", 0),
        ("round(1.23456, 60)", "1.23456"),
        ("round(1.25, 1.9)", "1.3"),
        ("floor(2.9)", 2),
        ("floor(-2.1)", -3),
        ("floor(10 / 3 * 3)", 10),
        ("ceil(2.1)", 3),
        ("ceil(-2.9)", -2),
        ("ceil(10 / 3 * 3)", 10),
        ("mod(7, 3)", 1),
        ("mod(-7, 3)", 2),
        ("mod(7, -3)", -2),
        ("min(rate, 2, 1)", 1),
        ("max(rate, 2, 1)", 2),
        ("min(5)", 5),
        ("sum(rate, 2, 1)", 3),
        ("sum(1 / 3, 1 / 3, 1 / 3)", 1),
        ("average(1, 2, rate)", "1.5"),
        ("average(1, 1, 2)", "1.333333"),
        ("number('12.50')", "12.5"),
        ("number('+3')", 3),
        ("number(' -3 ')", -3),
        ("number(true)", 1),
        ("number(false)", 0),
        ("number(amount)", "12.5"),
        ("number('1.23456789')", "1.234568"),
    ],
)
def test_numbers(formula, value):
    assert value_of(formula, RECORD) == Decimal(value)


@pytest.mark.parametrize(
    "formula",
    [
        "mod(1, 0)",
        "min(rate, rate)",
        "max(rate)",
        "sum(rate, rate)",
        "average(rate)",
        "number('')",
        "number('1e3')",
        "number('1,5')",
        "number('0x1')",
        "number('٣')",
        "number('NaN')",
        "number('1 2')",
        "number('1000000000000000')",
        "round(10 ^ 15)",
        "round(1, 10 ^ 20)",
    ],
)
def test_numbers_that_there_are_not(formula):
    assert value_of(formula, RECORD) is None


@pytest.mark.parametrize(
    ("formula", "value"),
    [
        ("text(1000000 * 1000000)", "1000000000000"),
        ("text(0.000001)", "0.000001"),
        ("text(-0)", "0"),
        ("text(true)", "true"),
        ("text(due)", "2026-01-31"),
        ("text(seen)", "2026-03-28T00:30:00+01:00"),
        ("text('a')", "a"),
        ("concat(title, rate, 1, is_won)", "Ada1true"),
        ("concat(rate)", ""),
        ("upper('straße')", "STRASSE"),
        ("lower('ÀB')", "àb"),
        ("trim('\t a\u00a0b \n')", "a\u00a0b"),
        ("left('abc', 0)", ""),
        ("left('abc', -1)", ""),
        ("left('abc', 1.9)", "a"),
        ("left('abc', 999999999999999)", "abc"),
        ("right('abc', 0)", ""),
        ("right('abc', -1)", ""),
        ("right('abc', 9)", "abc"),
        ("mid('abc', 2, 9)", "bc"),
        ("mid('abc', 0, 1)", "a"),
        ("mid('abc', -5, 2)", "ab"),
        ("mid('abc', 4, 1)", ""),
        ("mid('abc', 2, -1)", ""),
        ("replace('aaa', 'a', 'bb')", "bbbbbb"),
        ("replace('aaa', 'A', 'b')", "aaa"),
        ("replace('abc', '', 'x')", "abc"),
        ("replace('abc', 'b', '')", "ac"),
    ],
)
def test_texts(formula, value):
    assert value_of(formula, RECORD) == value


@pytest.mark.parametrize(
    ("formula", "value"),
    [
        ("len('')", 0),
        ("len(note)", 0),
        ("len('🙂ß')", 2),
        ("contains('Straße', 'STRASSE')", True),
        ("contains('a', '')", True),
        ("contains('100%', '0_')", False),
        ("contains(note, '')", False),
        ("contains('a', note)", False),
        ("starts_with('Ärger', 'är')", True),
        ("starts_with('ab', 'b')", False),
        ("starts_with(note, 'a')", False),
        ("starts_with('a', note)", False),
        ("ends_with('ab', 'B')", True),
        ("ends_with('ab', 'a')", False),
        ("ends_with(note, 'a')", False),
        ("ends_with('a', note)", False),
    ],
)
def test_looking_into_texts(formula, value):
    assert value_of(formula, RECORD) == value


@pytest.mark.parametrize(
    ("formula", "value"),
    [
        ("today()", dt.date(2026, 11, 23)),
        ("now()", moment("2026-11-22T23:30:00.014Z")),
        ("date(' 2026-11-22 ')", dt.date(2026, 11, 22)),
        ("date(due)", dt.date(2026, 1, 31)),
        ("date(seen)", dt.date(2026, 3, 28)),
        ("date('20261122' & '')", None),
        ("date('2026-02-30' & '')", None),
        ("date('2026-11-22T00:00:00Z' & '')", None),
        ("datetime('2026-11-22')", moment("2026-11-22T00:00Z")),
        ("datetime('2026-11-22 09:30')", moment("2026-11-22T09:30Z")),
        ("datetime('2026-11-22t09:30:15.123456z')", moment("2026-11-22T09:30:15.123Z")),
        ("datetime(due)", moment("2026-01-30T23:00Z")),
        ("datetime(seen)", moment("2026-03-27T23:30Z")),
        ("datetime('2026-W01-1' & '')", None),
        ("datetime('2026-11-22T25:00' & '')", None),
        ("datetime('0001-01-01T00:00+05:00' & '')", None),
        ("year(seen)", 2026),
        ("month(seen)", 3),
        ("day(seen)", 28),
        ("day(due)", 31),
        ("weekday(due)", 6),
        ("weekday(seen)", 6),
        ("hour(seen)", 0),
        ("minute(seen)", 30),
        ("days_between(due, seen)", 56),
        ("days_between(seen, due)", -56),
        ("days_between(due, due)", 0),
        ("hours_between(seen, seen)", 0),
        ("hours_between(seen, datetime('2026-03-28T00:00Z'))", Decimal("0.5")),
        ("hours_between(seen, datetime('2026-03-27T23:29:59.999Z'))", 0),
        ("hours_between(seen, datetime('2026-03-27T23:29:00Z'))", Decimal("-0.016667")),
        ("add_days(due, 1)", dt.date(2026, 2, 1)),
        ("add_days(due, 1.9)", dt.date(2026, 2, 1)),
        ("add_days(due, -1.9)", dt.date(2026, 1, 30)),
        # Berlin's clocks go forward on the 29th: the same time of day, 47 hours later.
        ("add_days(seen, 2)", moment("2026-03-29T22:30Z")),
        ("add_hours(seen, 48)", moment("2026-03-29T23:30Z")),
        ("add_hours(seen, -0.5)", moment("2026-03-27T23:00Z")),
        ("add_hours(seen, 0.000001)", moment("2026-03-27T23:30:00.003Z")),
        ("add_months(due, 1)", dt.date(2026, 2, 28)),
        ("add_months(due, 25)", dt.date(2028, 2, 29)),
        ("add_months(due, -2)", dt.date(2025, 11, 30)),
        ("add_months(seen, 1)", moment("2026-04-27T22:30Z")),
        ("start_of_month(due)", dt.date(2026, 1, 1)),
        ("start_of_month(seen)", dt.date(2026, 3, 1)),
        ("format_date(due, 'MM/DD/YYYY HH:mm:ss')", "01/31/2026 00:00:00"),
        ("format_date(seen, 'HH.mm Uhr')", "00.30 Uhr"),
        ("format_date(due, '')", ""),
        ("min(due, date('2026-01-01'))", dt.date(2026, 1, 1)),
        ("max(seen, datetime('2030-01-01'))", moment("2030-01-01T00:00Z")),
        ("coalesce(if(false, due), due)", dt.date(2026, 1, 31)),
    ],
)
def test_dates(formula, value):
    assert value_of(formula, RECORD) == value


@pytest.mark.parametrize(
    "formula",
    [
        "add_days(date('9999-12-31'), 1)",
        "add_days(date('0001-01-01'), -1)",
        "add_days(due, 999999999999999)",
        "add_days(datetime('9999-12-31T22:59Z'), 1)",
        "add_months(due, 96000)",
        "add_months(due, -999999999999999)",
        "add_hours(seen, 999999999999999)",
        "add_hours(seen, 10 ^ 30)",
        "hour(datetime('9999-12-31T23:30Z'))",
        "text(datetime('9999-12-31T23:30Z'))",
        "datetime(date('0001-01-01'))",
    ],
)
def test_dates_out_of_range_are_null(formula):
    assert value_of(formula, RECORD) is None


@pytest.mark.parametrize(
    "zone", ["", "Nowhere/Land", "../etc/passwd", "\x00", "Europe"]
)
def test_a_time_zone_that_is_none_counts_as_utc(zone):
    assert value_of("hour(seen)", RECORD, time_zone=zone) == 23


def test_functions_are_named_once_and_documented():
    reference = functions_reference()
    assert [one.name for one in reference] == list(FUNCTIONS)
    assert len({one.summary for one in reference}) == len(reference)
    assert all(one.summary.endswith(".") for one in reference)
