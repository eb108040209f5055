"""What can be wrong with a value."""

from __future__ import annotations

from enum import StrEnum


class Code(StrEnum):
    """The kind of problem, in words every dialect can map to its own."""

    REQUIRED = "required"
    BLANK = "blank"
    INVALID_TYPE = "invalid_type"
    INVALID = "invalid"
    TOO_LONG = "too_long"
    DANGLING = "dangling"
    """A reference to a record that is not there (or not the caller's)."""
    TAKEN = "taken"
    UNKNOWN_FIELD = "unknown_field"
    READ_ONLY = "read_only"


class ValueProblem(Exception):
    """A value that a kind refuses. ``message`` is one sentence for the client."""

    def __init__(self, message: str, code: Code = Code.INVALID) -> None:
        super().__init__(message)
        self.message = message
        self.code = code
