"""Puts a signed-in person into one of their organizations."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.utils.functional import SimpleLazyObject

from records.access.authentication import caller_of_membership
from records.access.models import User

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.http import HttpRequest, HttpResponse

SESSION_KEY = "organization_id"


class CurrentOrganizationMiddleware:
    """Gives ``request.user`` its ``caller``: the person in the organization they chose.

    Looked up when the user is first asked for, so that requests with a key cost
    nothing. The caller is ``None`` for people without an organization.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        signed_in = request.user
        request.user = SimpleLazyObject(lambda: _placed(request, signed_in))  # type: ignore[assignment]
        return self.get_response(request)


def _placed(request: HttpRequest, signed_in: Any) -> Any:
    if isinstance(signed_in, User) and signed_in.is_authenticated:
        signed_in.caller = caller_of_membership(
            user_id=signed_in.pk,
            organization_id=request.session.get(SESSION_KEY),
            request_id=getattr(request, "request_id", ""),
        )
    return signed_in
