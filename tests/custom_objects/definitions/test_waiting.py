"""Does who comes in between wait, so that neither misses what the other does?"""

import pytest

from custom_objects.definitions import (
    archive_field,
    change_field,
    changing,
    define_field,
    define_object,
    purge_field,
    purging,
)
from custom_objects.definitions import changes as changes_room
from custom_objects.models import CustomRecord
from custom_objects.rebuilding import Pass, comparison
from records.access.models import Organization
from records.engine.errors import RecordNotFound, SchemaChangeRefused, ValidationFailed
from records.engine.removal import purge_record
from records.engine.writer import create_record, update_record
from records.schema.registry import registry
from tests.custom_objects.drift import drift
from tests.tenants import new_tenant
from tests.threads import Pause, at_once, shared_database

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def tenant(transactional_db):
    """Replace the tenant of the other tests: threads see committed rows only."""
    tenant = new_tenant()
    define_object(
        tenant.caller,
        values={
            "label_plural": "Projects",
            "fields": [
                {"label": "Title", "type": "text"},
                {"label": "Code", "type": "text"},
            ],
        },
    )
    tenant.organization.refresh_from_db()
    return tenant


def create(tenant, **values):
    # As a request that began before: with the schema that was in force then.
    object_type = registry.resolve(tenant.caller.organization, "projects")
    return lambda: create_record(tenant.caller, object_type, values)


def change(tenant, **values):
    return lambda: change_field(
        tenant.caller, object_slug="projects", slug="code", values=values
    )


def bag(record_id):
    return CustomRecord.objects.everywhere().get(pk=record_id).custom_fields


def test_a_writer_waits_for_a_field_that_becomes_required(
    tenant, tmp_path, monkeypatch
):
    pause = Pause(monkeypatch, changing.FieldPlan, "store")
    with shared_database(tmp_path):
        changed, created = at_once(
            [change(tenant, is_required=True), pause.during(create(tenant, title="A"))]
        )
    assert changed.is_required
    assert isinstance(created, ValidationFailed)


def test_a_record_that_was_made_after_the_first_look_is_seen(
    tenant, tmp_path, monkeypatch
):
    pause = Pause(monkeypatch, changing, "schema_change")
    with shared_database(tmp_path):
        changed, created = at_once(
            [change(tenant, is_required=True), pause.during(create(tenant, title="A"))]
        )
    assert isinstance(changed, SchemaChangeRefused)
    assert bag(created) == {"title": "A"}


@pytest.mark.parametrize(
    "values", [{"is_unique": True}, {"is_unique": True, "is_filterable": False}]
)
def test_a_writer_waits_for_a_field_that_becomes_unique(
    tenant, tmp_path, monkeypatch, values
):
    create(tenant, code="A")()
    pause = Pause(monkeypatch, changes_room, "advance_version")
    with shared_database(tmp_path):
        changed, created = at_once(
            [change(tenant, **values), pause.during(create(tenant, code="A"))]
        )
    assert changed.is_unique
    assert isinstance(created, ValidationFailed)
    assert drift(tenant) == []


def test_a_writer_that_came_first_knows_the_new_schema(tenant, tmp_path, monkeypatch):
    pause = Pause(monkeypatch, changes_room, "advance_version")
    with shared_database(tmp_path):
        _changed, created = at_once(
            [change(tenant, is_searchable=True), pause.during(create(tenant, code="A"))]
        )
    assert bag(created) == {"code": "A"}
    assert drift(tenant) == []


def test_a_change_of_a_schema_waits_for_another(tenant, tmp_path, monkeypatch):
    def define():
        return define_field(
            tenant.caller,
            object_slug="projects",
            values={"label": "Code!", "type": "text"},
        )

    pause = Pause(monkeypatch, changes_room, "advance_version")
    with shared_database(tmp_path):
        first, second = at_once([define, pause.during(define)])
    assert first.slug == "code_2"
    assert isinstance(second, ValidationFailed)


def a_pass(tenant):
    def act():
        info = Organization.objects.get(pk=tenant.organization.pk).info
        return list(Pass(info, "projects").steps())

    return act


def test_a_rebuild_does_not_take_back_what_is_written_meanwhile(
    tenant, tmp_path, monkeypatch
):
    record = create(tenant, code="A")()
    CustomRecord.objects.everywhere().filter(pk=record).update(
        custom_fields={"code": "B"}  # so that there is something to repair
    )
    object_type = registry.resolve(tenant.caller.organization, "projects")

    def update():
        return update_record(tenant.caller, object_type, record, {"code": "C"})

    pause = Pause(monkeypatch, comparison.Comparison, "repair")
    with shared_database(tmp_path):
        at_once([a_pass(tenant), pause.during(update)])
    assert bag(record) == {"code": "C"}
    assert drift(tenant) == []


@pytest.mark.parametrize("nth", [1, 2])
def test_a_rebuild_leaves_the_rows_of_records_that_are_made_meanwhile(
    tenant, tmp_path, monkeypatch, nth
):
    record = create(tenant, code="A")()
    CustomRecord.objects.everywhere().filter(pk=record).update(
        custom_fields={"code": "B"}
    )
    pause = Pause(monkeypatch, comparison, "_actual", nth=nth)
    with shared_database(tmp_path):
        _steps, created = at_once(
            [a_pass(tenant), pause.during(create(tenant, code="C"))]
        )
    assert bag(created) == {"code": "C"}
    assert drift(tenant) == []


@pytest.mark.parametrize("nth", [1, 2])
def test_a_rebuild_leaves_no_rows_of_records_that_go_meanwhile(
    tenant, tmp_path, monkeypatch, nth
):
    record = create(tenant, code="A")()
    CustomRecord.objects.everywhere().filter(pk=record).update(
        custom_fields={"code": "B"}
    )
    object_type = registry.resolve(tenant.caller.organization, "projects")

    def purge():
        return purge_record(tenant.caller, object_type, record)

    pause = Pause(monkeypatch, comparison, "_actual", nth=nth)
    with shared_database(tmp_path):
        at_once([a_pass(tenant), pause.during(purge)])
    assert drift(tenant) == []
    with pytest.raises(RecordNotFound):
        purge()


def test_a_rebuild_gives_way_to_a_writer_who_takes_a_unique_value(
    tenant, tmp_path, monkeypatch
):
    change(tenant, is_unique=True)()
    record = create(tenant, code="A")()
    CustomRecord.objects.everywhere().filter(pk=record).update(
        custom_fields={"code": "B"}
    )
    pause = Pause(monkeypatch, comparison.Comparison, "repair")
    with shared_database(tmp_path):
        steps, created = at_once(
            [a_pass(tenant), pause.during(create(tenant, code="B"))]
        )
    assert not isinstance(steps, Exception), steps
    assert isinstance(created, int | ValidationFailed)
    assert drift(tenant) == []


def test_a_purge_takes_nothing_that_is_written_meanwhile(tenant, tmp_path, monkeypatch):
    record = create(tenant, code="A", title="A")()
    archive_field(tenant.caller, object_slug="projects", slug="code")
    object_type = registry.resolve(tenant.caller.organization, "projects")

    def purge():
        return purge_field(tenant.caller, object_slug="projects", slug="code")

    def update():
        return update_record(tenant.caller, object_type, record, {"title": "B"})

    pause = Pause(monkeypatch, purging, "hold")
    with shared_database(tmp_path):
        results = at_once([purge, pause.during(update)])
    assert not [one for one in results if isinstance(one, Exception)]
    assert bag(record) == {"title": "B"}
    assert drift(tenant) == []
