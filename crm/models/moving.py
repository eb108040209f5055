"""What was copied from other servers."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from records.access.scoping import OrganizationManager


class CopiedRecord(models.Model):
    """What became of one foreign record: its record here, or why there is none.

    ``source`` names the account it came from, ``resource`` and ``foreign_id`` the
    record there, ``record_id`` ours (empty: not copied). ``faults`` are what of it could
    not be taken over: ``[{"field": …, "message": …}]``. Written with the record, in one
    transaction, so that nothing is copied twice and a killed copy goes on.
    """

    organization = models.ForeignKey(
        "access.Organization",
        on_delete=models.CASCADE,
        related_name="+",
        db_index=False,  # the constraint's index begins with it
    )
    source = models.CharField(_("source"), max_length=255)
    resource = models.CharField(_("resource"), max_length=64)
    foreign_id = models.CharField(_("id there"), max_length=64)
    record_id = models.BigIntegerField(_("id here"), null=True)
    faults = models.JSONField(_("faults"), default=list)

    objects = OrganizationManager()

    class Meta:
        verbose_name = _("copied record")
        verbose_name_plural = _("copied records")
        constraints = (
            models.UniqueConstraint(
                fields=["organization", "source", "resource", "foreign_id"],
                name="copied_record_once",
            ),
        )

    def __str__(self) -> str:
        return f"{self.resource} {self.foreign_id}"
