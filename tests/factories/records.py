"""Records, written as everything is: through the writer."""

from records.access.caller import Caller
from records.engine.writer import create_record, create_records
from records.schema.registry import registry


def make(caller: Caller, slug: str, **values: object) -> int:
    """Create one record of a type and return its id."""
    object_type = registry.resolve(caller.organization, slug)
    return create_record(caller, object_type, values)


def make_many(caller: Caller, slug: str, batch: list[dict[str, object]]) -> list[int]:
    """Create records of a type in one write and return their ids."""
    object_type = registry.resolve(caller.organization, slug)
    return create_records(caller, object_type, batch)
