"""``/v2/pipelines`` and ``/v2/stages``: read here, kept in the admin."""

from crm.wire.envelope.shared import ID, TIMES
from records.dialects.envelope.keys import Key
from records.dialects.envelope.resources import Filter, Resource

PIPELINES = Resource(
    resource="pipelines",
    type="pipeline",
    operations="L",
    sources=("pipelines",),
    description="The ways along which deals are won.",
    keys=(ID, Key("name"), Key("disabled"), *TIMES),
    filters=(Filter("name"),),
    sorts=("id", "name", "position", "disabled", "created_at", "updated_at"),
    default_sort="id",
)

STAGES = Resource(
    resource="stages",
    type="stage",
    operations="L",
    sources=("stages",),
    description="The steps of the pipelines. `active` tells whether a deal is open there.",
    keys=(
        ID,
        Key("name"),
        Key("category"),
        Key("active"),
        Key("position"),
        Key("likelihood"),
        Key("pipeline_id"),
        *TIMES,
    ),
    filters=(Filter("pipeline_id"), Filter("active"), Filter("name")),
    sorts=(
        "id",
        "position",
        "name",
        "category",
        "likelihood",
        "pipeline_id",
        "created_at",
        "updated_at",
    ),
    default_sort="id",
)
