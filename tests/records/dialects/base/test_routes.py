"""Which dialect answers where."""

import pytest
from django.http import HttpResponse
from django.test import RequestFactory

from records.dialects.base import routes
from records.dialects.base.failures import Failure, FailureKind
from records.dialects.resource.views import ResourceDialectView

TOO_LONG = Failure(FailureKind.QUERY_TOO_LONG, "Too long.")


@pytest.fixture
def spoken(monkeypatch):
    """Forget the dialects, and remember what the test adds."""
    monkeypatch.setattr(routes, "_responders", [])


def one(request, failure):
    return HttpResponse("one", status=418)


def other(request, failure):
    return HttpResponse("other", status=418)


def test_the_longest_prefix_answers(spoken):
    routes.speak_failures_under("/api/", one)
    routes.speak_failures_under("/api/crm/", other)
    assert routes.responder_for("/api/contacts") is one
    assert routes.responder_for("/api/crm/records") is other
    assert routes.responder_for("/api/crm") is other
    assert routes.responder_for("/api") is one
    assert routes.responder_for("/apix") is None
    assert routes.responder_for("/") is None


def test_a_failure_is_answered_in_the_words_of_the_dialect(spoken):
    routes.speak_failures_under("/api/", one)
    request = RequestFactory().get("/api/contacts")
    assert routes.failure_response(request, TOO_LONG).content == b"one"


def test_a_failure_elsewhere_is_answered_plainly(spoken):
    response = routes.failure_response(RequestFactory().get("/admin/"), TOO_LONG)
    assert response.status_code == 414
    assert response["Content-Type"].startswith("text/plain")
    assert response.content == b"Too long."


def test_the_resource_dialect_answers_under_api(client):
    client.get("/api/")
    assert routes.responder_for("/api/x") == ResourceDialectView.respond_failure
