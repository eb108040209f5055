"""From rows to the JSON of this dialect (contract document §4.1)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from records.dialects.document.identifiers import FORM, object_id
from records.dialects.document.naming import SYSTEM

if TYPE_CHECKING:
    from records.dialects.document.naming import Spelling
    from records.schema.fields import Field, Row


class RecordRenderer:
    """Turns rows of one object into plain dicts; the plan is made once per request.

    ``field_values`` holds every field, null where it is empty and ``[]`` where several
    values are; references are ids.
    """

    def __init__(self, spelling: Spelling) -> None:
        self._object_id = object_id(spelling.slug)
        self._values = list(spelling.values.items())
        self._system = [(key, spelling.system.get(key)) for key in SYSTEM]

    @property
    def fields(self) -> list[Field]:
        """What rows must be readable with."""
        system = [one for _key, one in self._system if one is not None]
        return [*system, *(one for _key, one in self._values)]

    def render(self, row: Row) -> dict[str, Any]:
        """Return one record as JSON."""
        system = {
            key: None if one is None else _spelled(one, row)
            for key, one in self._system
        }
        return {
            "id": system["id"],
            "object_id": self._object_id,
            "field_values": {key: _spelled(one, row) for key, one in self._values},
            "created_at": system["created_at"],
            "updated_at": system["updated_at"],
            "created_by": system["created_by"],
        }


def _spelled(field: Field, row: Row) -> Any:
    value = field.read(row)
    kind = field.kind
    if value is None or kind.is_empty(value):
        return [] if kind.is_multiple else None
    return kind.represent(value, FORM)
