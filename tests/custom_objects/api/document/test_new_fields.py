"""``POST /api/crm/objects/{object_id}/fields``."""

import pytest

from tests.custom_objects.api.document.conftest import OBJECTS
from tests.custom_objects.api.document.definitions import (
    CONTACTS,
    PROJECTS,
    listed,
    patched,
)
from tests.records.dialects.document.wire import (
    change,
    create,
    created,
    fields_at_fault,
    ids,
    query,
    read,
)


def test_the_documented_field_is_added_with_its_default(tenant):
    before = listed(tenant, "contacts")
    answer = tenant.api.post(
        CONTACTS, {"name": "Deal Value", "type": "currency", "default_value": 0}
    )
    assert (answer.status, answer.json) == (
        201,
        {
            "id": "fld_deal_value",
            "name": "Deal Value",
            "slug": "deal_value",
            "type": "currency",
            "required": False,
            "unique": False,
            "position": len(before),
            "default_value": 0,
            "options": {"currency": "USD"},
            "description": "",
            "read_only": False,
        },
    )
    assert list(listed(tenant, "contacts")) == [*before, "deal_value"]
    record = created(tenant, "contacts", name="Jane")
    value = read(tenant, record).json["field_values"]["deal_value"]
    assert (value, type(value)) == (0, int)
    assert ids(query(tenant, "contacts", {"deal_value": {"$lte": 0}})) == [record]


@pytest.mark.parametrize(
    ("body", "told"),
    [
        ({"type": "text", "unique": True}, {"type": "text", "unique": True}),
        ({"type": "long_text", "description": "x"}, {"description": "x"}),
        ({"type": "number", "default_value": 1.5}, {"default_value": 1.5}),
        ({"type": "currency", "options": {"currency": "EUR"}}, {}),
        ({"type": "email", "unique": True}, {"unique": True}),
        ({"type": "phone", "unique": True}, {"unique": True}),
        ({"type": "url", "unique": True}, {"unique": True}),
        ({"type": "date", "default_value": "2026-01-31"}, {}),
        (
            {"type": "datetime", "default_value": "2026-01-31T10:00:00+02:00"},
            {"default_value": "2026-01-31T08:00:00Z"},
        ),
        ({"type": "boolean", "default_value": False}, {"default_value": False}),
        ({"type": "checkbox"}, {"type": "boolean"}),
        ({"type": "dropdown", "options": {"choices": ["SMB", "Big"]}}, {}),
        (
            {"type": "select", "options": {"choices": ["SMB"]}, "default_value": "SMB"},
            {"type": "dropdown", "default_value": "SMB"},
        ),
        (
            {"type": "multi_select", "options": {"choices": ["A", "B"]}}
            | {"default_value": ["B", "A"]},
            {},
        ),
        (
            {"type": "status", "options": {"stages": ["To Do"]}}
            | {"default_value": "to do"},
            {"default_value": "to_do"}
            | {
                "options": {
                    "stages": [
                        {"name": "To Do", "slug": "to_do", "color": "#6b7280"}
                        | {"order": 1}
                    ]
                }
            },
        ),
        ({"type": "reference", "options": {"object_id": "obj_companies"}}, {}),
        (
            {"type": "lookup", "options": {"target_object_id": "companies"}},
            {"type": "reference", "options": {"object_id": "obj_companies"}},
        ),
        (
            {"type": "lookup", "options": {"target_object": "obj_def_deals"}},
            {"type": "reference", "options": {"object_id": "obj_deals"}},
        ),
        (
            {"type": "multi_lookup", "reference_object_id": "obj_contacts"},
            {"type": "multi_reference", "options": {"object_id": "obj_contacts"}},
        ),
        (
            {"type": "reference"}
            | {"options": {"object_id": "obj_deals", "display_field": "stage"}},
            {"options": {"object_id": "obj_deals", "display_field": "stage"}},
        ),
        ({"type": "user"}, {}),
        ({"type": "image"}, {}),
        ({"type": "file"}, {}),
        ({"type": "rating", "options": {"maximum": 3}, "default_value": 2}, {}),
        ({"type": "address"}, {}),
        (
            {"type": "formula", "options": {"expression": "upper({last_name})"}},
            {
                "read_only": True,
                "options": {"expression": "upper({last_name})", "result": "text"},
            },
        ),
        (
            {
                "type": "rollup",
                "options": {
                    "object_id": "obj_deals",
                    "reference": "contact",
                    "function": "sum",
                    "field": "value",
                },
            },
            {
                "read_only": True,
                "options": {
                    "object_id": "obj_deals",
                    "reference": "contact",
                    "function": "sum",
                    "field": "value",
                    "result": "number",
                },
            },
        ),
    ],
)
def test_every_type_is_added_and_told_as_it_was_sent(tenant, add, body, told):
    answer = add("contacts", name="The Field", **body)
    expected = {"options": {}} | body | told
    expected = {key: one for key, one in expected.items() if key in answer}
    assert {key: answer[key] for key in expected} == expected
    assert listed(tenant, "contacts")["the_field"] == answer
    # Sent back as it was read, it stays as it is.
    assert patched(tenant, "contacts", answer["id"], **answer) == answer
    record = created(tenant, "contacts", name="Jane")
    shown = read(tenant, record).json["field_values"]["the_field"]
    if "default_value" in expected:
        assert shown == expected["default_value"]


def test_a_default_that_refers_to_a_record_is_its_id(tenant, add, stranger, refuse):
    company = created(tenant, "companies", name="Engines")
    target = {"object_id": "companies"}
    told = add(
        *("contacts",), name="Via", type="lookup", options=target, default_value=company
    )
    assert told["default_value"] == company
    record = created(tenant, "contacts", name="Jane")
    assert read(tenant, record).json["field_values"]["via"] == company
    for wrong in (
        created(tenant, "contacts", name="No company"),
        created(stranger, "companies", name="Theirs"),
        "rec_companies_999999",
        "nonsense",
    ):
        body = {"name": "X", "type": "lookup", "options": target}
        assert set(refuse("POST", CONTACTS, body | {"default_value": wrong})) == {
            "default_value"
        }


def test_stages_come_in_their_order_with_their_colors(add):
    stages = [
        {"name": "Won", "color": "#00ff00", "order": 3},
        {"name": "Lead", "color": "gray", "order": 1},
        {"name": "Qualified", "order": 2, "slug": "good"},
    ]
    told = add("deals", name="Phase", type="status", options={"stages": stages})
    assert told["options"]["stages"] == [
        {"name": "Lead", "slug": "lead", "color": "gray", "order": 1},
        {"name": "Qualified", "slug": "good", "color": "#6b7280", "order": 2},
        {"name": "Won", "slug": "won", "color": "#00ff00", "order": 3},
    ]


@pytest.mark.parametrize("written", ["In Progress", "in progress", "in_progress"])
def test_a_stage_is_written_by_slug_or_name_and_answered_by_slug(
    tenant, projects, written
):
    record = created(tenant, "projects", project_name="Moon", status=written)
    assert read(tenant, record).json["field_values"]["status"] == "in_progress"
    assert ids(query(tenant, "projects", {"status": written})) == [record]
    assert ids(query(tenant, "projects", {"status": {"$gt": "Planning"}})) == [record]


def test_a_required_status_begins_in_its_first_stage(tenant, projects):
    told = patched(tenant, "projects", "status", required=True)
    assert told["required"]
    assert told["default_value"] == "planning"
    record = created(tenant, "projects", project_name="Moon")
    assert read(tenant, record).json["field_values"]["status"] == "planning"


def test_slugs_of_fields_are_never_alike(tenant, add, projects, refuse):
    # "value" is how this dialect calls a built-in field.
    assert add("deals", name="Value", type="text")["slug"] == "value_2"
    assert add("projects", name="Id", type="text")["slug"] == "id_2"
    assert add("projects", name="3D", type="text")["slug"] == "f_3d"
    assert add("projects", name="Chosen", slug="mine", type="text")["slug"] == "mine"
    for body, told in (
        ({"name": "budget"}, {"field": "name", "value": "budget"}),
        ({"name": "New", "slug": "mine"}, {"field": "slug", "value": "mine"}),
    ):
        assert refuse("POST", PROJECTS, body | {"type": "text"}, status=409) == told


@pytest.mark.parametrize("body", [[], "x", 1, True])
def test_a_body_that_is_no_object_is_malformed(refuse, body):
    refuse("POST", CONTACTS, body, status=400)
    refuse("PATCH", f"{CONTACTS}/email", body, status=400)


def test_objects_without_room_for_fields_say_so(refuse):
    body = {"name": "A", "type": "text"}
    for obj in ("tags", "tasks", "contacts_summary"):
        refuse("POST", f"{OBJECTS}/{obj}/fields", body, status=400)


def test_a_required_field_can_be_added_to_records_that_lack_it(tenant, add):
    record = created(tenant, "contacts", name="Jane")
    add("contacts", name="Must", type="text", required=True)
    assert change(tenant, record, title="Countess").status == 200
    assert change(tenant, record, must="x").status == 200
    assert set(fields_at_fault(change(tenant, record, must=None))) == {"must"}
    assert set(fields_at_fault(create(tenant, "contacts", name="New"))) == {"must"}
    assert create(tenant, "contacts", name="New", must="x").status == 201
