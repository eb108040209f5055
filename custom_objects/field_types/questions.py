"""What an admin is asked about a field besides its type, and what there is to choose."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from enum import Enum, auto
from typing import TYPE_CHECKING, Any, Protocol

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise

Choices = Sequence[tuple[str, Any]]
Groups = Sequence[tuple[str, Choices]]
"""Choices under the name of the object that they belong to."""


class Places(Protocol):
    """What an organization has that a new field may speak of."""

    def targets(self) -> Choices:
        """Return the objects that a field may refer to."""

    def sources(self) -> Choices:
        """Return the objects with fields that refer to the field's own object."""

    def references(self) -> Groups:
        """Return those fields."""

    def measures(self) -> Groups:
        """Return the fields of those objects that figures can be made of."""


class Control(Enum):
    """With what a question is answered."""

    LINE = auto()
    LINES = auto()
    NUMBER = auto()
    CHOICE = auto()


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """One setting of a type, as a form asks for it.

    ``offered`` returns what there is to choose from. With ``follows``, the name of a
    question before, only the group counts that bears the name of what was chosen there.
    ``if_none`` says what to do where there is nothing to choose from yet.
    """

    name: str
    label: str | _StrPromise
    help_text: str | _StrPromise = ""
    control: Control = Control.LINE
    placeholder: str = ""
    offered: Callable[[Places], Choices | Groups] | None = None
    follows: str = ""
    if_none: str | _StrPromise = ""
