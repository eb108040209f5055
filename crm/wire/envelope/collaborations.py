"""``/v2/collaborations``: colleagues who work on a record along with its owner."""

from dataclasses import replace

from crm.wire.envelope.shared import (
    ABOUT,
    ABOUT_FILTERS,
    CREATED_BY,
    CREATOR,
    ID,
    TIMES,
)
from records.dialects.envelope.keys import Key
from records.dialects.envelope.resources import Resource

COLLABORATIONS = Resource(
    resource="collaborations",
    type="collaboration",
    operations="CRDL",
    sources=("collaborations",),
    description=(
        "A colleague who works on a lead, a contact or a deal; its owner may be one, too. "
        "A collaboration is not changed: delete it and add another."
    ),
    keys=(
        ID,
        CREATOR,
        *(replace(one, required=True) for one in ABOUT),
        Key("collaborator_id", required=True),
        *TIMES,
    ),
    filters=(CREATED_BY, *ABOUT_FILTERS),
    sorts=("id", "created_at", "updated_at"),
    default_sort="id",
    ignores_includes=True,
    example={"resource_type": "contact", "resource_id": 42, "collaborator_id": 3},
)
