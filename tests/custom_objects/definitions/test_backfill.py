"""Do existing values come into the index when a field comes to need that?"""

import pytest

from custom_objects.definitions import (
    archive_field,
    backfill,
    change_field,
    define_field,
    define_object,
    restore_field,
)
from custom_objects.models import FieldDefinition, FieldValue
from custom_objects.rebuilding import Pass, pending_fields
from records.engine.removal import purge_record, remove_record
from records.schema.registry import registry
from tests.custom_objects.definitions.acts import change, define
from tests.custom_objects.drift import drift
from tests.factories import make_many


@pytest.fixture
def projects(tenant):
    """An object with fields that are in the index, and one that is not."""
    return define_object(
        tenant.caller,
        values={
            "label_plural": "Projects",
            "fields": [
                {"label": "Title", "type": "text"},
                {"label": "Code", "type": "text", "is_filterable": False},
                {"label": "Stage", "type": "status", "options": ["New", "Done"]},
                {"label": "Size", "type": "dropdown", "options": ["S", "L"]},
            ],
        },
    )


@pytest.fixture
def is_large(monkeypatch):
    """Let every object with more than one record be a large one."""
    monkeypatch.setattr(backfill, "AT_ONCE", 1)


def make(tenant, *batch, slug="projects"):
    tenant.organization.refresh_from_db()
    return make_many(tenant.caller, slug, list(batch))


def rows(tenant, slug, **conditions):
    found = FieldValue.objects.everywhere().filter(
        organization=tenant.organization, field__slug=slug, **conditions
    )
    return found.order_by("record_id")


def waiting(tenant):
    return sorted(pending_fields(tenant.organization.pk).values_list("slug", flat=True))


def rebuild(tenant, slug="projects"):
    tenant.organization.refresh_from_db()
    list(Pass(tenant.organization.info, slug, is_pending=True).steps())
    tenant.organization.refresh_from_db()


def filtered(tenant, **question):
    tenant.organization.refresh_from_db()
    return tenant.api.get("/api/projects", filter=question)


def test_a_field_that_becomes_filterable_can_be_asked_about_at_once(tenant, projects):
    ids = make(tenant, {"code": "A"}, {"code": "B"}, {})
    assert not rows(tenant, "code").exists()
    change(tenant, "code", is_filterable=True)
    assert [row.record_id for row in rows(tenant, "code")] == ids[:2]
    assert waiting(tenant) == []
    assert [one["id"] for one in filtered(tenant, code="B").json] == [ids[1]]
    assert drift(tenant) == []


def test_a_field_that_is_filterable_no_more_has_no_rows(tenant, projects):
    make(tenant, {"title": "A"})
    change(tenant, "title", is_filterable=False)
    assert not rows(tenant, "title").exists()
    assert filtered(tenant, title="A").status == 400
    assert drift(tenant) == []


def test_values_become_unique(tenant, projects):
    make(tenant, {"code": "A"}, {"code": "B"})
    change(tenant, "code", is_unique=True)
    assert rows(tenant, "code", unique_key__isnull=False).count() == 2
    tenant.organization.refresh_from_db()
    refused = tenant.api.post("/api/projects", {"code": "A"})
    assert refused.status in (400, 409), refused.json
    change(tenant, "code", is_unique=False)
    tenant.organization.refresh_from_db()
    assert tenant.api.post("/api/projects", {"code": "A"}).status == 201
    assert drift(tenant) == []


def test_values_that_repeat_another_stay_when_that_is_allowed(tenant, projects):
    first, second = make(tenant, {"code": "A"}, {"code": "A"})
    change_field(
        tenant.caller,
        object_slug="projects",
        slug="code",
        values={"is_unique": True},
        allow_failing=True,
    )
    assert [row.record_id for row in rows(tenant, "code")] == [first]
    assert drift(tenant) == []
    tenant.organization.refresh_from_db()
    assert tenant.api.post("/api/projects", {"code": "A"}).status in (400, 409)
    # The second can be changed elsewhere, and to a value of its own.
    assert tenant.api.put(f"/api/projects/{second}", {"title": "T"}).status == 200
    assert tenant.api.put(f"/api/projects/{second}", {"code": "B"}).status == 200
    assert drift(tenant) == []


def test_values_become_searched(tenant, projects):
    make(tenant, {"title": "A"})
    change(tenant, "title", is_searchable=True)
    assert rows(tenant, "title").get().searched
    change(tenant, "title", is_searchable=False)
    assert drift(tenant) == []


def test_a_changed_type_compares_as_it_does(tenant, projects):
    (ada,) = make(tenant, {"title": "Ada@Example.com"})
    assert filtered(tenant, title="ada@example.com").json == []
    change(tenant, "title", type="email")
    found = filtered(tenant, title="ada@example.com").json
    assert [one["id"] for one in found] == [ada]
    assert drift(tenant) == []


def test_renamed_and_moved_options_are_found_and_ordered_by_what_they_are(
    tenant, projects
):
    ids = make(
        tenant, {"stage": "New", "size": "S"}, {"stage": "Done", "size": "L"}, {}
    )
    change(tenant, "stage", options=["Done", "New"])
    change(tenant, "size", options=[{"slug": "s", "name": "Zwerg"}, "L"])
    assert drift(tenant) == []
    tenant.organization.refresh_from_db()
    for slug in ("stage", "size"):
        found = tenant.api.get("/api/projects", sort=[slug, "ASC"]).json
        assert [one["id"] for one in found] == [ids[1], ids[0], ids[2]], slug
    found = filtered(tenant, size_q="zwe").json
    assert [one["id"] for one in found] == [ids[0]]


def test_an_option_that_goes_and_comes_back_leaves_the_index_true(tenant, projects):
    make(tenant, {"stage": "New"})
    for options in (["Done"], ["Done", "New"]):
        change_field(
            tenant.caller,
            object_slug="projects",
            slug="stage",
            values={"options": options},
            allow_failing=True,
        )
        assert drift(tenant) == []


def test_a_built_in_field_becomes_unique(tenant):
    (ada,) = make(tenant, {"email": "a@example.com"}, slug="contacts")
    change(tenant, "email", "contacts", is_unique=True)
    assert [row.record_id for row in rows(tenant, "email")] == [ada]
    tenant.organization.refresh_from_db()
    made = tenant.api.post("/api/contacts", {"email": "A@EXAMPLE.COM"})
    assert made.status in (400, 409), made.json
    assert drift(tenant) == []
    change(tenant, "email", "contacts", is_unique=False)
    tenant.organization.refresh_from_db()
    assert tenant.api.post("/api/contacts", {"email": "a@example.com"}).status == 201
    change_field(
        tenant.caller,
        object_slug="contacts",
        slug="email",
        values={"is_unique": True},
        allow_failing=True,
    )
    assert drift(tenant) == []


# -- many records ----------------------------------------------------------------------


@pytest.mark.usefixtures("is_large")
def test_a_large_object_is_brought_later_and_refuses_questions_until_then(
    tenant, projects
):
    ids = make(tenant, {"code": "A"}, {"code": "B"})
    row = change(tenant, "code", is_filterable=True)
    assert row.backfilled_to == 0
    assert waiting(tenant) == ["code"]
    assert filtered(tenant, code="B").status == 400
    assert not rows(tenant, "code").exists()
    assert drift(tenant) == []
    make(tenant, {"code": "C"})
    rebuild(tenant)
    assert [one["id"] for one in filtered(tenant, code="B").json] == [ids[1]]
    assert rows(tenant, "code").count() == 3
    assert drift(tenant) == []


@pytest.mark.usefixtures("is_large")
def test_writers_keep_the_values_of_a_waiting_field(tenant, projects):
    first, second = make(tenant, {"code": "A"}, {"code": "B"})
    change(tenant, "code", is_unique=True)
    change(tenant, "title", is_unique=True)
    assert waiting(tenant) == ["code"]  # no record has a title
    tenant.organization.refresh_from_db()
    object_type = registry.resolve(tenant.caller.organization, "projects")
    assert tenant.api.put(f"/api/projects/{first}", {"code": "X"}).status == 200
    assert tenant.api.post("/api/projects", {"code": "X"}).status in (400, 409)
    remove_record(tenant.caller, object_type, second)
    rebuild(tenant)
    assert drift(tenant) == []
    assert [row.live for row in rows(tenant, "code")] == [True, False]


@pytest.mark.usefixtures("is_large")
def test_writers_keep_the_values_of_a_waiting_built_in_field(tenant):
    ids = make(tenant, {"email": "a@x.io"}, {"email": "b@x.io"}, slug="contacts")
    change(tenant, "email", "contacts", is_unique=True)
    tenant.organization.refresh_from_db()
    changed = tenant.api.put(f"/api/contacts/{ids[0]}", {"email": "c@x.io"})
    assert changed.status == 200
    rebuild(tenant, "contacts")
    assert drift(tenant) == []
    assert tenant.api.post("/api/contacts", {"email": "c@x.io"}).status in (400, 409)
    assert tenant.api.post("/api/contacts", {"email": "a@x.io"}).status == 201


@pytest.mark.usefixtures("is_large")
def test_a_field_that_has_no_values_waits_for_nothing(tenant, projects):
    make(tenant, {"code": "A"}, {"code": "B"})
    define(tenant, label="More", type="text")
    change(tenant, "more", is_unique=True)
    assert waiting(tenant) == []


@pytest.mark.usefixtures("is_large")
def test_nothing_waits_when_a_field_is_unique_no_more(tenant, projects):
    make(tenant, {"code": "A", "title": "T"}, {"code": "B"})
    change(tenant, "title", is_unique=True, is_searchable=True)
    change(tenant, "email", "contacts", is_unique=True)
    rebuild(tenant)
    change(tenant, "title", is_unique=False, is_searchable=False)
    assert waiting(tenant) == []
    assert filtered(tenant, title="T").status == 200


@pytest.mark.usefixtures("is_large")
def test_a_waiting_built_in_field_that_is_unique_no_more_waits_no_more(tenant):
    make(tenant, {"email": "a@x.io"}, {"email": "b@x.io"}, slug="contacts")
    change(tenant, "email", "contacts", is_unique=True)
    assert waiting(tenant) == ["email"]
    change(tenant, "email", "contacts", is_unique=False)
    assert waiting(tenant) == []


def test_adding_a_field_touches_no_record(
    tenant, projects, django_assert_max_num_queries
):
    make(tenant, *({"title": f"{n}"} for n in range(5)))
    with django_assert_max_num_queries(20) as few:
        define(tenant, label="One", type="number", is_unique=True)
    make(tenant, *({"title": f"{n}"} for n in range(50)))
    with django_assert_max_num_queries(len(few)):
        define(tenant, label="Two", type="number", is_unique=True)
    tables = " ".join(query["sql"] for query in few.captured_queries)
    assert "custom_objects_customrecord" not in tables
    assert "custom_objects_fieldvalue" not in tables


# -- archived fields -------------------------------------------------------------------


@pytest.mark.parametrize("at_once", [2_000, 1])
def test_a_field_comes_back_as_the_records_are_then(
    tenant, projects, monkeypatch, at_once
):
    monkeypatch.setattr(backfill, "AT_ONCE", at_once)
    tenant.organization.refresh_from_db()
    define_field(
        tenant.caller,
        object_slug="projects",
        values={"label": "Key", "type": "text", "is_unique": True},
    )
    gone, hidden, kept, _other = make(
        tenant, {"key": "A"}, {"key": "B"}, {"key": "C"}, {}
    )
    archive_field(tenant.caller, object_slug="projects", slug="key")
    tenant.organization.refresh_from_db()
    object_type = registry.resolve(tenant.caller.organization, "projects")
    purge_record(tenant.caller, object_type, gone)
    remove_record(tenant.caller, object_type, hidden)
    restore_field(tenant.caller, object_slug="projects", slug="key")
    assert waiting(tenant) == ([] if at_once > 1 else ["key"])
    rebuild(tenant)
    assert drift(tenant) == []
    assert [(row.record_id, row.live) for row in rows(tenant, "key")] == [
        (hidden, False),
        (kept, True),
    ]
    own = FieldDefinition.objects.for_organization(tenant.organization.pk)
    assert own.get(slug="key").backfilled_to is None
