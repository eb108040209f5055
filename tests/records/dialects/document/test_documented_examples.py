"""The requests of the dialect's own documentation work as they are written there."""

import pytest
from django.test import Client

from tests.records.dialects.document.wire import created


@pytest.fixture
def send(tenant):
    """Sends a request with the header of the documentation, its query as it stands."""
    client = Client(headers={"X-Api-Key": tenant.key})

    def send(method, address, body=None):
        path, _mark, query = address.partition("?")
        return client.generic(
            method,
            path,
            data=(body or "").encode(),
            content_type="application/json",
            QUERY_STRING=query,
        )

    return send


CREATION = """{
"object_id": "obj_contacts",
"field_values": {
"name": "Jane Smith",
"email": "jane@example.com",
"phone": "+1 (555) 987-6543",
"status": "new",
"source": "api"
}
}"""
CHANGE = """{
"field_values": {
"status": "qualified",
"notes": "Spoke on phone, interested in enterprise plan"
}
}"""


def test_the_documented_requests(send):
    made = send("POST", "/api/crm/record", CREATION)
    assert made.status_code == 201
    record = made.json()
    assert record["created_at"] == record["updated_at"]
    values = record["field_values"]
    assert values["phone"] == "+1 (555) 987-6543"
    assert (values["status"], values["source"]) == ("new", "api")
    path = f"/api/crm/record/{record['id']}"
    assert send("GET", path).json() == record
    changed = send("PATCH", path, CHANGE)
    assert changed.status_code == 200
    assert changed.json()["field_values"] == values | {
        "status": "qualified",
        "notes": "Spoke on phone, interested in enterprise plan",
    }
    gone = send("DELETE", path)
    assert (gone.status_code, gone.json()) == (
        200,
        {"id": record["id"], "object_id": "obj_contacts", "deleted": True},
    )
    missing = send("GET", path)
    assert missing.status_code == 404
    assert missing.json() == {
        "error": "Record not found",
        "code": "NOT_FOUND",
        "status": 404,
        "details": {"record_id": record["id"]},
    }


@pytest.mark.parametrize(
    "address",
    [
        "/api/crm/records/query?object_id=obj_contacts&page=1&per_page=25",
        '/api/crm/records/query?object_id=obj_contacts&filters={"status":"active"}',
        "/api/crm/records/query?object_id=obj_contacts&sort=created_at&order=desc",
    ],
)
def test_the_documented_queries(send, tenant, address):
    active = created(tenant, "obj_contacts", name="John", status="active")
    other = created(tenant, "obj_contacts", name="Jane", status="new")
    answer = send("GET", address)
    assert answer.status_code == 200
    found = [one["id"] for one in answer.json()["data"]]
    if "filters" in address:
        assert found == [active]
    elif "desc" in address:
        assert found == [other, active]
    else:
        assert found == [active, other]
    assert answer.json()["pagination"] == {
        "total": len(found),
        "page": 1,
        "per_page": 25,
        "total_pages": 1,
    }


# The block "Filter Syntax", key by key; with comments and doubles it is no JSON.
DOCUMENTED_FILTERS = {
    '{"status": "active"}': {"john"},
    '{"created_at": { "$lt": "2024-01-01" }}': set(),
    '{"status": "active","source": "website"}': {"john"},
    '{"name": { "$contains": "John" }}': {"john"},
    '{"phone": { "$empty": false }}': {"john"},
}


@pytest.mark.parametrize("text", DOCUMENTED_FILTERS)
def test_the_documented_filters_of_contacts(send, tenant, text):
    made = {
        "john": created(
            tenant,
            "obj_contacts",
            name="John Doe",
            status="active",
            source="website",
            phone="+1 555-0100",
        ),
        "jane": created(
            tenant, "obj_contacts", name="Jane", status="new", source="api"
        ),
    }
    answer = send(
        "GET", f"/api/crm/records/query?object_id=obj_contacts&filters={text}"
    )
    assert answer.status_code == 200, answer.json()
    found = {one["id"] for one in answer.json()["data"]}
    assert found == {made[name] for name in DOCUMENTED_FILTERS[text]}


@pytest.mark.parametrize(
    ("obj", "key", "text", "values"),
    [
        ("obj_deals", "value", '{"value": { "$gte": 10000 }}', [10000, 9999.99]),
        (
            "obj_companies",
            "category",
            '{"category": { "$in": ["Enterprise", "SMB"] }}',
            ["SMB", "Startup"],
        ),
    ],
)
def test_the_documented_filters_of_other_objects(send, tenant, obj, key, text, values):
    wanted, _other = (created(tenant, obj, name="x", **{key: one}) for one in values)
    answer = send("GET", f"/api/crm/records/query?object_id={obj}&filters={text}")
    assert [one["id"] for one in answer.json()["data"]] == [wanted]


def test_the_block_as_it_stands_is_no_json(send):
    answer = send(
        "GET",
        "/api/crm/records/query?object_id=obj_contacts&filters={"
        '// Exact match\n"status": "active"}',
    )
    assert (answer.status_code, answer.json()["code"]) == (400, "BAD_REQUEST")


def test_the_documented_question_without_its_object_is_refused(send):
    """A sample of the documentation leaves it out; its table says it is required."""
    answer = send("GET", "/api/crm/records/query")
    assert answer.status_code == 400
    assert answer.json()["details"] == {"object_id": "required"}
