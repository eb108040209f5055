"""Failures in the envelope of this dialect (contract §1.6)."""

import json
from unittest import mock

import pytest
from django.db import OperationalError
from django.test import Client, override_settings

from tests.envelopes import HEADERS

INSIDE = ("Traceback", 'File "', "SELECT ", "sqlite", "psycopg", "secret words")


def assert_envelope(told):
    """Fail unless every part of an error's envelope is there and says nothing inner."""
    body = told.json
    assert set(body) == {"errors", "meta"}
    assert body["meta"]["type"] == "errors"
    assert body["meta"]["logref"] == told.headers["X-Request-Id"]
    number, _space, phrase = body["meta"]["http_status"].partition(" ")
    assert int(number) == told.status
    assert phrase
    assert body["meta"]["links"]["more_info"].endswith("/docs/")
    assert body["errors"]
    for one in body["errors"]:
        assert one["meta"]["type"] == "error"
        assert one["meta"]["links"]["more_info"].endswith("/docs/")
        assert {"code", "message", "details"} <= set(one["error"])
        assert one["error"]["message"]
        assert one["error"]["details"]
    assert told.headers["Content-Type"] == "application/json; charset=utf-8"
    assert told.headers["Content-Language"]
    assert not [word for word in INSIDE if word in json.dumps(body)]


def test_a_failure_is_told_in_its_envelope(v2):
    for told in (
        v2("GET", "tags", headers={"User-Agent": None}),
        v2("GET", "tags", headers={"Authorization": None}),
        v2("GET", "tags", headers={"Accept": "text/html"}),
        v2.ask("tags", "nope=1"),
        v2("POST", "tags", body=b"{"),
        v2.post("tags"),
        v2.get("tags/1"),
        v2.get("nowhere"),
        v2("PATCH", "tags/1"),
        v2("POST", "tags", body=b"x", content_type="text/plain"),
        v2.ask("tags", "x" * 70_000),
    ):
        assert_envelope(told)
    assert told.status == 414


@pytest.mark.parametrize(
    ("status", "phrase"),
    [(422, "422 Unprocessable Entity"), (404, "404 Not Found")],
)
def test_the_phrase_is_the_one_that_clients_know(v2, status, phrase):
    told = v2.post("tags") if status == 422 else v2.get("tags/1")
    assert told.json["meta"]["http_status"] == phrase


def test_a_crash_is_told_without_a_word_about_the_inside(v2):
    with mock.patch(
        "records.dialects.envelope.views.find_records",
        side_effect=RuntimeError("secret words"),
    ):
        told = v2.get("tags")
    assert (told.status, told.codes) == (500, ["server_error"])
    assert_envelope(told)


def test_a_database_that_does_not_answer_is_told_apart(v2):
    with mock.patch(
        "records.dialects.envelope.views.find_records",
        side_effect=OperationalError("secret words"),
    ):
        told = v2.get("tags")
    assert (told.status, told.codes) == (503, ["temporarily_unavailable"])
    assert_envelope(told)


def test_a_host_that_is_not_ours_is_refused(tenant):
    client = Client(raise_request_exception=False, headers=HEADERS)
    response = client.get("/v2/tags", headers={"Host": "evil.example"})
    assert response.status_code == 400
    body = response.json()
    assert body["meta"]["links"]["more_info"] == "/docs/"
    assert body["errors"][0]["error"]["code"] == "invalid_param"


@override_settings(DRAGOMAN_RATE_PER_MINUTE=2)
def test_a_key_that_asks_too_much_is_told_when_to_come_back(v2):
    assert [v2.get("tags").status for _ in range(3)] == [200, 200, 429]
    told = v2.get("tags")
    assert (told.status, told.codes) == (429, ["rate_limit_exceeded"])
    assert int(told.headers["Retry-After"]) >= 1
    assert_envelope(told)


def test_a_row_that_others_need_is_not_deleted(tenant, v2):
    """Stages are kept in the admin; nothing else here is needed by another."""
    source = v2.post("deal_sources", name="S").data["id"]
    person = v2.post("contacts", last_name="P").data["id"]
    deal = v2.post("deals", name="D", contact_id=person, source_id=source).data
    assert v2.delete(f"deal_sources/{source}").status == 204
    assert v2.get(f"deals/{deal['id']}").data["source_id"] is None
