"""From a neutral question to database rows.

Security invariant: nothing here may add rows that the queryset it was given did not
hold. Every node narrows; the organization's scope was applied before.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import reduce
from operator import and_, or_
from typing import TYPE_CHECKING, Any

from django.db.models import F, Q
from django.db.models.expressions import OrderBy
from django.utils.translation import gettext as _

from records.engine.matches import IndexMatch, Member, barred_of, match_of, united
from records.query import (
    And,
    Condition,
    Node,
    Not,
    Or,
    QuestionError,
    Sort,
    conditions_of,
)
from records.schema.fields import IndexedField
from records.schema.problems import ValueProblem

if TYPE_CHECKING:
    from collections.abc import Iterator

    from django.db.models.expressions import BaseExpression, Combinable

    from records.schema.fields import Field
    from records.schema.object_types import ObjectType

MOST_CONDITIONS = 25
MOST_VALUES = 1_000
NOTHING = Q(pk__in=[])


@dataclass(slots=True)
class Compiled:
    """A condition tree as a predicate, with the expressions it speaks of."""

    rest: Q = field(default_factory=Q)
    """The conjuncts that only the record's own table answers."""
    matches: list[IndexMatch] = field(default_factory=list)
    """Those that an index answers."""
    barred: list[IndexMatch] = field(default_factory=list)
    """Those that keep away what an index finds."""
    annotations: dict[str, BaseExpression] = field(default_factory=dict)

    @property
    def predicate(self) -> Q:
        """All conjuncts, each as a set of records."""
        parts = [self.rest, *(one.predicate for one in self.matches)]
        parts += [~one.holds_for("pk") for one in self.barred]
        return reduce(and_, parts)


@dataclass(slots=True)
class Ordering:
    """The order of a list: the first key apart, because its empty values come last.

    ``nullable`` tells whether the first key can be null; then rows are read in two
    phases, with a value and without, so that one index serves both directions on both
    databases. ``rest`` always ends with the primary key.
    """

    key: Combinable | None
    descending: bool
    nullable: bool
    rest: list[OrderBy]
    annotations: dict[str, BaseExpression] = field(default_factory=dict)
    fields: list[tuple[Field, bool]] = field(default_factory=list)
    """The fields of the keys before the primary key, with whether each descends."""
    ends_descending: bool = False
    """The direction in which ties break by primary key."""

    def without_first(self) -> Ordering:
        """Return the order of the rows that have no value of the first key."""
        return _ordering(
            self.fields[1:], self.annotations, ends_descending=self.ends_descending
        )

    @property
    def valued_where(self) -> dict[str, Any]:
        """Lookups that hold for every row with a value of the first key."""
        first = self.first_field
        return {} if first is None else dict(first.valued_where)

    @property
    def first_field(self) -> Field | None:
        """The field of the first key, ``None`` when only the primary key orders."""
        return self.fields[0][0] if self.fields else None


def compile_where(object_type: ObjectType, node: Node) -> Compiled:
    """Return the rows a condition tree asks for.

    Raises :class:`QuestionError` naming field and origin for an unknown or
    unfilterable field, an operator the field does not answer, an operand that is no
    value of it, and questions beyond the limits of decision 20.
    """
    _check_size(node)
    compiled = Compiled()

    def indexed(condition: Condition) -> tuple[IndexedField, Any] | None:
        return _indexed(object_type, condition)

    matches, barred = [], []
    for conjunct in _conjuncts(node):
        if (found := match_of(conjunct, indexed)) is not None:
            matches.append(found)
        elif (kept_away := barred_of(conjunct, indexed)) is not None:
            barred.append(kept_away)
        else:
            compiled.rest &= _compile(object_type, conjunct, compiled)
    compiled.matches, compiled.barred = united(matches, barred)
    return compiled


def _conjuncts(node: Node) -> Iterator[Node]:
    """Yield the nodes that must all be true."""
    if isinstance(node, And):
        for child in node.children:
            yield from _conjuncts(child)
    else:
        yield node


def _indexed(
    object_type: ObjectType, condition: Condition
) -> tuple[IndexedField, Any] | None:
    """Return the indexed field of a condition and its operand, ``None`` for others."""
    asked = object_type.fields_by_name.get(condition.field)
    if not isinstance(asked, IndexedField):
        return None
    return asked, _asked(object_type, condition)[1]


def _check_size(node: Node) -> None:
    conditions = list(conditions_of(node))
    # One that the client wrote may mean several (a moment is a second long); those
    # have one origin.
    written = {one.origin or position for position, one in enumerate(conditions)}
    if len(written) > MOST_CONDITIONS:
        raise QuestionError(
            _("At most %(limit)d conditions are answered.")
            % {"limit": MOST_CONDITIONS},
            origin=conditions[-1].origin,
        )
    values = 0
    for condition in conditions:
        values += len(condition.value) if isinstance(condition.value, tuple) else 1
        if values > MOST_VALUES:
            raise QuestionError(
                _("At most %(limit)d values are compared.") % {"limit": MOST_VALUES},
                field=condition.field,
                origin=condition.origin,
            )


def _compile(object_type: ObjectType, node: Node, compiled: Compiled) -> Q:
    match node:
        case Condition():
            return _compile_condition(object_type, node, compiled)
        case And(children):
            parts = [_compile(object_type, child, compiled) for child in children]
            return reduce(and_, parts, Q())
        case Or(children):
            parts = _disjuncts(object_type, children, compiled)
            if any(not part for part in parts):
                return Q()  # one child is always true; Django would drop it instead
            return reduce(or_, parts) if parts else NOTHING
        case Not(child):
            inner = _compile(object_type, child, compiled)
            return ~inner if inner else NOTHING


def _disjuncts(
    object_type: ObjectType, children: tuple[Node, ...], compiled: Compiled
) -> list[Q]:
    """Return the predicates of an OR: all that one index answers make one of them."""
    members: list[Member] = []
    parts: list[Q] = []
    for child in children:
        found = match_of(child, lambda one: _indexed(object_type, one))
        if found is None:
            parts.append(_compile(object_type, child, compiled))
        else:
            members += found.members
    return [*parts, IndexMatch(tuple(members)).predicate] if members else parts


def _compile_condition(
    object_type: ObjectType, condition: Condition, compiled: Compiled
) -> Q:
    asked, operand = _asked(object_type, condition)
    compiled.annotations.update(asked.annotations)
    return asked.predicate(condition.operator, operand)


def _asked(object_type: ObjectType, condition: Condition) -> tuple[Field, Any]:
    """Return the field of a condition and the cleaned operand."""
    asked = field_named(
        object_type, condition.field, origin=condition.origin, purpose="filter"
    )
    try:
        operand = asked.kind.clean_operand(condition.operator, condition.value)
    except ValueProblem as problem:
        raise QuestionError(
            problem.message, field=condition.field, origin=condition.origin
        ) from problem
    return asked, operand


def field_named(
    object_type: ObjectType, name: str, *, origin: str, purpose: str
) -> Field:
    """Return a field of a type that can be filtered or sorted by.

    ``purpose`` is ``filter`` or ``sort``. Raises :class:`QuestionError`.
    """
    found = object_type.fields_by_name.get(name)
    if found is None:
        raise QuestionError(
            _("%(types)s have no field “%(name)s”.")
            % {"types": object_type.label_plural, "name": name},
            field=name,
            origin=origin,
        )
    able = found.filterable if purpose == "filter" else found.is_sortable
    if not able:
        raise QuestionError(
            _("“%(name)s” cannot be used to %(purpose)s.")
            % {"name": name, "purpose": purpose},
            field=name,
            origin=origin,
        )
    return found


def compile_sorts(object_type: ObjectType, sorts: tuple[Sort, ...]) -> Ordering:
    """Return the order for these sorts, or for the type's own when there are none.

    A field counts once, at its first place; keys after ``id`` cannot matter. Ties
    break by primary key in the direction of the last key. Raises
    :class:`QuestionError` for a field that lists cannot be ordered by.
    """
    annotations: dict[str, BaseExpression] = {}
    fields: list[tuple[Field, bool]] = []
    seen: set[str] = set()
    descending = False
    for sort in sorts or object_type.default_sorts:
        asked = field_named(object_type, sort.field, origin=sort.origin, purpose="sort")
        if sort.field in seen:
            continue
        seen.add(sort.field)
        descending = sort.descending
        if sort.field == "id":
            break
        annotations.update(asked.annotations)
        fields.append((asked, sort.descending))
    return _ordering(fields, annotations, ends_descending=descending)


def _ordering(
    fields: list[tuple[Field, bool]],
    annotations: dict[str, BaseExpression],
    *,
    ends_descending: bool,
) -> Ordering:
    primary = order_by(F("pk"), descending=ends_descending)
    if not fields:
        return Ordering(
            None,
            ends_descending,
            nullable=False,
            rest=[primary],
            ends_descending=ends_descending,
        )
    (first, first_descending), *others = fields
    rest = [
        order_by(one.order_key(), descending=down, nullable=one.is_nullable)
        for one, down in others
    ]
    return Ordering(
        first.order_key(),
        first_descending,
        first.is_nullable,
        [*rest, primary],
        annotations,
        fields,
        ends_descending,
    )


def order_by(key: Any, *, descending: bool, nullable: bool = False) -> OrderBy:
    """Return a key of an order, whose empty values come last in either direction."""
    return OrderBy(key, descending=descending, nulls_last=True if nullable else None)
