"""Does a device lose nothing when transactions commit in another order than they began?"""

import threading
from contextlib import contextmanager

import pytest
from django.db import connection, transaction

from records.dialects.envelope.sync.models import SyncDevice
from records.history.models import Change
from tests.factories import make

pytestmark = pytest.mark.postgres

PATIENCE = 30


@contextmanager
def slow_writer(tenant, name):
    """Write a lead in a transaction that stays open until the block ends; its id."""
    written, may_commit = threading.Event(), threading.Event()
    made, failed = [], []

    def write():
        try:
            with transaction.atomic():
                made.append(make(tenant.caller, "leads", last_name=name))
                written.set()
                may_commit.wait(PATIENCE)
        except Exception as error:  # noqa: BLE001 - told to the test
            failed.append(error)
        finally:
            written.set()
            connection.close()

    thread = threading.Thread(target=write)
    thread.start()
    try:
        assert written.wait(PATIENCE)
        yield made
    finally:
        may_commit.set()
        thread.join(PATIENCE)
    assert failed == []


def test_what_commits_late_is_told_late_and_not_lost(tenant, device):
    with slow_writer(tenant, "slow") as slow:
        fast = make(tenant.caller, "leads", last_name="fast")
        changes = Change.objects.for_organization(tenant.organization.pk)
        assert changes.filter(record_id__in=slow, object_type="leads").count() == 0
        # Nobody waits for the slow one.
        assert device.follow() == [("created", "lead", fast)]
        assert device.follow() == []
    assert device.follow() == [("created", "lead", slow[0])]
    assert device.follow() == []


def test_a_first_session_beside_an_open_transaction_is_completed_later(tenant, device):
    device.uuid = "another"
    with slow_writer(tenant, "slow") as slow:
        fast = make(tenant.caller, "leads", last_name="fast")
        assert ("created", "lead", fast) in device.follow()
    assert device.follow() == [("created", "lead", slow[0])]


def test_a_session_that_is_read_while_others_commit_shows_what_it_began_with(
    tenant, device
):
    with slow_writer(tenant, "slow") as slow:
        fast = make(tenant.caller, "leads", last_name="fast")
        session = device.start()
    # The slow one has committed: with a smaller id, after the session began.
    items = device.fetch(session)
    assert [one["data"]["id"] for one in items] == [fast]
    assert device.fetch(session) == []
    device.acknowledge(items)
    assert device.follow() == [("created", "lead", slow[0])]


def test_a_record_that_a_slow_transaction_changes_is_told_as_it_becomes(tenant, device):
    lead = make(tenant.caller, "leads", last_name="first")
    device.follow()
    with slow_writer(tenant, "slow") as slow:
        fast = make(tenant.caller, "leads", last_name="fast")
        assert device.follow() == [("created", "lead", fast)]
        with slow_writer(tenant, "slower") as slower:
            pass
        assert device.follow() == [("created", "lead", slower[0])]
    assert device.follow() == [("created", "lead", slow[0])]
    assert ("lead", lead) in device.has


@pytest.mark.parametrize("horizon", ["57", "900000000000:900000000000:", "", "x"])
def test_a_device_whose_horizon_means_nothing_here_is_told_everything(
    tenant, device, horizon
):
    """After a move from SQLite, or a restore into a cluster that counts anew."""
    everything = set(device.has)
    rows = SyncDevice.objects.for_organization(tenant.organization.pk)
    rows.update(horizon=horizon)
    changes = Change.objects.for_organization(tenant.organization.pk)
    changes.update(transaction=800_000_000_000)
    lead = make(tenant.caller, "leads", last_name="new")
    told = device.follow()
    assert {(kind, record) for _event, kind, record in told} == {
        *everything,
        ("lead", lead),
    }
    assert device.follow() == []
