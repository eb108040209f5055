"""Numbers and truth values."""

import math
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as some

from records.query import Operator
from records.query.operators import RANGE
from records.schema.kinds import NEUTRAL, BooleanKind, IntegerKind, NumberKind
from records.schema.problems import Code, ValueProblem

LARGEST = 2**63 - 1


@pytest.mark.parametrize(
    ("written", "stored"),
    [
        (None, None),
        ("", None),
        (0, Decimal(0)),
        (-0.0, Decimal(0)),
        ("-0", Decimal(0)),
        (5, Decimal(5)),
        (" 5 ", Decimal(5)),
        (0.1, Decimal("0.1")),
        ("0.10", Decimal("0.1")),
        ("1e5", Decimal(100_000)),
        ("1.0000000000000000000000", Decimal(1)),
        (Decimal("12.5"), Decimal("12.5")),
        (999_999_999_999_999, Decimal(999_999_999_999_999)),
        (10**14, Decimal(10**14)),
        ("123456789.123456", Decimal("123456789.123456")),
        (-0.000001, Decimal("-0.000001")),
    ],
)
def test_a_number_is_stored_exactly_as_written(written, stored):
    assert NumberKind().clean(written) == stored


@pytest.mark.parametrize(
    ("written", "code"),
    [
        (10**15, Code.INVALID),
        (10**300, Code.INVALID),
        ("123456789012345.5", Code.INVALID),
        ("0.1234567", Code.INVALID),
        ("1e-7", Code.INVALID),
        ("1e-400000", Code.INVALID),
        ("1e400000", Code.INVALID),
        (0.1 + 0.2, Code.INVALID),
        (math.nan, Code.INVALID),
        (math.inf, Code.INVALID),
        ("-Infinity", Code.INVALID),
        ("NaN", Code.INVALID),
        (True, Code.INVALID_TYPE),
        ([], Code.INVALID_TYPE),
        ({}, Code.INVALID_TYPE),
        ("twelve", Code.INVALID_TYPE),
        ("9" * 500, Code.INVALID_TYPE),
        ("²", Code.INVALID_TYPE),
    ],
)
def test_what_floats_cannot_carry_or_is_no_number_is_refused(written, code):
    with pytest.raises(ValueProblem) as refused:
        NumberKind().clean(written)
    assert refused.value.code is code


@pytest.mark.parametrize(
    ("places", "written", "stored"),
    [
        (2, "1.005", "1.01"),
        (2, "-1.005", "-1.01"),
        (2, "1.004", "1.00"),
        (0, "2.5", "3"),
        (2, 7, "7.00"),
        (2, 10**14, "100000000000000.00"),
    ],
)
def test_a_number_with_places_is_rounded_half_up(places, written, stored):
    cleaned = NumberKind(places=places).clean(written)
    assert str(cleaned) == stored


@pytest.mark.parametrize(
    ("kind", "written", "bounds"),
    [
        (NumberKind(minimum=0, maximum=5), -1, "between 0 and 5"),
        (NumberKind(minimum=0, maximum=5), "5.000001", "between 0 and 5"),
        (IntegerKind(minimum=0, maximum=100), 101, "between 0 and 100"),
        (IntegerKind(minimum=0, maximum=100), "-1", "between 0 and 100"),
        (IntegerKind(), 2**63, f"between {-LARGEST} and {LARGEST}"),
        (NumberKind(minimum=1), 0, "at least 1"),
        (NumberKind(maximum=1), 2, "at most 1"),
    ],
)
def test_a_number_beyond_its_bounds_is_refused_naming_them(kind, written, bounds):
    with pytest.raises(ValueProblem) as refused:
        kind.clean(written)
    assert bounds in refused.value.message


@pytest.mark.parametrize(
    ("stored", "spelled"),
    [
        (Decimal(5), "5"),
        (Decimal("5.000000"), "5"),
        (Decimal("1E+5"), "100000"),
        (Decimal("0.1"), "0.1"),
        (Decimal("-12.25"), "-12.25"),
        (Decimal(999999999999999), "999999999999999"),
    ],
)
def test_an_integral_number_is_spelled_without_a_fraction(stored, spelled):
    assert repr(NumberKind().represent(stored, NEUTRAL)) == spelled


@given(
    some.decimals(
        min_value=-(10**9), max_value=10**9, places=6, allow_nan=False
    ).filter(lambda number: len(number.normalize().as_tuple().digits) <= 15)
)
def test_a_number_as_represented_cleans_to_itself(number):
    kind = NumberKind()
    stored = kind.clean(number)
    assert kind.clean(kind.represent(stored, NEUTRAL)) == stored == number


@pytest.mark.parametrize(
    ("written", "stored"),
    [
        (None, None),
        ("", None),
        (5, 5),
        ("5", 5),
        ("-5", -5),
        (5.0, 5),
        ("5.0", 5),
        ("1e3", 1000),
        (Decimal(7), 7),
        (LARGEST, LARGEST),
        (str(LARGEST), LARGEST),
    ],
    ids=repr,
)
def test_a_whole_number_comes_as_number_or_digits(written, stored):
    cleaned = IntegerKind().clean(written)
    assert cleaned == stored
    assert not isinstance(cleaned, float)


@pytest.mark.parametrize(
    "written",
    [True, 1.5, "1.5", "--5", "5-", "²", [], {}, "x", 1e20, "9" * 500],
    ids=repr,
)
def test_what_is_no_whole_number_is_refused(written):
    with pytest.raises(ValueProblem):
        IntegerKind().clean(written)


@given(some.integers(min_value=-LARGEST, max_value=LARGEST))
def test_a_whole_number_as_represented_cleans_to_itself(number):
    kind = IntegerKind()
    assert kind.clean(kind.represent(kind.clean(number), NEUTRAL)) == number


@pytest.mark.parametrize(
    ("written", "stored"),
    [
        (None, None),
        ("", None),
        (True, True),
        (False, False),
        ("true", True),
        (" FALSE ", False),
        ("1", True),
        (0, False),
    ],
)
def test_truth_comes_as_a_boolean_or_a_word_for_it(written, stored):
    assert BooleanKind().clean(written) is stored


@pytest.mark.parametrize("written", [2, "yes", 1.0, [], {}])
def test_what_is_no_word_for_truth_is_refused(written):
    with pytest.raises(ValueProblem) as refused:
        BooleanKind().clean(written)
    assert refused.value.code is Code.INVALID_TYPE


@pytest.mark.parametrize(
    ("kind", "value", "accepted"),
    [
        (NumberKind(), 1, True),
        (NumberKind(), 1.5, True),
        (NumberKind(), None, True),
        (NumberKind(), True, False),
        (NumberKind(), "1", False),
        (IntegerKind(), 1, True),
        (IntegerKind(), 1.5, False),
        (IntegerKind(), False, False),
        (BooleanKind(), True, True),
        (BooleanKind(), 1, False),
        (BooleanKind(), "true", False),
    ],
)
def test_a_strict_dialect_is_told_which_json_types_fit(kind, value, accepted):
    assert kind.accepts_json(value) is accepted


@pytest.mark.parametrize("operator", [Operator.EQ, Operator.GT, Operator.LTE])
def test_a_comparison_neither_rounds_nor_minds_the_bounds(operator):
    kind = NumberKind(places=0, minimum=0, maximum=5)
    assert kind.clean_operand(operator, "7.5") == Decimal("7.5")
    whole = IntegerKind(minimum=1, maximum=5)
    assert (whole.clean_operand(operator, "0"), whole.clean_operand(operator, 6)) == (
        0,
        6,
    )


@pytest.mark.parametrize("operand", [2**63, -(2**63), "9" * 30])
def test_a_comparison_with_what_no_database_can_hold_is_refused(operand):
    with pytest.raises(ValueProblem, match="between"):
        IntegerKind().clean_operand(Operator.GT, operand)


@pytest.mark.parametrize("operand", [None, ""])
@pytest.mark.parametrize("kind", [NumberKind(), IntegerKind(), BooleanKind()])
def test_a_comparison_needs_a_value(kind, operand):
    with pytest.raises(ValueProblem) as refused:
        kind.clean_operand(Operator.EQ, operand)
    assert refused.value.code is Code.BLANK


@pytest.mark.parametrize(
    ("kind", "schema"),
    [
        (NumberKind(), {"type": "number"}),
        (IntegerKind(), {"type": "integer"}),
        (BooleanKind(), {"type": "boolean"}),
    ],
)
def test_the_json_schema_names_the_type(kind, schema):
    assert schema.items() <= kind.json_schema().items()


@pytest.mark.parametrize(
    ("kind", "typed", "cleaned"),
    [
        (NumberKind(places=2), "1.25", Decimal("1.25")),
        (IntegerKind(), "4", 4),
        (BooleanKind(), "", False),
    ],
)
def test_the_form_field_reads_what_a_person_types(kind, typed, cleaned):
    assert kind.form_field(required=False).clean(typed) == cleaned


def test_a_float_that_is_whole_is_an_integer_in_json():
    assert IntegerKind().read_json(5.0, NEUTRAL) == 5
    with pytest.raises(ValueProblem, match="Expected integer, received number"):
        IntegerKind().read_json(5.5, NEUTRAL)


def test_a_form_shows_a_number_without_empty_decimals():
    assert str(NumberKind().form_value(Decimal("5000.000000"))) == "5000"
    assert str(NumberKind().form_value(Decimal("0.50"))) == "0.5"


def test_a_form_tells_the_bounds_of_a_whole_number():
    stars = IntegerKind(0, 5).form_field(required=False)
    assert (stars.min_value, stars.max_value) == (0, 5)
    free = IntegerKind().form_field(required=False)
    assert (free.min_value, free.max_value) == (None, None)


def test_a_truth_value_is_chosen_from_two():
    offered = BooleanKind().offered()
    assert [operand for operand, _label in offered] == ["true", "false"]
    assert [BooleanKind().clean(operand) for operand, _ in offered] == [True, False]


@pytest.mark.parametrize("operand", [2**31, 2**40, 2**62, -1, -(2**62)])
@pytest.mark.parametrize("operator", sorted(RANGE))
def test_a_comparison_with_what_no_row_holds_never_matches_an_empty_one(
    tenant, operand, operator
):
    filled = tenant.make("deals", name="filled", win_likelihood=50)
    tenant.make("deals", name="empty")
    filters = [{"field": "win_likelihood", "op": operator.value, "value": operand}]
    found = [one["id"] for one in tenant.api.get("/api/deals", filters=filters).json]
    is_below = operator in (Operator.LT, Operator.LTE)
    assert found == ([filled] if is_below == (operand > 0) else [])
