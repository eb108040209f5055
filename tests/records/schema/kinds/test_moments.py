"""Points in time and days."""

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as some

from records.query import Operator
from records.query.operators import RANGE
from records.schema.kinds import NEUTRAL, DateKind, MomentKind, WireForm
from records.schema.kinds.moments import milliseconds
from records.schema.problems import Code, ValueProblem

SECONDS = WireForm(moment_precision="seconds")


def utc(year, month, day, *time):
    return dt.datetime(year, month, day, *time).replace(tzinfo=dt.UTC)  # noqa: DTZ001


@pytest.mark.parametrize(
    ("written", "stored"),
    [
        (None, None),
        ("", None),
        ("2026-01-02", utc(2026, 1, 2)),
        ("2026-01-02T10:00:00Z", utc(2026, 1, 2, 10)),
        ("2026-01-02T10:00:00+0000", utc(2026, 1, 2, 10)),
        ("2026-01-02T10:00:00+02:00", utc(2026, 1, 2, 8)),
        ("2026-01-02T10:00:00-0530", utc(2026, 1, 2, 15, 30)),
        ("2026-01-02T10:00:00", utc(2026, 1, 2, 10)),
        ("2026-01-02 10:00", utc(2026, 1, 2, 10)),
        (" 2026-01-02T10:00:00Z ", utc(2026, 1, 2, 10)),
        ("2026-01-02T10:00:00.123999Z", utc(2026, 1, 2, 10, 0, 0, 123_000)),
        ("9999-12-31T00:00:00Z", utc(9999, 12, 31)),
        ("9999-12-31T23:59:59.999Z", utc(9999, 12, 31, 23, 59, 59, 999_000)),
        ("0001-01-01T00:00:00Z", utc(1, 1, 1)),
        (dt.datetime(2026, 1, 2), utc(2026, 1, 2)),  # noqa: DTZ001 - naive is UTC
        (utc(2026, 1, 2, 3, 4, 5, 6789), utc(2026, 1, 2, 3, 4, 5, 6000)),
    ],
)
def test_a_moment_is_stored_in_utc_to_the_millisecond(written, stored):
    assert MomentKind().clean(written) == stored


@pytest.mark.parametrize(
    ("written", "code"),
    [
        ("9999-12-31T23:59:59-01:00", Code.INVALID),
        ("0001-01-01T00:00:00+01:00", Code.INVALID),
        ("2026-13-01", Code.INVALID),
        ("2026-02-30T00:00:00Z", Code.INVALID),
        ("2026-01-01T10:00:60Z", Code.INVALID),
        ("2026-01-01T10:00:00+25:00", Code.INVALID),
        ("2024-01-01 Bob", Code.INVALID),
        ("tomorrow", Code.INVALID),
        ("10:00", Code.INVALID),
        (1_767_225_600, Code.INVALID_TYPE),
        (True, Code.INVALID_TYPE),
        ([], Code.INVALID_TYPE),
    ],
)
@pytest.mark.parametrize("kind", [MomentKind(), DateKind()])
def test_what_is_no_moment_of_the_years_1_to_9999_is_refused(kind, written, code):
    with pytest.raises(ValueProblem) as refused:
        kind.clean(written)
    assert refused.value.code is code


@pytest.mark.parametrize(
    ("moment", "form", "spelled"),
    [
        (utc(2026, 1, 2, 3, 4, 5, 6000), NEUTRAL, "2026-01-02T03:04:05.006Z"),
        (utc(2026, 1, 2, 3, 4, 5, 999_000), SECONDS, "2026-01-02T03:04:05Z"),
        (utc(9999, 12, 31), NEUTRAL, "9999-12-31T00:00:00.000Z"),
        (utc(1, 1, 1), NEUTRAL, "0001-01-01T00:00:00.000Z"),
    ],
)
def test_a_moment_is_spelled_to_the_precision_of_the_dialect(moment, form, spelled):
    assert MomentKind().represent(moment, form) == spelled


@given(some.datetimes(timezones=some.just(dt.UTC)))
def test_a_moment_as_represented_cleans_to_itself(moment):
    kind = MomentKind()
    stored = kind.clean(moment)
    assert stored == milliseconds(moment)
    assert kind.clean(kind.represent(stored, NEUTRAL)) == stored


@pytest.mark.parametrize(
    ("written", "stored"),
    [
        (None, None),
        ("", None),
        ("2026-01-02", dt.date(2026, 1, 2)),
        (" 2026-01-02 ", dt.date(2026, 1, 2)),
        ("2026-01-02T23:30:00-01:00", dt.date(2026, 1, 3)),
        ("9999-12-31", dt.date(9999, 12, 31)),
        ("0001-01-01", dt.date(1, 1, 1)),
        (dt.date(2026, 1, 2), dt.date(2026, 1, 2)),
        (utc(2026, 1, 2, 3), dt.date(2026, 1, 2)),
    ],
)
def test_a_day_comes_as_a_date_or_as_a_moment_on_it(written, stored):
    assert DateKind().clean(written) == stored


@given(some.dates())
def test_a_day_as_represented_cleans_to_itself(day):
    kind = DateKind()
    assert kind.clean(kind.represent(kind.clean(day), NEUTRAL)) == day


@pytest.mark.parametrize("kind", [MomentKind(), DateKind()])
def test_times_are_texts_in_json(kind):
    assert kind.accepts_json("2026-01-02")
    assert kind.accepts_json(None)
    assert not kind.accepts_json(5)


@pytest.mark.parametrize("kind", [MomentKind(), DateKind()])
@pytest.mark.parametrize("operator", [Operator.EQ, Operator.GT, Operator.LTE])
def test_times_are_compared_in_stored_form(kind, operator):
    operand = "2026-01-02T00:00:00+00:00"
    assert kind.clean_operand(operator, operand) == kind.clean(operand)


@pytest.mark.parametrize("kind", [MomentKind(), DateKind()])
def test_text_is_not_looked_for_in_times(kind):
    with pytest.raises(ValueProblem):
        kind.clean_operand(Operator.CONTAINS, "2026")


def test_the_json_schema_names_the_format():
    assert MomentKind().json_schema()["format"] == "date-time"
    assert DateKind().json_schema()["format"] == "date"


def test_the_form_fields_read_what_a_person_types():
    assert MomentKind().form_field().clean(["2026-01-02", "10:00"]) == utc(
        2026, 1, 2, 10
    )
    assert DateKind().form_field().clean("2026-01-02") == dt.date(2026, 1, 2)


NEXT = dt.timedelta(seconds=1)


@pytest.mark.parametrize("operator", [Operator.EQ, Operator.IN, *sorted(RANGE)])
@pytest.mark.parametrize(
    ("operand", "start"),
    [
        ("2026-01-02T03:04:05Z", utc(2026, 1, 2, 3, 4, 5)),
        ("2026-01-02T03:04:05.999Z", utc(2026, 1, 2, 3, 4, 5)),
        ("2026-01-02T03:04:05+02:00", utc(2026, 1, 2, 1, 4, 5)),
        ("2026-01-02T03:04:05", utc(2026, 1, 2, 3, 4, 5)),
    ],
)
def test_where_seconds_are_shown_a_moment_is_its_second(operator, operand, start):
    assert MomentKind().alike(operator, operand, SECONDS) == (start, start + NEXT)


@pytest.mark.parametrize("operator", [Operator.EQ, Operator.IN, *sorted(RANGE)])
def test_a_date_equals_its_day_and_compares_as_its_midnight(operator):
    start = utc(2026, 1, 2)
    end = start + NEXT if operator in RANGE else utc(2026, 1, 3)
    assert MomentKind().alike(operator, "2026-01-02", SECONDS) == (start, end)


@pytest.mark.parametrize("operand", ["9999-12-31", "9999-12-31T23:59:59Z"])
def test_the_last_moments_have_no_end(operand):
    start, end = MomentKind().alike(Operator.EQ, operand, SECONDS)
    assert (start.year, end) == (9999, None)


@pytest.mark.parametrize("operand", ["soon", 5, None, [], "2026-02-30"])
def test_what_is_no_moment_has_no_second(operand):
    with pytest.raises(ValueProblem):
        MomentKind().alike(Operator.EQ, operand, SECONDS)


@pytest.mark.parametrize(
    "written", ["2026-01-02T00:00:00Z", " 2026-01-02", "2026-1-2", "", "2026-01-0²"]
)
def test_a_strict_dialect_takes_a_day_without_a_time(written):
    assert DateKind().read_json("2026-01-02", SECONDS) == "2026-01-02"
    with pytest.raises(ValueProblem, match="YYYY-MM-DD"):
        DateKind().read_json(written, SECONDS)
