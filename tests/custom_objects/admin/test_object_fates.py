"""What is told before a schema is changed, and what goes and comes back."""

import pytest

from custom_objects.definitions import define_field, define_object
from custom_objects.models import (
    CustomRecord,
    FieldDefinition,
    ObjectDefinition,
)
from tests.custom_objects.admin.pages import sidebar
from tests.custom_objects.admin.schema_desk import errors_on, url
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


def fields(tenant):
    rows = FieldDefinition.objects.for_organization(tenant.organization.pk)
    return {one.slug: one for one in rows.filter(object__slug="projects")}


def warned(answer):
    assert answer.status_code == 200
    assert "warned" in answer.context, errors_on(answer)
    return [
        (
            one.label,
            one.effect.attribute,
            one.effect.count,
            [e.text for e, _url in told],
        )
        for one, told in answer.context["warned"]
    ]


# -- before records would fail -----------------------------------------------------------


@pytest.mark.parametrize(
    ("changed", "effects"),
    [
        (
            {"budget__is_required": "on"},
            [("Budget", "is_required", 2, ["Apollo", "Gemini"])],
        ),
        (
            {"title__is_unique": "on"},
            [("Title", "is_unique", 1, ["Apollo"])],
        ),
        ({"mail__type": "email"}, [("Mail", "type", 1, ["Apollo"])]),
        (
            {"size__options": '[{"name": "Large"}]'},
            [("Size", "options", 1, ["Apollo"])],
        ),
        ({"budget__removed": "on"}, [("Budget", "archived_at", 1, ["Apollo"])]),
        (
            {"budget__removed": "on", "mail__is_required": "on"},
            [
                ("Mail", "is_required", 1, ["Gemini"]),
                ("Budget", "archived_at", 1, ["Apollo"]),
            ],
        ),
    ],
)
def test_what_records_would_fail_is_told_first(projects, desk, changed, effects):
    before = snapshot()
    answer = desk.save("projects", label="Undertaking", **changed)
    told = [
        (label, attribute, count, sorted(examples))
        for label, attribute, count, examples in warned(answer)
    ]
    assert told == effects
    assert_unchanged(before)

    back = desk.answer(answer, "back")
    assert back.context["object_page"].form["label"].value() == "Undertaking"
    assert_unchanged(before)

    saved = desk.answer(answer, "confirmed")
    assert saved.status_code == 302
    rows = ObjectDefinition.objects.for_organization(desk.tenant.organization.pk)
    assert rows.get(slug="projects").label == "Undertaking"


def test_who_saves_such_a_record_next_has_to_put_it_right(owner, projects, desk):
    desk.answer(desk.save("projects", budget__is_required="on"), "confirmed")
    assert fields(owner)["budget"].is_required
    kept = CustomRecord.objects.everywhere().get(pk=projects[2])
    assert kept.custom_fields == {"title": "Gemini"}


def test_what_fails_nothing_is_saved_at_once(owner, projects, desk):
    answer = desk.save("projects", title__is_required="on", budget__label="Money")
    assert answer.status_code == 302
    assert fields(owner)["title"].is_required


def test_the_examples_lead_to_their_records(projects, desk):
    answer = desk.save("projects", budget__is_required="on")
    page = answer.content.decode()
    assert f"/admin/custom_objects/customrecord/{projects[2]}/change/" in page


def test_an_empty_field_is_archived_without_asking(owner, projects, desk):
    define_field(
        owner.caller, object_slug="projects", values={"label": "New", "type": "text"}
    )
    assert desk.save("projects", new__removed="on").status_code == 302
    assert fields(owner)["new"].archived_at is not None


def test_a_new_card_that_was_taken_out_again_was_never_there(owner, projects, desk):
    new = {"label": "", "type": "nonsense", "removed": "on"}
    assert desk.save("projects", new).status_code == 302
    assert len(fields(owner)) == 4


def test_a_built_in_field_is_told_of_too(owner, desk):
    owner.make("companies", name="Beta")
    owner.make("companies", name="Beta", domain="beta.example")
    answer = desk.save("companies", domain__is_required="on", name__is_unique="on")
    assert [effect[:3] for effect in warned(answer)] == [
        ("Name", "is_unique", 1),
        ("Domain", "is_required", 1),
    ]
    assert desk.answer(answer, "confirmed").status_code == 302


def test_the_last_text_that_records_are_known_by_is_not_archived(projects, desk):
    before = snapshot()
    answer = desk.answer(desk.save("projects", title__removed="on"), "confirmed")
    told = errors_on(answer)["__all__"]
    assert told[0].startswith("Title: Records are known by this field")
    assert_unchanged(before)


# -- archived and back -------------------------------------------------------------------


def archive(desk, slug):
    answer = desk.save("projects", **{f"{slug}__removed": "on"})
    return desk.answer(answer, "confirmed") if answer.status_code == 200 else answer


def test_an_archived_field_is_restored_with_its_values(owner, projects, desk):
    archive(desk, "budget")
    page = desk.open("projects")
    (gone,) = page.context["archived"]
    assert gone["field"].slug == "budget"
    answer = desk.client.post(gone["restore"])
    assert answer.headers["Location"] == url("change", "projects")
    assert fields(owner)["budget"].archived_at is None
    listed = desk.client.get(
        "/admin/custom_objects/customrecord/"
        "?definition__slug__exact=projects&cf__budget__from=5"
    )
    assert [one.pk for one in listed.context["cl"].result_list] == projects[:1]


def test_an_archived_field_is_emptied_for_good_after_asking(owner, projects, desk):
    archive(desk, "budget")
    page = url("purge_field", "projects", "budget")
    asked = desk.client.get(page)
    ((effect, examples),) = asked.context["effects"]
    assert (effect.count, [one.text for one, _url in examples]) == (1, ["Apollo"])
    assert fields(owner)["budget"].label == "Budget"
    assert desk.client.post(page).status_code == 302
    kept = CustomRecord.objects.everywhere().get(pk=projects[0])
    assert "budget" not in kept.custom_fields
    assert desk.open("projects").context["archived"] == []
    assert desk.client.get(page).status_code == 404


def test_a_label_that_was_given_away_is_told_when_it_is_wanted_back(
    owner, projects, desk
):
    archive(desk, "budget")
    desk.save("projects", {"label": "Budget", "type": "currency"})
    answer = desk.client.post(url("restore_field", "projects", "budget"), follow=True)
    *_saved, message = answer.context["messages"]
    assert "is the label of another field" in str(message)
    assert fields(owner)["budget"].archived_at is not None


def test_an_object_goes_and_comes_back_with_its_records(owner, projects, desk):
    asked = desk.client.get(url("archive", "projects"))
    assert asked.context["count"] == 3
    gone = desk.client.post(url("archive", "projects"), follow=True)
    assert "Projects" not in sidebar(gone)
    (listed,) = gone.context["archived"]
    assert listed[0].slug == "projects"
    assert desk.client.get(url("change", "projects")).status_code == 404
    assert desk.client.get(url("archive", "projects")).status_code == 404
    back = desk.client.post(listed[1], follow=True)
    assert "Projects" in sidebar(back)
    assert CustomRecord.objects.everywhere().count() == 3


def test_an_object_that_others_refer_to_stays(owner, projects, desk):
    values = {
        "label": "Project",
        "type": "reference",
        "settings": {"object": "projects"},
    }
    define_field(owner.caller, object_slug="contacts", values=values)
    answer = desk.client.post(url("archive", "projects"), follow=True)
    (message,) = answer.context["messages"]
    assert "contacts.project" in str(message)
    assert desk.open("projects").status_code == 200


@pytest.mark.parametrize("slug", ["contacts", "tasks", "nowhere"])
def test_what_is_not_an_own_object_is_not_archived(desk, slug):
    assert desk.client.get(url("archive", slug)).status_code == 404
    assert desk.client.post(url("archive", slug)).status_code == 404


@pytest.mark.parametrize("page", ["restore", "restore_field"])
def test_nothing_is_done_by_looking(projects, desk, page):
    arguments = ("projects", "budget") if "field" in page else ("projects",)
    assert desk.client.get(url(page, *arguments)).status_code == 405


def test_the_history_tells_of_the_object_and_its_fields(projects, desk):
    desk.save("projects", label="Undertaking", budget__label="Money")
    page = desk.client.get(url("history", "projects"))
    told = [
        (one.subject, [(c.label, c.before, c.after) for c in one.changes])
        for one in page.context["events"]
    ]
    assert told[:2] == [
        ("Money", [("Label", "Budget", "Money")]),
        ("Projects", [("Name of one", "Project", "Undertaking")]),
    ]
    created = {label: after for label, _before, after in told[2][1]}
    assert created["Fields"] == "Title, Budget, Size, Mail"
    assert desk.client.get(url("history", "contacts")).status_code == 200
    desk.save("contacts", {"label": "Size", "type": "text"})
    assert len(desk.client.get(url("history", "contacts")).context["events"]) == 1
