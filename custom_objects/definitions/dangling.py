"""Empties references to records that went while the field that holds them was away."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db.models import Exists, OuterRef

from custom_objects.fields import ValueField
from custom_objects.models import FieldValue
from records.engine.removal import repoint
from records.schema.registry import Reference, registry

if TYPE_CHECKING:
    from collections.abc import Collection

    from records.access.caller import Caller


def clear_dangling(
    caller: Caller, object_slug: str, slugs: Collection[str] | None = None
) -> None:
    """Empty what the fields of an object (all, or some) say of records that are gone.

    A purge empties references that it can see; those of an archived field or object it
    cannot. References are in the index whatever is done to their field. Each record
    that is changed is logged, as it would have been then.
    """
    holder = registry.resolve(caller.organization, object_slug)
    for one in holder.custom_fields:
        if isinstance(one, ValueField) and (slugs is None or one.name in slugs):
            _clear(caller, object_slug, one)


def _clear(caller: Caller, object_slug: str, one: ValueField) -> None:
    if one.referenced_type is None:
        return
    target = registry.resolve(caller.organization, one.referenced_type)
    if not target.operations:
        return  # people: whoever left may still be named
    there = target.rows(caller, include_archived=True, include_hidden=True)
    rows = FieldValue.objects.of_fields([one.field_id]).exclude(ref=None)
    gone = rows.filter(~Exists(there.filter(**{target.id_path: OuterRef("ref")})))
    for record_id in {ref for ref in gone.values_list("ref", flat=True) if ref}:
        holders = rows.filter(ref=record_id).values_list("record_id", flat=True)
        reference = Reference(object_slug, one.name, tuple(sorted(set(holders))))
        repoint(caller, reference, old_id=record_id, new_id=None, target=target)
