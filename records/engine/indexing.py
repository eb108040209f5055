"""Keeps the index of a type in step with what the writer stores."""

from __future__ import annotations

from typing import TYPE_CHECKING

from records.schema.indexes import IndexEntry

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Sequence

    from records.access.caller import Caller
    from records.schema.drafts import Draft


def keep_index(
    caller: Caller,
    drafts: Sequence[Draft],
    *,
    created_at: dt.datetime | None = None,
) -> None:
    """Bring the index of the drafts' type to the values that were stored.

    ``created_at`` is that of new records whose values do not tell it: a record that
    comes from elsewhere may bring its own.
    """
    if not drafts or (index := drafts[0].object_type.index) is None:
        return
    index.store(
        caller,
        [
            IndexEntry(
                record_id=draft.record_id or 0,
                created_at=draft.values.get("created_at", created_at)
                or draft.current("created_at"),
                values=draft.values,
                is_new=draft.is_new,
                is_live=draft.is_new or draft.current("archived_at") is None,
            )
            for draft in drafts
        ],
    )
    for live in (True, False):
        moved = [
            draft.record_id
            for draft in drafts
            if draft.record_id is not None
            and draft.changes("archived_at")
            and (draft.values["archived_at"] is None) is live
        ]
        if moved:
            index.set_live(moved, live=live)
