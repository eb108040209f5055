"""The routes of the document dialect, each with and without a trailing slash."""

from __future__ import annotations

from django.urls import re_path

from records.dialects.base.actions import action_routes
from records.dialects.base.routes import speak_failures_under
from records.dialects.document import DIALECT
from records.dialects.document.views import (
    DocumentActionView,
    DocumentDialectView,
    RecordCreationView,
    RecordQueryView,
    RecordView,
    UnknownRouteView,
    UserListView,
)

speak_failures_under("/api/crm/", DocumentDialectView.respond_failure)
speak_failures_under("/openapi/document.json", DocumentDialectView.respond_failure)

urlpatterns = [
    re_path(r"^records/query/?$", RecordQueryView.as_view()),
    re_path(r"^record/?$", RecordCreationView.as_view()),
    re_path(r"^record/(?P<record_id>[^/]+)/?$", RecordView.as_view()),
    re_path(r"^users/?$", UserListView.as_view()),
    *action_routes(DIALECT, DocumentActionView),
    re_path(r"^.*$", UnknownRouteView.as_view()),
]
