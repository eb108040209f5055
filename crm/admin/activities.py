"""Tasks and notes."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar

from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from crm.models import Note, Task
from records.administration.lists import Display
from records.administration.records import RecordAdmin
from records.administration.values import NOTHING
from records.query import Sort

if TYPE_CHECKING:
    from django.http import HttpRequest

    from records.access.caller import Caller
    from records.schema.object_types import ObjectType

_TARGETS = ("contact_id", "company_id", "deal_id", "lead_id")


@admin.register(Task)
class TaskAdmin(RecordAdmin):
    """What is to be done; what is due first comes first."""

    slugs = ("tasks",)
    icon = "task_alt"
    counted = True
    order = (Sort("due_date"), Sort("id"))
    columns = (
        "text",
        "type",
        "due_date",
        "done_date",
        "contact_id",
        "company_id",
        "deal_id",
        "assignee_id",
    )
    filters = (
        "assignee_id",
        "overdue",
        "due_date",
        "done_date",
        "type",
        "contact_id",
        "deal_id",
    )
    search_help_text = _("Text of the task")
    groups: ClassVar[Any] = (
        (None, ("text", ("type", "assignee_id"), "due_date", "remind_at", "done_date")),
        (_("About"), (("contact_id", "company_id"), ("deal_id", "lead_id"))),
        (_("Details"), ("description", "parent_task_id")),
    )

    def starting_values(
        self, caller: Caller, object_type: ObjectType
    ) -> dict[str, Any]:
        """Begin with oneself as the one to do it."""
        values = super().starting_values(caller, object_type)
        return {**values, "assignee_id": caller.user_id}


@admin.register(Note)
class NoteAdmin(RecordAdmin):
    """All notes together, whatever they are about."""

    slugs = ("notes", "contact_notes", "company_notes", "deal_notes", "lead_notes")
    shown_as = "notes"
    icon = "sticky_note_2"
    counted = True
    columns = ("title", "text", "date", "is_important", "visibility", "crm_user_id")
    read_along = _TARGETS
    filters = (
        "resource_type",
        "is_important",
        "visibility",
        "date",
        "type",
        "status",
        "contact_id",
        "deal_id",
    )
    search_help_text = _("Title or text")
    groups: ClassVar[Any] = (
        (None, ("title", "text", "date", "tags")),
        (_("About one of"), (("contact_id", "company_id"), ("deal_id", "lead_id"))),
        (_("Kind"), (("type", "status"), ("is_important", "visibility"))),
        (_("Attachments"), ("attachments",)),
    )

    def further_columns(self, request: HttpRequest) -> list[Display]:
        """Add what the note is about."""
        return [Display("about", _("About"), render=_about)]


def _about(note: Any) -> str:
    shown = note.shown
    for name in _TARGETS:
        one = shown.object_type.fields_by_name[name]
        value = one.read(shown.row)
        if value is not None:
            text: str = shown.presenter.show(one, value)
            return text
    return NOTHING
