"""The routes of the envelope dialect: with ``.json`` or without, with a slash or not."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.urls import re_path

from records.dialects.base.routes import speak_failures_under
from records.dialects.envelope.accounts import AccountView
from records.dialects.envelope.definitions import CustomFieldsView
from records.dialects.envelope.sync.views import (
    SyncAcknowledgeView,
    SyncQueueView,
    SyncStartView,
)
from records.dialects.envelope.upserts import UpsertView
from records.dialects.envelope.views import (
    CollectionView,
    EnvelopeView,
    RecordView,
    SelfView,
    UnknownRouteView,
)

if TYPE_CHECKING:
    from django.urls import URLPattern

speak_failures_under("/v2/", EnvelopeView.respond_failure)
speak_failures_under("/openapi/envelope.json", EnvelopeView.respond_failure)

_NAME = r"(?P<resource>[a-z_]+)"
_ID = r"(?P<record_id>[^/]+?)"
_PARENT = r"(?P<parent>[a-z_]+)/(?P<parent_id>[^/]+)"


def _route(pattern: str, view: Any) -> URLPattern:
    route: URLPattern = re_path(rf"^{pattern}(?:\.json)?/?$", view.as_view())
    return route


urlpatterns = [
    _route("accounts/self", AccountView),
    _route("sync/start", SyncStartView),
    _route("sync/ack", SyncAcknowledgeView),
    _route("sync/(?P<session>[^/]+)/queues/main", SyncQueueView),
    _route("(?P<holder>[a-z_]+)/custom_fields", CustomFieldsView),
    _route(_NAME, CollectionView),
    _route(f"{_NAME}/self", SelfView),
    _route(f"{_NAME}/upsert", UpsertView),
    _route(f"{_NAME}/{_ID}", RecordView),
    _route(f"{_PARENT}/{_NAME}", CollectionView),
    _route(f"{_PARENT}/{_NAME}/{_ID}", RecordView),
    re_path(r"^.*$", UnknownRouteView.as_view()),
]
