"""Sources, reasons and outcomes: short lists to choose from."""

from crm.wire.envelope.shared import CREATOR, ID, TIMES
from records.dialects.envelope.keys import Constant, Key
from records.dialects.envelope.resources import Filter, Resource

_SORTS = ("id", "name", "updated_at", "created_at")
_NAMED = (ID, CREATOR, Key("name", required=True))


def _source(resource: str, singular: str, source: str, subject: str) -> Resource:
    return Resource(
        resource=resource,
        type=singular,
        sources=(source,),
        description=f"Where {subject}s come from.",
        keys=(*_NAMED, Constant("resource_type", value=subject), *TIMES),
        filters=(Filter("name"),),
        sorts=_SORTS,
        default_sort="id",
        # The same rows under their older name: told once.
        in_sync=resource == source,
        example={"name": "Word of mouth"},
    )


def _reason(
    resource: str, singular: str, description: str, *, operations: str = "CRUDL"
) -> Resource:
    return Resource(
        resource=resource,
        type=singular,
        operations=operations,
        sources=(resource,),
        description=description,
        keys=(*_NAMED, *TIMES),
        filters=(Filter("name"),),
        sorts=_SORTS,
        default_sort="id",
        example={"name": "We were too expensive"},
    )


def _outcome(resource: str, singular: str, description: str) -> Resource:
    return Resource(
        resource=resource,
        type=singular,
        operations="L",
        sources=(resource,),
        description=f"{description} The list is kept in the admin.",
        keys=(ID, CREATOR, Key("name"), *TIMES),
        filters=(Filter("name"),),
        sorts=_SORTS,
        default_sort="id",
    )


LOOKUPS = (
    _source("deal_sources", "deal_source", "deal_sources", "deal"),
    _source("lead_sources", "lead_source", "lead_sources", "lead"),
    _source("sources", "source", "deal_sources", "deal"),
    _reason("loss_reasons", "loss_reason", "Why deals are lost."),
    _reason(
        "deal_unqualified_reasons", "deal_unqualified_reason", "Why deals are dropped."
    ),
    _reason(
        "lead_unqualified_reasons",
        "lead_unqualified_reason",
        "Why leads are dropped. The list is kept in the admin.",
        operations="L",
    ),
    _outcome("call_outcomes", "call_outcome", "How calls end."),
    _outcome("visit_outcomes", "visit_outcome", "How visits end."),
)
