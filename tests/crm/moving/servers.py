"""A server that answers as it was told to, for what ours never does."""

from __future__ import annotations

import json
import threading
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qs, urlsplit

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

ACCOUNT = {"data": {"id": 7, "name": "Acme"}, "meta": {"type": "account"}}


@dataclass(frozen=True)
class Asked:
    """A request as it came in."""

    path: str
    query: dict[str, str]
    headers: dict[str, str]


@dataclass(frozen=True)
class Answer:
    """A response: JSON, or bytes as they are."""

    body: Any = field(default_factory=lambda: ACCOUNT)
    status: int = 200
    headers: dict[str, str] = field(default_factory=dict)


@dataclass
class Scripted:
    """Answers by ``answer``, and remembers what it was asked."""

    url: str
    answer: Callable[[Asked], Answer]
    asked: list[Asked] = field(default_factory=list)


@contextmanager
def serving(answer: Callable[[Asked], Answer]) -> Iterator[Scripted]:
    """Serve on a free port of this machine."""

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            parts = urlsplit(self.path)
            query = {name: one[-1] for name, one in parse_qs(parts.query).items()}
            asked = Asked(parts.path, query, dict(self.headers.items()))
            scripted.asked.append(asked)
            told = scripted.answer(asked)
            is_raw = isinstance(told.body, bytes)
            body = told.body if is_raw else json.dumps(told.body).encode()
            self.send_response(told.status)
            for name, value in told.headers.items():
                self.send_header(name, value)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_arguments: Any) -> None:
            """Say nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    scripted = Scripted(f"http://127.0.0.1:{server.server_port}", answer)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield scripted
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


def in_turn(*answers: Answer) -> Callable[[Asked], Answer]:
    """Return what gives these answers one after the other, the last one for ever."""
    left = list(answers)
    return lambda _asked: left.pop(0) if len(left) > 1 else left[0]


def refusal(status: int, code: str, details: str, **headers: str) -> Answer:
    """Return an error envelope."""
    error = {"error": {"code": code, "message": code, "details": details}}
    body = {"errors": [error], "meta": {"type": "errors", "http_status": f"{status}"}}
    return Answer(body, status, {k.replace("_", "-"): v for k, v in headers.items()})
