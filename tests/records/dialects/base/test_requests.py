"""What every request gets."""

import json
import logging
from uuid import UUID, uuid4

import pytest
from django.test import Client

from records.dialects.base.requests import LONGEST_QUERY
from records.history.models import Change


def is_uuid(text):
    return str(UUID(text)) == text


@pytest.mark.parametrize(
    ("path", "status"),
    [
        ("/api/contacts", 200),
        ("/api/contacts/999999", 404),
        ("/api/nope", 404),
        ("/api/a/b/c/d", 404),
        ("/api", 404),
        ("/api/contacts?filter={", 400),
        ("/nothing/here", 404),
        ("/health/live", 200),
    ],
)
def test_every_answer_carries_an_id_of_its_own(tenant, path, status):
    client = Client(headers={"X-Api-Key": tenant.key})
    one, other = client.get(path), client.get(path)
    assert one.status_code == other.status_code == status
    assert is_uuid(one["X-Request-Id"])
    assert one["X-Request-Id"] != other["X-Request-Id"]


def test_a_refused_stranger_gets_an_id_too(db, client):
    response = client.get("/api/contacts")
    assert response.status_code == 401
    assert is_uuid(response["X-Request-Id"])


def test_the_id_is_that_of_the_change(tenant):
    answer = tenant.api.post("/api/contacts", {"first_name": "Ada"})
    request_id = answer.headers["X-Request-Id"]
    entry = Change.objects.everywhere().get(object_type="contacts")
    assert entry.request_id == request_id


def test_the_id_is_that_of_the_change_in_a_session_too(tenant):
    client = Client()
    client.force_login(tenant.user)
    answer = client.post(
        "/api/contacts", {"first_name": "Ada"}, content_type="application/json"
    )
    entry = Change.objects.everywhere().get(object_type="contacts")
    assert entry.request_id == answer["X-Request-Id"]
    assert entry.actor_id == tenant.user.pk
    assert entry.key_id is None


def test_an_id_that_a_proxy_sent_is_kept(db, client):
    sent = str(uuid4())
    response = client.get("/health/live", headers={"X-Request-Id": sent})
    assert response["X-Request-Id"] == sent


@pytest.mark.parametrize("sent", ["", "abc", "1; drop", "x" * 500])
def test_an_id_that_is_none_is_replaced(db, client, sent):
    response = client.get("/health/live", headers={"X-Request-Id": sent})
    assert is_uuid(response["X-Request-Id"])
    assert response["X-Request-Id"] != sent


def test_a_query_of_64_kibibytes_is_answered(tenant):
    client = Client(headers={"X-Api-Key": tenant.key})
    response = client.get("/api/tags?x=" + "y" * (LONGEST_QUERY - 2))
    assert response.status_code == 200


def test_a_longer_query_is_refused_in_the_words_of_the_dialect(tenant):
    client = Client(headers={"X-Api-Key": tenant.key})
    response = client.get("/api/tags?x=" + "y" * LONGEST_QUERY)
    assert response.status_code == 414
    assert response.json()["code"] == "URI_TOO_LONG"
    assert is_uuid(response["X-Request-Id"])


def test_a_request_is_logged_in_one_line_with_its_id(tenant, caplog):
    with caplog.at_level(logging.INFO, logger="dragoman.request"):
        answer = tenant.api.get("/api/contacts", range=[0, 1])
    (record,) = [one for one in caplog.records if one.name == "dragoman.request"]
    line = record.msg
    assert line["request_id"] == answer.headers["X-Request-Id"]
    assert (line["method"], line["path"], line["status"]) == (
        "GET",
        "/api/contacts",
        200,
    )
    assert line["milliseconds"] >= 0
    assert tenant.key not in json.dumps(line, default=str)
