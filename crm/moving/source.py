"""How is another server asked? Through its public API, patiently, page by page."""

from __future__ import annotations

import http.client
import socket
import time
import urllib.error
import urllib.request
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode, urlsplit

import orjson

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping
    from email.message import Message

PAGE = 100
"""Records of one page: the most that the contract allows (contract envelope §2)."""
ATTEMPTS = 8
_LONGEST_WAIT = 60.0
_LONGEST_TOLD_WAIT = 3_600.0
_LARGEST_ANSWER = 64 * 2**20
_PASSING = frozenset({429, 500, 502, 503, 504})
"""Statuses that may be others a moment later."""
_REDIRECTS = frozenset({301, 302, 303, 307, 308})
_SORT = "sort_by"
_USER_AGENT = "dragoman-import-envelope"

Json = dict[str, Any]


class SourceFailed(Exception):
    """The other server cannot be asked any further; the message is one sentence."""


class SourceRefused(SourceFailed):
    """The other server refuses one question. ``status`` is that of its answer."""

    def __init__(self, message: str, status: int) -> None:
        super().__init__(message)
        self.status = status


@dataclass(frozen=True, slots=True)
class Page:
    """The ``data`` of the records of one page, and whether another one follows."""

    records: list[Json]
    has_next: bool


@dataclass(slots=True)
class _Answer:
    """What came back, whatever it says."""

    status: int
    headers: Message
    content: bytes


class _NoRedirects(urllib.request.HTTPRedirectHandler):
    """Leaves a redirect as it is: the token is for nobody but the address given."""

    def redirect_request(self, *_args: Any, **_options: Any) -> None:
        return None


def _sleep(seconds: float) -> None:
    time.sleep(seconds)


_opener = urllib.request.build_opener(_NoRedirects)


def base_url(text: str) -> str:
    """Return the address of a server without ``/v2``. Raises :class:`SourceFailed`."""
    address = text.strip().rstrip("/").removesuffix("/v2").rstrip("/")
    try:
        parts = urlsplit(address)
        is_address = parts.scheme in ("http", "https") and bool(parts.hostname)
        # Raises for a port that is none.
        is_plain = parts.port != 0 and not (parts.query or parts.fragment)
    except ValueError:
        is_address = is_plain = False
    if not (is_address and is_plain and "@" not in parts.netloc and address.isascii()):
        raise SourceFailed(
            f"“{text}” is no address such as https://api.example.com;"
            " it is given without /v2 and without a name or password."
        )
    return address


@dataclass(slots=True)
class Source:
    """A server of the envelope dialect.

    ``timeout`` is in seconds. ``tell`` is called with a sentence before a wait,
    ``sleep`` with its seconds. A question that fails for a passing reason is asked
    again, ``attempts`` times in all.
    """

    url: str
    token: str = field(repr=False)
    timeout: float = 30.0
    attempts: int = ATTEMPTS
    tell: Callable[[str], None] = lambda _text: None
    sleep: Callable[[float], None] = _sleep
    unsorted: set[str] = field(default_factory=set)
    """Collections that do not take the order they were asked for."""
    is_known: bool = False
    """Whether the server has answered once: a wrong address fails at once, later
    every connection may break."""

    def __post_init__(self) -> None:
        self.url = base_url(self.url)
        if not (self.token.isascii() and self.token.isprintable()) or (
            not self.token or " " in self.token
        ):
            raise SourceFailed("The token must be one word of printable characters.")

    @property
    def host(self) -> str:
        """Host and port."""
        return urlsplit(self.url).netloc.lower()

    def account(self) -> Json:
        """Return the account that the token opens."""
        return self._data(self.get("accounts/self"), "accounts/self")

    def page(self, path: str, number: int, parameters: Mapping[str, str]) -> Page:
        """Return one page of a collection, the first being 1."""
        asked = {**parameters, "page": str(number), "per_page": str(PAGE)}
        if path in self.unsorted:
            asked.pop(_SORT, None)
        try:
            answer = self.get(path, asked)
        except SourceRefused as refusal:
            if refusal.status != 400 or _SORT not in asked:
                raise
            # Not every server sorts by everything; any order will do.
            self.unsorted.add(path)
            return self.page(path, number, parameters)
        items, meta = answer.get("items"), answer.get("meta")
        if not isinstance(items, list):
            raise SourceFailed(f"{self._address(path)} answers no collection.")
        links = meta.get("links") if isinstance(meta, dict) else None
        has_next = isinstance(links, dict) and bool(links.get("next_page"))
        # A next page without records on this one would never end.
        return Page([self._data(one, path) for one in items], has_next and bool(items))

    def pages(
        self, path: str, parameters: Mapping[str, str] | None = None
    ) -> Iterator[list[Json]]:
        """Yield the records of a collection, page by page."""
        number, has_next = 1, True
        while has_next:
            page = self.page(path, number, parameters or {})
            number, has_next = number + 1, page.has_next
            if page.records:
                yield page.records

    def count(self, path: str, parameters: Mapping[str, str] | None = None) -> int:
        """Return how many records a collection has, in a few questions.

        No answer tells the total: the last page is searched for.
        """
        asked = parameters or {}
        page = self.page(path, 1, asked)
        if not page.has_next:
            return len(page.records)
        low, high = 1, 2
        while (page := self.page(path, high, asked)).has_next:
            low, high = high, high * 2
        while high - low > 1:
            middle = (low + high) // 2
            found = self.page(path, middle, asked)
            if found.has_next:
                low = middle
            else:
                high, page = middle, found
        return (high - 1) * PAGE + len(page.records)

    def get(self, path: str, parameters: Mapping[str, str] | None = None) -> Json:
        """Return the JSON object at a path below ``/v2``.

        Raises :class:`SourceRefused` for a refusal and :class:`SourceFailed` when there
        is no sensible answer, after all attempts.
        """
        query = f"?{urlencode(parameters)}" if parameters else ""
        for attempt in range(1, self.attempts + 1):
            is_last = attempt == self.attempts
            try:
                answer = self._ask(f"{self._address(path)}{query}")
            except (OSError, http.client.HTTPException) as error:
                if is_last or not self.is_known:
                    raise SourceFailed(self._unreachable(error)) from error
                self._wait(self._unreachable(error), attempt, None)
                continue
            if answer.status not in _PASSING or is_last:
                return self._read(path, answer)
            told = answer.headers.get("Retry-After")
            self._wait(f"{self.host} answers {answer.status}.", attempt, told)
        raise SourceFailed(f"{self.host} was not asked.")  # no attempts at all

    def _request(self, address: str) -> urllib.request.Request:
        return urllib.request.Request(  # noqa: S310 - base_url() lets http(s) alone
            address,
            headers={
                "Authorization": f"Bearer {self.token}",
                "User-Agent": _USER_AGENT,
                "Accept": "application/json",
                "Accept-Language": "en",
            },
        )

    def _ask(self, address: str) -> _Answer:
        try:
            with _opener.open(self._request(address), timeout=self.timeout) as response:
                content = response.read(_LARGEST_ANSWER + 1)
                return _Answer(response.status, response.headers, content)
        except urllib.error.HTTPError as refusal:
            with refusal:
                return _Answer(
                    refusal.code, refusal.headers, refusal.read(_LARGEST_ANSWER + 1)
                )

    def _read(self, path: str, answer: _Answer) -> Json:
        address = self._address(path)
        if len(answer.content) > _LARGEST_ANSWER:
            raise SourceFailed(f"{address} answers more than can be read at once.")
        body = _parsed(answer.content)
        is_ours = isinstance(body, dict) and (answer.status < 400 or "errors" in body)
        if answer.status == 401:
            raise SourceFailed(f"{self.host} refuses the token{_details(body)}")
        if answer.status in _REDIRECTS:
            target = answer.headers.get("Location", "elsewhere")
            raise SourceFailed(
                f"{address} redirects to {target}; the token is sent to no other"
                " address than the one given."
            )
        if not is_ours and not self.is_known:
            raise SourceFailed(
                f"{address} does not speak this API (it answers {answer.status}): --url"
                " is the address of the server, without /v2."
            )
        if answer.status >= 400:
            text = f"{address} answers {answer.status}{_details(body)}"
            raise SourceRefused(text, answer.status)
        if not is_ours:
            raise SourceFailed(f"{address} answers no JSON object.")
        self.is_known = True
        return dict(body)

    def _data(self, item: Any, path: str) -> Json:
        data = item.get("data") if isinstance(item, dict) else None
        if not isinstance(data, dict):
            raise SourceFailed(f"{self._address(path)} answers records without “data”.")
        return data

    def _address(self, path: str) -> str:
        return f"{self.url}/v2/{path}"

    def _unreachable(self, error: Exception) -> str:
        reason = getattr(error, "reason", error)
        if isinstance(reason, TimeoutError | socket.timeout):
            return f"{self.host} did not answer within {self.timeout:g} s."
        text = getattr(reason, "strerror", None) or str(reason) or type(reason).__name__
        return f"{self.host} cannot be reached: {text}."

    def _wait(self, reason: str, attempt: int, told: str | None) -> None:
        seconds = min(_LONGEST_WAIT, 2.0 ** (attempt - 1))
        if told is not None and told.isascii() and told.isdigit():
            seconds = min(_LONGEST_TOLD_WAIT, max(float(told), 1.0))
        self.tell(f"{reason} Trying again in {seconds:g} s.")
        self.sleep(seconds)


def _parsed(content: bytes) -> Any:
    """Return the JSON value of an answer, ``None`` for what is none."""
    try:
        return orjson.loads(content)
    except ValueError:
        return None


def _details(body: Any) -> str:
    """Return what an error envelope says, as the end of a sentence."""
    try:
        error = body["errors"][0]["error"]
        text = error.get("details") or error.get("message") or error.get("code")
    except (TypeError, LookupError, AttributeError):
        text = None
    text = " ".join(str(text).split())[:300] if text else ""
    return f": {text.rstrip('.')}." if text else "."
