"""What devices are told, and when (contract §4, sync)."""

import pytest

from records.dialects.envelope.sync import queues, sessions
from records.dialects.envelope.sync.models import SyncDevice, SyncItem
from tests.factories import make_many
from tests.records.dialects.envelope.sync.devices import HEADER, Device, tell
from tests.tenants import new_tenant


def lead(v2, **values):
    return v2.post("leads", **{"last_name": "L", **values}).data["id"]


def test_a_first_session_tells_everything_there_is(tenant, v2):
    made = lead(v2)
    device = Device(tenant)
    told = device.follow()
    assert ("created", "lead", made) in told
    assert {kind for _event, kind, _id in told} == {
        *("lead", "pipeline", "stage", "lead_unqualified_reason"),
        *("call_outcome", "visit_outcome"),
    }
    assert {event for event, _kind, _id in told} == {"created"}
    assert device.has["lead", made] == v2.get(f"leads/{made}").data
    assert device.start() is None


def test_a_session_tells_its_queue(tenant, v2, device):
    made = lead(v2)
    told = device.send("POST", "sync/start")
    assert told.json["meta"] == {"type": "sync_session"}
    (queue,) = told.json["data"]["queues"]
    assert queue["data"] == {"name": "main", "pages": 1, "total_count": 1}
    link = queue["meta"]["links"]["self"]
    assert link.startswith("http://testserver/v2/sync/")
    page = device.send("GET", link.partition("/v2/")[2])
    (item,) = page.json["items"]
    assert tell(item) == ("created", "lead", made)
    assert page.json["meta"] == {"type": "collection", "count": 1, "count_left": 0}
    revision = item["meta"]["sync"]["revision"]
    assert item["meta"]["sync"]["ack_key"] == f"Lead-{made}-{revision}"
    drained = device.send("GET", link.partition("/v2/")[2])
    assert (drained.status, drained.content) == (204, b"")
    assert "Content-Type" not in drained.headers


def test_only_the_newest_state_of_a_record_is_told(v2, device):
    made = lead(v2)
    for title in "abc":
        v2.put(f"leads/{made}", title=title)
    assert device.follow() == [("created", "lead", made)]
    assert device.has["lead", made]["title"] == "c"
    v2.put(f"leads/{made}", title="d")
    assert device.follow() == [("updated", "lead", made)]
    assert device.follow() == []


def test_what_is_removed_is_told_by_its_id(tenant, v2, device):
    made = lead(v2)
    tag = v2.post("tags", name="t", resource_type="lead").data["id"]
    device.follow()
    v2.delete(f"leads/{made}")
    v2.delete(f"tags/{tag}")
    session = device.start()
    items = device.fetch(session)
    assert sorted(map(tell, items)) == [
        ("deleted", "lead", made),
        ("deleted", "tag", tag),
    ]
    assert [set(one["data"]) for one in items] == [{"id"}, {"id"}]
    device.acknowledge(items)
    tenant.api.post(f"/api/leads/{made}/restore")
    assert device.follow() == [("created", "lead", made)]


def test_a_merge_tells_of_the_loser_and_of_what_moved(tenant, v2, device):
    winner = v2.post("contacts", last_name="W").data["id"]
    loser = v2.post("contacts", last_name="L", phone="1").data["id"]
    deal = v2.post("deals", name="D", contact_id=loser).data["id"]
    device.follow()
    body = {"winnerId": winner, "loserId": loser}
    assert tenant.api.post("/api/merge_contacts", body).status == 200
    assert sorted(device.follow()) == [
        ("deleted", "contact", loser),
        ("updated", "contact", winner),
        ("updated", "deal", deal),
    ]
    assert device.has["deal", deal]["contact_id"] == winner


def test_people_and_organizations_are_contacts_and_users_are_people(tenant, v2, device):
    person = v2.post("contacts", last_name="P").data["id"]
    firm = v2.post("contacts", is_organization=True, name="O").data["id"]
    note = v2.post("notes", content="C", resource_type="contact", resource_id=firm)
    assert sorted(device.follow()) == [
        ("created", "contact", person),
        ("created", "contact", firm),
        ("created", "note", note.data["id"]),
    ]
    assert device.has["contact", firm]["is_organization"] is True


def test_activities_and_conversions_are_told_too(tenant, v2, device):
    one = lead(v2)
    call = v2.post("calls", resource_type="lead", resource_id=one).data
    device.follow()
    made = {
        kind: tenant.make(slug, **values)
        for kind, slug, values in (
            ("text_message", "text_messages", {"content": "Hi"}),
            ("visit", "visits", {"summary": "Tea"}),
            ("document", "documents", {"name": "Offer"}),
            ("call_outcome", "call_outcomes", {"name": "Own"}),
        )
    }
    conversion = v2.post("lead_conversions", lead_id=one).data
    told = device.follow()
    assert {("created", kind, made_id) for kind, made_id in made.items()} <= set(told)
    assert set(told) >= {
        ("created", "lead_conversion", conversion["id"]),
        ("created", "contact", conversion["individual_id"]),
        ("created", "deal", conversion["deal_id"]),
        ("updated", "call", call["id"]),
        ("deleted", "lead", one),
    }
    assert device.has["lead_conversion", conversion["id"]] == conversion
    message = made["text_message"]
    shown = v2.get(f"text_messages/{message}").data
    assert device.has["text_message", message] == shown
    moved = device.has["call", call["id"]]
    assert (moved["resource_type"], moved["resource_id"]) == (
        "contact",
        conversion["individual_id"],
    )


def test_a_line_of_an_order_says_which(v2, device):
    person = v2.post("contacts", last_name="P").data["id"]
    deal = v2.post("deals", name="D", contact_id=person).data["id"]
    order = v2.post("orders", deal_id=deal).data["id"]
    product = v2.post("products", name="X", prices=[{"amount": 1, "currency": "EUR"}])
    line = {"product_id": product.data["id"], "currency": "EUR"}
    made = v2.post(f"orders/{order}/line_items", **line).data["id"]
    v2.post(f"deals/{deal}/associated_contacts", contact_id=person, role="involved")
    device.follow()
    assert device.has["line_item", made]["order_id"] == order
    assert "associated_contact" not in {kind for kind, _id in device.has}


def test_two_devices_come_along_by_themselves(tenant, v2, device):
    other = Device(tenant, uuid="tablet")
    other.follow()
    made = lead(v2)
    assert device.follow() == [("created", "lead", made)]
    v2.put(f"leads/{made}", title="x")
    assert device.follow() == [("updated", "lead", made)]
    assert other.follow() == [("created", "lead", made)]
    assert other.has["lead", made] == device.has["lead", made]


def test_a_crash_between_delivery_and_acknowledgement_loses_nothing(tenant, v2, device):
    made = [lead(v2, last_name=name) for name in "ab"]
    items = device.fetch(device.start())
    assert len(items) == 2
    # The device acknowledges the first and dies; it starts again.
    device.acknowledge(items[:1])
    again = Device(tenant, uuid=device.uuid)
    assert again.follow() == [("created", "lead", made[1])]
    assert again.follow() == []


def test_what_was_delivered_in_vain_is_told_as_it_is_now(tenant, v2, device):
    made = lead(v2)
    items = device.fetch(device.start())
    v2.put(f"leads/{made}", title="x")
    session = device.start()
    fresh = device.fetch(session)
    # Never acknowledged, so it is new to the device still.
    assert [tell(one) for one in fresh] == [("created", "lead", made)]
    assert fresh[0]["data"]["title"] == "x"
    assert device.fetch(session) == []
    # An acknowledgement of the older state says nothing of the newer.
    device.acknowledge(items)
    assert device.follow() == [("created", "lead", made)]


def test_what_is_not_acknowledged_comes_again_and_again(v2, device):
    made = lead(v2)
    for _ in range(3):
        session = device.start()
        assert [tell(one) for one in device.fetch(session)] == [
            ("created", "lead", made)
        ]
        assert device.fetch(session) == []


@pytest.fixture
def small_pages(monkeypatch):
    """Pages of three, so that few records fill several."""
    monkeypatch.setattr(queues, "PAGE", 3)


def test_a_queue_is_drained_page_by_page(tenant, device, small_pages):
    make_many(tenant.caller, "leads", [{"last_name": f"{n}"} for n in range(8)])
    session = device.start()
    pages = []
    while items := device.fetch(session):
        pages.append(items)
        device.acknowledge(items)
    assert [len(one) for one in pages] == [3, 3, 2]
    assert len({tell(one) for page in pages for one in page}) == 8


def test_a_session_that_broke_off_goes_on_where_it_was(tenant, v2, device, small_pages):
    first = make_many(tenant.caller, "leads", [{"last_name": f"{n}"} for n in range(5)])
    device.acknowledge(device.fetch(device.start()))
    v2.put(f"leads/{first[0]}", title="x")
    v2.put(f"leads/{first[4]}", title="x")
    later = lead(v2)
    assert sorted(device.follow()) == sorted(
        [
            ("created", "lead", first[3]),
            ("updated", "lead", first[0]),
            # Changed before it was ever delivered.
            ("created", "lead", first[4]),
            ("created", "lead", later),
        ]
    )
    assert device.follow() == []


def test_a_session_that_was_never_read_is_opened_wider(v2, device):
    first = lead(v2)
    device.start()
    second = lead(v2)
    told = device.send("POST", "sync/start")
    assert told.json["data"]["queues"][0]["data"]["total_count"] == 2
    assert device.follow() == [("created", "lead", first), ("created", "lead", second)]


def test_an_older_session_is_over(v2, device):
    lead(v2)
    old = device.start()
    new = device.start()
    told = device.send("GET", f"sync/{old}/queues/main")
    assert (told.status, told.codes) == (404, ["not_found"])
    assert len(device.fetch(new)) == 1


def test_head_tells_without_handing_out(v2, device):
    lead(v2)
    session = device.start()
    path = f"sync/{session}/queues/main"
    for _ in range(2):
        told = device.send("HEAD", path)
        assert (told.status, told.content) == (200, b"")
    assert len(device.fetch(session)) == 1
    assert device.send("HEAD", path).status == 204


@pytest.mark.parametrize("uuid", [None, "", "  ", "x" * 65, "a b", "ä"])
def test_a_device_must_be_named(tenant, v2, uuid):
    headers = {HEADER: uuid}
    for method, path in (
        ("POST", "sync/start"),
        ("GET", "sync/6dadcec8-6e61-4691-b318-1aab27b8fecf/queues/main"),
        ("POST", "sync/ack"),
    ):
        told = v2(method, path, headers=headers)
        assert (told.status, told.codes) == (400, ["invalid_header"]), path


@pytest.mark.parametrize(
    ("path", "status", "code"),
    [
        ("sync/6dadcec8-6e61-4691-b318-1aab27b8fecf/queues/main", 404, "not_found"),
        ("sync/nonsense/queues/main", 404, "not_found"),
        ("sync/nonsense/queues/other", 404, "incorrect_path"),
        ("sync/start", 405, "incorrect_path"),
        ("sync/ack", 405, "incorrect_path"),
        ("sync", 404, "incorrect_path"),
        ("sync/nonsense/queues/main?page=1", 400, "invalid_param"),
    ],
)
def test_nothing_else_is_there_to_read(v2, device, path, status, code):
    path, _mark, query = path.partition("?")
    told = v2("GET", path, headers={HEADER: device.uuid}, query=query)
    assert (told.status, told.codes) == (status, [code])


@pytest.mark.parametrize(
    ("data", "errors"),
    [
        ({}, [("missing", "/data/ack_keys")]),
        ({"ack_keys": None}, [("invalid_type", "/data/ack_keys")]),
        ({"ack_keys": "Lead-1-1"}, [("invalid_type", "/data/ack_keys")]),
        ({"ack_keys": [1]}, [("invalid_type", "/data/ack_keys")]),
    ],
)
def test_an_acknowledgement_is_a_list_of_keys(device, data, errors):
    told = device.send("POST", "sync/ack", data)
    assert (told.status, told.errors) == (422, errors)


def test_keys_that_were_never_given_say_nothing(v2, device):
    lead(v2)
    device.fetch(device.start())
    keys = ["", "Lead", "Lead-1", "Lead-1-99999999", "x" * 5_000, "Lead-1-1-1"]
    told = device.send("POST", "sync/ack", {"ack_keys": keys})
    assert told.status == 202
    assert len(device.fetch(device.start())) == 1


def test_the_devices_of_others_are_left_alone(tenant, v2, device):
    made = lead(v2)
    items = device.fetch(device.start())
    # Another person may call a device the same.
    colleague = Device(tenant.colleague("member"), uuid=device.uuid)
    colleague.acknowledge(items)
    assert device.follow() == [("created", "lead", made)]
    lead(v2)
    session = device.start()
    told = colleague.send("GET", f"sync/{session}/queues/main")
    assert told.codes == ["not_found"]


def test_a_restricted_note_is_told_to_its_author_alone(tenant, v2, device):
    colleague = Device(tenant.colleague("member"))
    colleague.follow()
    about = {"resource_type": "lead", "resource_id": lead(v2)}
    colleague.follow()
    note = v2.post("notes", content="C", type="restricted", **about).data["id"]
    assert ("created", "note", note) in device.follow()
    assert colleague.follow() == []
    v2.put(f"notes/{note}", type="regular")
    assert colleague.follow() == [("updated", "note", note)]
    v2.put(f"notes/{note}", type="restricted")
    assert colleague.follow() == [("deleted", "note", note)]


def test_the_device_that_was_silent_longest_makes_room(tenant, v2, monkeypatch):
    monkeypatch.setattr(sessions, "MOST_DEVICES", 2)
    for uuid in "abc":
        Device(tenant, uuid=uuid).follow()
    rows = SyncDevice.objects.for_organization(tenant.organization.pk)
    assert set(rows.values_list("uuid", flat=True)) == {"b", "c"}
    assert not SyncItem.objects.for_organization(tenant.organization.pk).exists()


def test_organizations_follow_their_own_records(tenant, v2, device):
    stranger = new_tenant()
    stranger.make("leads", last_name="Secret")
    assert device.start() is None
    theirs = Device(stranger, uuid=device.uuid)
    assert "Secret" in str([theirs.fetch(theirs.start())])
