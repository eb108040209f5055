"""Every code of contract §1.6, each with its status and its JSON pointer."""

from unittest import mock

import pytest
from django.db import OperationalError
from django.test import override_settings

from tests.envelopes import envelope_of
from tests.records.dialects.envelope.test_errors import assert_envelope

FIND = "records.dialects.envelope.views.find_records"


def crash(error):
    def ask(v2, _tenant):
        with mock.patch(FIND, side_effect=error):
            return v2.get("tags")

    return ask


def too_often(v2, _tenant):
    with override_settings(DRAGOMAN_RATE_PER_MINUTE=1):
        return [v2.get("tags"), v2.get("tags")][1]


# Code and status, and a request that is answered so.
FAULTS = {
    "no User-Agent": (
        *("invalid_user_agent", 400),
        lambda v2, _: v2("GET", "tags", headers={"User-Agent": None}),
    ),
    "no device": ("invalid_header", 400, lambda v2, _: v2("POST", "sync/start")),
    "Accept": (
        *("invalid_header", 406),
        lambda v2, _: v2("GET", "tags", headers={"Accept": "text/html"}),
    ),
    "Content-Type": (
        *("invalid_header", 415),
        lambda v2, _: v2("POST", "tags", body=b"x", content_type="text/plain"),
    ),
    "parameter": ("invalid_param", 400, lambda v2, _: v2.get("tags", unknown="param")),
    "broken JSON": (
        "invalid_payload",
        400,
        lambda v2, _: v2("POST", "tags", body=b"{"),
    ),
    "array": ("invalid_payload", 400, lambda v2, _: v2("POST", "tags", body=b"[]")),
    "no envelope": (
        *("incorrect_payload", 422),
        lambda v2, _: v2("POST", "tags", body=b'{"name": "x"}'),
    ),
    "another type": (
        *("incorrect_payload", 422),
        lambda v2, _: v2("POST", "tags", body=b'{"data":{},"meta":{"type":"lead"}}'),
    ),
    "no token": (
        *("unauthorized", 401),
        lambda v2, _: v2("GET", "tags", headers={"Authorization": None}),
    ),
    "no right": (
        *("insufficient_scope", 403),
        lambda _, tenant: envelope_of(tenant.colleague("viewer")).post("tags"),
    ),
    "no record": ("not_found", 404, lambda v2, _: v2.get("tags/999")),
    "no parent": ("not_found", 404, lambda v2, _: v2.get("orders/999/line_items")),
    "no address": ("incorrect_path", 404, lambda v2, _: v2.get("nowhere")),
    "method": ("incorrect_path", 405, lambda v2, _: v2("PATCH", "tags/1", {})),
    "too often": ("rate_limit_exceeded", 429, too_often),
    "crash": ("server_error", 500, crash(RuntimeError("secret words"))),
    "no database": (
        *("temporarily_unavailable", 503),
        crash(OperationalError("secret words")),
    ),
}


@pytest.mark.parametrize("case", FAULTS)
def test_a_fault_of_a_request_is_one_error_that_names_no_attribute(v2, tenant, case):
    code, status, ask = FAULTS[case]
    told = ask(v2, tenant)
    assert (told.status, told.errors) == (status, [(code, None)])
    assert "resource" not in told.json["errors"][0]["error"]
    assert_envelope(told)


# Code and pointer, the resource, and the data that is answered so.
OF_ATTRIBUTES = {
    "unknown": ("unknown", "/data/nope", "leads", {"last_name": "L", "nope": 1}),
    "unknown, escaped": (
        "unknown",
        "/data/a~1b~0",
        "leads",
        {"last_name": "L", "a/b~": 1},
    ),
    "missing": ("missing", "/data/name", "products", {}),
    "blank null": ("blank", "/data/name", "products", {"name": None}),
    "blank space": ("blank", "/data/name", "products", {"name": "  "}),
    "a name of two": ("blank", "/data/last_name", "leads", {}),
    "a name of a kind": ("blank", "/data/last_name", "contacts", {"name": "Ada"}),
    "taken": ("already_exists", "/data/name", "loss_reasons", {"name": "Taken"}),
    "JSON type": ("invalid_type", "/data/hot", "deals", {"hot": "maybe"}),
    "within": ("invalid_type", "/data/tags", "leads", {"last_name": "L", "tags": [1]}),
    "choice": ("incorrect_value", "/data/type", "notes", {"type": "secret"}),
    "range": (
        *("incorrect_value", "/data/customized_win_likelihood", "deals"),
        {"customized_win_likelihood": 101},
    ),
    "dangling": ("incorrect_value", "/data/stage_id", "deals", {"stage_id": 999}),
}


@pytest.mark.parametrize("case", OF_ATTRIBUTES)
def test_a_fault_of_an_attribute_is_told_with_its_pointer(v2, case):
    code, pointer, resource, data = OF_ATTRIBUTES[case]
    person = v2.post("contacts", last_name="P").data["id"]
    v2.post("loss_reasons", name="Taken")
    around = {
        "deals": {"name": "D", "contact_id": person},
        "notes": {"resource_type": "contact", "resource_id": person, "content": "C"},
    }.get(resource, {})
    told = v2("POST", resource, {**around, **data})
    assert (told.status, told.errors) == (422, [(code, pointer)])
    error = told.json["errors"][0]["error"]
    kind = {"leads": "lead", "loss_reasons": "loss_reason"}.get(resource)
    assert error["resource"] == (kind or resource.removesuffix("s"))
    assert told.json["meta"]["http_status"] == "422 Unprocessable Entity"
    assert_envelope(told)


@pytest.mark.parametrize(
    ("method", "path", "data"),
    [
        ("POST", "tags", {"name": "t", "resource_type": "lead"}),
        ("GET", "tags", None),
        ("GET", "accounts/self", None),
        ("GET", "lead/custom_fields", None),
        ("POST", "leads/upsert?email=x", {"last_name": "L"}),
        ("DELETE", "tags/{tag}", None),
        ("POST", "sync/start", None),
        ("POST", "sync/ack", {"ack_keys": []}),
        ("PUT", "tags/999", {}),
        ("GET", "", None),
    ],
)
def test_every_answer_tells_its_language_and_its_request(v2, method, path, data):
    tag = v2.post("tags", name="x", resource_type="lead").data["id"]
    path, _mark, query = path.format(tag=tag).partition("?")
    sent = [] if data is None else [data]
    headers = {"X-Basecrm-Device-UUID": "device"}
    told = v2(method, path, *sent, query=query, headers=headers)
    assert told.headers["X-Request-Id"]
    assert told.headers["Content-Language"] == "en"
    assert told.headers["Vary"] == "Content-Language"
    if told.content:
        assert told.headers["Content-Type"] == "application/json; charset=utf-8"
    else:
        assert told.status in (202, 204)
        assert "Content-Type" not in told.headers


@pytest.mark.parametrize(
    "path",
    [
        *("accounts/self", "lead/custom_fields", "leads", "contacts", "deals", "calls"),
        *("deals/{deal}", "deals/{deal}/associated_contacts", "lead_conversions"),
        *("orders/{order}/line_items", "text_messages", "users/self"),
    ],
)
@pytest.mark.parametrize("suffix", ["", ".json"])
def test_what_can_be_read_can_be_asked_for_without_its_body(v2, path, suffix):
    person = v2.post("contacts", last_name="P").data["id"]
    deal = v2.post("deals", name="D", contact_id=person).data["id"]
    order = v2.post("orders", deal_id=deal).data["id"]
    path = path.format(deal=deal, order=order) + suffix
    head, get = v2("HEAD", path), v2("GET", path)
    assert (head.status, get.status) == (200, 200)
    assert head.content == b""
    for name in ("Content-Type", "Content-Length", "Content-Language", "Vary"):
        assert head.headers[name] == get.headers[name]


def test_every_write_takes_the_suffix_too(v2):
    person = v2.post("contacts.json", last_name="P").data["id"]
    deal = v2.post("deals.json", name="D", contact_id=person).data["id"]
    path = f"deals/{deal}/associated_contacts"
    assert v2.post(f"{path}.json", contact_id=person, role="involved").status == 200
    assert v2.delete(f"{path}/{person}.json").status == 204
    told = v2("POST", "contacts/upsert.json", {"title": "CEO"}, query="last_name=P")
    assert told.data["id"] == person
    device = {"X-Basecrm-Device-UUID": "device"}
    assert v2("POST", "sync/start.json", headers=device).status == 201


def test_a_session_begins_without_a_body_and_its_type(v2):
    device = {"X-Basecrm-Device-UUID": "device"}
    assert v2("POST", "sync/start", headers=device, content_type="").status == 201
