"""The ``filters`` object and what each of its operators means (contract document §4.3)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from records.dialects.document.identifiers import FORM
from records.query import (
    EVERYTHING,
    And,
    Condition,
    Node,
    Not,
    Operator,
    Or,
    QuestionError,
    all_of,
    any_of,
)
from records.query.operators import RANGE
from records.schema.kinds import ReferenceKind
from records.schema.problems import Code, ValueProblem

if TYPE_CHECKING:
    from collections.abc import Callable

    from records.dialects.document.naming import Spelling
    from records.schema.fields import Field

MOST_CONDITIONS = 25
MOST_MEMBERS = 200
"""Values that ``$in`` and ``$nin`` compare with."""

NEVER = Or(())


def parse_filters(filters: Any, spelling: Spelling) -> Node:
    """Return what the parsed ``filters`` ask; everything in them is ANDed.

    Raises :class:`QuestionError` whose origin is ``filters`` or ``filters.<key>``.
    """
    if not isinstance(filters, dict):
        raise QuestionError("“filters” must be a JSON object.", origin="filters")
    nodes: list[Node] = []
    for key, asked in filters.items():
        field = _field(key, spelling)
        comparison = Comparison(field, key, f"filters.{key}")
        operators = asked if isinstance(asked, dict) else {"$eq": asked}
        if not operators:
            raise comparison.refused("No operator is given.")
        nodes += [comparison.node(*one) for one in operators.items()]
        if len(nodes) > MOST_CONDITIONS:
            raise QuestionError(
                f"At most {MOST_CONDITIONS} conditions are answered.", origin="filters"
            )
    return all_of(*nodes) if nodes else EVERYTHING


def _field(key: str, spelling: Spelling) -> Field:
    found = spelling.find(key)
    origin = f"filters.{key}"
    if found is None:
        message = f"There is no field “{key}”."
        if key.startswith("$"):
            message = f"“{key}” does not stand here: all conditions must hold."
        elif "." in key:
            message += " Another object's fields cannot be asked for; its ids can."
        raise QuestionError(message, field=key, origin=origin)
    if not found.filterable:
        raise QuestionError(
            "This field cannot be used to filter.", field=key, origin=origin
        )
    return found


@dataclass(frozen=True, slots=True)
class Comparison:
    """One field to be compared; spells the engine's conditions for each operator."""

    field: Field
    key: str
    origin: str

    def node(self, operator: str, operand: Any) -> Node:
        """Return what an operator asks of the field."""
        build = OPERATORS.get(operator)
        if build is None:
            raise self.refused(
                f"Unknown operator “{operator}”; known are {', '.join(OPERATORS)}."
            )
        # Every field can be asked whether it is empty, in either spelling.
        is_empty = operator in ("$eq", "$ne") and operand in (None, "")
        if not is_empty and operator not in operators_of(self.field):
            known = ", ".join(operators_of(self.field))
            raise self.refused(
                f"“{operator}” does not fit this field, which answers {known}."
            )
        return build(self, operand)

    def refused(self, message: str) -> QuestionError:
        """Return the error that names this field."""
        return QuestionError(message, field=self.key, origin=self.origin)

    def _condition(self, operator: Operator, value: object = None) -> Condition:
        return Condition(self.field.name, operator, value, self.origin)

    def _read(self, operand: Any) -> object:
        """Return one operand; ``None`` for an id that no record can have."""
        try:
            return self.field.kind.read_member(operand, FORM)
        except ValueProblem as problem:
            if problem.code is Code.DANGLING:
                return None
            raise self.refused(problem.message) from None

    def _alike(self, operator: Operator, operand: object) -> tuple[Any, Any] | None:
        try:
            return self.field.kind.alike(operator, operand, FORM)
        except ValueProblem as problem:
            raise self.refused(problem.message) from None

    def equals(self, operand: Any) -> Node:
        """Match one value or member; null and ``""`` match empty."""
        if operand is None or operand == "":
            return self._condition(Operator.EMPTY)
        value = self._read(operand)
        if value is None:
            return NEVER
        return self._equal(value)

    def _equal(self, value: object) -> Node:
        alike = self._alike(Operator.EQ, value)
        if alike is None:
            return self._condition(Operator.EQ, value)
        start, end = alike
        begun = self._condition(Operator.GTE, start)
        return begun if end is None else And((begun, self._condition(Operator.LT, end)))

    def one_of(self, operand: Any) -> Node:
        """Match any member of a list; null in it matches empty."""
        if not isinstance(operand, list):
            raise self.refused("A JSON array of values is needed.")
        if len(operand) > MOST_MEMBERS:
            raise self.refused(f"At most {MOST_MEMBERS} values are compared.")
        given = [one for one in operand if one is not None and one != ""]
        values = [one for one in map(self._read, given) if one is not None]
        nodes: list[Node] = []
        if values and self._alike(Operator.EQ, values[0]) is not None:
            nodes += [self._equal(one) for one in values]
        elif values:
            nodes.append(self._condition(Operator.IN, tuple(values)))
        if len(given) < len(operand):
            nodes.append(self._condition(Operator.EMPTY))
        return any_of(*nodes) if nodes else NEVER

    def compared(self, operator: Operator, operand: Any) -> Node:
        """Match what comes before or after; empty never does."""
        if operand is None or operand == "":
            raise self.refused("A value is needed.")
        value = self._read(operand)
        alike = self._alike(operator, value)
        if alike is None:
            return self._condition(operator, value)
        start, end = alike
        if operator in (Operator.GTE, Operator.LT):
            return self._condition(operator, start)
        if end is None:  # the last second there is
            always = Not(self._condition(Operator.EMPTY))
            return NEVER if operator is Operator.GT else always
        after = operator is Operator.GT
        return self._condition(Operator.GTE if after else Operator.LT, end)

    def contains(self, operand: Any) -> Node:
        """Match text within text, in any case; of several values, a member."""
        if not isinstance(operand, str):
            raise self.refused("A string is needed.")
        if self.field.kind.is_multiple:
            return self.equals(operand)
        return self._condition(Operator.CONTAINS, operand)

    def empty(self, operand: Any) -> Node:
        """Match what has no value, or what has one."""
        if not isinstance(operand, bool):
            raise self.refused("“$empty” is true or false.")
        node = self._condition(Operator.EMPTY)
        return node if operand else Not(node)


def _compared(operator: Operator) -> Callable[[Comparison, Any], Node]:
    return lambda comparison, operand: comparison.compared(operator, operand)


OPERATORS: dict[str, Callable[[Comparison, Any], Node]] = {
    "$eq": Comparison.equals,
    "$ne": lambda comparison, operand: Not(comparison.equals(operand)),
    "$gt": _compared(Operator.GT),
    "$gte": _compared(Operator.GTE),
    "$lt": _compared(Operator.LT),
    "$lte": _compared(Operator.LTE),
    "$contains": Comparison.contains,
    "$in": Comparison.one_of,
    "$nin": lambda comparison, operand: Not(comparison.one_of(operand)),
    "$empty": Comparison.empty,
}

_NEEDED: dict[str, Operator] = {
    "$eq": Operator.EQ,
    "$ne": Operator.EQ,
    "$gt": Operator.GT,
    "$gte": Operator.GTE,
    "$lt": Operator.LT,
    "$lte": Operator.LTE,
    "$contains": Operator.CONTAINS,
    "$in": Operator.IN,
    "$nin": Operator.IN,
    "$empty": Operator.EMPTY,
}


def operators_of(field: Field) -> tuple[str, ...]:
    """Return the operators that a field answers.

    Ids are opaque: they are equal or not, and have no order to ask for.
    """
    kind = field.kind
    known = set(kind.operators)
    if isinstance(kind, ReferenceKind):
        known -= RANGE
    if kind.is_multiple and Operator.EQ in known:
        known.add(Operator.CONTAINS)
    return tuple(one for one, needed in _NEEDED.items() if needed in known)
