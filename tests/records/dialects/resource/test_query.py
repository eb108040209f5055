"""From the parameters of a list to a question."""

import json

import pytest
from django.http import QueryDict

from records.dialects.resource.query import parse_query
from records.query import (
    EVERYTHING,
    And,
    Condition,
    Operator,
    Or,
    QuestionError,
    Sort,
    Window,
)
from records.schema.registry import registry

CONTACTS = registry.built_in_type("contacts")


def parse(**parameters):
    given = QueryDict(mutable=True)
    for name, value in parameters.items():
        given[name] = value if isinstance(value, str) else json.dumps(value)
    return parse_query(given, CONTACTS)


def refused(**parameters):
    with pytest.raises(QuestionError) as error:
        parse(**parameters)
    return error.value


@pytest.mark.parametrize(
    ("written", "window"),
    [
        ("[0,24]", Window(0, 25)),
        ("[25,49]", Window(25, 25)),
        ("[7,7]", Window(7, 1)),
        (" [ 0 , 9 ] ", Window(0, 10)),
        ("[0,999]", Window(0, 1000)),
        ("[0,1000]", Window(0, 1000)),
        ("[100,999999999]", Window(100, 1000)),
        ("", Window(0, 25)),
        ("nonsense", Window(0, 25)),
        ("[0]", Window(0, 25)),
        ("[0,1,2]", Window(0, 25)),
        ("[5,4]", Window(0, 25)),
        ("[-1,4]", Window(0, 25)),
        ('["0","4"]', Window(0, 25)),
        ("[0.5,4]", Window(0, 25)),
        ("[true,4]", Window(0, 25)),
        ("[0,true]", Window(0, 25)),
        ("[null,4]", Window(0, 25)),
        ("{}", Window(0, 25)),
        ("0-24", Window(0, 25)),
        ("[9007199254740992,9007199254740999]", Window(0, 25)),
        ("[99999999999999999999,99999999999999999999]", Window(0, 25)),
        ("\ud800", Window(0, 25)),
    ],
)
def test_a_range_is_a_window_and_a_malformed_one_the_first_page(written, window):
    assert parse(range=written).window == window


def test_without_a_range_it_is_the_first_page():
    assert parse().window == Window(0, 25)


def test_ids_without_a_range_are_all_sent_with_one_they_are_paged():
    assert parse(filter={"id": [1, 2]}).window == Window(0, 1000)
    assert parse(filter={"id": [1, 2]}, range=[0, 0]).window == Window(0, 1)
    assert parse(filter={"id": 1}).window == Window(0, 25)


ASCENDING, DESCENDING = Sort("last_name"), Sort("last_name", descending=True)


@pytest.mark.parametrize(
    ("parameters", "sorts"),
    [
        ({}, ()),
        ({"sort": ""}, ()),
        ({"sort": "  "}, ()),
        ({"sort": "last_name"}, (ASCENDING,)),
        ({"sort": "lastName"}, (ASCENDING,)),
        ({"sort": " last_name "}, (ASCENDING,)),
        ({"sort": "last_name", "order": ""}, (ASCENDING,)),
        ({"sort": "last_name", "order": "ASC"}, (ASCENDING,)),
        ({"sort": "last_name", "order": "desc"}, (DESCENDING,)),
        ({"sort": "-last_name"}, (DESCENDING,)),
        ({"sort": "-lastName"}, (DESCENDING,)),
        ({"sort": ["last_name", "DESC"]}, (DESCENDING,)),
        ({"sort": ["lastName", "desc"]}, (DESCENDING,)),
        ({"sort": ["last_name", "ASC"], "order": "DESC"}, (ASCENDING,)),
        ({"sort": ["last_name", None]}, (ASCENDING,)),
        ({"sort": ["last_name"]}, (ASCENDING,)),
        ({"sort": []}, ()),
        ({"sort": [["last_name", "DESC"], ["id", "ASC"]]}, (DESCENDING, Sort("id"))),
        ({"sort": [["last_name", "DESC"]]}, (DESCENDING,)),
        ({"sort": {"field": "lastName", "order": "DESC"}}, (DESCENDING,)),
        ({"sort": [{"field": "last_name"}]}, (ASCENDING,)),
        ({"sorts": [{"field": "last_name", "order": "DESC"}]}, (DESCENDING,)),
        ({"sorts": [{"field": "lastName"}, {"field": "id"}]}, (ASCENDING, Sort("id"))),
        ({"sorts": [["last_name", "DESC"]]}, (DESCENDING,)),
        ({"sorts": [], "sort": "last_name"}, (ASCENDING,)),
        ({"sorts": "", "sort": "last_name"}, (ASCENDING,)),
        ({"sorts": [{"field": "last_name"}], "sort": "-id"}, (ASCENDING,)),
        ({"order": "DESC"}, ()),
    ],
    ids=repr,
)
def test_an_order_is_spelled_in_these_ways(parameters, sorts):
    assert parse(**parameters).sorts == sorts


@pytest.mark.parametrize(
    ("parameters", "origin"),
    [
        ({"sort": "[nonsense"}, "sort"),
        ({"sort": "{nonsense"}, "sort"),
        ({"sort": [5]}, "sort[0]"),
        ({"sort": [["last_name"]]}, "sort[0]"),
        ({"sort": {"order": "ASC"}}, "sort[0]"),
        ({"sort": "last_name", "order": "up"}, "sort"),
        ({"sort": ["last_name", "up"]}, "sort"),
        ({"sorts": "nonsense"}, "sorts"),
        ({"sorts": {"field": "last_name"}}, "sorts"),
        ({"sorts": [{"order": "ASC"}]}, "sorts[0]"),
        ({"sorts": [{"field": "id"}, {"field": "last_name", "order": 1}]}, "sorts[1]"),
        ({"sorts": [None]}, "sorts[0]"),
    ],
    ids=repr,
)
def test_an_order_that_cannot_be_understood_is_refused_at_its_place(parameters, origin):
    assert refused(**parameters).origin == origin


def one(field, op="eq", value=1, **more):
    return {"field": field, "op": op, "value": value, **more}


A, B, C = (Condition(name, Operator.EQ, 1) for name in ("id", "email", "phone"))


def fold(*words):
    """Return ``filters`` on id, email and phone, with these logical operators."""
    names = ("id", "email", "phone")
    return [
        one(name, **({} if word is None else {"logicalOp": word}))
        for name, word in zip(names, words, strict=False)
    ]


@pytest.mark.parametrize(
    ("filters", "node"),
    [
        ([], EVERYTHING),
        (fold(None), A),
        (fold("or"), A),
        (fold(None, None), And((A, B))),
        (fold(None, "or"), Or((A, B))),
        (fold("or", None), Or((A, B))),
        (fold("or", "and"), And((A, B))),
        (fold("and", "or"), Or((A, B))),
        (fold(None, "OR"), Or((A, B))),
        (fold(None, "or", "and"), And((Or((A, B)), C))),
        (fold(None, "and", "or"), Or((And((A, B)), C))),
        (fold(None, "or", None), Or((Or((A, B)), C))),
        (fold("or", None, None), And((Or((A, B)), C))),
        (fold("or", "or", None), Or((Or((A, B)), C))),
        ([one("id"), one("email", logical_op="or")], Or((A, B))),
        ([one("companyId", "gte", 5)], Condition("company_id", Operator.GTE, 5)),
        ([{"field": "email", "op": "is_empty"}], Condition("email", Operator.EMPTY)),
    ],
    ids=repr,
)
def test_filters_fold_from_the_left_without_precedence(filters, node):
    assert parse(filters=filters).where == node


def test_filter_and_filters_must_both_hold():
    found = parse(filter={"id": 1}, filters=[one("email")])
    assert found.where == And((And((A,)), B))


@pytest.mark.parametrize(
    ("filters", "origin"),
    [
        ("nonsense", "filters"),
        ("NaN", "filters"),
        ({}, "filters"),
        (5, "filters"),
        ([5], "filters[0]"),
        ([one("id"), {"op": "eq"}], "filters[1].field"),
        ([one("")], "filters[0].field"),
        ([one(5)], "filters[0].field"),
        ([{"field": "id"}], "filters[0].op"),
        ([one("id", "")], "filters[0].op"),
        ([one("id", 5)], "filters[0].op"),
        ([one("id", "sounds_like")], "filters[0].op"),
        ([one("id", logicalOp="xor")], "filters[0].logicalOp"),
        ([one("id", logicalOp=5)], "filters[0].logicalOp"),
        ([one("id"), one("id", logicalOp="")], "filters[1].logicalOp"),
    ],
    ids=repr,
)
def test_filters_that_cannot_be_understood_are_refused_at_their_place(filters, origin):
    assert refused(filters=filters).origin == origin


@pytest.mark.parametrize("name", ["filter", "filters", "sorts"])
def test_malformed_json_is_refused_naming_the_parameter(name):
    for text in ("{", "[1,", "undefined", '{"a":NaN}', "\ud800"):
        error = refused(**{name: text})
        assert error.origin == name
        assert "valid JSON" in error.message


@pytest.mark.parametrize("name", ["filter", "filters", "sorts"])
@pytest.mark.parametrize("text", ["", "  ", "null"])
def test_an_empty_parameter_is_none(name, text):
    assert parse(**{name: text}) == parse()


def test_a_parameter_given_twice_is_refused():
    with pytest.raises(QuestionError) as error:
        parse_query(QueryDict("sort=id&sort=email"), CONTACTS)
    assert error.value.origin == "sort"


@pytest.mark.parametrize(
    "name",
    [
        *("first_name", "firstName", "company_id", "id"),
        *("q", "include_archived", "includeArchived", "custom_fields"),
        *("company_id_gte", "firstName_q", "id_eq_any", "company_id@in", "firstName@x"),
    ],
)
def test_a_filter_as_a_parameter_is_refused_and_shown_how_to_ask(name):
    error = refused(**{name: "x"})
    assert error.origin == name
    assert "filter=" in error.message


def test_other_parameters_are_no_question():
    asked = parse(_="1", page="2", embed=["company"], keys="camel", nope_gte="1")
    assert asked == parse()


def test_the_question_is_about_the_type_and_asks_for_live_records():
    query = parse()
    assert query.object_type == "contacts"
    assert not query.include_archived
    assert parse(filter={"include_archived": True}).include_archived
