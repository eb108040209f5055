"""Deals."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from records.record import Record, live_indexes
from records.schema.folding import FoldField


class Deal(Record):
    """A sales opportunity that stands in a stage of a pipeline (decision 3)."""

    name = models.CharField(_("name"), max_length=255)
    name_fold = FoldField(of="name")
    amount = models.DecimalField(
        _("amount"), max_digits=21, decimal_places=6, null=True, blank=True
    )
    currency = models.CharField(_("currency"), max_length=3)
    description = models.TextField(_("description"), null=True, blank=True)
    category = models.CharField(_("category"), max_length=255, null=True, blank=True)
    stage = models.ForeignKey(
        "crm.Stage",
        on_delete=models.RESTRICT,
        related_name="+",
        verbose_name=_("stage"),
    )
    contact = models.ForeignKey(
        "crm.Contact",
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="contact_deals",
        verbose_name=_("contact"),
    )
    company = models.ForeignKey(
        "crm.Company",
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="company_deals",
        verbose_name=_("company"),
    )
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("owner"),
    )
    hot = models.BooleanField(_("hot"), default=False)
    source = models.ForeignKey(
        "crm.Source",
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("source"),
    )
    loss_reason = models.ForeignKey(
        "crm.LossReason",
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("loss reason"),
    )
    unqualified_reason = models.ForeignKey(
        "crm.UnqualifiedReason",
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("unqualified reason"),
    )
    estimated_close_date = models.DateField(_("close date"), null=True, blank=True)
    win_likelihood = models.IntegerField(_("win likelihood, %"), null=True, blank=True)
    added_at = models.DateTimeField(_("added on"), null=True, blank=True)
    last_stage_change_at = models.DateTimeField(
        _("last stage change"), null=True, blank=True
    )
    last_stage_change_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("stage changed by"),
    )
    last_activity_at = models.DateTimeField(_("last activity"), null=True, blank=True)

    class Meta:
        verbose_name = _("deal")
        verbose_name_plural = _("deals")
        indexes = live_indexes(
            "deal", sorted_by=("name_fold", "amount"), by_update=True
        )

    def __str__(self) -> str:
        return self.name
