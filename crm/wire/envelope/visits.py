"""``/v2/visits``: who was visited, read here."""

from crm.wire.envelope.shared import (
    ABOUT,
    CREATED_BY,
    CREATOR,
    ID,
    TIMES,
    about_together,
)
from records.dialects.envelope.keys import Key
from records.dialects.envelope.resources import Filter, Resource

VISITS = Resource(
    resource="visits",
    type="visit",
    operations="L",
    sources=("visits",),
    description=(
        "Visits to leads and contacts; who visited is the creator. They are not written "
        "here."
    ),
    keys=(
        ID,
        CREATOR,
        Key("outcome_id"),
        *ABOUT,
        Key("resource_address"),
        Key("rep_location_verification_status"),
        Key("summary"),
        Key("visited_at"),
        *TIMES,
    ),
    filters=(
        Filter("outcome_id"),
        CREATED_BY,
        *about_together(),
        Filter("rep_location_verification_status"),
    ),
    sorts=("id", "visited_at", "created_at", "updated_at"),
    default_sort="id",
)
