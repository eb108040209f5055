"""From a request body to the values of a record (contract resource §3)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from records.dialects.base.failures import MalformedBody
from records.dialects.resource.naming import snake

if TYPE_CHECKING:
    from records.schema.object_types import ObjectType
    from records.schema.projections import Projection

LARGEST_BATCH = 1_000


def parse_values(
    body: Any, object_type: ObjectType, projection: Projection
) -> dict[str, object]:
    """Return the writable values of a body, keyed by neutral name.

    Keys come in either case. Whatever is not on the whitelist (unknown, read-only,
    computed) is ignored, so that a client may send back a record as it read it. Where
    the projection is open, custom fields may also be keys of the body itself, which
    then win over those in ``custom_fields`` (contract §6.3). Raises
    :class:`MalformedBody` unless the body is an object.
    """
    if not isinstance(body, dict):
        raise MalformedBody("The body must be a JSON object.")
    writable = {
        one.name: one.field
        for one in projection.wire_fields(object_type)
        if not one.read_only
    }
    custom = {one.name: one.name for one in object_type.custom_fields if one.writable}
    if projection.is_open:
        writable |= custom
    values: dict[str, object] = {}
    bag: dict[str, object] = {}
    for key, value in body.items():
        field = writable.get(key) or writable.get(snake(key))
        if field is not None:
            values[field] = value
        elif snake(key) == "custom_fields" and _takes_custom_fields(object_type):
            bag |= _custom_values(value)
    taken = {name: one for name, one in bag.items() if name in custom}
    return values | {name: one for name, one in taken.items() if name not in values}


def _takes_custom_fields(object_type: ObjectType) -> bool:
    return bool(object_type.custom_fields_of or object_type.custom_fields)


def _custom_values(value: Any) -> dict[str, object]:
    if not isinstance(value, dict):
        raise MalformedBody("“custom_fields” must be a JSON object.")
    return value


def parse_batch(
    body: list[Any], object_type: ObjectType, projection: Projection
) -> list[dict[str, object]]:
    """Return the values of each record of an array body (decision 13).

    Each member must say something, unless the projection is open.
    """
    if len(body) > LARGEST_BATCH:
        raise MalformedBody(f"At most {LARGEST_BATCH} records can be created at once.")
    if not body:
        raise MalformedBody("The array holds no record.")
    batch = []
    for index, one in enumerate(body):
        try:
            values = parse_values(one, object_type, projection)
        except MalformedBody as error:
            raise MalformedBody(f"[{index}]: {error.message}") from None
        if not values and not projection.is_open:
            raise MalformedBody(f"[{index}]: No writable fields to create")
        batch.append(values)
    return batch
