"""Is every field edited with something that fits?"""

import pytest

from custom_objects.api.resource.ui_types import ui_type, ui_types
from custom_objects.field_types import FIELD_TYPES
from records.schema.registry import registry
from tests.custom_objects.specifications import specify


@pytest.mark.parametrize("slug", FIELD_TYPES)
def test_a_custom_field_is_edited_as_its_type(slug):
    field = registry.built_in_type("contacts").fields_by_name["email"]
    found = ui_types(field, specify(slug))
    assert found.name == FIELD_TYPES[slug].name_in("resource")
    assert (found.uidt == "JSON") is (slug == "address")


@pytest.mark.parametrize(
    ("slug", "name", "expected"),
    [
        ("contacts", "id", "number"),
        ("contacts", "first_name", "text"),
        ("contacts", "description", "long-text"),
        ("contacts", "email", "email"),
        ("contacts", "company_id", "relationship"),
        ("contacts", "owner_id", "user"),
        ("contacts", "organization_id", "number"),
        ("contacts", "address", "location"),
        ("contacts", "tags", "multi-select"),
        ("contacts", "customer_status", "select"),
        ("contacts", "created_at", "timestamp"),
        ("deals", "hot", "checkbox"),
        ("deals", "amount", "number"),
        ("deals", "estimated_close_date", "date"),
        ("deal_notes", "attachments", "file"),
        ("configuration", "config", "json"),
    ],
)
def test_a_built_in_field_is_edited_as_its_kind(slug, name, expected):
    field = registry.built_in_type(slug).fields_by_name[name]
    assert ui_type(field, None) == expected


def test_only_structures_are_edited_as_json():
    edited = {
        (one.kind.name, ui_type(one, None))
        for each in registry.built_in()
        for one in each.fields
    }
    told = {kind for kind, name in edited if name == "json"}
    assert told <= {"object", "prices"}
