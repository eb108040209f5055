"""Which language are the pages of the admin in?"""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.conf import settings
from django.urls import reverse
from django.utils import translation
from django.utils.cache import patch_vary_headers
from django.utils.functional import cached_property

from records.access.languages import asked_language
from records.administration.callers import caller_or_none

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.http import HttpRequest, HttpResponse


class LanguageMiddleware:
    """Speaks the language of the browser in the admin, else that of the organization.

    Signing in and error pages are pages of the admin too, so that this cannot be the
    site's own business. Nowhere else does anything change: what programs are told is
    the dialects' business.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    @cached_property
    def _pages(self) -> str:
        return reverse("admin:index")

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if not request.path.startswith(self._pages):
            return self.get_response(request)
        with translation.override(asked_language(request) or _of_the_house(request)):
            response = self.get_response(request)
            response.headers.setdefault(
                "Content-Language", translation.get_language() or settings.LANGUAGE_CODE
            )
            patch_vary_headers(response, ["Accept-Language"])
        return response


def _of_the_house(request: HttpRequest) -> str:
    caller = caller_or_none(request)
    return settings.LANGUAGE_CODE if caller is None else caller.organization.language
