"""Is an organization kept from defining more objects than the installation allows?"""

import pytest

from custom_objects.definitions import archive_object, define_object, restore_object
from records.engine.errors import LimitReached
from tests.custom_objects.admin.schema_desk import SchemaDesk
from tests.factories import define
from tests.snapshots import assert_unchanged, snapshot


@pytest.fixture
def limited(settings, tenant, stranger):
    """Two objects, as many as there may be; a built-in one and a stranger's."""
    settings.DRAGOMAN_MOST_OBJECTS = 2
    define(tenant.organization, "contacts", is_built_in=True, size="text")
    define_object(stranger.caller, values={"label_plural": "Others"})
    for name in ("Ships", "Rooms"):
        define_object(tenant.caller, values={"label_plural": name})
    tenant.organization.refresh_from_db()
    return tenant


def test_one_more_is_refused(limited):
    before = snapshot()
    with pytest.raises(LimitReached) as refusal:
        define_object(limited.caller, values={"label_plural": "Plans"})
    assert refusal.value.message == "At most 2 objects of one's own are allowed here."
    assert_unchanged(before)


def test_each_dialect_tells_it(limited):
    before = snapshot()
    answer = limited.api.post("/api/crm/objects", {"name": "Plans"})
    assert (answer.status, answer.json["code"]) == (403, "FORBIDDEN")
    assert answer.json["error"] == "At most 2 objects of one's own are allowed here."
    assert answer.json["details"] == {"limit": 2}
    # What is wrong with it is told first, as always.
    assert limited.api.post("/api/crm/objects", {"name": ""}).status == 422
    said = {"singularName": "Plan", "pluralName": "Plans"}
    answer = limited.api.post("/api/object-config", said)
    assert answer.status == 403
    assert answer.json["error"] == "At most 2 objects of one's own are allowed here."
    assert_unchanged(before)


def test_the_admin_tells_it_on_the_form(limited):
    desk = SchemaDesk(limited)
    before = snapshot()
    answer = desk.save(label_plural="Plans", label="Plan")
    assert answer.status_code == 200
    assert "At most 2 objects of one" in answer.content.decode()
    assert_unchanged(before)


def test_what_was_archived_makes_room_and_needs_it_again(limited):
    archive_object(limited.caller, slug="ships")
    define_object(limited.caller, values={"label_plural": "Plans"})
    with pytest.raises(LimitReached):
        restore_object(limited.caller, slug="ships")
    archive_object(limited.caller, slug="plans")
    assert restore_object(limited.caller, slug="ships").archived_at is None
