"""The routes of the resource dialect, each with and without a trailing slash."""

from __future__ import annotations

from django.urls import re_path

from records.dialects.base.actions import action_routes
from records.dialects.base.routes import speak_failures_under
from records.dialects.resource import DIALECT
from records.dialects.resource.views import (
    RecordListView,
    RecordView,
    ResourceActionView,
    ResourceDialectView,
    RestoreView,
    UnknownRouteView,
)

speak_failures_under("/api/", ResourceDialectView.respond_failure)
speak_failures_under("/openapi/resource.json", ResourceDialectView.respond_failure)


urlpatterns = [
    *action_routes(DIALECT, ResourceActionView),
    re_path(r"^(?P<resource>[^/]+)/?$", RecordListView.as_view()),
    re_path(r"^(?P<resource>[^/]+)/(?P<record_id>[^/]+)/?$", RecordView.as_view()),
    re_path(
        r"^(?P<resource>[^/]+)/(?P<record_id>[^/]+)/restore/?$", RestoreView.as_view()
    ),
    re_path(r"^.*$", UnknownRouteView.as_view()),
]
