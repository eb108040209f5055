"""Reads JSON bodies and writes JSON answers."""

from __future__ import annotations

from typing import IO, TYPE_CHECKING, Any

import orjson
from rest_framework.negotiation import BaseContentNegotiation
from rest_framework.parsers import BaseParser
from rest_framework.renderers import BaseRenderer

from records.dialects.base.failures import BodyTooLarge, MalformedBody

if TYPE_CHECKING:
    from collections.abc import Mapping

    from rest_framework.request import Request

LARGEST_BODY = 1024 * 1024
"""Bytes (decision 20)."""


class JsonParser(BaseParser):
    """Parses JSON of at most 1 MiB.

    orjson refuses what must be refused: NaN and Infinity, bytes that are no UTF-8,
    lone surrogates, nesting beyond 1,024.
    """

    media_type = "application/json"

    def parse(
        self,
        stream: IO[Any],
        media_type: str | None = None,
        parser_context: Mapping[str, Any] | None = None,
    ) -> Any:
        request = (parser_context or {}).get("request")
        length = request.META.get("CONTENT_LENGTH") if request is not None else None
        if length and str(length).isdigit() and int(length) > LARGEST_BODY:
            raise BodyTooLarge
        body = stream.read(LARGEST_BODY + 1)
        if len(body) > LARGEST_BODY:
            raise BodyTooLarge
        return parse_json(body)


class AnyTypeJsonParser(JsonParser):
    """Parses JSON whatever the Content-Type says (contract resource §12.26)."""

    media_type = "*/*"


def parse_json(body: bytes | str) -> Any:
    """Return the value of a JSON text. Raises :class:`MalformedBody`."""
    try:
        return orjson.loads(body)
    except orjson.JSONDecodeError as error:
        raise MalformedBody(f"Invalid JSON body: {error.msg}") from None


def same_json(one: Any, other: Any) -> bool:
    """Tell whether two values are the same JSON: true is not 1, nor 1 1.0."""
    options = orjson.OPT_SORT_KEYS
    try:
        return orjson.dumps(one, option=options) == orjson.dumps(other, option=options)
    except TypeError:  # an integer beyond 64 bits is no value that was ever shown
        return False


class JsonRenderer(BaseRenderer):
    """Renders with orjson. An answer without data has no body."""

    media_type = "application/json"
    format = "json"
    charset: str | None = None

    def render(
        self,
        data: Any,
        accepted_media_type: str | None = None,
        renderer_context: Mapping[str, Any] | None = None,
    ) -> bytes:
        return b"" if data is None else orjson.dumps(data)


class JsonOnly(BaseContentNegotiation):
    """JSON for every ``Accept``; what else a client accepts does not matter."""

    def select_parser(self, request: Request, parsers: Any) -> Any:
        return parsers[0]

    def select_renderer(
        self,
        request: Request,
        renderers: Any,
        format_suffix: str | None = None,
    ) -> Any:
        return renderers[0], renderers[0].media_type


class JsonTypesOnly(JsonOnly):
    """Reads what is called JSON, or nothing; DRF answers 415 for any other type."""

    def select_parser(self, request: Request, parsers: Any) -> Any:
        name = (request.content_type or "").partition(";")[0].strip().lower()
        return parsers[0] if name in ("", JsonParser.media_type) else None
