"""A record of every type with a value in every field, for tests that go over all types."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from crm.targets import TargetIdField
from records.schema.fields import Field, RelationField
from records.schema.kinds import ChoiceKind
from records.schema.registry import registry
from tests.factories import make_many

if TYPE_CHECKING:
    from collections.abc import Callable

    from records.schema.object_types import ObjectType
    from tests.tenants import Tenant

SLUGS = tuple(one.slug for one in registry.built_in())

MOMENT = "2024-03-10T12:30:00.250Z"
CURRENCY = "EUR"
# Types that show the rows of another.
ROWS_OF = {"companies_summary": "companies", "contacts_summary": "contacts"}
# Types whose every new record needs a record of its own to point at.
EACH_ITS_OWN = {
    "orders": "deals",
    "associated_contacts": "contacts",
    "lead_conversions": "leads",
}
# Those that use up what they point at.
CONSUMING = ("lead_conversions",)


def _text(one: Field, marker: str) -> str:
    if one.name.endswith("currency"):
        return CURRENCY
    return f"{marker} {one.name}"[: getattr(one.kind, "max_length", None)]


_BY_KIND: dict[str, Callable[[Field, str], Any]] = {
    "text": _text,
    "email": _text,
    "url": _text,
    "number": lambda _one, _marker: 12.5,
    "integer": lambda _one, _marker: 7,
    "boolean": lambda _one, _marker: True,
    "moment": lambda _one, _marker: MOMENT,
    "date": lambda _one, _marker: "2024-03-10",
    "names": lambda _one, marker: [f"{marker} tag"],
    "texts": lambda _one, marker: [f"{marker} tag"],
    "object": lambda _one, marker: {"key": marker},
    "address": lambda _one, marker: {"city": f"{marker} city"},
    "attachments": lambda _one, marker: [{"url": f"https://example.com/{marker}"}],
    "prices": lambda _one, _marker: [{"amount": 12.5, "currency": CURRENCY}],
}


def sample_value(one: Field, marker: str, ids: dict[str, int]) -> Any:
    """Return a value of a field; its texts begin with ``marker``."""
    if isinstance(one, RelationField):
        return ids.get(one.target)
    if one.referenced_type is not None:
        return [ids[one.referenced_type]] if one.referenced_type in ids else None
    if isinstance(one.kind, ChoiceKind):
        return one.kind.choices[0][0]
    return _BY_KIND[one.kind.name](one, marker)


def sample_body(
    object_type: ObjectType, marker: str, ids: dict[str, int]
) -> dict[str, Any]:
    """Return a body with every writable field that is not derived from others.

    What can be about one record only is about the first that it could be about.
    """
    rivals = exclusive(object_type)[1:]
    body = {
        one.name: sample_value(one, marker, ids)
        for one in object_type.fields
        if one.writable
        and not getattr(one, "virtual", False)
        and getattr(one, "target", None) != object_type.slug
        and one.name not in rivals
    }
    return {name: value for name, value in body.items() if value is not None}


def exclusive(object_type: ObjectType) -> tuple[str, ...]:
    """Return the references of which a record of the type has one only."""
    if object_type.slug == "associated_contacts":
        return ("contact_id", "company_id")
    for one in object_type.fields:
        if isinstance(one, TargetIdField) and one.alone:
            return one.columns
    return ()


def on_their_own(
    tenant: Tenant, slug: str, ids: dict[str, int], count: int, marker: str = "Okapi"
) -> list[dict[str, int]]:
    """Return ids for so many new records of a type, none of which is in another's way."""
    target = EACH_ITS_OWN.get(slug)
    if target is None:
        return [ids] * count
    body = sample_body(registry.built_in_type(target), marker, ids)
    made = make_many(tenant.caller, target, [body] * count)
    return [{**ids, target: one} for one in made]


def furnish(tenant: Tenant, marker: str) -> dict[str, int]:
    """Create one full record of every type and return the ids by slug.

    ``marker`` stands in every text, so that none of them can be seen unnoticed.
    """
    ids = {"crm_users": tenant.user.pk}
    for slug in SLUGS:
        _furnish(tenant, registry.built_in_type(slug), marker, ids)
    return ids


def _furnish(
    tenant: Tenant, object_type: ObjectType, marker: str, ids: dict[str, int]
) -> None:
    slug = object_type.slug
    if slug in ids:
        return
    if slug in ROWS_OF:
        ids[slug] = ids[ROWS_OF[slug]]
        return
    for one in object_type.fields:
        target = one.referenced_type
        if target is not None and one.writable and target != slug:
            _furnish(tenant, registry.built_in_type(target), marker, ids)
    own = ids
    if slug in CONSUMING:
        (own,) = on_their_own(tenant, slug, ids, 1, marker)
    (ids[slug],) = make_many(
        tenant.caller, slug, [sample_body(object_type, marker, own)]
    )
    if object_type.singleton:
        ids[slug] = 1
