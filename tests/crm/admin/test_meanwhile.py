"""Is what somebody else changed while a form was open told, and not undone?"""

import re

import pytest

from records.access.roles import Role
from tests.records.administration.desk import Desk, errors_in, sent
from tests.tenants import new_tenant


@pytest.fixture
def owner(db):
    return new_tenant(Role.OWNER)


def opened_form(desk, record):
    """The form of a contact as a browser holds it."""
    page = desk.get("crm_contact", "change", record)
    (stamp,) = re.findall(r'name="_opened" value="([^"]+)"', page.content.decode())
    return {**sent(page.context), "_opened": stamp}


def test_an_edit_of_somebody_else_meanwhile_is_not_undone_in_silence(owner):
    contact = owner.make("contacts", first_name="Ada", phone="1")
    desk = Desk(owner)
    opened = opened_form(desk, contact)
    owner.api.put(f"/api/contacts/{contact}", {"phone": "2"})
    url = desk.url("crm_contact", "change", contact)
    answer = desk.client.post(url, {**opened, "first_name": "B"})
    assert list(errors_in(answer)) == ["phone"]
    stored = owner.api.get(f"/api/contacts/{contact}").json
    assert (stored["first_name"], stored["phone"]) == ("Ada", "2")
    (stamp,) = re.findall(r'name="_opened" value="([^"]+)"', answer.content.decode())
    again = {**sent(answer.context), "_opened": stamp}
    assert desk.client.post(url, again).status_code == 302
    stored = owner.api.get(f"/api/contacts/{contact}").json
    assert (stored["first_name"], stored["phone"]) == ("B", "1")


def test_an_edit_of_other_fields_meanwhile_stays(owner):
    contact = owner.make("contacts", first_name="Ada", phone="1")
    desk = Desk(owner)
    opened = opened_form(desk, contact)
    owner.api.put(f"/api/contacts/{contact}", {"phone": "2"})
    url = desk.url("crm_contact", "change", contact)
    changed = {**opened, "first_name": "B", "phone": "2"}
    assert desk.client.post(url, changed).status_code == 302
    stored = owner.api.get(f"/api/contacts/{contact}").json
    assert (stored["first_name"], stored["phone"]) == ("B", "2")


@pytest.mark.parametrize(
    "stamp",
    [
        *("", "soon", "2020-01-01", "9" * 400),
        *("9999-12-31T23:59:59-23:59", "0001-01-01T00:00:00+23:59"),
    ],
)
def test_a_form_that_does_not_say_when_it_was_opened_is_saved(owner, stamp):
    contact = owner.make("contacts", first_name="Ada")
    desk = Desk(owner)
    opened = {**opened_form(desk, contact), "_opened": stamp, "first_name": "B"}
    url = desk.url("crm_contact", "change", contact)
    assert desk.client.post(url, opened).status_code == 302
