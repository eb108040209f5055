"""Comparing text without regard to case, alike on both databases (decision 15).

A fold is Python's ``str.casefold``. Columns that are sorted or searched keep their
fold in a :class:`FoldField` beside them; any other text column is folded by
:class:`Fold` in the query, which on PostgreSQL is only ``lower()``.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db import models

if TYPE_CHECKING:
    from django.db.backends.base.base import BaseDatabaseWrapper
    from django.db.models.sql.compiler import SQLCompiler

SQLITE_FUNCTION = "dragoman_fold"


def fold(text: str) -> str:
    """Return the text as it is compared when case does not count."""
    return text.casefold()


def fold_or_none(text: str | None) -> str | None:
    """Return the fold, or ``None`` for no text: empty values sort last as nulls."""
    return fold(text) if text else None


class Fold(models.Func):
    """The fold of a text column that keeps none beside it."""

    arity = 1
    output_field = models.TextField()

    def as_sqlite(
        self, compiler: SQLCompiler, connection: BaseDatabaseWrapper, **context: Any
    ) -> tuple[str, Any]:
        return self.as_sql(compiler, connection, function=SQLITE_FUNCTION, **context)

    def as_postgresql(
        self, compiler: SQLCompiler, connection: BaseDatabaseWrapper, **context: Any
    ) -> tuple[str, Any]:
        # The ICU root collation lowers all of Unicode whatever the cluster's locale;
        # the result is compared by code point, as the stored folds are.
        return self.as_sql(
            compiler,
            connection,
            template='(LOWER((%(expressions)s)::text COLLATE "und-x-icu") COLLATE "C")',
            **context,
        )


if TYPE_CHECKING:
    _TextField = models.TextField[str | None, str | None]
else:
    _TextField = models.TextField


class CodePointTextField(_TextField):
    """Text that both databases compare and order by code point, whatever the locale."""

    def db_parameters(self, connection: BaseDatabaseWrapper) -> Any:
        parameters = super().db_parameters(connection)
        if connection.vendor == "postgresql":
            parameters["collation"] = "C"
        return parameters


class FoldField(CodePointTextField):
    """The fold of another column of the same row, kept by the ORM on every save.

    Null when the source is empty.
    """

    def __init__(self, *, of: str, **options: Any) -> None:
        self.of = of
        options.update(null=True, editable=False, blank=True, default=None)
        super().__init__(**options)

    def deconstruct(self) -> Any:
        name, path, args, options = super().deconstruct()
        for fixed in ("null", "editable", "blank", "default"):
            options.pop(fixed, None)
        options["of"] = self.of
        return name, path, args, options

    def value_for(self, source: str | None) -> str | None:
        """Return what this column holds when its source holds ``source``."""
        return fold_or_none(source)

    def pre_save(self, model_instance: models.Model, add: bool) -> str | None:
        value = self.value_for(getattr(model_instance, self.of))
        setattr(model_instance, self.attname, value)
        return value


def _fold_column(text: str | None) -> str | None:
    return None if text is None else fold(text)  # "" stays, as it does for lower()


def register_on_sqlite(connection: Any, **_signal: Any) -> None:
    """Teach a new SQLite connection to fold; a receiver of ``connection_created``."""
    if connection.vendor == "sqlite":
        connection.connection.create_function(
            SQLITE_FUNCTION, 1, _fold_column, deterministic=True
        )
