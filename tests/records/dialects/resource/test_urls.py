"""The routes of the dialect."""

import pytest
from django.urls import resolve

from records.dialects.resource import urls, views
from records.schema.registry import DialectAction, registry


@pytest.mark.parametrize(
    ("path", "view", "arguments"),
    [
        ("contacts", views.RecordListView, {"resource": "contacts"}),
        ("contacts/5", views.RecordView, {"resource": "contacts", "record_id": "5"}),
        (
            "contacts/5/restore",
            views.RestoreView,
            {"resource": "contacts", "record_id": "5"},
        ),
        ("merge_contacts", views.ActionView, {}),
        ("merge_companies", views.ActionView, {}),
        ("contacts/5/other", views.UnknownRouteView, {}),
        ("", views.UnknownRouteView, {}),
    ],
)
@pytest.mark.parametrize("slash", ["", "/"])
def test_an_address_leads_to_its_view(path, view, arguments, slash):
    found = resolve(f"/api/{path}{slash if path else ''}")
    assert getattr(found.func, "view_class", None) is view
    assert found.kwargs == arguments


def test_actions_of_one_path_share_a_route():
    def action(method):
        return DialectAction("resource", method, "polish", lambda *_: (200, {}), {})

    with registry.temporarily() as inside:
        before = len(urls._action_routes())
        inside.register_action(action("POST"))
        inside.register_action(action("PUT"))
        routes = urls._action_routes()
    assert len(routes) == before + 1
    options = vars(routes[-1].callback)["view_initkwargs"]
    assert set(options["actions"]) == {"POST", "PUT"}
