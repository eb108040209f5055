"""Sends requests as they are, and says what a refusal must look like."""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Any

from django.test import Client

from tests.snapshots import difference, snapshot

if TYPE_CHECKING:
    from django.http import HttpResponse

    from tests.tenants import Tenant

KEYS = {"error", "code", "message", "details", "errors"}
# What an answer must never tell of the inside.
INSIDE = (
    "Traceback",
    'File "',
    "SELECT ",
    "INSERT ",
    "sqlite",
    "psycopg",
    "/site-packages",
)


@cache
def _client() -> Client:
    # A crash is to be seen as the 500 that a client would see.
    return Client(raise_request_exception=False)


@dataclass(frozen=True)
class Sender:
    """Sends raw requests with a tenant's key."""

    tenant: Tenant

    def __call__(
        self,
        method: str,
        path: str,
        body: bytes = b"",
        *,
        query: str = "",
        content_type: str = "application/json",
        headers: dict[str, str] | None = None,
    ) -> HttpResponse:
        response: Any = _client().generic(
            method,
            path,
            data=body,
            content_type=content_type,
            headers={"Authorization": f"Bearer {self.tenant.key}", **(headers or {})},
            QUERY_STRING=query,
        )
        return response  # type: ignore[no-any-return]

    def json(self, method: str, path: str, body: Any) -> HttpResponse:
        """Send a body as JSON, whatever it is."""
        return self(method, path, json.dumps(body).encode())


def _body(response: HttpResponse) -> dict[str, Any]:
    """Fail unless this is a JSON body that tells nothing of the inside; return it."""
    assert 400 <= response.status_code < 500, response.content[:500]
    assert response["Content-Type"] == "application/json"
    assert response["X-Request-Id"]
    told = response.content.decode()
    assert not [word for word in INSIDE if word in told]
    body: dict[str, Any] = json.loads(response.content)
    return body


def assert_document_shape(response: HttpResponse) -> dict[str, Any]:
    """Fail unless a failure is told as the document dialect does; return the body."""
    body = _body(response)
    assert set(body) == {"error", "code", "status", "details"}
    assert isinstance(body["error"], str)
    assert body["error"]
    assert body["code"].replace("_", "").isupper()
    assert body["status"] == response.status_code
    assert isinstance(body["details"], dict)
    return body


def assert_shape(response: HttpResponse) -> dict[str, Any]:
    """Fail unless a failure is told as the dialect tells failures; return the body."""
    body = _body(response)
    assert {"error", "code", "message"} <= set(body) <= KEYS
    assert body["error"] == body["message"] != ""
    assert body["code"].replace("_", "").isupper()
    for detail in body.get("details", []):
        assert isinstance(detail["message"], str)
    for text in body.get("errors", {}).values():
        assert isinstance(text, str)
    return body


def assert_refused(
    response: HttpResponse, *, status: int = 400, naming: str = ""
) -> None:
    """Fail unless a request was refused with this status, naming the culprit."""
    body = assert_shape(response)
    assert response.status_code == status, body
    assert naming in response.content.decode(), body


class Unchanged:
    """A block after which every table holds what it held before."""

    def __enter__(self) -> None:
        self.before = snapshot()

    def __exit__(self, error_type: object, *_error: object) -> None:
        if error_type is None:
            assert difference(self.before, snapshot()) == {}
