"""The built-in resources as the oracle sees them."""

from typing import Any

from records.schema.fields import ComputedField, Field
from records.schema.object_types import ObjectType
from records.schema.registry import registry
from tests.equivalence import oracle
from tests.equivalence.alphabets import AGREEING, FOLDED

# A kind's name to how the oracle compares its values. A kind that is not here makes
# every test of a resource that has it fail.
MEANINGS: dict[str, type[oracle.Values]] = {
    "text": oracle.Text,
    "choice": oracle.Text,
    "url": oracle.Text,
    "email": oracle.Email,
    "number": oracle.Number,
    "integer": oracle.Number,
    "reference": oracle.Number,
    "boolean": oracle.Truth,
    "moment": oracle.Moment,
    "date": oracle.Day,
    "names": oracle.Names,
    "texts": oracle.Structure,
    "object": oracle.Structure,
    "address": oracle.Structure,
    "attachments": oracle.Structure,
    "prices": oracle.Structure,
    "references": oracle.References,
}

SLUGS = tuple(one.slug for one in registry.built_in())


def resource(object_type: ObjectType, stages: list[oracle.Row]) -> oracle.Resource:
    """Return a resource for the oracle; a deal's status needs the stages."""
    fields: dict[str, oracle.Values] = {}
    for one in object_type.fields:
        if object_type.slug == "deals" and one.name == "status":
            by_id = {stage["id"]: stage for stage in stages}
            fields[one.name] = oracle.Status(one.name, by_id)
        else:
            fields[one.name] = MEANINGS[one.kind.name](one.name)
    return oracle.Resource(
        object_type.slug,
        fields,
        object_type.search,
        tuple((one.field, one.descending) for one in object_type.default_sorts),
    )


def alphabet(one: Field) -> str:
    """Return the characters whose comparison is promised for a field."""
    keeps_fold = getattr(one, "fold", False) or one.kind.name == "names"
    return FOLDED if keeps_fold else AGREEING


def can_be_drawn(one: Field) -> bool:
    """Tell whether a record can be created with a drawn value of this field."""
    is_stored = not isinstance(one, ComputedField) and not getattr(
        one, "virtual", False
    )
    return one.writable and is_stored


def type_of(slug: str) -> Any:
    """Return a built-in type as declared."""
    return registry.built_in_type(slug)
