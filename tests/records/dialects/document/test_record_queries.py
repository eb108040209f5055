"""Queries of records through the dialect."""

import datetime as dt

import pytest

from crm.models import Contact
from records.schema.registry import registry
from tests.factories import make_many
from tests.records.dialects.document.wire import (
    change,
    created,
    ids,
    query,
    read,
)

SLUGS = [one.slug for one in registry.built_in()]


@pytest.fixture
def jane(tenant):
    return created(tenant, "obj_contacts", name="Jane Smith", email="jane@example.com")


# -- queries ------------------------------------------------------------------------


def test_a_query_needs_an_object_that_is_there(tenant):
    answer = tenant.api.get("/api/crm/records/query")
    assert (answer.status, answer.json["details"]) == (400, {"object_id": "required"})
    for text in ("obj_nope", "nope", "rec_contacts_1"):
        answer = query(tenant, text)
        assert (answer.status, answer.json["code"]) == (404, "NOT_FOUND")
        assert answer.json["error"] == "Object not found"
        assert answer.json["details"] == {"object_id": text}


@pytest.mark.parametrize("slug", SLUGS)
def test_every_type_is_an_object(tenant, slug):
    answer = query(tenant, f"obj_{slug}")
    assert answer.status == 200
    assert set(answer.json) == {"data", "pagination"}


def test_the_pages_of_156_records(tenant):
    made = make_many(
        tenant.caller, "contacts", [{"first_name": f"c{n}"} for n in range(156)]
    )
    first = query(tenant, "contacts")
    assert first.json["pagination"] == {
        "total": 156,
        "page": 1,
        "per_page": 25,
        "total_pages": 7,
    }
    assert len(query(tenant, "contacts", page=7).json["data"]) == 6
    beyond = query(tenant, "contacts", page=8)
    assert (beyond.status, beyond.json["data"]) == (200, [])
    assert beyond.json["pagination"]["total"] == 156
    large = query(tenant, "contacts", per_page=500)
    assert large.json["pagination"]["per_page"] == 100
    assert len(large.json["data"]) == 100
    far = query(tenant, "contacts", page="9" * 30)
    assert (far.status, far.json["data"]) == (200, [])
    # All have one moment of creation: every page in either order, each record once.
    for order in ("asc", "desc"):
        seen = [
            one
            for page in range(1, 8)
            for one in ids(
                query(tenant, "contacts", sort="created_at", order=order, page=page)
            )
        ]
        expected = [f"rec_contacts_{one}" for one in sorted(made)]
        assert seen == (expected if order == "asc" else expected[::-1])


def test_the_newest_come_first(tenant):
    made = [created(tenant, "contacts", name=f"c{n}") for n in range(3)]
    for age, record in enumerate(made):
        number = int(record.rpartition("_")[2])
        moment = dt.datetime(2024, 1, 10 - age, tzinfo=dt.UTC)
        Contact.objects.everywhere().filter(pk=number).update(created_at=moment)
    newest = query(tenant, "contacts", sort="created_at", order="desc")
    assert ids(newest) == made
    assert ids(query(tenant, "contacts")) == made[::-1]


def test_empty_values_come_last_either_way_and_case_does_not_count(tenant):
    names = {"b": "beta", "a": "Alpha", "c": "Gamma", "none": None}
    made = {
        key: created(tenant, "contacts", name="x", title=value)
        for key, value in names.items()
    }
    for order, expected in (("asc", "a b c none"), ("desc", "c b a none")):
        answer = query(tenant, "contacts", sort="title", order=order)
        assert ids(answer) == [made[key] for key in expected.split()]


@pytest.mark.parametrize(
    ("parameters", "details"),
    [
        ({"page": "0"}, {"page": "“page” must be a whole number of at least 1."}),
        ({"order": "up"}, {"order": "“order” is asc or desc."}),
        ({"sort": "nope"}, {"sort": "nope"}),
        ({"sort": "tags"}, {"sort": "tags"}),
        ({"filters": "{"}, {"filters": "“filters” is not valid JSON."}),
        ({"filters": "[]"}, {"filters": "“filters” must be a JSON object."}),
    ],
)
def test_a_question_that_cannot_be_understood_names_its_part(
    tenant, parameters, details
):
    answer = query(tenant, "contacts", **parameters)
    assert (answer.status, answer.json["code"]) == (400, "BAD_REQUEST")
    assert answer.json["details"] == details


@pytest.mark.parametrize("key", ["nope", "company.name", "$or"])
def test_a_filter_that_cannot_be_understood_names_its_field(tenant, key):
    answer = query(tenant, "contacts", {key: "x"})
    assert answer.status == 400
    assert list(answer.json["details"]["filters"]) == [key]


def test_a_number_that_cannot_be_compared_names_the_key_that_was_sent(tenant):
    answer = query(tenant, "deals", {"value": {"$gt": 0.12345678}})
    assert answer.status == 400
    assert list(answer.json["details"]["filters"]) == ["value"]


def test_a_time_that_was_read_matches_itself(tenant, jane):
    for key in ("created_at", "updated_at"):
        moment = read(tenant, jane).json[key]
        for filters in (
            {key: moment},
            {key: {"$in": [moment, "2001-01-01"]}},
            {key: {"$gte": moment, "$lte": moment}},
            {key: moment[:10]},
        ):
            assert ids(query(tenant, "contacts", filters)) == [jane], filters
        for filters in (
            {key: {"$gt": moment}},
            {key: {"$lt": moment}},
            {key: {"$ne": moment}},
            {key: {"$nin": [moment]}},
        ):
            assert ids(query(tenant, "contacts", filters)) == [], filters


def test_many_times_can_be_asked_for_at_once(tenant, jane):
    moments = [f"2001-01-01T00:{n // 60:02}:{n % 60:02}Z" for n in range(199)]
    moments.append(read(tenant, jane).json["created_at"])
    assert ids(query(tenant, "contacts", {"created_at": {"$in": moments}})) == [jane]


def test_records_are_found_by_what_they_point_at(tenant, jane):
    acme = created(tenant, "companies", name="Acme")
    change(tenant, jane, company=acme)
    for filters, expected in (
        ({"company": acme}, [jane]),
        ({"company": {"$ne": acme}}, []),
        ({"company": "rec_companies_999999"}, []),
        ({"company": "rec_contacts_1"}, []),
        ({"company": {"$ne": "rec_contacts_1"}}, [jane]),
        ({"company": {"$in": [acme, "nonsense"]}}, [jane]),
        ({"created_by": f"user_{tenant.user.pk}"}, [jane]),
        ({"id": jane}, [jane]),
        ({"id": acme}, []),
    ):
        assert ids(query(tenant, "contacts", filters)) == expected, filters


@pytest.mark.parametrize("name", ["qualified", "Qualified", "QUALIFIED"])
def test_a_deals_stage_is_found_by_slug_and_name_and_compares_by_order(tenant, name):
    made = {
        stage: created(tenant, "deals", name=stage, stage=stage)
        for stage in ("prospecting", "qualified", "won")
    }
    assert read(tenant, made["qualified"]).json["field_values"]["stage"] == "qualified"
    for operator, expected in (
        ("$eq", ["qualified"]),
        ("$gt", ["won"]),
        ("$gte", ["qualified", "won"]),
        ("$lt", ["prospecting"]),
        ("$lte", ["prospecting", "qualified"]),
        ("$ne", ["prospecting", "won"]),
    ):
        found = ids(query(tenant, "deals", {"stage": {operator: name}}, sort="stage"))
        assert found == [made[one] for one in expected], operator
    assert ids(query(tenant, "deals", {"stage": "no such stage"})) == []
