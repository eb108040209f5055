"""Products, the orders of deals and their lines (contract envelope §4)."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, Any

from django.db.models import Q
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from crm import pricing
from crm.models import LineItem, Order, Product
from crm.object_types.columns import (
    flag,
    joined_text,
    prose,
    record_fields,
    relation,
    row_fields,
    text,
)
from crm.prices import PricesField, clean_currency, prices_of
from records.access.roles import Permission
from records.schema.fields import ColumnField
from records.schema.kinds import IntegerKind, NumberKind
from records.schema.object_types import ObjectType, Operation
from records.schema.problems import Code, ValueProblem

if TYPE_CHECKING:
    from collections.abc import Sequence

    from records.access.caller import Caller
    from records.schema.drafts import Draft

_MONEY = NumberKind(places=2, minimum=0)
LARGEST_VALUE = Decimal(10) ** 13

PRODUCTS = ObjectType(
    slug="products",
    label=gettext_lazy("Product"),
    label_plural=gettext_lazy("Products"),
    icon="inventory_2",
    model=Product,
    search=("name", "sku"),
    write_permission=Permission.CATALOGUE,
    removal_permission=Permission.CATALOGUE,
    fields=record_fields(
        text("name", fold=True, required=True, nullable=False),
        text("sku", fold=True),
        prose("description"),
        flag("active", default=True),
        PricesField(name="prices", label=gettext_lazy("prices")),
        ColumnField(name="cost", kind=_MONEY),
        text("cost_currency", 3),
        ColumnField(name="max_discount", kind=NumberKind(minimum=0, maximum=100)),
        ColumnField(name="max_markup", kind=NumberKind(minimum=0)),
    ),
)


ORDERS = ObjectType(
    slug="orders",
    label=gettext_lazy("Order"),
    label_plural=gettext_lazy("Orders"),
    icon="receipt_long",
    model=Order,
    title=("deal_name",),
    search=("deal_name",),
    live=Q(deal__archived_at__isnull=True),
    unique=(("deal_id",),),
    fields=record_fields(
        # What was sold to whom does not wander.
        relation("deal_id", "deals", required=True, fixed=True),
        joined_text("deal_name", "deal__name", fold=True),
        ColumnField(
            name="discount",
            kind=NumberKind(minimum=0, maximum=100),
            default=0,
            required=True,
            nullable=False,
        ),
    ),
)


def prepare_line_items(caller: Caller, drafts: Sequence[Draft]) -> None:
    """Copy what the product is now, and work out the value of each line."""
    ids = [one.values["product_id"] for one in drafts if one.values.get("product_id")]
    rows = Product.objects.for_organization(caller.organization_id).live()
    products = {one["pk"]: one for one in rows.filter(pk__in=ids).values(*_COPIED)}
    prices = prices_of(caller, list(products)) if products else {}
    for draft in drafts:
        product_id = draft.values.get("product_id")
        if product_id is None:
            continue
        product = products.get(product_id)
        if product is None:
            draft.take("product_id")
            message = _("There is no record %(id)s to refer to.") % {"id": product_id}
            draft.fail("product_id", message, Code.DANGLING)
        elif not product["active"]:
            draft.fail("product_id", _("“%s” is not on sale.") % product["name"])
        else:
            draft.values |= {name: product[name] for name in _NAMING}
            _price(draft, product, {one["currency"]: one for one in prices[product_id]})


_NAMING = ("name", "sku", "description")
_COPIED = ("pk", *_NAMING, "active", "max_discount", "max_markup")


def _price(draft: Draft, product: dict[str, Any], prices: dict[str, Any]) -> None:
    """Give a line its price in its currency, its variation and its value."""
    sent = draft.values.get("currency")
    if not sent:
        return  # said already
    try:
        currency = clean_currency(sent)
    except ValueProblem:
        currency = sent
    if currency not in prices:
        draft.fail(
            "currency",
            _("“%(name)s” has no price in %(currency)s.")
            % {"name": product["name"], "currency": currency},
        )
        return
    price = prices[currency]["amount"]
    draft.values |= {"currency": currency, "price": price}
    _vary(draft, product, price)


def _vary(draft: Draft, product: dict[str, Any], price: Decimal) -> None:
    """Settle variation and value: a variation that is given wins over a value."""
    variation: Decimal | None = draft.values.get("variation")
    value: Decimal | None = draft.values.get("value")
    if any(one.field in ("variation", "value") for one in draft.problems):
        return
    blamed = "variation"
    if variation is None and value is not None:
        blamed = "value"
        variation = pricing.variation_of(price, value)
        if variation is None:
            draft.fail(blamed, _("What costs nothing cannot be marked up."))
            return
    else:
        variation = variation or Decimal(0)
        value = pricing.value_of(price, variation)
    draft.values |= {"variation": variation, "value": value}
    _bound(draft, product, blamed)


def _bound(draft: Draft, product: dict[str, Any], blamed: str) -> None:
    variation = draft.values["variation"]
    lowest, highest = product["max_discount"], product["max_markup"]
    if lowest is not None and variation < -lowest:
        message = _("“%(name)s” may be discounted by %(bound)s %% at most.")
        bound = lowest
    elif highest is not None and variation > highest:
        message = _("“%(name)s” may be marked up by %(bound)s %% at most.")
        bound = highest
    elif draft.values["value"] >= LARGEST_VALUE:
        message = _("The value of “%(name)s” is too large.")
        bound = 0
    else:
        return
    draft.fail(blamed, message % {"name": product["name"], "bound": f"{bound:g}"})


LINE_ITEMS = ObjectType(
    slug="line_items",
    label=gettext_lazy("Line item"),
    label_plural=gettext_lazy("Line items"),
    icon="list_alt",
    model=LineItem,
    search=("name", "sku"),
    # What was ordered is not rewritten: another line takes its place.
    operations=frozenset({Operation.CREATE, Operation.DELETE}),
    live=Q(order__archived_at__isnull=True, order__deal__archived_at__isnull=True),
    prepare=prepare_line_items,
    fields=row_fields(
        relation("order_id", "orders", required=True, nullable=False, owner=True),
        relation("product_id", "products", required=True),
        text("name", fold=True, writable=False, nullable=False),
        text("sku", writable=False),
        prose("description", writable=False),
        ColumnField(
            name="quantity",
            kind=IntegerKind(minimum=1, maximum=2**31 - 1),
            default=1,
            required=True,
            nullable=False,
        ),
        text("currency", 3, required=True, nullable=False),
        ColumnField(name="price", kind=_MONEY, writable=False, nullable=False),
        ColumnField(
            name="variation",
            kind=NumberKind(minimum=-100),
            required=True,
            derived=True,
            nullable=False,
        ),
        ColumnField(
            name="value", kind=_MONEY, required=True, derived=True, nullable=False
        ),
    ),
)
