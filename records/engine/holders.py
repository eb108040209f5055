"""Which live records cannot do without another one?"""

from __future__ import annotations

from typing import TYPE_CHECKING

from records.engine.reader import find_id
from records.engine.removal import remove_record
from records.engine.writer import writing
from records.query import Operator
from records.schema.object_types import Operation
from records.schema.registry import registry

if TYPE_CHECKING:
    from records.access.caller import Caller
    from records.schema.fields import Field
    from records.schema.object_types import ObjectType


def count_holders(caller: Caller, target: ObjectType, primary_key: int) -> int:
    """Return how many live records hold a record in a field that must have a value.

    Records that the caller may not see count too: they would be left without it all
    the same. Rows without a life of their own do not. One statement per type that has
    such a field.
    """
    count = 0
    for holder in registry.object_types(caller.organization):
        for one in holder.fields:
            if holder.can(Operation.ARCHIVE) and _must_point_at(one, target):
                rows = holder.rows(caller, include_hidden=True)
                rows = rows.alias(**one.annotations)
                wanted = one.kind.clean_operand(Operator.EQ, primary_key)
                count += rows.filter(one.predicate(Operator.EQ, wanted)).count()
    return count


def _must_point_at(one: Field, target: ObjectType) -> bool:
    return (
        one.required
        and one.writable
        and not one.kind.is_multiple
        and one.referenced_type == target.slug
    )


def remove_unless_needed(
    caller: Caller, object_type: ObjectType, record_id: int
) -> int:
    """Remove a record as :func:`remove_record` does, unless others cannot do without.

    Returns how many those are; with any, nothing is removed. Raises what
    :func:`remove_record` raises.
    """
    caller.require(object_type.removal_permission)
    with writing():
        primary_key = find_id(caller, object_type, record_id)
        holders = (
            0
            if primary_key is None
            else count_holders(caller, object_type, primary_key)
        )
        if not holders:
            remove_record(caller, object_type, record_id)
    return holders
