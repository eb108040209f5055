"""Writers of custom fields at the same moment, each on a connection of its own."""

import pytest

from custom_objects.models import FieldValue
from records.engine.errors import Conflict, RecordNotFound, ValidationFailed
from records.engine.removal import Removal, purge_record, remove_record
from records.engine.removal import restore_record as bring_back
from records.engine.writer import create_record, update_record
from records.schema.registry import registry
from tests.factories import define
from tests.tenants import new_tenant
from tests.threads import at_once, shared_database

pytestmark = pytest.mark.django_db(transaction=True)

ROUNDS = range(3)
WRITERS = 6


@pytest.fixture
def tenant(transactional_db):
    """Replace the tenant of the other tests: threads see committed rows only."""
    tenant = new_tenant()
    define(
        tenant.organization,
        "projects",
        title="text",
        code={"type": "text", "is_unique": True},
        lead={"type": "reference", "settings": {"object": "contacts"}},
        size="number",
    )
    define(
        tenant.organization,
        "contacts",
        is_built_in=True,
        email={"type": "", "is_built_in": True, "is_unique": True},
        badge={"type": "text", "is_unique": True},
    )
    return tenant


def type_of(tenant, slug):
    return registry.resolve(tenant.caller.organization, slug)


def creating(tenant, slug, **values):
    return lambda: create_record(tenant.caller, type_of(tenant, slug), values)


def updating(tenant, slug, record_id, **values):
    return lambda: update_record(
        tenant.caller, type_of(tenant, slug), record_id, values
    )


def ids_of(tenant, slug):
    rows = type_of(tenant, slug).rows(tenant.caller)
    return set(rows.values_list("pk", flat=True))


def judged(results):
    """Return the winners; all others must have heard why they lost."""
    winners = [one for one in results if not isinstance(one, Exception)]
    losers = [one for one in results if isinstance(one, Exception)]
    assert all(isinstance(one, Conflict | ValidationFailed) for one in losers), losers
    return winners


@pytest.mark.parametrize("attempt", ROUNDS)
@pytest.mark.parametrize(
    ("slug", "values"),
    [
        ("projects", {"code": "X"}),
        ("contacts", {"badge": "7"}),
        ("contacts", {"email": "ada@example.com"}),
    ],
    ids=["of a custom object", "of a built-in type", "of a built-in field"],
)
def test_of_simultaneous_creates_with_one_unique_value_exactly_one_wins(
    tenant, tmp_path, slug, values, attempt
):
    with shared_database(tmp_path):
        results = at_once([creating(tenant, slug, **values)] * WRITERS)
    winners = judged(results)
    assert len(winners) == 1
    assert ids_of(tenant, slug) == set(winners)


@pytest.mark.parametrize("attempt", ROUNDS)
def test_of_simultaneous_updates_to_one_unique_value_exactly_one_wins(
    tenant, tmp_path, attempt
):
    ids = [tenant.make("projects", title=str(n)) for n in range(WRITERS)]
    with shared_database(tmp_path):
        results = at_once([updating(tenant, "projects", one, code="X") for one in ids])
    winners = judged(results)
    assert len(winners) == 1
    keyed = FieldValue.objects.everywhere().filter(unique_key__isnull=False)
    assert set(keyed.values_list("record_id", flat=True)) == set(winners)


@pytest.mark.parametrize("attempt", ROUNDS)
def test_a_restore_and_a_create_do_not_both_get_a_unique_value(
    tenant, tmp_path, attempt
):
    projects = type_of(tenant, "projects")
    gone = tenant.make("projects", code="X")
    remove_record(tenant.caller, projects, gone)
    with shared_database(tmp_path):
        results = at_once(
            [
                lambda: bring_back(tenant.caller, projects, gone),
                creating(tenant, "projects", code="X"),
            ]
        )
    assert len(judged(results)) == 1
    assert len(ids_of(tenant, "projects")) == 1


@pytest.mark.parametrize("attempt", ROUNDS)
def test_no_reference_to_a_purged_record_slips_in(tenant, tmp_path, attempt):
    ada = tenant.make("contacts", first_name="Ada")
    contacts = type_of(tenant, "contacts")
    with shared_database(tmp_path):
        results = at_once(
            [
                *[creating(tenant, "projects", title="A", lead=ada)] * 3,
                lambda: purge_record(tenant.caller, contacts, ada),
                *[creating(tenant, "projects", title="B", lead=ada)] * 3,
            ]
        )
    assert isinstance(results[3], Removal)
    losers = [one for one in results if isinstance(one, Exception)]
    assert all(
        isinstance(one, Conflict | ValidationFailed | RecordNotFound) for one in losers
    ), losers
    assert not FieldValue.objects.everywhere().filter(ref=ada).exists()
    for row in type_of(tenant, "projects").rows(tenant.caller):
        assert "lead" not in row.custom_fields


@pytest.mark.parametrize("attempt", ROUNDS)
def test_changes_of_different_values_of_one_record_are_all_kept(
    tenant, tmp_path, attempt
):
    record_id = tenant.make("projects", title="A")
    changes = [{"title": "B"}, {"code": "C"}, {"size": 3}]
    with shared_database(tmp_path):
        results = at_once(
            [updating(tenant, "projects", record_id, **one) for one in changes]
        )
    assert results == [record_id] * 3
    row = type_of(tenant, "projects").rows(tenant.caller).get(pk=record_id)
    assert row.custom_fields == {"title": "B", "code": "C", "size": 3}
    kept = FieldValue.objects.everywhere().filter(record_id=record_id)
    assert kept.count() == 3
