"""The fields an organization defined, as clients of this dialect see them.

They are addressed by label or slug and answered by label (decision 5). What is not
defined, or is no value of its field's type, is passed over without a word, as the
vendor's documentation promises.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from records.dialects.base.bodies import same_json
from records.dialects.envelope.custom_types import IGNORED, CustomType, custom_type
from records.dialects.envelope.united import UnitedField, kind_of
from records.query import Condition, Operator
from records.schema.kinds.base import wrong_type

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from records.dialects.envelope.incoming import Incoming
    from records.query import Node
    from records.schema.fields import Field, Row
    from records.schema.object_types import ObjectType

KEY = "custom_fields"


@dataclass(frozen=True, slots=True)
class CustomField:
    """One field: its name on the wire, the field of the type that is read, its type."""

    name: str
    field: Field
    type: CustomType

    @property
    def parts(self) -> tuple[Field, ...]:
        """The field as each type that has it keeps it."""
        if isinstance(self.field, UnitedField):
            return tuple(self.field.parts.values())
        return (self.field,)

    def condition(self, value: str, origin: str) -> Node:
        """Return the question whether the value equals what a parameter says."""
        if isinstance(self.field, UnitedField):
            return self.field.condition(Operator.EQ, value, origin)
        return Condition(self.field.name, Operator.EQ, value, origin)

    def part_of(self, target: ObjectType) -> Field | None:
        """Return the field as records of one of the resource's sources have it."""
        if isinstance(self.field, UnitedField):
            return self.field.parts.get(target.slug)
        part = target.fields_by_name.get(self.field.name)
        return part if part is not None and part.custom else None


class CustomFields:
    """The custom fields of one resource."""

    def __init__(self, fields: Iterable[Field]) -> None:
        self.all = [
            CustomField(str(one.label) or one.name, one, custom_type(kind_of(one)))
            for one in fields
        ]
        self._by_name = {one.field.name: one for one in self.all}
        # A label wins over another field's slug.
        self._by_name |= {one.name: one for one in self.all}

    @property
    def fields(self) -> list[Field]:
        """What rows must be readable with."""
        return [one.field for one in self.all]

    def find(self, name: str) -> CustomField | None:
        """Return the field of this label or slug."""
        return self._by_name.get(name)

    def name_of(self, slug: str) -> str | None:
        """Return the name on the wire of a field of this slug in any source."""
        for one in self.all:
            if slug in {part.name for part in one.parts}:
                return one.name
        return None

    def show(self, row: Row) -> dict[str, Any]:
        """Return the values of a record that are there, by name."""
        values: dict[str, Any] = {}
        for one in self.all:
            field: Field | None = one.field
            if isinstance(field, UnitedField):
                field = field.part_in(row)
            stored = None if field is None else field.read(row)
            if field is None or field.kind.is_empty(stored):
                continue
            shown = one.type.show(stored, field.kind)
            if shown is not None:
                values[one.name] = shown
        return values

    def write(self, sent: object, incoming: Incoming, target: ObjectType) -> None:
        """Put the values that were sent among the neutral values; null empties."""
        if not isinstance(sent, dict):
            if sent is not None:
                problem = wrong_type("object", sent)
                incoming.fail(KEY, problem.message, problem.code)
            return
        shown: Mapping[str, Any] = incoming.shown.get(KEY, {})
        for name, value in sent.items():
            one = self.find(name)
            part = None if one is None else one.part_of(target)
            if one is None or part is None or not part.writable:
                continue
            if one.name in shown and same_json(shown[one.name], value):
                continue
            if value is None or value == "":
                incoming.values[part.name] = None
                continue
            read = one.type.read(value, part.kind)
            if read is not IGNORED:
                incoming.values[part.name] = read
