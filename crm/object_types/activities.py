"""Tasks, and notes as seen from what they are about (decision 2)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from crm.models import Note, Task
from crm.models.activities import Visibility
from crm.object_types.columns import (
    flag,
    moment,
    person,
    prose,
    record_fields,
    relation,
    text,
)
from records.engine.changes import now
from records.schema.fields import ColumnField
from records.schema.kinds import AttachmentsKind, ChoiceKind, TextListKind
from records.schema.object_types import ObjectType

if TYPE_CHECKING:
    from collections.abc import Sequence

    from records.access.caller import Caller
    from records.schema.drafts import Draft


def prepare_tasks(caller: Caller, drafts: Sequence[Draft]) -> None:
    """Hold nesting to one level (contract resource §2)."""
    asking = [one for one in drafts if one.values.get("parent_task_id")]
    if not asking:
        return
    tasks = Task.objects.for_organization(caller.organization_id).live()
    parents = {one.values["parent_task_id"] for one in asking}
    grandparents = dict(
        tasks.filter(pk__in=parents).values_list("pk", "parent_task_id")
    )
    changed = [one.record_id for one in asking if one.record_id]
    with_children = set(
        tasks.filter(parent_task_id__in=changed).values_list(
            "parent_task_id", flat=True
        )
    )
    for draft in asking:
        parent = draft.values["parent_task_id"]
        if parent == draft.record_id:
            _fail_parent(draft, _("A task cannot be its own parent"))
        elif parent not in grandparents:
            draft.take("parent_task_id")
            _fail_parent(draft, _("Parent task not found"))
        elif grandparents[parent] is not None:
            _fail_parent(draft, _("A subtask cannot have subtasks of its own"))
        elif draft.record_id in with_children:
            _fail_parent(draft, _("A task that has subtasks cannot become a subtask"))


def _fail_parent(draft: Draft, message: Any) -> None:
    draft.fail("parent_task_id", str(message))


TASKS = ObjectType(
    slug="tasks",
    label=_("Task"),
    label_plural=_("Tasks"),
    icon="task_alt",
    model=Task,
    title=("text",),
    search=("text",),
    prepare=prepare_tasks,
    fields=record_fields(
        relation("parent_task_id", "tasks"),
        relation("contact_id", "contacts"),
        relation("company_id", "companies"),
        relation("deal_id", "deals"),
        relation("lead_id", "leads"),
        person("assignee_id"),
        text("type", 64),
        prose("text"),
        prose("description"),
        moment("due_date"),
        moment("done_date"),
        moment("remind_at"),
    ),
)


def _visible_notes(caller: Caller) -> Q:
    """A restricted note is its author's alone, in every dialect."""
    regular = Q(visibility=Visibility.REGULAR)
    return regular if caller.user_id is None else regular | Q(creator=caller.user_id)


def _notes_about(target: str, slug: str, target_slug: str, labels: Any) -> ObjectType:
    return ObjectType(
        slug=slug,
        label=labels[0],
        label_plural=labels[1],
        icon="sticky_note_2",
        model=Note,
        scope=Q(**{f"{target}__isnull": False}),
        title=("title",),
        title_fallback=("text",),
        search=("title", "text"),
        visible=_visible_notes,
        fields=record_fields(
            relation(f"{target}_id", target_slug, required=True),
            text("title", 512),
            prose("text"),
            moment("date", default=now),
            text("status", 64),
            text("type", 64),
            flag("is_important", default=False),
            ColumnField(
                name="visibility",
                kind=ChoiceKind(choices=tuple(Visibility.choices)),
                default=Visibility.REGULAR.value,
                required=True,
                nullable=False,
            ),
            ColumnField(name="tags", kind=TextListKind(), default=list),
            ColumnField(name="attachments", kind=AttachmentsKind()),
        ),
    )


CONTACT_NOTES = _notes_about(
    "contact", "contact_notes", "contacts", (_("Contact note"), _("Contact notes"))
)
COMPANY_NOTES = _notes_about(
    "company", "company_notes", "companies", (_("Company note"), _("Company notes"))
)
DEAL_NOTES = _notes_about(
    "deal", "deal_notes", "deals", (_("Deal note"), _("Deal notes"))
)
LEAD_NOTES = _notes_about(
    "lead", "lead_notes", "leads", (_("Lead note"), _("Lead notes"))
)
