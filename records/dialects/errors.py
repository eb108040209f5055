"""Django's own error pages: in the dialect's shape where a dialect answers."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.views import defaults

from records.dialects.base.failures import Failure, FailureKind, failure_of
from records.dialects.base.routes import responder_for

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Answer 400 for what Django refused before any view."""
    responder = responder_for(request.path)
    if responder is not None:
        return responder(request, failure_of(exception))
    return defaults.bad_request(request, exception)


def permission_denied(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Answer 403."""
    responder = responder_for(request.path)
    if responder is not None:
        return responder(request, Failure(FailureKind.FORBIDDEN, "Forbidden"))
    return defaults.permission_denied(request, exception)


def page_not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Answer 404 for an unknown URL."""
    responder = responder_for(request.path)
    if responder is not None:
        return responder(request, Failure(FailureKind.UNKNOWN_ROUTE, "Not found"))
    return defaults.page_not_found(request, exception)


def server_error(request: HttpRequest, **_kwargs: Any) -> HttpResponse:
    """Answer 500 without a word about the inside."""
    responder = responder_for(request.path)
    if responder is not None:
        return responder(request, Failure(FailureKind.CRASH, "Internal server error"))
    return defaults.server_error(request)
