"""Visits, and how they end."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from crm.models.targets import AboutPeople, about_at_most_one
from records.record import Record, live_indexes
from records.schema.folding import FoldField


class VisitOutcome(Record):
    """How visits end."""

    name = models.CharField(_("name"), max_length=255)
    name_fold = FoldField(of="name")

    class Meta:
        verbose_name = _("visit outcome")
        verbose_name_plural = _("visit outcomes")
        constraints = (
            models.UniqueConstraint(
                fields=["organization", "name"], name="visit_outcome_unique"
            ),
        )

    def __str__(self) -> str:
        return self.name


class LocationStatus(models.TextChoices):
    """Whether the visitor's device was where the visit is said to have been."""

    VERIFIED = "verified", _("Verified")
    TOO_FAR = "resource_location_too_far", _("Too far away")
    UNKNOWN = "location_unknown", _("Place unknown")
    DISABLED = "location_services_disabled", _("Device told no place")


class Visit(AboutPeople):
    """Somebody was visited. Its creator is the visitor."""

    outcome = models.ForeignKey(
        VisitOutcome,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("outcome"),
    )
    summary = models.TextField(_("summary"), null=True, blank=True)
    visited_at = models.DateTimeField(_("visited at"))
    resource_address = models.CharField(
        _("address visited"), max_length=1024, null=True, blank=True
    )
    rep_location_verification_status = models.CharField(
        _("place"),
        max_length=32,
        choices=LocationStatus.choices,
        null=True,
        blank=True,
    )

    class Meta:
        verbose_name = _("visit")
        verbose_name_plural = _("visits")
        indexes = live_indexes("visit", sorted_by=("visited_at",))
        constraints = (
            about_at_most_one("visit_about_at_most_one", "contact", "company", "lead"),
        )

    def __str__(self) -> str:
        return (self.summary or "")[:80] or f"Visit {self.pk}"
