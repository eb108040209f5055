"""What a client asks of the store, in words that belong to no dialect and no database."""

from records.query.errors import QuestionError
from records.query.nodes import (
    EVERYTHING,
    And,
    Condition,
    Node,
    Not,
    Or,
    RecordQuery,
    RecordRef,
    Sort,
    Window,
    all_of,
    any_of,
    conditions_of,
)
from records.query.operators import Operator

__all__ = [
    "EVERYTHING",
    "And",
    "Condition",
    "Node",
    "Not",
    "Operator",
    "Or",
    "QuestionError",
    "RecordQuery",
    "RecordRef",
    "Sort",
    "Window",
    "all_of",
    "any_of",
    "conditions_of",
]
