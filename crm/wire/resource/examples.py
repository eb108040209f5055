"""What each resource is for, and a record as it is written and read.

Shown in the OpenAPI document; a test sends every example.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True, slots=True, kw_only=True)
class Example:
    """A resource told to somebody who meets it for the first time.

    ``sent`` is a body that creates a record; ``read`` what its answer says beyond it;
    ``one_of`` are keys of which a new record needs one group.
    """

    description: str
    one_of: tuple[tuple[str, ...], ...] = ()
    sent: dict[str, Any] = field(default_factory=dict)
    read: dict[str, Any] = field(default_factory=dict)


_DAY = "2026-03-14T00:00:00.000Z"
_COMPANY = {"company_id": 7, "company_name": "Analytical Engines"}
_NOTE = {
    "title": "First call",
    "text": "Wants a demonstration before the end of the quarter.",
    "date": _DAY,
    "tags": ["call"],
    "attachments": [{"url": "https://example.com/offer.pdf", "name": "offer.pdf"}],
}


_TARGET = {"resource_type": "contact", "resource_id": 42}


def _lookup(description: str, name: str) -> Example:
    return Example(description=description, sent={"name": name})


EXAMPLES: dict[str, Example] = {
    "contacts": Example(
        description=(
            "People: who they are, how to reach them, which company they work for. "
            "`name` is first and last name together; writing it splits at the last "
            "space. Two records of one person are united by `POST /api/merge_contacts`."
        ),
        sent={
            "first_name": "Ada",
            "last_name": "Lovelace",
            "email": "ada@example.com",
            "title": "Head of Research",
            "tags": ["speaker"],
        },
        read={"name": "Ada Lovelace", **_COMPANY},
    ),
    "companies": Example(
        description=(
            "Organizations that people work for and deals are made with. Written "
            "`category` may also be an array of strings, which is kept joined with "
            "commas. Doubles are united by `POST /api/merge_companies`."
        ),
        sent={
            "name": "Analytical Engines",
            "domain": "engines.example",
            "category": "Manufacturing",
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
            "What may become a sale: an amount, a stage of a pipeline, the person and "
            "the company it is about. `status` is the stage by its slug and accepts the "
            "stage's name in any case; a text that names no stage adds one to the "
            "pipeline, unless that is locked. Without `status` and `stage_id` a deal "
            "starts in the first stage."
        ),
        sent={
            "name": "Difference Engine No. 2",
            "status": "qualified",
            "amount": 17500,
            "currency": "GBP",
            "estimated_close_date": "2026-06-30",
        },
        read={
            **_COMPANY,
            "contact_id": 42,
            "contact_name": "Ada Lovelace",
            "stage_id": 2,
        },
    ),
    "leads": Example(
        description=(
            "People or companies that showed interest and are not yet contacts. "
            "`status` is free text and starts as `New`."
        ),
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
            "writing it sets or clears that date. `parent_task_id` makes a subtask; "
            "subtasks have none of their own. `resource_type` and `resource_id` name "
            "one of the records a task is about: the deal, else the lead, the contact, "
            "the company."
        ),
        sent={"text": "Send the offer", "type": "email", "due_date": _DAY},
        read={"contact_id": 42, **_TARGET, "overdue": True},
    ),
    "contact_notes": Example(
        description="What was said and seen about a person.",
        sent={"contact_id": 42, **_NOTE},
    ),
    "company_notes": Example(
        description="What was said and seen about a company.",
        sent={"company_id": 7, **_NOTE},
    ),
    "deal_notes": Example(
        description="What was said and seen about a deal.",
        sent={"deal_id": 3, **_NOTE},
    ),
    "lead_notes": Example(
        description="What was said and seen about a lead.",
        sent={"lead_id": 5, **_NOTE},
    ),
    "notes": Example(
        description=(
            "All notes together, whatever they are about: also those whose record was "
            "deleted for good. `resource_type` (`contact`, which covers companies, "
            "`deal` or `lead`) and `resource_id` name what a note is about, as does the "
            "one of `contact_id`, `company_id`, `deal_id` and `lead_id` that is set; "
            "written, either will do. The same notes are in `contact_notes` and so on."
        ),
        one_of=(
            ("resource_type", "resource_id"),
            ("contact_id",),
            ("company_id",),
            ("deal_id",),
            ("lead_id",),
        ),
        sent={**_NOTE, "contact_id": 42},
        read={"resource_type": "contact", "resource_id": 42},
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
            "contact_id": 42,
        },
        read={**_TARGET, "associated_deal_ids": [3]},
    ),
    "text_messages": Example(
        description="Text messages from and to contacts, companies and leads.",
        sent={
            "content": "See you at ten.",
            "incoming": True,
            "sent_at": _DAY,
            "contact_id": 42,
        },
        read=_TARGET,
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
            "contact_id": 42,
        },
        read=_TARGET,
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
            "deal_id": 3,
        },
        read={"resource_type": "deal", "resource_id": 3},
    ),
    "collaborations": Example(
        description=(
            "Colleagues who work on a contact, company, deal or lead along with its "
            "owner. They are added and deleted, not changed."
        ),
        one_of=(
            ("resource_type", "resource_id"),
            ("contact_id",),
            ("company_id",),
            ("deal_id",),
            ("lead_id",),
        ),
        sent={"contact_id": 42, "collaborator_id": 2},
        read=_TARGET,
    ),
    "lead_conversions": Example(
        description=(
            "Leads that became a person (`contact_id`), an organization (`company_id`) "
            "or both, and a deal if `create_deal` is true. Creating one converts the "
            "lead: new records are made from it, none that is there is used; its tags, "
            "its values of fields that both have, its notes, tasks and whatever else is "
            "about it go to the person, or to the organization alone; the lead is "
            "archived. A lead is converted once, by one transaction."
        ),
        sent={"lead_id": 5, "create_deal": True},
        read={"contact_id": 42, "company_id": 7, "deal_id": 3},
    ),
    "products": Example(
        description=(
            "What can be put on an order. `prices` is a set with at most one price per "
            "currency; sent, it replaces the whole, and it is read sorted by currency. "
            "`max_discount` and `max_markup` bound, in percent, how far a line may "
            "deviate from the price; null means no bound. Writing needs the role admin."
        ),
        sent={
            "name": "Analytical Engine",
            "sku": "AE-1",
            "active": True,
            "prices": [
                {"amount": 1599.99, "currency": "EUR"},
                {"amount": 1450, "currency": "GBP"},
            ],
            "cost": 900,
            "cost_currency": "GBP",
            "max_discount": 20,
            "max_markup": 10,
        },
    ),
    "orders": Example(
        description=(
            "What a deal is about to sell. A deal has at most one order, and an order "
            "stays with its deal; while one of both is archived, the order and its "
            "lines are gone from lists."
        ),
        sent={"deal_id": 3, "discount": 5},
        read={"deal_name": "Difference Engine No. 2"},
    ),
    "line_items": Example(
        description=(
            "Products on orders, as they were when they were put there: name, SKU, "
            "description and price are copied from the product. `value` is the unit "
            "price changed by `variation` percent; one of both may be sent, and "
            "`variation` wins over `value`. A line is not changed: delete it and add "
            "another."
        ),
        sent={
            "order_id": 11,
            "product_id": 12,
            "currency": "EUR",
            "quantity": 2,
            "variation": -10,
        },
        read={
            "name": "Analytical Engine",
            "sku": "AE-1",
            "price": 1599.99,
            "value": 1439.99,
        },
    ),
    "associated_contacts": Example(
        description=(
            "People and organizations involved in a deal besides its `contact_id` and "
            "`company_id`: each at most once, one of `contact_id` and `company_id` in "
            "each."
        ),
        one_of=(("contact_id",), ("company_id",)),
        sent={"deal_id": 3, "contact_id": 42},
        read={
            "role": "involved",
            "deal_name": "Difference Engine No. 2",
            "contact_name": "Ada Lovelace",
        },
    ),
    "tags": Example(
        description=(
            "The names that records can be tagged with, and their colors. Records carry "
            "them as a list of names in `tags`; a name that is used for the first time "
            "appears here by itself."
        ),
        sent={"name": "partner", "color": "#7c3aed", "resource_type": "contact"},
    ),
    "pipelines": Example(
        description=(
            "The ways along which deals are won. A locked pipeline takes no new stages "
            "from the `status` of a deal."
        ),
        sent={"name": "Partner sales"},
    ),
    "stages": Example(
        description="The steps of a pipeline, in the order of `position`.",
        sent={
            "name": "Negotiation",
            "pipeline_id": 1,
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
            "whole organization. There is at most one: any id in a path means it, "
            "`POST` creates or replaces it, and it is replaced whole."
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
            "The members of the organization, to be pointed at by `owner_id`, "
            "`assignee_id` and `crm_user_id`. They are invited and changed in the admin."
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
        description=(
            "Companies with the number of their deals (archived ones count) and "
            "contacts."
        ),
        read={"name": "Analytical Engines", "nb_deals": 3, "nb_contacts": 12},
    ),
    "contacts_summary": Example(
        description="Contacts with the number of their tasks, done or not.",
        read={
            "first_name": "Ada",
            "last_name": "Lovelace",
            "name": "Ada Lovelace",
            **_COMPANY,
            "nb_tasks": 2,
        },
    ),
}
