"""What a field in the making may speak of, for the questions of its type."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

from custom_objects.definitions.targets import is_view
from custom_objects.rollups import FUNCTIONS, points_at
from records.administration.values import label_of
from records.schema.registry import registry

if TYPE_CHECKING:
    from custom_objects.field_types.questions import Choices, Groups
    from records.access.caller import Caller
    from records.schema.fields import Field
    from records.schema.object_types import ObjectType


class SchemaPlaces:
    """The objects and fields of an organization, seen from one of its objects.

    ``slug`` is empty for an object in the making, which nothing refers to yet.
    """

    def __init__(self, caller: Caller, slug: str) -> None:
        self._caller = caller
        self._slug = slug

    @cached_property
    def _types(self) -> list[ObjectType]:
        types = registry.object_types(self._caller.organization)
        return [one for one in types if not is_view(one)]

    def targets(self) -> Choices:
        """Return every object, those first that people keep their records in."""
        types = sorted(self._types, key=lambda one: not one.custom_fields_of)
        return [(one.slug, str(one.label_plural)) for one in types]

    def sources(self) -> Choices:
        """Return the objects with fields that refer to this one."""
        return [(one.slug, str(one.label_plural)) for one, _fields in self._pointing]

    def references(self) -> Groups:
        """Return those fields, by the name of their object."""
        return [
            (str(one.label_plural), [_choice(one, field) for field in fields])
            for one, fields in self._pointing
        ]

    def measures(self) -> Groups:
        """Return the fields of those objects that figures can be made of."""
        return [
            (
                str(one.label_plural),
                [_choice(one, field) for field in one.fields if _is_measured(field)],
            )
            for one, _fields in self._pointing
        ]

    @cached_property
    def _pointing(self) -> list[tuple[ObjectType, list[Field]]]:
        found = (
            (one, [field for field in one.fields if points_at(field, self._slug)])
            for one in self._types
        )
        return [(one, fields) for one, fields in found if fields]


def _choice(object_type: ObjectType, one: Field) -> tuple[str, str]:
    return one.name, str(label_of(object_type, one))


def _is_measured(one: Field) -> bool:
    if one.referenced_type is not None or one.name in ("id", "organization_id"):
        return False
    return any(function.result(one) for function in FUNCTIONS.values())
