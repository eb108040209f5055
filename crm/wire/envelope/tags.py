"""``/v2/tags``."""

from crm.wire.envelope.shared import CREATED_BY, CREATOR, ID, TIMES
from records.dialects.envelope.keys import Key
from records.dialects.envelope.resources import Filter, Resource

TAGS = Resource(
    resource="tags",
    type="tag",
    sources=("tags",),
    description=(
        "The names that leads, contacts and deals are tagged with. A name that a record "
        "uses for the first time appears here by itself; renaming a tag shows on every "
        "record, deleting one takes it off all of them."
    ),
    keys=(
        ID,
        CREATOR,
        Key("name", required=True),
        Key("resource_type", required=True),
        *TIMES,
    ),
    filters=(CREATED_BY, Filter("name"), Filter("resource_type")),
    sorts=("updated_at", "name", "created_at", "id", "resource_type"),
    default_sort="updated_at",
    example={"name": "publisher", "resource_type": "contact"},
)
