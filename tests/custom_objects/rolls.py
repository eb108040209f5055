"""An object whose records point at companies, and rollups over them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from custom_objects.definitions import define_field, define_object

if TYPE_CHECKING:
    from tests.tenants import Tenant

JOBS = [
    {"label": "Title", "type": "text"},
    {"label": "Hours", "type": "number"},
    {"label": "Due", "type": "date"},
    {"label": "Seen", "type": "datetime"},
    {"label": "Stars", "type": "rating"},
    {"label": "Done", "type": "checkbox"},
    {
        "label": "Double",
        "type": "formula",
        "settings": {"expression": "hours * 2"},
    },
    {"label": "Company", "type": "reference", "settings": {"object": "companies"}},
    {
        "label": "Others",
        "type": "multi_reference",
        "settings": {"object": "companies"},
    },
]


def define_jobs(tenant: Tenant) -> None:
    """Define an object whose records refer to companies, in two ways."""
    define_object(tenant.caller, values={"label_plural": "Jobs", "fields": JOBS})
    tenant.organization.refresh_from_db()


def roll(tenant: Tenant, slug: str, *asked: str, holder: str = "companies") -> None:
    """Define a rollup; ``asked`` are object, reference, function and field."""
    names = ("object", "reference", "function", "field")
    values = {
        "label": slug.title(),
        "slug": slug,
        "type": "rollup",
        "settings": dict(zip(names, asked, strict=False)),
    }
    define_field(tenant.caller, object_slug=holder, values=values)
    tenant.organization.refresh_from_db()


def figures(tenant: Tenant, slug: str = "companies") -> list[dict[str, Any]]:
    """Return the rollups of all records in the order of their ids."""
    answer = tenant.api.get(f"/api/{slug}", sort="id", order="ASC", range=[0, 999])
    assert answer.status == 200, answer.json
    return [one["custom_fields"] for one in answer.json]


OVER_JOBS = {
    "count": ("jobs", "company", "count"),
    "sum": ("jobs", "company", "sum", "hours"),
    "min": ("jobs", "company", "min", "hours"),
    "max": ("jobs", "company", "max", "hours"),
    "avg": ("jobs", "company", "avg", "hours"),
    "stars": ("jobs", "company", "avg", "stars"),
    "doubles": ("jobs", "company", "sum", "double"),
    "first": ("jobs", "company", "min", "due"),
    "last": ("jobs", "company", "max", "seen"),
    "others": ("jobs", "others", "count"),
    "other_hours": ("jobs", "others", "sum", "hours"),
}
