"""A field of every type, what a person types into its inputs and what comes of it."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from custom_objects.models import FieldOption
from records.administration.inputs import CUSTOM
from tests.factories import define

if TYPE_CHECKING:
    from custom_objects.models import FieldDefinition
    from tests.tenants import Tenant

FIELDS: dict[str, dict[str, Any]] = {
    "motto": {"type": "text"},
    "story": {"type": "long_text", "is_filterable": False},
    "staff": {"type": "number"},
    "budget": {"type": "currency", "settings": {"currency": "EUR"}},
    "mail": {"type": "email"},
    "hotline": {"type": "phone"},
    "site": {"type": "url"},
    "founded": {"type": "date"},
    "met_at": {"type": "datetime"},
    "vip": {"type": "checkbox"},
    "size": {"type": "dropdown", "options": ("Small", "Large")},
    "interests": {"type": "multi_select", "options": ("Chess", "Tea", "Go")},
    "stage": {"type": "status", "options": ("To do", "Done")},
    "stars": {"type": "rating"},
    "adviser": {"type": "user"},
    "agency": {"type": "reference", "settings": {"object": "companies"}},
    "peers": {"type": "multi_reference", "settings": {"object": "contacts"}},
    "branch": {"type": "address", "is_filterable": False},
    "contract": {"type": "file"},
    "photo": {"type": "image"},
}


@dataclass(frozen=True)
class Sheet:
    """A filled form. ``inputs`` are those of :data:`FIELDS` without the prefix.

    ``kept`` is what the record's JSON holds, ``shown`` what a page says, ``found`` and
    ``missed`` what the filters are asked.
    """

    inputs: dict[str, Any]
    kept: dict[str, Any]
    shown: dict[str, str]
    found: dict[str, str]
    missed: dict[str, str]

    def typed(self, *names: str) -> dict[str, Any]:
        """The inputs of some fields, of all without names, as a form names them."""
        return {
            f"{CUSTOM}{name}": value
            for name, value in self.inputs.items()
            if not names or name.partition("__")[0] in names
        }


@dataclass
class Column:
    """What the sheet says of one field."""

    kept: Any
    shown: str
    inputs: dict[str, Any] = field(default_factory=dict)
    found: dict[str, str] = field(default_factory=dict)
    missed: dict[str, str] = field(default_factory=dict)


def define_everything(tenant: Tenant, slug: str) -> dict[str, FieldDefinition]:
    """Give an object, built in or not, a field of every type."""
    is_built_in = slug in ("contacts", "companies", "deals", "leads")
    return define(tenant.organization, slug, is_built_in=is_built_in, **FIELDS)


def option_of(one: FieldDefinition, name: str) -> int:
    """The id of an option."""
    rows = FieldOption.objects.for_organization(one.organization_id)
    return rows.get(field=one, name=name).pk


def fill(tenant: Tenant, fields: dict[str, FieldDefinition]) -> Sheet:
    """Return what somebody types; the records it refers to are made."""
    company = tenant.make("companies", name="Beta Works")
    other = tenant.make("companies", name="Gamma")
    ada = tenant.make("contacts", first_name="Ada")
    bob = tenant.make("contacts", first_name="Bob")
    person = tenant.user
    size, interests, stage = fields["size"], fields["interests"], fields["stage"]
    chosen = [option_of(interests, "Tea"), option_of(interests, "Chess")]
    columns = {
        "motto": Column("Onward", "Onward", found={"": "wARD"}, missed={"": "back"}),
        "story": Column("One\nTwo", "One", {"": "One\r\nTwo"}),
        "staff": Column(
            1200.5,
            "1,200.5",
            found={"__from": "1200", "__to": "1201"},
            missed={"__from": "1201"},
        ),
        "budget": Column(
            5000, "5,000 EUR", {"": "5000"}, {"__from": "5000"}, {"__to": "4999.99"}
        ),
        "mail": Column("a@example.com", "a@example.com", found={"": "A@EX"}),
        "hotline": Column("+49 30 1", "+49 30 1", found={"": "30"}),
        "site": Column("https://example.com/x", "https://example.com/x"),
        "founded": Column(
            "2020-02-29", "Feb. 29, 2020", found={"": "past"}, missed={"": "next7"}
        ),
        "met_at": Column(
            "2026-01-02T10:00:00.000Z",
            "Jan. 2, 2026, 10 a.m.",
            {"__0": "2026-01-02", "__1": "10:00"},
            {"": "past"},
            {"": "-"},
        ),
        "vip": Column(True, "", {"": "on"}, {"": "true"}, {"": "false"}),
        "size": Column(
            option_of(size, "Large"),
            "Large",
            {"": "Large"},
            {"": "Large"},
            {"": "Small"},
        ),
        "interests": Column(
            chosen, "Tea", {"": ["Tea", "Chess"]}, {"": "Chess"}, {"": "Go"}
        ),
        "stage": Column(
            option_of(stage, "Done"),
            "Done",
            {"": "Done"},
            {"": "done"},
            {"": "to_do"},
        ),
        "stars": Column(4, "★★★★☆ 4/5", {"": "4"}, {"__from": "4"}, {"__from": "5"}),
        "adviser": Column(person.pk, str(person), {"": str(person.pk)}),
        "agency": Column(
            company,
            "Beta Works",
            {"": str(company)},
            {"": str(company)},
            {"": str(other)},
        ),
        "peers": Column(
            [bob, ada], "Bob", {"": [str(bob), str(ada)]}, {"": str(ada)}, {"": "-"}
        ),
        "branch": Column(
            {
                "line1": "Road 1",
                "city": "Ulm",
                "postal_code": None,
                "state": None,
                "country": None,
            },
            "Road 1, Ulm",
            {"__line1": "Road 1", "__city": "Ulm"},
        ),
        "contract": Column("https://example.com/c", "https://example.com/c"),
        "photo": Column("https://example.com/p", "https://example.com/p"),
    }
    return Sheet(
        inputs={
            f"{name}{suffix}": value
            for name, one in columns.items()
            for suffix, value in (one.inputs or {"": str(one.kept)}).items()
        },
        kept={name: one.kept for name, one in columns.items()},
        shown={name: one.shown for name, one in columns.items()},
        found=_asked({name: one.found for name, one in columns.items()}),
        missed=_asked({name: one.missed for name, one in columns.items()}),
    )


def _asked(filters: dict[str, dict[str, str]]) -> dict[str, str]:
    return {
        f"{CUSTOM}{name}{suffix}": value
        for name, asked in filters.items()
        for suffix, value in asked.items()
    }
