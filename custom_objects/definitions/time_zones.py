"""What another time zone of an organization means for its formulas."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db.models import Q

from custom_objects.definitions.backfill import is_small
from custom_objects.formula_fields import FormulaField
from custom_objects.models import FieldDefinition
from custom_objects.rebuilding import Pass
from custom_objects.schema import schema_of
from records.engine.schema_lock import advance_version, in_force, lock_version
from records.schema.registry import registry

if TYPE_CHECKING:
    from records.access.caller import Caller
    from records.schema.object_types import ObjectType


def follow_time_zone(caller: Caller, changed: frozenset[str]) -> None:
    """Compute the formulas anew that days and hours of a time zone are in.

    For small objects at once, for large ones by ``manage.py rebuild_values``; until then
    the values are computed when they are read. Those of archived objects wait, too.
    """
    if "time_zone" not in changed:
        return
    version = lock_version(caller.organization_id, alone=True)
    organization = in_force(caller.organization, version)
    found = {
        slug: _zoned(registry.resolve(organization, slug))
        for slug in schema_of(organization).objects
    }
    small = [slug for slug, ids in found.items() if ids and is_small(caller, slug)]
    rows = FieldDefinition.objects.for_organization(organization.id)
    waiting = Q(pk__in=[one for ids in found.values() for one in ids])
    rows.filter(waiting | Q(type="formula", object__archived_at__isnull=False)).update(
        backfilled_to=0
    )
    newer = advance_version(organization.id, version)
    for slug in small:
        # Writers wait for the version to come into force.
        for _step in Pass(
            in_force(organization, newer), slug, found[slug], is_pending=True
        ).steps():
            pass


def _zoned(object_type: ObjectType) -> set[int]:
    """Return the formulas whose stored values another time zone may change."""
    return {
        one.field_id
        for one in object_type.fields
        if isinstance(one, FormulaField)
        and one.is_computable
        and not one.is_volatile
        and one.formulas.members[one.slug].uses_time_zone
    }
