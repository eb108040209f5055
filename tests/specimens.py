"""An object with a field of every type, for tests that go over all of them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from custom_objects.field_types import FIELD_TYPES
from records.schema.kinds.structures import ADDRESS_PARTS
from tests.factories import define, make

if TYPE_CHECKING:
    from collections.abc import Mapping

    from tests.tenants import Tenant

SLUG = "specimens"
"""The object. Its fields bear the slugs of their types, ``name`` comes before them."""
OPTIONS = ("Granite", "Gneiß", "Basalt")
MOMENT = "2024-03-10T12:30:00.250Z"

_COLUMNS: Mapping[str, Mapping[str, Any]] = {
    "currency": {"settings": {"currency": "EUR"}},
    "dropdown": {"options": OPTIONS},
    "multi_select": {"options": OPTIONS},
    "status": {"options": OPTIONS},
    "reference": {"settings": {"object": "contacts"}},
    "multi_reference": {"settings": {"object": SLUG}},
    "address": {"is_filterable": False},
}

TYPES = tuple(one.slug for one in FIELD_TYPES.values() if not one.is_computed)
"""The types whose values are written."""


def columns(type_slug: str) -> dict[str, Any]:
    """Return what a field of a type is defined by."""
    return {"type": type_slug, **_COLUMNS.get(type_slug, {})}


def define_specimens(
    tenant: Tenant, slug: str = SLUG, *, is_built_in: bool = False
) -> None:
    """Define the object, or give a built-in type a field of every type."""
    first = {} if is_built_in else {"name": {"type": "text", "is_searchable": True}}
    fields = {f"a_{one}": columns(one) for one in TYPES}
    define(tenant.organization, slug, is_built_in=is_built_in, **first, **fields)


def values(marker: str, ids: Mapping[str, int]) -> dict[str, Any]:
    """Return a value of each field as it is written and read; texts bear the marker.

    ``ids`` names a record of the types that are referred to, as far as there is one.
    """
    known: dict[str, Any] = {
        "text": f"{marker} text",
        "long_text": f"{marker} line\nline",
        "number": 12.5,
        "currency": 99.95,
        "email": f"{marker.lower()}@example.com",
        "phone": "+49 30 1234",
        "url": f"https://example.com/{marker}",
        "date": "2024-03-10",
        "datetime": MOMENT,
        "checkbox": True,
        "dropdown": OPTIONS[0],
        "multi_select": [OPTIONS[1], OPTIONS[0]],
        "status": "granite",
        "rating": 4,
        "user": ids.get("crm_users"),
        "reference": ids.get("contacts"),
        "multi_reference": [ids[SLUG]] if SLUG in ids else None,
        "address": {**dict.fromkeys(ADDRESS_PARTS), "city": f"{marker} city"},
        "file": f"https://example.com/{marker}.pdf",
        "image": f"https://example.com/{marker}.png",
    }
    return {f"a_{one}": known[one] for one in TYPES if known[one] is not None}


def body(marker: str, ids: Mapping[str, int]) -> dict[str, Any]:
    """Return a full record as it is written."""
    return {"name": f"{marker} name", "custom_fields": values(marker, ids)}


def furnish_specimens(tenant: Tenant, marker: str, ids: dict[str, int]) -> None:
    """Define the object and create a full record that another one points at."""
    define_specimens(tenant)
    first = make(tenant.caller, SLUG, name=f"{marker} first")
    ids[SLUG] = make(
        tenant.caller,
        SLUG,
        name=f"{marker} name",
        **values(marker, {**ids, SLUG: first}),
    )
