"""Windows over rows of the record's own table, empty values last."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db.models import Count

from records.query import Window

if TYPE_CHECKING:
    from collections.abc import Callable

    from records.access.scoping import OrganizationQuerySet
    from records.engine.compiler import Ordering

Page = tuple[list[int], int]
"""The ids of a window in order, and the exact total."""


def record_page(
    rows: OrganizationQuerySet[Any],
    ordering: Ordering,
    window: Window,
    *,
    count: Callable[[], int] | None = None,
) -> Page:
    """Return a window over rows. ``count`` counts them where that is cheaper elsewhere.

    At most one statement a key and two more: the rows with a value of the first key,
    those without it that have one of the second, and so on; the total when it is asked
    for and the window does not tell it.
    """
    if ordering.annotations:
        rows = rows.alias(**ordering.annotations)
    if ordering.key is None or not ordering.nullable:
        keys = [] if ordering.key is None else [_directed(ordering)]
        ids = ids_of(rows.order_by(*keys, *ordering.rest), window.offset, window.limit)
    else:
        ids, total = _page_with_empty_last(rows, ordering, window)
        if total is not None:
            return ids, total
    total = told_total(ids, window)
    return ids, (count or rows.count)() if total is None else total


def told_total(ids: list[int], window: Window) -> int | None:
    """Return the total that a window tells by itself, ``None`` when it is to be counted.

    One that came back short is the last, unless it is empty and not the first.
    """
    is_last = len(ids) < window.limit and (ids or window.offset == 0)
    if is_last or not window.counted:
        return window.offset + len(ids)
    return None


def _page_with_empty_last(
    rows: OrganizationQuerySet[Any], ordering: Ordering, window: Window
) -> tuple[list[int], int | None]:
    """Return a window over the rows with a value, then those without one.

    Two phases, because "nulls last" in both directions fits no single index, while
    the partial index on the rows with a value serves both (docs/decisions).
    """
    keyed = rows.alias(order_key=ordering.key)
    valued = keyed.filter(order_key__isnull=False, **ordering.valued_where)
    ids = ids_of(
        valued.order_by(_directed(ordering), *ordering.rest),
        window.offset,
        window.limit,
    )
    if len(ids) == window.limit:
        return ids, None
    total = None
    skipped = 0
    if not ids and window.offset:
        # annotate, not alias: Django aggregates over nothing that is only an alias.
        counts = rows.annotate(order_key=ordering.key).aggregate(
            total=Count("pk"), valued=Count("order_key")
        )
        total = counts["total"]
        skipped = window.offset - counts["valued"]
    empty = keyed.filter(order_key__isnull=True)
    rest = Window(skipped, window.limit - len(ids), counted=False)
    ids += record_page(empty, ordering.without_first(), rest)[0]
    return ids, total


def _directed(ordering: Ordering) -> Any:
    key: Any = ordering.key
    return key.desc() if ordering.descending else key.asc()


def ids_of(rows: Any, offset: int, limit: int, column: str = "pk") -> list[int]:
    """Return the ids in a window of ordered rows."""
    return list(rows.values_list(column, flat=True)[offset : offset + limit])
