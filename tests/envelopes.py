"""A client of the envelope dialect, as tests use it."""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

from django.test import Client

if TYPE_CHECKING:
    from collections.abc import Mapping

    from tests.tenants import Tenant

HEADERS = {"User-Agent": "tests", "Accept": "application/json"}
NO_BODY = object()


@cache
def _client() -> Client:
    # One for all: a new one loads the middleware, which takes longer than a request.
    # A crash is to be seen as the 500 that a client would see.
    return Client(raise_request_exception=False)


@dataclass(frozen=True)
class Reply:
    """A response, its envelope opened."""

    status: int
    json: Any
    headers: Mapping[str, str]
    content: bytes

    @property
    def data(self) -> dict[str, Any]:
        """The data of a single record."""
        assert self.status == 200, self.json
        data: dict[str, Any] = self.json["data"]
        return data

    @property
    def items(self) -> list[dict[str, Any]]:
        """The data of each record of a collection."""
        assert self.status == 200, self.json
        return [one["data"] for one in self.json["items"]]

    @property
    def ids(self) -> list[int]:
        """The ids of a collection."""
        return [one["id"] for one in self.items]

    @property
    def errors(self) -> list[tuple[str, str | None]]:
        """Code and field of each error."""
        assert self.status >= 400, self.json
        told = [one["error"] for one in self.json["errors"]]
        return [(one["code"], one.get("field")) for one in told]

    @property
    def codes(self) -> list[str]:
        """The code of each error."""
        return [code for code, _field in self.errors]

    @property
    def messages(self) -> str:
        """All that a person is told."""
        return " / ".join(one["error"]["message"] for one in self.json["errors"])


@dataclass(frozen=True)
class Envelope:
    """Sends data in an envelope with a tenant's key; ``query`` is a mapping or text."""

    key: str

    def __call__(
        self,
        method: str,
        path: str,
        data: Any = NO_BODY,
        *,
        query: Any = "",
        body: bytes | None = None,
        content_type: str = "application/json",
        headers: Mapping[str, str | None] | None = None,
    ) -> Reply:
        sent: dict[str, Any] = {
            **HEADERS,
            "Authorization": f"Bearer {self.key}",
            **(headers or {}),
        }
        if body is None:
            body = b"" if data is NO_BODY else json.dumps({"data": data}).encode()
        response: Any = _client().generic(
            method,
            f"/v2/{path}",
            data=body,
            content_type=content_type,
            headers={name: one for name, one in sent.items() if one is not None},
            QUERY_STRING=query if isinstance(query, str) else urlencode(query),
        )
        is_json = "json" in response.headers.get("Content-Type", "")
        return Reply(
            response.status_code,
            json.loads(response.content) if is_json and response.content else None,
            dict(response.headers),
            response.content,
        )

    def get(self, path: str, **parameters: Any) -> Reply:
        return self("GET", path, query=parameters)

    def ask(self, path: str, query: Any) -> Reply:
        """Read with parameters that Python cannot name."""
        return self("GET", path, query=query)

    def post(self, path: str, **data: Any) -> Reply:
        return self("POST", path, data)

    def put(self, path: str, **data: Any) -> Reply:
        return self("PUT", path, data)

    def delete(self, path: str) -> Reply:
        return self("DELETE", path)


def envelope_of(tenant: Tenant) -> Envelope:
    """Return the client of a tenant."""
    return Envelope(tenant.key)
