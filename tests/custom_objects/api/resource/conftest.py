"""What the tests of definitions over REST start from."""

import pytest

from tests.snapshots import assert_unchanged, snapshot


@pytest.fixture
def assets(tenant):
    """An object as clients define it."""
    answer = tenant.api.post(
        "/api/object-config",
        {
            "singularName": "Asset",
            "pluralName": "Assets",
            "fields": [
                {"name": "serial", "label": "Serial number", "fieldType": "text"},
                {
                    "name": "condition",
                    "label": "Condition",
                    "fieldType": "select",
                    "options": ["New", "Used"],
                },
                {
                    "name": "stage",
                    "label": "Stage",
                    "fieldType": "status",
                    "options": [
                        {"id": "in-use", "label": "In use", "color": "green"},
                        {"id": "sold", "label": "Sold", "isTerminal": True},
                    ],
                },
                {"name": "note", "label": "Note", "fieldType": "long-text"},
            ],
        },
    )
    assert answer.status == 201, answer.json
    tenant.organization.refresh_from_db()
    return answer.json


@pytest.fixture
def refuse(tenant):
    """Send a request that is refused, changing nothing; return errors by key."""

    def send(method, path, body=None, *, status=400, **parameters):
        before = snapshot()
        answer = tenant.api(method, path, body, **parameters)
        assert answer.status == status, answer.json
        assert_unchanged(before)
        return answer.json.get("errors", answer.json)

    return send
