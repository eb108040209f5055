"""``POST …/upsert``: none, one or several records that match."""

import pytest

from custom_objects.definitions import define_field
from tests.envelopes import envelope_of
from tests.snapshots import assert_unchanged, snapshot
from tests.tenants import new_tenant
from tests.threads import at_once, shared_database


def upsert(v2, resource, query, **data):
    return v2("POST", f"{resource}/upsert", data, query=query)


def test_what_is_not_there_is_created(v2):
    told = upsert(v2, "leads", "email=a@b.example", last_name="L", email="a@b.example")
    assert told.status == 200
    assert told.json["meta"] == {"type": "lead"}
    assert v2.get("leads").ids == [told.data["id"]]


def test_the_one_that_matches_is_changed(v2):
    made = v2.post("leads", last_name="L", email="a@b.example", tags=["x"]).data["id"]
    v2.post("leads", last_name="M", email="other@b.example")
    told = upsert(v2, "leads", "email=a@b.example&last_name=L", title="CEO")
    assert (told.data["id"], told.data["title"]) == (made, "CEO")
    assert (told.data["last_name"], told.data["tags"]) == ("L", ["x"])
    assert len(v2.get("leads").items) == 2


def test_several_that_match_are_left_alone(v2):
    for name in "ab":
        v2.post("leads", last_name=name, email="a@b.example")
    before = snapshot()
    told = upsert(v2, "leads", "email=a@b.example", title="CEO")
    assert (told.status, told.errors) == (422, [("incorrect_value", "/data")])
    assert_unchanged(before)


@pytest.mark.parametrize("resource", ["leads", "contacts", "deals"])
def test_none_one_and_several_are_told_apart(v2, resource):
    person = v2.post("contacts", last_name="Somebody").data["id"]
    sent, field, changed = {
        "leads": ({"last_name": "L", "email": "x"}, "email", {"title": "CEO"}),
        "contacts": ({"last_name": "L", "phone": "x"}, "phone", {"title": "CEO"}),
        "deals": ({"name": "x", "contact_id": person}, "name", {"value": 5}),
    }[resource]
    query, others = f"{field}=x", v2.get(resource).ids
    first = upsert(v2, resource, query, **sent)
    assert (first.status, first.json["meta"]) == (200, {"type": resource[:-1]})
    again = upsert(v2, resource, query, **changed).data
    assert again["id"] == first.data["id"]
    assert changed.items() <= again.items()
    assert {**again, **changed, "updated_at": 0, "last_stage_change_at": 0} == {
        **first.data,
        **changed,
        "updated_at": 0,
        "last_stage_change_at": 0,
    }
    second = v2("POST", resource, sent).data["id"]
    before = snapshot()
    told = upsert(v2, resource, query, **changed)
    assert (told.status, told.errors) == (422, [("incorrect_value", "/data")])
    assert_unchanged(before)
    assert sorted(v2.get(resource).ids) == sorted([*others, again["id"], second])


@pytest.mark.parametrize(
    "query",
    ["", "nope=1", "email=", "page=1", "ids=1", "sort_by=id", "custom_fields[Nope]=1"],
)
def test_it_must_be_said_which_record_is_meant(v2, query):
    before = snapshot()
    told = upsert(v2, "leads", query, last_name="L")
    assert (told.status, told.codes) == (400, ["invalid_param"])
    assert_unchanged(before)


def test_values_are_checked_as_for_any_write(v2):
    assert upsert(v2, "leads", "email=a@b.example").errors == [
        ("blank", "/data/last_name")
    ]
    v2.post("leads", last_name="L", email="a@b.example")
    told = upsert(v2, "leads", "email=a@b.example", nope=1)
    assert told.errors == [("unknown", "/data/nope")]
    told = v2("POST", "leads/upsert", body=b"{}", query="email=a@b.example")
    assert told.codes == ["incorrect_payload"]


def test_every_kind_of_filter_finds(v2, tenant):
    define_field(
        tenant.caller, object_slug="deals", values={"label": "Number", "type": "text"}
    )
    person = v2.post("contacts", last_name="P", address={"city": "Bonn"}).data["id"]
    sent = {"name": "D", "contact_id": person, "custom_fields": {"Number": "7"}}
    made = upsert(v2, "deals", "custom_fields[Number]=7", **sent).data["id"]
    again = upsert(v2, "deals", "custom_fields[Number]=7", value=5).data
    assert (again["id"], again["value"], again["name"]) == (made, 5, "D")
    told = upsert(v2, "contacts", "address[city]=Bonn", title="CEO").data
    assert (told["id"], told["title"]) == (person, "CEO")


@pytest.mark.parametrize("resource", ["tags", "notes", "tasks", "products", "nope"])
def test_only_three_resources_take_it(v2, resource):
    told = upsert(v2, resource, "name=x", name="x")
    assert (told.status, told.codes) == (404, ["incorrect_path"])


def test_another_method_is_refused(v2):
    told = v2("PUT", "leads/upsert", {"last_name": "L"}, query="email=x")
    assert (told.status, told.headers["Allow"]) == (405, "POST, OPTIONS")


def test_records_of_others_do_not_match(v2, stranger):
    stranger.make("leads", last_name="X", email="a@b.example")
    told = upsert(v2, "leads", "email=a@b.example", last_name="L")
    assert told.data["last_name"] == "L"


@pytest.mark.django_db(transaction=True)
def test_one_record_comes_of_many_at_the_same_moment(tmp_path):
    tenant = new_tenant()
    v2 = envelope_of(tenant)
    with shared_database(tmp_path):
        told = at_once(
            [
                lambda: upsert(
                    v2, "leads", "email=a@b.example", last_name="L", email="a@b.example"
                )
                for _ in range(6)
            ]
        )
    assert [one.status for one in told] == [200] * 6
    assert len({one.data["id"] for one in told}) == 1
