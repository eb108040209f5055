"""Opens the log to a device, and forgets what the device has received.

A device reads the log in segments. Each begins where the one before ended and is bounded
by what could be seen when it was opened, so nothing is read twice and nothing that
commits late is passed over. What was delivered and not acknowledged is kept apart and
delivered again in the next session, also after a crash of either side.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from uuid import uuid4

from django.db import transaction
from django.db.models import Count, Exists, Min, OuterRef, Q
from django.utils import timezone

from records.dialects.envelope.resources import resources
from records.dialects.envelope.sync.models import SyncDevice, SyncItem
from records.history.feeds import Horizon, settle_foreign_changes
from records.history.models import Change

if TYPE_CHECKING:
    from collections.abc import Iterable

    from records.access.caller import Caller
    from records.access.scoping import OrganizationQuerySet
    from records.dialects.envelope.resources import Resource

MOST_DEVICES = 100
"""Devices of a person; the one that was silent longest makes room for another."""

Segment = dict[str, Any]


def followed_resources() -> dict[str, Resource]:
    """Return the resources that devices are told of, by the types in the log."""
    return {slug: one for one in resources() if one.in_sync for slug in one.logged_as}


def person(caller: Caller) -> int:
    """Return who a device belongs to."""
    return caller.user_id or 0


def start_session(caller: Caller, uuid: str) -> SyncDevice | None:
    """Open to a device all that it has not acknowledged; ``None`` when that is nothing.

    A session that was open before is over.
    """
    with transaction.atomic():
        settle_foreign_changes(caller.organization_id)
        device = _device(caller, uuid)
        if not Horizon(device.horizon).is_of_this_database():
            # What it has seen cannot be told any more: it is told everything again.
            device.horizon, device.segments = "", []
        _open(device)
        device.session, device.delivered = uuid4(), 0
        device.total = undelivered_items(device).count() + _measure(device)
        device.used_at = timezone.now()
        device.save()
    return device if device.total else None


def _device(caller: Caller, uuid: str) -> SyncDevice:
    rows = SyncDevice.objects.for_organization(caller.organization_id).filter(
        user_id=person(caller)
    )
    found = rows.select_for_update().filter(uuid=uuid).first()
    if found is not None:
        return found
    silent = rows.order_by("-used_at", "-pk").values_list("pk", flat=True)
    gone = list(silent[MOST_DEVICES - 1 :])
    if gone:
        rows.filter(pk__in=gone).delete()
    device, _made = rows.get_or_create(
        organization_id=caller.organization_id, user_id=person(caller), uuid=uuid
    )
    return device


def _open(device: SyncDevice) -> None:
    """Add a segment up to now, or let the last one reach to now if it is untouched."""
    until = Horizon.now().text
    since = device.horizon
    if device.segments and device.segments[-1]["after"] is None:
        since = device.segments.pop()["since"]
    earlier = [{**one, "earlier": []} for one in device.segments]
    segment = {"since": since, "until": until, "after": None, "earlier": earlier}
    device.segments.append(segment)
    device.horizon = until


def _measure(device: SyncDevice) -> int:
    """Count the records in the segments; drop those that hold none."""
    total = 0
    kept = []
    for segment in device.segments:
        found = newest_changes(device, segment).aggregate(
            count=Count("id"), first=Min("id")
        )
        if found["count"]:
            total += found["count"]
            # Where to begin, so that a long log is not walked from its start.
            kept.append({**segment, "first": segment["after"] or found["first"] - 1})
    device.segments = kept
    return total


def newest_changes(
    device: SyncDevice, segment: Segment
) -> OrganizationQuerySet[Change]:
    """Return what a segment holds still: of each record only its newest change."""
    changes = Change.objects.for_organization(device.organization_id).filter(
        changes_in(segment),
        object_type__in=followed_resources(),
        id__gt=segment["after"] or segment.get("first", 0),
    )
    return changes.filter(~Exists(_later_changes(device, "id")))


def changes_in(segment: Segment) -> Q:
    """Return all changes of a segment, delivered or not."""
    since, until = Horizon(segment["since"]), Horizon(segment["until"])
    return since.lacks() & until.contains()


def undelivered_items(device: SyncDevice) -> OrganizationQuerySet[SyncItem]:
    """Return what earlier sessions delivered in vain, and no newer change replaces."""
    items = SyncItem.objects.for_organization(device.organization_id).filter(
        device=device
    )
    earlier = items.exclude(session=device.session)
    return earlier.filter(~Exists(_later_changes(device, "revision")))


def _later_changes(device: SyncDevice, path: str) -> OrganizationQuerySet[Change]:
    """Return the changes of the same record that a device can see and that are newer."""
    changes = Change.objects.for_organization(device.organization_id)
    return changes.filter(
        Horizon(device.horizon).contains(),
        object_type=OuterRef("object_type"),
        record_id=OuterRef("record_id"),
        id__gt=OuterRef(path),
    )


def acknowledge(caller: Caller, uuid: str, revisions: Iterable[int]) -> None:
    """Forget what a device says it has; what it never got is no matter."""
    items = SyncItem.objects.for_organization(caller.organization_id).filter(
        device__user_id=person(caller), device__uuid=uuid
    )
    wanted = sorted(set(revisions))
    for start in range(0, len(wanted), 1_000):
        items.filter(revision__in=wanted[start : start + 1_000]).delete()
