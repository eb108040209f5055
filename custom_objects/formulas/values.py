"""What values a formula knows, and how a record's values become such."""

from __future__ import annotations

import datetime as dt
import re
from decimal import ROUND_HALF_UP, Context, Decimal, DivisionByZero, Overflow
from decimal import InvalidOperation as InvalidNumber
from enum import StrEnum
from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise

DIGITS = 15
"""Significant digits of a number that is stored (decision 17)."""
DECIMALS = 6
LONGEST_TEXT = 10_000
"""Characters that a text made by a formula may have."""

NUMBERS = Context(
    prec=40,
    rounding=ROUND_HALF_UP,
    Emin=-999,
    Emax=999,
    traps=[InvalidNumber, DivisionByZero, Overflow],
)
"""How numbers are computed on the way. Copied for each evaluation: it keeps flags."""

_PLACES = [Decimal(f"1e-{places}") for places in range(DECIMALS + 1)]

_NUMERAL = re.compile(r"[+-]?[0-9]{1,60}(?:\.[0-9]{1,60})?")
_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_MOMENT = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}[Tt ][0-9:.+Zz-]{2,30}")

Value = Decimal | str | bool | dt.datetime | dt.date | None


class FormulaType(StrEnum):
    """What a field or an expression holds, if it holds anything."""

    NUMBER = "number"
    TEXT = "text"
    BOOLEAN = "boolean"
    DATE = "date"
    MOMENT = "moment"

    @property
    def label(self) -> str | _StrPromise:
        """What a message calls it."""
        return _LABELS[self]


_LABELS = {
    FormulaType.NUMBER: _("a number"),
    FormulaType.TEXT: _("text"),
    FormulaType.BOOLEAN: _("true or false"),
    FormulaType.DATE: _("a date"),
    FormulaType.MOMENT: _("a date and time"),
}


def canonical(number: Decimal) -> Decimal:
    """Return the number as it is stored and compared, without trailing zeros.

    Rounded half up to 6 decimals and 15 significant digits. Raises
    :class:`OverflowError` where more digits stand before the point.
    """
    if number.is_zero():
        return Decimal(0)
    if number.adjusted() >= DIGITS:
        raise OverflowError
    context = NUMBERS.copy()
    places = min(DECIMALS, DIGITS - max(0, number.adjusted() + 1))
    shortened = number.quantize(_PLACES[places], context=context).normalize(context)
    if shortened.is_zero():
        return Decimal(0)
    if shortened.adjusted() >= DIGITS:
        raise OverflowError  # 999999999999999.5 became one digit longer
    # 1E+3 is equal to 1000, but is not how a person spells it.
    is_spelled_out = int(shortened.as_tuple().exponent) <= 0
    return (
        shortened if is_spelled_out else shortened.quantize(_PLACES[0], None, context)
    )


def parse_number(text: str) -> Decimal | None:
    """Return the number that a plain numeral spells."""
    if not _NUMERAL.fullmatch(text.strip()):
        return None
    return _number(Decimal(text.strip()))


def parse_date(text: str) -> dt.date | None:
    """Return the day that ``YYYY-MM-DD`` spells."""
    if not _DAY.fullmatch(text.strip()):
        return None
    try:
        return dt.date.fromisoformat(text.strip())
    except ValueError:
        return None


def parse_moment(text: str) -> dt.datetime | None:
    """Return the UTC moment of an ISO 8601 text; without an offset it is UTC."""
    stripped = text.strip()
    if not _DAY.fullmatch(stripped) and not _MOMENT.fullmatch(stripped):
        return None
    try:
        return utc(dt.datetime.fromisoformat(stripped.upper()))
    except (OverflowError, ValueError):
        return None


def utc(moment: dt.datetime) -> dt.datetime:
    """Return the moment in UTC, cut to the millisecond as stored.

    Raises :class:`OverflowError` outside the years 1 to 9999.
    """
    aware = moment if moment.tzinfo else moment.replace(tzinfo=dt.UTC)
    cut = aware.microsecond // 1_000 * 1_000
    return aware.astimezone(dt.UTC).replace(microsecond=cut)


def read_value(value: object, formula_type: FormulaType) -> Value:
    """Return what a formula sees of a record's value: ``None`` if it does not fit.

    Takes both the Python value and what JSON holds of it.
    """
    match formula_type:
        case FormulaType.NUMBER:
            return _read_number(value)
        case FormulaType.TEXT:
            return value if isinstance(value, str) else None
        case FormulaType.BOOLEAN:
            return value if isinstance(value, bool) else None
        case FormulaType.DATE:
            return _read_date(value)
        case FormulaType.MOMENT:
            return _read_moment(value)


def _read_number(value: object) -> Decimal | None:
    if isinstance(value, str):
        return parse_number(value)
    if isinstance(value, float):
        return _number(Decimal(repr(value)))
    if isinstance(value, int) and not isinstance(value, bool):
        return Decimal(value) if abs(value) < 10**DIGITS else None
    return _number(value) if isinstance(value, Decimal) else None


def _number(number: Decimal) -> Decimal | None:
    if not number.is_finite():
        return None
    try:
        return canonical(number)
    except ArithmeticError:
        return None


def _read_date(value: object) -> dt.date | None:
    if isinstance(value, str):
        return parse_date(value)
    if isinstance(value, dt.datetime) or not isinstance(value, dt.date):
        return None
    return value


def _read_moment(value: object) -> dt.datetime | None:
    if isinstance(value, str):
        return parse_moment(value)
    if not isinstance(value, dt.datetime):
        return None
    try:
        return utc(value)
    except (OverflowError, ValueError):
        return None
