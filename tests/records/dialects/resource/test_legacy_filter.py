"""The legacy ``filter`` object."""

from dataclasses import replace

import pytest

from records.dialects.resource.legacy_filter import LegacyFilter, parse_filter
from records.query import And, Condition, Not, Operator, Or, QuestionError
from records.schema.fields import ColumnField
from records.schema.kinds import NumberKind, TextKind
from records.schema.registry import registry

CONTACTS = registry.built_in_type("contacts").with_fields(
    [
        ColumnField(name="score", kind=NumberKind(), custom=True),
        ColumnField(name="tier_gte", kind=TextKind(), custom=True),
    ]
)
TAGS = registry.built_in_type("tags")


def at(field, operator, value=None):
    return Condition(field, operator, value)


def eq(field, value):
    return at(field, Operator.EQ, value)


def empty(field):
    return at(field, Operator.EMPTY)


def but(field, node):
    return And((Not(node), Not(empty(field))))


@pytest.mark.parametrize(
    ("written", "node"),
    [
        ({"first_name": "Ada"}, eq("first_name", "Ada")),
        ({"firstName": "Ada"}, eq("first_name", "Ada")),
        ({"first_name": None}, empty("first_name")),
        ({"first_name": ""}, empty("first_name")),
        ({"company_id": 3}, eq("company_id", 3)),
        ({"id": [3, 5]}, at("id", Operator.IN, (3, 5))),
        ({"id": []}, at("id", Operator.IN, ())),
        ({"first_name": ["Ada", None]},
         Or((at("first_name", Operator.IN, ("Ada",)), empty("first_name")))),
        ({"score": 5}, eq("score", 5)),
        ({"custom_fields": {"score": 5}}, And((eq("score", 5),))),
        ({"customFields": {"score": [5, 6]}},
         And((at("score", Operator.IN, (5, 6)),))),
        ({"first_name_gte": "A"}, at("first_name", Operator.GTE, "A")),
        ({"first_name_lte": "A"}, at("first_name", Operator.LTE, "A")),
        ({"first_name_gt": "A"}, at("first_name", Operator.GT, "A")),
        ({"first_name_lt": "A"}, at("first_name", Operator.LT, "A")),
        ({"firstName_neq": "A"}, but("first_name", eq("first_name", "A"))),
        ({"first_name_q": "A"}, at("first_name", Operator.CONTAINS, "A")),
        ({"id_eq_any": [1, 2]}, at("id", Operator.IN, (1, 2))),
        ({"id_neq_any": [1]}, but("id", at("id", Operator.IN, (1,)))),
        ({"tier_gte": "x"}, eq("tier_gte", "x")),
        ({"first_name@eq": "A"}, eq("first_name", "A")),
        ({"firstName@neq": "A"}, but("first_name", eq("first_name", "A"))),
        ({"score@gt": 5}, at("score", Operator.GT, 5)),
        ({"score@gte": 5}, at("score", Operator.GTE, 5)),
        ({"score@lt": 5}, at("score", Operator.LT, 5)),
        ({"score@lte": 5}, at("score", Operator.LTE, 5)),
        ({"first_name@ilike": "%a%"}, at("first_name", Operator.CONTAINS, "a")),
        ({"first_name@like": "a%"}, at("first_name", Operator.STARTS_WITH, "a")),
        ({"first_name@like": "*a"}, at("first_name", Operator.ENDS_WITH, "a")),
        ({"first_name@ilike": "a"}, at("first_name", Operator.CONTAINS, "a")),
        ({"first_name@is": None}, empty("first_name")),
        ({"first_name@is": "null"}, empty("first_name")),
        ({"first_name@is": "not.null"}, Not(empty("first_name"))),
        ({"first_name@is": "x"}, eq("first_name", "x")),
        ({"id@in": "(1,2)"}, at("id", Operator.IN, ("1", "2"))),
        ({"id@in": [1, 2]}, at("id", Operator.IN, (1, 2))),
        ({"tags@cs": "{a, b}"}, And((eq("tags", "a"), eq("tags", "b")))),
        ({"tags@cs": ["a"]}, And((eq("tags", "a"),))),
        ({"tags@cs": 5}, And((eq("tags", 5),))),
    ],
    ids=repr,
)  # fmt: skip
def test_a_key_asks_this(written, node):
    assert parse_filter(written, CONTACTS).where == And((node,))


def test_all_keys_must_hold():
    found = parse_filter({"first_name": "Ada", "score": 5}, CONTACTS)
    assert found.where == And((eq("first_name", "Ada"), eq("score", 5)))


@pytest.mark.parametrize("written", [None, {}, {"q": ""}, {"q": "  "}], ids=repr)
def test_an_empty_filter_asks_for_everything(written):
    assert parse_filter(written, CONTACTS) == LegacyFilter()


def test_a_search_looks_into_every_search_field():
    found = parse_filter({"q": " Ada "}, CONTACTS)
    fields = tuple(at(name, Operator.CONTAINS, "Ada") for name in CONTACTS.search)
    assert found.where == And((Or(fields),))


def test_a_search_in_one_field_needs_no_or():
    assert parse_filter({"q": "vip"}, TAGS).where == And(
        (at("name", Operator.CONTAINS, "vip"),)
    )


def test_a_type_without_search_fields_refuses_to_be_searched():
    """It would answer with everything."""
    silent = replace(TAGS, search=())
    with pytest.raises(QuestionError, match="no text to search") as refused:
        parse_filter({"q": "vip"}, silent)
    assert (refused.value.field, refused.value.origin) == ("q", "filter.q")
    assert parse_filter({"q": " "}, silent) == LegacyFilter()


@pytest.mark.parametrize("value", [True, False])
@pytest.mark.parametrize("key", ["include_archived", "includeArchived"])
def test_archived_records_can_be_included(key, value):
    found = parse_filter({key: value}, CONTACTS)
    assert found == LegacyFilter(include_archived=value)


@pytest.mark.parametrize(
    ("written", "names_ids"),
    [
        ({"id": [1]}, True),
        ({"id": []}, True),
        ({"id": 1}, False),
        ({"id_eq_any": [1]}, False),
        ({"company_id": [1]}, False),
    ],
    ids=repr,
)
def test_a_list_of_ids_is_told(written, names_ids):
    assert parse_filter(written, CONTACTS).names_ids is names_ids


@pytest.mark.parametrize(
    ("written", "origin"),
    [
        ([], "filter"),
        ("text", "filter"),
        (5, "filter"),
        ({"nope": 1}, "filter.nope"),
        ({"search": "x"}, "filter.search"),
        ({"nope_gte": 1}, "filter.nope_gte"),
        ({"_gte": 1}, "filter._gte"),
        ({"": 1}, "filter."),
        ({"q": 5}, "filter.q"),
        ({"q": None}, "filter.q"),
        ({"q": ["a"]}, "filter.q"),
        ({"include_archived": "true"}, "filter.include_archived"),
        ({"include_archived": 1}, "filter.include_archived"),
        ({"first_name@": "x"}, "filter.first_name@"),
        ({"first_name@regex": "x"}, "filter.first_name@regex"),
        ({"first_name@like": 5}, "filter.first_name@like"),
        ({"custom_fields": 5}, "filter.custom_fields"),
        ({"custom_fields": {"nope": 1}}, "filter.custom_fields"),
        ({"custom_fields": {"first_name": 1}}, "filter.custom_fields"),
    ],
    ids=repr,
)
def test_what_cannot_be_asked_is_refused_at_its_place(written, origin):
    with pytest.raises(QuestionError) as refused:
        parse_filter(written, CONTACTS)
    assert refused.value.origin == origin
