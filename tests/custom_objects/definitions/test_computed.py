"""Do computed fields fit the fields around them, and stay so?"""

import pytest

from custom_objects.definitions import (
    archive_field,
    archive_object,
    change_field,
    define_object,
    restore_field,
    restore_object,
)
from records.engine.errors import Conflict, ValidationFailed
from records.schema.problems import Code
from tests.custom_objects.definitions.acts import change, define, refused


def formula(expression, label="It", **values):
    settings = {"expression": expression}
    return {"label": label, "type": "formula", "settings": settings, **values}


def rollup(label="Count", **settings):
    given = {"object": "tasks", "reference": "project", "function": "count"}
    return {"label": label, "type": "rollup", "settings": given | settings}


def number(label):
    return {"label": label, "type": "number"}


def test_fields_of_a_new_object_may_name_each_other_in_any_order(tenant):
    define_object(
        tenant.caller,
        values={
            "label_plural": "Voyages",
            "fields": [
                {"label": "Title", "type": "text"},
                rollup(object="voyages", reference="parent", function="sum", field="x"),
                formula("y * 2 & '!'", "Shown"),
                formula("x + 1", "Y"),
                number("X"),
                {
                    "label": "Parent",
                    "type": "reference",
                    "settings": {"object": "voyages"},
                },
            ],
        },
    )
    tenant.organization.refresh_from_db()
    parent = tenant.make("voyages", title="A")
    tenant.make("voyages", title="B", x=2, parent=parent)
    tenant.make("voyages", title="C", x=3, parent=parent)
    answer = tenant.api.get("/api/voyages", sort="id", order="ASC").json
    found = [one["custom_fields"] for one in answer]
    assert [one.get("count") for one in found] == [5, None, None]
    assert [one.get("shown") for one in found] == ["!", "6!", "8!"]


def test_problems_of_a_new_object_are_told_by_their_place(tenant):
    fields = [
        {"label": "Title", "type": "text"},
        formula("price + 1", "Total"),
        number("Price"),
        formula("price + tax", "Gross"),
        rollup(object="planets"),
        formula("x", "Late", is_filterable=True)
        | {"settings": {"expression": "now()"}},
    ]
    with pytest.raises(ValidationFailed) as refusal:
        define_object(
            tenant.caller, values={"label_plural": "Voyages", "fields": fields}
        )
    found = {one.field: (one.code, one.message) for one in refusal.value.problems}
    assert found == {
        "fields[3].settings": (
            Code.INVALID,
            "At character 9: Expected a field, there is no “tax”.",
        ),
        "fields[4].settings": (
            Code.DANGLING,
            "“object”: there is no object “planets”.",
        ),
        "fields[5].is_filterable": (
            Code.INVALID,
            "What changes with time cannot be filtered by.",
        ),
    }


def test_a_formula_beside_a_reference_to_nothing_is_no_surprise(tenant):
    fields = [
        {"label": "Title", "type": "text"},
        {"label": "Client", "type": "reference"},
        formula("title & client", "Shown"),
    ]
    with pytest.raises(ValidationFailed) as refusal:
        define_object(
            tenant.caller, values={"label_plural": "Voyages", "fields": fields}
        )
    assert {one.field for one in refusal.value.problems} == {
        "fields[1].settings",
        "fields[2].settings",
    }


def test_a_formula_over_built_in_fields_is_kept_with_what_it_gives(tenant):
    row = define(tenant, "deals", **formula("if(hot, amount, null)"))
    assert row.settings == {
        "expression": "if(hot, amount, null)",
        "result": "number",
    }
    assert row.is_filterable


def test_a_formula_that_changes_with_time_is_not_filterable(tenant, projects):
    row = define(tenant, **formula("today()"))
    assert not row.is_filterable
    row = define(tenant, **formula("title", "Other"))
    row = change(tenant, "other", settings={"expression": "today() & title"})
    assert not row.is_filterable
    assert refused(change, tenant, "other", is_filterable=True) == {
        "is_filterable": Code.INVALID
    }
    row = change(tenant, "other", settings={"expression": "title"}, is_filterable=True)
    assert row.is_filterable


@pytest.mark.parametrize(
    ("values", "wrong"),
    [
        (formula("titel"), {"settings": Code.INVALID}),
        (formula("title", is_required=True), {"is_required": Code.INVALID}),
        (formula("title", is_unique=True), {"is_unique": Code.INVALID}),
        (formula("title", default="x"), {"default": Code.INVALID}),
        (formula("title", options=["x"]), {"options": Code.INVALID}),
        (rollup(object="deals"), {"settings": Code.DANGLING}),
        (rollup(object="contacts_summary"), {"settings": Code.DANGLING}),
        (
            rollup() | {"is_filterable": True},
            {"settings": Code.DANGLING, "is_filterable": Code.INVALID},
        ),
    ],
)
def test_what_is_no_computed_field_is_refused(tenant, projects, values, wrong):
    assert refused(define, tenant, **values) == wrong


def test_a_changed_formula_fits_those_that_name_it(tenant, projects):
    define(tenant, **number("X"))
    define(tenant, **formula("x * 2", "A"))
    define(tenant, **formula("a + 1", "B"))
    with pytest.raises(ValidationFailed, match="must stay a number"):
        change(tenant, "a", settings={"expression": "title"})
    with pytest.raises(ValidationFailed, match="a → b → a"):
        change(tenant, "a", settings={"expression": "b"})
    row = change(tenant, "a", settings={"expression": "x * 3", "result": "text"})
    assert row.settings == {"expression": "x * 3", "result": "number"}
    row = change(tenant, "b", settings={"expression": "a & title"})
    assert row.settings["result"] == "text"


def test_a_change_of_nothing_leaves_no_trace(tenant, projects):
    define(tenant, **formula("title"))
    tenant.organization.refresh_from_db()
    before = tenant.organization.schema_version
    change(tenant, "it", settings={"expression": "title"})
    tenant.organization.refresh_from_db()
    assert tenant.organization.schema_version == before


def test_a_field_that_a_formula_names_is_not_archived(tenant, projects):
    define(tenant, **number("X"))
    define(tenant, **formula("x * 2", "A"))
    define(tenant, **formula("a + 1", "B"))
    for slug, named_by in (("x", "a"), ("a", "b")):
        with pytest.raises(Conflict) as refusal:
            archive_field(tenant.caller, object_slug="projects", slug=slug)
        assert refusal.value.message == f"These formulas name the field: {named_by}."
    for slug in ("b", "a", "x"):
        archive_field(tenant.caller, object_slug="projects", slug=slug)


def test_a_restored_formula_has_what_it_names(tenant, projects):
    define(tenant, **number("X"))
    define(tenant, **formula("x * 2", "A"))
    for slug in ("a", "x"):
        archive_field(tenant.caller, object_slug="projects", slug=slug)
    with pytest.raises(Conflict, match="there is no “x”"):
        restore_field(tenant.caller, object_slug="projects", slug="a")
    for slug in ("x", "a"):
        assert not restore_field(
            tenant.caller, object_slug="projects", slug=slug
        ).archived_at


@pytest.fixture
def tasks(tenant, projects):
    """An object whose records refer to projects, which count them."""
    define_object(
        tenant.caller,
        values={
            "label_plural": "Jobs",
            "fields": [
                {"label": "Title", "type": "text"},
                {
                    "label": "Project",
                    "type": "reference",
                    "settings": {"object": "projects"},
                },
            ],
        },
    )
    return define(tenant, **rollup("Jobs", object="jobs"))


def test_a_rollup_does_not_keep_what_it_looks_at(tenant, tasks):
    def count():
        tenant.organization.refresh_from_db()
        found = tenant.api.get(f"/api/projects/{project}").json
        return found["custom_fields"].get("jobs")

    tenant.organization.refresh_from_db()
    project = tenant.make("projects", title="A")
    tenant.make("jobs", title="B", project=project)
    assert count() == 1
    archive_field(tenant.caller, object_slug="jobs", slug="project")
    assert count() is None
    restore_field(tenant.caller, object_slug="jobs", slug="project")
    archive_object(tenant.caller, slug="jobs")
    assert count() is None
    restore_object(tenant.caller, slug="jobs")
    assert count() == 1


def test_an_object_is_restored_with_a_rollup_over_what_is_gone(tenant, tasks):
    archive_field(tenant.caller, object_slug="jobs", slug="project")
    archive_object(tenant.caller, slug="projects")
    archive_object(tenant.caller, slug="jobs")
    assert not restore_object(tenant.caller, slug="projects").archived_at
    archive_field(tenant.caller, object_slug="projects", slug="jobs")
    with pytest.raises(Conflict, match="there is no object “jobs”"):
        restore_field(tenant.caller, object_slug="projects", slug="jobs")


def test_a_rollup_may_come_to_look_at_something_else(tenant, tasks):
    row = change_field(
        tenant.caller,
        object_slug="projects",
        slug="jobs",
        values={"settings": {"function": "max", "field": "created_at"}},
    )
    assert row.settings == {
        "object": "jobs",
        "reference": "project",
        "function": "max",
        "field": "created_at",
        "result": "moment",
    }
