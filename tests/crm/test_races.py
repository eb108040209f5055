"""New names used by several writers at the same moment."""

import pytest

from crm.models import Pipeline, Stage, Tag, Tagging
from records.engine.errors import Conflict, ValidationFailed
from records.engine.writer import (
    create_record,
    create_records,
    update_record,
    update_records,
)
from records.history.models import Action, Change
from records.schema.registry import registry
from tests.tenants import new_tenant
from tests.threads import at_once, shared_database

pytestmark = pytest.mark.django_db(transaction=True)

ROUNDS = range(3)
WRITERS = 5


@pytest.fixture
def tenant(transactional_db):
    """Replace the tenant of the other tests: threads see committed rows only."""
    return new_tenant()


def type_of(tenant, slug):
    return registry.resolve(tenant.caller.organization, slug)


def creating(tenant, slug, **values):
    return lambda: create_record(tenant.caller, type_of(tenant, slug), values)


def creating_many(tenant, slug, batch):
    return lambda: create_records(tenant.caller, type_of(tenant, slug), batch)


def created(tenant, slug):
    rows = Change.objects.for_organization(tenant.organization.pk)
    return rows.filter(object_type=slug, action=Action.CREATED).count()


@pytest.mark.parametrize("attempt", ROUNDS)
def test_deals_that_name_one_new_status_are_all_stored_in_one_new_stage(
    tenant, tmp_path, attempt
):
    stages = created(tenant, "stages")
    spellings = ["Fresh", "fresh", "FRESH", "Fresh", "fresh"]
    with shared_database(tmp_path):
        deals = at_once(
            [creating(tenant, "deals", name="D", status=one) for one in spellings]
        )
    assert all(isinstance(one, int) for one in deals), deals
    stage = Stage.objects.for_organization(tenant.organization.pk).get(
        slug_fold="fresh"
    )
    rows = type_of(tenant, "deals").rows(tenant.caller)
    assert set(rows.values_list("stage_id", flat=True)) == {stage.pk}
    assert rows.count() == created(tenant, "deals") == WRITERS
    assert created(tenant, "stages") == stages + 1


@pytest.mark.parametrize("attempt", ROUNDS)
def test_batches_that_name_new_statuses_in_opposite_order_are_all_stored(
    tenant, tmp_path, attempt
):
    """Each would hold a stage that the other waits for, if they did not take turns."""
    names = [f"Fresh {one}" for one in range(8)]
    deals = [{"name": "D", "status": one} for one in names]
    stages = [
        {"name": one, "pipeline_id": Pipeline.objects.everywhere().get().pk}
        for one in names
    ]
    with shared_database(tmp_path):
        results = at_once(
            [
                creating_many(tenant, "deals", deals),
                creating_many(tenant, "deals", deals[::-1]),
                creating_many(tenant, "deals", deals),
                creating_many(tenant, "deals", deals[::-1]),
                creating_many(tenant, "stages", stages[::-1]),
            ]
        )
    *of_deals, of_stages = results
    assert all(isinstance(one, list) for one in of_deals), of_deals
    # Whoever creates stages themselves may be told that they are there already.
    assert isinstance(of_stages, (list, ValidationFailed, Conflict)), of_stages
    assert {len(one) for one in of_deals} == {len(names)}
    found = Stage.objects.for_organization(tenant.organization.pk).filter(
        slug_fold__startswith="fresh"
    )
    assert sorted(found.values_list("name", flat=True)) == names


@pytest.mark.parametrize("attempt", ROUNDS)
def test_deals_that_add_stages_to_two_pipelines_in_opposite_order_are_all_stored(
    tenant, tmp_path, attempt
):
    deals = []
    for name in "ab":
        pipeline = tenant.make("pipelines", name=name)
        stage = tenant.make("stages", name="first", pipeline_id=pipeline)
        deals.append(tenant.make("deals", name=name, stage_id=stage))
    others = [
        tenant.make("deals", name="other", stage_id=stage)
        for stage in Stage.objects.everywhere()
        .filter(name="first")
        .values_list("pk", flat=True)
    ]
    object_type = type_of(tenant, "deals")

    def moving(ids):
        batch = {one: {"status": f"next of {one}"} for one in ids}
        return lambda: update_records(tenant.caller, object_type, batch)

    orders = [deals, others[::-1]]
    with shared_database(tmp_path):
        assert at_once([moving(one) for one in orders]) == orders


@pytest.mark.parametrize("attempt", ROUNDS)
def test_contacts_that_name_the_same_new_tags_are_all_stored_with_them(
    tenant, tmp_path, attempt
):
    orders = [["a", "b"], ["b", "a"], ["b", "c", "a"], ["a"], ["c", "b"]]
    with shared_database(tmp_path):
        contacts = at_once([creating(tenant, "contacts", tags=one) for one in orders])
    assert all(isinstance(one, int) for one in contacts), contacts
    tags = Tag.objects.for_organization(tenant.organization.pk)
    assert sorted(tags.values_list("name", flat=True)) == ["a", "b", "c"]
    assert created(tenant, "tags") == 3
    stored = type_of(tenant, "contacts").fields_by_name["tags"]
    assert stored.load(tenant.caller, contacts) == dict(
        zip(contacts, orders, strict=True)
    )


@pytest.mark.parametrize("attempt", ROUNDS)
def test_the_tags_of_one_contact_are_those_of_one_writer(tenant, tmp_path, attempt):
    contact = tenant.make("contacts", first_name="Ada")
    contacts = type_of(tenant, "contacts")
    sets = [["a", "b"], ["b", "c"], ["c", "a"]]

    def tagging(names):
        return lambda: update_record(tenant.caller, contacts, contact, {"tags": names})

    with shared_database(tmp_path):
        results = at_once([tagging(one) for one in sets])
    assert results == [contact] * len(sets)
    names = Tagging.objects.everywhere().order_by("position")
    assert list(names.values_list("tag__name", flat=True)) in sets
