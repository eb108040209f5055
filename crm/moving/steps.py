"""What is copied, in which order, and what its keys point at: the table of a move.

A record is written as if it had been sent to ``/v2`` here, so the keys and their
meaning are those of :mod:`crm.wire.envelope`; a step adds what only a copy may say.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from crm.models import Product
from crm.moving.ledger import Fault

if TYPE_CHECKING:
    from records.access.caller import Caller

Amend = Callable[["Caller", dict[str, Any], list[Fault]], bool]
"""Returns whether the record is to be copied."""

TIMES = ("created_at", "updated_at")
ORIGIN = ("creator_id", *TIMES)

USERS = "users"
CONTACTS = "contacts"
_CREATOR = {"creator_id": USERS}
_OWNER = {**_CREATOR, "owner_id": USERS}

ABOUT: Mapping[str, str] = {"lead": "leads", "contact": CONTACTS, "deal": "deals"}
"""The resource that each ``resource_type`` means."""


@dataclass(frozen=True, kw_only=True)
class Step:
    """One collection of the other server and how its records are taken over.

    ``references`` are keys whose value is the id (or ids) of records of a resource;
    those of the step's own resource may come later than what points at them.
    ``is_about`` says that ``resource_type`` and ``resource_id`` name a record.
    ``keeps`` are keys that clients cannot write and a copy takes over. Rows with the
    same ``alike`` fields are the same: they stand for each other instead of being
    copied. ``parent`` is the resource below whose records the collection lies, each of
    which ``known_by`` the key that stands for it there. ``amend`` may change what a
    record says, its references already being ours, add faults, and refuse it.
    """

    resource: str
    parameters: Mapping[str, str] = field(default_factory=dict)
    references: Mapping[str, str] = field(default_factory=dict)
    is_about: bool = False
    keeps: tuple[str, ...] = ORIGIN
    alike: tuple[str, ...] = ()
    parent: str = ""
    known_by: str = "id"
    is_verbatim: bool = False
    """Whether the type's own derivations are left out: what was agreed on stays as it
    was, whatever it would cost today."""
    amend: Amend | None = None

    @property
    def own_references(self) -> tuple[str, ...]:
        """The keys that point at records of the same resource."""
        return tuple(
            key for key, target in self.references.items() if target == self.resource
        )


def _list(resource: str, *alike: str, **references: str) -> Step:
    return Step(
        resource=resource,
        parameters={"sort_by": "id"},
        references={**_CREATOR, **references},
        alike=alike,
    )


def _people(*, is_organization: bool, **references: str) -> Step:
    return Step(
        resource=CONTACTS,
        parameters={
            "is_organization": str(is_organization).lower(),
            "sort_by": "created_at",
        },
        references={**_OWNER, **references},
    )


def _keep_for_author(
    _caller: Caller, told: dict[str, Any], faults: list[Fault]
) -> bool:
    """Refuse a note for its author's eyes whose author nobody here is."""
    if told.get("type") != "restricted" or told.get("creator_id") is not None:
        return True
    faults.append(Fault("type", "Only its author may read it, who is unknown here."))
    return False


def _find_product(caller: Caller, told: dict[str, Any], faults: list[Fault]) -> bool:
    """Tell of a line which product it is: no answer of the dialect does."""
    rows = Product.objects.for_organization(caller.organization_id).live()
    alike = rows.filter(name=told.get("name") or "", sku=told.get("sku"))
    found = alike.order_by("pk").values_list("pk", flat=True).first()
    if found is None:
        message = "There is no product of this name and SKU; the line keeps its words."
        faults.append(Fault("product_id", message))
    told["product_id"] = found
    return True


STEPS = (
    _list("deal_sources", "name"),
    _list("lead_sources", "name"),
    _list("loss_reasons", "name"),
    _list("deal_unqualified_reasons", "name"),
    _list("lead_unqualified_reasons", "name"),
    _list("call_outcomes", "name"),
    _list("visit_outcomes", "name"),
    _list("pipelines", "name"),
    _list("stages", "pipeline_id", "name", pipeline_id="pipelines"),
    Step(
        resource="tags",
        parameters={"sort_by": "created_at"},
        references=_CREATOR,
        alike=("name", "resource_type"),
    ),
    # Organizations first: people belong to them.
    _people(is_organization=True, parent_organization_id=CONTACTS),
    _people(is_organization=False, contact_id=CONTACTS),
    Step(
        resource="leads",
        parameters={"sort_by": "created_at"},
        references={
            **_OWNER,
            "source_id": "lead_sources",
            "unqualified_reason_id": "lead_unqualified_reasons",
        },
    ),
    Step(
        resource="deals",
        parameters={"sort_by": "id"},
        references={
            **_OWNER,
            "contact_id": CONTACTS,
            "organization_id": CONTACTS,
            "stage_id": "stages",
            "source_id": "deal_sources",
            "loss_reason_id": "loss_reasons",
            "unqualified_reason_id": "deal_unqualified_reasons",
            "last_stage_change_by_id": USERS,
        },
        keeps=(
            *ORIGIN,
            "organization_id",
            "last_activity_at",
            "last_stage_change_by_id",
        ),
    ),
    Step(
        resource="associated_contacts",
        references={"contact_id": CONTACTS},
        keeps=TIMES,
        parent="deals",
        known_by="contact_id",
    ),
    Step(resource="products", parameters={"sort_by": "id"}, keeps=TIMES),
    Step(
        resource="orders",
        parameters={"sort_by": "id"},
        references={"deal_id": "deals"},
        keeps=TIMES,
    ),
    Step(
        resource="line_items",
        keeps=("name", "sku", "description", "price", *TIMES),
        parent="orders",
        is_verbatim=True,
        amend=_find_product,
    ),
    Step(
        resource="notes",
        parameters={"sort_by": "created_at"},
        references=_CREATOR,
        is_about=True,
        amend=_keep_for_author,
    ),
    Step(
        resource="tasks",
        parameters={"sort_by": "created_at"},
        references=_OWNER,
        is_about=True,
        keeps=(*ORIGIN, "completed_at"),
    ),
    # The only order that calls have is the newest first.
    Step(
        resource="calls",
        references={
            "user_id": USERS,
            "outcome_id": "call_outcomes",
            "associated_deal_ids": "deals",
        },
        is_about=True,
        keeps=TIMES,
    ),
    Step(
        resource="text_messages",
        parameters={"sort_by": "id:asc"},
        references={"user_id": USERS, "associated_deal_ids": "deals"},
        is_about=True,
        keeps=(
            "content",
            "incoming",
            "sent_at",
            "user_id",
            "user_phone_number",
            "resource_phone_number",
            *TIMES,
        ),
    ),
    Step(
        resource="visits",
        parameters={"sort_by": "id"},
        references={**_CREATOR, "outcome_id": "visit_outcomes"},
        is_about=True,
    ),
    Step(
        resource="documents",
        parameters={"sort_by": "id"},
        references=_CREATOR,
        is_about=True,
    ),
    Step(
        resource="collaborations",
        references={**_CREATOR, "collaborator_id": USERS},
        is_about=True,
    ),
)
