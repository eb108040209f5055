"""The view every endpoint is made from."""

import datetime as dt
import json
from types import SimpleNamespace

import pytest
from django.db import OperationalError, connection
from django.test import Client, RequestFactory
from django.test.utils import CaptureQueriesContext

from records.access.models import ApiKey, RateCounter
from records.access.throttling import KeyGone
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


# -- rate limits --------------------------------------------------------------------

LIMIT_HEADERS = ("X-RateLimit-Limit", "X-RateLimit-Remaining", "X-RateLimit-Reset")


@pytest.fixture
def noon(monkeypatch):
    """Stop the clock that requests are counted by."""
    moment = dt.datetime(2026, 3, 14, 12, 0, 30, tzinfo=dt.UTC)
    monkeypatch.setattr(
        "records.access.throttling.timezone", SimpleNamespace(now=lambda: moment)
    )
    return moment


def test_every_answer_tells_what_is_left(tenant, settings, noon):
    settings.DRAGOMAN_RATE_PER_MINUTE = 100
    told = []
    for method, path in (
        ("GET", "/api/tags"),
        ("GET", "/api/tags/7"),
        ("GET", "/api/nope"),
        ("BREW", "/api/tags"),
        ("POST", "/api/tags"),
    ):
        answer = tenant.api(method, path)
        assert answer.headers["X-RateLimit-Limit"] == "100"
        assert answer.headers["X-RateLimit-Reset"] == str(int(noon.timestamp()) + 30)
        told.append((answer.status, answer.headers["X-RateLimit-Remaining"]))
    assert told == [(200, "99"), (404, "98"), (404, "97"), (405, "96"), (400, "95")]


def test_a_request_too_many_is_refused_in_the_words_of_the_dialect(tenant, noon):
    ApiKey.objects.everywhere().update(rate_per_minute=2)
    for _ in range(2):
        assert tenant.api.post("/api/tags", {"name": f"{_}"}).status == 201
    answer = tenant.api.post("/api/tags", {"name": "a third"})
    assert (answer.status, answer.json) == (
        429,
        {
            "error": "Rate limit exceeded",
            "code": "RATE_LIMITED",
            "message": "Rate limit exceeded",
        },
    )
    assert [answer.headers[name] for name in LIMIT_HEADERS[:2]] == ["2", "0"]
    assert answer.headers["Retry-After"] == "30"
    assert len(tenant.colleague().api.get("/api/tags").json) == 2


def test_a_stranger_is_told_no_limit_and_nothing_is_counted(tenant, settings):
    settings.DRAGOMAN_RATE_PER_MINUTE = 1
    client = Client(headers={"X-Api-Key": "nobody"})
    for _ in range(3):
        response = client.get("/api/tags")
        assert response.status_code == 401
        assert not set(LIMIT_HEADERS) & set(response.headers)
    assert not RateCounter.objects.exists()


def test_a_signed_in_person_is_not_limited(tenant, settings):
    settings.DRAGOMAN_RATE_PER_MINUTE = 1
    client = Client()
    client.force_login(tenant.user)
    for _ in range(3):
        response = client.get("/api/tags")
        assert response.status_code == 200
        assert not set(LIMIT_HEADERS) & set(response.headers)


def test_a_key_that_is_deleted_on_the_way_is_no_key(tenant, settings, monkeypatch):
    def gone(*_args, **_kwargs):
        raise KeyGone

    settings.DRAGOMAN_RATE_PER_MINUTE = 1
    monkeypatch.setattr("records.dialects.base.views.count_request", gone)
    assert tenant.api.get("/api/tags").status == 401


def test_counting_costs_one_statement_and_none_when_nothing_is_limited(
    tenant, settings
):
    tenant.api.get("/api/tags")
    with CaptureQueriesContext(connection) as free:
        answer = tenant.api.get("/api/tags")
    assert not set(LIMIT_HEADERS) & set(answer.headers)
    settings.DRAGOMAN_RATE_PER_DAY = 50
    with CaptureQueriesContext(connection) as counted:
        tenant.api.get("/api/tags")
    assert len(counted) == len(free) + 1
    assert not any("ratecounter" in one["sql"] for one in free.captured_queries)
