"""A member sells through the API, an administrator puts things right in the admin."""

import pytest

from records.access.roles import Role
from tests.records.administration.desk import Desk
from tests.tenants import new_tenant

pytestmark = [pytest.mark.django_db, pytest.mark.journey]


def test_a_deal_is_won_thrown_away_and_brought_back():
    owner = new_tenant(Role.OWNER, currency="EUR")
    member = owner.colleague(Role.MEMBER)
    desk = Desk(owner)

    # The administrator names a stage of their own and a company.
    pipeline = owner.api.get("/api/pipelines").json[0]["id"]
    stages = owner.api.get("/api/stages").json
    won = next(one for one in stages if one["slug"] == "won")
    saved = desk.save("crm_stage", "change", won["id"], name="Signed")
    assert saved.status_code == 302
    saved = desk.save("crm_company", "add", name="Acme Werke")
    assert saved.status_code == 302
    (company,) = member.api.get("/api/companies", filter={"q": "acme"}).json

    # The member finds both by the API, and sells.
    ada = member.api.post(
        "/api/contacts", {"name": "Ada Lovelace", "company_id": company["id"]}
    ).json
    deal = member.api.post(
        "/api/deals", {"name": "Engine", "contact_id": ada["id"], "amount": 1000}
    ).json
    assert (deal["company_id"], deal["currency"]) == (company["id"], "EUR")
    assert (deal["status"], deal["pipeline_id"]) == ("prospecting", pipeline)
    task = member.api.post(
        "/api/tasks", {"text": "Call", "deal_id": deal["id"], "contact_id": ada["id"]}
    ).json
    signed = member.api.put(f"/api/deals/{deal['id']}", {"status": "signed"}).json
    assert (signed["status"], signed["stage_id"]) == ("won", won["id"])
    assert signed["last_stage_change_by_id"] == member.user.pk
    done = {"done_date": "2024-03-10T12:00:00Z"}
    assert member.api.put(f"/api/tasks/{task['id']}", done).status == 200
    sold = member.api.get(f"/api/deals/{deal['id']}").json
    told = {"last_activity_at": sold["last_activity_at"], "updated_at": ""}
    assert {**sold, "updated_at": ""} == {**signed, **told}
    assert sold["last_activity_at"] > signed["created_at"]
    (summary,) = member.api.get("/api/companies_summary").json
    assert (summary["nb_deals"], summary["nb_contacts"]) == (1, 1)

    # Thrown away by mistake; what a member may do ends here.
    assert member.api.delete(f"/api/deals/{deal['id']}").json["archived"] is True
    assert member.api.get(f"/api/deals/{deal['id']}").status == 404
    assert member.api.post(f"/api/deals/{deal['id']}/restore").status == 403
    purged = member.api.delete(f"/api/contacts/{ada['id']}", purge="true")
    assert purged.status == 403

    # The administrator reads what happened, and brings it back.
    history = desk.get("crm_deal", "history", deal["id"]).content.decode()
    for told in ("Archived", "Signed", str(member.user)):
        assert told in history
    restored = desk.client.post(desk.url("crm_deal", "restore", deal["id"]))
    assert restored.status_code == 302
    again = member.api.get(f"/api/deals/{deal['id']}").json
    assert {**again, "updated_at": ""} == {**sold, "updated_at": ""}
    assert [one["id"] for one in member.api.get("/api/deals").json] == [deal["id"]]
