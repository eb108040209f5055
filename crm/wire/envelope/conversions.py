"""``/v2/lead_conversions``: makes contacts, and a deal, of a lead."""

from __future__ import annotations

from typing import TYPE_CHECKING

from crm.wire.envelope.shared import CREATOR, ID
from records.dialects.envelope.keys import Key
from records.dialects.envelope.resources import Filter, Resource

if TYPE_CHECKING:
    from records.dialects.envelope.incoming import Incoming


def _with_a_deal(incoming: Incoming) -> None:
    """Make a deal unless told not to: clients rely on ``deal_id`` without asking."""
    if incoming.is_new:
        incoming.values.setdefault("create_deal", True)


LEAD_CONVERSIONS = Resource(
    resource="lead_conversions",
    type="lead_conversion",
    operations="CRL",
    sources=("lead_conversions",),
    description=(
        "What leads became: with a last name an individual, with an organization's name "
        "an organization, with both both; and a deal, unless `create_deal` is false. "
        "Tags, custom fields, notes, tasks and calls go along; the lead leaves `/leads`. "
        "`owner_id` is the lead's owner unless given. The newest come first; beyond the "
        "last page that is allowed, follow `next_page`, which has a `cursor`."
    ),
    keys=(
        ID,
        CREATOR,
        Key("lead_id", required=True),
        Key("owner_id", write_only=True),
        Key("create_deal", write_only=True),
        Key("individual_id", field="contact_id", read_only=True),
        Key("organization_id", field="company_id", read_only=True),
        Key("deal_id", read_only=True),
        Key("created_at", read_only=True),
    ),
    filters=(
        Filter("lead_id"),
        Filter("individual_id", field="contact_id"),
        Filter("organization_id", field="company_id"),
        Filter("deal_id"),
    ),
    sorts=(),
    default_sort="id:desc",
    largest_page=200,
    last_page=50,
    has_cursor=True,
    prepare=_with_a_deal,
    example={"lead_id": 12, "create_deal": True},
)
