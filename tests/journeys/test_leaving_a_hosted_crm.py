"""Somebody who leaves a hosted CRM: a key, the old data in, cleaned up, all of it out."""

import json

import pytest
from django.core.management import call_command

from records.history.models import Action, Change
from tests.tenants import Api

pytestmark = [pytest.mark.django_db, pytest.mark.journey]

COMPANIES = 40
PEOPLE = 120
# What their old CRM let people type, with no list behind it.
STATUSES = ("Won", "lost", "Second meeting", "second MEETING", "Parked")


@pytest.fixture
def api(capsys):
    """What the operator of a fresh installation hands out."""
    call_command(
        "create_organization",
        *("Kiosk Ltd", "--email", "kim@example.com"),
        *("--password", "analytical-engine-1837", "--json"),
    )
    told = json.loads(capsys.readouterr().out.splitlines()[-1])
    return Api(told["api_key"])


def imported(api, slug, batch):
    """Send records in one array; the ids come back in order."""
    answer = api.post(f"/api/{slug}", batch)
    assert answer.status == 201, answer.json
    return [one["id"] for one in answer.json]


def everything(api, slug, **parameters):
    """Read a list to its end, page by page, as its headers tell."""
    rows, total = [], None
    while total is None or len(rows) < total:
        page = api.get(f"/api/{slug}", range=[len(rows), len(rows) + 49], **parameters)
        window, _slash, told = page.headers["Content-Range"].partition("/")
        assert window == f"{slug} {len(rows)}-{len(rows) + len(page.json) - 1}"
        assert total in (None, int(told))
        total = int(told)
        rows += page.json
    assert len({one["id"] for one in rows}) == total
    return rows


def test_what_came_in_is_cleaned_up_and_goes_out_again(api):
    companies = imported(
        api,
        "companies",
        [
            {"name": f"Company {one}", "category": ["old", "crm"]}
            for one in range(COMPANIES)
        ],
    )
    people = imported(
        api,
        "contacts",
        [
            {
                "name": f"Person {one // 2}",
                "email": f"p{one // 2}@example.com",
                "companyId": companies[one % COMPANIES],
                "phone": f"+1 {one}" if one % 2 else None,
                "tags": ["imported", "odd" if one % 2 else "even"],
            }
            for one in range(PEOPLE)
        ],
    )
    imported(
        api,
        "deals",
        [
            {"name": f"Deal {one}", "contact_id": people[one], "amount": f"{one}.50",
             "status": STATUSES[one % len(STATUSES)]}
            for one in range(100)
        ],
    )  # fmt: skip
    imported(
        api,
        "contact_notes",
        [{"contact_id": one, "text": f"of {one}"} for one in people],
    )

    # One spelling of a new status made the stage, the other found it.
    stages = {one["slug"] for one in everything(api, "stages")}
    assert {"Second meeting", "Parked"} <= stages
    assert "second MEETING" not in stages
    asked = [{"field": "status", "op": "eq", "value": "second meeting"}]
    assert len(everything(api, "deals", filters=asked)) == 40

    # Everybody is there twice: the first of each pair keeps what the second knows.
    for winner, loser in zip(people[::2], people[1::2], strict=True):
        merge = {"winnerId": winner, "loserId": loser}
        assert api.post("/api/merge_contacts", merge).status == 200
    left = everything(api, "contacts", sort="name")
    assert sorted(one["id"] for one in left) == people[::2]
    for one in left:
        assert one["phone"] == f"+1 {people.index(one['id']) + 1}"
        assert one["tags"] == ["imported", "even", "odd"]
    noted = {one["contact_id"] for one in everything(api, "contact_notes")}
    assert noted == set(people[::2])
    assert {one["contact_id"] for one in everything(api, "deals")} <= noted

    # Junk goes for good, and takes nothing with it.
    assert api.delete(f"/api/companies/{companies[0]}", purge="true").status == 200
    orphans = everything(api, "contacts", filter={"company_id": None})
    assert [one["id"] for one in orphans] == [people[0], people[40], people[80]]

    # What is read is what can be written: sent back, it changes nothing.
    entries = Change.objects.everywhere().count()
    for slug in ("contacts", "companies", "deals", "contact_notes", "tags"):
        for one in everything(api, slug)[:20]:
            answer = api.put(f"/api/{slug}/{one['id']}", one)
            assert (answer.status, answer.json) == (200, one)
    assert Change.objects.everywhere().count() == entries
    merged = Change.objects.everywhere().filter(action=Action.MERGED)
    assert merged.filter(object_type="contacts").count() >= PEOPLE // 2
