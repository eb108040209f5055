"""What did somebody else change of a record while its form was open?"""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from django.utils import timezone

from records.history.models import Change

if TYPE_CHECKING:
    from records.schema.object_types import ObjectType

OPENED = "_opened"
"""The hidden input that says when a form was opened."""


def now_as_input() -> str:
    """Return the moment at which a form is opened, as its hidden input holds it."""
    return timezone.now().isoformat()


def changed_since(object_type: ObjectType, record: Any, opened: str) -> set[str]:
    """Return the fields of a record that changed since its form was opened.

    ``opened`` is what the hidden input holds: ISO 8601 with an offset. Empty for a form
    that does not say when that was.
    """
    moment = _moment(opened)
    if moment is None:
        return set()
    changes = Change.objects.for_organization(record.organization_id).filter(
        object_type=object_type.slug, record_id=record.pk, occurred_at__gt=moment
    )
    return {
        name
        for values in changes.values_list("before", "after")
        for side in values
        for name in side
    }


def _moment(text: str) -> datetime | None:
    try:
        moment = datetime.fromisoformat(text)
        # A moment of year 1 or 9999 may lie in no year that there is in UTC.
        return None if timezone.is_naive(moment) else moment.astimezone(UTC)
    except (OverflowError, ValueError):
        return None
