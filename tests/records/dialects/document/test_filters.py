"""What each operator means, as conditions of the engine."""

import datetime as dt

import pytest

from records.dialects.document.filters import (
    MOST_CONDITIONS,
    MOST_MEMBERS,
    NEVER,
    OPERATORS,
    operators_of,
    parse_filters,
)
from records.dialects.document.naming import Spelling
from records.query import And, Condition, Not, Operator, Or, QuestionError
from records.schema.registry import registry

SPELLINGS = {one.slug: Spelling.of(one) for one in registry.built_in()}
DAY = dt.datetime(2024, 1, 1, tzinfo=dt.UTC)
SECOND = dt.timedelta(seconds=1)


def parse(slug, **filters):
    return parse_filters(filters, SPELLINGS[slug])


def refused(slug, **filters):
    with pytest.raises(QuestionError) as error:
        parse(slug, **filters)
    (key,) = filters
    assert (error.value.field, error.value.origin) == (key, f"filters.{key}")
    return error.value.message


def eq(field, value):
    return Condition(field, Operator.EQ, value)


def empty(field):
    return Condition(field, Operator.EMPTY)


@pytest.mark.parametrize(
    ("asked", "node"),
    [
        ("active", eq("name", "active")),
        ({"$eq": "active"}, eq("name", "active")),
        ({"$ne": "active"}, Not(eq("name", "active"))),
        ({"$gt": "a"}, Condition("name", Operator.GT, "a")),
        ({"$gte": "a"}, Condition("name", Operator.GTE, "a")),
        ({"$lt": "a"}, Condition("name", Operator.LT, "a")),
        ({"$lte": "a"}, Condition("name", Operator.LTE, "a")),
        ({"$contains": "a"}, Condition("name", Operator.CONTAINS, "a")),
        ({"$in": ["a", "b"]}, Condition("name", Operator.IN, ("a", "b"))),
        ({"$nin": ["a"]}, Not(Condition("name", Operator.IN, ("a",)))),
        ({"$empty": True}, empty("name")),
        ({"$empty": False}, Not(empty("name"))),
        (None, empty("name")),
        ("", empty("name")),
        ({"$ne": None}, Not(empty("name"))),
        ({"$in": ["a", None]}, Or((Condition("name", Operator.IN, ("a",)), empty("name")))),
        ({"$in": [None]}, empty("name")),
        ({"$in": []}, NEVER),
        ({"$nin": []}, Not(NEVER)),
        (
            {"$gte": "a", "$lt": "b"},
            And((Condition("name", Operator.GTE, "a"), Condition("name", Operator.LT, "b"))),
        ),
    ],
    ids=repr,
)  # fmt: skip
def test_an_operator_means(asked, node):
    assert parse("contacts", name=asked) == node


def test_all_keys_must_hold():
    node = parse("contacts", status="active", source="website")
    assert node == And((eq("status", "active"), eq("source", "website")))


def test_keys_are_those_of_the_dialect():
    assert parse("deals", value={"$gte": 10}) == Condition("amount", Operator.GTE, 10)
    assert parse("deals", stage="won") == eq("status", "won")


# -- ids ----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("slug", "key", "value", "node"),
    [
        ("deals", "contact", "rec_contacts_7", eq("contact_id", 7)),
        ("deals", "owner_id", "user_7", eq("owner_id", 7)),
        ("deals", "id", "rec_deals_7", eq("id", 7)),
        ("deals", "created_by", "user_7", eq("crm_user_id", 7)),
        ("crm_users", "id", "user_7", eq("id", 7)),
        ("deals", "contact", "rec_deals_7", NEVER),
        ("deals", "contact", "rec_nonsense", NEVER),
        ("deals", "id", "rec_contacts_7", NEVER),
        ("deals", "contact", {"$ne": "rec_nonsense"}, Not(NEVER)),
        (
            "deals",
            "contact",
            {"$in": ["rec_contacts_7", "rec_deals_8", "user_1"]},
            Condition("contact_id", Operator.IN, (7,)),
        ),
        ("deals", "contact", {"$in": ["nope"]}, NEVER),
    ],
)
def test_ids_are_texts_and_unknown_ones_match_nothing(slug, key, value, node):
    assert parse(slug, **{key: value}) == node


@pytest.mark.parametrize("operator", ["$gt", "$gte", "$lt", "$lte", "$contains"])
@pytest.mark.parametrize("key", ["id", "contact", "created_by"])
def test_ids_have_no_order_to_ask_for(operator, key):
    assert "does not fit" in refused("deals", **{key: {operator: "rec_deals_1"}})


# -- times --------------------------------------------------------------------------


@pytest.mark.parametrize("key", ["created_at", "updated_at"])
@pytest.mark.parametrize(
    ("asked", "conditions"),
    [
        ("2024-01-01T00:00:00Z", [(">=", DAY), ("<", DAY + SECOND)]),
        ("2024-01-01T01:00:00.5+01:00", [(">=", DAY), ("<", DAY + SECOND)]),
        ("2024-01-01", [(">=", DAY), ("<", DAY + dt.timedelta(days=1))]),
        ({"$gt": "2024-01-01"}, [(">=", DAY + SECOND)]),
        ({"$gte": "2024-01-01"}, [(">=", DAY)]),
        ({"$lt": "2024-01-01"}, [("<", DAY)]),
        ({"$lte": "2024-01-01"}, [("<", DAY + SECOND)]),
        ({"$gt": "2023-12-31T23:59:59"}, [(">=", DAY)]),
    ],
)  # fmt: skip
def test_times_are_seconds_and_a_date_is_its_day_or_its_midnight(
    key, asked, conditions
):
    signs = {">=": Operator.GTE, "<": Operator.LT}
    expected = [Condition(key, signs[sign], moment) for sign, moment in conditions]
    node = parse("contacts", **{key: asked})
    assert node == (expected[0] if len(expected) == 1 else And(tuple(expected)))


def test_several_times_are_several_spans():
    node = parse("contacts", created_at={"$in": ["2024-01-01", None, "2024-01-03"]})
    assert isinstance(node, Or)
    assert [type(one) for one in node.children] == [And, And, Condition]


@pytest.mark.parametrize(
    ("asked", "node"),
    [
        ("9999-12-31", Condition("created_at", Operator.GTE, dt.datetime(9999, 12, 31, tzinfo=dt.UTC))),
        ({"$gt": "9999-12-31T23:59:59Z"}, NEVER),
        ({"$lte": "9999-12-31T23:59:59Z"}, Not(empty("created_at"))),
    ],
    ids=repr,
)  # fmt: skip
def test_there_is_nothing_after_the_last_second(asked, node):
    assert parse("contacts", created_at=asked) == node


def test_a_date_is_compared_as_a_date():
    assert parse("deals", close_date="2024-01-01") == eq(
        "estimated_close_date", "2024-01-01"
    )
    assert "YYYY-MM-DD" in refused("deals", close_date="2024-01-01T00:00:00Z")


# -- several values -----------------------------------------------------------------


@pytest.mark.parametrize("asked", ["vip", {"$eq": "vip"}, {"$contains": "vip"}])
def test_of_several_values_one_is_asked_for(asked):
    assert parse("contacts", tags=asked) == eq("tags", "vip")


def test_any_or_none_of_several_values():
    some = Condition("tags", Operator.IN, ("vip", "new"))
    assert parse("contacts", tags={"$in": ["vip", "new"]}) == some
    assert parse("contacts", tags={"$nin": ["vip", "new"]}) == Not(some)
    assert parse("contacts", tags={"$empty": True}) == empty("tags")


@pytest.mark.parametrize(
    "asked", [["vip"], {"$eq": ["vip"]}, {"$in": [["vip"]]}, 5, True]
)
def test_a_list_is_no_member(asked):
    refused("contacts", tags=asked)


# -- what is refused ----------------------------------------------------------------


@pytest.mark.parametrize(
    ("slug", "key", "asked", "reason"),
    [
        ("contacts", "nope", "x", "no field"),
        ("contacts", "company_id", "x", "no field"),
        ("contacts", "company.name", "x", "Another object"),
        ("contacts", "$or", [{"status": "a"}], "all conditions must hold"),
        ("contacts", "$and", [], "all conditions must hold"),
        ("contacts", "field_values", {}, "no field"),
        ("contacts", "organization_id", 1, "no field"),
        ("contacts", "archived_at", None, "no field"),
        ("contacts", "name", {}, "No operator"),
        ("contacts", "name", {"$regex": "x"}, "Unknown operator"),
        ("contacts", "name", {"eq": "x"}, "Unknown operator"),
        ("contacts", "name", {"$EQ": "x"}, "Unknown operator"),
        ("contacts", "name", 5, "Expected string"),
        ("contacts", "name", ["x"], "Expected string"),
        ("contacts", "name", True, "Expected string"),
        ("contacts", "name", {"$in": "x"}, "JSON array"),
        ("contacts", "name", {"$in": [{}]}, "Expected string"),
        ("contacts", "name", {"$nin": {}}, "JSON array"),
        ("contacts", "name", {"$contains": None}, "string"),
        ("contacts", "name", {"$contains": 5}, "string"),
        ("contacts", "name", {"$gt": None}, "A value"),
        ("contacts", "name", {"$gt": ""}, "A value"),
        ("contacts", "name", {"$empty": "true"}, "true or false"),
        ("contacts", "name", {"$empty": 1}, "true or false"),
        ("contacts", "name", {"$empty": None}, "true or false"),
        ("contacts", "address", {"city": "x"}, "Unknown operator"),
        ("contacts", "address", "x", "does not fit"),
        ("contacts", "address", {"$contains": "x"}, "does not fit"),
        ("contacts", "created_at", "soon", "ISO 8601"),
        ("contacts", "created_at", 5, "Expected string"),
        ("contacts", "created_at", {"$contains": "2024"}, "does not fit"),
        ("contacts", "created_at", {"$in": ["2024-01-01", "soon"]}, "ISO 8601"),
        ("contacts", "company", 7, "Expected string"),
        ("deals", "value", "10", "Expected number"),
        ("deals", "value", True, "Expected number"),
        ("deals", "value", {"$contains": "1"}, "does not fit"),
        ("deals", "hot", "true", "Expected boolean"),
        ("deals", "hot", 1, "Expected boolean"),
        ("deals", "hot", {"$gt": False}, "does not fit"),
    ],
)  # fmt: skip
def test_what_cannot_be_asked_names_the_field(slug, key, asked, reason):
    assert reason in refused(slug, **{key: asked})


@pytest.mark.parametrize("key", ["address", "tags", "created_at", "company", "name"])
def test_every_field_can_be_asked_whether_it_is_empty(key):
    name = SPELLINGS["contacts"].find(key).name
    for asked in (None, "", {"$eq": None}, {"$empty": True}):
        assert parse("contacts", **{key: asked}) == empty(name)


def test_at_most_so_many_conditions_and_members():
    pairs = {"$gte": "a", "$lt": "b"}
    keys = list(SPELLINGS["leads"].values)[:12]
    fine = dict.fromkeys(keys, None)
    assert parse("leads", **fine)
    texts = ("first_name", "last_name", "organization_name", "phone", "mobile", "fax",
             "title", "description", "status", "industry", "website", "twitter", "skype")  # fmt: skip
    with pytest.raises(QuestionError, match=f"At most {MOST_CONDITIONS}"):
        parse("leads", **dict.fromkeys(texts, pairs))
    assert parse("leads", title={"$in": ["x"] * MOST_MEMBERS})
    assert "At most 200" in refused("leads", title={"$in": ["x"] * (MOST_MEMBERS + 1)})


def test_operators_of_a_field_are_those_its_kind_answers():
    fields = SPELLINGS["deals"].find
    assert operators_of(fields("name")) == tuple(OPERATORS)
    assert operators_of(fields("hot")) == ("$eq", "$ne", "$in", "$nin", "$empty")
    assert operators_of(fields("contact")) == ("$eq", "$ne", "$in", "$nin", "$empty")
    assert "$contains" not in operators_of(fields("value"))
    assert "$contains" in operators_of(fields("tags"))
    assert operators_of(SPELLINGS["contacts"].find("address")) == ("$empty",)
