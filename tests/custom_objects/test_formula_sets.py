"""What do formulas see of a record, and in which order do they follow?"""

import datetime as dt
from decimal import Decimal

import pytest

from crm.object_types.deals import DEALS
from crm.object_types.people import COMPANIES_SUMMARY, CONTACTS
from custom_objects.field_types import field_type
from custom_objects.formula_sets import Definition, FormulaSet, input_of
from custom_objects.formulas import FormulaType
from custom_objects.object_types import SYSTEM_FIELDS
from tests.custom_objects.specifications import specify

NOW = dt.datetime(2026, 11, 22, 23, 30, tzinfo=dt.UTC)


def a_field(type_slug):
    return field_type(type_slug).value_field(specify(type_slug))


# type, what the record keeps, what a formula sees
SEEN = [
    ("text", "Ada", FormulaType.TEXT, "Ada"),
    ("text", "", FormulaType.TEXT, None),
    ("email", "a@b.example", FormulaType.TEXT, "a@b.example"),
    ("phone", "+1 555", FormulaType.TEXT, "+1 555"),
    ("url", "https://example.com", FormulaType.TEXT, "https://example.com"),
    ("number", Decimal("2.5"), FormulaType.NUMBER, Decimal("2.5")),
    ("number", Decimal(0), FormulaType.NUMBER, Decimal(0)),
    ("currency", Decimal("2.50"), FormulaType.NUMBER, Decimal("2.50")),
    ("rating", 4, FormulaType.NUMBER, 4),
    ("checkbox", False, FormulaType.BOOLEAN, False),
    ("date", dt.date(2026, 1, 2), FormulaType.DATE, dt.date(2026, 1, 2)),
    ("datetime", NOW, FormulaType.MOMENT, NOW),
    ("dropdown", 12, FormulaType.TEXT, "SMB"),
    ("dropdown", 14, FormulaType.TEXT, "Gone"),
    ("dropdown", 99, FormulaType.TEXT, None),
    ("status", 13, FormulaType.TEXT, "Straße"),
    ("multi_select", [12, 11, 99], FormulaType.TEXT, "SMB, Enterprise"),
    ("multi_select", [], FormulaType.TEXT, None),
    ("reference", 7, FormulaType.NUMBER, 7),
    ("user", 7, FormulaType.NUMBER, 7),
    ("checkbox", None, FormulaType.BOOLEAN, None),
]


@pytest.mark.parametrize(("type_slug", "kept", "formula_type", "seen"), SEEN)
def test_a_formula_sees_values_by_their_type(type_slug, kept, formula_type, seen):
    found = input_of(a_field(type_slug))
    assert found is not None
    assert found.type is formula_type
    assert found.see(kept) == seen


@pytest.mark.parametrize("type_slug", ["address", "multi_reference"])
def test_values_that_are_no_single_value_cannot_be_named(type_slug):
    assert input_of(a_field(type_slug)) is None


@pytest.mark.parametrize(
    ("object_type", "name"),
    [
        (CONTACTS, "tags"),  # rows of their own
        (CONTACTS, "company_name"),  # of another record
        (CONTACTS, "address"),
        (CONTACTS, "id"),  # not known before it is stored
        (CONTACTS, "updated_at"),
        (CONTACTS, "archived_at"),
        (DEALS, "status"),  # of the stage
        (COMPANIES_SUMMARY, "nb_deals"),  # of other records
    ],
)
def test_what_does_not_lie_in_the_record_itself_cannot_be_named(object_type, name):
    assert input_of(object_type.fields_by_name[name]) is None


@pytest.mark.parametrize(
    ("object_type", "name", "formula_type"),
    [
        (CONTACTS, "first_name", FormulaType.TEXT),
        (CONTACTS, "name", FormulaType.TEXT),
        (CONTACTS, "customer_status", FormulaType.TEXT),
        (CONTACTS, "company_id", FormulaType.NUMBER),
        (CONTACTS, "created_at", FormulaType.MOMENT),
        (DEALS, "amount", FormulaType.NUMBER),
        (DEALS, "hot", FormulaType.BOOLEAN),
        (DEALS, "estimated_close_date", FormulaType.DATE),
    ],
)
def test_built_in_fields_are_named_by_their_neutral_names(
    object_type, name, formula_type
):
    found = input_of(object_type.fields_by_name[name])
    assert found is not None
    assert found.type is formula_type


def test_of_what_every_custom_object_has_only_its_creation_can_be_named():
    named = [name for name, one in SYSTEM_FIELDS.items() if input_of(one)]
    assert named == ["created_at"]


def formulas(**given):
    """Return formulas over a number ``x`` and a moment ``at``."""
    fields = {"x": a_field("number"), "at": a_field("datetime")}
    inputs = {name: input_of(one) for name, one in fields.items()}
    return FormulaSet(
        {name: one for name, one in inputs.items() if one},
        {
            slug: Definition(text, FormulaType(result))
            for slug, (text, result) in given.items()
        },
    )


def compute(found, *slugs, zone="UTC", **values):
    return found.compute(slugs, values.get, now=NOW, time_zone=zone)


CHAIN = formulas(
    shown=("twice & '!'", "text"),
    twice=("once * 2", "number"),
    once=("x + 1", "number"),
    alone=("hour(at)", "number"),
    late=("hour(now()) + once", "number"),
    later=("late + 1", "number"),
)


def test_formulas_follow_those_they_name_whatever_their_order():
    order = list(CHAIN.members)
    assert order.index("once") < order.index("twice") < order.index("shown")
    assert compute(CHAIN, "shown", x=Decimal(2)) == {"shown": "6!"}
    assert compute(CHAIN, "once", "shown", x=Decimal("0.5")) == {
        "once": Decimal("1.5"),
        "shown": "3!",
    }


@pytest.mark.parametrize(
    ("slug", "sources", "is_volatile", "uses_time_zone"),
    [
        ("once", {"x"}, False, False),
        ("shown", {"x"}, False, False),
        ("alone", {"at"}, False, True),
        ("late", {"x"}, True, True),
        ("later", {"x"}, True, True),
    ],
)
def test_a_formula_is_what_those_it_names_are(
    slug, sources, is_volatile, uses_time_zone
):
    member = CHAIN.members[slug]
    assert member.sources == sources
    assert (member.is_volatile, member.uses_time_zone) == (is_volatile, uses_time_zone)


@pytest.mark.parametrize(
    ("changed", "followers"),
    [
        ({"x"}, {"once", "twice", "shown", "late", "later"}),
        ({"at"}, {"alone"}),
        ({"twice"}, {"twice", "shown"}),
        ({"y"}, set()),
        ((), set()),
    ],
)
def test_it_knows_what_follows_from_a_field(changed, followers):
    assert set(CHAIN.followers(changed)) == followers


def test_only_what_is_asked_for_is_read():
    read = []
    CHAIN.compute(["once"], read.append, now=NOW, time_zone="Europe/Berlin")
    assert read == ["x"]


def test_hours_are_those_of_the_time_zone():
    assert compute(CHAIN, "alone", zone="Europe/Berlin", at=NOW) == {"alone": 0}


def test_empty_text_is_no_value():
    found = formulas(
        nothing=("left('a', 0)", "text"), seen=("coalesce(nothing, 'x')", "text")
    )
    assert compute(found, "nothing", "seen") == {"nothing": None, "seen": "x"}


BROKEN = formulas(
    gone=("y + 1", "number"),
    other=("x + 1", "text"),
    names_it=("coalesce(gone, 7)", "number"),
    a=("b + 1", "number"),
    b=("c + x", "number"),
    c=("a", "number"),
    names_a=("a & 'x'", "text"),
    whole=("x", "number"),
)


def test_what_is_no_formula_any_more_has_no_value():
    asked = ("gone", "other", "names_it", "a", "names_a", "whole")
    assert compute(BROKEN, *asked, x=Decimal(3)) == {
        "gone": None,
        "other": None,
        "names_it": 7,
        "a": None,
        "names_a": None,
        "whole": 3,
    }
    assert BROKEN.members.keys() == {"names_it", "whole"}
    assert BROKEN.sources("gone") == ()


@pytest.mark.parametrize(
    ("slug", "way"),
    [
        ("a", ["a", "b", "c", "a"]),
        ("c", ["c", "a", "b", "c"]),
        ("whole", []),
        ("gone", []),
    ],
)
def test_it_finds_the_way_of_a_formula_back_to_itself(slug, way):
    assert BROKEN.circle(slug) == way
