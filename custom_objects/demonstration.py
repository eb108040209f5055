"""What the demo's organization defined for itself: contracts, and fields of one's own.

Once, when the demo has the companies for it, in the transaction that stores them; what
its people make of it afterwards is theirs.
"""

from __future__ import annotations

import datetime as dt
from random import Random
from typing import TYPE_CHECKING, Any

from custom_objects.definitions import define_field, define_object, renewed
from records.engine.writer import create_records, update_records
from records.schema.registry import registry

if TYPE_CHECKING:
    from records.access.caller import Caller
    from records.schema.object_types import ObjectType

Values = dict[str, Any]

COMPANIES = 20
"""How many companies have a contract."""
PEOPLE = 60
"""Of how many people the language is known."""
_SEED = "contracts"

_PLANS = ("Starter", "Team", "Enterprise")
_FEES = {"Starter": (49, 5), "Team": (290, 25), "Enterprise": (1_900, 200)}
"""Monthly fee and seats."""
_LANGUAGES = ("English", "Spanish", "French", "German")
_LEVELS = ("Standard", "Priority", "Dedicated")

CONTRACTS: Values = {
    "label": "Contract",
    "label_plural": "Contracts",
    "slug": "contracts",
    "icon": "description",
    "description": "What a company has signed. Defined in the admin, under Schema.",
    "fields": [
        {"label": "Number", "type": "text", "is_required": True, "is_unique": True},
        {
            "label": "Company",
            "type": "reference",
            "is_required": True,
            "settings": {"object": "companies"},
        },
        {
            "label": "Stage",
            "type": "status",
            "options": [
                {"name": "Draft", "color": "#94a3b8"},
                {"name": "Signed", "color": "#3b82f6"},
                {"name": "Running", "color": "#22c55e"},
                {"name": "Ended", "color": "#ef4444", "is_terminal": True},
            ],
        },
        {"label": "Plan", "type": "dropdown", "options": list(_PLANS)},
        {"label": "Monthly fee", "type": "currency"},
        {"label": "Seats", "type": "number"},
        {"label": "Starts on", "type": "date"},
        {"label": "Renews itself", "type": "checkbox"},
        {
            "label": "Yearly value",
            "type": "formula",
            "settings": {"expression": "monthly_fee * 12"},
        },
        {"label": "Terms", "type": "long_text"},
    ],
}
_OF_CONTRACTS = {"object": "contracts", "reference": "company"}
FIELDS: dict[str, list[Values]] = {
    "contacts": [
        {"label": "Language", "type": "dropdown", "options": list(_LANGUAGES)},
        {"label": "Newsletter", "type": "checkbox"},
    ],
    "companies": [
        {"label": "Customer number", "type": "text", "is_unique": True},
        {"label": "Support level", "type": "status", "options": list(_LEVELS)},
        {
            "label": "Contracts",
            "type": "rollup",
            "settings": {**_OF_CONTRACTS, "function": "count"},
        },
        {
            "label": "Monthly fees",
            "type": "rollup",
            "settings": {**_OF_CONTRACTS, "function": "sum", "field": "monthly_fee"},
        },
    ],
    "deals": [{"label": "Competitor", "type": "text"}],
    "leads": [
        {
            "label": "Campaign",
            "type": "dropdown",
            "options": ["Spring fair", "Webinar", "Referral"],
        }
    ],
}


def furnish(caller: Caller) -> None:
    """Define the object and the fields, and give the first records values."""
    define_object(caller, values=CONTRACTS)
    for slug, fields in FIELDS.items():
        for values in fields:
            define_field(renewed(caller), object_slug=slug, values=values)
    caller = renewed(caller)
    draw = Random(_SEED)  # noqa: S311 - data, no secret
    companies = _first(caller, "companies", COMPANIES)
    create_records(
        caller,
        _type(caller, "contracts"),
        [
            _contract(draw, company_id, number)
            for number, company_id in enumerate(companies, start=1)
        ],
    )
    update_records(
        caller,
        _type(caller, "companies"),
        {
            company_id: {
                "customer_number": f"C-{number:05d}",
                "support_level": draw.choice(_LEVELS),
            }
            for number, company_id in enumerate(companies, start=1)
        },
    )
    update_records(
        caller,
        _type(caller, "contacts"),
        {
            contact_id: {
                "language": draw.choice(_LANGUAGES),
                "newsletter": draw.random() < 0.4,
            }
            for contact_id in _first(caller, "contacts", PEOPLE)
        },
    )


def _contract(draw: Random, company_id: int, number: int) -> Values:
    plan = draw.choice(_PLANS)
    fee, seats = _FEES[plan]
    starts = dt.date(2025, 1, 1) + dt.timedelta(days=draw.randrange(600))
    return {
        "number": f"CT-{number:04d}",
        "company": company_id,
        "stage": draw.choice(("Draft", "Signed", "Running", "Running", "Ended")),
        "plan": plan,
        "monthly_fee": fee,
        "seats": draw.randrange(1, seats + 1),
        "starts_on": starts,
        "renews_itself": draw.random() < 0.7,
        "terms": "Paid in advance, monthly. Notice of four weeks.",
    }


def _type(caller: Caller, slug: str) -> ObjectType:
    return registry.resolve(caller.organization, slug)


def _first(caller: Caller, slug: str, count: int) -> list[int]:
    rows = _type(caller, slug).rows(caller)
    return list(rows.order_by("pk").values_list("pk", flat=True)[:count])
