"""From a body to values."""

from dataclasses import replace

import pytest

from records.dialects.base.failures import MalformedBody
from records.dialects.resource.bodies import parse_batch, parse_values
from records.schema.fields import ColumnField
from records.schema.kinds import NumberKind
from records.schema.projections import Projection
from records.schema.registry import registry

CONTACTS = registry.built_in_type("contacts").with_fields(
    [
        ColumnField(name="score", kind=NumberKind(), custom=True),
        ColumnField(name="rank", kind=NumberKind(), custom=True, writable=False),
    ]
)
PROJECTION = Projection(dialect="resource", resource="contacts", object_type="contacts")


@pytest.mark.parametrize(
    ("body", "values"),
    [
        ({}, {}),
        ({"first_name": "Ada"}, {"first_name": "Ada"}),
        ({"firstName": "Ada"}, {"first_name": "Ada"}),
        ({"company_id": None}, {"company_id": None}),
        ({"address": {"postalCode": 1}}, {"address": {"postalCode": 1}}),
        ({"id": 5, "created_at": "x", "archived_at": None}, {}),
        ({"organizationId": 5, "crm_user_id": 1, "companyName": "x"}, {}),
        ({"nope": 1, "": 2, "__proto__": 3}, {}),
        ({"custom_fields": {"score": 5}}, {"score": 5}),
        ({"customFields": {"score": 5, "nope": 1, "rank": 2}}, {"score": 5}),
        ({"custom_fields": {"first_name": "x"}}, {}),
        ({"score": 5}, {}),
    ],
    ids=repr,
)
def test_only_what_may_be_written_is_read(body, values):
    assert parse_values(body, CONTACTS, PROJECTION) == values


@pytest.mark.parametrize("body", [None, [], "text", 5, True], ids=repr)
def test_a_body_is_an_object(body):
    with pytest.raises(MalformedBody):
        parse_values(body, CONTACTS, PROJECTION)


@pytest.mark.parametrize("bag", [None, [], "text", 5], ids=repr)
@pytest.mark.parametrize("object_type", [CONTACTS, registry.built_in_type("deals")])
def test_custom_fields_are_an_object(object_type, bag):
    with pytest.raises(MalformedBody, match="custom_fields"):
        parse_values({"custom_fields": bag}, object_type, PROJECTION)


def test_custom_fields_of_a_type_without_any_are_ignored():
    tags = registry.built_in_type("tags")
    assert parse_values({"custom_fields": 5, "name": "x"}, tags, PROJECTION) == {
        "name": "x"
    }


@pytest.mark.parametrize(
    ("body", "values"),
    [
        ({}, {}),
        ({"score": 5}, {"score": 5}),
        ({"Score": 5, "rank": 2, "nope": 3}, {"score": 5}),
        ({"custom_fields": {"score": 5}}, {"score": 5}),
        ({"score": 5, "customFields": {"score": 7}}, {"score": 5}),
        ({"customFields": {"score": 7}, "score": None}, {"score": None}),
    ],
    ids=repr,
)
def test_an_open_projection_takes_custom_fields_beside_other_keys(body, values):
    projection = replace(PROJECTION, is_open=True)
    assert parse_values(body, CONTACTS, projection) == values


def test_a_member_of_a_batch_may_say_nothing_to_an_open_projection():
    projection = replace(PROJECTION, is_open=True)
    assert parse_batch([{}, {"score": 1}], CONTACTS, projection) == [{}, {"score": 1}]


def test_a_batch_is_a_list_of_bodies():
    batch = parse_batch([{"firstName": "a"}, {"title": "b"}], CONTACTS, PROJECTION)
    assert batch == [{"first_name": "a"}, {"title": "b"}]


@pytest.mark.parametrize(
    ("body", "message"),
    [
        ([], "no record"),
        ([{"title": "a"}, {}], r"\[1\]: No writable fields"),
        ([{"title": "a"}, 5], r"\[1\]: The body must be"),
        ([{"title": "a"}] * 1001, "At most 1000"),
    ],
    ids=("empty", "nothing", "number", "too many"),
)
def test_a_batch_that_cannot_be_read_is_refused_by_index(body, message):
    with pytest.raises(MalformedBody, match=message):
        parse_batch(body, CONTACTS, PROJECTION)
