"""Do computed fields find out what they are computed from, or tell what is wrong?"""

import pytest

from crm.object_types.deals import DEALS
from custom_objects.field_types import field_type
from custom_objects.formula_fields import FormulaField
from custom_objects.object_types import SYSTEM_FIELDS
from custom_objects.rollup_fields import RollupField
from custom_objects.specification import FieldSpecification
from custom_objects.surroundings import Surroundings
from records.schema.kinds import (
    BooleanKind,
    DateKind,
    IntegerKind,
    MomentKind,
    NumberKind,
    TextKind,
)
from records.schema.problems import Code, ValueProblem


def a_field(slug, type_slug, **settings):
    return FieldSpecification(1, slug, type_slug, slug.title(), settings=settings)


def around(*fields):
    """An object "projects" with a number, a date and whatever else is given."""
    given = (
        a_field("price", "number"),
        a_field("due", "date"),
        a_field("parent", "reference", object="projects"),
        a_field("parents", "multi_reference", object="projects"),
        a_field("owner", "user"),
        a_field("place", "address"),
        *fields,
    )
    known = {"deals": DEALS.fields_by_name}
    return Surroundings(
        "projects", SYSTEM_FIELDS, {one.slug: one for one in given}, known.get
    )


def settled(one, *others):
    chosen = field_type(one.type)
    cleaned = chosen.clean_settings(one.settings)
    specification = FieldSpecification(1, one.slug, one.type, "", settings=cleaned)
    settings = chosen.settle(specification, around(*others))
    return FieldSpecification(1, one.slug, one.type, "", settings=settings)


def formula(slug, expression, **known):
    return a_field(slug, "formula", expression=expression, **known)


@pytest.mark.parametrize(
    ("expression", "result", "kind"),
    [
        ("price * 2", "number", NumberKind()),
        ("price & '!'", "text", TextKind()),
        ("price > 2", "boolean", BooleanKind()),
        ("add_days(due, 1)", "date", DateKind()),
        ("created_at", "moment", MomentKind()),
        ("today()", "date", DateKind()),
    ],
)
def test_a_formula_finds_out_what_it_gives(expression, result, kind):
    found = settled(formula("it", expression))
    assert found.settings == {"expression": expression, "result": result}
    assert field_type("formula").kind(found) == kind


def test_what_a_client_says_of_the_result_is_overheard():
    assert settled(formula("it", "price", result="text")).settings["result"] == "number"


@pytest.mark.parametrize(
    ("expression", "message"),
    [
        ("price +", "At character 8: "),
        ("price * due", "At character 9: Expected a number for *, found a date."),
        ("prise", "At character 1: Expected a field, there is no “prise”"),
        ("1 + place", "At character 5: Expected a field, there is no “place”"),
        ("1 + parents", "At character 5: Expected a field, there is no “parents”"),
        ("null", "At character 1: "),
        ("a", "At character 1: Expected a field, there is no “a”"),
    ],
)
def test_what_is_no_formula_is_refused_by_its_position(expression, message):
    with pytest.raises(ValueProblem) as refusal:
        settled(formula("a", expression))
    assert refusal.value.message.startswith(message)


@pytest.mark.parametrize(
    ("settings", "code"),
    [
        ({}, Code.REQUIRED),
        ({"expression": ""}, Code.REQUIRED),
        ({"expression": 7}, Code.INVALID_TYPE),
        ({"formula": "1"}, Code.UNKNOWN_FIELD),
    ],
)
def test_a_formula_is_a_text(settings, code):
    with pytest.raises(ValueProblem) as refusal:
        field_type("formula").clean_settings(settings)
    assert refusal.value.code is code


def test_a_formula_that_goes_back_to_itself_is_refused_with_the_way():
    one = formula("a", "price", result="number")
    other = formula("b", "a + 1", result="number")
    with pytest.raises(ValueProblem, match="goes back to itself: a → b → a"):
        settled(formula("a", "b * 2"), one, other)
    with pytest.raises(ValueProblem, match="goes back to itself: a → a"):
        settled(formula("a", "a + price"), one)


def test_a_formula_stays_what_others_need():
    one = formula("a", "price", result="number")
    other = formula("b", "a + 1", result="number")
    assert settled(formula("a", "price + 1"), one, other).settings["result"] == "number"
    with pytest.raises(ValueProblem) as refusal:
        settled(formula("a", "price & ''"), one, other)
    assert refusal.value.message == (
        "The formula must stay a number, and this gives text: “b” names it."
    )


@pytest.mark.parametrize(
    ("expression", "can_be_asked"),
    [("price", True), ("today()", False), ("late", False)],
)
def test_what_changes_with_time_cannot_be_asked_about(expression, can_be_asked):
    late = formula("late", "now()", result="moment")
    found = settled(formula("it", expression), late)
    chosen = field_type("formula")
    assert chosen.can_be_asked(found, around(late)) is can_be_asked
    field = chosen.field(found, around(late).with_field(found))
    assert isinstance(field, FormulaField)
    assert field.filterable is field.is_sortable is can_be_asked
    assert field.is_late is not can_be_asked
    assert not field.writable


def rollup(object_, reference, function, field=None):
    given = {"object": object_, "reference": reference, "function": function}
    return a_field("it", "rollup", **given, **({"field": field} if field else {}))


@pytest.mark.parametrize(
    ("given", "result", "kind"),
    [
        (("projects", "parent", "count"), None, IntegerKind(0)),
        (("projects", "parents", "count"), None, IntegerKind(0)),
        (("projects", "parents", "sum", "price"), "number", NumberKind()),
        (("projects", "parent", "avg", "price"), "number", NumberKind()),
        (("projects", "parent", "min", "due"), "date", DateKind()),
        (("projects", "parent", "max", "created_at"), "moment", MomentKind()),
        (("projects", "parent", "max", "doubled"), "number", NumberKind()),
    ],
)
def test_a_rollup_finds_out_what_it_gives(given, result, kind):
    doubled = formula("doubled", "price * 2", result="number")
    found = settled(rollup(*given), doubled)
    assert found.settings.get("result") == result
    assert field_type("rollup").kind(found) == kind
    field = field_type("rollup").field(found, around(doubled))
    assert isinstance(field, RollupField)
    assert (field.writable, field.filterable, field.is_sortable) == (False,) * 3


@pytest.mark.parametrize(
    ("given", "message", "code"),
    [
        (("planets", "parent", "count"), "“object”: ", Code.DANGLING),
        (("projects", "nobody", "count"), "“reference”: “nobody”", Code.DANGLING),
        (("projects", "owner", "count"), "“reference”: “owner”", Code.DANGLING),
        (("projects", "price", "count"), "“reference”: “price”", Code.DANGLING),
        # They refer to others than projects.
        (("deals", "company_id", "count"), "“reference”: “company_id”", Code.DANGLING),
        (("projects", "parent", "sum", "nothing"), "“field”: “nothing”", Code.DANGLING),
        (("projects", "parent", "sum", "due"), "“field”: “due”", Code.DANGLING),
        (("projects", "parent", "min", "parent"), "“field”: “parent”", Code.DANGLING),
        (("projects", "parent", "min", "late"), "“field”: “late”", Code.DANGLING),
        (("projects", "parent", "sum", "sums"), "“field”: “sums”", Code.DANGLING),
        (("projects", "parent", "count", "price"), "Records are count", Code.INVALID),
        (("projects", "parent", "median", "price"), "“function”", Code.INVALID),
        (("projects", "parent", "sum"), "“field” is needed", Code.REQUIRED),
        (("projects", "parent", None), "“function” is needed", Code.REQUIRED),
        (("projects", None, "count"), "“reference” is needed", Code.REQUIRED),
        ((None, "parent", "count"), "“object” is needed", Code.REQUIRED),
        ((7, "parent", "count"), "“object” is a text", Code.INVALID_TYPE),
        (("projects", "parent", ["count"]), "“function” is a text", Code.INVALID_TYPE),
    ],
)
def test_a_rollup_over_what_is_not_there_is_refused_by_its_key(given, message, code):
    late = formula("late", "hour(now())", result="number")
    sums = a_field(
        "sums",
        "rollup",
        object="projects",
        reference="parent",
        function="count",
    )
    with pytest.raises(ValueProblem) as refusal:
        settled(rollup(*given), late, sums)
    assert refusal.value.message.startswith(message)
    assert refusal.value.code is code
