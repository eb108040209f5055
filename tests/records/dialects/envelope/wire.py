"""Records of every resource as the tests of this dialect address and write them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from records.dialects.envelope.keys import Constant
from records.dialects.envelope.resources import Resource, resources
from records.schema.registry import registry
from tests.samples import sample_value

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from records.dialects.envelope.keys import Key

RESOURCES = {one.resource: one for one in resources()}

_DEAL = {"resource_type": lambda _: "deal", "resource_id": lambda ids: ids["deals"]}
_CONTACT = {
    "resource_type": lambda _: "contact",
    "resource_id": lambda ids: ids["contacts"],
}
# What the fields alone do not tell; None leaves a key out.
_SPECIAL: Mapping[str, Mapping[str, Callable[[dict[str, int]], Any] | None]] = {
    "contacts": {
        "is_organization": lambda _: False,
        "parent_organization_id": None,
        "name": None,
    },
    "deals": {"contact_id": lambda ids: ids["contacts"]},
    "associated_contacts": {"contact_id": lambda ids: ids["contacts"]},
    "line_items": {"value": None},  # the variation says it
    "notes": _DEAL,
    "tasks": {**_DEAL, "completed": lambda _: True},
    "collaborations": _DEAL,
    "calls": _CONTACT,
}


def source_of(resource: Resource) -> str:
    """Return the type of which the furnished record of a resource is."""
    return resource.sources[0]


def collection_of(resource: Resource, ids: Mapping[str, int]) -> str:
    """Return the address of a collection, below a furnished parent."""
    if resource.parent is None:
        return resource.resource
    parent = resource.parent.resource
    return f"{parent}/{ids[parent]}/{resource.resource}"


def address_of(resource: Resource, ids: Mapping[str, int]) -> str:
    """Return the address of the furnished record."""
    # An associated contact is known by its contact.
    by_contact = resource.resource == "associated_contacts"
    slug = "contacts" if by_contact else source_of(resource)
    return f"{collection_of(resource, ids)}/{ids[slug]}"


def writable(resource: Resource) -> list[Key]:
    """Return the keys that clients write."""
    if not resource.can("C"):
        return []
    return [one for one in resource.keys if not one.read_only]


def sample_data(resource: Resource, marker: str, ids: dict[str, int]) -> dict[str, Any]:
    """Return a value for every key that is written; texts begin with ``marker``."""
    known = registry.built_in_type(source_of(resource)).fields_by_name
    special = _SPECIAL.get(resource.resource, {})
    data = {}
    for key in writable(resource):
        if isinstance(key, Constant):
            data[key.name] = key.value
        elif key.name in special:
            make = special[key.name]
            data[key.name] = None if make is None else make(ids)
        else:
            data[key.name] = sample_value(known[key.neutral], marker, ids)
    return {name: value for name, value in data.items() if value is not None}
