"""Does the index say what the records say, whatever is done to them?"""

import datetime as dt
from dataclasses import replace

import pytest

from custom_objects.models import CustomRecord, FieldValue
from records.engine.merging import merge_records, undo_merge
from records.engine.writer import create_record
from records.schema.registry import registry
from tests.factories import define


@pytest.fixture
def projects(tenant):
    """An object with a field of each sort of index row."""
    return define(
        tenant.organization,
        "projects",
        title="text",
        budget="number",
        due="date",
        stage={"type": "status", "options": ["Planning", "Done"]},
        labels={"type": "multi_select", "options": ["red", "green", "blue"]},
        lead={"type": "reference", "settings": {"object": "contacts"}},
        code={"type": "text", "is_unique": True},
    )


def index_of(record_id):
    rows = FieldValue.objects.everywhere().filter(record_id=record_id)
    columns = ("field__slug", "seq", "live", "text", "number", "ref")
    return sorted(rows.values_list(*columns), key=lambda row: row[:2])


def test_a_record_of_a_custom_object_is_created_read_and_found(tenant, projects):
    ada = tenant.make("contacts", first_name="Ada")
    made = tenant.api.post(
        "/api/projects",
        {
            "name": "Straße",
            "custom_fields": {
                "budget": 12.5,
                "due": "2026-03-14",
                "stage": "planning",
                "labels": ["blue", "red"],
                "lead": ada,
            },
        },
    )
    assert made.status == 201, made.json
    assert made.json["name"] == "Straße"
    assert made.json["custom_fields"] == {
        "title": "Straße",
        "budget": 12.5,
        "due": "2026-03-14",
        "stage": "planning",
        "labels": ["blue", "red"],
        "lead": ada,
    }
    for question in (
        {"title": "Straße"},
        {"title_q": "STRASSE"},
        {"budget_gte": 12, "due": "2026-03-14"},
        {"stage": "Planning"},
        {"labels": "red"},
        {"lead": ada},
        {"q": "strass"},
        {"code": None},
    ):
        found = tenant.api.get("/api/projects", filter=question)
        assert [one["id"] for one in found.json] == [made.json["id"]], question
    for question in ({"title": "strasse"}, {"budget_gt": 12.5}, {"labels": "green"}):
        assert tenant.api.get("/api/projects", filter=question).json == [], question


def test_the_index_follows_create_update_archive_restore_and_purge(tenant, projects):
    made = tenant.make("projects", title="Ä", budget=1, labels=["red", "green"])
    record = CustomRecord.objects.everywhere().get(pk=made)
    red, green = record.custom_fields["labels"]
    assert index_of(made) == [
        ("budget", 0, True, None, 1, None),
        ("labels", 0, True, None, None, red),
        ("labels", 1, True, None, None, green),
        ("title", 0, True, "ä", None, None),
    ]
    tenant.api.put(
        f"/api/projects/{made}",
        {"custom_fields": {"labels": ["green"], "budget": None}},
    )
    changed = [
        ("labels", 0, True, None, None, green),
        ("title", 0, True, "ä", None, None),
    ]
    assert index_of(made) == changed
    tenant.api.delete(f"/api/projects/{made}")
    assert index_of(made) == [(*row[:2], False, *row[3:]) for row in changed]
    assert tenant.api.get("/api/projects", filter={"title": "Ä"}).json == []
    tenant.api.post(f"/api/projects/{made}/restore")
    assert index_of(made) == changed
    tenant.api.delete(f"/api/projects/{made}", purge="true")
    assert index_of(made) == []


def test_a_record_that_brings_its_own_moment_is_indexed_by_it(tenant, projects):
    moment = dt.datetime(2015, 3, 14, 9, 26, tzinfo=dt.UTC)
    known = registry.resolve(tenant.caller.organization, "projects")
    fields = [
        replace(one, writable=True) if one.name == "created_at" else one
        for one in known.fields
    ]
    made = create_record(
        tenant.caller,
        replace(known, fields=tuple(fields)),
        {"title": "Pi", "created_at": "2015-03-14T09:26:00Z"},
    )
    assert CustomRecord.objects.everywhere().get(pk=made).created_at == moment
    (row,) = FieldValue.objects.everywhere().filter(record_id=made)
    assert row.created_at == moment


def test_a_write_of_one_value_leaves_the_others(tenant, projects):
    made = tenant.make("projects", title="Bridge", budget=7)
    answer = tenant.api.put(f"/api/projects/{made}", {"custom_fields": {"budget": 8}})
    assert answer.json["custom_fields"] == {"title": "Bridge", "budget": 8}


def test_a_unique_value_is_taken_once(tenant, projects):
    first = tenant.make("projects", title="A", code="X1")
    answer = tenant.api.post(
        "/api/projects", {"name": "B", "custom_fields": {"code": "X1"}}
    )
    assert answer.status == 400
    assert answer.json["errors"] == {"code": f"“X1” is taken by record {first}."}
    # Text is compared with its case; an archived record holds nothing.
    assert tenant.make("projects", title="C", code="x1")
    tenant.api.delete(f"/api/projects/{first}")
    assert tenant.make("projects", title="D", code="X1")
    assert tenant.api.post(f"/api/projects/{first}/restore").status == 409


def test_a_batch_that_repeats_a_unique_value_is_refused_whole(tenant, projects):
    body = [{"name": "A", "code": "X"}, {"name": "B", "custom_fields": {"code": "X"}}]
    body[0] = {"name": "A", "custom_fields": {"code": "X"}}
    answer = tenant.api.post("/api/projects", body)
    assert answer.status == 400
    assert answer.json["errors"] == {"[1].code": "“X” is given more than once."}
    assert not CustomRecord.objects.everywhere().exists()


def test_a_purged_record_leaves_no_reference_behind(tenant, projects):
    ada = tenant.make("contacts", first_name="Ada")
    made = tenant.make("projects", title="Engine", lead=ada)
    tenant.api.delete(f"/api/contacts/{ada}", purge="true")
    record = tenant.api.get(f"/api/projects/{made}").json
    assert record["custom_fields"] == {"title": "Engine"}
    assert [row[0] for row in index_of(made)] == ["title"]


def test_a_merge_moves_references_of_custom_fields(tenant, projects):
    winner = tenant.make("contacts", first_name="Ada")
    loser = tenant.make("contacts", first_name="Ada")
    made = tenant.make("projects", title="Engine", lead=loser)
    tenant.api.post("/api/merge_contacts", {"winnerId": winner, "loserId": loser})
    record = tenant.api.get(f"/api/projects/{made}").json
    assert record["custom_fields"]["lead"] == winner


def test_a_merge_hands_over_a_unique_value_and_undo_gives_it_back(tenant):
    define(
        tenant.organization,
        "contacts",
        is_built_in=True,
        badge={"type": "text", "is_unique": True},
    )
    winner = tenant.make("contacts", first_name="Ada")
    loser = tenant.make("contacts", first_name="Ada", badge="7")
    contacts = registry.resolve(tenant.organization.info, "contacts")
    operation = merge_records(tenant.caller, contacts, winner_id=winner, loser_id=loser)
    found = tenant.api.get("/api/contacts", filter={"badge": "7"}).json
    assert [one["id"] for one in found] == [winner]
    undo_merge(tenant.caller, operation)
    found = tenant.api.get("/api/contacts", filter={"badge": "7"}).json
    assert [one["id"] for one in found] == [loser]


def test_a_reference_to_a_stranger_is_refused(tenant, stranger, projects):
    hidden = stranger.make("contacts", first_name="Eve")
    answer = tenant.api.post(
        "/api/projects", {"name": "A", "custom_fields": {"lead": hidden}}
    )
    assert answer.status == 400
    assert list(answer.json["errors"]) == ["lead"]


def test_sorting_by_a_custom_field_puts_empty_values_last(tenant, projects):
    ids = {
        name: tenant.make("projects", title=name, budget=budget)
        for name, budget in (("a", 3), ("b", None), ("c", 1), ("d", 10), ("e", None))
    }

    def order(**parameters):
        rows = tenant.api.get("/api/projects", **parameters).json
        return "".join(one["name"] for one in rows)

    assert len(ids) == 5
    assert order(sort="budget") == "cadbe"
    assert order(sort="budget", order="DESC") == "daceb"
    assert order(sort="budget", range=[2, 3]) == "db"
    assert order(sort="title", order="DESC") == "edcba"
    assert order() == "edcba"
