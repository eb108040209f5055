"""What a field of an object may know of the others."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cached_property
from typing import TYPE_CHECKING

from custom_objects.field_types import field_type
from custom_objects.formula_sets import FormulaSet, input_of

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from custom_objects.specification import FieldSpecification
    from records.schema.fields import Field


def _nothing(slug: str) -> None:
    return None


@dataclass(frozen=True)
class Surroundings:
    """The object that a field belongs to, and how to come by the fields of others.

    ``declared`` are the fields its records have whatever an admin defines, by name;
    ``specifications`` the fields an admin defined, by slug. ``find`` returns the fields
    of another object, ``None`` where there is no such object to ask; it is only asked
    while a field is being defined.
    """

    slug: str
    declared: Mapping[str, Field]
    specifications: Mapping[str, FieldSpecification]
    find: Callable[[str], Mapping[str, Field] | None] = _nothing

    @cached_property
    def formulas(self) -> FormulaSet:
        """The object's formulas."""
        definitions = {}
        fields = dict(self.declared)
        for slug, one in self.specifications.items():
            chosen = field_type(one.type)
            found = chosen.formula(one)
            if found is not None:
                definitions[slug] = found
            elif not chosen.is_computed:
                fields[slug] = chosen.value_field(one)
        inputs = {name: input_of(one) for name, one in fields.items()}
        return FormulaSet(
            {name: one for name, one in inputs.items() if one is not None}, definitions
        )

    def with_field(self, specification: FieldSpecification) -> Surroundings:
        """Return the object with a field added, or as it will be."""
        fields = {**self.specifications, specification.slug: specification}
        return replace(self, specifications=fields)

    def fields_of(self, slug: str) -> Mapping[str, Field] | None:
        """Return the fields of an object by name, this one's own included."""
        if slug != self.slug:
            return self.find(slug)
        own = {
            slug: field_type(one.type).field(one, self)
            for slug, one in self.specifications.items()
        }
        return {**self.declared, **own}
