"""Calls and text messages."""

import datetime as dt

import pytest

from crm.models import Call, TextMessage
from records.engine.merging import merge_records
from records.schema.registry import registry


def made(tenant, slug, **values):
    answer = tenant.api.post(f"/api/{slug}", values)
    assert answer.status == 201, answer
    return answer.json


def test_a_call_needs_nothing_in_particular(tenant):
    call = made(tenant, "calls", phone_number="+1 555 0100")
    assert call["user_id"] == tenant.user.pk
    assert (call["incoming"], call["missed"], call["duration"]) == (False, False, None)
    made_at = dt.datetime.fromisoformat(call["made_at"])
    created_at = dt.datetime.fromisoformat(call["created_at"])
    assert abs(made_at - created_at) < dt.timedelta(seconds=1)
    assert str(Call.objects.everywhere().get()) == "+1 555 0100"


@pytest.mark.parametrize(
    ("slug", "field"), [("calls", "made_at"), ("text_messages", "sent_at")]
)
def test_a_moment_that_is_null_is_now(tenant, slug, field):
    one = made(tenant, slug, **{field: None})
    assert one[field] is not None
    answer = tenant.api.put(f"/api/{slug}/{one['id']}", {field: None})
    assert (answer.status, set(answer.json["errors"])) == (400, {field})


def test_a_call_may_be_somebody_elses_or_nobodys(tenant):
    colleague = tenant.colleague().user.pk
    assert made(tenant, "calls", user_id=colleague)["user_id"] == colleague
    assert made(tenant, "calls", user_id=None)["user_id"] is None


def test_a_call_has_an_outcome_that_may_be_taken_away(tenant):
    outcome = tenant.make("call_outcomes", name="Line busy")
    call = made(tenant, "calls", outcome_id=outcome)
    assert tenant.api.delete(f"/api/call_outcomes/{outcome}").status == 200
    assert tenant.api.get(f"/api/calls/{call['id']}").json["outcome_id"] is None
    answer = tenant.api.post("/api/calls", {"outcome_id": outcome})
    assert set(answer.json["errors"]) == {"outcome_id"}


def test_a_text_message_reads_as_it_was_written(tenant):
    lead = tenant.make("leads", last_name="Lee")
    values = {
        "content": "At ten?",
        "incoming": True,
        "sent_at": "2026-01-02T03:04:05.000Z",
        "user_phone_number": "+1 555 0100",
        "resource_phone_number": "+1 555 0101",
        "lead_id": lead,
    }
    text = made(tenant, "text_messages", **values)
    assert text.items() >= values.items()
    assert (text["resource_type"], text["resource_id"]) == ("lead", lead)
    assert str(TextMessage.objects.everywhere().get()) == "At ten?"


@pytest.mark.parametrize(
    ("slug", "values", "shown"),
    [
        ("calls", {"summary": "x" * 90}, "x" * 80),
        ("calls", {}, "Call "),
        ("text_messages", {}, "Text message "),
        ("visits", {"summary": "Saw it"}, "Saw it"),
        ("visits", {}, "Visit "),
    ],
)
def test_they_are_shown_by_what_was_said(tenant, slug, values, shown):
    tenant.make(slug, **values)
    model = registry.built_in_type(slug).model
    assert str(model._default_manager.everywhere().get()).startswith(shown)


@pytest.mark.parametrize("slug", ["calls", "text_messages", "visits", "documents"])
def test_they_follow_a_contact_into_a_merge_and_outlive_a_purge(tenant, slug):
    winner, loser = (tenant.make("contacts", first_name=one) for one in "ab")
    one = made(tenant, slug, name="n", contact_id=loser)
    path = f"/api/{slug}/{one['id']}"
    contacts = registry.resolve(tenant.caller.organization, "contacts")
    merge_records(tenant.caller, contacts, winner_id=winner, loser_id=loser)
    assert tenant.api.get(path).json["contact_id"] == winner
    assert tenant.api.delete(f"/api/contacts/{winner}", purge="true").status == 200
    left = tenant.api.get(path).json
    assert (left["contact_id"], left["resource_type"]) == (None, None)
