"""``/v2/lead_conversions``: a lead becomes contacts and a deal."""

from urllib.parse import parse_qs, urlsplit

import pytest

from tests.envelopes import envelope_of
from tests.factories import define, make_many

LEAD = {
    "first_name": "Ada",
    "last_name": "Lovelace",
    "organization_name": "Engines",
    "title": "Countess",
    "email": "ada@example.com",
    "phone": "1",
    "linkedin": "https://linkedin.example/ada",
    "address": {"city": "London"},
    "tags": ["vip", "fair"],
}


def test_a_lead_becomes_a_person_an_organization_and_a_deal(v2, tenant):
    lead = v2.post("leads", **LEAD).data["id"]
    made = v2.post("lead_conversions", lead_id=lead)
    assert made.json["meta"] == {"type": "lead_conversion"}
    conversion = made.data
    assert set(conversion) == {
        *("id", "creator_id", "lead_id", "individual_id", "organization_id"),
        *("deal_id", "created_at"),
    }
    assert (conversion["lead_id"], conversion["creator_id"]) == (lead, tenant.user.pk)
    person = v2.get(f"contacts/{conversion['individual_id']}").data
    told = {key: one for key, one in LEAD.items() if key in person}
    assert {key: person[key] for key in told if key != "address"} == {
        key: one for key, one in told.items() if key != "address"
    }
    assert person["address"]["city"] == "London"
    assert (person["is_organization"], person["contact_id"]) == (
        False,
        conversion["organization_id"],
    )
    organization = v2.get(f"contacts/{conversion['organization_id']}").data
    assert (organization["is_organization"], organization["name"]) == (True, "Engines")
    deal = v2.get(f"deals/{conversion['deal_id']}").data
    assert deal["contact_id"] == person["id"]
    assert deal["organization_id"] == organization["id"]
    assert v2.get("leads").ids == []
    assert v2.get(f"leads/{lead}").codes == ["not_found"]
    assert v2.get("lead_conversions").items == [conversion]
    assert v2.get(f"lead_conversions/{conversion['id']}").data == conversion


@pytest.mark.parametrize(
    ("lead", "there"),
    [
        ({"last_name": "L"}, ["individual_id"]),
        ({"organization_name": "O"}, ["organization_id"]),
        ({"last_name": "L", "organization_name": "O"}, None),
    ],
)
@pytest.mark.parametrize(
    ("create_deal", "has_deal"), [(None, True), (True, True), (False, False)]
)
def test_what_a_lead_becomes_depends_on_its_names(
    v2, lead, there, create_deal, has_deal
):
    lead_id = v2.post("leads", **lead).data["id"]
    made = v2.post("lead_conversions", lead_id=lead_id, create_deal=create_deal).data
    expected = there or ["individual_id", "organization_id"]
    assert [key for key in ("individual_id", "organization_id") if made[key]] == (
        expected
    )
    assert (made["deal_id"] is not None) is has_deal
    assert len(v2.get("contacts").ids) == len(expected)


def test_what_is_about_a_lead_goes_along(v2, tenant):
    define(tenant.organization, "leads", is_built_in=True, region={"type": "text"})
    define(tenant.organization, "contacts", is_built_in=True, region={"type": "text"})
    lead = v2.post("leads", last_name="L", custom_fields={"Region": "EU"}).data["id"]
    about = {"resource_type": "lead", "resource_id": lead}
    note = v2.post("notes", content="N", **about).data["id"]
    task = v2.post("tasks", content="T", **about).data["id"]
    call = v2.post("calls", summary="C", **about).data["id"]
    made = v2.post("lead_conversions", lead_id=lead, create_deal=False).data
    person = made["individual_id"]
    for path in (f"notes/{note}", f"tasks/{task}", f"calls/{call}"):
        told = v2.get(path).data
        assert (told["resource_type"], told["resource_id"]) == ("contact", person)
    assert v2.get(f"contacts/{person}").data["custom_fields"] == {"Region": "EU"}


def test_a_conversion_has_the_leads_owner_unless_another_is_named(v2, tenant):
    one, two = tenant.colleague().user.pk, tenant.colleague().user.pk
    for sent, expected in (({}, one), ({"owner_id": two}, two)):
        lead = v2.post("leads", last_name="L", owner_id=one).data["id"]
        made = v2.post("lead_conversions", lead_id=lead, **sent).data
        for path in (f"contacts/{made['individual_id']}", f"deals/{made['deal_id']}"):
            assert v2.get(path).data["owner_id"] == expected


@pytest.mark.parametrize(
    ("sent", "errors"),
    [
        ({}, [("missing", "/data/lead_id")]),
        ({"lead_id": None}, [("blank", "/data/lead_id")]),
        ({"lead_id": 999}, [("incorrect_value", "/data/lead_id")]),
        ({"lead_id": "x"}, [("invalid_type", "/data/lead_id")]),
        ({"lead_id": [1]}, [("invalid_type", "/data/lead_id")]),
        (
            {"lead_id": 999, "owner_id": 999, "create_deal": "yes"},
            [
                ("incorrect_value", "/data/lead_id"),
                ("incorrect_value", "/data/owner_id"),
                ("invalid_type", "/data/create_deal"),
            ],
        ),
    ],
)
def test_what_is_wrong_with_a_conversion_is_told(v2, sent, errors):
    told = v2.post("lead_conversions", **sent)
    assert (told.status, told.errors) == (422, errors)
    assert v2.get("contacts").items == v2.get("lead_conversions").items == []


def test_a_lead_is_converted_once(v2):
    lead = v2.post("leads", last_name="L").data["id"]
    made = v2.post("lead_conversions", lead_id=lead).data
    told = v2.post("lead_conversions", lead_id=lead)
    assert told.status == 422
    assert [field for _code, field in told.errors] == ["/data/lead_id"]
    assert v2.get("lead_conversions").items == [made]
    assert len(v2.get("contacts").ids) == len(v2.get("deals").ids) == 1


def test_what_is_sent_for_what_a_lead_became_is_passed_over(v2):
    lead = v2.post("leads", last_name="L").data["id"]
    made = v2.post("lead_conversions", lead_id=lead, individual_id=7, id=9).data
    assert made["individual_id"] == v2.get("contacts").ids[0] != 7
    path = f"lead_conversions/{made['id']}"
    assert (v2.put(path).status, v2.delete(path).status) == (405, 405)


def test_a_viewer_converts_nothing(v2, tenant):
    lead = v2.post("leads", last_name="L").data["id"]
    told = envelope_of(tenant.colleague("viewer")).post(
        "lead_conversions", lead_id=lead
    )
    assert (told.status, told.codes) == (403, ["insufficient_scope"])
    assert v2.get("leads").ids == [lead]


@pytest.fixture
def five(v2, tenant):
    """Five conversions, the newest first."""
    leads = make_many(tenant.caller, "leads", [{"last_name": "L"}] * 5)
    make_many(
        tenant.caller,
        "lead_conversions",
        [{"lead_id": one, "create_deal": True} for one in leads],
    )
    told = v2.get("lead_conversions")
    assert told.ids == sorted(told.ids, reverse=True)
    return told.items


def test_conversions_are_found_by_what_came_of_them(v2, five):
    one = five[2]
    # Ids of a person and of an organization are of one space, so none is both.
    for name in ("lead_id", "individual_id", "deal_id"):
        assert v2.get("lead_conversions", **{name: one[name]}).items == [one]
    assert v2.get("lead_conversions", organization_id=one["individual_id"]).ids == []
    assert v2.get("lead_conversions", ids=one["id"]).items == [one]
    told = v2.get("lead_conversions", sort_by="id")
    assert told.codes == ["invalid_param"]


def follow(v2, **query):
    """Ask for pages as their links say, to the last."""
    pages = []
    while query is not None:
        told = v2.get("lead_conversions", **query)
        pages.append(told.ids)
        link = told.json["meta"]["links"].get("next_page")
        query = link and {
            name: one for name, (one,) in parse_qs(urlsplit(link).query).items()
        }
    return pages


def test_a_cursor_goes_on_where_a_page_ended(v2, five):
    ids = [one["id"] for one in five]
    assert follow(v2, per_page=2) == [ids[:2], ids[2:4], ids[4:]]
    assert follow(v2, per_page=2, page=2) == [ids[2:4], ids[4:]]
    assert follow(v2, per_page=5) == [ids]
    wanted = ",".join(map(str, ids[1:4]))
    assert follow(v2, per_page=2, ids=wanted) == [ids[1:3], ids[3:4]]
    told = v2.get("lead_conversions", per_page=1, page=2, cursor=ids[1])
    assert told.ids == [ids[3]]
    links = {
        name: {key: one for key, (one,) in parse_qs(urlsplit(link).query).items()}
        for name, link in told.json["meta"]["links"].items()
    }
    here = {"per_page": "1", "cursor": str(ids[1])}
    assert links == {
        "self": {**here, "page": "2"},
        "first_page": {"per_page": "1", "page": "1"},
        "prev_page": {**here, "page": "1"},
        "next_page": {"per_page": "1", "page": "1", "cursor": str(ids[3])},
    }


@pytest.mark.parametrize(
    "query",
    [
        {"page": 51},
        {"per_page": 201},
        {"cursor": "x"},
        {"cursor": ""},
        {"cursor": 0},
        {"cursor": -1},
        {"cursor": 2**63},
        {"cursor": "1.5"},
    ],
)
def test_places_that_a_collection_of_conversions_has_not(v2, query):
    told = v2.get("lead_conversions", **query)
    assert (told.status, told.codes) == (400, ["invalid_param"])
    assert told.messages.startswith(f"{next(iter(query))}: ")


def test_the_last_place_is_a_place(v2, five):
    assert v2.get("lead_conversions", page=50, per_page=200).items == []
    assert v2.get("lead_conversions", cursor=2**63 - 1).items == five
    assert v2.get("leads", cursor=1).codes == ["invalid_param"]
