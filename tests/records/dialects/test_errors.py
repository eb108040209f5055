"""Django's own error pages, in the dialect's shape where a dialect answers."""

import pytest
from django.core.exceptions import SuspiciousOperation
from django.test import Client, RequestFactory

from records.dialects import errors

PAGES = {
    400: lambda request: errors.bad_request(request, SuspiciousOperation("x")),
    403: lambda request: errors.permission_denied(request, PermissionError("x")),
    404: lambda request: errors.page_not_found(request, LookupError("x")),
    500: errors.server_error,
}


@pytest.mark.parametrize("status", PAGES)
def test_under_a_dialect_the_page_is_json_of_its_shape(client, status):
    client.get("/api/")
    response = PAGES[status](RequestFactory().get("/api/contacts"))
    assert response.status_code == status
    assert response["Content-Type"] == "application/json"
    assert b'"error"' in response.content
    assert b'"code"' in response.content


@pytest.mark.parametrize("status", PAGES)
def test_elsewhere_it_is_djangos(db, client, status):
    response = PAGES[status](RequestFactory().get("/elsewhere"))
    assert response.status_code == status
    assert response["Content-Type"].startswith("text/html")


def test_a_foreign_host_is_refused_in_the_dialect(tenant):
    client = Client(headers={"X-Api-Key": tenant.key, "Host": "evil.example"})
    response = client.get("/api/contacts")
    assert response.status_code == 400
    assert response.json()["code"] == "INVALID_REQUEST"


@pytest.mark.parametrize("path", ["/api", "/api/", "/api/a/b/c", "/api/contacts/1/x"])
@pytest.mark.parametrize("method", ["get", "post", "put", "patch", "delete"])
def test_an_unknown_address_is_told_to_anybody(db, client, path, method):
    response = getattr(client, method)(path)
    assert response.status_code == 404
    assert response.json() == {
        "error": "Not found",
        "code": "NOT_FOUND",
        "message": "Not found",
    }
