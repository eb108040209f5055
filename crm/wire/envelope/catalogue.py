"""``/v2/products``, ``/v2/orders`` and ``/v2/orders/<id>/line_items``."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from crm.wire.envelope.shared import ID, TIMES
from records.dialects.envelope.keys import Key, MoneyKey, money
from records.dialects.envelope.resources import Filter, Parent, Resource

if TYPE_CHECKING:
    from records.dialects.envelope.keys import Known, Reader
    from records.schema.fields import Row


@dataclass(frozen=True, kw_only=True)
class PricesKey(Key):
    """The prices of a product, sorted by currency, replaced as a set."""

    def reader(self, known: Known) -> Reader:
        read = known[self.neutral].read

        def show(row: Row) -> list[dict[str, str]]:
            return [{**one, "amount": money(one["amount"])} for one in read(row)]

        return show

    def read_schema(self, known: Known) -> dict[str, Any]:
        return _prices({"type": "string", "pattern": r"^\d+\.\d\d$"})

    def written_schema(self, known: Known) -> dict[str, Any]:
        return _prices({"type": ["string", "number"]})


def _prices(amount: dict[str, Any]) -> dict[str, Any]:
    return {
        "type": "array",
        "items": {
            "type": "object",
            "required": ["amount", "currency"],
            "properties": {"amount": amount, "currency": {"type": "string"}},
        },
    }


PRODUCTS = Resource(
    resource="products",
    type="product",
    sources=("products",),
    description=(
        "What is sold, with one price in each currency. `max_discount` and `max_markup` "
        "bound, in percent, how far a line of an order may deviate; null is no bound. "
        "Administrators write products, everybody reads them."
    ),
    keys=(
        ID,
        Key("name", required=True),
        Key("sku"),
        Key("description"),
        Key("active"),
        MoneyKey("cost"),
        Key("cost_currency"),
        PricesKey("prices"),
        Key("max_discount"),
        Key("max_markup"),
        *TIMES,
    ),
    filters=(Filter("name"), Filter("sku"), Filter("active")),
    sorts=("id", "name", "sku", "created_at", "updated_at"),
    default_sort="id",
    example={
        "name": "Enterprise Plan",
        "sku": "enterprise-plan",
        "prices": [{"amount": "1599.99", "currency": "USD"}],
    },
)

ORDERS = Resource(
    resource="orders",
    type="order",
    sources=("orders",),
    description=(
        "What a deal is about to sell: one order at most for each deal, for good. "
        "`discount` is in percent."
    ),
    keys=(ID, Key("deal_id", required=True), Key("discount"), *TIMES),
    filters=(Filter("deal_id"),),
    sorts=("id", "deal_id", "created_at", "updated_at"),
    default_sort="id",
    largest_page=500,
    example={"deal_id": 7, "discount": 4},
)

LINE_ITEMS = Resource(
    resource="line_items",
    type="line_item",
    operations="CRDL",
    sources=("line_items",),
    parent=Parent(resource="orders", field="order_id"),
    description=(
        "A product on an order: name, SKU, description and price are copied from it in "
        "one of its currencies. `value` is the price changed by `variation` percent; "
        "sent without a `variation`, it says the variation. A line is not changed: "
        "delete it and add another."
    ),
    keys=(
        ID,
        Key("product_id", write_only=True, required=True),
        Key("name", read_only=True),
        Key("sku", read_only=True),
        Key("description", read_only=True),
        Key("quantity"),
        Key("currency", required=True),
        MoneyKey("variation"),
        MoneyKey("price", read_only=True),
        MoneyKey("value"),
        *TIMES,
    ),
    filters=(Filter("quantity"), Filter("value")),
    sorts=("id", "value", "quantity", "created_at", "updated_at"),
    default_sort="id",
    example={"product_id": 5, "currency": "USD", "quantity": 2},
)
