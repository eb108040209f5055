"""Leads."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

from crm.models import Lead
from crm.models.tags import TagSubject
from crm.object_types.columns import (
    address,
    email,
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


def prepare_leads(caller: Caller, drafts: Sequence[Draft]) -> None:
    """Give a new lead to its creator."""
    for draft in drafts:
        if draft.is_new:
            draft.values.setdefault("owner_id", caller.user_id)


LEADS = ObjectType(
    slug="leads",
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
    ),
)
