"""The routes of the resource dialect, each with and without a trailing slash."""

from __future__ import annotations

import re
from collections import defaultdict

from django.urls import URLPattern, re_path

from records.dialects.base.routes import speak_failures_under
from records.dialects.resource import DIALECT
from records.dialects.resource.views import (
    ActionView,
    RecordListView,
    RecordView,
    ResourceDialectView,
    RestoreView,
    UnknownRouteView,
)
from records.schema.registry import DialectAction, registry

speak_failures_under("/api/", ResourceDialectView.respond_failure)
speak_failures_under("/openapi/resource.json", ResourceDialectView.respond_failure)


def _action_routes() -> list[URLPattern]:
    by_path: dict[str, dict[str, DialectAction]] = defaultdict(dict)
    for action in registry.actions(DIALECT):
        by_path[action.path][action.method] = action
    return [
        re_path(rf"^{_pattern(path)}/?$", ActionView.as_view(actions=actions))
        for path, actions in by_path.items()
    ]


def _pattern(path: str) -> str:
    """Return the pattern of an action's path, whose ``<name>`` is one segment."""
    return re.sub(r"<(\w+)>", r"(?P<\1>[^/]+)", path)


urlpatterns = [
    *_action_routes(),
    re_path(r"^(?P<resource>[^/]+)/?$", RecordListView.as_view()),
    re_path(r"^(?P<resource>[^/]+)/(?P<record_id>[^/]+)/?$", RecordView.as_view()),
    re_path(
        r"^(?P<resource>[^/]+)/(?P<record_id>[^/]+)/restore/?$", RestoreView.as_view()
    ),
    re_path(r"^.*$", UnknownRouteView.as_view()),
]
