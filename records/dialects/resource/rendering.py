"""From rows to the JSON of the resource dialect."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from records.dialects.resource.naming import camel
from records.schema.kinds import WireForm

if TYPE_CHECKING:
    from records.query import Window
    from records.schema.fields import Field, Row
    from records.schema.object_types import ObjectType
    from records.schema.projections import Projection

FORM = WireForm(moment_precision="milliseconds")


class RecordRenderer:
    """Turns rows of one type into plain dicts; the plan is made once per request.

    Keys are snake_case, or camelCase when asked for; keys inside values are never
    touched. ``custom_fields`` holds the values of the fields an admin defined, except
    for one that is a key of the record itself.
    """

    def __init__(
        self, object_type: ObjectType, projection: Projection, *, camel_keys: bool
    ) -> None:
        self.has_custom_fields = "custom_fields" not in projection.hidden
        shown = projection.wire_fields(object_type)
        self._plan = [
            (camel(one.name) if camel_keys else one.name, field, field.kind.represent)
            for one in shown
            for field in (object_type.fields_by_name[one.field],)
        ]
        self._custom = [
            (one.name, one, one.kind.represent)
            for one in object_type.custom_fields
            if not one.outside
        ]
        self._custom_key = camel("custom_fields") if camel_keys else "custom_fields"

    @property
    def fields(self) -> list[Field]:
        """What rows must be readable with."""
        return [field for _key, field, _represent in (*self._plan, *self._custom)]

    def render(self, row: Row) -> dict[str, Any]:
        """Return one record as JSON."""
        record: dict[str, Any] = {}
        for key, field, represent in self._plan:
            value = field.read(row)
            record[key] = None if value is None else represent(value, FORM)
        if self.has_custom_fields:
            bag: dict[str, Any] = {}
            for key, field, represent in self._custom:
                value = field.read(row)
                if value is not None:
                    bag[key] = represent(value, FORM)
            record[self._custom_key] = bag
        return record


def content_range(resource: str, window: Window, *, rows: int, total: int) -> str:
    """Return ``contacts 0-24/142``: the window really sent, inclusive.

    An empty page repeats its start: some clients demand digits (contract §12.1).
    """
    end = window.offset + max(rows, 1) - 1
    return f"{resource} {window.offset}-{end}/{total}"
