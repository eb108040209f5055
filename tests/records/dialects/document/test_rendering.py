"""From rows to JSON."""

import datetime as dt
from decimal import Decimal

from records.dialects.document.naming import Spelling
from records.dialects.document.rendering import RecordRenderer
from records.schema.registry import registry
from tests.records.dialects.document.wire import create, created, read

MOMENT = dt.datetime(2024, 1, 15, 10, 30, 0, 999_000, tzinfo=dt.UTC)


def test_a_record_is_exactly_six_keys():
    spelling = Spelling.of(registry.built_in_type("deals"))
    renderer = RecordRenderer(spelling)
    row = {path: None for one in renderer.fields for path in one.paths}
    row |= {"tags": [], "pk": 7, "amount": Decimal("10000.50"), "stage__slug": "won"}
    row |= {
        "contact_id": 3,
        "creator_id": 9,
        "created_at": MOMENT,
        "updated_at": MOMENT,
    }
    row |= {"description": "", "hot": False}
    record = renderer.render(row)
    assert list(record) == [
        *("id", "object_id", "field_values", "created_at", "updated_at", "created_by"),
    ]
    assert (record["id"], record["object_id"]) == ("rec_deals_7", "obj_deals")
    assert record["created_at"] == "2024-01-15T10:30:00Z"
    assert record["created_by"] == "user_9"
    values = record["field_values"]
    assert (values["value"], values["stage"]) == (10000.5, "won")
    assert values["contact"] == "rec_contacts_3"
    # Empty is null, of several values the empty list; false and 0 are values.
    assert (values["description"], values["tags"], values["hot"]) == (None, [], False)
    assert list(values) == list(spelling.values)


def test_lists_that_were_never_set_are_empty(tenant):
    contact = created(tenant, "obj_contacts", name="Jane")
    note = create(tenant, "obj_contact_notes", contact_id=contact, text="x").json
    assert note["field_values"]["attachments"] == []
    assert note["field_values"]["tags"] == []


def test_text_that_was_stored_empty_elsewhere_reads_as_null(tenant):
    number = tenant.make("contacts", first_name="Jane", phone="")
    values = read(tenant, f"rec_contacts_{number}").json["field_values"]
    assert values["phone"] is None


def test_a_type_without_a_system_value_tells_null(tenant):
    person = read(tenant, f"user_{tenant.user.pk}").json
    assert (person["updated_at"], person["created_by"]) == (None, None)
    assert person["object_id"] == "obj_crm_users"
