"""Functions that choose between values."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

from custom_objects.formulas.functions.signatures import (
    ANYTHING,
    BOOLEAN,
    Function,
    Parameter,
)
from custom_objects.formulas.values import FormulaType, Value

if TYPE_CHECKING:
    from collections.abc import Callable

    from custom_objects.formulas.circumstances import Circumstances


def _if(
    _here: Circumstances,
    condition: Callable[[], Value],
    then: Callable[[], Value],
    otherwise: Callable[[], Value] | None = None,
) -> Value:
    if condition():
        return then()
    return None if otherwise is None else otherwise()


def _coalesce(_here: Circumstances, *candidates: Callable[[], Value]) -> Value:
    for candidate in candidates:
        value = candidate()
        if not _is_nothing(value):
            return value
    return None


def _is_empty(_here: Circumstances, value: Value) -> bool:
    return _is_nothing(value)


def _is_nothing(value: Value) -> bool:
    return value is None or value == ""


CHOICE_FUNCTIONS = (
    Function(
        "if",
        (
            Parameter("condition", BOOLEAN),
            Parameter("then", ANYTHING, is_common=True),
            Parameter("otherwise", ANYTHING, is_common=True),
        ),
        None,
        _if,
        summary=_("The second value if the condition is true, else the third."),
        null=_("a null condition counts as false; without a third value, null"),
        example="if(2 > 1, 'more', 'less')",
        gives="'more'",
        required=2,
        sees_null=True,
        is_lazy=True,
    ),
    Function(
        "coalesce",
        (
            Parameter("value", ANYTHING, is_common=True),
            Parameter("other", ANYTHING, is_common=True),
        ),
        None,
        _coalesce,
        summary=_("The first value that is not empty."),
        null=_("nulls and empty texts are passed over; null if there is no other"),
        example="coalesce(null, '', 'third')",
        gives="'third'",
        repeats=True,
        sees_null=True,
        is_lazy=True,
    ),
    Function(
        "is_empty",
        (Parameter("value", ANYTHING),),
        FormulaType.BOOLEAN,
        _is_empty,
        summary=_("Whether there is no value, or a text without characters."),
        null=_("true"),
        example="is_empty('')",
        gives="true",
        sees_null=True,
    ),
)
