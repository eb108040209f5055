"""What the tests of definitions in the document dialect start from."""

import pytest

from tests.snapshots import assert_unchanged, snapshot

OBJECTS = "/api/crm/objects"

PROJECTS = {
    "name": "Projects",
    "icon": "folder",
    "fields": [
        {"name": "Project Name", "type": "text", "required": True},
        {
            "name": "Status",
            "type": "status",
            "options": {"stages": ["Planning", "In Progress", "Review", "Complete"]},
        },
        {"name": "Budget", "type": "currency"},
    ],
}


@pytest.fixture
def projects(tenant):
    """The documented object, as it was answered."""
    answer = tenant.api.post(OBJECTS, PROJECTS)
    assert answer.status == 201, answer.json
    tenant.organization.refresh_from_db()
    return answer.json


@pytest.fixture
def add(tenant):
    """Add a field to an object and return it."""

    def send(obj, **body):
        answer = tenant.api.post(f"{OBJECTS}/{obj}/fields", body)
        assert answer.status == 201, answer.json
        tenant.organization.refresh_from_db()
        return answer.json

    return send


@pytest.fixture
def refuse(tenant):
    """Send a request that is refused, changing nothing; return the details."""

    def send(method, path, body=None, *, status=422):
        before = snapshot()
        answer = tenant.api(method, path, body)
        assert answer.status == status, answer.json
        assert_unchanged(before)
        assert set(answer.json) == {"error", "code", "status", "details"}
        details = answer.json["details"]
        return details["fields"] if status == 422 else details

    return send
