"""The routes of the resource dialect, each with and without a trailing slash."""

from __future__ import annotations

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


def _action_routes() -> list[URLPattern]:
    by_path: dict[str, dict[str, DialectAction]] = defaultdict(dict)
    for action in registry.actions(DIALECT):
        by_path[action.path][action.method] = action
    return [
        re_path(rf"^{path}/?$", ActionView.as_view(actions=actions))
        for path, actions in by_path.items()
    ]


urlpatterns = [
    *_action_routes(),
    re_path(r"^(?P<resource>[^/]+)/?$", RecordListView.as_view()),
    re_path(r"^(?P<resource>[^/]+)/(?P<record_id>[^/]+)/?$", RecordView.as_view()),
    re_path(
        r"^(?P<resource>[^/]+)/(?P<record_id>[^/]+)/restore/?$", RestoreView.as_view()
    ),
    re_path(r"^.*$", UnknownRouteView.as_view()),
]
