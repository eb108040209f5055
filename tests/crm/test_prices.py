"""Sets of prices: as values, on records, in forms."""

from decimal import Decimal

import pytest
from django import forms

from crm.models import ProductPrice
from crm.prices import PricesFormField, PricesKind, clean_currency
from records.schema.kinds import NEUTRAL
from records.schema.problems import Code, ValueProblem

KIND = PricesKind()


def price(amount, currency="EUR"):
    return {"amount": amount, "currency": currency}


def test_prices_are_sorted_by_currency_and_kept_to_the_cent():
    cleaned = KIND.clean([price("3599.99", "usd"), price(1.005, "PLN"), price(2)])
    assert cleaned == [
        price(Decimal(2), "EUR"),
        price(Decimal("1.01"), "PLN"),
        price(Decimal("3599.99"), "USD"),
    ]
    assert KIND.represent(cleaned, NEUTRAL) == [
        price(2, "EUR"),
        price(1.01, "PLN"),
        price(3599.99, "USD"),
    ]
    assert KIND.describe(cleaned) == "2.00 EUR, 1.01 PLN, 3599.99 USD"


@pytest.mark.parametrize("nothing", [None, [], ()])
def test_no_prices_are_an_empty_set(nothing):
    assert KIND.clean(nothing) == []
    assert KIND.is_empty(KIND.clean(nothing))


@pytest.mark.parametrize(
    ("value", "code", "naming"),
    [
        ("12 EUR", Code.INVALID_TYPE, "array"),
        ([12], Code.INVALID_TYPE, "object"),
        ([price(1) | {"net": 1}], Code.UNKNOWN_FIELD, "net"),
        ([price(1), price(2, "eur")], Code.INVALID, "[1]"),
        ([price(1), price(2, "EURO")], Code.INVALID, "[1]"),
        ([price(None)], Code.INVALID, "amount"),
        ([price(-1)], Code.INVALID, "[0]"),
        ([price("x")], Code.INVALID_TYPE, "[0]"),
        ([price(1)] * 201, Code.TOO_LONG, "200"),
    ],
)
def test_what_is_no_price_is_refused_and_named(value, code, naming):
    with pytest.raises(ValueProblem) as refused:
        KIND.clean(value)
    assert refused.value.code is code
    assert naming in refused.value.message


@pytest.mark.parametrize("text", ["eur", " EUR ", "Eur"])
def test_a_currency_is_written_in_any_case(text):
    assert clean_currency(text) == "EUR"


@pytest.mark.parametrize("value", ["", "EU", "EURO", "E R", "€€€", "123", None, 1])
def test_what_is_no_currency_is_refused(value):
    with pytest.raises(ValueProblem):
        clean_currency(value)


# -- on records -----------------------------------------------------------------------


def test_prices_are_replaced_as_a_set(tenant):
    first = [price(2, "USD"), price(1, "EUR")]
    product = tenant.api.post("/api/products", {"name": "P", "prices": first}).json
    path = f"/api/products/{product['id']}"
    assert product["prices"] == [price(1, "EUR"), price(2, "USD")]
    assert tenant.api.put(path, {"name": "Q"}).json["prices"] == product["prices"]
    changed = tenant.api.put(path, {"prices": [price("3.50", "PLN")]}).json
    assert changed["prices"] == [price(3.5, "PLN")]
    assert tenant.api.put(path, {"prices": []}).json["prices"] == []


def test_the_same_prices_in_another_order_are_no_change(tenant):
    prices = [price(2, "USD"), price("1.00", "EUR")]
    product = tenant.api.post("/api/products", {"name": "P", "prices": prices}).json
    path = f"/api/products/{product['id']}"
    again = tenant.api.put(path, {"prices": list(reversed(prices))}).json
    assert again["updated_at"] == product["updated_at"]


def test_products_are_asked_whether_they_have_prices(tenant):
    priced = tenant.make("products", name="P", prices=[price(1)])
    free = tenant.make("products", name="F")
    for operator, expected in (("is_empty", free), ("is_not_empty", priced)):
        asked = [{"field": "prices", "op": operator}]
        (found,) = tenant.api.get("/api/products", filters=asked).json
        assert found["id"] == expected


def test_the_prices_of_a_purged_product_are_gone(tenant):
    product = tenant.make("products", name="P", prices=[price(1)])
    assert str(ProductPrice.objects.everywhere().get()) == "1.000000 EUR"
    assert tenant.api.delete(f"/api/products/{product}", purge="true").status == 200
    assert not ProductPrice.objects.everywhere().exists()


# -- in forms -------------------------------------------------------------------------


def test_a_form_field_reads_what_it_shows():
    field = PricesFormField(required=False)
    prices = KIND.clean([price("12.5"), price(3, "USD")])
    assert field.prepare_value(prices) == "12.50 EUR\n3.00 USD"
    assert field.clean(field.prepare_value(prices)) == prices
    assert field.prepare_value("12 E") == "12 E"
    assert field.clean("") == []


@pytest.mark.parametrize(
    ("typed", "changed"),
    [
        ("12.50 EUR", False),
        ("  12.5   eur \r\n", False),
        ("12.51 EUR", True),
        ("", True),
        ("nonsense", True),
    ],
)
def test_a_form_field_knows_whether_prices_have_changed(typed, changed):
    field = PricesFormField(required=False)
    assert field.has_changed(KIND.clean([price("12.5")]), typed) is changed


@pytest.mark.parametrize("typed", ["12", "12 EUR net", "x EUR", "1 EUR\n2 EUR"])
def test_a_form_field_refuses_what_is_no_price(typed):
    with pytest.raises(forms.ValidationError):
        PricesFormField(required=False).clean(typed)
