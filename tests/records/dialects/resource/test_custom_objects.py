"""Are records of objects that an organization defined like any others?"""

import pytest

from custom_objects.models import CustomRecord
from records.access.roles import Role
from tests.factories import define
from tests.specimens import OPTIONS, SLUG, body, define_specimens, values

PATH = f"/api/{SLUG}"


@pytest.fixture
def ids(tenant):
    """The object with a field of every type, and records to refer to."""
    define_specimens(tenant)
    known = {
        "crm_users": tenant.user.pk,
        "contacts": tenant.make("contacts", first_name="Ada"),
    }
    return {**known, SLUG: tenant.make(SLUG, name="first")}


def test_what_was_written_is_read_back(tenant, ids):
    made = tenant.api.post(PATH, body("Okapi", ids))
    assert made.status == 201, made.json
    assert list(made.json) == [
        *("id", "name", "crm_user_id", "organization_id"),
        *("created_at", "updated_at", "archived_at", "custom_fields"),
    ]
    assert made.json["name"] == "Okapi name"
    assert made.json["crm_user_id"] == tenant.user.pk
    assert made.json["organization_id"] == tenant.organization.pk
    assert made.json["custom_fields"] == values("Okapi", ids)
    assert tenant.api.get(f"{PATH}/{made.json['id']}").json == made.json
    again = tenant.api.put(f"{PATH}/{made.json['id']}", made.json)
    assert (again.status, again.json) == (200, made.json)


def test_keys_of_the_answer_can_be_camel_case_but_never_those_of_custom_fields(
    tenant, ids
):
    made = tenant.api.post(PATH, body("Okapi", ids), keys="camel")
    assert made.status == 201
    assert made.json["customFields"] == values("Okapi", ids)
    assert {"crmUserId", "createdAt"} <= set(made.json)
    assert not [key for key in made.json if "_" in key]


@pytest.mark.parametrize(
    ("sent", "read"),
    [
        ({}, {}),
        ({"custom_fields": {}}, {}),
        ({"nope": 1, "created_at": "x", "id": 5}, {}),
        ({"a_number": 5}, {"a_number": 5}),
        ({"aNumber": 5}, {"a_number": 5}),
        ({"customFields": {"a_number": 5}}, {"a_number": 5}),
        ({"a_number": 5, "custom_fields": {"a_number": 7}}, {"a_number": 5}),
        ({"custom_fields": {"a_number": 7}, "a_number": 5}, {"a_number": 5}),
        ({"custom_fields": {"a_number": 7}, "a_number": None}, {}),
        ({"custom_fields": {"nope": 7, "a_number": 7}}, {"a_number": 7}),
        ({"custom_fields": {"aNumber": 7}}, {}),
    ],
    ids=repr,
)
def test_custom_fields_may_be_keys_of_the_body_itself(tenant, ids, sent, read):
    made = tenant.api.post(PATH, sent)
    assert made.status == 201, made.json
    assert (made.json["name"], made.json["custom_fields"]) == (None, read)


@pytest.mark.parametrize("key", ["name", "Name"])
def test_the_name_goes_outside_wherever_it_was_written(tenant, ids, key):
    made = tenant.api.post(PATH, {key: "Gnu"})
    inside = tenant.api.post(PATH, {"custom_fields": {"name": "Gnu"}})
    both = tenant.api.post(PATH, {key: "Gnu", "custom_fields": {"name": "Yak"}})
    for answer in (made, inside, both):
        assert answer.json["name"] == "Gnu"
        assert answer.json["custom_fields"] == {}


def test_a_change_merges_and_null_empties(tenant, ids):
    record = tenant.make(SLUG, name="Gnu", a_number=1, a_text="x")
    address = f"{PATH}/{record}"
    answer = tenant.api.put(address, {"custom_fields": {"a_number": 2}})
    assert answer.json["custom_fields"] == {"a_number": 2, "a_text": "x"}
    answer = tenant.api("PATCH", address, {"a_text": None, "nope": 1})
    assert answer.json["custom_fields"] == {"a_number": 2}
    before = answer.json
    for nothing in ({}, {"custom_fields": {}}, {"custom_fields": {"nope": 1}}):
        answer = tenant.api.put(address, nothing)
        assert (answer.status, answer.json) == (200, before)


def test_many_are_created_at_once_or_none(tenant, ids):
    made = tenant.api.post(PATH, [{}, {"name": "b"}, {"a_number": 1}])
    assert made.status == 201
    assert [one["name"] for one in made.json] == [None, "b", None]
    count = CustomRecord.objects.everywhere().count()
    bad = [{"name": "c"}, {"a_rating": 99, "custom_fields": {"a_date": "soon"}}]
    refused = tenant.api.post(PATH, bad)
    assert refused.status == 400
    assert set(refused.json["errors"]) == {"[1].a_rating", "[1].a_date"}
    assert CustomRecord.objects.everywhere().count() == count


def test_a_required_field_is_required_wherever_it_may_stand(tenant):
    define(
        tenant.organization,
        "ships",
        name={"type": "text", "is_required": True},
        flag={"type": "text", "is_required": True},
    )
    refused = tenant.api.post("/api/ships", {})
    assert refused.status == 400
    assert set(refused.json["errors"]) == {"name", "flag"}
    assert tenant.api.post("/api/ships", {"name": "a", "flag": "b"}).status == 201


def test_archive_restore_and_purge(tenant, ids):
    record = tenant.make(SLUG, name="Gnu", a_number=1)
    address = f"{PATH}/{record}"
    archived = tenant.api.delete(address)
    assert archived.json["archived"] is True
    assert archived.json["id"] == archived.json["record"]["id"] == record
    assert archived.json["record"]["custom_fields"] == {"a_number": 1}
    assert tenant.api.get(address).status == 404
    assert tenant.api.get(PATH, filter={"a_number": 1}).json == []
    found = tenant.api.get(PATH, filter={"id": record, "include_archived": True}).json
    assert [one["id"] for one in found] == [record]
    restored = tenant.api.post(f"{address}/restore")
    assert (restored.status, restored.json["archived_at"]) == (200, None)
    purged = tenant.api.delete(address, purge="true")
    assert (purged.status, purged.json["id"]) == (200, record)
    assert tenant.api.post(f"{address}/restore").status == 404


@pytest.mark.parametrize(
    ("role", "may"),
    [
        (Role.VIEWER, {"list"}),
        (Role.MEMBER, {"list", "create", "update", "delete"}),
        (Role.ADMIN, {"list", "create", "update", "delete", "restore", "purge"}),
    ],
)
def test_roles_are_those_of_built_in_records(tenant, ids, role, may):
    record = tenant.make(SLUG, name="Gnu")
    api = tenant.colleague(role).api
    address = f"{PATH}/{record}"
    sends = {
        "list": lambda: api.get(PATH),
        "create": lambda: api.post(PATH, {}),
        "update": lambda: api.put(address, {"name": "Yak"}),
        "delete": lambda: api.delete(address),
        "restore": lambda: api.post(f"{address}/restore"),
        "purge": lambda: api.delete(address, purge="true"),
    }
    answers = {name: send().status for name, send in sends.items()}
    assert {name for name, status in answers.items() if status < 300} == may
    assert {status for status in answers.values() if status >= 300} <= {403}


# A question to the records that it finds; those are: 1 full, 2 other values, 3 none.
QUESTIONS = [
    ({"filter": {"a_text": "Okapi text"}}, "1"),
    ({"filter": {"aText": "Okapi text"}}, "1"),
    ({"filter": {"custom_fields": {"a_text": "Okapi text"}}}, "1"),
    ({"filter": {"a_text_q": "TEXT"}}, "12"),
    ({"filter": {"a_number_gte": 12.5}}, "1"),
    ({"filter": {"a_number": [12.5, 3]}}, "12"),
    ({"filter": {"a_number": "12.5"}}, "1"),
    ({"filter": {"a_number": None}}, "3"),
    ({"filter": {"a_date_gt": "2024-03-10"}}, "2"),
    ({"filter": {"a_datetime": "2024-03-10T12:30:00.250Z"}}, "1"),
    ({"filter": {"a_checkbox": True}}, "1"),
    ({"filter": {"a_checkbox": False}}, "2"),
    ({"filter": {"a_dropdown": OPTIONS[0]}}, "1"),
    ({"filter": {"a_multi_select": OPTIONS[1]}}, "12"),
    ({"filter": {"a_multi_select": [OPTIONS[0], OPTIONS[2]]}}, "1"),
    ({"filter": {"a_status": "GRANITE"}}, "1"),
    ({"filter": {"a_status_gt": "granite"}}, "2"),
    ({"filter": {"a_rating_lt": 4}}, "2"),
    ({"filter": {"a_email": "OKAPI@example.com"}}, "1"),
    ({"filter": {"a_reference": "{contacts}"}}, "1"),
    ({"filter": {"a_user": "{crm_users}"}}, "1"),
    ({"filter": {"a_text@ilike": "%text"}}, "12"),
    ({"filter": {"q": "okapi"}}, "1"),
    ({"filters": [{"field": "a_number", "op": "neq", "value": 3}]}, "1"),
    ({"filters": [{"field": "aNumber", "op": "is_empty"}]}, "3"),
    (
        {
            "filters": [
                {"field": "a_number", "op": "eq", "value": 3},
                {"field": "name", "op": "eq", "value": "c", "logicalOp": "or"},
            ]
        },
        "23",
    ),
    ({"sort": "a_number"}, "213"),
    ({"sort": "-a_number"}, "123"),
    ({"sort": ["aNumber", "DESC"]}, "123"),
    ({"sort": "a_status", "order": "DESC"}, "213"),
    ({"sorts": [{"field": "a_checkbox"}, {"field": "id"}]}, "213"),
    ({"sort": "name", "range": [1, 2]}, "31"),
    ({}, "321"),
]


@pytest.mark.parametrize(("question", "found"), QUESTIONS, ids=str)
def test_lists_are_asked_by_custom_fields(tenant, ids, question, found):
    full = tenant.make(SLUG, name="Okapi name", **values("Okapi", ids))
    other = tenant.make(
        SLUG,
        name="b",
        a_text="other text",
        a_number=3,
        a_date="2024-03-11",
        a_datetime="2025-01-01",
        a_checkbox=False,
        a_dropdown=OPTIONS[1],
        a_multi_select=[OPTIONS[1]],
        a_status=OPTIONS[1],
        a_rating=1,
        a_email="b@example.com",
    )
    none = tenant.make(SLUG, name="c")
    tenant.api.delete(f"{PATH}/{ids[SLUG]}")
    known = {full: "1", other: "2", none: "3"}
    filled = {
        name: {
            key: ids[one[1:-1]] if isinstance(one, str) and one[:1] == "{" else one
            for key, one in asked.items()
        }
        if isinstance(asked, dict)
        else asked
        for name, asked in question.items()
    }
    # The newest come first, unless asked otherwise.
    order = {"sort": "id"} if {"filter", "filters"} & set(question) else {}
    answer = tenant.api.get(PATH, **order, **filled)
    assert answer.status == 200, answer.json
    assert "".join(known[one["id"]] for one in answer.json) == found


@pytest.mark.parametrize(
    ("question", "naming"),
    [
        ({"filter": {"nope": 1}}, "filter.nope"),
        ({"filter": {"custom_fields": {"nope": 1}}}, "filter.custom_fields"),
        ({"filter": {"a_number": "many"}}, "filter.a_number"),
        ({"filter": {"a_address": "x"}}, "filter.a_address"),
        ({"filters": [{"field": "nope", "op": "eq", "value": 1}]}, "filters[0]"),
        (
            {"filters": [{"field": "a_dropdown", "op": "gt", "value": "x"}]},
            "filters[0]",
        ),
        ({"sort": "nope"}, "sort"),
        ({"sort": "a_multi_select"}, "sort"),
        ({"a_number": "5"}, "a_number"),
    ],
    ids=str,
)
def test_what_cannot_be_asked_is_refused(tenant, ids, question, naming):
    answer = tenant.api.get(PATH, **question)
    assert answer.status == 400
    assert answer.json["details"][0]["parameter"] == naming


BUILT_IN = {
    "contacts": "contacts_summary",
    "companies": "companies_summary",
    "deals": None,
    "leads": None,
}


@pytest.mark.parametrize("slug", BUILT_IN)
def test_built_in_records_carry_custom_fields(tenant, slug):
    define_specimens(tenant, slug, is_built_in=True)
    ids = {
        "crm_users": tenant.user.pk,
        "contacts": tenant.make("contacts", first_name="Ada"),
    }
    full = values("Okapi", ids)
    made = tenant.api.post(f"/api/{slug}", {"name": "Gnu", "custom_fields": full})
    assert (made.status, made.json["custom_fields"]) == (201, full), made.json
    # Beside the built-in keys a custom field is an unknown key, which is ignored.
    changed = tenant.api.put(
        f"/api/{slug}/{made.json['id']}",
        {"a_number": 99, "customFields": {"a_rating": None, "nope": 1}},
    )
    del full["a_rating"]
    assert changed.json["custom_fields"] == full
    for resource in filter(None, (slug, BUILT_IN[slug])):
        for asked in ({"a_text": "Okapi text"}, {"custom_fields": {"a_number": 12.5}}):
            (found,) = tenant.api.get(f"/api/{resource}", filter=asked).json
            assert found["id"] == made.json["id"]
            assert found["custom_fields"] == full
        sorted_ = tenant.api.get(f"/api/{resource}", sort="-a_number").json
        assert sorted_[0]["id"] == made.json["id"]
        refused = tenant.api.get(f"/api/{resource}", filter={"a_nope": 1})
        assert refused.status == 400


@pytest.mark.parametrize("bag", [None, [], "text", 5, True], ids=repr)
@pytest.mark.parametrize("slug", [SLUG, "contacts", "deals"])
def test_custom_fields_are_an_object_even_where_none_is_defined(tenant, ids, slug, bag):
    answer = tenant.api.post(f"/api/{slug}", {"name": "Gnu", "custom_fields": bag})
    assert answer.status == 400
    assert "custom_fields" in answer.json["error"]
