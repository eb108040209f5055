"""An account with one of everything, as years of work leave it."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any

from django.apps import apps

from custom_objects.definitions import define_field
from records.record import Record
from tests.envelopes import Envelope, envelope_of

if TYPE_CHECKING:
    from tests.tenants import Tenant

LONG_AGO = dt.datetime(2015, 3, 14, 9, 26, 53, tzinfo=dt.UTC)

CHOICES = ["North", "South", "East & West"]
FIELDS = {
    "contacts": {"Region": "dropdown", "VAT": "text", "Since": "date"},
    "companies": {"Region": "dropdown", "Employees": "number", "Depot": "address"},
    "leads": {"Score": "number", "Topics": "multi_select", "Blog": "url"},
    "deals": {"Signed": "checkbox", "Closed on": "datetime", "Terms": "long_text"},
}
_WITH_CHOICES = ("dropdown", "multi_select")


def define_fields(tenant: Tenant) -> None:
    """Define custom fields of every type on every object."""
    for slug, fields in FIELDS.items():
        for label, kind in fields.items():
            values: dict[str, Any] = {"label": label, "type": kind}
            if kind in _WITH_CHOICES:
                values["options"] = CHOICES
            define_field(tenant.caller, object_slug=slug, values=values)


def fill(tenant: Tenant, colleague: Tenant) -> dict[str, int]:
    """Fill an account; return the ids of what tests ask for by name."""
    define_fields(tenant)
    v2, theirs = envelope_of(tenant), envelope_of(colleague)
    known: dict[str, int] = {}

    def make(label: str, resource: str, /, **data: Any) -> int:
        known[label] = v2.post(resource, **data).data["id"]
        return known[label]

    _fill_people(make)
    # What belongs to a colleague was made by them, too.
    known["other"] = theirs.post("contacts", last_name="Babbage").data["id"]
    _fill_deals(make, v2, known)
    _fill_activities(make, known)
    _fill_conversations(make, tenant, known)
    _age(tenant)
    return known


def _fill_people(make: Any) -> None:
    acme = make(
        "acme",
        "contacts",
        is_organization=True,
        name="Acme Ltd",
        website="https://acme.example.com",
        address={"line1": "1 Mill Lane", "city": "Leeds", "country": "UK"},
        tags=["big", "old"],
        custom_fields={"Region": "East & West", "Employees": "120.5",
                       "Depot": {"city": "York"}},
        customer_status="current",
    )  # fmt: skip
    make("tools", "contacts", is_organization=True, name="Acme Tools",
         parent_organization_id=acme)  # fmt: skip
    make(
        "ada",
        "contacts",
        first_name="Ada",
        last_name="Lovelace",
        contact_id=acme,
        email="ada@example.com",
        phone="+44 1",
        title="Countess",
        tags=["vip", "big"],
        custom_fields={"Region": "North", "VAT": "GB 1", "Since": "2011-12-10"},
    )
    source = make("web", "lead_sources", name="Web")
    make(
        "lead",
        "leads",
        first_name="Charles",
        last_name="Wheatstone",
        organization_name="King's College",
        status="Working",
        source_id=source,
        address={"city": "London"},
        tags=["warm"],
        custom_fields={"Score": "7", "Topics": ["North", "South"],
                       "Blog": "https://blog.example.com"},
    )  # fmt: skip


def _fill_deals(make: Any, v2: Envelope, known: dict[str, int]) -> None:
    fair = make("fair", "deal_sources", name="Trade fair")
    price = make("price", "loss_reasons", name="Too dear")
    make("never", "deal_unqualified_reasons", name="No budget")
    lost = next(one for one in v2.get("stages").items if one["category"] == "lost")
    deal = make(
        "deal",
        "deals",
        name="Difference Engine",
        contact_id=known["ada"],
        value="1000.50",
        currency="GBP",
        hot=True,
        source_id=fair,
        estimated_close_date="2016-01-31",
        tags=["engine"],
        custom_fields={"Signed": True, "Closed on": "2016-02-01T10:00:00Z",
                       "Terms": "Net\n30"},
    )  # fmt: skip
    make("lost", "deals", name="Looms", contact_id=known["acme"], value=12,
         loss_reason_id=price, stage_id=lost["id"])  # fmt: skip
    v2.post(
        f"deals/{deal}/associated_contacts", contact_id=known["acme"], role="involved"
    )
    plan = make("plan", "products", name="Plan", sku="p-1", cost="2", cost_currency="USD",
                prices=[{"amount": "99.99", "currency": "USD"}], max_discount=50)  # fmt: skip
    order = make("order", "orders", deal_id=deal, discount=4)
    v2.post(f"orders/{order}/line_items", product_id=plan, currency="USD",
            quantity=3, variation="-20")  # fmt: skip
    make("spare", "tags", name="spare", resource_type="deal")


def _fill_activities(make: Any, known: dict[str, int]) -> None:
    for number, (kind, name) in enumerate(
        (("lead", "lead"), ("contact", "ada"), ("contact", "acme"), ("deal", "deal"))
    ):
        make(f"note {name}", "notes", resource_type=kind, resource_id=known[name],
             content=f"Note {number}", is_important=bool(number % 2), tags=["n"])  # fmt: skip
        make(f"task {name}", "tasks", resource_type=kind, resource_id=known[name],
             content=f"Task {number}", completed=bool(number % 2),
             due_date="2015-05-01T09:00:00Z")  # fmt: skip
    make("secret", "notes", resource_type="deal", resource_id=known["deal"],
         content="For me", type="restricted")  # fmt: skip
    make("floating", "tasks", content="Water the plants")


def _fill_conversations(make: Any, tenant: Tenant, known: dict[str, int]) -> None:
    v2 = envelope_of(tenant)
    call, visit = (v2.get(f"{one}_outcomes").ids[-1] for one in ("call", "visit"))
    ada = {"resource_type": "contact", "resource_id": known["ada"]}
    deals = [known["lost"], known["deal"]]
    make("call", "calls", outcome_id=call, summary="Asked", duration=61, incoming=True,
         phone_number="+44 1", made_at="2015-04-01T08:00:00Z", external_id="x-1",
         recording_url="https://calls.example.com/1", associated_deal_ids=deals, **ada)  # fmt: skip
    make("missed", "calls", phone_number="+44 2", missed=True)
    make("collaborator", "collaborations", collaborator_id=tenant.user.pk, **ada)
    # What clients only read.
    tenant.make("text_messages", content="Hello", incoming=True, user_phone_number="1",
                sent_at="2015-04-02T08:00:00Z", resource_phone_number="2",
                associated_deal_ids=deals, lead_id=known["lead"])  # fmt: skip
    tenant.make("visits", outcome_id=visit, summary="Tea", resource_address="1 Mill Lane",
                visited_at="2015-04-03T08:00:00Z", company_id=known["acme"],
                rep_location_verification_status="verified")  # fmt: skip
    tenant.make("documents", name="offer.pdf", content_type="application/pdf", size=9,
                download_url="https://files.example.com/9", deal_id=known["deal"])  # fmt: skip


def _age(tenant: Tenant) -> None:
    """Let every record be years old, each a little younger than the one before."""
    for model in apps.get_models():
        if not issubclass(model, Record) or model._meta.proxy:
            continue
        rows = model._default_manager.for_organization(tenant.organization.pk)
        ids = rows.order_by("pk").values_list("pk", flat=True)
        for place, pk in enumerate(ids):
            made = LONG_AGO + dt.timedelta(minutes=place)
            changed = made + dt.timedelta(days=30)
            rows.filter(pk=pk).update(created_at=made, updated_at=changed)
