"""Objects and their fields as this dialect tells them, and the ids that mean them."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from custom_objects.definitions import renewed
from custom_objects.schema import schema_of
from records.dialects.document.identifiers import resolve_object
from records.dialects.document.naming import Spelling
from records.engine.errors import FieldNotFound, NotSupported
from records.schema.object_types import Operation
from records.schema.registry import registry

if TYPE_CHECKING:
    from collections.abc import Mapping

    from custom_objects.specification import FieldSpecification, ObjectSpecification
    from records.access.caller import Caller
    from records.schema.fields import Field
    from records.schema.object_types import ObjectType

_FIELD = "fld_"


@dataclass(frozen=True)
class Subject:
    """An object as the caller's organization has it, and how this dialect spells it.

    ``specification`` is missing while nobody defined anything for a built-in type.
    """

    spelling: Spelling
    specification: ObjectSpecification | None

    @property
    def slug(self) -> str:
        """The slug of the object."""
        return self.spelling.slug

    @property
    def object_type(self) -> ObjectType:
        """The type, as strict as the dialect is."""
        return self.spelling.object_type

    @property
    def is_custom(self) -> bool:
        """Whether the organization defined the object itself."""
        return self.specification is not None and not self.specification.is_built_in

    @property
    def is_view(self) -> bool:
        """Whether it only shows records of another type, whose definitions it has."""
        return self.object_type.custom_fields_of not in ("", self.slug)

    @property
    def keys(self) -> list[str]:
        """The keys of all fields, in their order."""
        return list(self.spelling.values)

    @cached_property
    def defined(self) -> Mapping[str, FieldSpecification]:
        """What the organization defined itself, by slug."""
        fields = self.specification.fields if self.specification else ()
        return {one.slug: one for one in fields}

    @cached_property
    def adjusted(self) -> Mapping[str, FieldSpecification]:
        """What it adjusted of built-in fields, by neutral name."""
        fields = self.specification.adjustments if self.specification else ()
        return {one.slug: one for one in fields}

    def field(self, text: str) -> tuple[str, Field]:
        """Return the field that an id means, with its key.

        ``fld_<slug>``, ``fld_<number>`` and ``<slug>`` are ids. Raises
        :class:`FieldNotFound` with the text as it was sent.
        """
        values = self.spelling.values
        for key in (text.removeprefix(_FIELD), text):
            if key in values:
                return key, values[key]
        number = text.removeprefix(_FIELD)
        for key, one in values.items():
            if one.origin is not None and str(one.origin.id) == number != text:
                return key, one
        raise FieldNotFound(self.slug, text)


def field_id(key: str) -> str:
    """Return the id of a field within its object."""
    return f"{_FIELD}{key}"


def global_field_id(number: int) -> str:
    """Return the id of a field that the organization defined, of whatever object."""
    return f"{_FIELD}{number}"


def all_subjects(caller: Caller) -> list[Subject]:
    """Return every object: built-in ones as they are declared, then others by name."""
    found = [
        _subject(caller, one) for one in registry.object_types(caller.organization)
    ]
    own = [one for one in found if one.is_custom]
    own.sort(key=lambda one: (str(one.object_type.label_plural).casefold(), one.slug))
    return [one for one in found if not one.is_custom] + own


def find_subject(caller: Caller, text: str) -> Subject:
    """Return the object that an id means. Raises :class:`UnknownObjectType`."""
    return _subject(caller, resolve_object(caller.organization, text))


def find_changeable(caller: Caller, text: str) -> Subject:
    """Return an object that can be changed.

    Raises :class:`UnknownObjectType`, and :class:`NotSupported` for a view: what it
    shows is changed where it comes from.
    """
    subject = find_subject(caller, text)
    if subject.is_view:
        raise NotSupported(subject.object_type, Operation.UPDATE)
    return subject


def current(caller: Caller, slug: str) -> Subject:
    """Return an object as it is after a change."""
    return find_subject(renewed(caller), slug)


def _subject(caller: Caller, object_type: ObjectType) -> Subject:
    objects = schema_of(caller.organization).objects
    holder = object_type.custom_fields_of or object_type.slug
    return Subject(Spelling.of(object_type), objects.get(holder))
