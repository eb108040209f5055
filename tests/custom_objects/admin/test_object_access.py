"""Who may define objects, and whose."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from custom_objects.definitions import archive_object, define_field, define_object
from custom_objects.models import (
    FieldDefinition,
    FieldOption,
    ObjectDefinition,
)
from records.access.roles import Role
from tests.budgets.statements import TRANSACTIONAL
from tests.custom_objects.admin.schema_desk import SchemaDesk, errors_on, url
from tests.snapshots import assert_unchanged, snapshot

PROJECTS = {
    "label_plural": "Projects",
    "label": "Project",
    "fields": [
        {"label": "Title", "type": "text"},
        {"label": "Budget", "type": "number"},
        {"label": "Size", "type": "dropdown", "options": ["Small", "Large"]},
        {"label": "Mail", "type": "text"},
    ],
}


@pytest.fixture
def projects(owner):
    """Three records; one has a budget, two share a title, each is of another kind."""
    define_object(owner.caller, values=PROJECTS)
    owner.organization.refresh_from_db()
    return [
        owner.make(
            "projects", title="Apollo", budget=5, size="Small", mail="a@b.example"
        ),
        owner.make("projects", title="Apollo", size="Large", mail="nobody"),
        owner.make("projects", title="Gemini"),
    ]


# -- who may -----------------------------------------------------------------------------

EVERY = (
    ("changelist", ()),
    ("add", ()),
    ("change", ("projects",)),
    ("change", ("contacts",)),
    ("history", ("projects",)),
    ("slug", ()),
    ("archive", ("projects",)),
    ("restore", ("projects",)),
    ("restore_field", ("projects", "budget")),
    ("purge_field", ("projects", "budget")),
)


@pytest.mark.parametrize("role", [Role.MEMBER, Role.VIEWER])
def test_only_administrators_change_the_schema(owner, projects, role):
    desk = SchemaDesk(owner.colleague(role))
    before = snapshot()
    for name, arguments in EVERY:
        page = url(name, *arguments)
        assert desk.client.get(page).status_code in (403, 405), page
        assert desk.client.post(page, {"label_plural": "Taken"}).status_code == 403
    assert_unchanged(before)
    groups = desk.client.get("/admin/").context["sidebar_navigation"]
    titles = [item["title"] for group in groups for item in group["items"]]
    assert "Objects" not in titles
    assert "Projects" in titles


@pytest.mark.parametrize("role", [Role.OWNER, Role.ADMIN])
def test_administrators_find_the_page_in_the_sidebar(owner, role):
    desk = SchemaDesk(owner if role is Role.OWNER else owner.colleague(role))
    groups = desk.client.get("/admin/").context["sidebar_navigation"]
    titles = [item["title"] for group in groups for item in group["items"]]
    assert "Objects" in titles
    assert desk.client.get(url("changelist")).status_code == 200


def test_whoever_is_not_signed_in_sees_nothing(client, db):
    for name, arguments in EVERY:
        assert client.get(url(name, *arguments)).status_code == 302


# -- isolation ---------------------------------------------------------------------------


@pytest.fixture
def foreign(stranger):
    """Another organization with an object, an archived field and fields on contacts."""
    define_object(
        stranger.caller,
        values={
            "label_plural": "Quaggas",
            "fields": [
                {"label": "Quagga name", "type": "text"},
                {"label": "Stripes", "type": "dropdown", "options": ["Quagga"]},
            ],
        },
    )
    quagga = {"label": "Quagga field", "type": "text"}
    define_field(stranger.caller, object_slug="contacts", values=quagga)
    rows = FieldDefinition.objects.for_organization(stranger.organization.pk)
    rows.filter(slug="stripes").update(archived_at="2026-01-01T00:00:00Z")
    return stranger


def test_objects_of_another_organization_are_nowhere(foreign, projects, desk):
    before = snapshot()
    for name, arguments in (
        ("changelist", ()),
        ("add", ()),
        ("change", ("projects",)),
        ("change", ("contacts",)),
    ):
        page = desk.client.get(url(name, *arguments))
        assert b"uagga" not in page.content, name
    for name, arguments in (
        ("change", ("quaggas",)),
        ("history", ("quaggas",)),
        ("archive", ("quaggas",)),
        ("restore", ("quaggas",)),
        ("restore_field", ("quaggas", "stripes")),
        ("purge_field", ("quaggas", "stripes")),
        ("restore_field", ("contacts", "quagga_field")),
    ):
        page = url(name, *arguments)
        assert desk.client.post(page, {}).status_code == 404, page
    asked = {"label": "A", "of": "field", "object": "quaggas"}
    assert desk.client.get(url("slug"), asked).status_code == 404
    assert desk.client.get(url("slug"), {"label": "Quaggas"}).json() == {
        "slug": "quaggas"
    }
    assert_unchanged(before)


def test_nothing_foreign_is_taken_up(foreign, projects, desk):
    options = FieldOption.objects.for_organization(foreign.organization.pk)
    foreign_option = options.get(name="Quagga").pk
    reference = {
        "label": "Pet",
        "type": "reference",
        "reference__object": "quaggas",
    }
    before = snapshot()
    refused = desk.save(
        "projects",
        reference,
        size__options=f'[{{"id": {foreign_option}, "name": "Mine"}}]',
    )
    assert errors_on(refused).keys() == {"fields-4-reference__object"}
    refused = desk.save(
        "projects", size__options=f'[{{"id": {foreign_option}, "name": "Mine"}}]'
    )
    assert "fields-2-options" in errors_on(refused)
    refused = desk.save("projects", display_field="quagga_name")
    assert errors_on(refused).keys() == {"display_field"}
    data = desk.form("projects")
    data["fields-0-stored"] = "quagga_name"
    data["fields-0-label"] = "Taken"
    assert desk.send("projects", data).status_code == 302
    assert_unchanged(before)


def test_the_same_slug_means_ones_own_object(owner, stranger, projects, desk):
    define_object(stranger.caller, values=PROJECTS)
    desk.save("projects", label_plural="Undertakings", budget__label="Money")
    rows = ObjectDefinition.objects.for_organization(stranger.organization.pk)
    assert rows.get(slug="projects").label_plural == "Projects"
    fields_there = FieldDefinition.objects.for_organization(stranger.organization.pk)
    assert fields_there.get(slug="budget").label == "Budget"
    archive_object(stranger.caller, slug="projects")
    assert desk.open("projects").status_code == 200


# -- budgets -----------------------------------------------------------------------------


@pytest.mark.parametrize("page", ["changelist", "change"])
def test_a_page_costs_the_same_however_much_is_defined(owner, projects, desk, page):
    arguments = ("projects",) if page == "change" else ()

    def cost():
        desk.client.get(url(page, *arguments))
        with CaptureQueriesContext(connection) as captured:
            assert desk.client.get(url(page, *arguments)).status_code == 200
        told = [one["sql"] for one in captured.captured_queries]
        return len([sql for sql in told if not sql.startswith(TRANSACTIONAL)])

    few = cost()
    for number in range(10):
        define_object(owner.caller, values={"label_plural": f"Objects {number}"})
        values = {
            "label": f"More {number}",
            "type": "dropdown",
            "options": ["A", "B"],
        }
        define_field(owner.caller, object_slug="projects", values=values)
    assert cost() == few
    assert few <= 16
