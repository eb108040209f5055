"""The endpoints of the resource dialect."""

import json

import pytest
from django.test import Client

from records.access.roles import Role
from records.history.models import Change
from records.schema.registry import registry
from tests.factories import make_many

SLUGS = [one.slug for one in registry.built_in()]


@pytest.fixture
def contact(tenant):
    return tenant.make("contacts", first_name="Ada", last_name="Lovelace")


# -- lists --------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("window", "rows", "header"),
    [
        (None, 25, "0-24/30"),
        ([0, 24], 25, "0-24/30"),
        ([25, 49], 5, "25-29/30"),
        ([29, 29], 1, "29-29/30"),
        ([100, 110], 0, "100-100/30"),
        ([0, 5000], 30, "0-29/30"),
        ("nonsense", 25, "0-24/30"),
    ],
    ids=repr,
)
def test_a_window_is_sent_and_told(tenant, window, rows, header):
    make_many(tenant.caller, "tags", [{"name": f"t{n:02}"} for n in range(30)])
    parameters = {} if window is None else {"range": window}
    answer = tenant.api.get("/api/tags", **parameters)
    assert answer.status == 200
    assert len(answer.json) == rows
    assert answer.headers["Content-Range"] == f"tags {header}"
    assert answer.headers["X-Total-Count"] == "30"


def test_many_ids_are_all_sent(tenant):
    ids = make_many(tenant.caller, "tags", [{"name": f"t{n}"} for n in range(40)])
    answer = tenant.api.get("/api/tags", filter={"id": ids[::-1]})
    assert [one["id"] for one in answer.json] == ids


@pytest.mark.parametrize(
    ("keys", "status", "key"),
    [("snake", 200, "first_name"), ("camel", 200, "firstName"), ("kebab", 400, None)],
)
def test_keys_come_in_the_case_that_is_asked_for(tenant, contact, keys, status, key):
    calls = (
        ("GET", "/api/contacts", None),
        ("GET", f"/api/contacts/{contact}", None),
        ("POST", "/api/contacts", {"firstName": "Eve"}),
        ("PUT", f"/api/contacts/{contact}", {"first_name": "Ida"}),
    )
    for method, path, body in calls:
        answer = tenant.api(method, path, body, keys=keys)
        if key is None:
            assert answer.status == status
            assert answer.json["details"][0]["parameter"] == "keys"
        else:
            record = answer.json[0] if method == "GET" and isinstance(answer.json, list) else answer.json  # fmt: skip
            assert key in record
            assert ("custom_fields" in record) == (keys == "snake")


def test_a_wrong_spelling_of_keys_changes_nothing(tenant, contact):
    tenant.api.put(f"/api/contacts/{contact}", {"first_name": "Ida"}, keys="kebab")
    tenant.api.post("/api/contacts", {"first_name": "Ida"}, keys="kebab")
    tenant.api.delete(f"/api/contacts/{contact}", keys="kebab")
    assert [one["first_name"] for one in tenant.api.get("/api/contacts").json] == [
        "Ada"
    ]


# -- writing ------------------------------------------------------------------------


def test_a_record_is_created_and_read_back_whole(tenant):
    created = tenant.api.post("/api/contacts", {"firstName": " Ada ", "nope": 1})
    assert created.status == 201
    read = tenant.api.get(f"/api/contacts/{created.json['id']}")
    assert read.json == created.json
    assert created.json["first_name"] == "Ada"
    assert created.json["custom_fields"] == {}


@pytest.mark.parametrize("content_type", ["text/plain", "application/xml", "", "x"])
def test_a_body_is_json_whatever_its_type_says(tenant, content_type):
    client = Client(headers={"X-Api-Key": tenant.key})
    response = client.generic(
        "POST", "/api/contacts", '{"first_name":"Ada"}', content_type=content_type
    )
    assert response.status_code == 201


@pytest.mark.parametrize(
    ("body", "message"),
    [
        ("", "No writable fields"),
        ("{", "Invalid JSON body"),
        ("null", "must be a JSON object"),
        ("5", "must be a JSON object"),
        ('"text"', "must be a JSON object"),
        ("{}", "No writable fields"),
        ('{"id": 5, "nope": 1}', "No writable fields"),
        ("[]", "no record"),
        ("[{}]", "No writable fields"),
    ],
)
def test_a_body_that_holds_no_record_is_refused(tenant, body, message):
    client = Client(headers={"X-Api-Key": tenant.key})
    response = client.generic(
        "POST", "/api/contacts", body, content_type="application/json"
    )
    assert response.status_code == 400
    assert response.json()["code"] == "VALIDATION_FAILED"
    assert message in response.json()["error"]


@pytest.mark.parametrize("body", [" ", "{", "null", "[]", "5"])
def test_a_change_needs_an_object(tenant, contact, body):
    client = Client(headers={"X-Api-Key": tenant.key})
    response = client.generic(
        "PUT", f"/api/contacts/{contact}", body, content_type="application/json"
    )
    assert response.status_code == 400


def test_all_problems_are_told_with_their_fields(tenant):
    answer = tenant.api.post("/api/companies", {"name": "", "domain": 5})
    assert answer.status == 400
    assert set(answer.json) == {"error", "code", "message", "details", "errors"}
    assert answer.json["error"] == answer.json["message"]
    assert answer.json["error"].startswith("Invalid domain: ")
    assert set(answer.json["errors"]) == {"name", "domain"}
    assert [one["field"] for one in answer.json["details"]] == ["domain", "name"]


def test_an_array_is_created_all_or_nothing(tenant):
    answer = tenant.api.post("/api/tags", [{"name": "a"}, {"name": "b"}])
    assert answer.status == 201
    assert [one["name"] for one in answer.json] == ["a", "b"]
    refused = tenant.api.post("/api/tags", [{"name": "c"}, {"name": "a"}])
    assert refused.status == 400
    assert refused.json["details"][0]["index"] == 1
    assert set(refused.json["errors"]) == {"[1].name"}
    assert len(tenant.api.get("/api/tags").json) == 2


def test_a_whole_record_can_be_sent_back_as_it_was_read(tenant, contact):
    read = tenant.api.get(f"/api/contacts/{contact}").json
    answer = tenant.api.put(f"/api/contacts/{contact}", {**read, "title": "Countess"})
    assert answer.status == 200
    changed = {key for key in read if read[key] != answer.json[key]}
    assert changed == {"title", "updated_at"}


@pytest.mark.parametrize("method", ["PUT", "PATCH"])
def test_a_change_of_nothing_is_no_failure(tenant, contact, method):
    before = tenant.api.get(f"/api/contacts/{contact}").json
    entries = Change.objects.everywhere().count()
    for body in ({}, {"nope": 1}, before):
        answer = tenant.api(method, f"/api/contacts/{contact}", body)
        assert (answer.status, answer.json) == (200, before)
    assert Change.objects.everywhere().count() == entries


# -- removing -----------------------------------------------------------------------


def test_an_archived_record_is_told_with_its_id_on_top(tenant, contact):
    answer = tenant.api.delete(f"/api/contacts/{contact}")
    assert answer.status == 200
    assert answer.json["archived"] is True
    assert answer.json["id"] == contact == answer.json["record"]["id"]
    assert answer.json["record"]["archived_at"] is not None
    assert tenant.api.get(f"/api/contacts/{contact}").status == 404
    assert tenant.api.get("/api/contacts").json == []
    kept = tenant.api.get("/api/contacts", filter={"include_archived": True}).json
    assert [one["id"] for one in kept] == [contact]
    assert tenant.api.delete(f"/api/contacts/{contact}").status == 404


def test_a_deleted_look_up_row_is_told_itself(tenant):
    tag = tenant.make("tags", name="VIP")
    answer = tenant.api.delete(f"/api/tags/{tag}")
    assert answer.status == 200
    assert (answer.json["id"], answer.json["name"]) == (tag, "VIP")
    assert tenant.api.get(f"/api/tags/{tag}").status == 404


@pytest.mark.parametrize("purge", ["true", "1", "TRUE"])
def test_a_purged_record_is_gone_for_good(tenant, contact, purge):
    answer = tenant.api.delete(f"/api/contacts/{contact}", purge=purge)
    assert (answer.status, answer.json["id"]) == (200, contact)
    assert tenant.api.post(f"/api/contacts/{contact}/restore").status == 404


def test_what_purge_means_must_be_clear(tenant, contact):
    answer = tenant.api.delete(f"/api/contacts/{contact}", purge="maybe")
    assert answer.status == 400
    assert answer.json["details"][0]["parameter"] == "purge"
    assert tenant.api.delete(f"/api/contacts/{contact}", purge="false").json["archived"]


def test_a_delete_reads_no_body(tenant, contact):
    client = Client(headers={"X-Api-Key": tenant.key})
    response = client.generic(
        "DELETE", f"/api/contacts/{contact}", "not json", content_type="text/plain"
    )
    assert response.status_code == 200


def test_restoring_brings_a_record_back_again_and_again(tenant, contact):
    tenant.api.delete(f"/api/contacts/{contact}")
    for _ in range(2):
        answer = tenant.api.post(f"/api/contacts/{contact}/restore")
        assert answer.status == 200
        assert answer.json["archived_at"] is None
    assert tenant.api.get(f"/api/contacts/{contact}").status == 200


def test_what_is_deleted_for_good_cannot_be_restored(tenant):
    tag = tenant.make("tags", name="VIP")
    answer = tenant.api.post(f"/api/tags/{tag}/restore")
    assert (answer.status, answer.json["code"]) == (400, "INVALID_RESOURCE")


@pytest.mark.parametrize("slug", ["crm_users", "contacts_summary", "companies_summary"])
def test_a_read_only_resource_refuses_every_write(tenant, slug):
    tenant.make("contacts", first_name="Ada")
    tenant.make("companies", name="Acme")
    for method, path in (
        ("POST", f"/api/{slug}"),
        ("PUT", f"/api/{slug}/1"),
        ("DELETE", f"/api/{slug}/1"),
        ("POST", f"/api/{slug}/1/restore"),
    ):
        answer = tenant.api(method, path, {"first_name": "x", "name": "x"})
        assert (answer.status, answer.json["code"]) == (400, "INVALID_RESOURCE")


# -- who may ------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("role", "statuses"),
    [
        (Role.OWNER, [200, 201, 200, 200, 200, 200]),
        (Role.ADMIN, [200, 201, 200, 200, 200, 200]),
        (Role.MEMBER, [200, 201, 200, 200, 403, 403]),
        (Role.VIEWER, [200, 403, 403, 403, 403, 403]),
    ],
)
def test_a_role_may_do_this(tenant, contact, role, statuses):
    api = tenant.colleague(role).api
    calls = (
        ("GET", "/api/contacts", None),
        ("POST", "/api/contacts", {"first_name": "x"}),
        ("PUT", f"/api/contacts/{contact}", {"title": role}),
        ("DELETE", f"/api/contacts/{contact}", None),
        ("POST", f"/api/contacts/{contact}/restore", None),
        ("DELETE", f"/api/contacts/{contact}?purge=true", None),
    )
    answers = [api(*call) for call in calls]
    assert [one.status for one in answers] == statuses
    for one in answers:
        if one.status == 403:
            assert one.json["code"] == "FORBIDDEN"


# -- failures -----------------------------------------------------------------------


@pytest.mark.parametrize(
    ("parameters", "parameter", "field"),
    [
        ({"filter": "{"}, "filter", None),
        ({"filter": {"nope": 1}}, "filter.nope", "nope"),
        ({"filters": [{"field": "nope", "op": "eq"}]}, "filters[0]", "nope"),
        ({"filters": [{"field": "id", "op": "eq", "value": "x"}]}, "filters[0]", "id"),
        ({"sort": "nope"}, "sort", "nope"),
        ({"sort": "tags"}, "sort", "tags"),
        ({"first_name": "Ada"}, "first_name", "first_name"),
    ],
    ids=repr,
)
def test_a_question_that_cannot_be_answered_names_its_culprit(
    tenant, parameters, parameter, field
):
    answer = tenant.api.get("/api/contacts", **parameters)
    assert (answer.status, answer.json["code"]) == (400, "VALIDATION_FAILED")
    (detail,) = answer.json["details"]
    assert (detail.get("parameter"), detail["field"]) == (parameter, field)


def test_a_body_of_two_mebibytes_is_refused(tenant):
    answer = tenant.api.post("/api/contacts", {"description": "x" * 2 * 1024 * 1024})
    assert (answer.status, answer.json["code"]) == (413, "PAYLOAD_TOO_LARGE")


def test_a_merged_record_answers_with_the_winner_and_refuses_writes(tenant, contact):
    winner = tenant.make("contacts", first_name="Eve")
    body = {"winnerId": winner, "loserId": contact}
    assert tenant.api.post("/api/merge_contacts", body).json == {"id": winner}
    assert tenant.api.get(f"/api/contacts/{contact}").json["id"] == winner
    for method in ("PUT", "DELETE"):
        answer = tenant.api(method, f"/api/contacts/{contact}", {"title": "x"})
        assert (answer.status, answer.json["code"]) == (409, "CONFLICT")
        assert answer.json["details"][0]["id"] == winner


def test_answers_are_json_whatever_is_accepted(tenant, contact):
    client = Client(headers={"X-Api-Key": tenant.key, "Accept": "text/html"})
    for path in ("/api/contacts", f"/api/contacts/{contact}", "/api/nope"):
        response = client.get(path)
        assert response["Content-Type"] == "application/json"
        assert json.loads(response.content) is not None
