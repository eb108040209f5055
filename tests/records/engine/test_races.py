"""Two writers at the same moment, each on a connection of its own."""

import pytest

from records.engine.errors import Conflict, RecordNotFound, ValidationFailed
from records.engine.merging import merge_records
from records.engine.removal import Removal, purge_record
from records.engine.writer import create_record, update_record
from records.history.models import Action, Change
from records.schema.registry import registry
from tests.tenants import new_tenant
from tests.threads import at_once, shared_database

pytestmark = pytest.mark.django_db(transaction=True)

ROUNDS = range(4)
WRITERS = 6


@pytest.fixture
def tenant(transactional_db):
    """Replace the tenant of the other tests: threads see committed rows only."""
    return new_tenant()


def type_of(tenant, slug):
    return registry.resolve(tenant.caller.organization, slug)


def creating(tenant, slug, **values):
    return lambda: create_record(tenant.caller, type_of(tenant, slug), values)


def updating(tenant, slug, record_id, **values):
    return lambda: update_record(
        tenant.caller, type_of(tenant, slug), record_id, values
    )


def changes_of(tenant, slug, action):
    rows = Change.objects.for_organization(tenant.organization.pk)
    return rows.filter(object_type=slug, action=action).count()


@pytest.mark.parametrize("attempt", ROUNDS)
def test_of_simultaneous_creates_with_one_name_exactly_one_wins(
    tenant, tmp_path, attempt
):
    create = creating(tenant, "loss_reasons", name="Price")
    with shared_database(tmp_path):
        results = at_once([create] * WRITERS)
    winners = [one for one in results if isinstance(one, int)]
    losers = [one for one in results if not isinstance(one, int)]
    assert len(winners) == 1
    assert all(isinstance(one, Conflict | ValidationFailed) for one in losers), losers
    names = type_of(tenant, "loss_reasons").rows(tenant.caller)
    assert list(names.values_list("pk", flat=True)) == winners
    assert changes_of(tenant, "loss_reasons", Action.CREATED) == 1


@pytest.mark.parametrize("attempt", ROUNDS)
def test_of_simultaneous_renames_to_one_name_exactly_one_wins(
    tenant, tmp_path, attempt
):
    reasons = [tenant.make("loss_reasons", name=f"R{n}") for n in range(WRITERS)]
    with shared_database(tmp_path):
        results = at_once(
            [updating(tenant, "loss_reasons", one, name="Price") for one in reasons]
        )
    assert sum(isinstance(one, int) for one in results) == 1
    assert all(isinstance(one, int | Conflict | ValidationFailed) for one in results), (
        results
    )
    rows = type_of(tenant, "loss_reasons").rows(tenant.caller)
    assert rows.filter(name="Price").count() == 1
    assert changes_of(tenant, "loss_reasons", Action.UPDATED) == 1


@pytest.mark.parametrize("attempt", ROUNDS)
def test_the_log_of_simultaneous_changes_of_one_record_is_a_chain(
    tenant, tmp_path, attempt
):
    contact = tenant.make("contacts", title="0")
    with shared_database(tmp_path):
        results = at_once(
            [
                updating(tenant, "contacts", contact, title=str(n + 1))
                for n in range(WRITERS)
            ]
        )
    assert results == [contact] * WRITERS
    entries = Change.objects.for_organization(tenant.organization.pk).filter(
        object_type="contacts", action=Action.UPDATED
    )
    links = {one.before["title"]: one.after["title"] for one in entries}
    title = "0"
    for _ in range(WRITERS):
        title = links.pop(title)
    stored = type_of(tenant, "contacts").rows(tenant.caller).get(pk=contact)
    assert (links, stored.title) == ({}, title)


@pytest.mark.parametrize("attempt", ROUNDS)
def test_a_record_is_merged_away_once(tenant, tmp_path, attempt):
    contacts = type_of(tenant, "contacts")
    loser, *winners = (tenant.make("contacts", first_name=n) for n in "LABC")

    def merging(winner):
        return lambda: merge_records(
            tenant.caller, contacts, winner_id=winner, loser_id=loser
        )

    with shared_database(tmp_path):
        results = at_once([merging(one) for one in winners])
    refused = [one for one in results if isinstance(one, Exception)]
    assert len(refused) == len(winners) - 1
    assert all(isinstance(one, RecordNotFound) for one in refused), refused
    assert changes_of(tenant, "contacts", Action.MERGED) == 1


@pytest.mark.parametrize("attempt", ROUNDS)
def test_nothing_comes_to_point_at_a_record_that_is_purged_meanwhile(
    tenant, tmp_path, attempt
):
    contacts = type_of(tenant, "contacts")
    contact = tenant.make("contacts", first_name="Ada")

    def purging():
        return purge_record(tenant.caller, contacts, contact)

    with shared_database(tmp_path):
        results = at_once(
            [purging, *[creating(tenant, "tasks", contact_id=contact)] * 3]
        )
    purged, *created = results
    assert isinstance(purged, Removal | Conflict), purged
    assert all(isinstance(one, int | Conflict | ValidationFailed) for one in created), (
        created
    )
    tasks = type_of(tenant, "tasks").rows(tenant.caller)
    held = {contact} if isinstance(purged, Conflict) else {None}
    assert set(tasks.values_list("contact_id", flat=True)) <= held
    assert tasks.count() == sum(isinstance(one, int) for one in created)
