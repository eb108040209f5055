"""A resource as one organization sees it, made ready once per version of its schema."""

from __future__ import annotations

from collections import OrderedDict
from threading import Lock
from typing import TYPE_CHECKING, Any

from records.dialects.envelope.custom_fields import CustomFields
from records.dialects.envelope.resources import first_value

if TYPE_CHECKING:
    from records.access.caller import Caller
    from records.dialects.envelope.resources import Resource
    from records.schema.fields import Field, Row
    from records.schema.object_types import ObjectType

_MOST_PLANS = 1_000
"""Plans a process keeps; the least recently used goes first."""


class Plan:
    """What rows a resource needs and how they look, for one organization.

    ``object_type`` is the type that is read; the types that are written are the
    resource's sources.
    """

    def __init__(self, resource: Resource, types: tuple[ObjectType, ...]) -> None:
        self.resource = resource
        self.types = types
        self.object_type = types[0] if resource.view is None else resource.view(*types)
        known = self.object_type.fields_by_name
        self.readers = [
            (one.name, one.reader(known)) for one in resource.keys if not one.write_only
        ]
        self.custom = CustomFields(
            self.object_type.custom_fields if resource.has_custom_fields else ()
        )
        self.fields = self._needed()

    def _needed(self) -> list[Field]:
        """Return what rows must be readable with."""
        known = self.object_type.fields_by_name
        names = [name for key in self.resource.keys for name in key.fields]
        names += [name for one in self.resource.includes for name in one.through]
        names += self.resource.id_fields
        own = [known[name] for name in dict.fromkeys(names) if name in known]
        return [*own, *self.custom.fields]

    def show(self, row: Row) -> dict[str, Any]:
        """Return the ``data`` of a record."""
        data = {name: read(row) for name, read in self.readers}
        if self.resource.has_custom_fields:
            data["custom_fields"] = self.custom.show(row)
        return data

    def id_of(self, row: Row) -> Any:
        """Return what stands for a record in an address."""
        known = self.object_type.fields_by_name
        return first_value(known[name].read(row) for name in self.resource.id_fields)

    def pointer(self, field: str) -> str:
        """Return the JSON Pointer of a field in a body; a pointer stays one."""
        if field.startswith("/"):
            return field
        name = self.resource.names_by_field.get(field)
        if name is not None:
            return pointer("data", name)
        label = self.custom.name_of(field)
        if label is not None:
            return pointer("data", "custom_fields", label)
        return pointer("data", field)

    def pointers(self, field: str) -> set[str]:
        """Return the pointers of all keys that are read from a field."""
        return {
            pointer("data", one.name)
            for one in self.resource.keys
            if field in one.fields
        }


def pointer(*parts: str) -> str:
    """Return a JSON Pointer (RFC 6901)."""
    escaped = (part.replace("~", "~0").replace("/", "~1") for part in parts)
    return "".join(f"/{part}" for part in escaped)


class _Plans:
    """The plans of a process. Types live as long as their version of the schema."""

    def __init__(self) -> None:
        self._kept: OrderedDict[
            tuple[object, ...], tuple[Resource, tuple[ObjectType, ...], Plan]
        ] = OrderedDict()
        self._lock = Lock()

    def get(self, caller: Caller, resource: Resource) -> Plan:
        types = resource.types(caller)
        # By identity: an entry holds its types, so no other can take their place.
        key = (id(resource), *map(id, types))
        with self._lock:
            found = self._kept.get(key)
            if found is not None:
                self._kept.move_to_end(key)
                return found[2]
        plan = Plan(resource, types)
        with self._lock:
            self._kept[key] = (resource, types, plan)
            while len(self._kept) > _MOST_PLANS:
                self._kept.popitem(last=False)
        return plan


_plans = _Plans()


def plan_of(caller: Caller, resource: Resource) -> Plan:
    """Return a resource as the caller's organization sees it."""
    return _plans.get(caller, resource)
