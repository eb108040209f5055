"""The comparisons a field can answer."""

from enum import StrEnum


class Operator(StrEnum):
    """A positive comparison between a field and an operand.

    There are no negative operators: ``Not`` negates, so a field answers only the
    question "does it match?" and the dialects decide what a negation means for empty
    values (decision 16: resource's ``neq`` skips them, document's ``$ne`` keeps them).
    """

    EQ = "eq"
    GT = "gt"
    GTE = "gte"
    LT = "lt"
    LTE = "lte"
    CONTAINS = "contains"
    STARTS_WITH = "starts_with"
    ENDS_WITH = "ends_with"
    IN = "in"
    EMPTY = "empty"
    """No value: null, ``""`` or ``[]``. Takes no operand."""


EQUALITY = frozenset({Operator.EQ, Operator.IN, Operator.EMPTY})
RANGE = frozenset({Operator.GT, Operator.GTE, Operator.LT, Operator.LTE})
MATCHING = frozenset({Operator.CONTAINS, Operator.STARTS_WITH, Operator.ENDS_WITH})
