"""``/v2/deals``."""

import pytest


@pytest.fixture
def acme(v2):
    return v2.post("contacts", is_organization=True, name="Acme").data["id"]


@pytest.fixture
def ada(v2, acme):
    return v2.post("contacts", last_name="Lovelace", contact_id=acme).data["id"]


@pytest.fixture
def deal(v2, ada):
    return v2.post("deals", name="D", contact_id=ada).data


def test_a_name_and_a_contact_are_enough(v2, tenant, deal, ada, acme):
    stages = v2.get("stages").items
    assert deal["value"] == 0
    assert (deal["contact_id"], deal["organization_id"]) == (ada, acme)
    assert (deal["currency"], deal["hot"]) == ("USD", False)
    assert deal["stage_id"] == stages[0]["id"]
    assert deal["owner_id"] == tenant.user.pk
    assert deal["added_on"].endswith("Z")
    assert set(deal) == {
        *("id", "creator_id", "owner_id", "name", "value", "currency", "hot"),
        *("stage_id", "last_stage_change_at", "last_stage_change_by_id"),
        *("last_activity_at", "source_id", "loss_reason_id", "added_on"),
        *("unqualified_reason_id", "estimated_close_date", "dropbox_email"),
        *("customized_win_likelihood", "contact_id", "organization_id"),
        *("tags", "custom_fields", "created_at", "updated_at"),
    }


@pytest.mark.parametrize(
    ("sent", "shown"),
    [
        (1000, 1000),
        ("1000", 1000),
        ("1000.0", 1000),
        (1000.0, 1000),
        ("11.12", "11.12"),
        (11.1, "11.10"),
        ("0.005", "0.01"),
        ("-0.005", "-0.01"),
        (-3, -3),
        (0, 0),
        (None, 0),
        ("", 0),
    ],
    ids=repr,
)
def test_a_value_is_a_whole_number_or_text_with_cents(v2, ada, sent, shown):
    made = v2.post("deals", name="D", contact_id=ada, value=sent).data
    assert (made["value"], type(made["value"])) == (shown, type(shown))
    assert v2.get(f"deals/{made['id']}").data["value"] == shown


def test_a_value_that_is_not_sent_stays(v2, ada):
    made = v2.post("deals", name="D", contact_id=ada, value="11.12").data
    changed = v2.put(f"deals/{made['id']}", name="E").data
    assert (changed["value"], changed["name"]) == ("11.12", "E")


@pytest.mark.parametrize(
    ("sent", "error"),
    [
        ({"value": "much"}, ("invalid_type", "/data/value")),
        ({"value": True}, ("invalid_type", "/data/value")),
        ({"value": "1e30"}, ("incorrect_value", "/data/value")),
        ({"contact_id": None}, ("blank", "/data/contact_id")),
        ({"contact_id": 999}, ("incorrect_value", "/data/contact_id")),
        ({"contact_id": "x"}, ("invalid_type", "/data/contact_id")),
        ({"stage_id": 999}, ("incorrect_value", "/data/stage_id")),
        ({"name": ""}, ("blank", "/data/name")),
        ({"hot": None}, ("blank", "/data/hot")),
        (
            {"customized_win_likelihood": 101},
            ("incorrect_value", "/data/customized_win_likelihood"),
        ),
        (
            {"estimated_close_date": "soon"},
            ("incorrect_value", "/data/estimated_close_date"),
        ),
        ({"currency": "EURO"}, ("incorrect_value", "/data/currency")),
    ],
)
def test_what_is_wrong_with_a_deal_is_told_with_its_place(v2, deal, sent, error):
    told = v2.put(f"deals/{deal['id']}", **sent)
    assert (told.status, told.errors) == (422, [error])
    assert v2.get(f"deals/{deal['id']}").data == deal


def test_the_primary_contact_is_a_person_or_an_organization(v2, ada, acme):
    own = v2.post("deals", name="O", contact_id=acme).data
    assert (own["contact_id"], own["organization_id"]) == (acme, acme)
    moved = v2.put(f"deals/{own['id']}", contact_id=ada).data
    assert (moved["contact_id"], moved["organization_id"]) == (ada, acme)
    back = v2.put(f"deals/{own['id']}", contact_id=acme).data
    assert (back["contact_id"], back["organization_id"]) == (acme, acme)


def test_a_deal_without_parties_round_trips(v2, tenant):
    made = tenant.make("deals", name="Made elsewhere")
    read = v2.get(f"deals/{made}").data
    assert (read["contact_id"], read["organization_id"]) == (None, None)
    assert v2.put(f"deals/{made}", **read).data == read


def test_deals_are_found_by_the_contact_that_is_shown(v2, deal, ada, acme):
    own = v2.post("deals", name="O", contact_id=acme).data["id"]
    assert v2.get("deals", contact_id=ada).ids == [deal["id"]]
    assert v2.get("deals", contact_id=acme).ids == [own]
    assert v2.get("deals", organization_id=acme).ids == [deal["id"], own]


def test_a_deal_that_moves_notes_when_and_by_whom(v2, tenant, deal):
    stages = v2.get("stages").ids
    moved = v2.put(f"deals/{deal['id']}", stage_id=stages[2]).data
    assert moved["stage_id"] == stages[2]
    assert moved["last_stage_change_by_id"] == tenant.user.pk
    assert moved["last_stage_change_at"].endswith("Z")
    past = "2015-06-19T10:00:00Z"
    dated = {"stage_id": stages[1], "last_stage_change_at": past}
    told = v2.put(f"deals/{deal['id']}", **dated).data
    assert told["last_stage_change_at"] == past


@pytest.mark.parametrize(
    "text",
    ["2015-06-19", "2015-06-19T23:00:00Z", "2015-06-19T12:00:00+00:00"],
)
def test_a_close_date_is_a_day(v2, deal, text):
    told = v2.put(f"deals/{deal['id']}", estimated_close_date=text)
    assert told.data["estimated_close_date"] == "2015-06-19"
    assert v2.get("deals", estimated_close_date="2015-06-19").ids == [deal["id"]]


@pytest.mark.parametrize(
    ("sent", "shown"),
    [
        ("2014-08-27T16:32:56Z", "2014-08-27T16:32:56Z"),
        ("2014-08-27T16:32:56.000Z", "2014-08-27T16:32:56Z"),
        ("2014-08-27T16:32:56+00:00", "2014-08-27T16:32:56Z"),
        ("2014-08-27T16:32:56+0000", "2014-08-27T16:32:56Z"),
        ("2014-08-27T18:32:56+02:00", "2014-08-27T16:32:56Z"),
        ("2014-08-27T16:32:56", "2014-08-27T16:32:56Z"),
        ("2014-08-27 16:32", "2014-08-27T16:32:00Z"),
        ("2014-08-27", "2014-08-27T00:00:00Z"),
        ("9999-12-31T00:00:00Z", "9999-12-31T00:00:00Z"),
        (None, None),
    ],
)
def test_every_spelling_of_a_moment_is_read(v2, deal, sent, shown):
    told = v2.put(f"deals/{deal['id']}", added_on=sent)
    assert told.data["added_on"] == shown


def test_contact_and_organization_are_included(v2, deal, ada, acme):
    told = v2.get("deals", includes="contact,organization").items[0]
    assert told["contact"]["data"]["id"] == ada
    assert told["organization"]["data"]["id"] == acme
    assert told["contact"]["meta"] == {"type": "contact"}


def test_numbers_sort_by_number(v2, ada):
    for value in (9, "100.5", 20):
        v2.post("deals", name=str(value), contact_id=ada, value=value)
    told = v2.get("deals", sort_by="value:desc")
    assert [one["name"] for one in told.items] == ["100.5", "20", "9"]
