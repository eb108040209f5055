"""Is an account the same on both sides, but for the ids?"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from crm.models import CopiedRecord
from crm.moving.steps import ABOUT, STEPS, Step

if TYPE_CHECKING:
    from tests.crm.moving.conftest import Mover
    from tests.envelopes import Envelope

Json = dict[str, Any]


def everything(v2: Envelope, path: str) -> list[Json]:
    """Read a collection to its end."""
    found: list[Json] = []
    page = 0
    while page == 0 or len(found) == page * 100:
        page += 1
        found += v2.get(path, page=page, per_page=100).items
    return found


def copies(move: Mover) -> dict[str, dict[str, int]]:
    """What the copy remembers: ids here by resource and id there."""
    rows = CopiedRecord.objects.for_organization(move.here.organization.pk)
    found: dict[str, dict[str, int]] = {}
    for resource, foreign_id, record_id in rows.exclude(record_id=None).values_list(
        "resource", "foreign_id", "record_id"
    ):
        found.setdefault(resource, {})[foreign_id] = record_id or 0
    return found


def expected(step: Step, data: Json, ids: dict[str, dict[str, int]]) -> Json:
    """Return what a record of the other server should be here."""
    told: Json = dict(data)
    references = {"id": step.resource}
    for one in STEPS:
        if one.resource == step.resource:
            references |= one.references
    for key, resource in references.items():
        copied, value = ids.get(resource, {}), told.get(key)
        if isinstance(value, list):
            told[key] = [copied.get(str(one)) for one in value]
        elif value is not None:
            told[key] = copied.get(str(value))
    if step.is_about and told["resource_id"] is not None:
        target = ABOUT[told["resource_type"]]
        told["resource_id"] = ids.get(target, {}).get(str(told["resource_id"]))
    return told


def differences(move: Mover) -> list[str]:
    """Return every record that is not here as it was there, and every one too many."""
    ids = copies(move)
    found: list[str] = []
    # People and organizations are two steps and one collection.
    steps = {one.resource: one for one in STEPS}
    for step in steps.values():
        parents: dict[str, str] = {step.resource: step.resource}
        if step.parent:
            parents = {
                f"{step.parent}/{there}/{step.resource}": (
                    f"{step.parent}/{here}/{step.resource}"
                )
                for there, here in ids.get(step.parent, {}).items()
            }
        for there, here in parents.items():
            found += _compared(step, move, there, here, ids)
    return found


def _compared(
    step: Step, move: Mover, there: str, here: str, ids: dict[str, dict[str, int]]
) -> list[str]:
    wanted = [expected(step, one, ids) for one in everything(move.source, there)]
    had = everything(move.target, here)
    if step.alike:
        # What was here before has its own times, and others may have made it.
        names = ("name", "resource_type", "category", "likelihood", "pipeline_id")
        wanted = [{key: one.get(key) for key in names} for one in wanted]
        had = [{key: one.get(key) for key in names} for one in had]
    lost = [one for one in wanted if one not in had]
    extra = [one for one in had if one not in wanted]
    return [f"{here}: lost {one}" for one in lost] + [
        f"{here}: extra {one}" for one in extra
    ]
