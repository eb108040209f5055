"""When something about a deal was last noted."""

import datetime as dt

import pytest

from records.history.models import Action, Change


def activity_of(tenant, deal):
    told = tenant.api.get(f"/api/deals/{deal}").json["last_activity_at"]
    return None if told is None else dt.datetime.fromisoformat(told)


@pytest.fixture
def deal(tenant):
    return tenant.make("deals", name="Big")


ACTIVITIES = {
    "a note": ("deal_notes", lambda deal: {"deal_id": deal}),
    "a note by the other name": (
        "notes",
        lambda deal: {"resource_type": "deal", "resource_id": deal},
    ),
    "a note about the past": (
        "deal_notes",
        lambda deal: {"deal_id": deal, "date": "2001-01-01"},
    ),
    "a task that is done": ("tasks", lambda deal: {"deal_id": deal, "completed": True}),
    "a call": ("calls", lambda deal: {"associated_deal_ids": [deal]}),
    "a text": ("text_messages", lambda deal: {"associated_deal_ids": [deal]}),
    "a document": ("documents", lambda deal: {"deal_id": deal, "name": "d"}),
}


@pytest.mark.parametrize("case", ACTIVITIES)
def test_what_is_recorded_about_a_deal_is_its_last_activity(tenant, deal, case):
    slug, values = ACTIVITIES[case]
    other = tenant.make("deals", name="Other")
    assert activity_of(tenant, deal) is None
    made = tenant.api.post(f"/api/{slug}", values(deal))
    assert made.status == 201, made
    at = dt.datetime.fromisoformat(made.json["created_at"])
    assert activity_of(tenant, deal) == at
    assert activity_of(tenant, other) is None
    entry = Change.objects.everywhere().filter(object_type="deals").latest("id")
    assert (entry.action, entry.record_id) == (Action.UPDATED, deal)
    assert set(entry.after) == {"last_activity_at"}


def test_a_task_counts_when_it_is_done(tenant, deal):
    task = tenant.make("tasks", deal_id=deal, text="x")
    path = f"/api/tasks/{task}"
    tenant.api.put(path, {"text": "y"})
    assert activity_of(tenant, deal) is None
    tenant.api.put(path, {"completed": True})
    first = activity_of(tenant, deal)
    assert first is not None
    tenant.api.put(path, {"text": "z"})
    tenant.api.put(path, {"completed": False})
    assert activity_of(tenant, deal) == first


def test_editing_a_note_is_no_activity_and_moving_it_is(tenant, deal):
    note = tenant.make("notes", deal_id=deal)
    first = activity_of(tenant, deal)
    tenant.api.put(f"/api/notes/{note}", {"text": "x"})
    assert activity_of(tenant, deal) == first
    other = tenant.make("deals", name="Other")
    tenant.api.put(f"/api/notes/{note}", {"deal_id": other})
    assert activity_of(tenant, other) >= first
    assert activity_of(tenant, deal) == first


def test_a_call_counts_for_the_deals_that_join_it(tenant, deal):
    call = tenant.make("calls", associated_deal_ids=[deal])
    first = activity_of(tenant, deal)
    other = tenant.make("deals", name="Other")
    both = {"associated_deal_ids": [deal, other]}
    assert tenant.api.put(f"/api/calls/{call}", both).status == 200
    assert activity_of(tenant, other) is not None
    assert activity_of(tenant, deal) == first


def test_an_archived_deal_stays_as_it_is(tenant, deal):
    task = tenant.make("tasks", deal_id=deal)
    tenant.api.delete(f"/api/deals/{deal}")
    assert tenant.api.put(f"/api/tasks/{task}", {"completed": True}).status == 200
    tenant.api.post(f"/api/deals/{deal}/restore")
    assert activity_of(tenant, deal) is None


def test_nobody_writes_the_last_activity(tenant, deal):
    answer = tenant.api.put(f"/api/deals/{deal}", {"last_activity_at": "2020-01-01"})
    assert (answer.status, answer.json["last_activity_at"]) == (200, None)


def test_deals_are_found_by_their_last_activity(tenant, deal):
    tenant.make("deals", name="Quiet")
    tenant.make("deal_notes", deal_id=deal)
    since = {"last_activity_at_gte": "2020-01-01"}
    assert [one["id"] for one in tenant.api.get("/api/deals", filter=since).json] == [
        deal
    ]


def test_a_batch_costs_as_much_for_many_deals_as_for_few(
    tenant, django_assert_max_num_queries
):
    def statements(count):
        deals = [tenant.make("deals", name="D") for _ in range(count)]
        batch = [{"deal_id": one} for one in deals]
        with django_assert_max_num_queries(60) as captured:
            assert tenant.api.post("/api/deal_notes", batch).status == 201
        return len(captured)

    statements(1)  # notes that the key was used
    assert statements(2) == statements(15)
