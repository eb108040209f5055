"""What can a formula call? The table for documentation and help."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from custom_objects.formulas.functions import FUNCTIONS
from custom_objects.formulas.values import FormulaType

if TYPE_CHECKING:
    from custom_objects.formulas.functions import Function


@dataclass(frozen=True, slots=True)
class FunctionReference:
    """One function in the reader's language.

    ``parameters`` pairs each name with what it takes, ``null`` says what the function
    gives when an argument is null, ``gives`` spells the value of ``example``.
    """

    name: str
    signature: str
    parameters: tuple[tuple[str, str], ...]
    result: str
    summary: str
    null: str
    example: str
    gives: str


def functions_reference() -> tuple[FunctionReference, ...]:
    """Return all functions in the order of the documentation."""
    return tuple(_reference(one) for one in FUNCTIONS.values())


def _reference(function: Function) -> FunctionReference:
    return FunctionReference(
        name=function.name,
        signature=function.signature,
        parameters=tuple(
            (one.name, _spell_types(one.types)) for one in function.parameters
        ),
        result=_result(function),
        summary=str(function.summary),
        null=str(function.null),
        example=function.example,
        gives=function.gives,
    )


def _spell_types(types: frozenset[FormulaType]) -> str:
    if types == frozenset(FormulaType):
        return _("anything")
    return _(" or ").join(str(one.label) for one in FormulaType if one in types)


def _result(function: Function) -> str:
    if function.result is not None:
        return str(function.result.label)
    # One name, however often it can be repeated or however many values choose.
    names = [f"“{one.name}”" for one in function.parameters if one.is_common]
    return _("the type of %(names)s") % {"names": _(" and ").join(names)}
