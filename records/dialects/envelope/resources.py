"""A resource of this dialect as a table: what a package declares, and all there is.

Whoever wants to know what ``/v2/<resource>`` takes and answers reads its table; the
parsers, the renderer, the FilterSets and the OpenAPI document are made from it.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from dataclasses import field as member
from functools import cached_property
from typing import TYPE_CHECKING, Any

from records.dialects.base.failures import UnknownRoute
from records.dialects.envelope import DIALECT
from records.query import Node, Sort
from records.schema.projections import Projection
from records.schema.registry import registry

if TYPE_CHECKING:
    from collections.abc import Iterable

    from records.access.caller import Caller
    from records.dialects.envelope.incoming import Incoming
    from records.dialects.envelope.keys import Key
    from records.schema.kinds import ValueKind
    from records.schema.object_types import ObjectType

LARGEST_PAGE = 100

Build = Callable[[str, str], Node]
"""From a parameter's text and its name to the condition it means."""


@dataclass(frozen=True, kw_only=True)
class Filter:
    """A parameter that narrows a collection.

    By default it asks whether the field (of the parameter's name, unless given)
    equals the value. ``build`` makes another condition; ``kind`` says what the value
    is where that is not told by a field.
    """

    name: str = member(kw_only=False)
    field: str = ""
    kind: ValueKind | None = None
    build: Build | None = None
    needs: str = ""
    """The parameter without which this one says nothing."""
    description: str = ""

    @property
    def neutral(self) -> str:
        """The neutral name of the field that is asked."""
        return self.field or self.name


@dataclass(frozen=True, kw_only=True)
class Include:
    """A related resource that can be answered inside each record.

    Either one record, whose id is the first value of the fields ``through``; or, with
    ``parent_field``, all records whose field of that name is this record.
    """

    name: str = member(kw_only=False)
    resource: str
    through: tuple[str, ...] = ()
    parent_field: str = ""


@dataclass(frozen=True, kw_only=True)
class Parent:
    """Where a resource lies below another: ``/v2/<resource>/<id>/…``.

    ``field`` is the neutral name of the field that points at the parent.
    """

    resource: str
    field: str


@dataclass(frozen=True, kw_only=True)
class Resource(Projection):
    """One resource: its address, its keys, and the questions it answers.

    ``type`` is what ``meta.type`` says. ``operations`` are letters of ``CRUDL``:
    create, read, update, delete, list. ``sorts`` are names that ``sort_by`` takes, a
    pair where the field is called otherwise; without any there is no ``sort_by``.
    ``default_sort`` is written as in ``sort_by`` and may name any key. ``sources`` are the types whose rows are shown; where there are
    several, ``view`` makes from them the one type that is read, ``source_of`` tells
    which of them a record is written as, and ``resolve`` may translate what is sent.
    """

    dialect: str = DIALECT
    object_type: str = ""
    type: str
    operations: str = "CRUDL"
    keys: tuple[Key, ...]
    filters: tuple[Filter, ...] = ()
    sorts: tuple[str | tuple[str, str], ...] = ("id", "created_at", "updated_at")
    default_sort: str = ""
    sorts_descending: bool = False
    """Whether a criterion without a direction means descending."""
    includes: tuple[Include, ...] = ()
    ignores_includes: bool = False
    """Whether ``includes`` may be asked for and is not answered."""
    has_custom_fields: bool = False
    custom_fields_under: tuple[str, ...] = ()
    """First parts of ``/v2/<…>/custom_fields`` that tell the definitions."""
    custom_field_flags: Mapping[str, tuple[str, ...]] = member(default_factory=dict)
    """Keys of a definition that say whether records of a source have the field."""
    has_upsert: bool = False
    largest_page: int = LARGEST_PAGE
    last_page: int | None = None
    has_cursor: bool = False
    """Whether ``cursor`` goes on after a record: for collections by descending id."""
    parent: Parent | None = None
    id_fields: tuple[str, ...] = ("id",)
    """The neutral names of what stands for a record in an address: the first value."""
    sources: tuple[str, ...]
    view: Callable[..., ObjectType] | None = None
    source_of: Callable[[Incoming], str] | None = None
    prepare: Callable[[Incoming], None] | None = None
    self_id: Callable[[Caller], int | None] | None = None
    """The id that ``/v2/<resource>/self`` means."""
    in_sync: bool = True
    """Whether devices are told of its records."""
    logged_as: tuple[str, ...] = ()
    """The types under which its records stand in the log; the sources unless given."""

    def __post_init__(self) -> None:
        object.__setattr__(self, "object_type", self.sources[0])
        object.__setattr__(self, "logged_as", self.logged_as or self.sources)

    def can(self, operation: str) -> bool:
        """Tell whether the resource knows one of ``C R U D L``."""
        return operation in self.operations

    @cached_property
    def keys_by_name(self) -> Mapping[str, Key]:
        """The keys, by what they are called on the wire."""
        return {one.name: one for one in self.keys}

    @cached_property
    def names_by_field(self) -> Mapping[str, str]:
        """The name on the wire of each field that a writable key stands for."""
        names: dict[str, str] = {}
        for one in sorted(self.keys, key=lambda key: key.read_only):
            for neutral in one.fields:
                names.setdefault(neutral, one.name)
        return names

    @cached_property
    def filters_by_name(self) -> Mapping[str, Filter]:
        """The filters, by their parameter."""
        return {one.name: one for one in self.filters}

    @cached_property
    def fields_by_sort(self) -> Mapping[str, str]:
        """The neutral names of what ``sort_by`` takes."""
        pairs = (one if isinstance(one, tuple) else (one, "") for one in self.sorts)
        return {name: given or self._field_of(name) for name, given in pairs}

    def _field_of(self, name: str) -> str:
        key = self.keys_by_name.get(name)
        return name if key is None else key.neutral

    @cached_property
    def first_sorts(self) -> tuple[Sort, ...]:
        """The order of a collection that is asked for none."""
        known = self.fields_by_sort
        return tuple(
            Sort(
                known.get(name) or self._field_of(name), descending=direction == "desc"
            )
            for one in self.default_sort.split(",")
            if one
            for name, _colon, direction in (one.partition(":"),)
        )

    def types(self, caller: Caller) -> tuple[ObjectType, ...]:
        """Return the types whose rows are shown, as the caller's organization sees them."""
        return tuple(
            registry.resolve(caller.organization, slug) for slug in self.sources
        )


def resource_named(name: str) -> Resource:
    """Return a registered resource. Raises :class:`UnknownRoute`."""
    found = registry.projection(DIALECT, name)
    if not isinstance(found, Resource):
        raise UnknownRoute
    return found


def resources() -> list[Resource]:
    """Return all registered resources, in the order of their registration."""
    return [one for one in registry.projections(DIALECT) if isinstance(one, Resource)]


def first_value(values: Iterable[Any]) -> Any:
    """Return the first value that is one, ``None`` if there is none."""
    return next((one for one in values if one is not None), None)
