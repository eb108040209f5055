"""Writes the change log: what the writer did, in the writer's transaction."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.utils import timezone

from records.engine.insertion import insert_rows
from records.history.models import Action, Change
from records.schema.kinds import NEUTRAL
from records.schema.kinds.moments import milliseconds

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterable, Mapping
    from uuid import UUID

    from records.access.caller import Caller
    from records.schema.object_types import ObjectType

Entry = dict[str, Any]
"""One entry of the log: the columns of :class:`Change` that the writer fills."""


def now() -> dt.datetime:
    """Return the current moment as precise as it is stored."""
    return milliseconds(timezone.now())


def spell(object_type: ObjectType, values: Mapping[str, Any]) -> dict[str, Any]:
    """Return field values in the neutral JSON form that the log keeps."""
    fields = object_type.fields_by_name
    return {
        name: None if value is None else fields[name].kind.represent(value, NEUTRAL)
        for name, value in values.items()
    }


def change(
    caller: Caller,
    object_type: ObjectType,
    record_id: int,
    action: Action,
    *,
    before: Mapping[str, Any] | None = None,
    after: Mapping[str, Any] | None = None,
    at: dt.datetime,
    operation: UUID | None = None,
) -> Entry:
    """Return one unsaved entry. ``before`` and ``after`` are field values by name."""
    return {
        "organization_id": caller.organization_id,
        "object_type": object_type.slug,
        "record_id": record_id,
        "action": action,
        "before": spell(object_type, before) if before else {},
        "after": spell(object_type, after) if after else {},
        "actor_id": caller.user_id,
        "key_id": caller.key_id,
        "request_id": caller.request_id,
        "operation": operation,
        "occurred_at": at,
    }


def log(entries: Iterable[Entry]) -> None:
    """Store entries, in a number of statements that grows by the thousand."""
    insert_rows(Change, list(entries))
