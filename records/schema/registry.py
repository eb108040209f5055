"""Where record types and everything that belongs to them are made known.

Filled by ``AppConfig.ready()`` of the packages above the kernel, so that the kernel
imports none of them. Refuses doubles; tests can undo with ``temporarily``.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Protocol

from records.access.caller import Caller, OrganizationInfo
from records.schema.fields import Field, RelationField

if TYPE_CHECKING:
    from rest_framework.request import Request

    from records.schema.object_types import ObjectType
    from records.schema.projections import Projection


class UnknownObjectType(LookupError):
    """No type has this slug in this organization."""

    def __init__(self, slug: str) -> None:
        super().__init__(slug)
        self.slug = slug


class AlreadyRegistered(ValueError):
    """The name is taken."""


class SchemaProvider(Protocol):
    """Answers for the types and fields that an organization defined itself."""

    def object_type(
        self, organization: OrganizationInfo, slug: str
    ) -> ObjectType | None:
        """Return the organization's own type of this slug, or ``None``."""

    def object_types(self, organization: OrganizationInfo) -> Sequence[ObjectType]:
        """Return all types the organization defined."""

    def adjust(
        self, organization: OrganizationInfo, built_in: ObjectType
    ) -> ObjectType:
        """Return a built-in type as the organization has adjusted it."""


class SchemaEditor(Protocol):
    """Defines fields for a package that does not know who keeps the definitions.

    Each method returns the caller with the schema that came of it, and raises the
    engine's errors; the caller needs :attr:`Permission.SCHEMA`.
    """

    def define_field(
        self,
        caller: Caller,
        *,
        dialect: str,
        object_slug: str,
        values: Mapping[str, object],
    ) -> Caller:
        """Add a field to an object, built in or not.

        ``values`` are ``label``, ``type`` (as the dialect calls it), and maybe
        ``options``: the names of choices.
        """

    def add_options(
        self, caller: Caller, *, object_slug: str, slug: str, names: Sequence[str]
    ) -> Caller:
        """Add choices to a field, behind those it has; what is there already stays."""


@dataclass(frozen=True, slots=True)
class Reference:
    """A place that points at records: field ``field`` of ``record_ids``."""

    object_type: str
    field: str
    record_ids: tuple[int, ...]


class ReferenceFinder(Protocol):
    """Finds records that point at a record, for merging and purging."""

    def __call__(
        self, caller: Caller, target: ObjectType, record_id: int
    ) -> Iterable[Reference]:
        """Return every reference to the record, archived holders included."""


ActionHandler = Callable[["Request", Caller, dict[str, str]], tuple[int, Any]]


@dataclass(frozen=True, slots=True)
class DialectAction:
    """A route of one dialect beyond the common ones (``POST merge_contacts``).

    ``path`` is relative to the dialect's root and may hold ``<name>`` for one
    segment. ``handler(request, caller, path values)`` answers status and
    neutral JSON, and raises the engine's errors, which the dialect spells. ``schema``
    is the OpenAPI operation, ``components`` the schemas it refers to by name (with a
    capital letter, as no slug has).
    """

    dialect: str
    method: str
    path: str
    handler: ActionHandler
    schema: dict[str, Any]
    components: Mapping[str, dict[str, Any]] = field(default_factory=dict)


OrganizationHook = Callable[[Caller], None]
OrganizationChangeHook = Callable[[Caller, frozenset[str]], None]


@dataclass
class Registry:
    """All that was registered. One instance, :data:`registry`."""

    _object_types: dict[str, ObjectType] = field(default_factory=dict)
    _projections: dict[tuple[str, str], Projection] = field(default_factory=dict)
    _actions: dict[tuple[str, str, str], DialectAction] = field(default_factory=dict)
    _organization_hooks: list[OrganizationHook] = field(default_factory=list)
    _change_hooks: list[OrganizationChangeHook] = field(default_factory=list)
    _demonstration_hooks: list[OrganizationHook] = field(default_factory=list)
    _reference_finders: list[ReferenceFinder] = field(default_factory=list)
    _providers: list[SchemaProvider] = field(default_factory=list)
    _schema_editors: list[SchemaEditor] = field(default_factory=list)
    _reserved_slugs: set[str] = field(default_factory=set)

    # -- registering ----------------------------------------------------------------

    def register(self, object_type: ObjectType) -> None:
        """Make a built-in type known. Its slug is reserved from then on."""
        self._put(self._object_types, object_type.slug, object_type)

    def register_projection(self, projection: Projection) -> None:
        """Make known how a type is spelled in a dialect."""
        self._put(
            self._projections, (projection.dialect, projection.resource), projection
        )

    def register_action(self, action: DialectAction) -> None:
        """Add a route to a dialect."""
        self._put(self._actions, (action.dialect, action.method, action.path), action)

    def register_provider(self, provider: SchemaProvider) -> None:
        """Add a source of types that organizations define."""
        self._providers.append(provider)

    def register_schema_editor(self, editor: SchemaEditor) -> None:
        """Make known who defines fields. Raises :class:`AlreadyRegistered`."""
        if self._schema_editors:
            raise AlreadyRegistered("A schema editor is registered already.")
        self._schema_editors.append(editor)

    def register_reference_finder(self, finder: ReferenceFinder) -> None:
        """Add a source of references that built-in relation fields do not show."""
        self._reference_finders.append(finder)

    def on_new_organization(self, hook: OrganizationHook) -> None:
        """Call ``hook`` with the system caller of every new organization."""
        self._organization_hooks.append(hook)

    def on_organization_change(self, hook: OrganizationChangeHook) -> None:
        """Call ``hook`` with who changed an organization, and what of it."""
        self._change_hooks.append(hook)

    def on_demonstration(self, hook: OrganizationHook) -> None:
        """Call ``hook`` with the administrator of a demo that has its first records."""
        self._demonstration_hooks.append(hook)

    def reserve_slugs(self, slugs: Iterable[str]) -> None:
        """Keep slugs from being given to custom objects."""
        self._reserved_slugs.update(slugs)

    @staticmethod
    def _put(store: dict[Any, Any], key: Any, value: Any) -> None:
        if key in store:
            raise AlreadyRegistered(f"{key!r} is registered already.")
        store[key] = value

    # -- asking ---------------------------------------------------------------------

    def resolve(self, organization: OrganizationInfo, slug: str) -> ObjectType:
        """Return a type as an organization sees it; built-in slugs win.

        Raises :class:`UnknownObjectType`.
        """
        built_in = self._object_types.get(slug)
        if built_in is not None:
            return self._adjusted(organization, built_in)
        for provider in self._providers:
            found = provider.object_type(organization, slug)
            if found is not None:
                return found
        raise UnknownObjectType(slug)

    def object_types(self, organization: OrganizationInfo) -> list[ObjectType]:
        """Return every type an organization has: built-in first, in their order."""
        types = [
            self._adjusted(organization, one) for one in self._object_types.values()
        ]
        for provider in self._providers:
            types.extend(provider.object_types(organization))
        return types

    def built_in(self) -> list[ObjectType]:
        """Return the built-in types in the order of their registration."""
        return list(self._object_types.values())

    def built_in_type(self, slug: str) -> ObjectType:
        """Return one built-in type as declared. Raises :class:`UnknownObjectType`."""
        try:
            return self._object_types[slug]
        except KeyError:
            raise UnknownObjectType(slug) from None

    def projection(self, dialect: str, resource: str) -> Projection | None:
        """Return how a resource of a dialect spells its type, if it was declared."""
        return self._projections.get((dialect, resource))

    def projections(self, dialect: str) -> list[Projection]:
        """Return all declared resources of a dialect."""
        return [one for (name, _), one in self._projections.items() if name == dialect]

    def projections_of(self, slug: str) -> list[Projection]:
        """Return how every dialect spells a type, as far as it was declared."""
        return [one for one in self._projections.values() if one.object_type == slug]

    def actions(self, dialect: str) -> list[DialectAction]:
        """Return the further routes of a dialect."""
        return [one for one in self._actions.values() if one.dialect == dialect]

    @property
    def schema_editor(self) -> SchemaEditor:
        """Who defines fields. Raises ``LookupError`` when nobody does."""
        if not self._schema_editors:
            raise LookupError("No package defines fields.")
        return self._schema_editors[0]

    def is_reserved(self, slug: str) -> bool:
        """Tell whether a slug may not be given to a custom object."""
        return slug in self._reserved_slugs or slug in self._object_types

    def seed_organization(self, caller: Caller) -> None:
        """Give a new organization what it starts with; part of creating it."""
        for hook in self._organization_hooks:
            hook(caller)

    def furnish_demonstration(self, caller: Caller) -> None:
        """Let every package show what it can do; part of loading a demo, once."""
        for hook in self._demonstration_hooks:
            hook(caller)

    def follow_organization(self, caller: Caller, changed: frozenset[str]) -> None:
        """Let everything follow a change of an organization; part of changing it.

        The caller knows the organization as it has become.
        """
        for hook in self._change_hooks:
            hook(caller, changed)

    def references_to(
        self, caller: Caller, target: ObjectType, record_id: int
    ) -> Iterator[Reference]:
        """Yield every place that points at a record, archived holders included."""
        for object_type in self.object_types(caller.organization):
            yield from _relations_to(caller, object_type, target, record_id)
        for finder in self._reference_finders:
            yield from finder(caller, target, record_id)

    def _adjusted(
        self, organization: OrganizationInfo, built_in: ObjectType
    ) -> ObjectType:
        for provider in self._providers:
            built_in = provider.adjust(organization, built_in)
        return built_in

    @contextmanager
    def temporarily(self) -> Iterator[Registry]:
        """Undo on exit whatever is registered inside. For tests."""
        stores = list(vars(self).values())
        copies = [store.copy() for store in stores]
        try:
            yield self
        finally:
            for store, copy in zip(stores, copies, strict=True):
                store.clear()
                store.extend(copy) if isinstance(store, list) else store.update(copy)


def _relations_to(
    caller: Caller, object_type: ObjectType, target: ObjectType, record_id: int
) -> Iterator[Reference]:
    if not object_type.operations or object_type.overlaps:
        return  # a view of rows that other types own
    for one in object_type.fields:
        if not _points_at(one, target):
            continue
        rows = object_type.rows(caller, include_archived=True, include_hidden=True)
        path = one.paths[0]
        ids = tuple(rows.filter(**{path: record_id}).values_list("pk", flat=True))
        if ids:
            yield Reference(object_type.slug, one.name, ids)


def _points_at(one: Field, target: ObjectType) -> bool:
    return (
        isinstance(one, RelationField)
        and "__" not in one.paths[0]
        and one.target == target.slug
    )


registry = Registry()
