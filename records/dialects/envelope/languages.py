"""Which language is an answer in (seed envelope, "Language Negotiation")?"""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.conf import settings
from django.utils import translation
from django.utils.cache import patch_vary_headers
from django.utils.translation.trans_real import parse_accept_lang_header

if TYPE_CHECKING:
    from django.http import HttpRequest
    from django.http.response import HttpResponseBase

_LONGEST_HEADER = 500


def asked_language(request: HttpRequest) -> str | None:
    """Return the best language of ``Accept-Language`` that there is, else ``None``."""
    header = request.headers.get("Accept-Language", "")[:_LONGEST_HEADER]
    for code, _quality in parse_accept_lang_header(header.lower()):
        if code == "*":
            return None
        try:
            return translation.get_supported_language_variant(code)
        except LookupError:
            continue
    return None


def first_language(request: HttpRequest) -> str:
    """Return the language to answer in before it is known who asks."""
    return asked_language(request) or settings.LANGUAGE_CODE


def mark_language(request: HttpRequest, response: HttpResponseBase) -> None:
    """Tell which language an answer is in and what it was chosen by (contract §1.3)."""
    response["Content-Language"] = translation.get_language() or settings.LANGUAGE_CODE
    by = "Accept-Language" if "Accept-Language" in request.headers else None
    patch_vary_headers(response, [by or "Content-Language"])
