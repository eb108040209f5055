"""The view every endpoint of a dialect is made from."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar

import orjson
from django.http import HttpRequest, HttpResponse
from rest_framework.exceptions import NotAuthenticated
from rest_framework.response import Response
from rest_framework.views import APIView

from records.access.caller import Caller
from records.access.throttling import (
    KeyGone,
    Quota,
    RateExceeded,
    count_request,
)
from records.dialects.base.bodies import (
    AnyTypeJsonParser,
    JsonOnly,
    JsonRenderer,
)
from records.dialects.base.failures import Failure, failure_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from rest_framework.negotiation import BaseContentNegotiation
    from rest_framework.parsers import BaseParser
    from rest_framework.request import Request


class DialectView(APIView):
    """Authenticates, then answers; every exception becomes the dialect's failure.

    A dialect sets the class attributes and :meth:`spell_failure`.
    """

    renderer_classes = (JsonRenderer,)
    parser_classes: Sequence[type[BaseParser]] = (AnyTypeJsonParser,)
    content_negotiation_class: type[BaseContentNegotiation] = JsonOnly
    permission_classes = ()
    throttle_classes = ()
    metadata_class = None
    caller: Caller
    quota: Quota | None = None
    """What is left for the key after this request, where keys are limited."""
    public: ClassVar[bool] = False

    @classmethod
    def spell_failure(
        cls, request: HttpRequest, failure: Failure
    ) -> tuple[int, dict[str, Any]]:
        """Return status and body of a failure."""
        raise NotImplementedError

    @classmethod
    def respond_failure(cls, request: HttpRequest, failure: Failure) -> HttpResponse:
        """Answer a failure where no view was reached."""
        status, body = cls.spell_failure(request, failure)
        return HttpResponse(
            orjson.dumps(body),
            status=status,
            content_type="application/json",
            headers=dict(failure.headers),
        )

    def initial(self, request: Request, *args: Any, **kwargs: Any) -> None:
        """Find out who asks; nothing else happens for a stranger."""
        super().initial(request, *args, **kwargs)
        if self.public or request.method == "OPTIONS":
            return
        if not isinstance(request.auth, Caller):
            raise NotAuthenticated
        self.caller = request.auth
        self._count_request()

    def _count_request(self) -> None:
        """Refuse a key that sends too much, before anything is done for it."""
        caller = self.caller
        if caller.key_id is None or not caller.rates:
            return
        try:
            self.quota = count_request(caller.key_id, caller.rates)
        except RateExceeded as exceeded:
            self.quota = exceeded.quota
            raise
        except KeyGone:
            raise NotAuthenticated from None

    def finalize_response(self, *args: Any, **kwargs: Any) -> Response:
        """Tell what is left with every answer."""
        response = super().finalize_response(*args, **kwargs)
        if self.quota is not None:
            for name, value in self.quota.headers.items():
                response[name] = value
        return response

    def describe(self, exc: Exception) -> Failure:
        """Return what to tell of an exception; a view may know more than it says."""
        return failure_of(exc)

    def handle_exception(self, exc: Exception) -> Response:
        """Spell any exception in the dialect's words."""
        failure = self.describe(exc)
        status, body = self.spell_failure(self.request._request, failure)
        response = Response(body, status=status, headers=dict(failure.headers))
        if status == 401:
            response["WWW-Authenticate"] = "Bearer"
        response.exception = True
        return response

    def options(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Response:
        """Answer which methods the endpoint takes."""
        return Response(status=204, headers={"Allow": ", ".join(self.allowed_methods)})
