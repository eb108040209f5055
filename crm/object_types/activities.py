"""Tasks (decision 2)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.db.models import BooleanField, Case, Q, Value, When
from django.utils.translation import gettext_lazy as _

from crm.deal_activity import activity_on
from crm.models import Task
from crm.object_types.columns import (
    moment,
    person,
    prose,
    record_fields,
    relation,
    text,
)
from crm.targets import resolve_targets, target_fields
from records.engine.changes import now
from records.query import Operator
from records.schema.fields import ColumnField
from records.schema.kinds import BooleanKind, ValueKind
from records.schema.object_types import ObjectType

if TYPE_CHECKING:
    from collections.abc import Sequence

    from django.db.models.expressions import Combinable

    from records.access.caller import Caller
    from records.schema.drafts import Draft
    from records.schema.fields import Row

# The first that is set is the target where a task is said to have one.
_TARGETS = ("deal_id", "lead_id", "contact_id", "company_id")


@dataclass(frozen=True, kw_only=True)
class _StateField(ColumnField):
    """Whether a task is in a state that follows from its dates."""

    kind: ValueKind = BooleanKind()
    nullable: bool = False

    def holds(self) -> Q:
        """Return the tasks in that state."""
        raise NotImplementedError

    def predicate(self, operator: Operator, operand: Any) -> Q:
        match operator:
            case Operator.EMPTY:
                return Q(pk__in=[])
            case Operator.IN:
                wanted = set(operand)
            case _:
                wanted = {operand}
        if len(wanted) == 1:
            return self.holds() if True in wanted else ~self.holds()
        return Q(pk__isnull=not wanted)

    def order_key(self) -> Combinable:
        return Case(
            When(self.holds(), then=Value(True)),
            default=Value(False),
            output_field=BooleanField(),
        )


@dataclass(frozen=True, kw_only=True)
class CompletedField(_StateField):
    """Whether a task is done; writing it sets or clears ``done_date``."""

    name: str = "completed"
    virtual: bool = True

    @property
    def paths(self) -> tuple[str, ...]:
        return ("done_date",)

    def holds(self) -> Q:
        return Q(done_date__isnull=False)

    def read(self, row: Row) -> Any:
        return row["done_date"] is not None


@dataclass(frozen=True, kw_only=True)
class OverdueField(_StateField):
    """Whether a task should have been done by now and is not."""

    name: str = "overdue"
    writable: bool = False

    @property
    def paths(self) -> tuple[str, ...]:
        return ("done_date", "due_date")

    def holds(self) -> Q:
        return Q(done_date__isnull=True, due_date__isnull=False, due_date__lt=now())

    def read(self, row: Row) -> Any:
        due = row["due_date"]
        return row["done_date"] is None and due is not None and due < now()


def prepare_tasks(caller: Caller, drafts: Sequence[Draft]) -> None:
    """Settle whether tasks are done, what they are about, and how they nest."""
    at = now()
    for draft in drafts:
        if draft.values.get("completed") is not None:
            is_completed = draft.take("completed")
            # A date that is sent as well says it more exactly.
            if not draft.values.get("done_date"):
                draft.values["done_date"] = at if is_completed else None
    resolve_targets(caller, drafts)
    _check_nesting(caller, drafts)


def _check_nesting(caller: Caller, drafts: Sequence[Draft]) -> None:
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


def _is_done(draft: Draft) -> bool:
    return draft.current("done_date") is not None


TASKS = ObjectType(
    slug="tasks",
    tally="tasks",
    label=_("Task"),
    label_plural=_("Tasks"),
    icon="task_alt",
    model=Task,
    title=("text",),
    search=("text",),
    prepare=prepare_tasks,
    complete=activity_on("deal_id", counts=_is_done, also="done_date"),
    fields=record_fields(
        relation("parent_task_id", "tasks"),
        relation("contact_id", "contacts"),
        relation("company_id", "companies"),
        relation("deal_id", "deals"),
        relation("lead_id", "leads"),
        *target_fields(*_TARGETS, alone=False),
        person("assignee_id"),
        text("type", 64),
        prose("text"),
        prose("description"),
        moment("due_date"),
        moment("done_date"),
        CompletedField(),
        OverdueField(),
        moment("remind_at"),
    ),
)
