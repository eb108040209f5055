"""``/v2/leads``."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from crm.wire.envelope.shared import (
    ADDRESS,
    ADDRESS_FILTERS,
    CREATED_BY,
    CREATOR,
    ID,
    OWNER,
    REACH,
    TAGS,
    TIMES,
    with_address_parts,
)
from records.dialects.envelope.keys import Key
from records.dialects.envelope.resources import Filter, Resource
from records.schema.problems import Code

if TYPE_CHECKING:
    from records.dialects.envelope.incoming import Incoming


def _need_a_name(incoming: Incoming) -> None:
    """A lead has a last name or an organization's; one error when it has neither."""
    if incoming.is_blank("last_name") and incoming.is_blank("organization_name"):
        incoming.fail(
            "last_name",
            _("A lead needs a last name or the name of an organization."),
            Code.BLANK,
        )


LEADS = Resource(
    resource="leads",
    type="lead",
    sources=("leads",),
    description="People or organizations that showed interest and are no contacts yet.",
    keys=(
        ID,
        CREATOR,
        OWNER,
        Key("first_name"),
        Key("last_name"),
        Key("organization_name"),
        Key("status"),
        Key("source_id"),
        Key("unqualified_reason_id"),
        Key("title"),
        *REACH,
        ADDRESS,
        TAGS,
        *TIMES,
    ),
    has_custom_fields=True,
    custom_fields_under=("lead",),
    has_upsert=True,
    filters=(
        CREATED_BY,
        Filter("owner_id"),
        Filter("source_id"),
        Filter("status"),
        Filter("first_name"),
        Filter("last_name"),
        Filter("organization_name"),
        Filter("email"),
        Filter("phone"),
        Filter("mobile"),
        *ADDRESS_FILTERS,
    ),
    sorts=(
        "id",
        "last_name",
        "first_name",
        "organization_name",
        "status",
        "email",
        "created_at",
        "updated_at",
    ),
    default_sort="updated_at",
    view=with_address_parts,
    prepare=_need_a_name,
    example={
        "first_name": "Charles",
        "last_name": "Babbage",
        "organization_name": "Royal Society",
        "email": "charles@example.com",
    },
)
