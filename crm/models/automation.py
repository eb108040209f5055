"""Automation rules, kept for the clients that draw and run them."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from records.record import Record
from records.schema.folding import FoldField


class AutomationRule(Record):
    """A named workflow graph. Its creator is its owner."""

    name = models.CharField(_("name"), max_length=255)
    name_fold = FoldField(of="name")
    enabled = models.BooleanField(_("enabled"), default=True)
    workflow_definition = models.JSONField(_("workflow"), default=dict, blank=True)
    last_run_at = models.DateTimeField(_("last run"), null=True, blank=True)

    class Meta:
        verbose_name = _("automation rule")
        verbose_name_plural = _("automation rules")

    def __str__(self) -> str:
        return self.name
