"""Where a field stands among all of its object, and where the writer wants it.

On the wire there is one order, from 0 and without gaps: built-in fields first, then
those of the organization. The writer places each of the two among its own, and counts
built-in ones with those that this dialect shows elsewhere (``id``, ``created_at``).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from custom_objects.api.document.subjects import Subject
    from records.schema.fields import Field


def stored_position(subject: Subject, field: Field, wanted: int) -> int:
    """Return the position for the writer; the nearest one where ``wanted`` is not free."""
    shown = list(subject.spelling.values.values())
    if field.custom:
        before = sum(1 for one in shown if not one.custom)
        return max(0, wanted - before)
    others = [one for one in shown if not one.custom and one.name != field.name]
    all_names = [
        one.name
        for one in subject.object_type.fields
        if not one.custom and one.name != field.name
    ]
    if wanted < len(others):
        return all_names.index(others[wanted].name)
    return all_names.index(others[-1].name) + 1 if others else len(all_names)
