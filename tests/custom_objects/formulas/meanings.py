"""What a tree of tuples means: the language told a second time, in plain Python.

There are no tokens, nodes or checks here, and nothing of the program is used.
"""

import decimal
import operator
from decimal import ROUND_CEILING, ROUND_FLOOR, ROUND_HALF_UP, Decimal
from typing import Any

LIMIT = Decimal(10**15)
FAILURES = (decimal.InvalidOperation, decimal.DivisionByZero, decimal.Overflow)
CONTEXT = decimal.Context(
    prec=40, rounding=ROUND_HALF_UP, Emax=999, Emin=-999, traps=list(FAILURES)
)


def meaning(tree, record):
    """Return what the tree gives for a record, rounded as it is stored."""
    with decimal.localcontext(CONTEXT):
        return _seen(_meaning(tree, record))


def _seen(value):
    """Return a number to six decimals and fifteen digits, ``None`` beyond them."""
    if not isinstance(value, Decimal):
        return value
    if abs(value) >= LIMIT:
        return None
    integral = len(str(int(abs(value)))) if abs(value) >= 1 else 0
    rounded = value.quantize(Decimal(1).scaleb(-min(6, 15 - integral)))
    return None if abs(rounded) >= LIMIT else rounded


def _meaning(tree, record):
    match tree:
        case ("constant", value):
            return value
        case ("field", slug):
            return record[slug]
        case ("call", "if", condition, then, otherwise):
            return _meaning(then if _meaning(condition, record) else otherwise, record)
        case ("call", name, *arguments):
            return CALLS[name](*(_meaning(one, record) for one in arguments))
    sign, *operands = tree
    return _operated(sign, *(_meaning(one, record) for one in operands))


def _operated(sign, *operands):
    if sign in COMPARISONS:
        return _compared(sign, *map(_seen, operands))
    if sign in LOGIC:
        return LOGIC[sign](*map(bool, operands))
    if sign == "&":
        return _joined(*operands)
    if None in operands:
        return None
    try:
        return CALCULATIONS[sign](*operands)
    except (*FAILURES, ZeroDivisionError):
        return None


def _compared(sign, left, right):
    if left is None or right is None:
        return False
    if isinstance(left, str) and sign not in ("=", "!="):
        left, right = left.casefold(), right.casefold()
    return COMPARISONS[sign](left, right)


def _remainder(left, right):
    left, right = _seen(left), _seen(right)
    if left is None or right is None:
        return None
    # Of integers, Python's remainder has the divisor's sign.
    return Decimal(int(left.scaleb(6)) % int(right.scaleb(6))).scaleb(-6)


def _joined(*operands):
    spelled = ["" if one is None else _spelled(one) for one in operands]
    return None if None in spelled else "".join(spelled)


def _spelled(value):
    """Return a value as text, ``None`` for nothing and for too great a number."""
    if isinstance(value, bool):
        return str(value).lower()
    seen = _seen(value)
    if not isinstance(seen, Decimal):
        return seen
    text = format(seen, "f")
    text = text.rstrip("0").rstrip(".") if "." in text else text
    return "0" if text == "-0" else text


def _present(values):
    return [one for one in values if one is not None]


def _rounded(number, places, rounding=ROUND_HALF_UP):
    seen = _seen(number)
    return None if seen is None else seen.quantize(Decimal(1).scaleb(-places), rounding)


def _contains(text, part):
    return None not in (text, part) and part.casefold() in text.casefold()


COMPARISONS: dict[str, Any] = {
    "=": operator.eq,
    "!=": operator.ne,
    "<": operator.lt,
    "<=": operator.le,
    ">": operator.gt,
    ">=": operator.ge,
}
LOGIC: dict[str, Any] = {
    "and": operator.and_,
    "or": operator.or_,
    "not": operator.not_,
}
CALCULATIONS: dict[str, Any] = {
    "+": operator.add,
    "-": operator.sub,
    "*": operator.mul,
    "/": operator.truediv,
    "%": _remainder,
    "^": lambda base, exponent: base ** int(exponent),
    "negative": operator.neg,
}
CALLS: dict[str, Any] = {
    "coalesce": lambda *all_: next((x for x in all_ if x not in (None, "")), None),
    "is_empty": lambda value: value in (None, ""),
    "round": lambda x, places: _rounded(x, int(places)),
    "floor": lambda x: _rounded(x, 0, ROUND_FLOOR),
    "ceil": lambda x: _rounded(x, 0, ROUND_CEILING),
    "min": lambda *all_: min(_present(all_), default=None),
    "sum": lambda *all_: sum(_present(all_)) if _present(all_) else None,
    "len": lambda text: Decimal(len(text or "")),
    "contains": _contains,
    "upper": lambda text: None if text is None else text.upper(),
    "text": _spelled,
}
