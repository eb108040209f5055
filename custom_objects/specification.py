"""What a field is, as a value: read once per schema version, shared by all requests."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Mapping


_LONG_AGO = dt.datetime(1970, 1, 1, tzinfo=dt.UTC)


@dataclass(frozen=True, slots=True)
class Option:
    """A choice or a stage. Archived ones still spell the values that hold them."""

    id: int
    name: str
    slug: str
    color: str = ""
    position: int = 0
    is_archived: bool = False
    is_terminal: bool = False


@dataclass(frozen=True, slots=True)
class FieldSpecification:
    """A field definition without its database row."""

    id: int
    slug: str
    type: str
    label: str
    help_text: str = ""
    icon: str = ""
    is_required: bool = False
    is_unique: bool = False
    is_filterable: bool = True
    is_searchable: bool = False
    is_hidden: bool = False
    default: Any = None
    settings: Mapping[str, Any] = field(default_factory=dict)
    options: tuple[Option, ...] = ()
    position: int = 0
    is_ready: bool = True
    """Whether the index holds the values of all records, so that they can be asked for."""
    is_built_in: bool = False
    created_at: dt.datetime = _LONG_AGO
    updated_at: dt.datetime = _LONG_AGO

    @property
    def choices(self) -> tuple[Option, ...]:
        """The options that can be chosen, in their order."""
        return tuple(one for one in self.options if not one.is_archived)


@dataclass(frozen=True, slots=True)
class ObjectSpecification:
    """An object definition with its fields, without their database rows.

    ``fields`` are those an admin defined, in their order; ``adjustments`` what differs
    from the declaration of built-in ones. Archived ones are in neither. ``display`` is
    the slug of the field that a record is known by.
    """

    id: int
    slug: str
    label: str = ""
    label_plural: str = ""
    description: str = ""
    icon: str = ""
    icon_color: str = ""
    settings: Mapping[str, Any] = field(default_factory=dict)
    position: int = 0
    is_built_in: bool = False
    is_hidden: bool = False
    fields: tuple[FieldSpecification, ...] = ()
    adjustments: tuple[FieldSpecification, ...] = ()
    display: str | None = None
