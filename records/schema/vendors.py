"""Migration operations that only one of the two databases understands."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db.migrations.operations import RunSQL

if TYPE_CHECKING:
    from django.db.backends.base.schema import BaseDatabaseSchemaEditor


class PostgreSQLOnly(RunSQL):
    """SQL for PostgreSQL; nothing happens on SQLite, which does without it."""

    def database_forwards(
        self,
        app_label: str,
        schema_editor: BaseDatabaseSchemaEditor,
        from_state: Any,
        to_state: Any,
    ) -> None:
        if schema_editor.connection.vendor == "postgresql":
            super().database_forwards(app_label, schema_editor, from_state, to_state)

    def database_backwards(
        self,
        app_label: str,
        schema_editor: BaseDatabaseSchemaEditor,
        from_state: Any,
        to_state: Any,
    ) -> None:
        if schema_editor.connection.vendor == "postgresql":
            super().database_backwards(app_label, schema_editor, from_state, to_state)


def containment_index(table: str) -> PostgreSQLOnly:
    """Return the index by which several equalities on custom fields are answered."""
    name = f"{table}_custom_fields"
    return PostgreSQLOnly(
        f"CREATE INDEX {name} ON {table} USING gin (custom_fields jsonb_path_ops)",
        f"DROP INDEX {name}",
    )
