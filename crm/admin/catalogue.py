"""Products, and orders with their lines."""

from __future__ import annotations

from typing import Any, ClassVar

from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from crm.models import LineItem, Order, Product
from records.administration.inlines import RecordInline
from records.administration.records import RecordAdmin
from records.administration.sections import Section


@admin.register(Product)
class ProductAdmin(RecordAdmin):
    """What can be put on an order."""

    slugs = ("products",)
    section = Section.CATALOGUE
    icon = "inventory_2"
    counted = True
    columns = ("name", "sku", "active", "prices", "max_discount", "max_markup")
    filters = ("active", "created_at")
    search_help_text = _("Name or SKU")
    groups: ClassVar[Any] = (
        (None, ("name", ("sku", "active"), "description", "prices")),
        (_("Cost"), (("cost", "cost_currency"),)),
        (_("Deviations from the price"), (("max_discount", "max_markup"),)),
    )


class LineItemInline(RecordInline):
    """The lines of an order, in a table; a line is replaced, not changed."""

    model = LineItem
    slug = "line_items"
    parent_field = "order_id"
    columns = ("product_id", "quantity", "currency", "variation", "value")
    completed = frozenset({"variation", "value"})
    ordering = ("pk",)
    verbose_name_plural = _("Line items")


@admin.register(Order)
class OrderAdmin(RecordAdmin):
    """What deals are about to sell."""

    slugs = ("orders",)
    section = Section.CATALOGUE
    icon = "receipt_long"
    counted = True
    inlines = (LineItemInline,)
    columns = ("deal_id", "discount", "created_at", "updated_at")
    filters = ("deal_id", "created_at")
    search_help_text = _("Name of the deal")
    groups: ClassVar[Any] = ((None, ("deal_id", "discount")),)


@admin.register(LineItem)
class LineItemAdmin(RecordAdmin):
    """The lines of all orders."""

    slugs = ("line_items",)
    section = Section.CATALOGUE
    icon = "list_alt"
    completed = frozenset({"variation", "value"})
    columns = ("name", "sku", "order_id", "quantity", "price", "value", "currency")
    filters = ("product_id", "order_id", "currency", "created_at")
    search_help_text = _("Name or SKU of the product")
    groups: ClassVar[Any] = (
        (None, ("order_id", "product_id", ("quantity", "currency"))),
        (_("One of both"), (("variation", "value"),)),
    )
