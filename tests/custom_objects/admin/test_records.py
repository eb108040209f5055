"""The forms of records of objects that an organization defined."""

import pytest

from custom_objects.admin.records import OBJECT
from custom_objects.definitions import define_object
from custom_objects.models import CustomRecord
from records.access.roles import Role
from records.history.models import Action
from tests.custom_objects.admin.pages import (
    MODEL,
    change_object,
    columns,
    found,
    object_in,
    of,
    sidebar,
)
from tests.custom_objects.admin.sheets import define_everything, fill
from tests.factories import define
from tests.records.administration.desk import Desk, errors_in, last_change
from tests.snapshots import assert_unchanged, snapshot


def kept(pk):
    return CustomRecord.objects.everywhere().get(pk=pk).custom_fields


# -- where objects are found -----------------------------------------------------------


def test_an_object_stands_in_the_sidebar_at_once_and_a_hidden_one_does_not(owner):
    desk = Desk(owner)
    before = sidebar(desk.get("crm_contact", "changelist"))
    define(owner.organization, "projects", title="text")
    define(owner.organization, "sites", title="text")
    after = sidebar(desk.get("crm_contact", "changelist"))
    assert [*after] == [*before, "Projects", "Sites"]
    page = desk.client.get(after["Sites"]["link"])
    active = [title for title, item in sidebar(page).items() if item["active"]]
    assert active == ["Sites"]
    change_object(owner, "sites", is_hidden=True)
    page = desk.client.get(after["Sites"]["link"])
    assert page.status_code == 200, "hidden, but not gone"
    assert [*sidebar(page)] == [*before, "Projects"]


def test_a_name_is_text_wherever_it_stands(owner):
    define(owner.organization, "projects", title={"type": "text", "label": "<i>T</i>"})
    change_object(
        owner, "projects", label="<b>One</b>", label_plural="<script>x</script>"
    )
    pk = owner.make("projects", title="<img src=x>")
    desk = Desk(owner)
    pages = [
        desk.client.get("/admin/"),
        desk.get(MODEL, "changelist"),
        desk.get(MODEL, "changelist", **of("projects")),
        desk.get(MODEL, "add", **of("projects")),
        desk.get(MODEL, "change", pk),
        desk.get(MODEL, "history", pk),
    ]
    for page in pages:
        text = page.content.decode()
        assert "&lt;script&gt;x&lt;/script&gt;" in text
        for raw in ("<script>x", "<b>One", "<i>T", "<img src=x>"):
            assert raw not in text


@pytest.mark.parametrize("slug", [None, "", "nowhere", "contacts", "quaggas"])
@pytest.mark.parametrize("page", ["changelist", "add"])
def test_without_an_object_there_is_a_choice(owner, projects, stranger, page, slug):
    define(stranger.organization, "quaggas", title="text")
    desk = Desk(owner)
    answer = desk.get(MODEL, page, **({} if slug is None else of(slug)))
    assert answer.status_code == 200
    assert [one.slug for one, _url in answer.context["objects"]] == ["projects"]
    (url,) = (url for _one, url in answer.context["objects"])
    assert url == f"{desk.url(MODEL, page)}?{OBJECT}=projects"
    assert b"Quagga" not in answer.content


def test_where_nothing_is_defined_the_page_says_so(owner):
    answer = Desk(owner).get(MODEL, "changelist")
    assert b"Nobody has defined an object" in answer.content
    assert Desk(owner).get(MODEL, "add").status_code in (200, 403)


def test_the_overview_counts_the_records_of_each_object(owner, projects):
    define(owner.organization, "sites", title="text")
    owner.make("projects", title="Apollo")
    page = Desk(owner).client.get("/admin/")
    cards = {one.title: one for one in page.context["cards"]}
    assert (cards["Projects"].count, cards["Sites"].count) == (1, 0)
    assert object_in(cards["Projects"].url) == "projects"
    assert object_in(cards["Projects"].add_url) == "projects"
    (event,) = [one for one in page.context["latest"] if one["name"] == "Apollo"]
    assert event["type"] == "Project"


# -- forms -----------------------------------------------------------------------------


def test_a_field_of_every_type_is_typed_kept_shown_and_asked_for(owner):
    fields = define_everything(owner, "projects")
    sheet = fill(owner, fields)
    desk = Desk(owner)
    answer = desk.save(MODEL, "add", query=f"{OBJECT}=projects", **sheet.typed())
    assert answer.status_code == 302, errors_in(answer)
    pk = last_change().record_id
    assert kept(pk) == sheet.kept

    entry = last_change().pk
    assert desk.save(MODEL, "change", pk).status_code == 302
    assert last_change().pk == entry

    viewed = Desk(owner.colleague(Role.VIEWER)).get(MODEL, "change", pk)
    listed = desk.get(MODEL, "changelist", **of("projects"))
    for name, text in sheet.shown.items():
        assert text in viewed.content.decode(), name
    for name in columns(listed)[2:]:
        assert sheet.shown[name] in listed.content.decode(), name

    for name, value in sheet.found.items():
        assert pk in found(desk, "projects", **{name: value}), name
    for name, value in sheet.missed.items():
        assert pk not in found(desk, "projects", **{name: value}), name


def test_a_change_is_one_entry_of_the_person_who_made_it(owner, projects):
    desk = Desk(owner)
    pk = owner.make("projects", title="Apollo", budget=5)
    answer = desk.save(MODEL, "change", pk, cf__title="Gemini")
    assert answer.status_code == 302, errors_in(answer)
    change = last_change()
    assert (change.object_type, change.record_id) == ("projects", pk)
    assert (change.action, change.actor_id) == (Action.UPDATED, owner.user.pk)
    assert (change.before, change.after) == ({"title": "Apollo"}, {"title": "Gemini"})
    assert kept(pk) == {"title": "Gemini", "budget": 5}


def test_what_is_refused_is_told_beside_the_input(owner, projects):
    desk = Desk(owner)
    before = snapshot()
    answer = desk.save(
        MODEL,
        "add",
        query=f"{OBJECT}=projects",
        cf__title="",
        cf__budget="x",
        cf__client="77",
    )
    assert answer.status_code == 200
    assert errors_in(answer).keys() == {"cf__title", "cf__budget"}
    answer = desk.save(
        MODEL, "add", query=f"{OBJECT}=projects", cf__title="A", cf__client="77"
    )
    assert errors_in(answer).keys() == {"cf__client"}
    assert_unchanged(before)


def test_a_new_record_begins_with_the_defaults(owner):
    define(
        owner.organization,
        "projects",
        title={"type": "text", "default": "Untitled"},
        stars={"type": "rating", "default": 3},
    )
    form = Desk(owner).form(MODEL, "add", **of("projects"))
    assert (form["cf__title"], form["cf__stars"]) == ("Untitled", "3")


def test_a_title_says_which_object_it_is(owner, projects):
    pk = owner.make("projects", title="Apollo")
    desk = Desk(owner)
    added = desk.get(MODEL, "add", **of("projects"))
    assert added.context["title"] == "Add Project"
    changed = desk.get(MODEL, "change", pk)
    assert (changed.context["title"], changed.context["subtitle"]) == (
        "Project",
        "Apollo",
    )
    assert "Projects" in sidebar(changed)
    assert sidebar(changed)["Projects"]["active"]
    listed = desk.get(MODEL, "changelist", **of("projects"))
    assert listed.context["cl"].title == "Projects"
    for page in (added, changed, listed):
        header = page.content.decode().partition("<h1")[2].partition("</h1>")[0]
        assert "Projects" in header
        assert f"{desk.url(MODEL, 'changelist')}?{OBJECT}=projects" in header


def test_a_record_without_a_text_is_known_by_its_number(owner):
    define(owner.organization, "readings", value="number")
    pk = owner.make("readings", value=7)
    desk = Desk(owner)
    page = desk.get(MODEL, "changelist", **of("readings"))
    assert f"Reading {pk}" in page.content.decode()
    assert page.context["cl"].search_fields == ()
    assert desk.get(MODEL, "change", pk).context["subtitle"] == f"Reading {pk}"


def test_computed_fields_are_shown_and_never_typed(owner):
    fields = [
        {"label": "Title", "type": "text"},
        {"label": "Budget", "type": "number"},
        {
            "label": "With tax",
            "type": "formula",
            "settings": {"expression": "budget * 1.19"},
        },
        {
            "label": "Parent",
            "type": "reference",
            "settings": {"object": "projects"},
        },
        {
            "label": "Parts",
            "type": "rollup",
            "settings": {
                "object": "projects",
                "reference": "parent",
                "function": "count",
            },
        },
    ]
    define_object(owner.caller, values={"label_plural": "Projects", "fields": fields})
    owner.organization.refresh_from_db()
    parent = owner.make("projects", title="A", budget=1_000)
    owner.make("projects", title="B", parent=parent)
    desk = Desk(owner)
    page = desk.get(MODEL, "change", parent, **of("projects"))
    names = page.context["adminform"].form.fields
    assert not [name for name in names if "tax" in name or "parts" in name]
    text = page.content.decode()
    for shown in ("With tax", "1,190", "Parts"):
        assert shown in text
    listed = desk.get(MODEL, "changelist", **of("projects"))
    assert {"with_tax", "parts"} <= set(columns(listed))
    assert "1,190" in listed.content.decode()


def test_everything_that_is_wrong_is_told_at_once(owner):
    define(
        owner.organization,
        "projects",
        title={"type": "text"},
        due={"type": "date"},
        mail={"type": "email"},
        hotline={"type": "phone"},
        hours={"type": "number"},
    )
    answer = Desk(owner).save(
        MODEL,
        "add",
        query=f"{OBJECT}=projects",
        cf__title="Roof",
        cf__due="soon",
        cf__mail="me",
        cf__hotline="abc",
        cf__hours="123456789012345678",
    )
    assert set(errors_in(answer)) == {"cf__due", "cf__mail", "cf__hotline", "cf__hours"}
