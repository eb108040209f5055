"""Who else has to do with a record."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from crm.models.targets import about_at_most_one
from records.record import Record, live_indexes


class AssociatedRole(models.TextChoices):
    """What somebody has to do with a deal."""

    INVOLVED = "involved", _("Involved")


class AssociatedContact(Record):
    """A person or an organization involved in a deal, besides its parties."""

    deal = models.ForeignKey(
        "crm.Deal",
        on_delete=models.CASCADE,
        related_name="associated_contacts",
        db_index=False,
        verbose_name=_("deal"),
    )
    contact = models.ForeignKey(
        "crm.Contact",
        on_delete=models.CASCADE,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("contact"),
    )
    company = models.ForeignKey(
        "crm.Company",
        on_delete=models.CASCADE,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("company"),
    )
    role = models.CharField(
        _("role"),
        max_length=16,
        choices=AssociatedRole.choices,
        default=AssociatedRole.INVOLVED,
    )

    class Meta:
        verbose_name = _("associated contact")
        verbose_name_plural = _("associated contacts")
        indexes = live_indexes("associated")
        constraints = (
            models.CheckConstraint(
                name="associated_exactly_one",
                condition=(
                    Q(contact__isnull=False, company__isnull=True)
                    | Q(contact__isnull=True, company__isnull=False)
                ),
            ),
            # They serve to list those of a deal as well.
            models.UniqueConstraint(
                fields=["deal", "contact"], name="associated_contact_unique"
            ),
            models.UniqueConstraint(
                fields=["deal", "company"], name="associated_company_unique"
            ),
        )

    def __str__(self) -> str:
        return f"{self.contact_id or self.company_id} in {self.deal_id}"


class Collaboration(Record):
    """A colleague who works on a record along with its owner."""

    contact = models.ForeignKey(
        "crm.Contact",
        on_delete=models.CASCADE,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("contact"),
    )
    company = models.ForeignKey(
        "crm.Company",
        on_delete=models.CASCADE,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("company"),
    )
    deal = models.ForeignKey(
        "crm.Deal",
        on_delete=models.CASCADE,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("deal"),
    )
    lead = models.ForeignKey(
        "crm.Lead",
        on_delete=models.CASCADE,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("lead"),
    )
    collaborator = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.CASCADE,
        related_name="+",
        verbose_name=_("collaborator"),
    )

    class Meta:
        verbose_name = _("collaboration")
        verbose_name_plural = _("collaborations")
        indexes = live_indexes("collaboration")
        constraints = (
            about_at_most_one(
                "collaboration_on_one", "contact", "company", "deal", "lead"
            ),
            models.CheckConstraint(
                name="collaboration_on_something",
                condition=Q(contact__isnull=False)
                | Q(company__isnull=False)
                | Q(deal__isnull=False)
                | Q(lead__isnull=False),
            ),
        )

    def __str__(self) -> str:
        return f"{self.collaborator_id} on " + str(
            self.contact_id or self.company_id or self.deal_id or self.lead_id
        )
