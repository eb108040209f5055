"""What a compiled formula tells about itself, and how it reads a record."""

import datetime as dt
from decimal import Decimal

import pytest

from custom_objects.formulas import FormulaType, values
from records.schema.kinds import numbers
from tests.custom_objects.formulas.evaluations import NOW, compiled, evaluated, value_of

BERLIN_NOON = dt.datetime(
    2026, 11, 22, 12, tzinfo=dt.timezone(dt.timedelta(hours=1), "CET")
)


@pytest.mark.parametrize(
    ("text", "result_type"),
    [
        ("1", FormulaType.NUMBER),
        ("null + null", FormulaType.NUMBER),
        ("-null", FormulaType.NUMBER),
        ("'a'", FormulaType.TEXT),
        ("1 & 2", FormulaType.TEXT),
        ("null & null", FormulaType.TEXT),
        ("true", FormulaType.BOOLEAN),
        ("1 < 2", FormulaType.BOOLEAN),
        ("not null", FormulaType.BOOLEAN),
        ("due", FormulaType.DATE),
        ("seen", FormulaType.MOMENT),
        ("if(is_won, null, due)", FormulaType.DATE),
        ("if(is_won, seen)", FormulaType.MOMENT),
        ("coalesce(null, 'a')", FormulaType.TEXT),
        ("max(due, null)", FormulaType.DATE),
        ("add_days(due, 1)", FormulaType.DATE),
        ("add_days(seen, 1)", FormulaType.MOMENT),
        ("date(seen)", FormulaType.DATE),
        ("upper(null)", FormulaType.TEXT),
    ],
)
def test_the_type_of_the_result_is_known_beforehand(text, result_type):
    assert compiled(text).result_type is result_type


@pytest.mark.parametrize(
    ("text", "fields"),
    [
        ("1", set()),
        ("amount + {amount} * rate", {"amount", "rate"}),
        ("if(is_won, if(is_lost, 1, amount), 2)", {"is_won", "is_lost", "amount"}),
        ("round(2.5)", set()),
        ("round(round)", {"round"}),
        ("'amount'", set()),
    ],
)
def test_it_knows_the_fields_it_names(text, fields):
    assert compiled(text).fields == fields


@pytest.mark.parametrize(
    ("text", "is_volatile"),
    [
        ("amount + 1", False),
        ("'now()'", False),
        ("now()", True),
        ("if(is_won, 1, days_between(due, today()))", True),
        ("1 + 2 * year(TODAY())", True),
    ],
)
def test_it_knows_whether_time_changes_it(text, is_volatile):
    assert compiled(text).is_volatile is is_volatile


@pytest.mark.parametrize(
    ("text", "uses_time_zone"),
    [
        ("amount + 1", False),
        ("seen", False),
        ("year(due)", False),
        ("year(seen)", True),
        ("'at ' & seen", True),
        ("concat('at ', due)", False),
        ("concat('at ', seen)", True),
        ("datetime(due)", True),
        ("datetime('2026-11-22')", False),
        ("add_hours(seen, 1)", False),
        ("add_days(seen, 1)", True),
        ("days_between(due, seen)", True),
    ],
)
def test_it_knows_whether_the_time_zone_changes_it(text, uses_time_zone):
    assert compiled(text).uses_time_zone is uses_time_zone


@pytest.mark.parametrize(
    ("slug", "held", "seen"),
    [
        ("amount", 5, Decimal(5)),
        ("amount", 0.1, Decimal("0.1")),
        ("amount", 0.1 + 0.2, Decimal("0.3")),
        ("amount", "12.50", Decimal("12.5")),
        ("amount", Decimal("1E+3"), Decimal(1000)),
        ("amount", Decimal("-0.0000005"), Decimal("-0.000001")),
        ("amount", "", None),
        ("amount", True, None),
        ("amount", "many", None),
        ("amount", float("nan"), None),
        ("amount", float("inf"), None),
        ("amount", Decimal("NaN"), None),
        ("amount", Decimal("sNaN"), None),
        ("amount", Decimal("1e999999"), None),
        ("amount", Decimal("1e-999999"), Decimal(0)),
        ("amount", 10**4000, None),
        ("amount", -(10**15), None),
        ("amount", 1e300, None),
        ("amount", [1], None),
        ("title", "a", "a"),
        ("title", "", ""),
        ("title", 5, None),
        ("title", b"a", None),
        ("is_won", False, False),
        ("is_won", 1, None),
        ("is_won", "true", None),
        ("due", dt.date(2026, 11, 22), dt.date(2026, 11, 22)),
        ("due", "2026-11-22", dt.date(2026, 11, 22)),
        ("due", "22.11.2026", None),
        ("due", NOW, None),
        ("due", 20261122, None),
        ("seen", NOW, NOW),
        ("seen", BERLIN_NOON, dt.datetime(2026, 11, 22, 11, tzinfo=dt.UTC)),
        ("seen", "2026-11-22T23:30:00.014Z", NOW),
        ("seen", NOW.replace(tzinfo=None), NOW),
        ("seen", NOW.replace(microsecond=14_999), NOW),
        ("seen", dt.datetime.min.replace(tzinfo=BERLIN_NOON.tzinfo), None),
        ("seen", dt.date(2026, 11, 22), None),
        ("seen", "soon", None),
    ],
)
def test_a_field_is_read_as_its_type_or_not_at_all(slug, held, seen):
    value = value_of(slug, {slug: held})
    assert value == seen
    assert type(value) is type(seen)


def test_a_field_that_the_record_lacks_is_null():
    assert value_of("is_empty(title)", {}) is True


def test_a_number_longer_than_python_would_spell_is_null():
    assert value_of("amount", {"amount": 10**5_000}) is None


def test_moments_come_in_utc():
    assert value_of("seen", {"seen": BERLIN_NOON}).tzinfo is dt.UTC
    assert value_of("now()", now=BERLIN_NOON) == BERLIN_NOON
    assert value_of("now()", now=BERLIN_NOON).tzinfo is dt.UTC


@pytest.mark.parametrize(
    ("text", "spelled"),
    [
        ("10 ^ 14", "100000000000000"),
        ("5 - 5.0", "0"),
        ("-(0 * 1)", "0"),
        ("1.10", "1.1"),
    ],
)
def test_numbers_are_spelled_out(text, spelled):
    assert str(value_of(text)) == spelled


def test_the_limits_of_numbers_are_those_of_the_store():
    assert (values.DIGITS, values.DECIMALS) == (numbers.DIGITS, numbers.DECIMALS)


def test_one_formula_serves_many_records():
    formula = compiled("title & ': ' & amount")
    assert evaluated(formula, {"title": "a", "amount": 1}) == "a: 1"
    assert evaluated(formula, {"title": "b"}) == "b: "
