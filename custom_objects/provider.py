"""Answers the kernel's questions about what an organization has defined."""

from __future__ import annotations

from typing import TYPE_CHECKING

from custom_objects.field_types import field_type
from custom_objects.models import FieldValue
from custom_objects.object_types import adjusted_type, custom_object_type
from custom_objects.schema import Schema, schema_of
from records.schema.registry import Reference

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from records.access.caller import Caller, OrganizationInfo
    from records.schema.object_types import ObjectType


class DefinedSchema:
    """The schema provider over definitions; types are built once per version."""

    def object_type(
        self, organization: OrganizationInfo, slug: str
    ) -> ObjectType | None:
        """Return the organization's own type of this slug, or ``None``."""
        schema = schema_of(organization)
        specification = schema.objects.get(slug)
        if specification is None or specification.is_built_in:
            return None
        found = schema.types.get(slug)
        if found is None:
            found = schema.types[slug] = custom_object_type(specification)
        return found

    def object_types(self, organization: OrganizationInfo) -> Sequence[ObjectType]:
        """Return all types the organization defined, in their order."""
        found = (
            self.object_type(organization, slug)
            for slug in schema_of(organization).objects
        )
        return [one for one in found if one is not None]

    def adjust(
        self, organization: OrganizationInfo, built_in: ObjectType
    ) -> ObjectType:
        """Return a built-in type as the organization has adjusted it."""
        schema = schema_of(organization)
        found = schema.types.get(built_in.slug)
        if found is None:
            found = schema.types[built_in.slug] = adjusted_type(built_in, schema)
        return found


def find_references(
    caller: Caller, target: ObjectType, record_id: int
) -> Iterator[Reference]:
    """Yield every custom field's references to a record, archived holders included.

    One statement, however many fields point at the type.
    """
    schema = schema_of(caller.organization)
    places = _reference_fields(schema, target.slug)
    if not places:
        return
    rows = FieldValue.objects.of_fields(places).filter(ref=record_id)
    holders: dict[int, list[int]] = {}
    for field_id, holder_id in rows.values_list("field_id", "record_id").distinct():
        holders.setdefault(field_id, []).append(holder_id)
    for field_id, ids in holders.items():
        object_slug, field_slug = places[field_id]
        yield Reference(object_slug, field_slug, tuple(ids))


def _reference_fields(schema: Schema, target: str) -> dict[int, tuple[str, str]]:
    return {
        field.id: (one.slug, field.slug)
        for one, field in schema.fields()
        if field_type(field.type).target(field) == target
    }
