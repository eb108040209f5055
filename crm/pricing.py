"""What a line of an order costs (contract envelope §4, line_items)."""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Decimal

CENT = Decimal("0.01")
FINEST = Decimal("0.000001")
"""Variations are kept this precise, so that a value given as such stays what it is."""
_HUNDRED = Decimal(100)


def value_of(price: Decimal, variation: Decimal) -> Decimal:
    """Return a price changed by so many percent, rounded half up to two decimals."""
    return (price * (1 + variation / _HUNDRED)).quantize(CENT, ROUND_HALF_UP)


def variation_of(price: Decimal, value: Decimal) -> Decimal | None:
    """Return by how many percent a value differs from a price.

    ``None`` where no percentage leads there: from a price of nothing to something.
    """
    if not price:
        return None if value else Decimal(0)
    return ((value / price - 1) * _HUNDRED).quantize(FINEST, ROUND_HALF_UP)
