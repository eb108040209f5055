"""A record type: what it is called, what it consists of, what may be done to it."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from enum import StrEnum
from functools import cached_property
from typing import TYPE_CHECKING, Any

from records.access.roles import Permission
from records.query import Sort
from records.schema.fields import Field, IndexedField, SideField

if TYPE_CHECKING:
    import datetime as dt

    from django.db.models import Model, Q
    from django.utils.functional import _StrPromise

    from records.access.caller import Caller
    from records.access.scoping import OrganizationQuerySet
    from records.schema.drafts import Draft
    from records.schema.indexes import RecordIndex


class Operation(StrEnum):
    """What can be done to the records of a type, as far as anybody may."""

    CREATE = "create"
    UPDATE = "update"
    ARCHIVE = "archive"
    """Removing hides a record, which can be restored (decision 9)."""
    DELETE = "delete"
    """Removing deletes a look-up row."""
    MERGE = "merge"


RECORD_OPERATIONS = frozenset({Operation.CREATE, Operation.UPDATE, Operation.ARCHIVE})
LOOKUP_OPERATIONS = frozenset({Operation.CREATE, Operation.UPDATE, Operation.DELETE})
READ_ONLY: frozenset[Operation] = frozenset()

PrepareHook = Callable[["Caller", Sequence["Draft"]], None]
CompleteHook = Callable[["Caller", Sequence["Draft"], "dt.datetime"], None]
DeletionHook = Callable[["Caller", Sequence[int]], None]


@dataclass(frozen=True, kw_only=True)
class ObjectType:
    """One type of record, declared once and read by engine, dialects and admin.

    ``base`` are the column values that tell the type's rows from others in the same
    table; new records get them. ``title`` names the fields a person knows a record by,
    ``search`` those a free-text search looks into. ``prepare`` is called with all
    drafts of a write, inside its transaction, to check and derive across fields; it
    reports problems on the drafts and runs a constant number of statements. ``complete``
    is called with checked drafts and the moment of the write, right before they are
    stored, by every act that stores any (a merge or a purge that moves a reference,
    too): it sets values that follow from others, and refuses nothing.
    """

    slug: str
    label: str | _StrPromise
    label_plural: str | _StrPromise
    model: type[Model]
    fields: tuple[Field, ...]
    title: tuple[str, ...] = ("name",)
    title_fallback: tuple[str, ...] = ()
    """What a record without a title is known by."""
    search: tuple[str, ...] = ()
    base: Mapping[str, Any] = field(default_factory=dict)
    scope: Q | None = None
    """Rows of the type beyond ``base``, where equality does not tell them."""
    live: Q | None = None
    """What holds of rows that count as archived no more than themselves: a part is
    gone from lists while the record it is a part of is archived."""
    operations: frozenset[Operation] = RECORD_OPERATIONS
    default_sorts: tuple[Sort, ...] = (Sort("id"),)
    prepare: PrepareHook | None = None
    complete: CompleteHook | None = None
    before_deletion: DeletionHook | None = None
    """Called with primary keys before rows are deleted for good, in the same
    transaction, to change what else tells of them."""
    visible: Callable[[Caller], Q | None] | None = None
    """Rows that the caller may know of, when the type hides some from some people."""
    write_permission: Permission = Permission.WRITE
    removal_permission: Permission = Permission.ARCHIVE
    unique: tuple[tuple[str, ...], ...] = ()
    """Groups of fields whose values together occur once among live records. Each
    group needs a database constraint too: this check explains, that one guarantees."""
    overlaps: bool = False
    """Whether its rows are those of other types as well, which answer for what they
    point at."""
    id_path: str = "pk"
    choosable: Q | None = None
    """Rows that may be newly referred to where a dialect is strict about that, when
    there are others that only what refers to them already should name."""
    refers_to_choosable: bool = False
    """Whether new references of the records are to choosable rows only."""
    singleton: bool = False
    """At most one record per organization; any id means it."""
    icon: str = "article"
    description: str | _StrPromise = ""
    hidden: bool = False
    """Whether an admin has put the type out of sight; it answers over REST all the same."""
    tally: str = ""
    """The slug under which its live rows are kept count of; empty for types whose rows
    are few, or not the same for everybody."""
    custom_fields_of: str = ""
    """The slug whose custom fields the records have; empty for types that take none."""
    index: RecordIndex | None = None
    """Where the values that an admin's fields hold are found by."""

    @cached_property
    def fields_by_name(self) -> Mapping[str, Field]:
        """The fields, keyed by neutral name."""
        return {one.name: one for one in self.fields}

    @cached_property
    def side_fields(self) -> tuple[SideField, ...]:
        """The fields whose values lie in rows of their own."""
        return tuple(one for one in self.fields if isinstance(one, SideField))

    @cached_property
    def custom_fields(self) -> tuple[Field, ...]:
        """The fields an admin defined, in their order."""
        return tuple(one for one in self.fields if one.custom)

    @cached_property
    def has_archive(self) -> bool:
        """Whether rows of the type can be archived at all."""
        return any(one.name == "archived_at" for one in self.model._meta.fields)

    def can(self, operation: Operation) -> bool:
        """Tell whether the type knows the operation."""
        return operation in self.operations

    def rows(
        self,
        caller: Caller,
        *,
        include_archived: bool = False,
        include_hidden: bool = False,
    ) -> OrganizationQuerySet[Any]:
        """Return the type's rows that the caller may know of: the door of this type.

        ``include_hidden`` also takes rows that ``visible`` keeps from this person; for
        work that must touch every row (merging, purging), never for answering.
        """
        manager: Any = self.model._default_manager
        rows: OrganizationQuerySet[Any] = manager.for_organization(
            caller.organization_id
        )
        if self.base:
            rows = rows.filter(**self.base)
        if self.scope is not None:
            rows = rows.filter(self.scope)
        if self.visible is not None and not include_hidden:
            seen = self.visible(caller)
            rows = rows if seen is None else rows.filter(seen)
        if self.has_archive and not include_archived:
            rows = rows.filter(archived_at__isnull=True)
        if self.live is not None and not include_archived:
            rows = rows.filter(self.live)
        return rows

    def with_fields(self, extra: Sequence[Field]) -> ObjectType:
        """Return the type with further fields (those an organization defined)."""
        return replace(self, fields=(*self.fields, *extra)) if extra else self

    def including_archived(self) -> ObjectType:
        """Return the type as one whose archived records are found by any field too."""
        fields = tuple(
            one.including_archived() if isinstance(one, IndexedField) else one
            for one in self.fields
        )
        return self if fields == self.fields else replace(self, fields=fields)

    @property
    def naming_fields(self) -> tuple[str, ...]:
        """The fields that :meth:`display` reads."""
        return (*self.title, *self.title_fallback)

    def _joined(self, names: tuple[str, ...], row: Mapping[str, Any]) -> str:
        parts = (self.fields_by_name[name].read(row) for name in names)
        return " ".join(str(part) for part in parts if part)

    def display(self, row: Mapping[str, Any]) -> str:
        """Return the text that stands for a row wherever a record is mentioned."""
        text = self._joined(self.title, row) or self._joined(self.title_fallback, row)
        return text or f"{self.label} {row['pk']}"
