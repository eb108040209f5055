"""Delivers to a device what its session holds, a page at a time."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from records.dialects.envelope.plans import Plan, plan_of
from records.dialects.envelope.sync.models import SyncDevice, SyncItem
from records.dialects.envelope.sync.sessions import (
    changes_in,
    followed_resources,
    newest_changes,
    person,
    undelivered_items,
)
from records.engine.errors import EngineError, RecordNotFound
from records.engine.reader import read_rows
from records.history.models import Action, Change

if TYPE_CHECKING:
    from collections.abc import Sequence
    from uuid import UUID

    from records.access.caller import Caller
    from records.access.scoping import OrganizationQuerySet

PAGE = 100
"""Items of one answer."""

Json = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Entry:
    """A record of a page: in the log's words, and whether the device may have it."""

    object_type: str
    record_id: int
    revision: int
    is_new: bool

    @property
    def record(self) -> tuple[str, int]:
        """What tells one record from another in the log."""
        return self.object_type, self.record_id


@dataclass(frozen=True, slots=True)
class Delivery:
    """A page of items, and how many records the session holds beyond it."""

    items: list[Json]
    left: int


def deliver(caller: Caller, uuid: str, session: UUID) -> Delivery | None:
    """Return the next page of a session, ``None`` when it is drained.

    Raises :class:`SessionOver` for a session that is not the device's current one.
    """
    with transaction.atomic():
        device = open_device(caller, uuid, session, lock=True)
        items: list[Json] = []
        while not items:
            entries = _take(device)
            if not entries:
                break
            items = _shown(caller, device, entries)
        device.used_at = timezone.now()
        device.save()
    if not items:
        return None
    return Delivery(items, max(device.total - device.delivered, 0))


class SessionOver(RecordNotFound):
    """The device has no such session, or has begun another."""

    def __init__(self) -> None:
        EngineError.__init__(self, "There is no such session.")


def open_device(
    caller: Caller, uuid: str, session: UUID, *, lock: bool = False
) -> SyncDevice:
    """Return the device of a session. Raises :class:`SessionOver`."""
    rows = SyncDevice.objects.for_organization(caller.organization_id).filter(
        user_id=person(caller), uuid=uuid, session=session
    )
    device = (rows.select_for_update() if lock else rows).first()
    if device is None:
        raise SessionOver
    return device


def is_drained(device: SyncDevice) -> bool:
    """Tell whether a session has nothing left to deliver."""
    if undelivered_items(device).exists():
        return False
    return not any(newest_changes(device, one).exists() for one in device.segments)


def _take(device: SyncDevice) -> list[Entry]:
    """Take the next records of a session, and note how far it came."""
    again = undelivered_items(device).order_by("revision")[:PAGE]
    entries = [
        Entry(one.object_type, one.record_id, one.revision, one.is_new) for one in again
    ]
    while device.segments and len(entries) < PAGE:
        segment = device.segments[0]
        wanted = PAGE - len(entries)
        changes = list(newest_changes(device, segment).order_by("id")[:wanted])
        entries += _entries(device, segment, changes)
        if len(changes) < wanted:
            del device.segments[0]
        else:
            segment["after"] = changes[-1].pk
    device.delivered += len(entries)
    return entries


def _entries(
    device: SyncDevice, segment: Json, changes: Sequence[Change]
) -> list[Entry]:
    entries = [Entry(one.object_type, one.record_id, one.pk, False) for one in changes]
    new = _made_in(device, segment, entries) | _never_acknowledged(device, entries)
    return [replace(one, is_new=one.record in new) for one in entries]


def _made_in(
    device: SyncDevice, segment: Json, entries: Sequence[Entry]
) -> set[tuple[str, int]]:
    """Return the records that came into being, or back, where the device never looked.

    That may be in an earlier segment, when a newer change made them wait for this one.
    """
    if not entries:
        return set()
    changes = Change.objects.for_organization(device.organization_id).filter(
        _of(entries)
    )
    made = changes.filter(action__in=(Action.CREATED, Action.RESTORED))
    new = _records(made.filter(changes_in(segment)))
    for one in segment["earlier"]:
        inside = changes_in(one)
        # What was delivered there has no change beyond the last delivered one.
        left = _records(changes.filter(inside, id__gt=one["after"] or 0))
        new |= _records(made.filter(inside)) & left
    return new


def _records(changes: OrganizationQuerySet[Change]) -> set[tuple[str, int]]:
    return set(changes.values_list("object_type", "record_id"))


def _never_acknowledged(
    device: SyncDevice, entries: Sequence[Entry]
) -> set[tuple[str, int]]:
    if not entries:
        return set()
    items = SyncItem.objects.for_organization(device.organization_id).filter(
        _of(entries), device=device, is_new=True
    )
    return set(items.values_list("object_type", "record_id"))


def _of(entries: Sequence[Entry]) -> Q:
    ids: dict[str, list[int]] = defaultdict(list)
    for one in entries:
        ids[one.object_type].append(one.record_id)
    asked = Q(pk__in=[])
    for object_type, record_ids in ids.items():
        asked |= Q(object_type=object_type, record_id__in=record_ids)
    return asked


# -- showing ------------------------------------------------------------------------


def _shown(caller: Caller, device: SyncDevice, entries: Sequence[Entry]) -> list[Json]:
    """Return the items of a page, and remember them until they are acknowledged."""
    known = followed_resources()
    by_resource: dict[str, list[Entry]] = defaultdict(list)
    for one in entries:
        by_resource[known[one.object_type].resource].append(one)
    states: dict[tuple[str, int], Json | None] = {}
    hidden: set[tuple[str, int]] = set()
    for some in by_resource.values():
        plan = plan_of(caller, known[some[0].object_type])
        rows = _states(caller, plan, [one.record_id for one in some])
        unseen = _hidden(caller, plan, [one.record_id for one in some])
        for one in some:
            states[one.record] = rows.get(one.record_id)
            if one.record_id in unseen:
                hidden.add(one.record)
    # What a person may not know of, and never knew of, is not mentioned.
    told = [one for one in entries if not (one.is_new and one.record in hidden)]
    _remember(device, told)
    return [_item(known[one.object_type].type, one, states[one.record]) for one in told]


def _states(caller: Caller, plan: Plan, ids: Sequence[int]) -> dict[int, Json]:
    """Return the records as they are now, by primary key; those that are gone lack."""
    rows = plan.object_type.rows(caller).filter(pk__in=ids)
    fields = list(plan.fields)
    parent = plan.resource.parent
    holder = None if parent is None else plan.object_type.fields_by_name[parent.field]
    if holder is not None:
        fields.append(holder)
    found = read_rows(caller, plan.object_type, rows, fields=fields)
    return {
        pk: plan.show(row) | ({} if holder is None else {holder.name: holder.read(row)})
        for pk, row in found.items()
    }


def _hidden(caller: Caller, plan: Plan, ids: Sequence[int]) -> set[int]:
    if plan.object_type.visible is None:
        return set()
    everybody = plan.object_type.rows(caller, include_hidden=True).filter(pk__in=ids)
    seen = plan.object_type.rows(caller).filter(pk__in=ids)
    return set(everybody.values_list("pk", flat=True)) - set(
        seen.values_list("pk", flat=True)
    )


def _remember(device: SyncDevice, entries: Sequence[Entry]) -> None:
    SyncItem.objects.bulk_create(
        [
            SyncItem(
                organization_id=device.organization_id,
                device=device,
                session=device.session,
                object_type=one.object_type,
                record_id=one.record_id,
                revision=one.revision,
                is_new=one.is_new,
            )
            for one in entries
        ],
        update_conflicts=True,
        unique_fields=["device", "object_type", "record_id"],
        update_fields=["session", "revision", "is_new"],
    )


def _item(resource_type: str, entry: Entry, state: Json | None) -> Json:
    """Return an item; of a record that is gone there is only its id."""
    data = {"id": entry.record_id} if state is None else state
    event = "created" if entry.is_new else "updated"
    return {
        "data": data,
        "meta": {
            "type": resource_type,
            "sync": {
                "event_type": "deleted" if state is None else event,
                "ack_key": _ack_key(resource_type, data["id"], entry.revision),
                "revision": entry.revision,
            },
        },
    }


def _ack_key(resource_type: str, record_id: int, revision: int) -> str:
    name = "".join(part.capitalize() for part in resource_type.split("_"))
    return f"{name}-{record_id}-{revision}"
