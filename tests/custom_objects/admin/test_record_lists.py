"""The lists of such records: every way through them keeps the object."""

from urllib.parse import urlsplit

from django.db import connection
from django.test.utils import CaptureQueriesContext

from custom_objects.admin.records import OBJECT
from tests.budgets.statements import TRANSACTIONAL
from tests.custom_objects.admin.pages import (
    MODEL,
    columns,
    found,
    links,
    object_in,
    of,
)
from tests.custom_objects.admin.sheets import FIELDS, define_everything, fill
from tests.factories import define
from tests.records.administration.desk import Desk, last_change

# -- every way through the page keeps the object ---------------------------------------


def test_every_link_of_a_list_keeps_its_object(owner, projects):
    define(owner.organization, "sites", title="text")
    pk = owner.make("projects", title="Apollo")
    owner.make("projects", title="Gemini")
    desk = Desk(owner)
    own = desk.url(MODEL, "changelist")
    asked = {"cf__title": "o", "q": "apollo", "o": "1"}
    for query in ({}, asked, {"q": "nothing like it"}):
        page = desk.get(MODEL, "changelist", **of("projects"), **query)
        for link in links(page):
            path = urlsplit(link).path
            if not path.startswith(own) and not link.startswith("?"):
                continue
            assert object_in(link) in ("projects", "sites"), link
        text = page.content.decode()
        assert text.count(f'name="{OBJECT}" value="projects"') >= 2, "both forms"
    assert pk in found(desk, "projects", **asked)


def test_saving_leads_back_to_the_list_of_the_object(owner, projects):
    desk = Desk(owner)
    added = desk.save(MODEL, "add", query=f"{OBJECT}=projects", cf__title="Apollo")
    assert object_in(added.headers["Location"]) == "projects"
    pk = last_change().record_id
    changed = desk.save(MODEL, "change", pk, cf__title="Gemini")
    assert object_in(changed.headers["Location"]) == "projects"
    another = desk.save(
        MODEL,
        "add",
        query=f"{OBJECT}=projects",
        cf__title="Mercury",
        _addanother="1",
    )
    assert object_in(another.headers["Location"]) == "projects"
    again = desk.client.get(another.headers["Location"])
    assert again.context["title"] == "Add Project"
    message = str(next(iter(again.context["messages"])))
    assert "Mercury" in message


def test_filters_of_the_list_survive_a_visit_to_a_record(owner, projects):
    pk = owner.make("projects", title="Apollo")
    desk = Desk(owner)
    page = desk.get(MODEL, "changelist", **of("projects"), cf__title="apo")
    (link,) = {one for one in links(page) if f"/{pk}/change/" in one}
    form = desk.client.get(link)
    (back,) = {
        one
        for one in links(form)
        if urlsplit(one).path == desk.url(MODEL, "changelist") and "cf__title" in one
    }
    assert object_in(back) == "projects"
    assert found(desk, "projects", cf__title="apo") == [pk]


# -- list ------------------------------------------------------------------------------


def test_the_columns_are_the_fields_that_fit(owner):
    define_everything(owner, "projects")
    names = columns(Desk(owner).get(MODEL, "changelist", **of("projects")))
    expected = [one for one in FIELDS if one not in ("motto", "story")][:8]
    assert names == ["action_checkbox", "record", *expected]


def test_a_list_is_sorted_by_any_sortable_column(owner, projects):
    pks = [
        owner.make("projects", title=title, **({"budget": budget} if budget else {}))
        for title, budget in (("b", 20), ("C", None), ("a", 3))
    ]
    desk = Desk(owner)
    assert found(desk, "projects", o="1") == [pks[2], pks[0], pks[1]]
    assert found(desk, "projects", o="-2") == [pks[0], pks[2], pks[1]]
    assert found(desk, "projects", o="2") == [pks[2], pks[0], pks[1]]
    assert found(desk, "projects") == pks[::-1], "the newest first"


def test_a_page_beyond_the_last_is_the_last(owner, projects):
    pks = [owner.make("projects", title=f"P{number:03}") for number in range(60)]
    desk = Desk(owner)
    assert found(desk, "projects", o="1", p="2") == pks[50:]
    assert found(desk, "projects", o="1", p="99999999999999999999") == pks[50:]
    assert found(desk, "projects", o="1", p="-3") == pks[:50]
    assert found(desk, "projects", o="1", all="") == pks


def test_a_list_costs_the_same_however_long_it_is(owner):
    fields = define_everything(owner, "projects")
    sheet = fill(owner, fields)
    desk = Desk(owner)

    def cost():
        desk.get(MODEL, "changelist", **of("projects"))
        with CaptureQueriesContext(connection) as captured:
            page = desk.get(MODEL, "changelist", **of("projects"), o="2")
            assert page.status_code == 200
        told = [one["sql"] for one in captured.captured_queries]
        return len([sql for sql in told if not sql.startswith(TRANSACTIONAL)])

    def add(count):
        for number in range(count):
            values = {"motto": f"M{number}", "agency": sheet.kept["agency"]}
            owner.make("projects", **values, peers=sheet.kept["peers"])

    add(2)
    few = cost()
    add(20)
    assert cost() == few
    assert few <= 14
