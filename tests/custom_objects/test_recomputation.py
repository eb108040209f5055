"""Is what records store of a formula what it gives, whatever was done meanwhile?"""

import datetime as dt

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from custom_objects.definitions import (
    archive_field,
    archive_object,
    backfill,
    change_field,
    define_field,
    define_object,
    restore_field,
    restore_object,
)
from custom_objects.models import CustomRecord, FieldDefinition, FieldValue
from custom_objects.rebuilding import Pass, pending_fields
from records.engine.removal import remove_record, restore_record
from records.engine.writer import create_record, update_record
from records.members.organizations import update_organization
from records.schema.registry import registry
from tests.custom_objects.drift import drift
from tests.factories import make_many
from tests.records.engine.writes import log_of
from tests.snapshots import rolled_back

FIELDS = [
    {"label": "Title", "type": "text"},
    {"label": "Price", "type": "currency"},
    {"label": "Amount", "type": "number"},
    {"label": "Seen", "type": "datetime"},
    {"label": "Due", "type": "date"},
    {"label": "Done", "type": "checkbox"},
    {"label": "Stage", "type": "status", "options": ["New", "Old"]},
    {"label": "Labels", "type": "multi_select", "options": ["red", "green"]},
]
FORMULAS = {
    "total": "price * amount",
    "gross": "round(total * 1.19, 2)",
    "day": "date(seen)",
    "noted": "format_date(day, 'DD.MM.') & title",
    "staged": "stage & '/' & labels",
    "late": "if(done, null, due < date('2026-06-01') or total > 100)",
    "made": "year(created_at) & '-' & month(created_at)",
}


def formula(slug, expression):
    settings_ = {"expression": expression}
    return {"label": slug.title(), "type": "formula", "settings": settings_}


@pytest.fixture
def projects(tenant):
    """An object with formulas, of which one names another."""
    fields = [*FIELDS, *(formula(slug, text) for slug, text in FORMULAS.items())]
    define_object(tenant.caller, values={"label_plural": "Projects", "fields": fields})
    tenant.organization.refresh_from_db()
    return tenant


@pytest.fixture(params=[False, True], ids=["small", "large"])
def is_large(request, monkeypatch):
    """Whether the object is one whose records are brought later."""
    if request.param:
        monkeypatch.setattr(backfill, "AT_ONCE", 0)
    return request.param


def waiting(tenant):
    return set(pending_fields(tenant.organization.pk).values_list("slug", flat=True))


def stored(record_id, slug):
    record = CustomRecord.objects.everywhere().get(pk=record_id)
    return record.custom_fields.get(slug)


def shown(tenant, record_id, slug):
    tenant.organization.refresh_from_db()
    record = tenant.api.get(f"/api/projects/{record_id}").json
    return record["custom_fields"].get(slug)


def rebuild(tenant):
    tenant.organization.refresh_from_db()
    steps = Pass(tenant.organization.info, "projects", is_pending=True).steps()
    found = [one for step in steps for one in step.differences]
    tenant.organization.refresh_from_db()
    return found


def settle(tenant, is_large, *slugs):
    """Bring what waits: these formulas, if the object is large."""
    assert waiting(tenant) == (set(slugs) if is_large else set())
    if is_large:
        assert rebuild(tenant)
    assert waiting(tenant) == set()
    assert drift(tenant) == []


def test_a_new_formula_has_a_value_for_every_record(projects, is_large):
    tenant = projects
    live, gone = make_many(tenant.caller, "projects", [{"amount": 2}, {"amount": 3}])
    tenant.api.delete(f"/api/projects/{gone}")
    written = len(log_of(tenant, "projects"))
    define_field(
        tenant.caller, object_slug="projects", values=formula("twice", "amount * 2")
    )
    assert shown(tenant, live, "twice") == 4
    settle(tenant, is_large, "twice")
    assert (stored(live, "twice"), stored(gone, "twice")) == (4, 6)
    assert shown(tenant, live, "twice") == 4
    told = log_of(tenant, "projects")[written:]
    assert [(one.record_id, one.before, one.after) for one in told] == [
        (live, {"twice": None}, {"twice": 4}),
        (gone, {"twice": None}, {"twice": 6}),
    ]
    found = tenant.api.get("/api/projects", filter={"twice_gte": 1})
    assert [one["id"] for one in found.json] == [live]
    tenant.api.post(f"/api/projects/{gone}/restore")
    found = tenant.api.get("/api/projects", filter={"twice": 6})
    assert [one["id"] for one in found.json] == [gone]


def test_a_changed_formula_and_those_that_name_it_are_computed_anew(projects, is_large):
    tenant = projects
    made = tenant.make("projects", price=10, amount=2)
    change_field(
        tenant.caller,
        object_slug="projects",
        slug="total",
        values={"settings": {"expression": "price + amount"}},
    )
    assert [shown(tenant, made, one) for one in ("total", "gross")] == [12, 14.28]
    settle(tenant, is_large, "total", "gross", "late")
    assert [stored(made, one) for one in ("total", "gross")] == [12, 14.28]
    last = log_of(tenant, "projects")[-1]
    assert last.after == {"total": 12, "gross": 14.28}


def test_a_formula_that_comes_to_give_something_else(projects, is_large):
    tenant = projects
    made = tenant.make("projects", title="A", stage="new")
    change_field(
        tenant.caller,
        object_slug="projects",
        slug="staged",
        values={"settings": {"expression": "len(stage)"}},
    )
    assert shown(tenant, made, "staged") == 3
    settle(tenant, is_large, "staged")
    number = FieldValue.objects.everywhere().get(record_id=made, field__slug="staged")
    assert (number.number, number.text) == (3, None)


def test_a_formula_that_comes_to_change_with_time_leaves_the_index(projects, is_large):
    tenant = projects
    made = tenant.make("projects", price=10, amount=2)
    change_field(
        tenant.caller,
        object_slug="projects",
        slug="total",
        values={"settings": {"expression": "price + amount + hour(now()) * 0"}},
    )
    assert [shown(tenant, made, one) for one in ("total", "gross")] == [12, 14.28]
    settle(tenant, is_large, "total", "gross", "late")
    rows = FieldValue.objects.everywhere().filter(record_id=made)
    names = set(rows.values_list("field__slug", flat=True))
    assert names.isdisjoint({"total", "gross", "late"})


def test_an_option_of_another_name_is_seen_by_formulas(projects, is_large):
    tenant = projects
    made = tenant.make("projects", title="A", stage="new", labels=["green"])
    change_field(
        tenant.caller,
        object_slug="projects",
        slug="stage",
        values={"options": [{"slug": "new", "name": "Fresh"}, "Old"]},
    )
    assert shown(tenant, made, "staged") == "Fresh/green"
    settle(tenant, is_large, "staged")
    assert stored(made, "staged") == "Fresh/green"
    change_field(
        tenant.caller,
        object_slug="projects",
        slug="stage",
        values={"options": ["Old", {"slug": "new", "name": "Fresh"}, "Third"]},
    )
    assert waiting(tenant) == set()


def test_another_time_zone_computes_days_anew(projects, is_large):
    tenant = projects
    made = tenant.make("projects", title="A", seen="2026-03-09T23:30:00Z", price=1)
    others = tenant.make("projects", title="B", price=1, amount=1)
    update_organization(tenant.caller, {"time_zone": "Europe/Berlin"})
    assert shown(tenant, made, "day") == "2026-03-10"
    settle(tenant, is_large, "day", "noted", "made")
    assert stored(made, "day") == "2026-03-10"
    assert stored(made, "noted") == "10.03.A"
    assert log_of(tenant, "projects")[-1].record_id == made
    assert (
        len([one for one in log_of(tenant, "projects") if one.record_id == others]) == 1
    )
    update_organization(tenant.caller, {"name": "Acme"})
    assert waiting(tenant) == set()


def test_a_writer_that_knows_the_old_time_zone_computes_in_the_new(projects):
    tenant = projects
    old = tenant.caller
    object_type = registry.resolve(old.organization, "projects")
    update_organization(tenant.caller, {"time_zone": "Europe/Berlin"})
    made = create_record(old, object_type, {"seen": "2026-03-09T23:30:00Z"})
    assert stored(made, "day") == "2026-03-10"
    assert drift(tenant) == []


def test_another_time_zone_finds_archived_objects_when_they_come_back(projects):
    tenant = projects
    made = tenant.make("projects", seen="2026-03-09T23:30:00Z")
    archive_object(tenant.caller, slug="projects")
    tenant.organization.refresh_from_db()
    update_organization(tenant.caller, {"time_zone": "Europe/Berlin"})
    restore_object(tenant.caller, slug="projects")
    assert shown(tenant, made, "day") == "2026-03-10"
    rebuild(tenant)
    assert stored(made, "day") == "2026-03-10"
    assert waiting(tenant) == set()


def test_a_formula_that_comes_back_knows_what_happened_meanwhile(projects, is_large):
    tenant = projects
    made = tenant.make("projects", price=10, amount=2)
    archive_field(tenant.caller, object_slug="projects", slug="staged")
    tenant.organization.refresh_from_db()
    tenant.api.put(f"/api/projects/{made}", {"custom_fields": {"stage": "old"}})
    restore_field(tenant.caller, object_slug="projects", slug="staged")
    assert shown(tenant, made, "staged") == "Old/"
    settle(tenant, is_large, "staged")
    assert stored(made, "staged") == "Old/"


def test_a_pass_finds_values_that_are_not_what_the_formula_gives(projects):
    tenant = projects
    one, other = make_many(
        tenant.caller, "projects", [{"price": 1, "amount": n} for n in (1, 2)]
    )
    rows = CustomRecord.objects.everywhere().filter(pk=one)
    rows.update(custom_fields={**rows.get().custom_fields, "total": 7})
    info = tenant.organization.info
    found = [d for s in Pass(info, "projects", is_repairing=False).steps() for d in s.differences]  # fmt: skip
    assert {(d.field, d.record_id) for d in found} == {("total", one)}
    assert stored(one, "total") == 7
    list(Pass(info, "projects").steps())
    assert (stored(one, "total"), stored(other, "total")) == (1, 2)
    assert drift(tenant) == []


def test_a_rebuild_goes_on_where_it_was_left(projects, monkeypatch):
    tenant = projects
    monkeypatch.setattr(backfill, "AT_ONCE", 0)
    monkeypatch.setattr("custom_objects.rebuilding.passes.BATCH", 2)
    ids = make_many(tenant.caller, "projects", [{"amount": n} for n in range(5)])
    define_field(
        tenant.caller, object_slug="projects", values=formula("twice", "amount * 2")
    )
    tenant.organization.refresh_from_db()
    steps = Pass(tenant.organization.info, "projects", is_pending=True).steps()
    next(steps)
    steps.close()
    assert [stored(one, "twice") for one in ids] == [0, 2, None, None, None]
    # What was brought and what was not are both written to before it goes on.
    for one in (ids[0], ids[4]):
        tenant.api.put(f"/api/projects/{one}", {"custom_fields": {"amount": 50}})
    assert [shown(tenant, one, "twice") for one in ids] == [100, 2, 4, 6, 100]
    rebuild(tenant)
    assert [stored(one, "twice") for one in ids] == [100, 2, 4, 6, 100]
    assert drift(tenant) == []


TEXT = st.text(st.characters(exclude_characters="\0", exclude_categories=["Cs"]), max_size=8)  # fmt: skip
# To the first days and the last ones that there are.
MOMENTS = st.integers(-739_000 * 86_400, 2_912_000 * 86_400).map(
    lambda seconds: (
        dt.datetime(2026, 1, 1, tzinfo=dt.UTC)
        + dt.timedelta(seconds=seconds, milliseconds=seconds % 1_000)
    )
)
VALUES = st.fixed_dictionaries(
    {},
    optional={
        "title": st.none() | TEXT,
        "price": st.none() | st.decimals(-1000, 1000, places=2),
        "amount": st.none() | st.integers(-100, 10**9) | st.decimals(0, 1, places=6),
        "seen": st.none() | MOMENTS,
        "due": st.none() | st.dates(),
        "done": st.none() | st.booleans(),
        "stage": st.sampled_from([None, "new", "old"]),
        "labels": st.sampled_from([None, ["red"], ["green", "red"]]),
    },
)
ACTS = st.lists(
    st.tuples(
        st.sampled_from(["create", "update", "update", "archive", "restore"]),
        st.integers(0, 3),
        VALUES,
    ),
    max_size=12,
)


@settings(
    max_examples=40,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(acts=ACTS)
def test_what_is_stored_is_what_a_computation_gives_after_any_writes(projects, acts):
    tenant = projects
    object_type = registry.resolve(tenant.organization.info, "projects")
    with rolled_back():
        ids = []
        for act, place, values in acts:
            if act == "create" or not ids:
                ids.append(create_record(tenant.caller, object_type, values))
                continue
            one = ids[place % len(ids)]
            rows = CustomRecord.objects.everywhere().filter(pk=one)
            is_live = rows.get().archived_at is None
            if act == "update" and is_live:
                update_record(tenant.caller, object_type, one, values)
            elif act == "archive" and is_live:
                remove_record(tenant.caller, object_type, one)
            elif act == "restore":
                restore_record(tenant.caller, object_type, one)
        assert drift(tenant) == []


def test_no_formula_of_another_organization_waits(tenant, stranger, projects):
    define_object(
        stranger.caller,
        values={
            "label_plural": "Projects",
            "fields": [*FIELDS, formula("day", "date(seen)")],
        },
    )
    stranger.organization.refresh_from_db()
    theirs = stranger.make("projects", seen="2026-03-09T23:30:00Z")
    update_organization(tenant.caller, {"time_zone": "Europe/Berlin"})
    assert stored(theirs, "day") == "2026-03-09"
    rows = FieldDefinition.objects.for_organization(stranger.organization.pk)
    assert not rows.filter(backfilled_to__isnull=False).exists()
