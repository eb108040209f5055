"""What a client application keeps for its organization."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from records.record import Record


class Configuration(Record):
    """One JSON object per organization, for the clients' own use."""

    config = models.JSONField(_("configuration"), default=dict)

    class Meta:
        verbose_name = _("configuration")
        verbose_name_plural = _("configuration")
        constraints = (
            models.UniqueConstraint(
                fields=["organization"], name="configuration_unique"
            ),
        )

    def __str__(self) -> str:
        return "configuration"
