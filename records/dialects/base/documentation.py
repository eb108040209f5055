"""The page on which people read and try the dialects."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.middleware.csrf import get_token
from django.urls import reverse
from django.views.generic import TemplateView

if TYPE_CHECKING:
    from collections.abc import Sequence

    from django.http import HttpRequest
    from django.http.response import HttpResponseBase

# Everything comes from this server. Swagger sets styles on elements, hence the one
# exception; it needs no eval and no inline script.
_POLICY = "; ".join(
    (
        "default-src 'none'",
        "script-src 'self'",
        "style-src 'self' 'unsafe-inline'",
        "img-src 'self' data:",
        "font-src 'self' data:",
        "connect-src 'self'",
        "base-uri 'none'",
        "form-action 'none'",
        "frame-ancestors 'none'",
    )
)


@dataclass(frozen=True, slots=True)
class Document:
    """An OpenAPI document to choose: its title and the name of its route."""

    title: str
    route: str


class DocumentationView(TemplateView):
    """``/docs/``: Swagger UI over the documents of the dialects, without any network."""

    template_name = "docs.html"
    documents: Sequence[Document] = ()

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add the documents, and what a signed-in person needs to try a write."""
        caller = getattr(self.request.user, "caller", None)
        return super().get_context_data(
            documents=[(one.title, reverse(one.route)) for one in self.documents],
            organization=None if caller is None else caller.organization.name,
            csrf_token_text="" if caller is None else get_token(self.request),
            **kwargs,
        )

    def dispatch(
        self, request: HttpRequest, *args: Any, **kwargs: Any
    ) -> HttpResponseBase:
        """Answer with a policy that lets the page load nothing from elsewhere."""
        response = super().dispatch(request, *args, **kwargs)
        response["Content-Security-Policy"] = _POLICY
        return response
