"""What is to be known about a function before it is called?"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

from custom_objects.formulas.values import FormulaType

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.utils.functional import _StrPromise

    from custom_objects.formulas.values import Value

ANYTHING = frozenset(FormulaType)
NUMBER = frozenset({FormulaType.NUMBER})
TEXT = frozenset({FormulaType.TEXT})
BOOLEAN = frozenset({FormulaType.BOOLEAN})
MOMENT = frozenset({FormulaType.MOMENT})
DAY_OR_MOMENT = frozenset({FormulaType.DATE, FormulaType.MOMENT})
ORDERED = NUMBER | DAY_OR_MOMENT

NULL_IF_ANY_IS = _("null")


@dataclass(frozen=True, slots=True)
class Parameter:
    """One argument and the types it takes; null is taken everywhere.

    The arguments of all ``is_common`` parameters must be of one type.
    """

    name: str
    types: frozenset[FormulaType]
    is_common: bool = False


@dataclass(frozen=True, slots=True)
class Function:
    """A function, its documentation, and how its value is computed.

    ``compute`` gets the circumstances and the arguments: values, or with ``is_lazy``
    what returns them. It raises ``ArithmeticError`` or ``ValueError`` where there is no
    value. Without ``sees_null`` it is not called when an argument is null, and the
    value is null.

    ``result`` is ``None`` for the common type of the arguments. The first ``required``
    parameters need an argument (all, if ``None``), the last one takes any number of
    them with ``repeats``. A value hangs on the time zone if an argument is one of
    ``zoned_by``. ``literal`` tells how a text written right into the call is read, so
    that a wrong one is found early, and what it should look like.
    """

    name: str
    parameters: tuple[Parameter, ...]
    result: FormulaType | None
    compute: Callable[..., Value]
    summary: str | _StrPromise
    example: str
    gives: str
    null: str | _StrPromise = NULL_IF_ANY_IS
    required: int | None = None
    repeats: bool = False
    sees_null: bool = False
    is_lazy: bool = False
    is_volatile: bool = False
    zoned_by: frozenset[FormulaType] = frozenset()
    literal: tuple[Callable[[str], Value], str] | None = None

    @property
    def fewest(self) -> int:
        """How many arguments there must be."""
        return len(self.parameters) if self.required is None else self.required

    @property
    def most(self) -> int | None:
        """How many arguments there may be; ``None`` for any number."""
        return None if self.repeats else len(self.parameters)

    @property
    def signature(self) -> str:
        """How a call is written; ``?`` marks what can be left out."""
        names = [
            one.name if place < self.fewest else f"{one.name}?"
            for place, one in enumerate(self.parameters)
        ]
        return f"{self.name}({', '.join([*names, *(['…'] if self.repeats else [])])})"

    def parameter(self, place: int) -> Parameter:
        """Return what the argument at a place stands for."""
        return self.parameters[min(place, len(self.parameters) - 1)]
