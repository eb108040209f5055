"""What people do about records: notes and tasks (decision 2)."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from records.record import Record, live_indexes


class Visibility(models.TextChoices):
    """Who may read a note."""

    REGULAR = "regular", _("Everybody")
    RESTRICTED = "restricted", _("Its author only")


class Note(Record):
    """A note about one contact, company, deal or lead.

    A new note is about exactly one. Purging that record leaves the note, about nothing
    any more: a purge never takes other records with it (decision 9).
    """

    contact = models.ForeignKey(
        "crm.Contact",
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="contact_notes",
        verbose_name=_("contact"),
    )
    company = models.ForeignKey(
        "crm.Company",
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="company_notes",
        verbose_name=_("company"),
    )
    deal = models.ForeignKey(
        "crm.Deal",
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="notes",
        verbose_name=_("deal"),
    )
    lead = models.ForeignKey(
        "crm.Lead",
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="notes",
        verbose_name=_("lead"),
    )
    title = models.CharField(_("title"), max_length=512, null=True, blank=True)
    text = models.TextField(_("text"), null=True, blank=True)
    date = models.DateTimeField(_("date"), null=True, blank=True)
    status = models.CharField(_("status"), max_length=64, null=True, blank=True)
    type = models.CharField(_("type"), max_length=64, null=True, blank=True)
    visibility = models.CharField(
        _("visible to"),
        max_length=16,
        choices=Visibility.choices,
        default=Visibility.REGULAR,
    )
    is_important = models.BooleanField(_("important"), default=False)
    tags = models.JSONField(_("tags"), default=list, blank=True)
    attachments = models.JSONField(_("attachments"), null=True, blank=True)

    class Meta:
        verbose_name = _("note")
        verbose_name_plural = _("notes")
        indexes = live_indexes("note", by_update=True)
        constraints = (
            models.CheckConstraint(
                name="note_about_at_most_one",
                condition=~(
                    Q(contact__isnull=False, company__isnull=False)
                    | Q(contact__isnull=False, deal__isnull=False)
                    | Q(contact__isnull=False, lead__isnull=False)
                    | Q(company__isnull=False, deal__isnull=False)
                    | Q(company__isnull=False, lead__isnull=False)
                    | Q(deal__isnull=False, lead__isnull=False)
                ),
            ),
        )

    def __str__(self) -> str:
        return self.title or (self.text or "")[:60] or f"Note {self.pk}"


class Task(Record):
    """Something to do, about any combination of contact, company, deal and lead."""

    parent_task = models.ForeignKey(
        "self",
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="subtasks",
        verbose_name=_("part of"),
    )
    contact = models.ForeignKey(
        "crm.Contact",
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="contact_tasks",
        verbose_name=_("contact"),
    )
    company = models.ForeignKey(
        "crm.Company",
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="company_tasks",
        verbose_name=_("company"),
    )
    deal = models.ForeignKey(
        "crm.Deal",
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="tasks",
        verbose_name=_("deal"),
    )
    lead = models.ForeignKey(
        "crm.Lead",
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="tasks",
        verbose_name=_("lead"),
    )
    assignee = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("assigned to"),
    )
    type = models.CharField(_("type"), max_length=64, null=True, blank=True)
    text = models.TextField(_("text"), null=True, blank=True)
    description = models.TextField(_("description"), null=True, blank=True)
    due_date = models.DateTimeField(_("due"), null=True, blank=True)
    done_date = models.DateTimeField(_("done"), null=True, blank=True)
    remind_at = models.DateTimeField(_("remind at"), null=True, blank=True)

    class Meta:
        verbose_name = _("task")
        verbose_name_plural = _("tasks")
        indexes = live_indexes("task", sorted_by=("due_date",), by_update=True)

    def __str__(self) -> str:
        return (self.text or "")[:80] or f"Task {self.pk}"
