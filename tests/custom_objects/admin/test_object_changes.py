"""The page of a stored object: what is changed there, and nothing else, is stored."""

import json

import pytest

from custom_objects.definitions import define_field, define_object
from custom_objects.models import FieldDefinition, FieldOption
from tests.custom_objects.admin.schema_desk import (
    changes,
    errors_on,
    fields_of,
    new_field,
    object_of,
    options_of,
    url,
)
from tests.snapshots import assert_unchanged, snapshot

# -- changing ----------------------------------------------------------------------------


@pytest.fixture
def projects(owner):
    define_object(
        owner.caller,
        values={
            "label_plural": "Projects",
            "label": "Project",
            "fields": [
                {"label": "Title", "type": "text", "is_required": True},
                {"label": "Budget", "type": "number"},
                {
                    "label": "Size",
                    "type": "dropdown",
                    "options": [{"name": "Small"}, {"name": "Large", "color": "teal"}],
                },
                {"label": "Notes", "type": "long_text"},
            ],
        },
    )
    owner.organization.refresh_from_db()
    return owner


def test_what_is_changed_is_one_entry_for_each_thing(projects, desk):
    before = changes()
    answer = desk.save(
        "projects",
        label="Undertaking",
        budget__label="Money",
        budget__help_text="In thousands\r\nof euros",
        title__is_searchable="on",
    )
    assert answer.status_code == 302, errors_on(answer)
    assert changes() == before + 3
    fields = fields_of(projects, "projects")
    assert fields["budget"].label == "Money"
    assert fields["budget"].help_text == "In thousands\nof euros"
    assert fields["title"].is_searchable
    assert object_of(projects, "projects").label == "Undertaking"


def test_fields_are_put_in_the_order_of_their_cards_by_the_fewest_moves(projects, desk):
    before = changes()
    data = desk.form("projects")
    for place, slug in enumerate(["budget", "size", "notes", "title"]):
        index = next(n for n in range(4) if data[f"fields-{n}-stored"] == slug)
        data[f"fields-{index}-place"] = str(place)
    assert desk.send("projects", data).status_code == 302
    assert [*fields_of(projects, "projects")] == ["budget", "size", "notes", "title"]
    assert changes() == before + 1


def test_a_new_field_stands_where_its_card_does(projects, desk):
    data = desk.form("projects")
    for index in (1, 2, 3):
        data[f"fields-{index}-place"] = str(index + 1)
    data |= {**new_field(4, label="Start", type="date"), "fields-TOTAL": "5"}
    data["fields-4-place"] = "1"
    assert desk.send("projects", data).status_code == 302
    assert [*fields_of(projects, "projects")] == [
        "title",
        "start",
        "budget",
        "size",
        "notes",
    ]


def test_new_fields_may_name_each_other_in_any_order(projects, desk):
    answer = desk.save(
        "projects",
        {"label": "Double", "type": "formula", "formula__expression": "half * 4"},
        {"label": "Half", "type": "formula", "formula__expression": "budget / 2"},
    )
    assert answer.status_code == 302, errors_on(answer)
    wrong = desk.save(
        "projects",
        {"label": "A", "type": "formula", "formula__expression": "b + 1"},
        {"label": "B", "type": "formula", "formula__expression": "a + 1"},
    )
    assert errors_on(wrong).keys() == {
        "fields-6-formula__expression",
        "fields-7-formula__expression",
    }


def test_a_rollup_is_defined_by_choosing(projects, desk):
    define_object(
        projects.caller,
        values={
            "label_plural": "Hours",
            "fields": [
                {"label": "Amount", "type": "number"},
                {
                    "label": "Project",
                    "type": "reference",
                    "settings": {"object": "projects"},
                },
            ],
        },
    )
    form = desk.open("projects").context["empty_form"]
    choices = {name: form.fields[f"rollup__{name}"].choices for name in ("object",)}
    assert ("hours", "Hours") in choices["object"]
    assert ("Hours", [("project", "Project")]) in form.fields[
        "rollup__reference"
    ].choices
    answer = desk.save(
        "projects",
        {
            "label": "Work",
            "type": "rollup",
            "rollup__object": "hours",
            "rollup__reference": "project",
            "rollup__function": "sum",
            "rollup__field": "amount",
        },
    )
    assert answer.status_code == 302, errors_on(answer)
    assert fields_of(projects, "projects")["work"].settings["function"] == "sum"


def test_nothing_is_saved_when_one_thing_is_refused(projects, desk):
    before = snapshot()
    answer = desk.save(
        "projects",
        {"label": "Stage", "type": "status"},
        label="Undertaking",
        budget__label="Title",
        notes__label="Remarks",
    )
    assert errors_on(answer).keys() == {"fields-4-options", "fields-1-label"}
    assert_unchanged(before)


def test_a_stored_field_changes_among_types_that_keep_its_values(projects, desk):
    page = desk.open("projects").context["object_page"]
    offered = {
        form.row.slug: [slug for slug, _label in form.fields["type"].choices]
        for form in page.fields
    }
    assert {"text", "long_text", "email", "url"} <= set(offered["title"])
    assert offered["budget"] == ["number"]
    assert desk.save("projects", notes__type="url").status_code == 302
    assert fields_of(projects, "projects")["notes"].type == "url"
    refused = desk.save("projects", budget__type="text")
    assert errors_on(refused).keys() == {"fields-1-type"}


def test_the_target_of_a_reference_stays_what_it_is(projects, desk):
    reference = {
        "label": "Client",
        "type": "reference",
        "settings": {"object": "companies"},
    }
    define_field(projects.caller, object_slug="projects", values=reference)
    answer = desk.save("projects", client__reference__object="contacts")
    assert answer.status_code == 302
    settings = fields_of(projects, "projects")["client"].settings
    assert settings == {"object": "companies"}


def test_options_are_renamed_recolored_reordered_added_and_brought_back(projects, desk):
    size = fields_of(projects, "projects")["size"]
    rows = FieldOption.objects.for_organization(projects.organization.pk)
    small, large = (rows.get(field=size, name=one).pk for one in ("Small", "Large"))

    def send(*options):
        return desk.save("projects", size__options=json.dumps(options))

    send(
        {"id": large, "name": "Huge", "color": ""},
        {"name": "Medium", "color": "#fff"},
        {"id": small, "name": "Small", "color": "red"},
    )
    assert options_of(projects, size) == [
        ("Huge", ""),
        ("Medium", "#fff"),
        ("Small", "red"),
    ]
    assert rows.get(field=size, name="Huge").pk == large
    send({"id": large, "name": "Huge", "color": ""})
    assert options_of(projects, size) == [("Huge", "")]
    form = next(
        one
        for one in desk.open("projects").context["object_page"].fields
        if one.row.slug == "size"
    )
    assert "Medium" in form.stored_options
    send({"id": large, "name": "Huge"}, {"id": small, "name": "Small"})
    assert [name for name, _color in options_of(projects, size)] == ["Huge", "Small"]


def test_records_are_known_by_the_field_that_was_chosen(projects, desk):
    page = desk.open("projects").context["object_page"]
    offered = [slug for slug, _label in page.form.fields["display_field"].choices]
    assert offered == ["", "title", "notes"]
    new = {"label": "Code", "type": "text"}
    assert desk.save("projects", new).status_code == 302
    assert desk.save("projects", display_field="code").status_code == 302
    assert object_of(projects, "projects").display_field.slug == "code"
    assert desk.save("projects", display_field="").status_code == 302
    assert object_of(projects, "projects").display_field is None


def test_a_field_that_somebody_else_archived_meanwhile_stays_archived(projects, desk):
    data = desk.form("projects")
    rows = FieldDefinition.objects.for_organization(projects.organization.pk)
    rows.filter(slug="notes").update(archived_at="2026-01-01T00:00:00Z")
    data["fields-3-label"] = "Remarks"
    assert desk.send("projects", data).status_code == 302
    assert rows.get(slug="notes").label == "Notes"


def test_fields_that_somebody_else_added_meanwhile_stay(projects, desk):
    data = desk.form("projects")
    define_field(
        projects.caller,
        object_slug="projects",
        values={"label": "Late", "type": "text"},
    )
    assert desk.send("projects", data).status_code == 302
    assert [*fields_of(projects, "projects")][-1] == "late"


# -- built-in objects --------------------------------------------------------------------


def test_a_built_in_object_takes_fields_and_other_words(owner, desk):
    answer = desk.save(
        "contacts",
        {"label": "Shoe size", "type": "number"},
        label_plural="People",
        title__label="Position",
        fax__is_hidden="on",
        email__is_required="on",
    )
    assert answer.status_code == 302, errors_on(answer)
    assert [*fields_of(owner, "contacts")] == ["shoe_size"]
    form = desk.client.get("/admin/crm/contact/add/").context["adminform"].form
    assert "cf__shoe_size" in form.fields
    assert "fax" not in form.fields
    assert form.fields["title"].label == "Position"
    assert form.fields["email"].required
    again = desk.form("contacts")
    assert again["label_plural"] == "People"
    assert again["built_in-title-label"] == "Position"
    assert desk.save("contacts", title__label="").status_code == 302
    form = desk.client.get("/admin/crm/contact/add/").context["adminform"].form
    assert form.fields["title"].label == "Job title"


def test_what_cannot_be_adjusted_is_not_offered(desk):
    page = desk.open("deals").context["object_page"]
    forms = {one.declared.name: one for one in page.adjustments}
    assert forms["stage_id"].fields["is_required"].disabled
    assert forms["owner_id"].fields["is_unique"].disabled
    assert not forms["name"].fields["is_unique"].disabled
    assert "created_at" not in forms
    assert page.form.fields["label_plural"].required is False
    assert "display_field" not in page.form.fields


# -- the slug ----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("asked", "slug"),
    [
        ({"label": "Große Straße"}, "grosse_strasse"),
        ({"label": "Projects"}, "projects_2"),
        ({"label": "Contacts"}, "contacts_2"),
        ({"label": "!?"}, ""),
        ({"label": ""}, ""),
        ({"label": "Budget", "of": "field", "object": "projects"}, "budget_2"),
        ({"label": "Budget", "of": "field"}, "budget"),
        ({"label": "Start", "of": "field", "taken": ["start", "start_2"]}, "start_3"),
        ({"label": "Id", "of": "field"}, "id_2"),
        ({"label": "E-mail", "of": "field", "object": "contacts"}, "e_mail"),
        ({"label": "Email", "of": "field", "object": "contacts"}, "email_2"),
    ],
)
def test_the_slug_is_told_while_one_types(projects, desk, asked, slug):
    assert desk.client.get(url("slug"), asked).json() == {"slug": slug}


def test_the_slug_that_was_told_is_the_one_that_is_given(owner, desk):
    told = desk.client.get(url("slug"), {"label": "Straßen"}).json()["slug"]
    assert desk.save(None, label_plural="Straßen").status_code == 302
    assert object_of(owner, told).label_plural == "Straßen"
