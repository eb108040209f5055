"""From a body to values: envelopes, unknown attributes, the round trip (contract §1.5)."""

import pytest

from records.history.models import Change
from tests.envelopes import envelope_of


@pytest.mark.parametrize("body", [b"", b"{", b"[]", b"5", b"null", b'"x"', b"\xff"])
def test_what_is_no_json_object_is_no_payload(v2, body):
    for method, path in (("POST", "contacts"), ("PUT", "contacts/1")):
        told = v2(method, path, body=body)
        assert (told.status, told.codes) == (400, ["invalid_payload"]), method


@pytest.mark.parametrize(
    "body",
    [
        b"{}",
        b'{"name": "x"}',
        b'{"data": null}',
        b'{"data": []}',
        b'{"data": "x"}',
        b'{"data": {}, "meta": 1}',
        b'{"data": {}, "meta": {"type": "lead"}}',
        b'{"data": {}, "meta": {"type": null}}',
    ],
)
def test_an_object_that_is_no_envelope_of_the_resource(v2, body):
    told = v2("POST", "contacts", body=body)
    assert (told.status, told.codes) == (422, ["incorrect_payload"])


@pytest.mark.parametrize("meta", [b"", b', "meta": {}', b', "meta": {"type": "tag"}'])
def test_the_type_may_be_left_out(v2, meta):
    sent = b'{"data": {"name": "t", "resource_type": "lead"}' + meta + b"}"
    assert v2("POST", "tags", body=sent).data["name"] == "t"


def test_a_body_beyond_the_limit_is_refused(v2):
    body = b'{"data": {"name": "' + b"x" * 1024 * 1024 + b'"}}'
    told = v2("POST", "tags", body=body)
    assert (told.status, told.codes) == (413, ["invalid_payload"])


def test_read_only_attributes_are_ignored_and_unknown_ones_refused(v2):
    made = v2.post("contacts", last_name="L", id=7, creator_id=9, created_at="x")
    assert made.data["id"] != 7
    told = v2.post("contacts", last_name="L", nope=1, **{"a/b~c": 2, "": 3})
    assert told.status == 422
    assert told.errors == [
        ("unknown", "/data/nope"),
        ("unknown", "/data/a~1b~0c"),
        ("unknown", "/data/"),
    ]
    told = v2.post("tags", name="t", resource_type="lead", custom_fields={})
    assert told.errors == [("unknown", "/data/custom_fields")]


def test_all_problems_are_told_at_once_in_the_order_of_the_table(v2):
    told = v2.post(
        "deals", nope=1, hot="maybe", value="much", stage_id=999, owner_id=[]
    )
    assert told.status == 422
    assert told.errors == [
        ("invalid_type", "/data/owner_id"),
        ("missing", "/data/name"),
        ("invalid_type", "/data/value"),
        ("invalid_type", "/data/hot"),
        ("incorrect_value", "/data/stage_id"),
        ("missing", "/data/contact_id"),
        ("unknown", "/data/nope"),
    ]
    assert {one["error"]["resource"] for one in told.json["errors"]} == {"deal"}
    assert v2.get("deals").items == []


@pytest.mark.parametrize("blank", [None, "", "   "])
def test_an_attribute_that_is_needed_may_not_be_blank(v2, blank):
    told = v2.post("tags", name=blank, resource_type="lead")
    assert told.errors == [("blank", "/data/name")]
    made = v2.post("tags", name="t", resource_type="lead").data["id"]
    told = v2.put(f"tags/{made}", name=blank)
    assert told.errors == [("blank", "/data/name")]
    assert v2.get(f"tags/{made}").data["name"] == "t"


def test_a_value_that_another_record_has_is_told_apart(v2):
    v2.post("tags", name="t", resource_type="lead")
    told = v2.post("tags", name="t", resource_type="lead")
    assert (told.status, told.errors) == (422, [("already_exists", "/data/name")])
    assert v2.post("tags", name="t", resource_type="deal").status == 200


def test_null_is_no_value_when_a_record_is_created(v2):
    made = v2.post("leads", last_name="L", status=None, owner_id=None, address=None)
    assert (made.data["status"], made.data["address"]) == ("New", None)


def test_blank_text_is_stored_as_none(v2):
    made = v2.post("contacts", last_name="L", phone="", title="  ").data
    assert (made["phone"], made["title"]) == (None, None)
    changed = v2.put(f"contacts/{made['id']}", phone="1").data
    assert changed["phone"] == "1"
    assert v2.put(f"contacts/{made['id']}", phone="").data["phone"] is None


RICH = {
    "contacts": {"last_name": "L", "tags": ["b", "a"], "address": {"city": "Bonn"}},
    "leads": {"organization_name": "O", "address": {"line1": "x"}, "tags": ["x"]},
    "deals": {"name": "D", "value": "1000.5", "tags": ["y"]},
    "notes": {"content": "C", "tags": ["z"], "resource_type": "contact"},
    "tasks": {"content": "C", "due_date": "2014-09-27T16:32:56.250Z"},
    "tags": {"name": "own", "resource_type": "contact"},
    "deal_sources": {"name": "S"},
    "sources": {"name": "T"},
    "lead_sources": {"name": "U"},
    "loss_reasons": {"name": "R"},
    "deal_unqualified_reasons": {"name": "V"},
    "calls": {"phone_number": "1", "made_at": "2014-09-27T16:32:56.250Z"},
    "products": {
        "name": "P",
        "cost": "1.5",
        "prices": [{"amount": 3, "currency": "USD"}, {"amount": 2, "currency": "EUR"}],
    },
    "orders": {"discount": 4},
}


@pytest.mark.parametrize("resource", RICH)
def test_a_record_that_is_sent_back_as_it_was_read_changes_nothing(
    tenant, v2, resource
):
    person = v2.post("contacts", last_name="P").data["id"]
    extra = {"deals": {"contact_id": person}, "notes": {"resource_id": person}}
    if resource == "orders":
        deal = v2.post("deals", name="D", contact_id=person).data["id"]
        extra["orders"] = {"deal_id": deal}
    made = v2.post(resource, **RICH[resource], **extra.get(resource, {})).data
    log = Change.objects.for_organization(tenant.organization.pk)
    before = log.count()
    back = v2.put(f"{resource}/{made['id']}", **made)
    assert back.data == made
    assert log.count() == before


def test_what_is_finer_than_it_is_shown_survives_the_round_trip(tenant, v2):
    """A task due at some millisecond, a deal worth a fraction of a cent."""
    task = tenant.make("tasks", text="T", due_date="2024-03-10T12:30:00.250Z")
    deal = tenant.make("deals", name="D", amount="0.125", contact_id=None)
    for resource, record_id in (("tasks", task), ("deals", deal)):
        read = v2.get(f"{resource}/{record_id}").data
        assert v2.put(f"{resource}/{record_id}", **read).data == read
    assert tenant.api.get(f"/api/tasks/{task}").json["due_date"].endswith(".250Z")
    assert tenant.api.get(f"/api/deals/{deal}").json["amount"] == 0.125


def test_a_member_writes_and_a_viewer_reads(tenant):
    member = envelope_of(tenant.colleague("member"))
    viewer = envelope_of(tenant.colleague("viewer"))
    made = member.post("contacts", last_name="L").data["id"]
    assert viewer.get(f"contacts/{made}").data["last_name"] == "L"
    for told in (
        viewer.post("contacts", last_name="L"),
        viewer.put(f"contacts/{made}", last_name="M"),
        viewer.delete(f"contacts/{made}"),
    ):
        assert (told.status, told.codes) == (403, ["insufficient_scope"])
    assert member.delete(f"contacts/{made}").status == 204


def test_a_record_that_was_merged_away_is_read_and_not_written(tenant, v2):
    winner = v2.post("contacts", last_name="Winner").data["id"]
    loser = v2.post("contacts", last_name="Loser").data["id"]
    body = {"winnerId": winner, "loserId": loser}
    assert tenant.api.post("/api/merge_contacts", body).status == 200
    assert v2.get(f"contacts/{loser}").data["id"] == winner
    for told in (
        v2.put(f"contacts/{loser}", title="x"),
        v2.delete(f"contacts/{loser}"),
    ):
        assert (told.status, told.errors) == (422, [("incorrect_value", "/data")])
        assert str(winner) in told.messages
    assert v2.get("contacts").ids == [winner]
    assert v2.ask("contacts", f"ids={loser}").ids == []
