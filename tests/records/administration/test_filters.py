"""Which filter does a field get, and what does it ask the engine?"""

import pytest

from records.administration.filters import (
    ArchivedFilter,
    ChoiceFilter,
    NamesFilter,
    PeriodFilter,
    RangeFilter,
    ReferenceFilter,
    TextFilter,
    field_filter,
)
from records.query import And, Condition, Not, Operator
from records.schema.fields import ColumnField
from records.schema.kinds import (
    AddressKind,
    BooleanKind,
    ChoiceKind,
    DateKind,
    EmailKind,
    IntegerKind,
    MomentKind,
    NameSetKind,
    NumberKind,
    ReferenceKind,
    TextKind,
)
from records.schema.registry import registry


class _Page:
    """What a filter asks of the list it belongs to."""

    def suggestions(self, request, name):
        return ("vip",)


def made(kind, **options):
    one = ColumnField(name="one", kind=kind, **options)
    contacts = registry.built_in_type("contacts")
    return field_filter(contacts, one, caller=None, url="/x")


def asked(filter_class, **query):
    params = {name: [value] for name, value in query.items()}
    one = filter_class(None, params, None, _Page())
    assert params == {}, "Django would take the rest for columns"
    return one


@pytest.mark.parametrize(
    ("kind", "expected"),
    [
        (TextKind(), TextFilter),
        (EmailKind(), TextFilter),
        (NumberKind(), RangeFilter),
        (IntegerKind(), RangeFilter),
        (BooleanKind(), ChoiceFilter),
        (ChoiceKind(choices=(("a", "A"),)), ChoiceFilter),
        (DateKind(), PeriodFilter),
        (MomentKind(), PeriodFilter),
        (NameSetKind(), NamesFilter),
        (ReferenceKind(target="companies"), ReferenceFilter),
    ],
)
def test_a_field_is_filtered_by_what_its_values_are(kind, expected):
    assert issubclass(made(kind), expected)


def test_what_cannot_be_asked_about_has_no_filter():
    assert made(AddressKind()) is None


def test_an_own_filter_cannot_be_mistaken_for_a_parameter_of_the_page():
    assert made(TextKind(), custom=True).parameters() == ("cf__one",)
    assert made(NumberKind(), custom=True).parameters() == (
        "cf__one__from",
        "cf__one__to",
    )


@pytest.mark.parametrize(
    ("query", "node"),
    [
        ({}, None),
        ({"one__from": ""}, None),
        ({"one__from": "5"}, And((Condition("one", Operator.GTE, "5"),))),
        (
            {"one__from": "5", "one__to": "x"},
            And(
                (
                    Condition("one", Operator.GTE, "5"),
                    Condition("one", Operator.LTE, "x"),
                )
            ),
        ),
    ],
)
def test_a_range_asks_for_its_bounds(query, node):
    assert asked(made(NumberKind()), **query).node() == node


@pytest.mark.parametrize(
    ("value", "node"),
    [
        ("a", Condition("one", Operator.EQ, "a")),
        ("-", Condition("one", Operator.EMPTY)),
        ("", None),
    ],
)
def test_a_choice_asks_for_one_or_for_none(value, node):
    choices = ChoiceKind(choices=(("a", "A"),))
    assert asked(made(choices), one=value).node() == node


def test_only_fields_of_an_admin_offer_to_be_empty():
    choices = ChoiceKind(choices=(("a", "A"),))
    assert [one for one, _ in asked(made(choices)).lookup_choices] == ["a"]
    own = asked(made(choices, custom=True))
    assert [one for one, _ in own.lookup_choices] == ["a", "-"]


@pytest.mark.parametrize(
    ("value", "includes", "node"),
    [
        ("", False, None),
        ("1", True, Not(Condition("archived_at", Operator.EMPTY))),
        ("all", True, None),
        ("nonsense", False, None),
    ],
)
def test_archived_records_are_asked_for_by_name(value, includes, node):
    one = asked(ArchivedFilter, archived=value)
    assert one.includes_archived is includes
    assert one.node() == node
