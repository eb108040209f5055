"""Calls and text messages (contract envelope §4)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

from crm.associated_deals import AssociatedDealsField
from crm.deal_activity import activity_on
from crm.models import Call, TextMessage
from crm.object_types.columns import (
    flag,
    moment,
    person,
    prose,
    record_fields,
    relation,
    text,
)
from crm.targets import PEOPLE, hold_to_one, resolve_targets, target_fields
from records.engine.changes import now
from records.schema.fields import ColumnField
from records.schema.kinds import IntegerKind, UrlKind
from records.schema.object_types import ObjectType

if TYPE_CHECKING:
    from collections.abc import Sequence

    from records.access.caller import Caller
    from records.schema.drafts import Draft


def prepare_communications(caller: Caller, drafts: Sequence[Draft]) -> None:
    """Give a new one to the caller; let it be about one person at most."""
    for draft in drafts:
        if draft.is_new:
            draft.values.setdefault("user_id", caller.user_id)
            for name in ("made_at", "sent_at"):
                if name in draft.values and draft.values[name] is None:
                    draft.values[name] = now()  # null is none said
    resolve_targets(caller, drafts)
    hold_to_one(drafts, PEOPLE, required=False)


_ABOUT = (
    *target_fields(*PEOPLE),
    relation("contact_id", "contacts"),
    relation("company_id", "companies"),
    relation("lead_id", "leads"),
)

CALLS = ObjectType(
    slug="calls",
    tally="calls",
    label=_("Call"),
    label_plural=_("Calls"),
    icon="call",
    model=Call,
    title=("summary",),
    title_fallback=("phone_number",),
    search=("summary", "phone_number"),
    prepare=prepare_communications,
    complete=activity_on("associated_deal_ids"),
    fields=record_fields(
        *_ABOUT,
        AssociatedDealsField(
            name="associated_deal_ids", holder="call", label=_("associated deals")
        ),
        person("user_id"),
        relation("outcome_id", "call_outcomes"),
        prose("summary"),
        text("phone_number", 64),
        flag("incoming", default=False),
        flag("missed", default=False),
        moment("made_at", default=now, required=True, nullable=False),
        ColumnField(name="duration", kind=IntegerKind(minimum=0, maximum=2**31 - 1)),
        ColumnField(name="recording_url", kind=UrlKind()),
        text("external_id"),
    ),
)

TEXT_MESSAGES = ObjectType(
    slug="text_messages",
    tally="text_messages",
    label=_("Text message"),
    label_plural=_("Text messages"),
    icon="sms",
    model=TextMessage,
    title=("content",),
    search=("content", "user_phone_number", "resource_phone_number"),
    prepare=prepare_communications,
    complete=activity_on("associated_deal_ids"),
    fields=record_fields(
        *_ABOUT,
        AssociatedDealsField(
            name="associated_deal_ids",
            holder="text_message",
            label=_("associated deals"),
        ),
        person("user_id"),
        prose("content"),
        flag("incoming", default=False),
        moment("sent_at", default=now, required=True, nullable=False),
        text("user_phone_number", 64),
        text("resource_phone_number", 64),
    ),
)
