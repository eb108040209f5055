"""Computed fields on the page of a record: shown, never edited."""

import pytest

from custom_objects.definitions import define_field
from records.access.roles import Role
from tests.records.administration.desk import Desk
from tests.tenants import new_tenant

DEALS = {"object": "deals", "reference": "company_id", "function": "count"}
FIELDS = [
    {"label": "Staff", "type": "number"},
    {
        "label": "Twice the staff",
        "type": "formula",
        "settings": {"expression": "staff * 2"},
    },
    {
        "label": "Greeting",
        "type": "formula",
        "settings": {"expression": "'Dear ' & name & left(text(today()), 0)"},
    },
    {"label": "Number of deals", "type": "rollup", "settings": DEALS},
]


@pytest.fixture
def owner(db):
    return new_tenant(Role.OWNER)


@pytest.fixture
def company(owner):
    for values in FIELDS:
        define_field(owner.caller, object_slug="companies", values=values)
    owner.organization.refresh_from_db()
    made = owner.make("companies", name="Acme", staff=21)
    owner.make("deals", name="X", company_id=made)
    return made


def test_a_page_shows_computed_fields_and_asks_for_none(owner, company):
    desk = Desk(owner)
    page = desk.get("crm_company", "change", company)
    text = page.content.decode()
    for shown in ("Twice the staff", "42", "Greeting", "Dear Acme", "Number of deals"):
        assert shown in text
    names = page.context["adminform"].form.fields.keys()
    assert [name for name in names if name.startswith("cf__")] == ["cf__staff"]


def test_a_form_that_is_sent_leaves_them_to_the_writer(owner, company):
    desk = Desk(owner)
    answer = desk.save("crm_company", "change", company, cf__staff="5")
    assert answer.status_code == 302
    told = owner.api.get(f"/api/companies/{company}").json["custom_fields"]
    assert told == {
        "staff": 5,
        "twice_the_staff": 10,
        "greeting": "Dear Acme",
        "number_of_deals": 1,
    }


def test_a_viewer_and_the_history_see_them(owner, company):
    viewer = Desk(owner.colleague(Role.VIEWER))
    page = viewer.get("crm_company", "change", company).content.decode()
    assert "Dear Acme" in page
    assert viewer.get("crm_company", "changelist").status_code == 200
    history = viewer.get("crm_company", "history", company).content.decode()
    assert "Twice the staff" in history
