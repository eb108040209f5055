"""The arithmetic of a line."""

from decimal import Decimal

import pytest

from crm.pricing import value_of, variation_of


@pytest.mark.parametrize(
    ("price", "variation", "value"),
    [
        ("1599.99", "0", "1599.99"),
        ("99.99", "-19.99", "80.00"),
        ("100", "10", "110.00"),
        ("100", "-100", "0.00"),
        ("0.01", "50", "0.02"),  # half up, not to even
        ("0.05", "-50", "0.03"),
        ("0", "500", "0.00"),
        ("1599.99", "-6.249414", "1500.00"),
        ("3.33", "33.333333", "4.44"),
    ],
)
def test_a_value_is_the_price_changed_and_rounded_half_up(price, variation, value):
    found = value_of(Decimal(price), Decimal(variation))
    assert str(found) == value


@pytest.mark.parametrize(
    ("price", "value", "variation"),
    [
        ("100", "110", "10"),
        ("99.99", "80", "-19.991999"),
        ("100", "0", "-100"),
        ("0", "0", "0"),
        ("0", "1", None),
    ],
)
def test_a_variation_is_derived_from_a_value(price, value, variation):
    found = variation_of(Decimal(price), Decimal(value))
    assert found == (None if variation is None else Decimal(variation))


@pytest.mark.parametrize("price", ["0.07", "3.33", "99.99", "1599.99", "123456.78"])
@pytest.mark.parametrize("value", ["0.01", "1", "80", "1500", "99999.99"])
def test_a_derived_variation_leads_back_to_its_value(price, value):
    variation = variation_of(Decimal(price), Decimal(value))
    assert value_of(Decimal(price), variation) == Decimal(value)
