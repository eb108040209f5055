"""Which of the languages there are does a request ask for?"""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils import translation
from django.utils.translation.trans_real import parse_accept_lang_header

if TYPE_CHECKING:
    from django.http import HttpRequest

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
