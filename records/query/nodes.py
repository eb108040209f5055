"""The neutral question: a tree of conditions, an order and a window."""

from __future__ import annotations

from dataclasses import dataclass
from dataclasses import field as member
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

    from records.query.operators import Operator


@dataclass(frozen=True, slots=True)
class Condition:
    """One field compared with one operand.

    ``value`` is as the client wrote it (JSON), except that ``IN`` holds a tuple; the
    field's kind cleans it when the question is compiled. ``origin`` tells where the
    client wrote it and takes no part in comparison.
    """

    field: str
    operator: Operator
    value: object = None
    origin: str = member(default="", compare=False)


@dataclass(frozen=True, slots=True)
class And:
    """True when every child is; an empty one is always true."""

    children: tuple[Node, ...]


@dataclass(frozen=True, slots=True)
class Or:
    """True when some child is; an empty one is never true."""

    children: tuple[Node, ...]


@dataclass(frozen=True, slots=True)
class Not:
    """True when the child is not. Two-valued: there is no "unknown"."""

    child: Node


Node = Condition | And | Or | Not

EVERYTHING = And(())


def all_of(*nodes: Node) -> Node:
    """Join with *and*, without a wrapper around a single node."""
    return nodes[0] if len(nodes) == 1 else And(nodes)


def any_of(*nodes: Node) -> Node:
    """Join with *or*, without a wrapper around a single node."""
    return nodes[0] if len(nodes) == 1 else Or(nodes)


def conditions_of(node: Node) -> Iterator[Condition]:
    """Yield every condition of a tree, left to right."""
    match node:
        case Condition():
            yield node
        case And(children) | Or(children):
            for child in children:
                yield from conditions_of(child)
        case Not(child):
            yield from conditions_of(child)


@dataclass(frozen=True, slots=True)
class Sort:
    """One key of an order. Empty values come last in either direction."""

    field: str
    descending: bool = False
    origin: str = member(default="", compare=False)


@dataclass(frozen=True, slots=True)
class Window:
    """Which rows of the ordered answer: ``limit`` rows after ``offset`` (both rows).

    ``counted`` says whether the exact total is asked for. Where it is not, the total is
    that of the rows up to the window's end: who asks for one row more than is shown
    learns whether there are more, and nobody counts a million of them.
    """

    offset: int = 0
    limit: int = 25
    counted: bool = True


@dataclass(frozen=True, slots=True)
class RecordRef:
    """One record of one type."""

    object_type: str
    record_id: int


@dataclass(frozen=True, slots=True)
class RecordQuery:
    """A question about the records of one type, free of any dialect.

    ``object_type`` is a slug. ``sorts`` may be empty: then the type's own default
    order holds. Ties always break by id in the direction of the last key.
    """

    object_type: str
    where: Node = EVERYTHING
    sorts: tuple[Sort, ...] = ()
    window: Window = Window()
    includes: tuple[str, ...] = ()
    include_archived: bool = False
