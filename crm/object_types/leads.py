"""Leads."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

from crm.models import Lead
from crm.models.tags import TagSubject
from crm.object_types.columns import (
    address,
    email,
    moment,
    person,
    prose,
    record_fields,
    relation,
    text,
)
from crm.tagging import TagsField
from records.schema.object_types import ObjectType

if TYPE_CHECKING:
    from collections.abc import Sequence

    from records.access.caller import Caller
    from records.schema.drafts import Draft
    from records.schema.fields import RelationField


def prepare_leads(caller: Caller, drafts: Sequence[Draft]) -> None:
    """Give a new lead to its creator."""
    for draft in drafts:
        if draft.is_new:
            draft.values.setdefault("owner_id", caller.user_id)


def _became(name: str, target: str, path: str) -> RelationField:
    return relation(name, target, path=path, writable=False)


LEADS = ObjectType(
    slug="leads",
    tally="leads",
    custom_fields_of="leads",
    label=_("Lead"),
    label_plural=_("Leads"),
    icon="person_search",
    model=Lead,
    title=("first_name", "last_name"),
    title_fallback=("organization_name",),
    search=("first_name", "last_name", "organization_name", "email"),
    prepare=prepare_leads,
    fields=record_fields(
        text("first_name", fold=True),
        text("last_name", fold=True),
        text("organization_name", fold=True),
        email(),
        text("phone", 64),
        text("mobile", 64),
        text("fax", 64),
        text("title"),
        prose("description"),
        text("status", 128, default="New", required=True, nullable=False),
        text("industry"),
        text("website", 512),
        text("linkedin_url", 512),
        text("twitter"),
        text("facebook"),
        text("skype"),
        address(),
        relation("source_id", "lead_sources"),
        relation("unqualified_reason_id", "lead_unqualified_reasons"),
        person("owner_id"),
        TagsField(name="tags", holder="lead", subject=TagSubject.LEAD),
        # What it became, told by its conversion.
        moment("converted_at", path="conversion__created_at", writable=False),
        _became("converted_contact_id", "contacts", "conversion__contact_id"),
        _became("converted_company_id", "companies", "conversion__company_id"),
        _became("converted_deal_id", "deals", "conversion__deal_id"),
    ),
)
