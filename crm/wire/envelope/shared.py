"""The keys and filters that many tables repeat."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from records.dialects.envelope.keys import AddressKey, Key, TagsKey
from records.dialects.envelope.resources import Filter
from records.schema.fields import ColumnField, Field
from records.schema.kinds import TextKind

if TYPE_CHECKING:
    from records.schema.object_types import ObjectType

ID = Key("id", read_only=True)
CREATOR = Key("creator_id", field="crm_user_id", read_only=True)
TIMES = (Key("created_at", read_only=True), Key("updated_at", read_only=True))
ADDRESS = AddressKey("address")
TAGS = TagsKey("tags")
OWNER = Key("owner_id")

# What an activity is about: the two fields that the types themselves have for it.
ABOUT = (Key("resource_type"), Key("resource_id"))

# How to reach a person or an organization; the same keys for contacts and leads.
REACH = (
    Key("description"),
    Key("industry"),
    Key("website"),
    Key("email"),
    Key("phone"),
    Key("mobile"),
    Key("fax"),
    Key("twitter"),
    Key("facebook"),
    Key("linkedin", field="linkedin_url"),
    Key("skype"),
)

CREATED_BY = Filter("creator_id", field="crm_user_id")
ADDRESS_PARTS = ("city", "postal_code", "country")
ADDRESS_FILTERS = tuple(
    Filter(f"address[{part}]", field=f"address_{part}") for part in ADDRESS_PARTS
)

ABOUT_FILTERS = (Filter("resource_type"), Filter("resource_id"))


def about_together() -> tuple[Filter, Filter]:
    """Return the filters by what it is about where each needs the other."""
    by_type, by_id = ABOUT_FILTERS
    return replace(by_type, needs=by_id.name), replace(by_id, needs=by_type.name)


def with_address_parts(object_type: ObjectType) -> ObjectType:
    """Return a type to read through, whose addresses can be asked for by a part."""
    parts: tuple[Field, ...] = tuple(
        ColumnField(
            name=f"address_{part}",
            kind=TextKind(),
            path=f"address__{part}",
            writable=False,
        )
        for part in ADDRESS_PARTS
    )
    return replace(object_type, fields=(*object_type.fields, *parts))
