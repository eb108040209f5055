"""What leads became."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from records.record import Record, live_indexes


class LeadConversion(Record):
    """A lead that became a person or an organization, or both, and perhaps a deal.

    Each lead is converted once. What it became may be merged and purged like any record.
    """

    lead = models.OneToOneField(
        "crm.Lead",
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="conversion",
        verbose_name=_("lead"),
    )
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("owner"),
    )
    create_deal = models.BooleanField(_("with a deal"), default=False)
    contact = models.ForeignKey(
        "crm.Contact",
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("contact"),
    )
    company = models.ForeignKey(
        "crm.Company",
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("company"),
    )
    deal = models.ForeignKey(
        "crm.Deal",
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("deal"),
    )

    class Meta:
        verbose_name = _("lead conversion")
        verbose_name_plural = _("lead conversions")
        indexes = live_indexes("conversion")

    def __str__(self) -> str:
        return str(_("Conversion %(id)s") % {"id": self.pk})
