"""Puts rows into their table: what ``bulk_create`` does, for a fraction of its work.

``bulk_create`` makes an instance of every row and asks every field of the model,
empty ones too, to convert a value that the kinds have cleaned already; that was four
fifths of the time of a bulk write.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from itertools import chain
from typing import TYPE_CHECKING, Any

from django.db import connection, models
from django.db.models.fields import NOT_PROVIDED

from records.schema.folding import FoldField

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Mapping, Sequence

MOST_ROWS = 1_000
"""Rows of one statement."""

_FEW = 20
"""Up to so many rows one ordinary statement is quicker than PostgreSQL's bulk protocol."""

_TEXT = frozenset({str})
_WHOLE = frozenset({int})
_TRUTH = frozenset({bool})


def insert_rows(
    model: type[models.Model], rows: Sequence[Mapping[str, Any]]
) -> list[int]:
    """Insert rows and return their primary keys, in order.

    A row maps columns, spelled as attributes (``owner_id``), to values as the ORM
    takes them. A column that a row does not name gets its default; the folds of the
    named ones are kept. Runs no signals. Belongs into a transaction.
    """
    if not rows:
        return []
    table = _table(model)
    columns = table.needed({name for row in rows for name in row})
    by_column = [one.values_in(rows) for one in columns]
    if connection.vendor == "postgresql" and len(rows) > _FEW:
        return _copy(table, columns, by_column)
    return _insert(table, columns, by_column)


def add_rows(model: type[models.Model], rows: Sequence[Mapping[str, Any]]) -> None:
    """Insert rows of a table whose keys come with them; otherwise as ``insert_rows``."""
    if not rows:
        return
    table = _table(model)
    columns = table.needed({name for row in rows for name in row})
    by_column = [one.values_in(rows) for one in columns]
    if connection.vendor == "postgresql" and len(rows) > _FEW:
        _send(table.adding(columns), zip(*by_column, strict=True))
        return
    size = _rows_per_statement(len(columns))
    told = list(zip(*by_column, strict=True))
    with connection.cursor() as cursor:
        for start in range(0, len(told), size):
            some = told[start : start + size]
            statement = table.statement(columns, len(some))
            cursor.execute(statement, list(chain.from_iterable(some)))


def _insert(
    table: _Table, columns: Sequence[_Column], by_column: Sequence[list[Any]]
) -> list[int]:
    ids: list[int] = []
    size = _rows_per_statement(len(columns))
    rows = list(zip(*by_column, strict=True))
    with connection.cursor() as cursor:
        for start in range(0, len(rows), size):
            told = rows[start : start + size]
            statement = table.insertion(columns, len(told))
            cursor.execute(statement, list(chain.from_iterable(told)))
            # Ids are given in the order of the rows; they may come back in another.
            ids += sorted(row[0] for row in cursor.fetchall())
    return ids


def _copy(
    table: _Table, columns: Sequence[_Column], by_column: Sequence[list[Any]]
) -> list[int]:
    """Send rows to PostgreSQL by its bulk protocol, ids and all.

    Parsing a statement with tens of thousands of parameters takes five times as long.
    """
    cursor: Any
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT nextval(pg_get_serial_sequence(%s, %s)) FROM generate_series(1, %s)",
            [table.name, table.key.column, len(by_column[0])],
        )
        ids = [row[0] for row in cursor.fetchall()]
    _send(table.copying(columns), zip(ids, *by_column, strict=True))
    return ids


def _send(statement: str, rows: Iterable[Sequence[Any]]) -> None:
    cursor: Any
    with (
        connection.cursor() as cursor,
        connection.wrap_database_errors,
        cursor.copy(statement) as stream,
    ):
        for row in rows:
            stream.write_row(row)


def _rows_per_statement(columns: int) -> int:
    most = connection.features.max_query_params
    return max(1, min(MOST_ROWS, most // columns if most else MOST_ROWS))


@dataclass(frozen=True, slots=True, eq=False)
class _Column:
    """One column of a table, and how its values are told to the database."""

    field: models.Field[Any, Any]
    plain: frozenset[type]
    """Types of values that the database takes as they are."""

    @property
    def is_always_told(self) -> bool:
        """Whether the database has no value of its own for the column."""
        if self.field.db_default is not NOT_PROVIDED:
            return False
        return not self.field.null or (
            self.field.has_default() and self.field.get_default() is not None
        )

    def values_in(self, rows: Sequence[Mapping[str, Any]]) -> list[Any]:
        """Return what to tell the database, row by row."""
        field, plain = self.field, self.plain
        if isinstance(field, FoldField):
            return [field.value_for(row.get(field.of)) for row in rows]
        name, default = field.attname, self._default()
        values = [row.get(name, default) for row in rows]
        if all(one is None or type(one) in plain for one in values):
            return values
        return list(map(self._teller(), values))

    def _default(self) -> Any:
        # A default of the database is no value; such a column is named by all rows.
        has_value = self.field.db_default is NOT_PROVIDED
        return self.field.get_default() if has_value else None

    def _teller(self) -> Callable[[Any], Any]:
        """Return what turns one value into what the database takes."""
        field, plain = self.field, self.plain
        # The moment of the write and choices come again and again.
        known: dict[Any, Any] = {}

        def tell(value: Any) -> Any:
            if value is None or type(value) in plain:
                return value
            if isinstance(field, models.JSONField):  # not hashable
                return field.get_db_prep_save(value, connection)
            if value not in known:
                known[value] = field.get_db_prep_save(value, connection)
            return known[value]

        return tell


@dataclass(frozen=True, slots=True, eq=False)
class _Table:
    """The columns of a model's table, without the key, which the database makes."""

    model: type[models.Model]
    columns: tuple[_Column, ...]

    def needed(self, names: Collection[str]) -> tuple[_Column, ...]:
        """Return the columns that a statement must name. Raises ``KeyError``."""
        unknown = set(names) - {one.field.attname for one in self.columns}
        if unknown:
            raise KeyError(f"{self.model.__name__} has no column {min(unknown)}.")
        return tuple(
            one
            for one in self.columns
            if one.is_always_told
            or one.field.attname in names
            or (isinstance(one.field, FoldField) and one.field.of in names)
        )

    @property
    def name(self) -> str:
        """The table's name, quoted."""
        return connection.ops.quote_name(self.model._meta.db_table)

    @property
    def key(self) -> models.Field[Any, Any]:
        """The primary key."""
        return self.model._meta.pk

    def statement(self, columns: Sequence[_Column], rows: int) -> str:
        """Return the statement that inserts so many rows."""
        row = f"({', '.join(['%s'] * len(columns))})"
        # Only names from the models; the values are parameters.
        return (
            f"INSERT INTO {self.name} ({_names(columns)})"  # noqa: S608
            f" VALUES {', '.join([row] * rows)}"
        )

    def insertion(self, columns: Sequence[_Column], rows: int) -> str:
        """Return the statement that inserts so many rows and tells their keys."""
        return f"{self.statement(columns, rows)} RETURNING {_quoted(self.key)}"

    def copying(self, columns: Sequence[_Column]) -> str:
        """Return the statement that takes rows, their keys first."""
        key = _quoted(self.key)
        return f"COPY {self.name} ({key}, {_names(columns)}) FROM STDIN"

    def adding(self, columns: Sequence[_Column]) -> str:
        """Return the statement that takes rows whose keys are among the columns."""
        return f"COPY {self.name} ({_names(columns)}) FROM STDIN"


def _names(columns: Sequence[_Column]) -> str:
    return ", ".join(_quoted(one.field) for one in columns)


def _quoted(field: models.Field[Any, Any]) -> str:
    return connection.ops.quote_name(field.column or "")


@cache
def _table(model: type[models.Model]) -> _Table:
    fields = [one for one in model._meta.concrete_fields if not one.primary_key]
    return _Table(model, tuple(_Column(one, _plain(one)) for one in fields))


def _plain(field: models.Field[Any, Any]) -> frozenset[type]:
    if isinstance(field, models.CharField | models.TextField):
        return _TEXT
    if isinstance(field, models.IntegerField | models.ForeignKey):
        return _WHOLE
    if isinstance(field, models.BooleanField):
        return _TRUTH
    return frozenset()
