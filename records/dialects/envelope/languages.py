"""Which language is an answer in (seed envelope, "Language Negotiation")?"""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.conf import settings
from django.utils import translation
from django.utils.cache import patch_vary_headers

from records.access.languages import asked_language

if TYPE_CHECKING:
    from django.http import HttpRequest
    from django.http.response import HttpResponseBase


def first_language(request: HttpRequest) -> str:
    """Return the language to answer in before it is known who asks."""
    return asked_language(request) or settings.LANGUAGE_CODE


def mark_language(request: HttpRequest, response: HttpResponseBase) -> None:
    """Tell which language an answer is in and what it was chosen by (contract §1.3)."""
    response["Content-Language"] = translation.get_language() or settings.LANGUAGE_CODE
    by = "Accept-Language" if "Accept-Language" in request.headers else None
    patch_vary_headers(response, [by or "Content-Language"])
