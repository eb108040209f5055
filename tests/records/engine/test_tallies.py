"""Does the tally say how many live records there are, whatever became of them?"""

from dataclasses import replace

import pytest
from django.db import transaction

from records.access.models import Organization
from records.engine.merging import merge_records, undo_merge
from records.engine.reader import find_records
from records.engine.removal import purge_record, remove_record, restore_record
from records.engine.tallies import Tally, drift_of, live_total, live_totals
from records.engine.writer import create_record, create_records
from records.query import EVERYTHING, RecordQuery, Window
from records.schema.registry import registry
from tests.factories import define, make_many
from tests.records.engine.writes import type_of, update
from tests.tenants import new_tenant
from tests.threads import at_once, shared_database

pytestmark = pytest.mark.django_db


def told(tenant, slug="contacts"):
    """The tally, having made sure that it is true."""
    object_type = type_of(tenant, slug)
    counted = object_type.rows(tenant.caller).count()
    assert live_total(tenant.caller, object_type) == counted
    assert live_totals(tenant.caller, [object_type]) == {slug: counted}
    assert drift_of(tenant.caller, object_type) == 0
    asked = RecordQuery(slug, EVERYTHING, (), Window(0, 1))
    assert find_records(tenant.caller, asked).total == counted
    # Archived ones are in no tally.
    asked = replace(asked, include_archived=True)
    everything = object_type.rows(tenant.caller, include_archived=True).count()
    assert find_records(tenant.caller, asked).total == everything
    return counted


def test_a_type_without_records_has_none(tenant):
    assert told(tenant) == 0
    assert not Tally.objects.for_organization(tenant.organization.pk).exists()


def test_it_follows_what_becomes_of_a_record(tenant, stranger):
    contacts = type_of(tenant, "contacts")
    first, second = (tenant.make("contacts", last_name=one) for one in "ab")
    make_many(tenant.caller, "contacts", [{"last_name": "c"}] * 30)
    stranger.make("contacts", last_name="x")
    tenant.make("companies", name="Firm")
    assert told(tenant) == 32
    update(tenant, "contacts", first, last_name="A")
    assert told(tenant) == 32
    remove_record(tenant.caller, contacts, first)
    assert told(tenant) == 31
    restore_record(tenant.caller, contacts, first)
    restore_record(tenant.caller, contacts, first)
    assert told(tenant) == 32
    remove_record(tenant.caller, contacts, first)
    purge_record(tenant.caller, contacts, first)
    assert told(tenant) == 31
    purge_record(tenant.caller, contacts, second)
    assert told(tenant) == 30
    assert told(stranger) == told(tenant, "companies") == 1


def test_a_merge_makes_one_less_until_it_is_taken_back(tenant):
    contacts = type_of(tenant, "contacts")
    winner, loser = (tenant.make("contacts", last_name=one) for one in "ab")
    operation = merge_records(tenant.caller, contacts, winner_id=winner, loser_id=loser)
    assert told(tenant) == 1
    undo_merge(tenant.caller, operation)
    assert told(tenant) == 2


def test_a_loser_that_was_restored_by_itself_comes_back_once(tenant):
    contacts = type_of(tenant, "contacts")
    winner, loser = (tenant.make("contacts", last_name=one) for one in "ab")
    operation = merge_records(tenant.caller, contacts, winner_id=winner, loser_id=loser)
    remove_record(tenant.caller, contacts, winner)
    restore_record(tenant.caller, contacts, loser)
    assert told(tenant) == 1
    undo_merge(tenant.caller, operation)
    assert told(tenant) == 1


def test_a_converted_lead_is_one_less(tenant):
    lead = tenant.make("leads", last_name="Lovelace", organization_name="Engines")
    assert told(tenant, "leads") == 1
    create_record(tenant.caller, type_of(tenant, "lead_conversions"), {"lead_id": lead})
    assert told(tenant, "leads") == 0
    assert told(tenant) == told(tenant, "companies") == 1


def test_what_goes_with_another_record_is_taken_off_too(tenant):
    contact = tenant.make("contacts", last_name="a")
    task = tenant.make("tasks", text="Call", contact_id=contact)
    tenant.make("tasks", text="Dial", contact_id=contact, parent_task_id=task)
    assert told(tenant, "tasks") == 2
    purge_record(tenant.caller, type_of(tenant, "tasks"), task)
    purge_record(tenant.caller, type_of(tenant, "contacts"), contact)
    told(tenant, "tasks")


def test_records_of_own_objects_are_tallied_object_by_object(tenant):
    define(tenant.organization, "projects", title="text")
    define(tenant.organization, "engines", title="text")
    tenant.organization.refresh_from_db()
    tenant.make("projects", title="a")
    second = tenant.make("projects", title="b")
    tenant.make("engines", title="a")
    remove_record(tenant.caller, type_of(tenant, "projects"), second)
    assert told(tenant, "projects") == told(tenant, "engines") == 1


def test_a_summary_shows_the_total_of_what_it_sums_up(tenant):
    tenant.make("contacts", last_name="a")
    answer = tenant.api.get("/api/contacts_summary", range=[0, 0])
    assert answer.headers["Content-Range"].endswith("/1")


def test_a_write_that_is_taken_back_leaves_no_trace(tenant):
    with transaction.atomic():
        tenant.make("contacts", last_name="a")
        transaction.set_rollback(True)
    assert told(tenant) == 0


def test_an_organization_goes_with_its_tallies(tenant):
    tenant.make("contacts", last_name="a")
    Organization.objects.filter(pk=tenant.organization.pk).delete()
    assert not Tally.objects.everywhere().exists()


def test_a_long_tally_is_made_short_by_the_next_writer(tenant):
    contacts = type_of(tenant, "contacts")
    for number in range(120):
        create_records(tenant.caller, contacts, [{"last_name": str(number)}])
    rows = Tally.objects.for_organization(tenant.organization.pk)
    assert rows.count() == 120
    assert told(tenant) == 120
    tenant.make("contacts", last_name="x")
    assert list(rows.values_list("delta", flat=True)) == [121]
    assert told(tenant) == 121


def test_the_types_that_keep_one_show_the_same_rows_to_everybody():
    kept = [one for one in registry.built_in() if one.tally]
    assert {"contacts", "companies", "deals", "leads", "tasks"} <= {
        one.slug for one in kept
    }
    for one in kept:
        assert one.has_archive
        assert (one.visible, one.scope, one.live) == (None, None, None), one.slug
        kept_by = registry.built_in_type(one.tally)
        assert kept_by.slug == kept_by.tally
        assert (kept_by.model, kept_by.base) == (one.model, one.base), one.slug


@pytest.mark.django_db(transaction=True)
def test_writers_at_the_same_moment_keep_it_true(transactional_db, tmp_path):
    tenant = new_tenant()
    contacts = type_of(tenant, "contacts")
    ids = make_many(tenant.caller, "contacts", [{"last_name": "a"}] * 12)
    # So many rows that the writers find them worth shortening.
    for _ in range(110):
        tenant.make("contacts", last_name="b")
    assert told(tenant) == 122

    def come_and_go(record_id):
        def act():
            for _ in range(3):
                tenant.make("contacts", last_name="c")
                remove_record(tenant.caller, contacts, record_id)
                restore_record(tenant.caller, contacts, record_id)
                live_total(tenant.caller, contacts)
            purge_record(tenant.caller, contacts, record_id)

        return act

    def archive_one():
        remove_record(tenant.caller, contacts, ids[-1])

    calls = [*map(come_and_go, ids[:5]), *[archive_one] * 3]
    with shared_database(tmp_path):
        outcomes = at_once(calls)
    assert outcomes[:5] == [None] * 5
    assert told(tenant) == 122 + 15 - 5 - 1
    assert None in outcomes[5:]
    # They shortened it meanwhile, and did not lose a record over it.
    rows = Tally.objects.for_organization(tenant.organization.pk)
    assert rows.filter(name="contacts").count() < 110
