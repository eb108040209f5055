"""The view every endpoint is made from."""

import json

import pytest
from django.db import OperationalError
from django.test import Client, RequestFactory

from records.dialects.base.failures import Failure, FailureKind
from records.dialects.base.views import DialectView
from records.dialects.resource import views

INSIDE = ("Traceback", "ZeroDivision", "secret", "/work", "SELECT", ".py")


def fail_with(monkeypatch, error):
    def fail(*_args, **_kwargs):
        raise error

    monkeypatch.setattr(views, "parse_query", fail)


@pytest.mark.parametrize(
    ("error", "status", "code"),
    [
        (ZeroDivisionError("secret SELECT"), 500, "INTERNAL_ERROR"),
        (RuntimeError("secret"), 500, "INTERNAL_ERROR"),
        (OperationalError("secret: server closed"), 503, "UNAVAILABLE"),
    ],
    ids=("crash", "bug", "database"),
)
def test_a_crash_is_told_in_the_dialect_without_its_inside(
    tenant, monkeypatch, error, status, code
):
    fail_with(monkeypatch, error)
    client = Client(headers={"X-Api-Key": tenant.key}, raise_request_exception=False)
    response = client.get("/api/contacts")
    assert response.status_code == status
    assert response["Content-Type"] == "application/json"
    assert response["X-Request-Id"]
    body = response.content.decode()
    assert json.loads(body)["code"] == code
    assert not [word for word in INSIDE if word in body]


def test_a_crash_before_any_view_is_told_in_the_dialect_too(tenant, monkeypatch):
    def fail(*_args, **_kwargs):
        raise ZeroDivisionError("secret")

    monkeypatch.setattr("records.access.authentication.caller_of_key", fail)
    monkeypatch.setattr("records.dialects.base.views.failure_of", fail)
    client = Client(headers={"X-Api-Key": tenant.key}, raise_request_exception=False)
    response = client.get("/api/contacts")
    assert response.status_code == 500
    assert response.json()["code"] == "INTERNAL_ERROR"
    assert response["X-Request-Id"]
    assert "secret" not in response.content.decode()


def test_what_was_written_before_a_crash_is_not_kept_half(tenant, monkeypatch):
    def fail(*_args, **_kwargs):
        raise ZeroDivisionError

    monkeypatch.setattr("records.engine.changes.log", fail)
    client = Client(headers={"X-Api-Key": tenant.key}, raise_request_exception=False)
    response = client.post(
        "/api/contacts", {"first_name": "Ada"}, content_type="application/json"
    )
    assert response.status_code == 500
    assert tenant.api.get("/api/contacts").json == []


def test_a_dialect_must_spell_its_failures():
    request = RequestFactory().get("/")
    with pytest.raises(NotImplementedError):
        DialectView.spell_failure(request, Failure(FailureKind.CRASH, "No."))
