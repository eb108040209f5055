"""What every table holds, to prove that a refused request changed nothing."""

from __future__ import annotations

from contextlib import contextmanager
from functools import cache
from typing import TYPE_CHECKING, Any

from django.apps import apps
from django.db import connection, models, transaction

from custom_objects.models import CustomRecord
from records.history.models import Change
from records.record import Record
from records.schema.registry import registry
from tests.samples import SLUGS
from tests.specimens import SLUG as SPECIMENS

if TYPE_CHECKING:
    from collections.abc import Iterator

# Noted when a key is used, whatever the request was.
UNTOLD = {("access.apikey", "last_used_at")}
# Signing in writes it.
LEFT_OUT = {"sessions.session"}

Snapshot = dict[str, list[tuple[Any, ...]]]


def snapshot() -> Snapshot:
    """Return the rows of every table as they are stored, the change log among them."""
    held: Snapshot = {}
    with connection.cursor() as cursor:
        for label, statement in _statements().items():
            cursor.execute(statement)
            held[label] = cursor.fetchall()
    return held


@cache
def _statements() -> dict[str, str]:
    """Return what to ask each table: the ORM would take ten times as long to say it."""
    return {
        model._meta.label_lower: _statement(model)
        for model in apps.get_models()
        if not model._meta.proxy and model._meta.label_lower not in LEFT_OUT
    }


def _statement(model: type[models.Model]) -> str:
    label = model._meta.label_lower
    columns = [
        one.column
        for one in model._meta.concrete_fields
        # A composite key is the columns that it is made of.
        if one.column and (label, one.attname) not in UNTOLD
    ]
    names, keys = (
        ", ".join(map(connection.ops.quote_name, some))
        for some in (columns, [one.column or "" for one in model._meta.pk_fields])
    )
    table = connection.ops.quote_name(model._meta.db_table)
    return f"SELECT {names} FROM {table} ORDER BY {keys}"  # noqa: S608 - our own names


def difference(before: Snapshot, after: Snapshot) -> dict[str, Any]:
    """Return the tables that differ, with what is only in one of the two."""
    return {
        label: {
            "gone": [row for row in before[label] if row not in rows],
            "new": [row for row in rows if row not in before[label]],
        }
        for label, rows in after.items()
        if rows != before[label]
    }


def unlogged(before: Snapshot, after: Snapshot) -> list[tuple[str, int]]:
    """Return table and id of each record whose row changed without a new ``Change``."""
    told = {
        (_model_of(one.object_type), one.record_id)
        for one in Change.objects.everywhere().exclude(
            pk__in=[row[0] for row in before[Change._meta.label_lower]]
        )
        if one.object_type in (*SLUGS, SPECIMENS)
    }
    return [
        (model._meta.label_lower, key)
        for model in apps.get_models()
        if issubclass(model, Record) and not model._meta.proxy
        for key in _changed(model, before, after)
        if (model, key) not in told
    ]


def _model_of(slug: str) -> Any:
    if slug == SPECIMENS:
        return CustomRecord
    return registry.built_in_type(slug).model._meta.concrete_model


def _changed(model: Any, before: Snapshot, after: Snapshot) -> list[int]:
    label = model._meta.label_lower
    columns = [one.attname for one in model._meta.concrete_fields]
    # No field shows it: where a record went that was merged away, until that is purged.
    hidden = [columns.index(name) for name in ("merged_into_id",) if name in columns]

    def by_id(rows: list[tuple[Any, ...]]) -> dict[int, Any]:
        return {
            row[0]: [value for place, value in enumerate(row) if place not in hidden]
            for row in rows
        }

    old, new = by_id(before[label]), by_id(after[label])
    return sorted(key for key in old | new if old.get(key) != new.get(key))


def assert_unchanged(before: Snapshot) -> None:
    """Fail unless every table holds what it held."""
    assert difference(before, snapshot()) == {}


@contextmanager
def rolled_back() -> Iterator[None]:
    """Undo every write of the block, so that several cases can share what is there."""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)
