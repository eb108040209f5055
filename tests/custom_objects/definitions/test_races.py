"""Schemas change while clients write, each on a connection of its own."""

import itertools

import pytest

from custom_objects.definitions import (
    archive_field,
    archive_object,
    backfill,
    change_field,
    define_field,
    define_object,
    purge_field,
    restore_field,
)
from custom_objects.models import CustomRecord, FieldDefinition, FieldValue
from custom_objects.rebuilding import Pass, passes
from records.access.models import Organization
from records.engine.errors import Conflict, SchemaChangeRefused, ValidationFailed
from records.engine.removal import purge_record, remove_record, restore_record
from records.engine.writer import create_record, update_record
from records.history.models import Change
from records.schema.registry import UnknownObjectType, registry
from tests.custom_objects.drift import drift
from tests.tenants import new_tenant
from tests.threads import at_once, shared_database

pytestmark = pytest.mark.django_db(transaction=True)

ROUNDS = range(3)
WRITES = 12


@pytest.fixture
def tenant(transactional_db):
    """Replace the tenant of the other tests: threads see committed rows only."""
    return new_tenant()


@pytest.fixture
def projects(tenant):
    """An object with a text, an optional code and a stage."""
    return define_object(
        tenant.caller,
        values={
            "label_plural": "Projects",
            "fields": [
                {"label": "Title", "type": "text"},
                {"label": "Code", "type": "text"},
                {"label": "Stage", "type": "status", "options": ["New", "Done"]},
            ],
        },
    )


def current(tenant):
    """Return the object's type as a request that begins now would know it."""
    info = Organization.objects.get(pk=tenant.organization.pk).info
    return registry.resolve(info, "projects")


def define(tenant, **values):
    return lambda: define_field(tenant.caller, object_slug="projects", values=values)


def change(tenant, slug, **values):
    return change_field(
        tenant.caller,
        object_slug="projects",
        slug=slug,
        values=values,
        allow_failing=True,
    )


def bags(tenant):
    rows = CustomRecord.objects.for_organization(tenant.organization.pk)
    return dict(rows.values_list("pk", "custom_fields"))


def won(results, *, refusals=(Conflict, ValidationFailed)):
    """Return the results that are none of the refusals, and nothing unforeseen."""
    winners = [one for one in results if not isinstance(one, Exception)]
    losers = [one for one in results if isinstance(one, Exception)]
    assert all(isinstance(one, refusals) for one in losers), losers
    return winners


@pytest.mark.parametrize("attempt", ROUNDS)
def test_of_fields_of_one_slug_exactly_one_is_defined(
    tenant, projects, tmp_path, attempt
):
    with shared_database(tmp_path):
        results = at_once([define(tenant, label="Cost", type="number")] * 4)
    (row,) = won(results)
    assert row.slug == "cost"
    fields = FieldDefinition.objects.for_organization(tenant.organization.pk)
    assert list(fields.filter(label="Cost")) == [row]
    log = Change.objects.for_organization(tenant.organization.pk)
    assert log.filter(object_type="fields").count() == 1


@pytest.mark.parametrize("attempt", ROUNDS)
def test_fields_of_different_labels_get_different_slugs_and_places(
    tenant, projects, tmp_path, attempt
):
    labels = ["Cost", "Cost!", "Cost?", "Cost…"]
    with shared_database(tmp_path):
        rows = at_once([define(tenant, label=one, type="number") for one in labels])
    assert {one.slug for one in won(rows)} == {"cost", "cost_2", "cost_3", "cost_4"}
    fields = FieldDefinition.objects.for_organization(tenant.organization.pk)
    places = fields.filter(object=projects).order_by("position")
    assert list(places.values_list("position", flat=True)) == list(range(7))


@pytest.mark.parametrize("attempt", ROUNDS)
def test_of_objects_of_one_slug_exactly_one_is_defined(tenant, tmp_path, attempt):
    def act():
        values = {"label_plural": "Rooms", "slug": "rooms"}
        return define_object(tenant.caller, values=values)

    with shared_database(tmp_path):
        results = at_once([act] * 4)
    assert len(won(results)) == 1


@pytest.mark.parametrize("attempt", ROUNDS)
def test_nothing_refers_to_an_object_that_goes_meanwhile(
    tenant, projects, tmp_path, attempt
):
    def refer():
        return define_field(
            tenant.caller,
            object_slug="deals",
            values={
                "label": "Project",
                "type": "reference",
                "settings": {"object": "projects"},
            },
        )

    def archive():
        return archive_object(tenant.caller, slug="projects")

    with shared_database(tmp_path):
        results = at_once([refer, archive])
    assert len(won(results)) == 1


@pytest.mark.parametrize("attempt", ROUNDS)
def test_no_record_without_a_value_slips_through_while_a_field_becomes_required(
    tenant, projects, tmp_path, attempt
):
    def require():
        return change_field(
            tenant.caller,
            object_slug="projects",
            slug="code",
            values={"is_required": True},
        )

    def create():
        return create_record(tenant.caller, current(tenant), {"title": "A"})

    with shared_database(tmp_path):
        required, *created = at_once([require, create, create])
    made = won(created)
    if won([required], refusals=(SchemaChangeRefused,)):
        assert made == []
    else:
        assert made
        assert required.impact.effects[0].count in (1, 2)


@pytest.mark.parametrize("attempt", ROUNDS)
def test_no_value_is_there_twice_after_a_field_became_unique(
    tenant, projects, tmp_path, attempt
):
    def make_unique():
        return change_field(
            tenant.caller,
            object_slug="projects",
            slug="code",
            values={"is_unique": True},
        )

    def create():
        return create_record(tenant.caller, current(tenant), {"code": "A"})

    with shared_database(tmp_path):
        unique, *created = at_once([make_unique, create, create, create])
    made = won(created)
    if won([unique], refusals=(SchemaChangeRefused,)):
        assert len(made) <= 1
    else:
        assert len(made) > 1
    assert drift(tenant) == []


def writing(tenant, name, *, slug, written):
    """Return a client that writes a value again and again, and notes what it wrote."""

    def act():
        record_id = None
        for number in range(WRITES):
            value = f"{name}{number}"
            object_type = current(tenant)
            values = {"title": value}
            if slug in object_type.fields_by_name:
                values[slug] = value
            try:
                if record_id is None or number % 4 == 0:
                    record_id = create_record(tenant.caller, object_type, values)
                else:
                    update_record(tenant.caller, object_type, record_id, values)
            except ValidationFailed:  # the field went while the request was under way
                continue
            written.setdefault(record_id, {}).update(values)
            if number % 5 == 4:
                remove_record(tenant.caller, object_type, record_id)
                if number % 2:
                    restore_record(tenant.caller, current(tenant), record_id)
                record_id = None

    return act


def in_turn(*acts):
    """Return what does one thing after another."""

    def act():
        return [one() for one in acts]

    return act


@pytest.mark.parametrize("at_once_up_to", [2_000, 0], ids=["at once", "later"])
@pytest.mark.parametrize("attempt", ROUNDS)
def test_no_value_is_lost_and_the_index_is_true_while_the_schema_changes(
    tenant, projects, tmp_path, monkeypatch, at_once_up_to, attempt
):
    monkeypatch.setattr(backfill, "AT_ONCE", at_once_up_to)
    monkeypatch.setattr(passes, "BATCH", 3)
    written = {}
    flags = ({"is_filterable": False}, {"is_filterable": True}, {"is_unique": True})
    flags += ({"is_searchable": True}, {"type": "long_text", "is_unique": False})
    flags += ({"type": "text"}, {"is_unique": True}, {"is_filterable": False})
    flags += ({"is_filterable": True, "is_required": False},)
    changing = in_turn(
        *(lambda values=values: change(tenant, "code", **values) for values in flags),
        define(tenant, label="More", type="number", default=1),
    )
    stages = itertools.cycle((["Done", "New"], ["New", "Mid", "Done"], ["New", "Done"]))
    staging = in_turn(
        *(lambda: change(tenant, "stage", options=next(stages)) for _number in range(6))
    )

    def rebuilding():
        for _number in range(6):
            info = Organization.objects.get(pk=tenant.organization.pk).info
            list(Pass(info, "projects", is_pending=True).steps())
            list(Pass(info, "projects").steps())

    writers = [writing(tenant, one, slug="code", written=written) for one in "abc"]
    with shared_database(tmp_path):
        results = at_once([changing, staging, rebuilding, *writers])
    assert won(results, refusals=()) == results
    stored = bags(tenant)
    assert set(stored) == set(written)
    for record_id, values in written.items():
        assert {name: stored[record_id].get(name) for name in values} == values
    info = Organization.objects.get(pk=tenant.organization.pk).info
    list(Pass(info, "projects", is_pending=True).steps())
    assert drift(tenant) == []
    assert not FieldDefinition.objects.for_organization(tenant.organization.pk).filter(
        backfilled_to__isnull=False
    )


@pytest.mark.parametrize("attempt", ROUNDS)
def test_a_field_goes_and_comes_back_with_its_values_while_clients_write(
    tenant, projects, tmp_path, attempt
):
    written = {}

    def go_and_come():
        for _number in range(4):
            archive_field(tenant.caller, object_slug="projects", slug="code")
            restore_field(tenant.caller, object_slug="projects", slug="code")

    writers = [writing(tenant, one, slug="code", written=written) for one in "abc"]
    with shared_database(tmp_path):
        results = at_once([go_and_come, *writers])
    assert won(results, refusals=()) == results
    stored = bags(tenant)
    for record_id, values in written.items():
        assert {name: stored[record_id].get(name) for name in values} == values
    assert drift(tenant) == []


@pytest.mark.parametrize("attempt", ROUNDS)
def test_a_purge_leaves_nothing_of_its_field_and_all_of_the_others(
    tenant, projects, tmp_path, attempt
):
    written = {}
    archived = FieldDefinition.objects.for_organization(tenant.organization.pk)

    def purge():
        archive_field(tenant.caller, object_slug="projects", slug="code")
        return purge_field(tenant.caller, object_slug="projects", slug="code")

    writers = [writing(tenant, one, slug="code", written=written) for one in "abc"]
    with shared_database(tmp_path):
        results = at_once([purge, *writers])
    assert won(results, refusals=()) == results
    stored = bags(tenant)
    for record_id, values in written.items():
        assert stored[record_id] == {"title": values["title"]}
    code = archived.get(slug="code")
    assert not FieldValue.objects.of_fields([code.pk]).exists()
    assert drift(tenant) == []


@pytest.mark.parametrize("attempt", ROUNDS)
def test_an_object_goes_while_clients_write_and_comes_back_whole(
    tenant, projects, tmp_path, attempt
):
    record = create_record(tenant.caller, current(tenant), {"title": "0"})

    def write():
        try:
            return update_record(tenant.caller, current(tenant), record, {"title": "1"})
        except UnknownObjectType:
            return None

    def purge():
        try:
            return purge_record(tenant.caller, current(tenant), record)
        except UnknownObjectType:
            return None

    def archive():
        return archive_object(tenant.caller, slug="projects")

    with shared_database(tmp_path):
        results = at_once([archive, write, purge if attempt % 2 else write])
    assert won(results[:1]) == results[:1]
    assert all(
        not isinstance(one, Exception) or type(one).__name__ == "RecordNotFound"
        for one in results
    ), results
    with pytest.raises(UnknownObjectType):
        current(tenant)
