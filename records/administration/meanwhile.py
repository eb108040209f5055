"""What did somebody else change of a record while its form was open?"""

from __future__ import annotations

from datetime import datetime
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

    None for a form that does not say when that was.
    """
    try:
        moment = datetime.fromisoformat(opened)
    except ValueError:
        return set()
    if timezone.is_naive(moment):
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
