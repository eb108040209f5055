"""How an object is spelled in this dialect: which keys stand for which fields."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cached_property
from typing import TYPE_CHECKING

from records.dialects.document import DIALECT
from records.schema.kinds import ReferenceKind
from records.schema.projections import Projection
from records.schema.registry import registry

if TYPE_CHECKING:
    from collections.abc import Mapping

    from records.schema.fields import Field
    from records.schema.object_types import ObjectType

SYSTEM = ("id", "created_at", "updated_at", "created_by")
"""Keys that stand beside ``field_values`` and can be filtered and sorted by."""

# Columns of every record that this dialect does not show.
_HIDDEN = frozenset({"organization_id", "archived_at"})
_CREATOR = "creator_id"


@dataclass(frozen=True)
class Spelling:
    """One object as the caller's organization sees it, with the keys of this dialect.

    ``object_type`` is stricter than the kernel's: it requires what this dialect
    requires, refuses an e-mail address that is none, and newly names nobody who has
    left (contract document §6.3). It lacks other spellings of its fields that this dialect hides, so that no refusal
    names a key that cannot be sent.
    """

    object_type: ObjectType
    projection: Projection

    @classmethod
    def of(cls, object_type: ObjectType) -> Spelling:
        """Return how a type is spelled: as declared, or by the neutral names."""
        slug = object_type.slug
        declared = registry.projection(DIALECT, slug)
        projection = declared or Projection(
            dialect=DIALECT, resource=slug, object_type=slug
        )
        fields = tuple(
            _strict(one, object_type, projection)
            for one in object_type.fields
            if not (one.is_virtual and one.name in projection.hidden)
        )
        strict = replace(object_type, fields=fields, refers_to_choosable=True)
        return cls(strict, projection)

    @property
    def slug(self) -> str:
        """The slug of the object."""
        return self.object_type.slug

    @cached_property
    def system(self) -> Mapping[str, Field]:
        """The fields behind the system keys, those that the object has."""
        found = {}
        for one in self.object_type.fields:
            if one.paths == (_CREATOR,):
                found["created_by"] = one
            elif one.name in SYSTEM:
                found[one.name] = one
        return found

    @cached_property
    def values(self) -> Mapping[str, Field]:
        """The fields in ``field_values``, by key, in their order."""
        system = {one.name for one in self.system.values()}
        hidden = self.projection.hidden | _HIDDEN | system
        return {
            self.key_of(one.name): one
            for one in self.object_type.fields
            if one.name not in hidden and not one.alias
        }

    def key_of(self, name: str) -> str:
        """Return the key of a field by its neutral name; other names stay."""
        return self.projection.renamed.get(name, name)

    def find(self, key: str) -> Field | None:
        """Return the field that a question names, system keys included."""
        return self.values.get(key) or self.system.get(key)

    def can_write(self, field: Field) -> bool:
        """Tell whether a body may hold a value of the field."""
        return (
            field.writable
            and field.name not in self.projection.read_only
            and bool(self.object_type.operations)
        )


def _strict(field: Field, object_type: ObjectType, projection: Projection) -> Field:
    if field.name == "id":
        return replace(field, kind=ReferenceKind(target=object_type.slug))
    key = projection.renamed.get(field.name, field.name)
    required = field.required or key in projection.required
    kind = projection.kinds.get(field.name, field.kind).strict()
    if required == field.required and kind is field.kind:
        return field
    return replace(field, required=required, kind=kind)
