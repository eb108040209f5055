"""When something about a deal was last noted: ``last_activity_at``.

A note, a completed task, a call, a text message and a document count, from the moment
they are recorded (whatever day they tell of), and when they are moved to the deal.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from records.engine.writer import lock_records, store_changes
from records.schema.drafts import Draft
from records.schema.registry import registry

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from records.access.caller import Caller
    from records.schema.object_types import CompleteHook


def always(_draft: Draft) -> bool:
    """Let every record of the type count."""
    return True


def activity_on(
    deals: str, *, counts: Callable[[Draft], bool] = always, also: str = ""
) -> CompleteHook:
    """Return the hook of a type whose records are activity on the deals they name.

    ``deals`` is the field with the id or the ids of the deals. ``counts`` tells which
    records are activity at all, ``also`` names a field whose change makes one so.
    """

    def complete(caller: Caller, drafts: Sequence[Draft], at: dt.datetime) -> None:
        touched = {
            deal_id
            for draft in drafts
            if counts(draft)
            for deal_id in _newly_named(draft, deals, also)
        }
        if touched:
            note_activity(caller, touched, at)

    return complete


def _newly_named(draft: Draft, deals: str, also: str) -> Iterator[int]:
    one = draft.object_type.fields_by_name[deals]
    named = one.references(draft.current(deals))
    before = () if draft.before is None else one.references(one.read(draft.before))
    everything = bool(also) and draft.changes(also)
    return (id_ for id_ in named if everything or id_ not in before)


def note_activity(caller: Caller, deal_ids: Iterable[int], at: dt.datetime) -> None:
    """Move ``last_activity_at`` of live deals to ``at``, unless it is later already."""
    deals = registry.resolve(caller.organization, "deals")
    drafts = []
    for deal_id, row in lock_records(caller, deals, deal_ids).items():
        last = row["last_activity_at"]
        if last is None or last < at:
            draft = Draft(deals, 0, deal_id, row)
            draft.values["last_activity_at"] = at
            drafts.append(draft)
    if drafts:
        store_changes(caller, deals, drafts)
