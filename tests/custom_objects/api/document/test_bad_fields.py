"""Fields that are refused, and what is told of them."""

import pytest

from tests.custom_objects.api.document.definitions import (
    CONTACTS,
)


@pytest.mark.parametrize(
    ("body", "fields"),
    [
        ({}, {"name", "type"}),
        ({"name": "A", "type": None}, {"type"}),
        ({"name": "A", "type": 7}, {"type"}),
        ({"name": "A", "type": "nope"}, {"type"}),
        ({"name": "A", "type": []}, {"type"}),
        ({"name": 7, "type": "text"}, {"name"}),
        ({"name": "x" * 101, "type": "text"}, {"name"}),
        ({"name": "?", "type": "text"}, {"name"}),
        ({"name": "A\x00", "type": "text"}, {"name"}),
        ({"name": "A", "slug": "A b", "type": "text"}, {"slug"}),
        ({"name": "A", "slug": 1, "type": "text"}, {"slug"}),
        ({"name": "A", "type": "text", "required": "true"}, {"required"}),
        ({"name": "A", "type": "text", "required": 1}, {"required"}),
        ({"name": "A", "type": "text", "unique": 0}, {"unique"}),
        ({"name": "A", "type": "text", "description": 1}, {"description"}),
        ({"name": "A", "type": "text", "options": []}, {"options"}),
        ({"name": "A", "type": "text", "options": {"x": 1}}, {"options.x"}),
        (
            {"name": "A", "type": "text", "options": {"choices": ["a"]}},
            {"options.choices"},
        ),
        *(
            ({"name": "A", "type": name, "unique": True, **rest}, {"unique"})
            for name, rest in (
                ("boolean", {}),
                ("long_text", {}),
                ("currency", {}),
                ("datetime", {}),
                ("user", {}),
                ("image", {}),
                ("address", {}),
                ("dropdown", {"options": {"choices": ["a"]}}),
                ("status", {"options": {"stages": ["a"]}}),
                ("reference", {"options": {"object_id": "deals"}}),
            )
        ),
        ({"name": "A", "type": "text", "default_value": 1}, {"default_value"}),
        ({"name": "A", "type": "text", "default_value": "x" * 256}, {"default_value"}),
        ({"name": "A", "type": "number", "default_value": "1"}, {"default_value"}),
        ({"name": "A", "type": "number", "default_value": True}, {"default_value"}),
        ({"name": "A", "type": "boolean", "default_value": 1}, {"default_value"}),
        ({"name": "A", "type": "email", "default_value": "x"}, {"default_value"}),
        ({"name": "A", "type": "date", "default_value": "soon"}, {"default_value"}),
        ({"name": "A", "type": "user", "default_value": 1}, {"default_value"}),
        (
            {"name": "A", "type": "text", "unique": True, "default_value": "x"},
            {"default_value"},
        ),
        ({"name": "A", "type": "status"}, {"options.stages"}),
        ({"name": "A", "type": "status", "options": None}, {"options.stages"}),
        (
            {"name": "A", "type": "status", "options": {"stages": "x"}},
            {"options.stages"},
        ),
        (
            {"name": "A", "type": "status", "options": {"stages": []}},
            {"options.stages"},
        ),
        (
            {
                "name": "A",
                "type": "status",
                "options": {
                    "stages": [
                        {"name": "B", "order": "x"},
                        7,
                        {"color": "red"},
                        {"name": "C", "color": "1 2"},
                        {"name": "D", "size": 1},
                        {"name": "E", "color": 7},
                        "b",
                    ]
                },
            },
            {
                "options.stages[0].order",
                "options.stages[1]",
                "options.stages[2].name",
                "options.stages[3].color",
                "options.stages[4].size",
                "options.stages[5].color",
                "options.stages[6].name",
            },
        ),
        (
            {
                "name": "A",
                "type": "status",
                "options": {
                    "stages": [{"name": "B", "order": 2}, {"name": "", "order": 1}]
                },
            },
            {"options.stages[1].name"},
        ),
        (
            {"name": "A", "type": "dropdown", "options": {"choices": ["a", 1, {}]}},
            {"options.choices[1]", "options.choices[2]"},
        ),
        (
            {"name": "A", "type": "dropdown", "options": {"choices": {}}},
            {"options.choices"},
        ),
        (
            {"name": "A", "type": "dropdown", "options": {"choices": ["a"]}}
            | {"default_value": "b"},
            {"default_value"},
        ),
        ({"name": "A", "type": "reference"}, {"options"}),
        ({"name": "A", "type": "reference", "default_value": "rec_x_1"}, {"options"}),
        (
            {"name": "A", "type": "reference", "options": {"object_id": "obj_nope"}},
            {"options"},
        ),
        (
            {"name": "A", "type": "reference", "options": {"object_id": 7}},
            {"options.object_id"},
        ),
        (
            {"name": "A", "type": "reference"}
            | {"options": {"object_id": "deals", "display_field": "nope"}},
            {"options"},
        ),
        (
            {"name": "A", "type": "currency", "options": {"currency": "eur"}},
            {"options"},
        ),
        ({"name": "A", "type": "rating", "options": {"maximum": 999}}, {"options"}),
        ({"name": "A", "type": "formula"}, {"options"}),
        ({"name": "A", "type": "formula", "options": {"expression": "{"}}, {"options"}),
        ({"name": "A", "type": "rollup"}, {"options"}),
        (
            {"name": "?", "type": "text", "required": 1, "default_value": 1},
            {"name", "required", "default_value"},
        ),
    ],
)
def test_a_bad_field_is_refused_with_every_fault(refuse, body, fields):
    assert set(refuse("POST", CONTACTS, body)) == fields
