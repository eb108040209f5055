"""Does a pass see every record once, go on where it stopped, and end the wait?"""

import pytest

from custom_objects.models import FieldDefinition, FieldValue
from custom_objects.rebuilding import Pass, passes, pending_fields
from custom_objects.schema import schema_of
from records.access.models import Organization
from tests.custom_objects.drift import drift
from tests.factories import define, make_many
from tests.factories.schema import touch_schema


@pytest.fixture(autouse=True)
def _small_steps(monkeypatch):
    monkeypatch.setattr(passes, "BATCH", 3)


@pytest.fixture
def fields(tenant):
    """Two fields of an object."""
    return define(tenant.organization, "projects", title="text", budget="number")


@pytest.fixture
def projects(tenant, fields):
    """Ten records."""
    batch = [{"title": f"T{n}", "budget": n} for n in range(10)]
    return make_many(tenant.caller, "projects", batch)


def rows(field):
    return FieldValue.objects.of_fields([field.pk])


def wait(tenant, field, to=0):
    """Let a field wait for its rows, as a change of a large object does."""
    rows(field).filter(record_id__gt=to).delete()
    set_progress(field, to)
    touch_schema(tenant.organization)


def set_progress(field, to):
    own = FieldDefinition.objects.for_organization(field.organization_id)
    own.filter(pk=field.pk).update(backfilled_to=to)


def info(tenant):
    return Organization.objects.get(pk=tenant.organization.pk).info


def is_ready(tenant, slug):
    (project,) = schema_of(info(tenant)).objects.values()
    return {one.slug: one.is_ready for one in project.fields}[slug]


@pytest.mark.parametrize("count", [0, 1, 3, 4, 6, 10])
def test_every_record_is_seen_once(tenant, fields, count):
    make_many(tenant.caller, "projects", [{"title": "A"}] * count)
    one_way = Pass(info(tenant), "projects")
    assert one_way.count() == count
    assert [step.records for step in one_way.steps()] == [3] * (count // 3) + [
        count % 3
    ]


def test_a_waiting_field_is_brought_and_can_be_asked_about(tenant, fields, projects):
    wait(tenant, fields["title"])
    assert not is_ready(tenant, "title")
    before = info(tenant).schema_version
    steps = list(Pass(info(tenant), "projects", is_pending=True).steps())
    assert sum(len(step.differences) for step in steps) == 10
    assert rows(fields["title"]).count() == 10
    assert is_ready(tenant, "title")
    assert info(tenant).schema_version > before
    assert drift(tenant) == []
    assert not pending_fields(tenant.organization.pk).exists()


def test_a_pass_goes_on_where_it_was_interrupted(tenant, fields, projects):
    wait(tenant, fields["title"])
    steps = Pass(info(tenant), "projects", is_pending=True).steps()
    next(steps)
    next(steps)
    steps.close()
    assert rows(fields["title"]).count() == 6
    assert pending_fields(tenant.organization.pk).get().backfilled_to == projects[5]
    again = Pass(info(tenant), "projects", is_pending=True)
    assert again.count() == 4
    assert [step.records for step in again.steps()] == [3, 1]
    assert is_ready(tenant, "title")


def test_nothing_waits_in_vain(tenant, fields, projects):
    before = info(tenant).schema_version
    one_way = Pass(info(tenant), "projects", is_pending=True)
    assert one_way.count() == 0
    assert list(one_way.steps()) == []
    assert info(tenant).schema_version == before


def test_a_pass_can_be_limited_to_fields(tenant, fields, projects):
    wait(tenant, fields["title"])
    wait(tenant, fields["budget"])
    limited = Pass(info(tenant), "projects", {fields["budget"].pk}, is_pending=True)
    list(limited.steps())
    assert is_ready(tenant, "budget")
    assert not is_ready(tenant, "title")
    assert not rows(fields["title"]).exists()


def test_a_comparison_changes_nothing_and_leaves_waiting_fields_out(
    tenant, fields, projects
):
    wait(tenant, fields["title"])
    rows(fields["budget"]).filter(record_id=projects[4]).delete()
    assert [(one.field, one.record_id) for one in drift(tenant)] == [
        ("budget", projects[4])
    ]
    assert rows(fields["budget"]).count() == 9
    assert pending_fields(tenant.organization.pk).get().backfilled_to == 0


def test_a_full_pass_brings_waiting_fields_too(tenant, fields, projects):
    wait(tenant, fields["title"], to=projects[4])
    rows(fields["budget"]).delete()
    list(Pass(info(tenant), "projects").steps())
    assert is_ready(tenant, "title")
    assert drift(tenant) == []


def test_a_field_that_is_asked_for_anew_meanwhile_goes_on_waiting(
    tenant, fields, projects
):
    wait(tenant, fields["title"])
    steps = Pass(info(tenant), "projects", is_pending=True).steps()
    next(steps)
    set_progress(fields["title"], 0)
    list(steps)
    assert not is_ready(tenant, "title")
    assert pending_fields(tenant.organization.pk).get().backfilled_to == 0


def test_two_passes_at_once_end_as_one(tenant, fields, projects):
    wait(tenant, fields["title"])
    first, second = (
        Pass(info(tenant), "projects", is_pending=True).steps() for _ in range(2)
    )
    next(first)
    next(second)
    list(second)
    list(first)
    assert is_ready(tenant, "title") or list(
        Pass(info(tenant), "projects", is_pending=True).steps()
    )
    assert is_ready(tenant, "title")
    assert drift(tenant) == []


def test_a_pass_ends_when_its_object_is_archived(tenant, fields, projects):
    wait(tenant, fields["title"])
    steps = Pass(info(tenant), "projects", is_pending=True).steps()
    next(steps)
    fields["title"].object.archived_at = fields["title"].created_at
    fields["title"].object.save()
    touch_schema(tenant.organization)
    assert [step.records for step in steps] == [0]


def test_a_clean_index_is_compared_without_a_lock(
    tenant, fields, projects, django_assert_num_queries
):
    list(Pass(info(tenant), "projects").steps())
    one_way = Pass(info(tenant), "projects")
    # Who waits; then for each of four steps the version, ids, records and rows.
    with django_assert_num_queries(1 + 4 * 4):
        list(one_way.steps())
