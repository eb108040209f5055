"""Tags and what they are attached to."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from records.access.scoping import OrganizationManager
from records.record import Record
from records.schema.folding import FoldField


class TagSubject(models.TextChoices):
    """What a tag can be attached to; contacts and companies share their tags."""

    CONTACT = "contact", _("Contacts and companies")
    DEAL = "deal", _("Deals")
    LEAD = "lead", _("Leads")


class Tag(Record):
    """A label, unique by organization, name and what it is for."""

    name = models.CharField(_("name"), max_length=255)
    name_fold = FoldField(of="name")
    resource_type = models.CharField(
        _("for"), max_length=16, choices=TagSubject.choices, default=TagSubject.CONTACT
    )
    color = models.CharField(_("color"), max_length=64, null=True, blank=True)

    class Meta:
        verbose_name = _("tag")
        verbose_name_plural = _("tags")
        constraints = (
            models.UniqueConstraint(
                fields=["organization", "resource_type", "name"], name="tag_unique"
            ),
        )

    def __str__(self) -> str:
        return self.name


class Tagging(models.Model):
    """One tag on one record, in the order the client gave."""

    organization = models.ForeignKey(
        "access.Organization",
        on_delete=models.CASCADE,
        related_name="+",
        db_index=False,  # found by what is tagged, never all of them
    )
    tag = models.ForeignKey(Tag, on_delete=models.CASCADE, related_name="taggings")
    party = models.ForeignKey(
        "crm.Party", on_delete=models.CASCADE, null=True, related_name="taggings"
    )
    deal = models.ForeignKey(
        "crm.Deal", on_delete=models.CASCADE, null=True, related_name="taggings"
    )
    lead = models.ForeignKey(
        "crm.Lead", on_delete=models.CASCADE, null=True, related_name="taggings"
    )
    position = models.SmallIntegerField(default=0)

    objects = OrganizationManager()

    class Meta:
        constraints = (
            models.CheckConstraint(
                name="tagging_of_exactly_one",
                condition=(
                    Q(party__isnull=False, deal__isnull=True, lead__isnull=True)
                    | Q(party__isnull=True, deal__isnull=False, lead__isnull=True)
                    | Q(party__isnull=True, deal__isnull=True, lead__isnull=False)
                ),
            ),
            models.UniqueConstraint(
                fields=["tag", "party"],
                name="tagging_party_unique",
                condition=Q(party__isnull=False),
            ),
            models.UniqueConstraint(
                fields=["tag", "deal"],
                name="tagging_deal_unique",
                condition=Q(deal__isnull=False),
            ),
            models.UniqueConstraint(
                fields=["tag", "lead"],
                name="tagging_lead_unique",
                condition=Q(lead__isnull=False),
            ),
        )

    def __str__(self) -> str:
        return f"{self.tag_id} on {self.party_id or self.deal_id or self.lead_id}"
