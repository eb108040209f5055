"""A field of a record type, and the few ways a value can be kept.

The engine never asks "is this a column or a custom field?": it asks the field.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, Self

from django.db.models import Exists, OuterRef, Q, Subquery

from records.query import Operator
from records.schema.kinds import Column, ReferenceKind, ValueKind

if TYPE_CHECKING:
    import datetime as dt

    from django.db.models import QuerySet
    from django.db.models.expressions import BaseExpression, Combinable
    from django.utils.functional import _StrPromise

    from records.access.caller import Caller

Row = Mapping[str, Any]
"""A record as read: ORM value paths, side fields' names and ``pk`` to values."""


@dataclass(frozen=True, slots=True)
class Origin:
    """By what an admin defined a field: the row's id, when it was made and changed."""

    id: int
    created_at: dt.datetime
    updated_at: dt.datetime


@dataclass(frozen=True, kw_only=True)
class Field:
    """One named value of a record type.

    Contract of the four questions the engine asks: :meth:`predicate` and
    :meth:`order_key` never widen or reorder beyond their own values; :meth:`read`
    takes a row that was read with :attr:`paths`; :meth:`write` puts a cleaned value
    into the columns to be stored.
    """

    name: str
    kind: ValueKind
    label: str | _StrPromise = ""
    help_text: str | _StrPromise = ""
    required: bool = False
    """Must have a value when a record is created, and may not be emptied."""
    derived: bool = False
    """Given to new records by ``prepare`` when it was not sent, so never asked for."""
    writable: bool = True
    fixed: bool = False
    """Given to a new record once and for all: a write may repeat it, never change it."""
    filterable: bool = True
    custom: bool = False
    origin: Origin | None = None
    """Where a custom field comes from."""
    outside: bool = False
    """Whether a custom field is also a key of the record itself (``name``)."""
    alias: bool = False
    """Whether it only lends another name to a field, which a write is turned into."""
    unique: bool = False
    """Whether no two live records may have one value: an admin's choice, kept by the
    type's index. Declared uniqueness is :attr:`ObjectType.unique`."""
    hidden: bool = False
    """Whether an admin has put it out of sight; it answers over REST all the same."""
    unit: str = ""
    """What people read a number in: the code of a currency."""
    default: Any = None
    """Cleaned value of a new record that was given none; a callable is called."""
    valued_where: tuple[tuple[str, Any], ...] = ()
    """Lookups that hold for every row with a value anyway: told to the database, they
    show it the index to walk along."""

    @property
    def is_side(self) -> bool:
        """Whether the value lies in rows of its own (see :class:`SideField`)."""
        return False

    @property
    def is_virtual(self) -> bool:
        """Whether a write of it is turned into other values by ``prepare``."""
        return False

    @property
    def is_late(self) -> bool:
        """Whether rows get its value by :meth:`load_page`, after they were read."""
        return False

    @property
    def late_parts(self) -> Sequence[Field]:
        """The late fields that :meth:`read` needs: itself, or what it is made of."""
        return (self,) if self.is_late else ()

    @property
    def is_sortable(self) -> bool:
        """Whether lists can be ordered by it."""
        return self.kind.sortable

    @property
    def is_nullable(self) -> bool:
        """Whether :meth:`order_key` may be null."""
        return True

    @property
    def paths(self) -> tuple[str, ...]:
        """ORM value paths that :meth:`read` needs."""
        return ()

    @property
    def annotations(self) -> Mapping[str, BaseExpression]:
        """Expressions to annotate under their names before any path is used."""
        return {}

    @property
    def referenced_type(self) -> str | None:
        """The slug of the type whose records the value names, ``None`` for others."""
        return None

    def references(self, value: Any) -> Sequence[int]:
        """Return the ids of the records that a value names."""
        return () if self.referenced_type is None or value is None else (value,)

    def repointed(self, value: Any, *, old_id: int, new_id: int | None) -> Any:
        """Return a value that names ``old_id`` with ``new_id`` (or nothing) instead."""
        return new_id if value == old_id else value

    def predicate(self, operator: Operator, operand: Any) -> Q:
        """Return the rows that match; the operand was cleaned by the kind."""
        raise NotImplementedError

    def order_key(self) -> Combinable:
        """Return what to order by, null exactly for empty values."""
        raise NotImplementedError

    def read(self, row: Row) -> Any:
        """Return the stored value, ``None`` (or ``[]``) for none."""
        raise NotImplementedError

    def write(self, columns: dict[str, Any], value: Any) -> None:
        """Put a cleaned value into the columns to be stored."""
        raise NotImplementedError

    @classmethod
    def load_page(
        cls, caller: Caller, fields: Sequence[Any], rows: Mapping[int, dict[str, Any]]
    ) -> None:
        """Put the values of late fields, all of this class, into rows by primary key.

        The rows were read with the fields' paths. Costs a number of statements that
        depends neither on the number of rows nor on that of fields.
        """
        raise NotImplementedError

    def initial(self) -> Any:
        """Return the default of a new record."""
        return self.default() if callable(self.default) else self.default


@dataclass(frozen=True, kw_only=True)
class ColumnField(Field):
    """A value in a column of the record's own table, or reached by a join from it.

    ``path`` is the ORM path (the name, unless given). A path across a join is never
    writable. ``fold`` says that ``<path>_fold`` keeps the fold of the text.
    """

    path: str = ""
    fold: bool = False
    nullable: bool = True
    virtual: bool = False
    """Written through the type's ``prepare`` hook, which turns it into other fields."""

    @property
    def is_virtual(self) -> bool:
        return self.virtual

    @property
    def column(self) -> Column:
        """Where the value lies."""
        path = self.path or self.name
        return Column(path, f"{path}_fold" if self.fold else None)

    @property
    def is_own(self) -> bool:
        """Whether the column is one of the record's own table."""
        return "__" not in self.column.path

    @property
    def paths(self) -> tuple[str, ...]:
        return (self.column.path,)

    @property
    def is_nullable(self) -> bool:
        return self.nullable

    def predicate(self, operator: Operator, operand: Any) -> Q:
        return self.kind.predicate(self.column, operator, operand)

    def order_key(self) -> Combinable:
        return self.kind.order_key(self.column)

    def read(self, row: Row) -> Any:
        return row[self.path or self.name]

    def write(self, columns: dict[str, Any], value: Any) -> None:
        columns[self.path or self.name] = value


@dataclass(frozen=True, kw_only=True)
class RelationField(ColumnField):
    """A foreign key: the id of a record of the type ``target``.

    Never dangling and never across organizations: the writer checks both. ``owner``
    says that the record is a part of the one it points at, and goes with it when that
    is deleted for good.
    """

    target: str
    owner: bool = False
    kind: ValueKind = ReferenceKind()

    def __post_init__(self) -> None:
        object.__setattr__(self, "kind", ReferenceKind(target=self.target))

    @property
    def referenced_type(self) -> str | None:
        return self.target


@dataclass(frozen=True, kw_only=True)
class ComputedField(ColumnField):
    """A value that SQL computes from the record; read-only, filterable, sortable.

    ``expression`` builds a fresh expression; it must not join in a way that adds rows
    (use a subquery).
    """

    expression: Callable[[], BaseExpression]
    writable: bool = False
    nullable: bool = False

    @property
    def column(self) -> Column:
        return Column(f"computed_{self.name}")

    @property
    def is_own(self) -> bool:
        return False

    @property
    def paths(self) -> tuple[str, ...]:
        return (self.column.path,)

    @property
    def annotations(self) -> Mapping[str, BaseExpression]:
        return {self.column.path: self.expression()}

    def read(self, row: Row) -> Any:
        return row[self.column.path]


@dataclass(frozen=True, kw_only=True)
class SideField(Field):
    """A value kept in rows of its own, several per record (tags).

    :meth:`load` reads the values of a page in one statement; :meth:`store` writes
    those of a batch in a constant number of statements.
    """

    @property
    def is_side(self) -> bool:
        return True

    def read(self, row: Row) -> Any:
        return row[self.name]

    def load(self, caller: Caller, record_ids: Sequence[int]) -> dict[int, Any]:
        """Return the value of each record that has one."""
        raise NotImplementedError

    def store(self, caller: Caller, values: Mapping[int, Any]) -> None:
        """Keep the values of these records, of which none are kept so far."""
        raise NotImplementedError

    def remove(self, caller: Caller, record_ids: Iterable[int]) -> None:
        """Forget the values of records that are purged, or get others."""
        raise NotImplementedError


@dataclass(frozen=True, kw_only=True)
class IndexedField(Field):
    """A value that is repeated in the rows of an index, by which records are found.

    The index has a ``record_id``, the record's ``created_at``, and only rows of live
    records count. Plans of the engine read it alone where they can; everywhere else
    :meth:`predicate` and :meth:`order_key` speak of the record's own table.
    """

    live_only: bool = True
    """Whether archived records are out of the question."""

    @property
    def repeats(self) -> bool:
        """Whether one record may have several rows (several values)."""
        return False

    @property
    def strands(self) -> Sequence[IndexedField]:
        """The fields whose rows are its own, each in one order: several of a union."""
        return (self,)

    @property
    def key(self) -> str:
        """The index's column that orders this field's values; null orders nothing."""
        raise NotImplementedError

    @property
    def own(self) -> Q:
        """What tells this field's rows from those of others in the same index."""
        raise NotImplementedError

    def entries(self, others: Sequence[IndexedField] = ()) -> QuerySet[Any]:
        """Return the rows of this field, and of others in the same index."""
        raise NotImplementedError

    def matching(self, operator: Operator, operand: Any) -> Q:
        """Return the predicate on the index's rows; never called with ``EMPTY``."""
        raise NotImplementedError

    def contained(self, operand: Any) -> Mapping[str, Any] | None:
        """Return what ``custom_fields`` contains exactly when the value is equal.

        ``None`` when equality cannot be told by containment.
        """
        return None

    def including_archived(self) -> Self:
        """Return the field as one that archived records are found by too."""
        return replace(self, live_only=False)

    def predicate(self, operator: Operator, operand: Any) -> Q:
        if operator is Operator.EMPTY:
            return ~Q(Exists(self.entries().filter(record_id=OuterRef("pk"))))
        found = self.entries().filter(self.matching(operator, operand))
        return Q(pk__in=found.values("record_id"))

    def order_key(self) -> Combinable:
        own = self.entries().filter(record_id=OuterRef("pk"))
        return Subquery(own.values(self.key)[:1])


def id_field(path: str = "pk") -> ColumnField:
    """Return the read-only ``id`` that every type has."""
    return ColumnField(
        name="id", kind=ReferenceKind(), path=path, writable=False, nullable=False
    )
