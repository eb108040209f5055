"""What does a formula give for one record?"""

from __future__ import annotations

import operator as operators
from decimal import Decimal
from functools import partial
from typing import TYPE_CHECKING, Any

from custom_objects.formulas.functions.numbers import remainder
from custom_objects.formulas.functions.texts import join
from custom_objects.formulas.nodes import (
    Call,
    Chain,
    Comparison,
    Constant,
    FieldName,
    Inverse,
    Logic,
    Negative,
    Node,
    Power,
)
from custom_objects.formulas.values import LONGEST_TEXT, Value, canonical

if TYPE_CHECKING:
    from collections.abc import Callable

    from custom_objects.formulas.circumstances import Circumstances

HIGHEST_EXPONENT = 1_000

_COMPARISONS: dict[str, Callable[[Any, Any], bool]] = {
    "=": operators.eq,
    "!=": operators.ne,
    "<": operators.lt,
    "<=": operators.le,
    ">": operators.gt,
    ">=": operators.ge,
}


def evaluate(node: Node, here: Circumstances) -> Value:
    """Return the value of a checked tree; ``None`` where it has none.

    What cannot be computed (a division by zero, a day after 9999-12-31, a text that
    grows too long) is null and spreads as null does. Raises only ``BudgetSpent``.
    """
    try:
        value = _compute(node, here)
    except (ArithmeticError, ValueError):
        return None
    is_too_long = isinstance(value, str) and len(value) > LONGEST_TEXT
    return None if is_too_long and not _hands_on(node) else value


def _hands_on(node: Node) -> bool:
    """Whether the node makes no text itself: a record's own may be longer."""
    return isinstance(node, FieldName) or (
        isinstance(node, Call) and node.function.is_lazy
    )


def _compute(node: Node, here: Circumstances) -> Value:
    match node:
        case Constant(_, value):
            return value
        case FieldName(_, slug):
            return here.fields[slug]
        case Call():
            return _call(node, here)
        case Comparison() | Inverse() | Logic():
            return _decide(node, here)
        case _:
            return _calculate(node, here)


def _decide(node: Comparison | Inverse | Logic, here: Circumstances) -> bool:
    """Null counts as false; operands that decide nothing more are not evaluated."""
    match node:
        case Comparison():
            return _compare(node, here)
        case Inverse(_, operand):
            return not evaluate(operand, here)
        case Logic(_, operator, operands):
            found = (bool(evaluate(one, here)) for one in operands)
            return any(found) if operator == "or" else all(found)


def _calculate(node: Chain | Negative | Power, here: Circumstances) -> Value:
    match node:
        case Negative(_, operand):
            number = _number(operand, here)
            return None if number is None else here.numbers.minus(number)
        case Power(_, base, exponent):
            return _power(_number(base, here), _number(exponent, here), here)
        case Chain(_, first, rest) if rest[0][0] == "&":
            operands = (first, *(operand for _operator, operand in rest))
            values = [evaluate(one, here) for one in operands]
            here.spend(*values)
            return join(here, values)
        case Chain():
            return _chain(node, here)


def _number(node: Node, here: Circumstances) -> Decimal | None:
    value = evaluate(node, here)
    return value if isinstance(value, Decimal) else None


def _chain(node: Chain, here: Circumstances) -> Decimal | None:
    total = _number(node.first, here)
    for operator, operand in node.rest:
        number = _number(operand, here)
        if total is None or number is None:
            return None
        total = _apply(operator, total, number, here)
    return total


def _apply(
    operator: str, left: Decimal, right: Decimal, here: Circumstances
) -> Decimal:
    match operator:
        case "+":
            return here.numbers.add(left, right)
        case "-":
            return here.numbers.subtract(left, right)
        case "*":
            return here.numbers.multiply(left, right)
        case "/":
            return here.numbers.divide(left, right)
        case _:
            return remainder(here, left, right)


def _power(
    base: Decimal | None, exponent: Decimal | None, here: Circumstances
) -> Decimal | None:
    if base is None or exponent is None:
        return None
    exponent = canonical(exponent)
    if exponent != exponent.to_integral_value() or abs(exponent) > HIGHEST_EXPONENT:
        return None
    if base.is_zero() and exponent < 0:
        return None  # Infinity, says the standard
    return here.numbers.power(base, exponent)


def _compare(node: Comparison, here: Circumstances) -> bool:
    left, right = evaluate(node.left, here), evaluate(node.right, here)
    if left is None or right is None:
        return False
    here.spend(left, right)
    compared = _COMPARISONS[node.operator]
    if isinstance(left, Decimal) and isinstance(right, Decimal):
        return _compare_numbers(compared, left, right)
    if isinstance(left, str) and isinstance(right, str) and node.operator[0] in "<>":
        return compared(left.casefold(), right.casefold())
    return compared(left, right)


def _compare_numbers(
    compared: Callable[[Any, Any], bool], left: Decimal, right: Decimal
) -> bool:
    try:
        return compared(canonical(left), canonical(right))
    except ArithmeticError:
        return False


def _call(node: Call, here: Circumstances) -> Value:
    function = node.function
    if function.is_lazy:
        later = (partial(evaluate, one, here) for one in node.arguments)
        return function.compute(here, *later)
    values = [evaluate(one, here) for one in node.arguments]
    if None in values and not function.sees_null:
        return None
    here.spend(*values)
    return function.compute(here, *values)
