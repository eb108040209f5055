"""From a body to values: strictly."""

import pytest

from records.dialects.base.failures import MalformedBody, MalformedRequest
from records.dialects.document.bodies import (
    parse_field_values,
    parse_object,
    parse_text,
)
from records.dialects.document.naming import Spelling
from records.schema.problems import Code
from records.schema.registry import registry


def parse(slug, **values):
    spelling = Spelling.of(registry.built_in_type(slug))
    return parse_field_values({"field_values": values}, spelling)


def test_keys_become_neutral_names_and_ids_numbers():
    parsed = parse(
        "deals", value=10000.5, contact="rec_contacts_7", owner_id="user_3", tags=["a"]
    )
    assert parsed.values == {
        "amount": 10000.5,
        "contact_id": 7,
        "owner_id": 3,
        "tags": ["a"],
    }
    assert parsed.found == []


@pytest.mark.parametrize(
    "key", ["name", "value", "contact", "close_date", "hot", "tags"]
)
def test_an_empty_text_is_null_for_every_type(key):
    (value,) = parse("deals", **{key: ""}).values.values()
    assert value is None


@pytest.mark.parametrize(
    ("slug", "key", "value"),
    [
        ("contacts", "name", 5),
        ("contacts", "name", True),
        ("contacts", "name", ["Jane"]),
        ("contacts", "tags", "vip"),
        ("contacts", "address", "12 Main Street"),
        ("deals", "value", "12.5"),
        ("deals", "value", True),
        ("deals", "hot", "true"),
        ("deals", "hot", 1),
        ("deals", "win_likelihood", "5"),
        ("deals", "win_likelihood", 5.5),
        ("deals", "contact", 7),
        ("deals", "contact", ["rec_contacts_7"]),
        ("deals", "close_date", 20240101),
        ("deals", "added_at", 1700000000),
    ],
)
def test_nothing_is_read_as_something_else(slug, key, value):
    parsed = parse(slug, **{key: value})
    (problem,) = parsed.problems
    assert problem.code is Code.INVALID_TYPE
    assert parsed.values == {}


def test_a_whole_number_may_be_written_with_a_point():
    assert parse("deals", win_likelihood=5.0).values == {"win_likelihood": 5}


@pytest.mark.parametrize("value", ["2024-01-01T00:00:00Z", "1.1.2024"])
def test_a_date_has_no_time(value):
    (problem,) = parse("deals", close_date=value).problems
    assert (problem.field, problem.code) == ("estimated_close_date", Code.INVALID)


@pytest.mark.parametrize("value", ["rec_deals_7", "user_7", "rec_x", "7"])
def test_an_id_of_another_object_is_a_problem_of_its_field(value):
    (problem,) = parse("deals", contact=value).problems
    assert (problem.field, problem.code) == ("contact_id", Code.DANGLING)


def test_unknown_and_read_only_keys_are_problems():
    parsed = parse("contacts", company_id="rec_companies_1", company_name="x", nope=1)
    assert {one.field: one.code for one in parsed.unknown} == {
        "company_id": Code.UNKNOWN_FIELD,  # the key is "company"
        "nope": Code.UNKNOWN_FIELD,
    }
    assert [(one.field, one.code) for one in parsed.problems] == [
        ("company_name", Code.READ_ONLY)
    ]
    assert len(parsed.found) == 3


@pytest.mark.parametrize("key", ["id", "object_id", "created_at", "created_by"])
def test_system_keys_are_no_field_values(key):
    (problem,) = parse("contacts", **{key: "x"}).unknown
    assert problem.field == key


@pytest.mark.parametrize("sent", [[], "x", 5, True])
def test_field_values_are_an_object(sent):
    spelling = Spelling.of(registry.built_in_type("contacts"))
    with pytest.raises(MalformedRequest) as refused:
        parse_field_values({"field_values": sent}, spelling)
    assert refused.value.parameter == "field_values"


@pytest.mark.parametrize("body", [{}, {"field_values": None}])
def test_field_values_are_required(body):
    spelling = Spelling.of(registry.built_in_type("contacts"))
    with pytest.raises(MalformedRequest) as refused:
        parse_field_values(body, spelling)
    assert (refused.value.parameter, refused.value.reason) == (
        "field_values",
        "required",
    )


@pytest.mark.parametrize("body", [None, [], "x", 5])
def test_a_body_is_an_object(body):
    with pytest.raises(MalformedBody, match="JSON object"):
        parse_object(body)
    assert parse_object({}) == {}


@pytest.mark.parametrize("value", [None, "", 5, ["x"], {}])
def test_a_text_that_must_be_there(value):
    with pytest.raises(MalformedRequest) as refused:
        parse_text({"object_id": value}, "object_id")
    assert refused.value.parameter == "object_id"
    assert parse_text({"object_id": "x"}, "object_id") == "x"
