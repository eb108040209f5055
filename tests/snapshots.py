"""What every table holds, to prove that a refused request changed nothing."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from django.apps import apps
from django.db import transaction

if TYPE_CHECKING:
    from collections.abc import Iterator

# Noted when a key is used, whatever the request was.
UNTOLD = {("access.apikey", "last_used_at")}
# Signing in writes it.
LEFT_OUT = {"sessions.session"}

Snapshot = dict[str, list[tuple[Any, ...]]]


def snapshot() -> Snapshot:
    """Return the rows of every table, the change log among them."""
    return {
        model._meta.label_lower: _rows(model)
        for model in apps.get_models()
        if not model._meta.proxy and model._meta.label_lower not in LEFT_OUT
    }


def _rows(model: Any) -> list[tuple[Any, ...]]:
    label = model._meta.label_lower
    columns = [
        one.attname
        for one in model._meta.concrete_fields
        if (label, one.attname) not in UNTOLD
    ]
    return list(model._base_manager.order_by("pk").values_list(*columns))


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


def assert_unchanged(before: Snapshot) -> None:
    """Fail unless every table holds what it held."""
    assert difference(before, snapshot()) == {}


@contextmanager
def rolled_back() -> Iterator[None]:
    """Undo every write of the block, so that several cases can share what is there."""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)
