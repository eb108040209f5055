"""Which dialect answers under which path, also when no view was reached."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from django.http import HttpRequest, HttpResponse

if TYPE_CHECKING:
    from records.dialects.base.failures import Failure

FailureResponder = Callable[[HttpRequest, "Failure"], HttpResponse]

_responders: list[tuple[str, FailureResponder]] = []


def speak_failures_under(prefix: str, responder: FailureResponder) -> None:
    """Have failures under a path prefix spelled by a dialect; longest prefix wins."""
    _responders.append((prefix, responder))
    _responders.sort(key=lambda entry: len(entry[0]), reverse=True)


def responder_for(path: str) -> FailureResponder | None:
    """Return the dialect's way to spell failures under this path, if one has it."""
    for prefix, responder in _responders:
        if path.startswith(prefix) or f"{path}/" == prefix:
            return responder
    return None


def failure_response(request: HttpRequest, failure: Failure) -> HttpResponse:
    """Answer a failure in the words of the dialect its path belongs to.

    Paths of no dialect (the admin) get the plain message.
    """
    responder = responder_for(request.path)
    if responder is not None:
        return responder(request, failure)
    return HttpResponse(failure.message, status=414, content_type="text/plain")
