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
from records.schema.problems import ValueProblem

if TYPE_CHECKING:
    from django.db.models.expressions import BaseExpression, Combinable

    from records.schema.fields import Field
    from records.schema.object_types import ObjectType

MOST_CONDITIONS = 25
MOST_VALUES = 1_000
NOTHING = Q(pk__in=[])


@dataclass(slots=True)
class Compiled:
    """A condition tree as a predicate, with the expressions it speaks of."""

    predicate: Q = field(default_factory=Q)
    annotations: dict[str, BaseExpression] = field(default_factory=dict)


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


def compile_where(object_type: ObjectType, node: Node) -> Compiled:
    """Return the rows a condition tree asks for.

    Raises :class:`QuestionError` naming field and origin for an unknown or
    unfilterable field, an operator the field does not answer, an operand that is no
    value of it, and questions beyond the limits of decision 20.
    """
    _check_size(node)
    compiled = Compiled()
    compiled.predicate = _compile(object_type, node, compiled)
    return compiled


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
            parts = [_compile(object_type, child, compiled) for child in children]
            if any(not part for part in parts):
                return Q()  # one child is always true; Django would drop it instead
            return reduce(or_, parts) if parts else NOTHING
        case Not(child):
            inner = _compile(object_type, child, compiled)
            return ~inner if inner else NOTHING


def _compile_condition(
    object_type: ObjectType, condition: Condition, compiled: Compiled
) -> Q:
    asked = field_named(
        object_type, condition.field, origin=condition.origin, purpose="filter"
    )
    try:
        operand = asked.kind.clean_operand(condition.operator, condition.value)
    except ValueProblem as problem:
        raise QuestionError(
            problem.message, field=condition.field, origin=condition.origin
        ) from problem
    compiled.annotations.update(asked.annotations)
    return asked.predicate(condition.operator, operand)


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
    keys: list[tuple[Combinable, bool, bool]] = []
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
        keys.append((asked.order_key(), sort.descending, asked.is_nullable))
    primary = _order_by("pk", descending)
    if not keys:
        return Ordering(None, descending, nullable=False, rest=[primary])
    (key, first_descending, nullable), *others = keys
    rest = [_order(other, down, last) for other, down, last in others]
    return Ordering(key, first_descending, nullable, [*rest, primary], annotations)


def _order(key: Combinable, descending: bool, nullable: bool) -> OrderBy:
    nulls_last = True if nullable else None
    expression: Any = key
    return OrderBy(expression, descending=descending, nulls_last=nulls_last)


def _order_by(path: str, descending: bool) -> OrderBy:
    return F(path).desc() if descending else F(path).asc()
