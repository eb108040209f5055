"""The routes of the dialect, and what is answered beside them."""

import json

import pytest
from django.test import Client
from django.urls import resolve

from records.access.roles import Role
from records.dialects.document import views
from tests.records.dialects.document.wire import CREATE, QUERY, create, created


@pytest.mark.parametrize(
    ("path", "view", "arguments"),
    [
        ("/records/query", views.RecordQueryView, {}),
        ("/record", views.RecordCreationView, {}),
        ("/record/rec_x", views.RecordView, {"record_id": "rec_x"}),
        ("/users", views.UserListView, {}),
        ("", views.UnknownRouteView, {}),
        ("/records", views.UnknownRouteView, {}),
        ("/record/rec_x/y", views.UnknownRouteView, {}),
        ("/contacts", views.UnknownRouteView, {}),
    ],
)
@pytest.mark.parametrize("slash", ["", "/"])
def test_an_address_leads_to_its_view(path, view, arguments, slash):
    found = resolve(f"/api/crm{path}{slash}")
    assert getattr(found.func, "view_class", None) is view
    assert found.kwargs == arguments


def test_a_resource_that_only_begins_so_is_one_of_the_other_dialect(tenant):
    answer = tenant.api.get("/api/crm_users")
    assert answer.status == 200
    assert isinstance(answer.json, list)
    assert tenant.api.get("/api/crmx").json["message"] == "Unknown resource"


@pytest.mark.parametrize("slash", ["", "/"])
def test_no_address_redirects(tenant, slash):
    record = created(tenant, "obj_contacts", name="Jane")
    body = {"object_id": "obj_contacts", "field_values": {"name": "Joe"}}
    for method, path, sent, status in (
        ("POST", CREATE, body, 201),
        ("GET", f"{CREATE}/{record}", None, 200),
        ("PATCH", f"{CREATE}/{record}", {"field_values": {"notes": "x"}}, 200),
        ("DELETE", f"{CREATE}/{record}", None, 200),
        ("GET", "/api/crm/users", None, 200),
    ):
        assert tenant.api(method, path + slash, sent).status == status, (method, path)
    assert tenant.api.get(QUERY + slash, object_id="contacts").status == 200


@pytest.mark.parametrize(
    ("method", "path", "allowed"),
    [
        ("PUT", "/api/crm/record/rec_contacts_1", {"GET", "PATCH", "DELETE"}),
        ("POST", "/api/crm/record/rec_contacts_1", {"GET", "PATCH", "DELETE"}),
        ("GET", "/api/crm/record", {"POST"}),
        ("DELETE", "/api/crm/record", {"POST"}),
        ("POST", "/api/crm/records/query", {"GET"}),
        ("POST", "/api/crm/users", {"GET"}),
        ("BREW", "/api/crm/users", {"GET"}),
    ],
)
def test_a_wrong_method_is_told_the_right_ones(tenant, method, path, allowed):
    answer = tenant.api(method, path, {})
    assert answer.status == 405
    assert answer.json["code"] == "METHOD_NOT_ALLOWED"
    told = set(answer.headers["Allow"].split(", ")) - {"HEAD", "OPTIONS"}
    assert told == allowed


@pytest.mark.parametrize("method", ["GET", "POST", "PUT", "PATCH", "DELETE"])
def test_an_unknown_path_is_told_to_those_with_a_key(tenant, method):
    answer = tenant.api(method, "/api/crm/nope/x", {})
    assert answer.status == 404
    assert answer.json == {
        "error": "There is nothing at this path",
        "code": "NOT_FOUND",
        "status": 404,
        "details": {"path": "/api/crm/nope/x"},
    }
    assert Client().generic(method, "/api/crm/nope/x").status_code == 401


STRANGERS = {
    "nothing": {},
    "a wrong key": {"X-Api-Key": "dgm_" + "a" * 60},
    "nonsense": {"X-Api-Key": "nonsense"},
    "an empty key": {"X-Api-Key": ""},
    "another scheme": {"Authorization": "Basic eDp5"},
}


@pytest.mark.parametrize("headers", STRANGERS.values(), ids=STRANGERS)
@pytest.mark.parametrize(
    ("method", "path"),
    [
        ("GET", QUERY),
        ("POST", CREATE),
        ("GET", f"{CREATE}/rec_contacts_1"),
        ("PUT", f"{CREATE}/rec_contacts_1"),
        ("GET", "/api/crm/users"),
        ("GET", "/api/crm"),
    ],
)
def test_a_stranger_is_told_nothing_else(tenant, method, path, headers):
    response = Client().generic(method, path, b"{", "text/csv", headers=headers)
    assert response.status_code == 401
    assert json.loads(response.content) == {
        "error": "Missing or invalid API key",
        "code": "UNAUTHORIZED",
        "status": 401,
        "details": {},
    }


@pytest.mark.parametrize("name", ["X-Api-Key", "Authorization"])
def test_a_key_comes_in_either_header(tenant, name):
    value = tenant.key if name == "X-Api-Key" else f"bearer {tenant.key}"
    response = Client().get("/api/crm/users", headers={name: value})
    assert response.status_code == 200


def test_a_signed_in_person_is_a_stranger_without_a_key(tenant):
    client = Client()
    client.force_login(tenant.user)
    assert client.get("/api/crm/users").status_code == 401


def test_a_right_that_is_lacking_is_told_before_what_is_wrong(tenant):
    viewer = tenant.colleague(Role.VIEWER).api
    for method, path in (
        ("POST", CREATE),
        ("PATCH", f"{CREATE}/rec_nope"),
        ("DELETE", f"{CREATE}/rec_nope"),
    ):
        answer = viewer(method, path, ["nonsense"])
        assert (answer.status, answer.json["code"]) == (403, "FORBIDDEN"), method
    assert viewer.get(f"{CREATE}/rec_nope").status == 404


@pytest.mark.parametrize(
    ("content_type", "status"),
    [
        ("application/json", 201),
        ("application/json; charset=utf-8", 201),
        ("APPLICATION/JSON", 201),
        ("", 201),
        ("text/plain", 415),
        ("text/json", 415),
        ("application/x-www-form-urlencoded", 415),
        ("multipart/form-data; boundary=x", 415),
        ("application/vnd.api+json", 415),
        ("nonsense", 415),
    ],
)
def test_a_body_is_called_json(tenant, content_type, status):
    body = b'{"object_id": "contacts", "field_values": {"name": "Jane"}}'
    headers = {"X-Api-Key": tenant.key}
    response = Client().generic("POST", CREATE, body, content_type, headers=headers)
    assert response.status_code == status
    if status == 415:
        assert response.json()["code"] == "UNSUPPORTED_MEDIA_TYPE"


def test_a_body_that_is_too_large(tenant):
    answer = create(tenant, "contacts", notes="x" * 1024 * 1024)
    assert (answer.status, answer.json["code"]) == (413, "PAYLOAD_TOO_LARGE")


def test_a_question_that_is_too_long(tenant):
    answer = tenant.api.get(QUERY, object_id="contacts", filters="x" * 70_000)
    assert (answer.status, answer.json["code"]) == (414, "URI_TOO_LONG")
    assert answer.json["status"] == 414


@pytest.mark.parametrize("path", [QUERY, f"{CREATE}/rec_contacts_1"])
def test_a_crash_is_told_without_its_inside(tenant, monkeypatch, path):
    def fail(*_args, **_kwargs):
        raise ZeroDivisionError("secret")

    monkeypatch.setattr("records.dialects.document.naming.Spelling.of", fail)
    client = Client(headers={"X-Api-Key": tenant.key}, raise_request_exception=False)
    response = client.get(path, {"object_id": "contacts"})
    assert response.status_code == 500
    assert response.json() == {
        "error": "Internal server error",
        "code": "INTERNAL_ERROR",
        "status": 500,
        "details": {"request_id": response["X-Request-Id"]},
    }
    assert b"secret" not in response.content
    assert b"Traceback" not in response.content


def test_a_crash_before_any_view_is_told_in_the_dialect_too(tenant, monkeypatch):
    def fail(*_args, **_kwargs):
        raise ZeroDivisionError("secret")

    monkeypatch.setattr("records.dialects.document.views.failure_of", fail)
    monkeypatch.setattr("records.dialects.document.views.asked_object", fail)
    client = Client(headers={"X-Api-Key": tenant.key}, raise_request_exception=False)
    response = client.get(QUERY)
    assert response.status_code == 500
    assert response.json()["details"] == {"request_id": response["X-Request-Id"]}
    assert b"secret" not in response.content


def test_a_foreign_host_is_refused_in_the_dialect(tenant):
    client = Client(headers={"X-Api-Key": tenant.key, "Host": "evil.example"})
    response = client.get("/api/crm/users")
    assert response.status_code == 400
    assert response.json()["status"] == 400


def test_no_browser_elsewhere_is_let_in(tenant, settings):
    settings.CORS_ALLOWED_ORIGINS = ["https://app.example.com"]
    headers = {"X-Api-Key": tenant.key, "Origin": "https://app.example.com"}
    for path in ("/api/crm/users", "/api/crm"):
        response = Client().get(path, headers=headers)
        assert not [
            name for name in response.headers if name.startswith("Access-Control")
        ]
