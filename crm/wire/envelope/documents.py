"""``/v2/documents``: files that lie elsewhere, read here."""

from crm.wire.envelope.shared import ABOUT, ABOUT_FILTERS, CREATOR, ID, TIMES
from records.dialects.envelope.keys import Key
from records.dialects.envelope.resources import Filter, Resource

DOCUMENTS = Resource(
    resource="documents",
    type="document",
    operations="RL",
    sources=("documents",),
    description=(
        "Files that belong to a lead, a contact or a deal and lie at `download_url`. They "
        "are not written here."
    ),
    keys=(
        ID,
        CREATOR,
        *ABOUT,
        Key("name"),
        Key("content_type"),
        Key("size"),
        Key("download_url"),
        *TIMES,
    ),
    filters=(*ABOUT_FILTERS, Filter("name")),
    sorts=("id", "name", "size", "created_at", "updated_at"),
    default_sort="id",
)
