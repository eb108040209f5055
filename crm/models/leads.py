"""Leads."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from records.record import Record, live_indexes, lookup_indexes
from records.schema.folding import FoldField


class Lead(Record):
    """Somebody who may become a contact and a deal."""

    first_name = models.CharField(
        _("first name"), max_length=255, null=True, blank=True
    )
    first_name_fold = FoldField(of="first_name")
    last_name = models.CharField(_("last name"), max_length=255, null=True, blank=True)
    last_name_fold = FoldField(of="last_name")
    organization_name = models.CharField(
        _("organization"), max_length=255, null=True, blank=True
    )
    organization_name_fold = FoldField(of="organization_name")
    email = models.CharField(_("e-mail"), max_length=320, null=True, blank=True)
    email_fold = FoldField(of="email")
    phone = models.CharField(_("phone"), max_length=64, null=True, blank=True)
    mobile = models.CharField(_("mobile"), max_length=64, null=True, blank=True)
    fax = models.CharField(_("fax"), max_length=64, null=True, blank=True)
    title = models.CharField(_("job title"), max_length=255, null=True, blank=True)
    description = models.TextField(_("description"), null=True, blank=True)
    status = models.CharField(_("status"), max_length=128, default="New")
    industry = models.CharField(_("industry"), max_length=255, null=True, blank=True)
    website = models.CharField(_("website"), max_length=512, null=True, blank=True)
    linkedin_url = models.CharField(
        _("LinkedIn"), max_length=512, null=True, blank=True
    )
    twitter = models.CharField(_("Twitter"), max_length=255, null=True, blank=True)
    facebook = models.CharField(_("Facebook"), max_length=255, null=True, blank=True)
    skype = models.CharField(_("Skype"), max_length=255, null=True, blank=True)
    address = models.JSONField(_("address"), null=True, blank=True)
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("owner"),
    )
    source = models.ForeignKey(
        "crm.Source",
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("source"),
    )
    unqualified_reason = models.ForeignKey(
        "crm.UnqualifiedReason",
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("unqualified reason"),
    )

    class Meta:
        verbose_name = _("lead")
        verbose_name_plural = _("leads")
        indexes = (
            *live_indexes(
                "lead",
                sorted_by=("last_name_fold", "organization_name_fold"),
                by_update=True,
            ),
            *lookup_indexes("lead", "email_fold", "phone", "mobile"),
        )

    def __str__(self) -> str:
        name = f"{self.first_name or ''} {self.last_name or ''}".strip()
        return name or self.organization_name or f"Lead {self.pk}"
