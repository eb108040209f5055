"""``/v2/calls`` and ``/v2/text_messages``."""

import pytest

from tests.envelopes import envelope_of


@pytest.fixture
def world(v2):
    """What a call can be about, and a deal beside it."""
    acme = v2.post("contacts", is_organization=True, name="Acme").data["id"]
    ada = v2.post("contacts", last_name="Lovelace").data["id"]
    lead = v2.post("leads", last_name="L").data["id"]
    deals = [v2.post("deals", name=n, contact_id=ada).data["id"] for n in ("A", "B")]
    return {"acme": acme, "ada": ada, "lead": lead, "deals": deals}


KEYS = {
    *("id", "user_id", "summary", "recording_url", "outcome_id", "duration"),
    *("phone_number", "incoming", "missed", "resource_type", "resource_id"),
    *("associated_deal_ids", "made_at", "external_id", "created_at", "updated_at"),
}


def test_a_call_needs_nothing_but_that_it_was_made(v2, tenant):
    made = v2.post("calls", phone_number="+44-208-1234567")
    assert made.json["meta"] == {"type": "call"}
    call = made.data
    assert set(call) == KEYS
    assert call["user_id"] == tenant.user.pk
    assert (call["incoming"], call["missed"], call["associated_deal_ids"]) == (
        False,
        False,
        [],
    )
    assert (call["resource_type"], call["resource_id"]) == (None, None)
    assert call["made_at"][:13] == call["created_at"][:13]
    assert v2.get(f"calls/{call['id']}").data == call


def test_everything_about_a_call_is_kept(v2, tenant, world):
    outcome = v2.get("call_outcomes").ids[0]
    sent = {
        "user_id": tenant.colleague().user.pk,
        "summary": "Wants more",
        "recording_url": "https://example.com/1.mp3",
        "outcome_id": outcome,
        "duration": 44,
        "phone_number": "+44",
        "incoming": True,
        "missed": True,
        "resource_type": "lead",
        "resource_id": world["lead"],
        "associated_deal_ids": world["deals"][::-1],
        "made_at": "2014-09-27T16:32:56Z",
        "external_id": "pbx-1",
    }
    made = v2.post("calls", **sent).data
    assert sent.items() <= made.items()
    assert v2.put(f"calls/{made['id']}", **made).data == made
    nothing = dict.fromkeys(
        ("summary", "outcome_id", "duration", "resource_type", "resource_id")
    )
    cleared = v2.put(f"calls/{made['id']}", **nothing, associated_deal_ids=[]).data
    assert cleared["associated_deal_ids"] == []
    assert nothing.items() <= cleared.items()
    assert v2.delete(f"calls/{made['id']}").status == 204
    assert v2.get("calls").ids == []


def test_null_for_the_deals_of_a_call_changes_nothing(v2, world):
    made = v2.post("calls", associated_deal_ids=world["deals"]).data
    told = v2.put(f"calls/{made['id']}", associated_deal_ids=None, summary="S").data
    assert told["associated_deal_ids"] == world["deals"]
    assert v2.post("calls", associated_deal_ids=None).data["associated_deal_ids"] == []


@pytest.mark.parametrize("name", ["acme", "ada", "lead"])
def test_a_call_is_attached_later(v2, tenant, world, name):
    call = v2.post("calls", phone_number="1").data["id"]
    kind = "lead" if name == "lead" else "contact"
    column = {"acme": "company_id", "ada": "contact_id", "lead": "lead_id"}[name]
    told = v2.put(f"calls/{call}", resource_type=kind, resource_id=world[name]).data
    assert (told["resource_type"], told["resource_id"]) == (kind, world[name])
    assert tenant.api.get(f"/api/calls/{call}").json[column] == world[name]


def test_the_newest_call_comes_first_and_there_is_no_other_order(v2):
    days = ["2020-01-02", "2020-01-03", "2020-01-01", "2020-01-03"]
    old, new, oldest, as_new = (v2.post("calls", made_at=d).data["id"] for d in days)
    assert v2.get("calls").ids == [as_new, new, old, oldest]
    told = v2.get("calls", sort_by="made_at")
    assert (told.status, told.codes) == (400, ["invalid_param"])


def test_calls_are_found_by_what_they_are_about(v2, world):
    lead = {"resource_type": "lead", "resource_id": world["lead"]}
    person = {"resource_type": "contact", "resource_id": world["ada"]}
    first, second = world["deals"]
    one = v2.post("calls", **lead, associated_deal_ids=[first, second]).data["id"]
    two = v2.post("calls", **person, associated_deal_ids=[second]).data["id"]
    three = v2.post("calls").data["id"]
    assert v2.get("calls", **lead).ids == [one]
    assert v2.get("calls", resource_type="contact").ids == [two]
    assert two in v2.get("calls", resource_id=world["ada"]).ids
    assert v2.get("calls", associated_deal_id=first).ids == [one]
    assert set(v2.get("calls", associated_deal_id=second).ids) == {one, two}
    assert v2.get("calls", ids=f"{three},{one}").ids == [three, one]
    assert v2.get("calls", associated_deal_id=999).ids == []
    for name, value in (("resource_type", "deal"), ("associated_deal_id", "x")):
        assert v2.get("calls", **{name: value}).codes == ["invalid_param"]


@pytest.mark.parametrize(
    ("sent", "errors"),
    [
        (
            {"resource_type": "deal", "resource_id": 1},
            [("incorrect_value", "/data/resource_type")],
        ),
        (
            {"resource_type": "lead", "resource_id": 999},
            [("incorrect_value", "/data/resource_id")],
        ),
        ({"resource_type": "lead"}, [("blank", "/data/resource_id")]),
        ({"resource_id": 1}, [("blank", "/data/resource_type")]),
        (
            {"associated_deal_ids": [999]},
            [("incorrect_value", "/data/associated_deal_ids")],
        ),
        ({"associated_deal_ids": 1}, [("invalid_type", "/data/associated_deal_ids")]),
        ({"duration": -1}, [("incorrect_value", "/data/duration")]),
        ({"duration": "long"}, [("invalid_type", "/data/duration")]),
        ({"incoming": "yes"}, [("invalid_type", "/data/incoming")]),
        ({"made_at": "soon"}, [("incorrect_value", "/data/made_at")]),
        ({"outcome_id": 999}, [("incorrect_value", "/data/outcome_id")]),
        ({"user_id": 999}, [("incorrect_value", "/data/user_id")]),
        ({"nope": 1}, [("unknown", "/data/nope")]),
    ],
)
def test_what_is_wrong_with_a_call_is_told_with_its_place(v2, sent, errors):
    told = v2.post("calls", **sent)
    assert (told.status, told.errors) == (422, errors)
    assert v2.get("calls").items == []


@pytest.mark.parametrize(
    ("resource", "kind", "first"),
    [
        ("call_outcomes", "call_outcome", "Reached"),
        ("visit_outcomes", "visit_outcome", "Met"),
    ],
)
def test_outcomes_are_read_and_kept_elsewhere(v2, tenant, resource, kind, first):
    told = v2.get(resource)
    assert told.json["items"][0]["meta"] == {"type": kind}
    assert told.items[0]["name"] == first
    assert set(told.items[0]) == {
        *("id", "creator_id", "name", "created_at", "updated_at")
    }
    own = tenant.make(resource, name="Own")
    assert v2.get(resource, sort_by="name:desc", name="Own").ids == [own]
    assert v2.post(resource, name="x").status == 405
    assert v2.get(f"{resource}/{own}").status == 404


def test_text_messages_are_read(v2, tenant, world):
    def message(**values):
        return tenant.api.post("/api/text_messages", values).json["id"]

    first = message(
        content="Hello",
        incoming=True,
        sent_at="2014-09-27T16:32:56Z",
        contact_id=world["ada"],
        user_phone_number="1",
        resource_phone_number="2",
        associated_deal_ids=world["deals"],
    )
    second = message(content="Bye", lead_id=world["lead"])
    told = v2.get("text_messages")
    assert told.ids == [second, first]
    assert told.json["items"][1]["meta"] == {"type": "text_message"}
    shown = told.items[1]
    assert v2.get(f"text_messages/{first}").data == shown
    moments = {"created_at": shown["created_at"], "updated_at": shown["updated_at"]}
    assert shown == {
        "id": first,
        "content": "Hello",
        "incoming": True,
        "sent_at": "2014-09-27T16:32:56Z",
        "user_id": tenant.user.pk,
        "user_phone_number": "1",
        "resource_type": "contact",
        "resource_id": world["ada"],
        "resource_phone_number": "2",
        "associated_deal_ids": world["deals"],
        **moments,
    }
    both = {"resource_type": "lead", "resource_id": world["lead"]}
    assert v2.get("text_messages", **both).ids == [second]
    # A criterion without a direction descends, here alone.
    assert v2.get("text_messages", sort_by="sent_at").ids == [second, first]
    assert v2.get("text_messages", sort_by="sent_at:asc").ids == [first, second]
    assert v2.post("text_messages", content="x").status == 405
    assert v2.put(f"text_messages/{first}", content="x").status == 405


@pytest.mark.parametrize("resource", ["text_messages", "visits"])
def test_an_id_needs_its_type_and_a_type_its_id(v2, resource):
    for name, value in (("resource_type", "lead"), ("resource_id", 1)):
        told = v2.get(resource, **{name: value})
        assert (told.status, told.codes) == (400, ["invalid_param"])
        assert told.messages.startswith(f"{name}: ")
    assert v2.get(resource, resource_type="lead", resource_id=1).items == []


def test_a_member_sees_the_calls_of_others(v2, tenant):
    call = v2.post("calls", summary="S").data["id"]
    colleague = envelope_of(tenant.colleague("viewer"))
    assert colleague.get("calls").ids == [call]
    told = colleague.put(f"calls/{call}", summary="T")
    assert (told.status, told.codes) == (403, ["insufficient_scope"])
