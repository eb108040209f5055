"""The rules about request headers (contract §1.2)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _
from rest_framework.exceptions import NotAcceptable
from rest_framework.negotiation import BaseContentNegotiation

from records.dialects.base.bodies import JsonRenderer
from records.dialects.envelope.errors import RefusedHeader

if TYPE_CHECKING:
    from rest_framework.request import Request

JSON = "application/json"
_ACCEPTED = frozenset({JSON, "application/*", "*/*"})


def require_user_agent(request: Request) -> None:
    """Raise :class:`RefusedHeader` for a request that does not say who sends it."""
    if not request.headers.get("User-Agent", "").strip():
        raise RefusedHeader(
            _("The header User-Agent is needed."), code="invalid_user_agent"
        )


class EnvelopeRenderer(JsonRenderer):
    """JSON that names its charset, as the contract shows it."""

    charset = "utf-8"


class EnvelopeNegotiation(BaseContentNegotiation):
    """JSON in, JSON out; whatever else is asked for is refused (406, 415)."""

    def select_parser(self, request: Request, parsers: Any) -> Any:
        return parsers[0] if _media_type(request.content_type) == JSON else None

    def select_renderer(
        self,
        request: Request,
        renderers: Any,
        format_suffix: str | None = None,
    ) -> Any:
        accepted = request.headers.get("Accept", "")
        if accepted.strip() and not any(map(_is_json, accepted.split(","))):
            raise NotAcceptable
        return renderers[0], renderers[0].media_type


def _media_type(header: str | None) -> str:
    return (header or "").partition(";")[0].strip().lower()


def _is_json(choice: str) -> bool:
    """Tell whether a choice of an ``Accept`` header takes JSON: ``q=0`` does not."""
    media_type, *parameters = choice.split(";")
    if media_type.strip().lower() not in _ACCEPTED:
        return False
    for parameter in parameters:
        name, _equals, value = parameter.partition("=")
        if name.strip().lower() == "q":
            return value.strip().rstrip("0").rstrip(".") not in ("", "0")
    return True
