"""Routes that other packages add to a dialect."""

import pytest
from django.test import RequestFactory

from records.dialects.base.actions import ActionView, action_routes
from records.dialects.resource.views import ResourceActionView
from records.schema.registry import DialectAction, registry
from tests.tenants import new_tenant

DIALECTS = ("resource", "document")


def action(method, path="polish/<record_id>"):
    def handle(_request, caller, values):
        return 202, {"by": caller.user_id, "path": values, "method": method}

    return DialectAction("resource", method, path, handle, {})


@pytest.fixture
def route(db):
    """The route of one path with two actions."""
    with registry.temporarily() as inside:
        inside.register_action(action("POST"))
        inside.register_action(action("PUT"))
        inside.register_action(action("GET", "other"))
        routes = action_routes("resource", ResourceActionView)
    (found,) = [one for one in routes if "polish" in str(one.pattern)]
    return found


def test_actions_of_one_path_share_a_route(route):
    view = route.callback
    assert set(vars(view)["view_initkwargs"]["actions"]) == {"POST", "PUT"}


@pytest.mark.parametrize("path", ["polish/5", "polish/5/"])
def test_what_stands_in_the_path_is_told_to_the_handler(route, path):
    tenant = new_tenant()
    match = route.resolve(path)
    request = RequestFactory().post(path, headers={"X-Api-Key": tenant.key})
    response = match.func(request, **match.kwargs)
    assert response.status_code == 202
    assert response.data == {
        "by": tenant.user.pk,
        "path": {"record_id": "5"},
        "method": "POST",
    }


@pytest.mark.parametrize("path", ["polish", "polish/5/6", "polish/"])
def test_a_segment_is_one_segment(route, path):
    assert route.resolve(path) is None


@pytest.mark.parametrize(("is_hidden", "status"), [(True, 404), (False, 405)])
def test_a_method_without_an_action_is_refused(route, is_hidden, status):
    tenant = new_tenant()

    class View(ResourceActionView):
        is_hidden_from_get = is_hidden

    view = View.as_view(actions=vars(route.callback)["view_initkwargs"]["actions"])
    request = RequestFactory().get("/", headers={"X-Api-Key": tenant.key})
    response = view(request)
    assert response.status_code == status
    assert response["Allow"] == "POST, PUT, OPTIONS"


def test_every_action_of_a_dialect_has_a_route():
    for dialect in DIALECTS:
        paths = {one.path for one in registry.actions(dialect)}
        assert len(action_routes(dialect, ActionView)) == len(paths)
