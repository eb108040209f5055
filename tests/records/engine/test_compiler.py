"""From a question to rows."""

from dataclasses import replace

import pytest

from records.engine.compiler import (
    MOST_CONDITIONS,
    MOST_VALUES,
    compile_sorts,
    compile_where,
)
from records.engine.reader import find_records
from records.query import (
    EVERYTHING,
    And,
    Condition,
    Not,
    Operator,
    Or,
    QuestionError,
    RecordQuery,
    Sort,
    Window,
)
from records.schema.registry import registry

CONTACTS = registry.built_in_type("contacts")
ADA = Condition("first_name", Operator.EQ, "Ada")
NOBODY = Or(())


def is_(name, value):
    return Condition(name, Operator.EQ, value)


@pytest.fixture
def people(tenant):
    """Four contacts: two Adas, one Eve, one without a first name."""
    company = tenant.make("companies", name="Acme")
    for values in (
        {"first_name": "Ada", "last_name": "Lovelace", "tags": ["vip"]},
        {"first_name": "Eve", "last_name": "Curie", "company_id": company},
        {"first_name": "Ada", "last_name": "Yonath"},
        {"last_name": "Nobody"},
    ):
        tenant.make("contacts", **values)
    return tenant


def last_names(tenant, where=EVERYTHING, *sorts, **more):
    query = RecordQuery("contacts", where=where, sorts=sorts, **more)
    return [row["last_name"] for row in find_records(tenant.caller, query).rows]


@pytest.mark.parametrize(
    ("where", "expected"),
    [
        (EVERYTHING, "Lovelace Curie Yonath Nobody"),
        (NOBODY, ""),
        (Not(EVERYTHING), ""),
        (Not(NOBODY), "Lovelace Curie Yonath Nobody"),
        (ADA, "Lovelace Yonath"),
        (Not(ADA), "Curie Nobody"),
        (Not(Not(ADA)), "Lovelace Yonath"),
        (And((ADA, is_("last_name", "Yonath"))), "Yonath"),
        (And((ADA, NOBODY)), ""),
        (Or((ADA, EVERYTHING)), "Lovelace Curie Yonath Nobody"),
        (Or((NOBODY, ADA)), "Lovelace Yonath"),
        (Not(Or((ADA, is_("last_name", "Curie")))), "Nobody"),
        (Condition("first_name", Operator.EMPTY), "Nobody"),
        (Condition("first_name", Operator.IN, ()), ""),
        (Condition("tags", Operator.EMPTY), "Curie Yonath Nobody"),
        (Not(Condition("tags", Operator.EQ, "vip")), "Curie Yonath Nobody"),
        (Condition("tags", Operator.IN, ("vip", "none")), "Lovelace"),
        (Condition("tags", Operator.CONTAINS, "VI"), "Lovelace"),
        (Condition("company_name", Operator.CONTAINS, "ACM"), "Curie"),
        (Not(Condition("company_name", Operator.CONTAINS, "acm")),
         "Lovelace Yonath Nobody"),
        (Not(Condition("phone", Operator.CONTAINS, "1")),
         "Lovelace Curie Yonath Nobody"),
        (Not(Condition("phone", Operator.GT, "1")), "Lovelace Curie Yonath Nobody"),
    ],
)  # fmt: skip
def test_a_tree_of_conditions_asks_for_these_rows(people, where, expected):
    assert last_names(people, where) == expected.split()


def test_computed_values_are_filtered_and_sorted_by(people):
    found = find_records(
        people.caller,
        RecordQuery(
            "companies_summary",
            where=And((is_("nb_contacts", 1), is_("nb_deals", 0))),
            sorts=(Sort("nb_contacts", descending=True),),
        ),
    )
    assert [row["name"] for row in found.rows] == ["Acme"]


@pytest.mark.parametrize(
    ("condition", "field"),
    [
        (Condition("nope", Operator.EQ, 1, "filters[0]"), "nope"),
        (Condition("first_name", Operator.EQ, [], "filters[0]"), "first_name"),
        (Condition("company_id", Operator.EQ, "abc", "filters[0]"), "company_id"),
        (Condition("address", Operator.EQ, {}, "filters[0]"), "address"),
        (Condition("created_at", Operator.GT, "soon", "filters[0]"), "created_at"),
        (Condition("created_at", Operator.CONTAINS, "20", "filters[0]"), "created_at"),
        (Condition("company_id", Operator.IN, ("x",), "filters[0]"), "company_id"),
    ],
    ids=repr,
)
def test_a_question_that_cannot_be_answered_names_field_and_place(condition, field):
    for tree in (condition, Not(And((condition,)))):
        with pytest.raises(QuestionError) as refused:
            compile_where(CONTACTS, tree)
        assert refused.value.field == field
        assert refused.value.origin == "filters[0]"


def test_a_field_may_refuse_to_be_filtered():
    hidden = replace(CONTACTS.fields_by_name["phone"], filterable=False)
    contacts = replace(CONTACTS, fields=(hidden,))
    with pytest.raises(QuestionError, match="cannot be used to filter"):
        compile_where(contacts, Condition("phone", Operator.EQ, "1"))


@pytest.mark.parametrize(
    ("where", "is_fine"),
    [
        (And((ADA,) * MOST_CONDITIONS), True),
        (And((ADA,) * (MOST_CONDITIONS + 1)), False),
        (Condition("id", Operator.IN, tuple(range(MOST_VALUES))), True),
        (Condition("id", Operator.IN, tuple(range(MOST_VALUES + 1))), False),
        (And((ADA, Condition("id", Operator.IN, tuple(range(MOST_VALUES))))), False),
    ],
    ids=("25 conditions", "26 conditions", "1000 values", "1001 values", "1+1000"),
)
def test_a_question_has_at_most_25_conditions_and_1000_values(where, is_fine):
    if is_fine:
        assert compile_where(CONTACTS, where).predicate
    else:
        with pytest.raises(QuestionError, match="At most"):
            compile_where(CONTACTS, where)


def test_a_thousand_ids_are_asked_for_in_one_statement(people):
    where = Condition("id", Operator.IN, tuple(range(1, MOST_VALUES + 1)))
    assert isinstance(last_names(people, where), list)


@pytest.mark.parametrize(
    ("sorts", "expected"),
    [
        ((), "Lovelace Curie Yonath Nobody"),
        ((Sort("id", descending=True),), "Nobody Yonath Curie Lovelace"),
        ((Sort("last_name"),), "Curie Lovelace Nobody Yonath"),
        ((Sort("last_name", descending=True),), "Yonath Nobody Lovelace Curie"),
        ((Sort("first_name"),), "Lovelace Yonath Curie Nobody"),
        ((Sort("first_name", descending=True),), "Curie Yonath Lovelace Nobody"),
        ((Sort("first_name"), Sort("last_name", descending=True)),
         "Yonath Lovelace Curie Nobody"),
        ((Sort("first_name"), Sort("id", descending=True)),
         "Yonath Lovelace Curie Nobody"),
        ((Sort("first_name"), Sort("first_name", descending=True)),
         "Lovelace Yonath Curie Nobody"),
        ((Sort("id"), Sort("last_name", descending=True)),
         "Lovelace Curie Yonath Nobody"),
        ((Sort("company_name"), Sort("last_name")), "Curie Lovelace Nobody Yonath"),
        ((Sort("phone"),), "Lovelace Curie Yonath Nobody"),
        ((Sort("phone", descending=True),), "Nobody Yonath Curie Lovelace"),
    ],
)  # fmt: skip
def test_rows_are_ordered_with_the_empty_ones_last_and_ties_by_id(
    people, sorts, expected
):
    assert last_names(people, EVERYTHING, *sorts) == expected.split()


@pytest.mark.parametrize("descending", [False, True])
@pytest.mark.parametrize("field", ["first_name", "company_name", "last_name", "id"])
def test_pages_of_one_repeat_and_miss_nothing(people, field, descending):
    sorts = (Sort(field, descending),)
    whole = last_names(people, EVERYTHING, *sorts)
    paged = [
        name
        for offset in range(6)
        for name in last_names(people, EVERYTHING, *sorts, window=Window(offset, 1))
    ]
    assert paged == whole
    assert len(set(whole)) == 4


@pytest.mark.parametrize("field", ["nope", "tags", "address"])
def test_what_cannot_be_ordered_by_is_named(field):
    with pytest.raises(QuestionError) as refused:
        compile_sorts(CONTACTS, (Sort(field, origin="sort"),))
    assert (refused.value.field, refused.value.origin) == (field, "sort")


def test_the_order_of_a_type_holds_when_none_is_asked_for(tenant):
    pipeline = tenant.api.get("/api/pipelines").json[0]["id"]
    tenant.make("stages", name="First", pipeline_id=pipeline, position=0)
    query = RecordQuery("stages")
    found = find_records(tenant.caller, query).rows
    assert [row["name"] for row in found][:2] == ["First", "Prospecting"]


def test_what_the_client_wrote_once_counts_once():
    several = tuple(
        Condition("id", Operator.GT, number, "filters.id.$in")
        for number in range(2 * MOST_CONDITIONS)
    )
    assert compile_where(CONTACTS, Or(several)).predicate
    others = tuple(
        Condition("id", Operator.GT, 1, f"filters[{number}]")
        for number in range(MOST_CONDITIONS)
    )
    with pytest.raises(QuestionError, match="At most 25"):
        compile_where(CONTACTS, And((Or(several), *others)))
