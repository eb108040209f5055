"""What is sold: products, and the orders of deals with their lines."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from records.access.scoping import OrganizationManager
from records.record import Record, live_indexes
from records.schema.folding import FoldField


class Product(Record):
    """Something that can stand on an order.

    Its prices, one per currency, are rows of :class:`ProductPrice`. ``max_discount``
    and ``max_markup`` bound how far a line may deviate from the price, in percent;
    null means no bound.
    """

    name = models.CharField(_("name"), max_length=255)
    name_fold = FoldField(of="name")
    sku = models.CharField(_("SKU"), max_length=255, null=True, blank=True)
    sku_fold = FoldField(of="sku")
    description = models.TextField(_("description"), null=True, blank=True)
    active = models.BooleanField(
        _("on sale"),
        default=True,
        help_text=_("Only products on sale can be put on an order."),
    )
    cost = models.DecimalField(
        _("cost"), max_digits=21, decimal_places=6, null=True, blank=True
    )
    cost_currency = models.CharField(
        _("currency of the cost"), max_length=3, null=True, blank=True
    )
    max_discount = models.DecimalField(
        _("largest discount, %"), max_digits=21, decimal_places=6, null=True, blank=True
    )
    max_markup = models.DecimalField(
        _("largest markup, %"), max_digits=21, decimal_places=6, null=True, blank=True
    )

    class Meta:
        verbose_name = _("product")
        verbose_name_plural = _("products")
        indexes = live_indexes("product", sorted_by=("name_fold", "sku_fold"))
        constraints = (
            models.CheckConstraint(
                name="product_cost_positive", condition=Q(cost__gte=0)
            ),
            models.CheckConstraint(
                name="product_discount_in_percent",
                condition=Q(max_discount__gte=0, max_discount__lte=100),
            ),
            models.CheckConstraint(
                name="product_markup_positive", condition=Q(max_markup__gte=0)
            ),
        )

    def __str__(self) -> str:
        return self.name


class ProductPrice(models.Model):
    """What a product costs in one currency."""

    organization = models.ForeignKey(
        "access.Organization",
        on_delete=models.CASCADE,
        related_name="+",
        db_index=False,  # found by their product
    )
    product = models.ForeignKey(
        Product, on_delete=models.CASCADE, related_name="prices", db_index=False
    )
    currency = models.CharField(max_length=3)
    amount = models.DecimalField(max_digits=21, decimal_places=6)

    objects = OrganizationManager()

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=["product", "currency"], name="product_price_unique"
            ),
            models.CheckConstraint(
                name="product_price_positive", condition=Q(amount__gte=0)
            ),
        )

    def __str__(self) -> str:
        return f"{self.amount} {self.currency}"


class Order(Record):
    """What a deal is about to sell: at most one live order for each deal.

    Purging the deal leaves the order, of nothing any more (decision 9).
    """

    deal = models.ForeignKey(
        "crm.Deal",
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="orders",
        db_index=False,
        verbose_name=_("deal"),
    )
    discount = models.DecimalField(
        _("discount, %"), max_digits=21, decimal_places=6, default=0
    )

    class Meta:
        verbose_name = _("order")
        verbose_name_plural = _("orders")
        indexes = (
            *live_indexes("order"),
            # Archived orders of the deal as well.
            models.Index(fields=["deal", "id"], name="order_of_deal"),
        )
        constraints = (
            models.UniqueConstraint(
                fields=["deal"],
                name="order_deal_unique",
                condition=Q(archived_at__isnull=True),
            ),
            models.CheckConstraint(
                name="order_discount_in_percent",
                condition=Q(discount__gte=0, discount__lte=100),
            ),
        )

    def __str__(self) -> str:
        return str(_("Order %(id)s") % {"id": self.pk})


class LineItem(Record):
    """A product on an order, as it was when it was put there.

    ``price`` is one unit's, copied from the product; ``value`` is the price changed by
    ``variation`` percent, rounded half up to two decimals.
    """

    order = models.ForeignKey(
        Order,
        on_delete=models.CASCADE,
        related_name="line_items",
        db_index=False,
        verbose_name=_("order"),
    )
    product = models.ForeignKey(
        Product,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="line_items",
        verbose_name=_("product"),
    )
    name = models.CharField(_("name"), max_length=255)
    name_fold = FoldField(of="name")
    sku = models.CharField(_("SKU"), max_length=255, null=True, blank=True)
    description = models.TextField(_("description"), null=True, blank=True)
    quantity = models.IntegerField(_("quantity"), default=1)
    currency = models.CharField(_("currency"), max_length=3)
    price = models.DecimalField(_("price"), max_digits=21, decimal_places=6)
    variation = models.DecimalField(
        _("variation, %"), max_digits=21, decimal_places=6, default=0
    )
    value = models.DecimalField(_("value"), max_digits=21, decimal_places=6)

    class Meta:
        verbose_name = _("line item")
        verbose_name_plural = _("line items")
        indexes = (
            *live_indexes("line_item"),
            models.Index(fields=["order", "id"], name="line_item_of_order"),
        )
        constraints = (
            models.CheckConstraint(
                name="line_item_quantity_positive", condition=Q(quantity__gte=1)
            ),
            models.CheckConstraint(
                name="line_item_value_positive", condition=Q(price__gte=0, value__gte=0)
            ),
        )

    def __str__(self) -> str:
        return f"{self.name} ({self.quantity})"
