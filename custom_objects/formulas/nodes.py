"""What does a formula say? A tree, each node knowing where it is written."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from custom_objects.formulas.functions import Function
    from custom_objects.formulas.values import Value


@dataclass(frozen=True, slots=True)
class Constant:
    """A number, text, truth value or null as written."""

    position: int
    value: Value


@dataclass(frozen=True, slots=True)
class FieldName:
    """A field of the record."""

    position: int
    slug: str


@dataclass(frozen=True, slots=True)
class Negative:
    """A number with its sign turned."""

    position: int
    operand: Node


@dataclass(frozen=True, slots=True)
class Inverse:
    """True where its operand is not."""

    position: int
    operand: Node


@dataclass(frozen=True, slots=True)
class Chain:
    """Operators of one precedence, applied from left to right.

    Flat, so that a long sum is no deeper than a short one.
    """

    position: int
    first: Node
    rest: tuple[tuple[str, Node], ...]


@dataclass(frozen=True, slots=True)
class Power:
    """A number to a whole power."""

    position: int
    base: Node
    exponent: Node


@dataclass(frozen=True, slots=True)
class Comparison:
    """Two values of one type compared."""

    position: int
    operator: str
    left: Node
    right: Node


@dataclass(frozen=True, slots=True)
class Logic:
    """``and`` or ``or`` over two operands or more."""

    position: int
    operator: str
    operands: tuple[Node, ...]


@dataclass(frozen=True, slots=True)
class Call:
    """A function with its arguments."""

    position: int
    function: Function
    arguments: tuple[Node, ...]


Node = (
    Constant
    | FieldName
    | Negative
    | Inverse
    | Chain
    | Power
    | Comparison
    | Logic
    | Call
)
