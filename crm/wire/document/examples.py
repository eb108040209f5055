"""What each object is for, and its fields as they are written and read.

Shown in the OpenAPI document; a test sends every example.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True, slots=True, kw_only=True)
class Example:
    """An object told to somebody who meets it for the first time.

    ``sent`` are field values that create a record; ``read`` what its answer says beyond
    them. ``one_of`` are groups of keys of which a new record needs one.
    """

    description: str
    one_of: tuple[tuple[str, ...], ...] = ()
    sent: dict[str, Any] = field(default_factory=dict)
    read: dict[str, Any] = field(default_factory=dict)


_DAY = "2026-03-14T00:00:00Z"
_COMPANY = {"company": "rec_companies_7", "company_name": "Analytical Engines"}
_NOTE = {
    "title": "First call",
    "text": "Wants a demonstration before the end of the quarter.",
    "date": _DAY,
    "tags": ["call"],
    "attachments": [{"url": "https://example.com/offer.pdf", "name": "offer.pdf"}],
}

_PERSON = ("contact_id",), ("company_id",)
_ANYTHING = (*_PERSON, ("deal_id",), ("lead_id",))


def _note(subject: str, key: str, target: str) -> Example:
    return Example(
        description=f"What was said and seen about {subject}.",
        sent={key: target, **_NOTE},
    )


def _lookup(description: str, name: str) -> Example:
    return Example(description=description, sent={"name": name})


EXAMPLES: dict[str, Example] = {
    "contacts": Example(
        description=(
            "People. `name` is first and last name together and is all a new contact "
            "needs; writing it splits at the last space."
        ),
        sent={
            "name": "Jane Smith",
            "email": "jane@example.com",
            "phone": "+1 (555) 987-6543",
            "status": "new",
            "source": "api",
        },
        read={"first_name": "Jane", "last_name": "Smith", **_COMPANY},
    ),
    "companies": Example(
        description="Organizations that people work for and deals are made with.",
        sent={
            "name": "Analytical Engines",
            "website": "https://engines.example",
            "industry": "Manufacturing",
            "size": "11-50",
            "address": {
                "line1": "12 St James's Square",
                "city": "London",
                "postal_code": "SW1Y 4LB",
                "state": None,
                "country": "United Kingdom",
            },
        },
    ),
    "deals": Example(
        description=(
            "What may become a sale. `stage` is the stage of the deal's pipeline: "
            "answered by its slug, written by slug or name in any case. A text that "
            "names no stage adds one to the pipeline, unless that is locked. Without "
            "`stage` a deal starts in the first one."
        ),
        sent={
            "name": "Difference Engine No. 2",
            "value": 17500.5,
            "stage": "qualified",
            "close_date": "2026-06-30",
        },
        read={
            "contact": "rec_contacts_42",
            "contact_name": "Jane Smith",
            "stage_id": "rec_stages_2",
            "currency": "USD",
            **_COMPANY,
        },
    ),
    "leads": Example(
        description="People or companies that showed interest, not yet contacts.",
        sent={
            "first_name": "Charles",
            "last_name": "Babbage",
            "organization_name": "Royal Society",
            "email": "charles@example.com",
        },
        read={"status": "New"},
    ),
    "tasks": Example(
        description=(
            "Things to do, about any combination of contact, company, deal and lead. A "
            "task is open while `done_date` is null; `completed` says the same, and "
            "writing it sets or clears that date."
        ),
        sent={"text": "Send the offer", "type": "email", "due_date": _DAY},
        read={"contact_id": "rec_contacts_42", "overdue": True},
    ),
    "contact_notes": _note("a person", "contact_id", "rec_contacts_42"),
    "company_notes": _note("a company", "company_id", "rec_companies_7"),
    "deal_notes": _note("a deal", "deal_id", "rec_deals_3"),
    "lead_notes": _note("a lead", "lead_id", "rec_leads_5"),
    "notes": Example(
        description=(
            "All notes together, whatever they are about: also those whose record was "
            "deleted for good. One of `contact_id`, `company_id`, `deal_id` and "
            "`lead_id` says what a note is about. The same notes are in `contact_notes` "
            "and so on."
        ),
        one_of=_ANYTHING,
        sent={"contact_id": "rec_contacts_42", **_NOTE},
    ),
    "calls": Example(
        description=(
            "Telephone calls with a contact, company or lead, and the deals they were "
            "about. `made_at` is now unless said otherwise, `duration` counts seconds."
        ),
        sent={
            "summary": "Wants the offer by Friday.",
            "phone_number": "+44 20 7946 0018",
            "made_at": _DAY,
            "duration": 312,
        },
        read={
            "contact_id": "rec_contacts_42",
            "associated_deal_ids": ["rec_deals_3"],
        },
    ),
    "text_messages": Example(
        description="Text messages from and to contacts, companies and leads.",
        sent={"content": "See you at ten.", "incoming": True, "sent_at": _DAY},
        read={"contact_id": "rec_contacts_42"},
    ),
    "visits": Example(
        description=(
            "Visits to contacts, companies and leads; the visitor is who created them. "
            "`rep_location_verification_status` tells whether their device was there."
        ),
        sent={
            "summary": "Saw the workshop.",
            "visited_at": _DAY,
            "resource_address": "12 St James's Square, London",
        },
        read={"contact_id": "rec_contacts_42"},
    ),
    "documents": Example(
        description=(
            "Files that lie elsewhere and belong to a contact, company, deal or lead: "
            "their address, and what one should know before fetching them."
        ),
        sent={
            "name": "offer.pdf",
            "content_type": "application/pdf",
            "size": 48213,
            "download_url": "https://example.com/offer.pdf",
        },
        read={"deal_id": "rec_deals_3"},
    ),
    "collaborations": Example(
        description=(
            "Colleagues who work on a contact, company, deal or lead along with its "
            "owner. They are added and deleted, not changed."
        ),
        one_of=_ANYTHING,
        sent={"contact_id": "rec_contacts_42", "collaborator_id": "user_2"},
    ),
    "lead_conversions": Example(
        description=(
            "Leads that became a person (`contact_id`), an organization (`company_id`) "
            "or both, and a deal if `create_deal` is true. Creating one converts the "
            "lead: new records are made from it, none that is there is used; its tags, "
            "its values of fields that both have, its notes, tasks and whatever else is "
            "about it go to the person, or to the organization alone; the lead is "
            "archived. A lead is converted once."
        ),
        sent={"lead_id": "rec_leads_5", "create_deal": True},
        read={
            "contact_id": "rec_contacts_42",
            "company_id": "rec_companies_7",
            "deal_id": "rec_deals_3",
        },
    ),
    "products": Example(
        description=(
            "What is sold, with a price in each currency it is sold in. Only "
            "administrators change the catalogue."
        ),
        sent={
            "name": "Mill",
            "sku": "AE-1",
            "prices": [{"amount": 1200.5, "currency": "USD"}],
        },
    ),
    "orders": Example(
        description="What was ordered with a deal, which has one order at most.",
        sent={"deal_id": "rec_deals_3", "discount": 5},
        read={"deal_name": "Difference Engine No. 2"},
    ),
    "line_items": Example(
        description=(
            "The lines of an order: a product, how many of it and at which price. A "
            "line is not changed: another one takes its place."
        ),
        sent={
            "order_id": "rec_orders_2",
            "product_id": "rec_products_1",
            "quantity": 2,
            "currency": "USD",
        },
        read={"name": "Mill", "sku": "AE-1", "price": 1200.5, "value": 1200.5},
    ),
    "associated_contacts": Example(
        description="Who else has to do with a deal: a person or a company.",
        one_of=_PERSON,
        sent={"deal_id": "rec_deals_3", "contact_id": "rec_contacts_42"},
        read={"deal_name": "Difference Engine No. 2", "contact_name": "Jane Smith"},
    ),
    "tags": Example(
        description=(
            "The names that records can be tagged with. One that is used for the first "
            "time appears here by itself."
        ),
        sent={"name": "partner", "color": "#7c3aed", "resource_type": "contact"},
    ),
    "pipelines": Example(
        description="The ways along which deals are won.",
        sent={"name": "Partner sales"},
    ),
    "stages": Example(
        description="The steps of a pipeline, in the order of `position`.",
        sent={
            "name": "Negotiation",
            "pipeline_id": "rec_pipelines_1",
            "category": "in_progress",
            "position": 4,
            "likelihood": 60,
        },
        read={"slug": "Negotiation", "pipeline_name": "Sales Pipeline"},
    ),
    "deal_sources": _lookup("Where deals come from.", "Trade fair"),
    "lead_sources": _lookup("Where leads come from.", "Newsletter"),
    "loss_reasons": _lookup("Why deals are lost.", "Price"),
    "deal_unqualified_reasons": _lookup("Why deals are dropped.", "No need"),
    "lead_unqualified_reasons": _lookup("Why leads are dropped.", "Not a customer"),
    "call_outcomes": _lookup("How calls end.", "Line busy"),
    "visit_outcomes": _lookup("How visits end.", "Moved away"),
    "configuration": Example(
        description=(
            "One JSON object in which a client application keeps its settings for the "
            "whole organization. There is at most one record."
        ),
        sent={"config": {"title": "Analytical CRM", "taskTypes": ["call", "email"]}},
    ),
    "automation_rules": Example(
        description="Rules that a client application runs; kept here as they are sent.",
        sent={
            "name": "Thank after a win",
            "enabled": True,
            "workflow_definition": {"nodes": [], "edges": []},
        },
    ),
    "crm_users": Example(
        description=(
            "The people of the organization as records; `GET /api/crm/users` is the "
            "short way to them."
        ),
        read={
            "first_name": "Grace",
            "last_name": "Hopper",
            "email": "grace@example.com",
            "role": "admin",
            "administrator": True,
        },
    ),
    "companies_summary": Example(
        description="Companies with the number of their deals and contacts.",
        read={"name": "Analytical Engines", "nb_deals": 3, "nb_contacts": 12},
    ),
    "contacts_summary": Example(
        description="Contacts with the number of their tasks, done or not.",
        read={
            "first_name": "Jane",
            "last_name": "Smith",
            "name": "Jane Smith",
            **_COMPANY,
            "nb_tasks": 2,
        },
    ),
}
