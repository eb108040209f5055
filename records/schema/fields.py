"""A field of a record type, and the few ways a value can be kept.

The engine never asks "is this a column or a custom field?": it asks the field.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from records.schema.kinds import Column, ReferenceKind, ValueKind

if TYPE_CHECKING:
    from django.db.models import Q
    from django.db.models.expressions import BaseExpression, Combinable
    from django.utils.functional import _StrPromise

    from records.access.caller import Caller
    from records.query import Operator

Row = Mapping[str, Any]
"""A record as read: ORM value paths, side fields' names and ``pk`` to values."""


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
    filterable: bool = True
    custom: bool = False
    default: Any = None
    """Cleaned value of a new record that was given none; a callable is called."""

    @property
    def is_side(self) -> bool:
        """Whether the value lies in rows of its own (see :class:`SideField`)."""
        return False

    @property
    def is_virtual(self) -> bool:
        """Whether a write of it is turned into other values by ``prepare``."""
        return False

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

    Never dangling and never across organizations: the writer checks both.
    """

    target: str
    kind: ValueKind = ReferenceKind()

    def __post_init__(self) -> None:
        object.__setattr__(self, "kind", ReferenceKind(target=self.target))


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
        """Replace the values of these records."""
        raise NotImplementedError

    def remove(self, caller: Caller, record_ids: Iterable[int]) -> None:
        """Forget the values of records that are purged."""
        raise NotImplementedError


def id_field(path: str = "pk") -> ColumnField:
    """Return the read-only ``id`` that every type has."""
    return ColumnField(
        name="id", kind=ReferenceKind(), path=path, writable=False, nullable=False
    )
