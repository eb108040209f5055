"""The routes of the dialect."""

from typing import Any

import pytest
from django.urls import resolve

from records.dialects.resource import views
from records.schema.registry import registry

SLUGS = [one.slug for one in registry.built_in()]


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
        ("merge_contacts", views.ResourceActionView, {}),
        ("merge_companies", views.ResourceActionView, {}),
        ("contacts/5/other", views.UnknownRouteView, {}),
        ("", views.UnknownRouteView, {}),
    ],
)
@pytest.mark.parametrize("slash", ["", "/"])
def test_an_address_leads_to_its_view(path, view, arguments, slash):
    found = resolve(f"/api/{path}{slash if path else ''}")
    assert getattr(found.func, "view_class", None) is view
    assert found.kwargs == arguments


# -- what they answer ---------------------------------------------------------------


@pytest.fixture
def contact(tenant):
    return tenant.make("contacts", first_name="Ada", last_name="Lovelace")


@pytest.mark.parametrize("slug", SLUGS)
@pytest.mark.parametrize("slash", ["", "/"])
def test_every_resource_is_listed_with_and_without_a_slash(tenant, slug, slash):
    answer = tenant.api.get(f"/api/{slug}{slash}")
    assert answer.status == 200
    assert isinstance(answer.json, list)
    rows = len(answer.json)
    assert answer.headers["X-Total-Count"] == str(rows)
    assert answer.headers["Content-Range"] == f"{slug} 0-{max(rows, 1) - 1}/{rows}"


@pytest.mark.parametrize("slash", ["", "/"])
def test_every_address_takes_a_slash_and_never_redirects(tenant, contact, slash):
    calls: tuple[tuple[str, str, Any, int], ...] = (
        ("POST", "/api/contacts", {"first_name": "B"}, 201),
        ("GET", f"/api/contacts/{contact}", None, 200),
        ("PUT", f"/api/contacts/{contact}", {"title": "x"}, 200),
        ("PATCH", f"/api/contacts/{contact}", {"title": "y"}, 200),
        ("DELETE", f"/api/contacts/{contact}", None, 200),
        ("POST", f"/api/contacts/{contact}/restore", None, 200),
        ("POST", "/api/merge_contacts", {}, 400),
        ("GET", "/api/nope", None, 404),
    )
    for method, path, body, status in calls:
        assert tenant.api(method, path + slash, body).status == status, (method, path)


@pytest.mark.parametrize(
    ("path", "methods"),
    [
        ("/api/contacts", "GET, POST, HEAD, OPTIONS"),
        ("/api/contacts/1", "GET, PUT, PATCH, DELETE, HEAD, OPTIONS"),
        ("/api/contacts/1/restore", "POST, OPTIONS"),
    ],
)
def test_options_tells_the_methods_to_anybody(client, db, path, methods):
    response = client.options(path)
    assert response.status_code in (200, 204)
    assert sorted(response["Allow"].split(", ")) == sorted(methods.split(", "))


@pytest.mark.parametrize(
    ("method", "path"),
    [
        ("PUT", "/api/contacts"),
        ("PATCH", "/api/contacts"),
        ("DELETE", "/api/contacts"),
        ("POST", "/api/contacts/1"),
        ("GET", "/api/contacts/1/restore"),
        ("PUT", "/api/contacts/1/restore"),
        ("TRACE", "/api/contacts"),
    ],
)
def test_a_wrong_method_is_answered_405_with_the_right_ones(tenant, method, path):
    answer = tenant.api(method, path)
    assert answer.status == 405
    assert answer.json["code"] == "METHOD_NOT_ALLOWED"
    assert method not in answer.headers["Allow"]
    assert "OPTIONS" in answer.headers["Allow"]


def test_the_slug_of_an_action_is_reserved_for_its_method(tenant):
    assert tenant.api.get("/api/merge_contacts").status == 404
    answer = tenant.api.put("/api/merge_contacts", {})
    assert answer.status == 405
    assert answer.headers["Allow"] == "POST, OPTIONS"
    assert tenant.api("OPTIONS", "/api/merge_contacts").headers["Allow"] == (
        "POST, OPTIONS"
    )


def test_head_answers_as_get_without_a_body(tenant, contact):
    for path in ("/api/contacts", f"/api/contacts/{contact}"):
        head, get = tenant.api("HEAD", path), tenant.api.get(path)
        assert (head.status, head.json) == (200, None)
        for name in ("Content-Range", "X-Total-Count", "Content-Type"):
            assert head.headers.get(name) == get.headers.get(name)
    assert tenant.api("HEAD", "/api/contacts/999999").status == 404


@pytest.mark.parametrize(
    "path", ["/api/nope", "/api/nope/1", "/api/nope/x", "/api/Contacts"]
)
@pytest.mark.parametrize("method", ["GET", "PUT", "DELETE"])
def test_an_unknown_resource_is_told_before_anything_else(tenant, method, path):
    if path.count("/") == 2 and method != "GET":
        method = "POST"
    answer = tenant.api(method, path, {"nonsense": 1})
    assert answer.status == 404
    assert answer.json["error"] == "Unknown resource"


@pytest.mark.parametrize(
    ("text", "status"),
    [
        ("abc", 400),
        ("12abc", 400),
        ("-1", 400),
        ("1.0", 400),
        ("\uff11", 400),
        ("%00", 400),
        ("c_abc123", 400),
        ("0", 404),
        ("999999", 404),
        ("9223372036854775807", 404),
        ("9223372036854775808", 404),
        ("9" * 500, 404),
    ],
)
def test_an_id_is_digits_and_one_beyond_all_ids_is_not_found(tenant, text, status):
    for method, path in (
        ("GET", f"/api/contacts/{text}"),
        ("PUT", f"/api/contacts/{text}"),
        ("DELETE", f"/api/contacts/{text}"),
        ("POST", f"/api/contacts/{text}/restore"),
    ):
        answer = tenant.api(method, path, {"first_name": "x"})
        assert answer.status == status, (method, answer)
        code = "INVALID_REQUEST" if status == 400 else "NOT_FOUND"
        assert answer.json["code"] == code
