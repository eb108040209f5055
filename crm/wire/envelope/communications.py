"""``/v2/calls`` and ``/v2/text_messages``: what was said by telephone."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from crm.wire.envelope.shared import ABOUT, ABOUT_FILTERS, ID, TIMES, about_together
from records.dialects.envelope.keys import Key
from records.dialects.envelope.resources import Filter, Resource
from records.schema.kinds import ReferenceKind

if TYPE_CHECKING:
    from records.dialects.envelope.incoming import Incoming
    from records.dialects.envelope.keys import Known, Reader
    from records.schema.fields import Row


@dataclass(frozen=True, kw_only=True)
class IdsKey(Key):
    """Ids in the order given, replaced as a set: never null, and null changes nothing."""

    def reader(self, known: Known) -> Reader:
        read = known[self.neutral].read

        def show(row: Row) -> list[int]:
            return list(read(row) or ())

        return show

    def write(self, value: object, incoming: Incoming) -> None:
        if value is not None:
            incoming.values[self.neutral] = value

    def read_schema(self, known: Known) -> dict[str, Any]:
        schema = known[self.neutral].kind.json_schema()
        return {**schema, "description": "In the order given."}


_DEALS = IdsKey("associated_deal_ids")

CALLS = Resource(
    resource="calls",
    type="call",
    sources=("calls",),
    description=(
        "Telephone calls, about a lead or a contact or nobody known, and perhaps about "
        "deals. The newest come first; there is no other order."
    ),
    keys=(
        ID,
        Key("user_id"),
        Key("summary"),
        Key("recording_url"),
        Key("outcome_id"),
        Key("duration"),
        Key("phone_number"),
        Key("incoming"),
        Key("missed"),
        *ABOUT,
        _DEALS,
        Key("made_at"),
        Key("external_id"),
        *TIMES,
    ),
    filters=(
        *ABOUT_FILTERS,
        Filter(
            "associated_deal_id",
            field="associated_deal_ids",
            kind=ReferenceKind(target="deals"),
            description="Only calls that are about this deal too.",
        ),
    ),
    sorts=(),
    default_sort="made_at:desc",
    example={"phone_number": "+44 20 7946 0018", "summary": "Asked for an offer"},
)

TEXT_MESSAGES = Resource(
    resource="text_messages",
    type="text_message",
    operations="RL",
    sources=("text_messages",),
    description="Text messages with a lead or a contact. They are not written here.",
    keys=(
        ID,
        Key("content", read_only=True),
        Key("incoming", read_only=True),
        Key("sent_at", read_only=True),
        Key("user_id", read_only=True),
        Key("user_phone_number", read_only=True),
        *ABOUT,
        Key("resource_phone_number", read_only=True),
        _DEALS,
        *TIMES,
    ),
    filters=about_together(),
    sorts=("id", "sent_at", "created_at", "updated_at"),
    default_sort="id:desc",
    sorts_descending=True,
)
