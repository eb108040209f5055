"""From rows to JSON."""

from decimal import Decimal

import pytest

from records.dialects.resource.rendering import RecordRenderer, content_range
from records.query import Window
from records.schema.fields import ColumnField
from records.schema.kinds import NumberKind, TextKind
from records.schema.projections import Projection
from records.schema.registry import registry

SCORE = ColumnField(name="top_score", kind=NumberKind(), custom=True)
TAGS = registry.built_in_type("tags").with_fields([SCORE])
ROW = {
    one.paths[0]: None for one in TAGS.fields
} | {"pk": 5, "name": "VIP", "top_score": Decimal("2.50")}  # fmt: skip


def projection(**table):
    return Projection(dialect="resource", resource="tags", object_type="tags", **table)


def rendered(row=ROW, *, camel_keys=False, **table):
    return RecordRenderer(TAGS, projection(**table), camel_keys=camel_keys).render(row)


def test_a_record_has_the_keys_of_its_type_and_its_custom_fields():
    record = rendered()
    assert record["id"] == 5
    assert record["name"] == "VIP"
    assert record["color"] is None
    assert record["custom_fields"] == {"top_score": 2.5}
    assert "top_score" not in record


def test_keys_are_camel_case_when_asked_for_but_not_those_of_custom_fields():
    record = rendered(camel_keys=True)
    assert record["resourceType"] is None
    assert record["customFields"] == {"top_score": 2.5}
    assert not [key for key in record if "_" in key]


def test_a_custom_field_without_a_value_is_left_out():
    assert rendered(ROW | {"top_score": None})["custom_fields"] == {}


def test_a_custom_field_that_stands_outside_is_not_in_custom_fields_too():
    outside = ColumnField(name="nickname", kind=TextKind(), custom=True, outside=True)
    tags = TAGS.with_fields([outside])
    record = RecordRenderer(tags, projection(), camel_keys=False).render(
        ROW | {"nickname": "V"}
    )
    assert record["nickname"] == "V"
    assert record["custom_fields"] == {"top_score": 2.5}


def test_hidden_keys_are_left_out():
    record = rendered(hidden=frozenset({"custom_fields", "color"}))
    assert "custom_fields" not in record
    assert "color" not in record


def test_a_renderer_tells_what_it_needs_to_read():
    renderer = RecordRenderer(TAGS, projection(), camel_keys=False)
    assert {one.name for one in renderer.fields} == set(TAGS.fields_by_name)


@pytest.mark.parametrize(
    ("window", "rows", "total", "header"),
    [
        (Window(0, 25), 25, 142, "contacts 0-24/142"),
        (Window(25, 25), 5, 30, "contacts 25-29/30"),
        (Window(0, 25), 0, 0, "contacts 0-0/0"),
        (Window(0, 25), 1, 1, "contacts 0-0/1"),
        (Window(100, 25), 0, 30, "contacts 100-100/30"),
        (Window(0, 1000), 1000, 5000, "contacts 0-999/5000"),
    ],
)
def test_the_range_that_was_sent_is_inclusive_and_always_digits(
    window, rows, total, header
):
    assert content_range("contacts", window, rows=rows, total=total) == header
