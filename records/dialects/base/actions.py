"""Routes that other packages add to a dialect (``POST merge_…``, ``GET objects``)."""

from __future__ import annotations

import re
from collections import defaultdict
from typing import TYPE_CHECKING, ClassVar

from django.urls import URLPattern, re_path
from rest_framework.exceptions import MethodNotAllowed
from rest_framework.response import Response

from records.dialects.base.failures import UnknownRoute
from records.dialects.base.views import DialectView
from records.schema.registry import DialectAction, registry

if TYPE_CHECKING:
    from collections.abc import Mapping

    from rest_framework.request import Request


class ActionView(DialectView):
    """One path with the actions registered for it, by method."""

    actions: Mapping[str, DialectAction] = {}
    is_hidden_from_get: ClassVar[bool] = False
    """Whether a path without an action for GET is unknown to it, rather than closed."""

    @property
    def allowed_methods(self) -> list[str]:
        """Only those with an action; the methods below stand for any."""
        return [*self.actions, "OPTIONS"]

    def _run(self, request: Request, **path: str) -> Response:
        method = "GET" if request.method == "HEAD" else request.method or ""
        action = self.actions.get(method)
        if action is None:
            if method == "GET" and self.is_hidden_from_get:
                raise UnknownRoute
            raise MethodNotAllowed(request.method or "")
        status, data = action.handler(request, self.caller, path)
        return Response(data, status=status)

    get = post = put = patch = delete = _run


def action_routes(dialect: str, view: type[ActionView]) -> list[URLPattern]:
    """Return the routes of a dialect's actions, with and without a slash at the end."""
    by_path: dict[str, dict[str, DialectAction]] = defaultdict(dict)
    for action in registry.actions(dialect):
        by_path[action.path][action.method] = action
    return [
        re_path(rf"^{_pattern(path)}/?$", view.as_view(actions=actions))
        for path, actions in by_path.items()
    ]


def _pattern(path: str) -> str:
    """Return the pattern of an action's path, whose ``<name>`` is one segment."""
    return re.sub(r"<(\w+)>", r"(?P<\1>[^/]+)", path)
