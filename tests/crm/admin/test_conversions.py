"""Leads are converted on their pages."""

import pytest

from records.access.roles import Role
from tests.records.administration.desk import Desk, errors_in
from tests.tenants import new_tenant


@pytest.fixture
def owner(db):
    return new_tenant(Role.OWNER)


def test_a_button_leads_from_a_lead_to_what_it_became(owner):
    lead = owner.make("leads", last_name="Lee", organization_name="Acme")
    desk = Desk(owner)
    page = desk.get("crm_lead", "change", lead)
    (button,) = [
        one for one in page.context["record_actions"] if one["title"] == "Convert"
    ]
    form = desk.client.get(button["url"]).context["adminform"].form
    assert form["lead_id"].value() == str(lead)
    answer = desk.save("crm_leadconversion", "add", lead_id=str(lead), create_deal="on")
    assert answer.status_code == 302, errors_in(answer)
    (made,) = owner.api.get("/api/lead_conversions").json
    assert made["deal_id"] is not None
    page = desk.get("crm_lead", "change", lead)
    titles = [one["title"] for one in page.context["record_actions"]]
    assert "Convert" not in titles
    assert b"Converted to" in page.content
    assert f"/admin/crm/company/{made['company_id']}/change/".encode() in page.content
    restored = desk.client.post(desk.url("crm_lead", "restore", lead))
    assert restored.status_code == 302
    page = desk.get("crm_lead", "change", lead)
    titles = [one["title"] for one in page.context["record_actions"]]
    assert "Convert" not in titles
    answer = desk.save("crm_leadconversion", "add", lead_id=str(lead))
    assert errors_in(answer)["lead_id"] == [f"Lead {lead} was converted before."]


def test_who_only_reads_is_offered_nothing(owner):
    lead = owner.make("leads", last_name="Lee")
    page = Desk(owner.colleague(Role.VIEWER)).get("crm_lead", "change", lead)
    assert page.context["record_actions"] == []
    assert b"Converted to" not in page.content
