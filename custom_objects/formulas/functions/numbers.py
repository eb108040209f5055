"""Functions that give numbers.

Those that look at a number's decimals see it rounded as it would be stored, so that
``floor(10 / 3 * 3)`` is 10.
"""

from __future__ import annotations

from decimal import ROUND_CEILING, ROUND_DOWN, ROUND_FLOOR, ROUND_HALF_UP, Decimal
from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

from custom_objects.formulas.functions.signatures import (
    BOOLEAN,
    NUMBER,
    ORDERED,
    TEXT,
    Function,
    Parameter,
)
from custom_objects.formulas.values import (
    DECIMALS,
    DIGITS,
    FormulaType,
    Value,
    canonical,
    parse_number,
)

if TYPE_CHECKING:
    from custom_objects.formulas.circumstances import Circumstances

_X = Parameter("x", NUMBER)
_ONE_OF_MANY = Parameter("value", ORDERED, is_common=True)
_NULLS_SKIPPED = _("nulls are skipped; null if there is no other")


def whole(number: Decimal) -> int:
    """Return the number without its decimals. Raises :class:`OverflowError`."""
    return int(canonical(number).to_integral_value(ROUND_DOWN))


def remainder(here: Circumstances, number: Decimal, divisor: Decimal) -> Decimal:
    """Return what is left of a division, with the sign of the divisor."""
    divisor = canonical(divisor)
    left = here.numbers.remainder(canonical(number), divisor)
    turns = left and left.is_signed() != divisor.is_signed()
    return here.numbers.add(left, divisor) if turns else left


def _abs(here: Circumstances, x: Decimal) -> Decimal:
    return here.numbers.abs(x)


def _ceil(_here: Circumstances, x: Decimal) -> Decimal:
    return canonical(x).to_integral_value(ROUND_CEILING)


def _floor(_here: Circumstances, x: Decimal) -> Decimal:
    return canonical(x).to_integral_value(ROUND_FLOOR)


def _round(here: Circumstances, x: Decimal, places: Decimal = Decimal(0)) -> Decimal:
    wanted = max(-DIGITS - 1, min(DECIMALS, whole(places)))
    step = Decimal((0, (1,), -wanted))
    return canonical(x).quantize(step, ROUND_HALF_UP, here.numbers)


def _mod(here: Circumstances, x: Decimal, y: Decimal) -> Decimal:
    return remainder(here, x, y)


def _min(_here: Circumstances, *values: Value) -> Value:
    return min(_present(values), default=None)


def _max(_here: Circumstances, *values: Value) -> Value:
    return max(_present(values), default=None)


def _sum(here: Circumstances, *numbers: Decimal | None) -> Decimal | None:
    present = _present(numbers)
    total = Decimal(0)
    for one in present:
        total = here.numbers.add(total, one)
    return total if present else None


def _average(here: Circumstances, *numbers: Decimal | None) -> Decimal | None:
    total = _sum(here, *numbers)
    count = Decimal(len(_present(numbers)))
    return None if total is None else here.numbers.divide(total, count)


def _present(values: tuple[Value, ...]) -> list[Decimal]:
    # Days and moments too, for min and max: the checker sees to one type.
    return [one for one in values if one is not None]  # type: ignore[misc]


def _number(_here: Circumstances, value: Decimal | str | bool) -> Decimal | None:
    if isinstance(value, str):
        return parse_number(value)
    return Decimal(value)


NUMBER_FUNCTIONS = (
    Function(
        "abs",
        (_X,),
        FormulaType.NUMBER,
        _abs,
        summary=_("The number without its sign."),
        example="abs(-2.5)",
        gives="2.5",
    ),
    Function(
        "round",
        (_X, Parameter("places", NUMBER)),
        FormulaType.NUMBER,
        _round,
        summary=_(
            "The number rounded half up (away from zero) to so many decimals, 0 unless "
            "given; negative places round to tens, hundreds and so on."
        ),
        example="round(2.345, 2)",
        gives="2.35",
        required=1,
    ),
    Function(
        "floor",
        (_X,),
        FormulaType.NUMBER,
        _floor,
        summary=_("The number rounded down to a whole one."),
        example="floor(-2.5)",
        gives="-3",
    ),
    Function(
        "ceil",
        (_X,),
        FormulaType.NUMBER,
        _ceil,
        summary=_("The number rounded up to a whole one."),
        example="ceil(2.1)",
        gives="3",
    ),
    Function(
        "mod",
        (_X, Parameter("y", NUMBER)),
        FormulaType.NUMBER,
        _mod,
        summary=_("What is left of x divided by y, with the sign of y; as x % y."),
        example="mod(-7, 3)",
        gives="2",
    ),
    Function(
        "min",
        (_ONE_OF_MANY,),
        None,
        _min,
        summary=_("The least of numbers, or the earliest of dates."),
        null=_NULLS_SKIPPED,
        example="min(3, null, 2)",
        gives="2",
        repeats=True,
        sees_null=True,
    ),
    Function(
        "max",
        (_ONE_OF_MANY,),
        None,
        _max,
        summary=_("The greatest of numbers, or the latest of dates."),
        null=_NULLS_SKIPPED,
        example="max(3, null, 2)",
        gives="3",
        repeats=True,
        sees_null=True,
    ),
    Function(
        "sum",
        (_X,),
        FormulaType.NUMBER,
        _sum,
        summary=_("The numbers added up."),
        null=_NULLS_SKIPPED,
        example="sum(3, null, 2)",
        gives="5",
        repeats=True,
        sees_null=True,
    ),
    Function(
        "average",
        (_X,),
        FormulaType.NUMBER,
        _average,
        summary=_("The sum of the numbers divided by how many there are."),
        null=_NULLS_SKIPPED,
        example="average(3, null, 2)",
        gives="2.5",
        repeats=True,
        sees_null=True,
    ),
    Function(
        "number",
        (Parameter("value", NUMBER | TEXT | BOOLEAN),),
        FormulaType.NUMBER,
        _number,
        summary=_(
            "The number that a text such as -12.50 spells, else null; 1 for true and 0 "
            "for false."
        ),
        example="number(' -12.50 ')",
        gives="-12.5",
    ),
)
