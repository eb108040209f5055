"""The parts of a question that an index of values answers by itself."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import reduce
from operator import and_, or_
from typing import TYPE_CHECKING, Any

from django.db.models import Exists, OuterRef, Q

from records.query import And, Condition, Node, Not, Operator, Or

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from django.db.models import QuerySet

    from records.schema.fields import IndexedField

    Asked = Callable[[Condition], tuple[IndexedField, Any] | None]


@dataclass(frozen=True, slots=True)
class Comparison:
    """A positive comparison with a cleaned operand, or that it does not hold."""

    operator: Operator
    operand: Any
    negated: bool = False


@dataclass(frozen=True, slots=True)
class Member:
    """One indexed field whose row fulfils all comparisons; none: any value will do."""

    field: IndexedField
    comparisons: tuple[Comparison, ...] = ()

    @property
    def predicate(self) -> Q:
        """What the field's row of a matching record fulfils."""
        parts = []
        if all(one.negated for one in self.comparisons):
            # Some value: in the words of the partial index that orders the field.
            parts.append(Q(**{f"{self.field.key}__isnull": False}))
        for one in self.comparisons:
            part = self.field.matching(one.operator, one.operand)
            parts.append(~part if one.negated else part)
        return reduce(and_, parts)

    @property
    def equality(self) -> Any:
        """The operand when the value is to equal one and nothing else is asked."""
        match self.comparisons:
            case (Comparison(Operator.EQ, operand, negated=False),):
                return operand
            case _:
                return None

    @property
    def can_repeat(self) -> bool:
        """Whether a record may have several such rows."""
        return self.field.repeats and any(
            one.operator not in (Operator.EQ, Operator.CONTAINS)
            for one in self.comparisons
        )


@dataclass(frozen=True, slots=True)
class IndexMatch:
    """Records that any of some members finds in one index."""

    members: tuple[Member, ...]

    @property
    def only_member(self) -> Member | None:
        """The member when there is just one."""
        return self.members[0] if len(self.members) == 1 else None

    @property
    def can_repeat(self) -> bool:
        """Whether a record may be found by more than one row."""
        only = self.only_member
        return only is not None and (
            only.can_repeat or (only.field.repeats and not only.comparisons)
        )

    def entries(self) -> QuerySet[Any]:
        """Return the rows of the records found: ``record_id`` and ``created_at``.

        Several members are a UNION, which can be ordered, cut and counted but not
        filtered: each of them is answered by its own index, while an OR is by none on
        SQLite.
        """
        parts = [
            one.field.entries()
            .filter(one.predicate)
            .order_by()
            .values("record_id", "created_at")
            for one in self.members
        ]
        first, *others = parts
        return first.union(*others) if others else first

    @property
    def ids(self) -> QuerySet[Any]:
        """The ids of the records found, for ``IN``."""
        parts = [
            one.field.entries().filter(one.predicate).order_by().values("record_id")
            for one in self.members
        ]
        first, *others = parts
        return first.union(*others) if others else first

    @property
    def predicate(self) -> Q:
        """The same records, as a predicate on their own table."""
        return Q(pk__in=self.ids)

    def holds_for(self, record: str) -> Q:
        """Return the predicate that a record has such a row, looked up one by one.

        ``record`` is the column of the record's id where the predicate is used.
        """
        parts = []
        for one in self.members:
            own = one.field.entries().filter(one.predicate, record_id=OuterRef(record))
            parts.append(Q(Exists(own)))
        return reduce(or_, parts)

    @property
    def contained(self) -> dict[str, Any] | None:
        """What the custom fields of exactly these records contain, if that tells them."""
        only = self.only_member
        if only is None or only.equality is None:
            return None
        contained = only.field.contained(only.equality)
        return None if contained is None else dict(contained)


def match_of(node: Node, asked: Asked) -> IndexMatch | None:
    """Return what an index answers of a node by itself, ``None`` for any other node.

    ``asked`` returns the indexed field and the cleaned operand of a condition.
    """
    members = _members(node, asked)
    return None if members is None else IndexMatch(members)


def barred_of(node: Node, asked: Asked) -> IndexMatch | None:
    """Return the match that a node keeps away, ``None`` for a node of another sort."""
    match node:
        case Not(child):
            return match_of(child, asked)
        case Condition(operator=Operator.EMPTY):
            found = asked(node)
            return None if found is None else IndexMatch((Member(found[0]),))
        case _:
            return None


def _members(node: Node, asked: Asked) -> tuple[Member, ...] | None:
    match node:
        case Condition() | Not():
            member = _member(node, asked)
            return None if member is None else (member,)
        case And((only,)):
            return _members(only, asked)
        case Or(children) if children:
            parts = [_members(child, asked) for child in children]
            found = [part for part in parts if part is not None]
            return sum(found, ()) if len(found) == len(parts) else None
        case _:
            return None


def _member(node: Condition | Not, asked: Asked) -> Member | None:
    match node:
        case Not(Condition(operator=Operator.EMPTY) as empty):
            found = asked(empty)
            return None if found is None else Member(found[0])
        case Condition() if node.operator is not Operator.EMPTY:
            found = asked(node)
            if found is None:
                return None
            return Member(found[0], (Comparison(node.operator, found[1]),))
        case _:
            return None


def united(
    matches: Iterable[IndexMatch], barred: Iterable[IndexMatch]
) -> tuple[list[IndexMatch], list[IndexMatch]]:
    """Return the same matches, with what is asked of one field asked of one row.

    A range is one walk of an index then, and "not this, but some value" is answered
    without the records that have none. A field of several values keeps its conditions
    apart: they may be true of different ones.
    """
    single: dict[Q, Member] = {}
    others: list[IndexMatch] = []
    for match in matches:
        only = match.only_member
        if only is None or only.field.repeats:
            others.append(match)
        else:
            before = single.get(only.field.own, Member(only.field))
            single[only.field.own] = replace(
                before, comparisons=(*before.comparisons, *only.comparisons)
            )
    left: list[IndexMatch] = []
    for match in barred:
        only = match.only_member
        known = None if only is None else single.get(only.field.own)
        comparison = _one_comparison(only)
        if known is not None and comparison is not None:
            negated = replace(comparison, negated=True)
            single[known.field.own] = replace(
                known, comparisons=(*known.comparisons, negated)
            )
        else:
            left.append(match)
    return [*(IndexMatch((one,)) for one in single.values()), *others], left


def _one_comparison(member: Member | None) -> Comparison | None:
    match member:
        case Member(comparisons=(only,)):
            return only
        case _:
            return None
