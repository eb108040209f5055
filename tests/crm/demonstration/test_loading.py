import datetime as dt

import pytest
from django.db import transaction

from crm.demonstration import loading
from crm.demonstration.loading import load_accounts
from crm.demonstration.organization import find_demo, open_demo
from crm.demonstration.progress import Progress
from records.access.models import Membership, Organization
from records.history.models import Action, Change
from records.schema.registry import registry
from tests.crm.demonstration.snapshots import snapshot

pytestmark = pytest.mark.django_db

BEGAN = dt.datetime(2026, 7, 1, 12, tzinfo=dt.UTC)


@pytest.fixture
def demo():
    return new_demo()


def new_demo():
    """A demo that began on a certain day, whenever the test runs."""
    organization = open_demo(goal=60).organization
    Organization.objects.filter(pk=organization.pk).update(created_at=BEGAN)
    return find_demo()


def rows(demo, slug):
    caller = demo.caller()
    return registry.resolve(caller.organization, slug).rows(caller)


def test_two_fresh_databases_hold_the_same_records():
    def loaded():
        with transaction.atomic():
            demo = new_demo()
            load_accounts(demo, goal=60, batch=25)
            held = snapshot(demo.caller())
            transaction.set_rollback(True)
        return held

    first = loaded()
    assert first == loaded()
    assert len(first["contacts"]) == 60
    empty = [slug for slug, records in first.items() if not records]
    # What the demo does without.
    assert empty == [
        "lead_notes",
        "documents",
        "collaborations",
        "associated_contacts",
        "lead_conversions",
    ]


@pytest.mark.parametrize("goal", [1, 3, 4, 61])
def test_there_are_exactly_as_many_contacts_as_asked_for(demo, goal):
    progress = load_accounts(demo, goal=goal, batch=20)
    assert rows(demo, "contacts").count() == goal
    assert (progress.contacts, progress.is_complete) == (goal, True)


def test_every_record_is_created_once_and_only_deals_hear_of_others(demo):
    load_accounts(demo, goal=60, batch=20)
    changes = Change.objects.for_organization(demo.organization.pk)
    for slug in ("contacts", "companies", "deals", "tasks", "leads", "deal_notes"):
        of_type = changes.filter(object_type=slug)
        made = of_type.filter(action=Action.CREATED)
        assert sorted(made.values_list("record_id", flat=True)) == sorted(
            rows(demo, slug).values_list("pk", flat=True)
        )
        further = of_type.exclude(action=Action.CREATED)
        assert further.exists() == (slug == "deals")
        # What was noted about a deal shows in it.
        assert {(one.action, *one.after) for one in further} <= {
            (Action.UPDATED, "last_activity_at")
        }
        assert set(of_type.values_list("actor_id", flat=True)) == {
            demo.membership.user_id
        }


def test_loading_again_changes_nothing(demo):
    load_accounts(demo, goal=60)
    changes = Change.objects.for_organization(demo.organization.pk)
    before = changes.count()
    assert load_accounts(demo, goal=60).contacts == 60
    assert load_accounts(demo, goal=10).contacts == 60
    assert changes.count() == before


def test_a_demo_grows_by_new_accounts_only(demo):
    load_accounts(demo, goal=30)
    held = set(rows(demo, "contacts").values_list("pk", "email"))
    load_accounts(demo, goal=75)
    grown = set(rows(demo, "contacts").values_list("pk", "email"))
    assert held < grown
    assert len(grown) == 75
    domains = list(rows(demo, "companies").values_list("domain", flat=True))
    assert len(set(domains)) == len(domains)


def test_an_interrupted_load_goes_on_where_it_stopped(demo, monkeypatch):
    with transaction.atomic():
        load_accounts(demo, goal=60, batch=20)
        whole = snapshot(demo.caller())
        transaction.set_rollback(True)

    class Interrupted(Exception):
        pass

    writes = 0

    def interrupted(caller, object_type, batch):
        nonlocal writes
        writes += object_type.slug == "tasks"
        if writes == 3:  # amid the second batch, most of it written
            raise Interrupted
        return create_records(caller, object_type, batch)

    create_records = loading.create_records
    monkeypatch.setattr(loading, "create_records", interrupted)
    with pytest.raises(Interrupted):
        load_accounts(demo, goal=60, batch=20)
    monkeypatch.undo()
    stopped = Progress.stored(demo.organization.pk)
    assert (stopped.contacts, stopped.goal) == (20, 60)
    assert not stopped.is_complete
    # Nothing of the batch that was not finished is there.
    assert rows(demo, "contacts").count() == 20
    load_accounts(demo, goal=stopped.goal, batch=20)
    assert snapshot(demo.caller()) == whole


def test_an_order_comes_to_what_its_deal_is_worth(demo):
    load_accounts(demo, goal=60)
    orders = dict(rows(demo, "orders").values_list("pk", "deal_id"))
    amounts = dict(rows(demo, "deals").values_list("pk", "amount"))
    lines = list(rows(demo, "line_items").values("order_id", "value", "quantity"))
    assert sorted(one["order_id"] for one in lines) == sorted(orders)
    for one in lines:
        assert one["value"] * one["quantity"] == amounts[orders[one["order_id"]]]


def test_tells_how_far_it_is(demo):
    told = []
    load_accounts(demo, goal=60, batch=20, tell=lambda one: told.append(one.contacts))
    assert told[-1] == 60
    assert told == sorted(set(told))
    assert len(told) == 3


def test_what_was_deleted_meanwhile_is_left_out(demo):
    rows(demo, "deal_sources").delete()
    rows(demo, "loss_reasons").delete()
    rows(demo, "products").delete()
    rows(demo, "call_outcomes").delete()
    members = Membership.objects.for_organization(demo.organization.pk)
    members.exclude(pk=demo.membership.pk).delete()
    load_accounts(demo, goal=60)
    assert set(rows(demo, "deals").values_list("source_id", "loss_reason_id")) == {
        (None, None)
    }
    assert not rows(demo, "orders").exists()
    assert set(rows(demo, "calls").values_list("outcome_id", flat=True)) == {None}
    assert set(rows(demo, "contacts").values_list("owner_id", flat=True)) == {
        demo.membership.user_id
    }


@pytest.mark.parametrize(
    "request_id",
    ["", "demo:1:2", "demo:1:2:x", "0b6cd3e4-0000-4000-8000-000000000000"],
)
def test_other_request_ids_tell_no_progress(tenant, request_id):
    Change.objects.create(
        organization=tenant.organization,
        object_type="contacts",
        record_id=1,
        action=Action.CREATED,
        request_id=request_id,
        occurred_at=BEGAN,
    )
    assert Progress.stored(tenant.organization.pk) is None
