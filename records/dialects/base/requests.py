"""What every request gets before any dialect sees it: an id, a limit, a log line."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING
from uuid import UUID, uuid4

import structlog

from records.dialects.base.failures import Failure, FailureKind
from records.dialects.base.routes import failure_response

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.http import HttpRequest, HttpResponse

LONGEST_QUERY = 64 * 1024
"""Bytes of a query string (decision 20)."""

_log = structlog.get_logger("dragoman.request")


class RequestIdMiddleware:
    """Gives every request an id: on the answer, on the ``Change`` rows, in the log.

    An id that a proxy sent along is kept when it is a UUID.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        started = time.perf_counter()
        request_id = _request_id(request)
        request.request_id = request_id  # type: ignore[attr-defined]
        structlog.contextvars.bind_contextvars(request_id=request_id)
        try:
            response = self._answer(request)
            response["X-Request-Id"] = request_id
            _log.info(
                "request",
                method=request.method,
                path=request.path,
                status=response.status_code,
                milliseconds=round((time.perf_counter() - started) * 1000, 1),
            )
        finally:
            structlog.contextvars.unbind_contextvars("request_id")
        return response

    def _answer(self, request: HttpRequest) -> HttpResponse:
        if len(request.META.get("QUERY_STRING", "")) > LONGEST_QUERY:
            return failure_response(
                request,
                Failure(
                    FailureKind.QUERY_TOO_LONG,
                    f"The query string is longer than {LONGEST_QUERY} bytes.",
                ),
            )
        return self.get_response(request)


def _request_id(request: HttpRequest) -> str:
    try:
        return str(UUID(request.headers.get("X-Request-Id", "")))
    except ValueError:
        return str(uuid4())
