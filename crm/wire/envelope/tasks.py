"""``/v2/tasks``."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from django.db.models import BooleanField, Case, Q, Value, When
from django.utils.translation import gettext as _

from crm.wire.envelope.shared import CREATED_BY, CREATOR, ID, TIMES
from crm.wire.envelope.targets import CONTACT, DEAL, LEAD, Targets
from records.dialects.envelope.keys import Derived, Key
from records.dialects.envelope.resources import Filter, Resource
from records.engine.changes import now
from records.query import And, Condition, Node, Not, Operator
from records.schema.fields import ComputedField
from records.schema.kinds import BooleanKind, ChoiceKind, TextKind
from records.schema.problems import Code

if TYPE_CHECKING:
    from records.dialects.envelope.incoming import Incoming
    from records.dialects.envelope.keys import Known, Reader
    from records.schema.fields import Row
    from records.schema.object_types import ObjectType

_TARGETS = Targets((DEAL, LEAD, *CONTACT))


def _with_completion(tasks: ObjectType) -> ObjectType:
    """Return a type to read through that is ordered by completion and target too."""
    completed = ComputedField(
        name="completed",
        kind=BooleanKind(),
        expression=lambda: Case(
            When(Q(done_date__isnull=False), then=Value(True)),
            default=Value(False),
            output_field=BooleanField(),
        ),
    )
    return replace(tasks, fields=(*tasks.fields, completed, _TARGETS.sortable_type()))


@dataclass(frozen=True, kw_only=True)
class CompletedKey(Derived):
    """Whether the task is done; setting it notes when."""

    read_only: bool = False

    def write(self, value: object, incoming: Incoming) -> None:
        if not isinstance(value, bool):
            incoming.fail(self.name, _("True or false is needed."), Code.INVALID_TYPE)
        else:
            incoming.values["done_date"] = now() if value else None

    def written_schema(self, known: Known) -> dict[str, Any]:
        return {"type": "boolean", "default": False}


@dataclass(frozen=True, kw_only=True)
class OverdueKey(Key):
    """Whether the task was due in the past and is not done."""

    read_only: bool = True

    @property
    def fields(self) -> tuple[str, ...]:
        return ("due_date", "done_date")

    def reader(self, known: Known) -> Reader:
        due, done = known["due_date"].read, known["done_date"].read

        def show(row: Row) -> bool:
            moment = due(row)
            return done(row) is None and moment is not None and moment < now()

        return show

    def read_schema(self, known: Known) -> dict[str, Any]:
        return {"type": "boolean"}


def _is_true(value: str) -> bool:
    return BooleanKind().clean(value) is True


def _has_value(field: str, origin: str) -> Node:
    return Not(Condition(field, Operator.EMPTY, origin=origin))


def _asks_for_completed(value: str, origin: str) -> Node:
    done = _has_value("done_date", origin)
    return done if _is_true(value) else Not(done)


def _asks_for_reminder(value: str, origin: str) -> Node:
    reminded = _has_value("remind_at", origin)
    return reminded if _is_true(value) else Not(reminded)


def _asks_for_overdue(value: str, origin: str) -> Node:
    open_ = Condition("done_date", Operator.EMPTY, origin=origin)
    past = Condition("due_date", Operator.LT, now(), origin)
    overdue = And((open_, past))
    return overdue if _is_true(value) else Not(overdue)


def _asks_for_type(value: str, origin: str) -> Node:
    related = _TARGETS.asks_for_any(origin)
    return related if value == "related" else Not(related)


def _searches(value: str, origin: str) -> Node:
    return Condition("text", Operator.CONTAINS, value, origin)


def _prepare(incoming: Incoming) -> None:
    """Give a new task to its creator, and let it be about what is said, that alone."""
    if incoming.is_new:
        incoming.values.setdefault("assignee_id", incoming.caller.user_id)
    target = _TARGETS.take(incoming)
    names = ("resource_type", "resource_id")
    is_cleared = any(name in incoming.sent for name in names) and all(
        incoming.is_blank(name) for name in names
    )
    if target is not None or is_cleared:
        incoming.values |= dict.fromkeys(_TARGETS.fields)
    if target is not None:
        incoming.values[target.field] = incoming.current("resource_id")


_TASK_TYPES = ChoiceKind(choices=(("floating", "floating"), ("related", "related")))

TASKS = Resource(
    resource="tasks",
    type="task",
    sources=("tasks",),
    view=_with_completion,
    description=(
        "Things to do, about a lead, a contact or a deal, or about nothing (a floating "
        "task). `completed` sets and clears `completed_at`; `overdue` follows from "
        "`due_date`."
    ),
    keys=(
        ID,
        CREATOR,
        Key("owner_id", field="assignee_id"),
        *_TARGETS.keys(required=False),
        CompletedKey(
            "completed",
            of=("done_date",),
            show=lambda done: done is not None,
            schema={"type": "boolean"},
        ),
        Key("completed_at", field="done_date", read_only=True),
        Key("due_date"),
        OverdueKey("overdue"),
        Key("remind_at"),
        Key("content", field="text", required=True),
        *TIMES,
    ),
    filters=(
        Filter("completed", kind=BooleanKind(), build=_asks_for_completed),
        CREATED_BY,
        Filter("owner_id", field="assignee_id"),
        Filter("overdue", kind=BooleanKind(), build=_asks_for_overdue),
        Filter(
            "q", kind=TextKind(), build=_searches, description="Searches `content`."
        ),
        Filter("remind", kind=BooleanKind(), build=_asks_for_reminder),
        *_TARGETS.filters(),
        Filter("type", kind=_TASK_TYPES, build=_asks_for_type),
    ),
    sorts=(
        "updated_at",
        "id",
        "due_date",
        "resource_type",
        ("completed", "completed"),
        "created_at",
    ),
    default_sort="updated_at",
    prepare=_prepare,
    example={"content": "Contact Tom", "due_date": "2026-09-27T16:32:56Z"},
)
