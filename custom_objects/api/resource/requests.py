"""What the endpoints of definitions ask of every request."""

from __future__ import annotations

from typing import TYPE_CHECKING

from records.access.roles import Permission
from records.dialects.base.failures import MalformedRequest
from records.query import QuestionError
from records.schema.kinds.numbers import LARGEST_ID

if TYPE_CHECKING:
    from rest_framework.request import Request

    from records.access.caller import Caller

ALLOW_FAILING = "allow_failing"


def permit_reading(request: Request, caller: Caller, *parameters: str) -> None:
    """Refuse who may not read, and parameters that would be ignored."""
    caller.require(Permission.READ)
    for name in request.query_params:
        if name not in parameters:
            raise QuestionError(f"There is no parameter “{name}” here.", origin=name)


def permit_writing(caller: Caller) -> None:
    """Refuse who may not change the schema, or not see what the answer tells of it."""
    caller.require(Permission.SCHEMA)
    caller.require(Permission.READ)


def allows_failing(request: Request) -> bool:
    """Tell whether a change may leave records that fail what it newly asks of them.

    Raises :class:`MalformedRequest`.
    """
    text = request.query_params.get(ALLOW_FAILING, "false").lower()
    if text not in ("true", "false", "1", "0"):
        message = f"“{ALLOW_FAILING}” is true or false."
        raise MalformedRequest(message, parameter=ALLOW_FAILING)
    return text in ("true", "1")


def number_in(path: dict[str, str], name: str) -> int:
    """Return an id in a path. Raises :class:`MalformedRequest`."""
    text = path[name]
    if not (text.isascii() and text.isdigit()):
        raise MalformedRequest("Invalid request", parameter=name)
    # Beyond every possible id; the digits themselves may be too many to convert.
    return int(text) if len(text) <= len(str(LARGEST_ID)) else LARGEST_ID + 1
