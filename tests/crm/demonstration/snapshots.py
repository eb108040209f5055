"""What does an organization hold, told without ids and without the time of writing?"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from records.engine.reader import read_rows
from records.schema.registry import registry

if TYPE_CHECKING:
    from records.access.caller import Caller

_OF_THE_WRITE = {
    *("id", "organization_id", "created_at", "updated_at", "pipeline_id"),
    # Of the write of others; and what other fields tell by place.
    *("last_activity_at", "resource_id"),
}


def snapshot(caller: Caller) -> dict[str, list[dict[str, Any]]]:
    """Give every record of every type; references by the target's place in its list."""
    places = {one.slug: _places(caller, one) for one in registry.built_in()}
    return {
        one.slug: _told(caller, one, places)
        for one in registry.built_in()
        if one.operations
    }


def _places(caller: Caller, object_type: Any) -> dict[int, int]:
    path = object_type.id_path
    ids = object_type.rows(caller).order_by("pk").values_list(path, flat=True)
    return {record_id: place for place, record_id in enumerate(ids)}


def _told(
    caller: Caller, object_type: Any, places: dict[str, dict[int, int]]
) -> list[dict[str, Any]]:
    rows = read_rows(caller, object_type, object_type.rows(caller))
    return [
        {
            one.name: _by_place(one, one.read(row), places)
            for one in object_type.fields
            if one.name not in _OF_THE_WRITE
        }
        for _pk, row in sorted(rows.items())
    ]


def _by_place(one: Any, value: Any, places: dict[str, dict[int, int]]) -> Any:
    target = one.referenced_type
    if target is None or value is None:
        return value
    return [f"{target} #{places[target][id_]}" for id_ in one.references(value)]
