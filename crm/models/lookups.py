"""Short lists that deals and leads choose from."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from records.record import Record
from records.schema.folding import FoldField


class Subject(models.TextChoices):
    """Which of the two the list is for."""

    DEAL = "deal", _("Deals")
    LEAD = "lead", _("Leads")


class Source(Record):
    """Where deals or leads come from."""

    resource_type = models.CharField(_("for"), max_length=16, choices=Subject.choices)
    name = models.CharField(_("name"), max_length=255)
    name_fold = FoldField(of="name")

    class Meta:
        verbose_name = _("source")
        verbose_name_plural = _("sources")
        constraints = (
            models.UniqueConstraint(
                fields=["organization", "resource_type", "name"], name="source_unique"
            ),
        )

    def __str__(self) -> str:
        return self.name


class LossReason(Record):
    """Why deals are lost."""

    name = models.CharField(_("name"), max_length=255)
    name_fold = FoldField(of="name")

    class Meta:
        verbose_name = _("loss reason")
        verbose_name_plural = _("loss reasons")
        constraints = (
            models.UniqueConstraint(
                fields=["organization", "name"], name="loss_reason_unique"
            ),
        )

    def __str__(self) -> str:
        return self.name


class UnqualifiedReason(Record):
    """Why deals or leads turn out to be none."""

    resource_type = models.CharField(_("for"), max_length=16, choices=Subject.choices)
    name = models.CharField(_("name"), max_length=255)
    name_fold = FoldField(of="name")

    class Meta:
        verbose_name = _("unqualified reason")
        verbose_name_plural = _("unqualified reasons")
        constraints = (
            models.UniqueConstraint(
                fields=["organization", "resource_type", "name"],
                name="unqualified_reason_unique",
            ),
        )

    def __str__(self) -> str:
        return self.name
