"""Changes of organizations, people and keys, in the same log as those of records."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from records.engine.changes import now
from records.history.models import Action, Change

if TYPE_CHECKING:
    from collections.abc import Mapping

    from records.access.caller import Caller


def log_member_change(
    caller: Caller,
    subject: str,
    row_id: int,
    action: Action,
    *,
    before: Mapping[str, Any] | None = None,
    after: Mapping[str, Any] | None = None,
) -> None:
    """Store one entry; ``before`` and ``after`` are JSON and hold no secret."""
    Change.objects.create(
        organization_id=caller.organization_id,
        object_type=subject,
        record_id=row_id,
        action=action,
        before=dict(before or {}),
        after=dict(after or {}),
        actor_id=caller.user_id,
        key_id=caller.key_id,
        request_id=caller.request_id,
        occurred_at=now(),
    )
