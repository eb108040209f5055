"""How do other packages define fields without knowing this one? Through the registry."""

from __future__ import annotations

from typing import TYPE_CHECKING

from custom_objects.definitions import change_field, define_field, renewed
from custom_objects.field_types.registry import field_type_by_name
from custom_objects.schema import schema_of
from records.engine.errors import FieldNotFound

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from custom_objects.specification import FieldSpecification
    from records.access.caller import Caller


class DefinitionEditor:
    """The schema editor over definitions; raises what those raise."""

    def define_field(
        self,
        caller: Caller,
        *,
        dialect: str,
        object_slug: str,
        values: Mapping[str, object],
    ) -> Caller:
        """Add a field; see :func:`custom_objects.definitions.define_field`."""
        found = field_type_by_name(dialect, str(values.get("type")))
        if found is not None:
            values = {**values, "type": found.slug}
        define_field(caller, object_slug=object_slug, values=values)
        return renewed(caller)

    def add_options(
        self, caller: Caller, *, object_slug: str, slug: str, names: Sequence[str]
    ) -> Caller:
        """Add choices to a field of one's own; a name that is there already stays.

        Raises :class:`FieldNotFound` and what
        :func:`custom_objects.definitions.change_field` raises.
        """
        current = renewed(caller)
        known = _field(current, object_slug, slug)
        there = {one.name for one in known.choices}
        added = [one for one in dict.fromkeys(names) if one not in there]
        if added:
            kept: list[object] = [{"id": one.id} for one in known.choices]
            change_field(
                current,
                object_slug=object_slug,
                slug=slug,
                values={"options": [*kept, *added]},
            )
        return renewed(caller)


def _field(caller: Caller, object_slug: str, slug: str) -> FieldSpecification:
    known = schema_of(caller.organization).objects.get(object_slug)
    for one in known.fields if known else ():
        if one.slug == slug:
            return one
    raise FieldNotFound(object_slug, slug)
