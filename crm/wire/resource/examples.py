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
            "task is open while `done_date` is null. `parent_task_id` makes a subtask; "
            "subtasks have none of their own."
        ),
        sent={"text": "Send the offer", "type": "email", "due_date": _DAY},
        read={"contact_id": 42},
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
