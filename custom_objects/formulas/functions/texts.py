"""Functions that make texts or look into them. Searching ignores case."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

from custom_objects.formulas.functions.numbers import whole
from custom_objects.formulas.functions.signatures import (
    ANYTHING,
    MOMENT,
    NUMBER,
    TEXT,
    Function,
    Parameter,
)
from custom_objects.formulas.values import LONGEST_TEXT, FormulaType, Value

if TYPE_CHECKING:
    from collections.abc import Iterable

    from custom_objects.formulas.circumstances import Circumstances

_TEXT = Parameter("text", TEXT)
_PART = Parameter("part", TEXT)
_COUNT = Parameter("count", NUMBER)
_FALSE_IF_ANY_IS = _("false")


def join(here: Circumstances, values: Iterable[Value]) -> str:
    """Return the values as one text. Raises :class:`OverflowError` if it is too long."""
    spelled = [here.spell(one) for one in values]
    if sum(map(len, spelled)) > LONGEST_TEXT:
        raise OverflowError
    return "".join(spelled)


def _text(here: Circumstances, value: Value) -> str:
    return here.spell(value)


def _concat(here: Circumstances, *values: Value) -> str:
    return join(here, values)


def _upper(_here: Circumstances, text: str) -> str:
    return text.upper()


def _lower(_here: Circumstances, text: str) -> str:
    return text.lower()


def _trim(_here: Circumstances, text: str) -> str:
    return text.strip()


def _len(_here: Circumstances, text: str | None) -> Decimal:
    return Decimal(len(text or ""))


def _left(_here: Circumstances, text: str, count: Decimal) -> str:
    return text[: max(0, whole(count))]


def _right(_here: Circumstances, text: str, count: Decimal) -> str:
    return text[max(0, len(text) - max(0, whole(count))) :]


def _mid(_here: Circumstances, text: str, start: Decimal, count: Decimal) -> str:
    first = max(1, whole(start)) - 1
    return text[first : first + max(0, whole(count))]


def _replace(_here: Circumstances, text: str, old: str, new: str) -> str:
    if not old:
        return text
    if len(text) + text.count(old) * (len(new) - len(old)) > LONGEST_TEXT:
        raise OverflowError
    return text.replace(old, new)


def _contains(_here: Circumstances, text: str | None, part: str | None) -> bool:
    return text is not None and part is not None and part.casefold() in text.casefold()


def _starts_with(_here: Circumstances, text: str | None, part: str | None) -> bool:
    if text is None or part is None:
        return False
    return text.casefold().startswith(part.casefold())


def _ends_with(_here: Circumstances, text: str | None, part: str | None) -> bool:
    if text is None or part is None:
        return False
    return text.casefold().endswith(part.casefold())


TEXT_FUNCTIONS = (
    Function(
        "text",
        (Parameter("value", ANYTHING),),
        FormulaType.TEXT,
        _text,
        summary=_(
            "The value as text: numbers without trailing zeros, dates in ISO 8601, "
            "moments with the offset of the organization's time zone."
        ),
        example="text(12.50)",
        gives="'12.5'",
        zoned_by=MOMENT,
    ),
    Function(
        "concat",
        (Parameter("value", ANYTHING),),
        FormulaType.TEXT,
        _concat,
        summary=_("The values as one text, as with &."),
        null=_("nulls count as empty text"),
        example="concat('No. ', 7, null)",
        gives="'No. 7'",
        repeats=True,
        sees_null=True,
        zoned_by=MOMENT,
    ),
    Function(
        "upper",
        (_TEXT,),
        FormulaType.TEXT,
        _upper,
        summary=_("The text in capital letters."),
        example="upper('Groß')",
        gives="'GROSS'",
    ),
    Function(
        "lower",
        (_TEXT,),
        FormulaType.TEXT,
        _lower,
        summary=_("The text in small letters."),
        example="lower('ÄBC')",
        gives="'äbc'",
    ),
    Function(
        "trim",
        (_TEXT,),
        FormulaType.TEXT,
        _trim,
        summary=_("The text without white space at its ends."),
        example="trim('  a b ')",
        gives="'a b'",
    ),
    Function(
        "len",
        (_TEXT,),
        FormulaType.NUMBER,
        _len,
        summary=_("How many characters the text has."),
        null=_("0"),
        example="len('Zoë')",
        gives="3",
        sees_null=True,
    ),
    Function(
        "left",
        (_TEXT, _COUNT),
        FormulaType.TEXT,
        _left,
        summary=_("So many characters from the start."),
        example="left('abcdef', 2)",
        gives="'ab'",
    ),
    Function(
        "right",
        (_TEXT, _COUNT),
        FormulaType.TEXT,
        _right,
        summary=_("So many characters from the end."),
        example="right('abcdef', 2)",
        gives="'ef'",
    ),
    Function(
        "mid",
        (_TEXT, Parameter("start", NUMBER), _COUNT),
        FormulaType.TEXT,
        _mid,
        summary=_("So many characters from a place on, the first being 1."),
        example="mid('abcdef', 2, 3)",
        gives="'bcd'",
    ),
    Function(
        "replace",
        (_TEXT, Parameter("old", TEXT), Parameter("new", TEXT)),
        FormulaType.TEXT,
        _replace,
        summary=_("The text with each old part replaced; here case matters."),
        example="replace('a-b-c', '-', '/')",
        gives="'a/b/c'",
    ),
    Function(
        "contains",
        (_TEXT, _PART),
        FormulaType.BOOLEAN,
        _contains,
        summary=_("Whether the part is somewhere in the text."),
        null=_FALSE_IF_ANY_IS,
        example="contains('Acme Inc.', 'INC')",
        gives="true",
        sees_null=True,
    ),
    Function(
        "starts_with",
        (_TEXT, _PART),
        FormulaType.BOOLEAN,
        _starts_with,
        summary=_("Whether the text begins with the part."),
        null=_FALSE_IF_ANY_IS,
        example="starts_with('Acme Inc.', 'acme')",
        gives="true",
        sees_null=True,
    ),
    Function(
        "ends_with",
        (_TEXT, _PART),
        FormulaType.BOOLEAN,
        _ends_with,
        summary=_("Whether the text ends with the part."),
        null=_FALSE_IF_ANY_IS,
        example="ends_with('Acme Inc.', 'acme')",
        gives="false",
        sees_null=True,
    ),
)
