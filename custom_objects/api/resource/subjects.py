"""The objects an organization configures: its own, and built-in ones with custom fields."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING
from zlib import crc32

from custom_objects.schema import schema_of
from records.engine.errors import EngineError, FieldNotFound
from records.schema.registry import UnknownObjectType, registry

if TYPE_CHECKING:
    from custom_objects.specification import FieldSpecification, ObjectSpecification
    from records.access.caller import Caller
    from records.schema.fields import Field
    from records.schema.object_types import ObjectType

_CUSTOM = "custom_"


@dataclass(frozen=True, slots=True)
class Subject:
    """A type as the caller's organization has it.

    ``specification`` is missing while nobody defined anything for a built-in type.
    """

    object_type: ObjectType
    specification: ObjectSpecification | None

    @property
    def slug(self) -> str:
        """The name of the resource in paths."""
        return self.object_type.slug

    @property
    def is_custom(self) -> bool:
        """Whether the organization defined the object itself."""
        return self.specification is not None and not self.specification.is_built_in

    @property
    def table(self) -> str:
        """What this dialect calls the object where it speaks of fields."""
        return f"{_CUSTOM}{self.slug}" if self.is_custom else self.slug

    @property
    def fields(self) -> tuple[FieldSpecification, ...]:
        """The fields that the organization defined, in their order."""
        return () if self.specification is None else self.specification.fields

    @property
    def inside(self) -> tuple[FieldSpecification, ...]:
        """Those of them whose values lie in ``custom_fields``."""
        known = self.object_type.fields_by_name
        return tuple(one for one in self.fields if not known[one.slug].outside)

    @property
    def adjusted(self) -> frozenset[str]:
        """The names of the built-in fields that the organization adjusted."""
        if self.specification is None:
            return frozenset()
        return frozenset(one.slug for one in self.specification.adjustments)

    @property
    def primary(self) -> str | None:
        """The name of the field that a record is known by."""
        if self.is_custom and self.specification is not None:
            return self.specification.display
        names = ("name", *self.object_type.title)
        known = self.object_type.fields_by_name
        return next((one for one in names if one in known), None)

    def field(self, name: str) -> Field | None:
        """Return a field by its name, built in or not; never an alias."""
        found = self.object_type.fields_by_name.get(name)
        return None if found is None or is_alias(found) else found


class DefinitionNotFound(FieldNotFound):
    """No definition has this id in the caller's organization."""

    def __init__(self) -> None:
        EngineError.__init__(self, "Not found")


def is_alias(field: Field) -> bool:
    """Tell whether a field only lends another name to one that an admin defined."""
    return bool(getattr(field, "alias", False))


def declared_id(path: str) -> int:
    """Return the id of something that is declared and has no row.

    Clients want a number that stays the same and that nothing else has: it is negative,
    as no key of a row is.
    """
    return -1 - crc32(path.encode())


def all_types(caller: Caller) -> list[Subject]:
    """Return every type of the caller's organization, built-in ones first."""
    objects = schema_of(caller.organization).objects
    return [
        Subject(one, objects.get(one.slug))
        for one in registry.object_types(caller.organization)
    ]


def configured(caller: Caller) -> list[Subject]:
    """Return the types whose records have custom fields of their own."""
    return [one for one in all_types(caller) if _is_configured(one)]


def find_subject(caller: Caller, slug: str) -> Subject:
    """Return one of :func:`configured`. Raises :class:`UnknownObjectType`."""
    found = registry.resolve(caller.organization, slug)
    subject = Subject(found, schema_of(caller.organization).objects.get(slug))
    if not _is_configured(subject):
        raise UnknownObjectType(slug)
    return subject


def find_table(caller: Caller, table: str) -> Subject | None:
    """Return the type that this dialect calls so where it speaks of fields."""
    return next((one for one in all_types(caller) if one.table == table), None)


def find_field(caller: Caller, field_id: int) -> tuple[Subject, FieldSpecification]:
    """Return a field that the organization defined, with its object.

    Raises :class:`DefinitionNotFound`.
    """
    for subject in configured(caller):
        for one in subject.fields:
            if one.id == field_id:
                return subject, one
    raise DefinitionNotFound


def _is_configured(subject: Subject) -> bool:
    return subject.object_type.custom_fields_of == subject.slug
