"""An office manager makes the program keep projects, and programs find them at once."""

import re

import pytest
from playwright.sync_api import expect

from tests.journeys.surfing import (
    choose,
    filter_list,
    lists,
    save,
    sidebar,
    sign_in,
)

pytestmark = [pytest.mark.browser, pytest.mark.journey]

NOTHING = "\N{EN DASH}"

# As programs read them at the end.
ROOF = {
    "phase": "on_site",
    "topics": ["Facade", "Garden"],
    "budget": 12500.5,
    "due_on": "2031-03-01",
    "worth_it": 3,
}
BATH = {
    "phase": "done",
    "topics": ["Heating"],
    "budget": 800,
    "due_on": "2030-12-24",
    "worth_it": 2,
}

MODELS = {
    "Contacts": ("contacts", {"first_name": "Ada"}),
    "Companies": ("companies", {"name": "Beta Works"}),
    "Deals": ("deals", {"name": "Turbine"}),
}


def add_field(page, label, type_name, *, choices=(), **settings):
    """Add a card and answer what its type asks."""
    cards = page.locator("[data-card]")
    card = cards.nth(cards.count())
    page.get_by_role("button", name="Add a field").click()
    card.locator("[name$=-label]").fill(label)
    card.locator("[name$=-type]").select_option(label=type_name)
    for name, value in settings.items():
        answer = card.locator(f"[name$=__{name}]:visible")
        if answer.evaluate("one => one.tagName") == "SELECT":
            answer.select_option(label=value)
        else:
            answer.fill(value)
    for place, choice in enumerate(choices):
        if place == 0:
            card.get_by_role("button", name="Add a choice").click()
        else:
            page.keyboard.press("Enter")
        card.locator("[data-option]").nth(place).fill(choice)
    return card


def color_choice(card, place, color):
    card.get_by_title("Color", exact=True).nth(place).click()
    card.get_by_title(color).locator("visible=true").click()


def open_card(page, label):
    card = page.locator(f"[data-card][data-label='{label}']")
    card.get_by_role("button", expanded=False).click()
    return card


def save_object(page, name):
    page.get_by_role("button", name="Save", exact=True).click()
    expect(page.get_by_text(f"“{name}” was saved.")).to_be_visible()


def define_projects(page):
    in_sidebar = page.locator("#nav-sidebar").get_by_role("link", name="Projects")
    expect(in_sidebar).to_have_count(0)
    sidebar(page, "Objects")
    page.get_by_title("Add object").click()

    page.fill("[name=label_plural]", "Projects")
    page.fill("[name=label]", "Project")
    page.select_option("[name=icon]", label="Rocket")
    slug = page.locator("#object-form [data-slug-preview]").first
    expect(slug).to_have_text("projects")
    topics = ["Roof", "Heating", "Garden"]
    add_field(page, "Topics", "Multi-select", choices=topics)
    phase = add_field(page, "Phase", "Status", choices=["Planned", "On site", "Done"])
    color_choice(phase, 2, "#43a047")
    add_field(page, "Budget", "Currency", currency="EUR")
    due = add_field(page, "Due on", "Date")
    expect(due.locator("[data-slug-preview]")).to_have_text("due_on")
    expect(due.locator("[name$=__currency]:visible")).to_have_count(0)
    expect(due.get_by_text("Add a choice")).to_be_hidden()
    add_field(page, "Worth it", "Rating", maximum="3")
    add_field(page, "Client", "Reference", object="Companies")
    add_field(page, "Invoiced", "Checkbox")
    phase.get_by_title("Move up").first.click()
    save_object(page, "Projects")
    expect(in_sidebar).to_be_visible()


def add_project(page, name, *, phase, budget, due, topics, worth, client, invoiced):
    page.get_by_title("Add Project").click()
    expect(page.get_by_text("Add Project", exact=True)).to_be_visible()
    asked = [
        "Name*",
        "Phase",
        "Topics",
        "Budget (EUR)",
        "Due on",
        "Worth it",
        "Client",
        "Invoiced",
    ]
    expect(page.locator("label[for^=id_cf__]:visible")).to_have_text(asked)
    page.fill("[name=cf__name]", name)
    page.select_option("[name=cf__phase]", label=phase)
    page.fill("[name=cf__budget]", budget)
    page.fill("[name=cf__due_on]", due)
    for topic in topics:
        choose(page, "cf__topics", topic)
    page.select_option("[name=cf__worth_it]", worth)
    choose(page, "cf__client", client)
    page.locator("[name=cf__invoiced]").set_checked(invoiced)
    save(page)


def add_projects(page):
    sidebar(page, "Projects")
    roof = {"topics": ["Garden", "Roof"], "client": "Beta", "invoiced": True}
    bath = {"topics": ["Heating"], "client": "Acme", "invoiced": False}
    add_project(
        page,
        "Green roof",
        phase="On site",
        budget="12500.50",
        due="2031-03-01",
        worth="3",
        **roof,
    )
    add_project(
        page,
        "Warm bath",
        phase="Planned",
        budget="800",
        due="2030-12-24",
        worth="1",
        **bath,
    )


def look_at_projects(page):
    lists(page, "record", "Warm bath", "Green roof")
    lists(page, "phase", "Planned", "On site")
    lists(page, "budget", "800 EUR", "12,500.50 EUR")
    lists(page, "client", "Acme Werke", "Beta Works")
    for asked in (
        {"cf__phase": "On site"},
        {"cf__budget__from": "1000"},
        {"cf__topics": "Roof"},
        {"cf__invoiced": "Yes"},
        {"cf__name": "green"},
    ):
        filter_list(page, **asked)
        lists(page, "record", "Green roof")
        sidebar(page, "Projects")
    page.get_by_role("link", name="Budget", exact=True).click()
    lists(page, "record", "Warm bath", "Green roof")

    page.get_by_role("link", name="Warm bath").click()
    page.select_option("[name=cf__phase]", label="Done")
    due = page.locator("[name=cf__due_on]")
    before = due.input_value()
    due.fill("soon")
    page.click("[name=_save]")
    expect(page.locator("#content")).to_contain_text("Enter a valid date.")
    expect(due).to_have_value("soon")
    due.fill(before)
    page.select_option("[name=cf__worth_it]", label="★★☆ 2/3")
    save(page)


def change_projects(page):
    """Try to take out a choice that a record has, then do what is meant instead."""
    sidebar(page, "Objects")
    page.locator("#content").get_by_role("link", name="Projects").first.click()
    topics = open_card(page, "Topics")
    topics.get_by_title("Take it out").nth(1).click()
    save_button = page.get_by_role("button", name="Save", exact=True)
    save_button.click()
    told = page.locator("#content")
    expect(told).to_contain_text("Nothing was saved yet")
    expect(told).to_contain_text("1 record has an option that would go.")
    expect(told.get_by_role("link", name="Warm bath")).to_be_visible()

    page.get_by_role("button", name="No, back to the fields").click()
    topics = open_card(page, "Topics")
    topics.get_by_title("Bring it back").click()
    topics.locator("[data-option]").nth(0).fill("Facade")
    page.locator("[data-label=Invoiced]").get_by_title("Archive this field").click()
    expect(page.get_by_text("Will be archived when you save")).to_be_visible()
    save_button.click()
    expect(told).to_contain_text("“Invoiced” will be archived")
    page.get_by_role("button", name="Yes, save it all the same").click()
    expect(page.get_by_text("“Projects” was saved.")).to_be_visible()
    sidebar(page, "Projects")
    lists(page, "invoiced")
    lists(page, "topics", "Heating", re.compile("^Facade.*Garden$"))


def records_in_document(owner, slug, **filters):
    told = owner.api.get(
        "/api/crm/records/query", object_id=f"obj_{slug}", filters=filters
    )
    assert told.status == 200, told.json
    return told.json["data"]


def test_an_object_from_its_definition_to_what_programs_read(at, page, owner):
    beta, acme = (
        owner.make("companies", name=name) for name in ("Beta Works", "Acme Werke")
    )
    sign_in(page, at, owner)
    define_projects(page)
    add_projects(page)
    look_at_projects(page)
    change_projects(page)

    told = owner.api.get("/api/projects", sort=["budget", "ASC"])
    assert told.headers["Content-Range"] == "projects 0-1/2"
    bath, roof = told.json
    assert [one["name"] for one in told.json] == ["Warm bath", "Green roof"]
    assert bath["custom_fields"] == BATH | {"client": acme}
    assert roof["custom_fields"] == ROOF | {"client": beta}
    asked = {"budget_gte": 1000, "client": beta, "topics": "Facade"}
    assert owner.api.get("/api/projects", filter=asked).json == [roof]

    first, second = records_in_document(owner, "projects")
    assert first["id"] == f"rec_projects_{roof['id']}"
    green = {"name": "Green roof", "client": f"rec_companies_{beta}"}
    assert first["field_values"] == ROOF | green
    warm = {"name": "Warm bath", "client": f"rec_companies_{acme}"}
    assert second["field_values"] == BATH | warm
    done = records_in_document(owner, "projects", phase="Done", worth_it={"$lt": 3})
    assert done == [second]


def test_fields_of_contacts_companies_and_deals(at, page, owner):
    sign_in(page, at, owner)
    for name, (slug, values) in MODELS.items():
        ids = {owner.make(slug, **values) for _ in range(2)}
        sidebar(page, "Objects")
        page.locator("#content").get_by_role("link", name=name).first.click()
        add_field(page, "Region", "Dropdown", choices=["North", "South"])
        add_field(page, "Since", "Date")
        save_object(page, name)

        sidebar(page, name)
        page.locator("#result_list tbody th a").first.click()
        page.select_option("[name=cf__region]", label="North")
        page.fill("[name=cf__since]", "2030-12-24")
        save(page)
        lists(page, "region", "North", NOTHING)
        lists(page, "since", "Dec. 24, 2030", NOTHING)
        filter_list(page, cf__region="North")
        lists(page, "region", "North")

        asked = {"filter": {"region": "North", "since_lte": "2031-01-01"}}
        (found,) = owner.api.get(f"/api/{slug}", **asked).json
        assert found["custom_fields"] == {"region": "North", "since": "2030-12-24"}
        assert found["id"] in ids
        (read,) = records_in_document(owner, slug, region="North")
        assert read["id"] == f"rec_{slug}_{found['id']}"
        assert read["field_values"]["since"] == "2030-12-24"
