"""How one record type is spelled in one dialect, as a table."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Mapping

    from records.access.caller import Caller
    from records.query import Sort
    from records.schema.kinds import ValueKind
    from records.schema.object_types import ObjectType


@dataclass(frozen=True, slots=True, kw_only=True)
class WireField:
    """One key of a record on the wire.

    ``name`` is the key, ``field`` the neutral name it stands for.
    """

    name: str
    field: str
    read_only: bool = False


@dataclass(frozen=True, slots=True)
class Stage:
    """One of the ordered words that a built-in field holds; ``slug`` is the value."""

    name: str
    slug: str
    color: str = ""


StagesOf = Callable[["Caller"], Sequence[Stage]]


@dataclass(frozen=True, kw_only=True)
class Projection:
    """A resource of a dialect: which type it shows, under which keys.

    ``required`` are keys without which a record cannot be created, beyond those the
    fields themselves require, ``one_of`` groups of keys of which it needs one;
    ``hidden`` neutral names that this dialect never shows; ``renamed`` neutral names
    with another key; ``is_open`` tells that a type is made of custom fields, so that
    these need no place of their own in a body.
    """

    dialect: str
    resource: str
    object_type: str
    required: tuple[str, ...] = ()
    one_of: tuple[tuple[str, ...], ...] = ()
    hidden: frozenset[str] = frozenset()
    renamed: dict[str, str] = field(default_factory=dict)
    read_only: frozenset[str] = frozenset()
    is_open: bool = False
    default_sorts: tuple[Sort, ...] = ()
    kinds: Mapping[str, ValueKind] = field(default_factory=dict)
    """By neutral name, what values are in this dialect where that differs from the
    field's own kind. They lie in the same column."""
    id_prefix: str = ""
    """What ids of these records begin with, in a dialect that spells ids as texts."""
    field_types: Mapping[str, str] = field(default_factory=dict)
    """By neutral name, what a dialect that tells types of fields calls the type, where
    the kind of the values does not say it."""
    stages: Mapping[str, StagesOf] = field(default_factory=dict)
    """By neutral name, the stages that a field's values are, in their order."""
    icon: str = ""
    """What the dialect shows for the resource, where its documentation names one."""
    description: str = ""
    """What the resource is for, in a sentence or two (Markdown)."""
    example: Mapping[str, Any] = field(default_factory=dict)
    """Keys and values that a client might send for a new record."""
    example_answer: Mapping[str, Any] = field(default_factory=dict)
    """Keys and values that such a record may be read with beyond those sent."""

    def wire_fields(self, object_type: ObjectType) -> tuple[WireField, ...]:
        """Return the keys for a type as an organization sees it, in their order.

        Custom fields are not among them, unless they stand outside too: each dialect
        has a place of its own for those.
        """
        return tuple(
            WireField(
                name=self.renamed.get(one.name, one.name),
                field=one.name,
                read_only=not one.writable or one.name in self.read_only,
            )
            for one in object_type.fields
            if (not one.custom or one.outside) and one.name not in self.hidden
        )
