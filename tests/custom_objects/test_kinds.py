"""Do the kinds of custom fields clean, compare and spell their values?"""

import re

import pytest
from django.core.exceptions import ValidationError

from custom_objects.kinds import (
    NO_OPTION,
    OptionKind,
    OptionSetKind,
    PhoneKind,
    RatingKind,
    StageKind,
)
from custom_objects.specification import Option
from records.query import Operator
from records.schema.kinds import (
    NEUTRAL,
    Badge,
    IdForm,
    ReferenceSetKind,
    WireForm,
)
from records.schema.problems import Code, ValueProblem
from tests.custom_objects.specifications import OPTIONS

CHOICE = OptionKind(OPTIONS)
STAGE = StageKind(OPTIONS)
CHOICES = OptionSetKind(OPTIONS)
PEOPLE = ReferenceSetKind("contacts")


@pytest.mark.parametrize(
    ("kind", "given", "stored"),
    [
        (CHOICE, "Enterprise", 11),
        (CHOICE, " SMB ", 12),
        (CHOICE, "", None),
        (CHOICE, None, None),
        (STAGE, "ENTERPRISE", 11),
        (STAGE, "smb", 12),
        (STAGE, "STRASSE", 13),
        (CHOICES, ["SMB", "Enterprise", "SMB"], [12, 11]),
        (CHOICES, [], None),
        (CHOICES, [""], None),
        (PEOPLE, [3, "1", 3], [3, 1]),
        (PEOPLE, [], None),
        (PhoneKind(), "+1 (555) 123-4567", "+1 (555) 123-4567"),
    ],
)
def test_a_value_is_stored_as(kind, given, stored):
    assert kind.clean(given) == stored


@pytest.mark.parametrize(
    ("kind", "given", "code"),
    [
        (CHOICE, "enterprise", Code.INVALID),
        (CHOICE, "Gone", Code.INVALID),
        (CHOICE, 11, Code.INVALID_TYPE),
        (CHOICE, "a\x00", Code.INVALID),
        (STAGE, "nowhere", Code.INVALID),
        (STAGE, "gone", Code.INVALID),
        (CHOICES, "SMB", Code.INVALID_TYPE),
        (CHOICES, ["SMB", "smb"], Code.INVALID),
        (PEOPLE, 3, Code.INVALID_TYPE),
        (PEOPLE, [None], Code.BLANK),
        (PEOPLE, [0], Code.DANGLING),
        (PEOPLE, [1.5], Code.INVALID_TYPE),
        (PhoneKind(), "call me", Code.INVALID),
        (PhoneKind(), "12", Code.INVALID),
    ],
)
def test_a_value_is_refused_as(kind, given, code):
    with pytest.raises(ValueProblem) as refused:
        kind.clean(given)
    assert refused.value.code == code


def test_a_refused_option_is_told_what_there_is():
    with pytest.raises(ValueProblem, match=r"none of: Enterprise, SMB, Straße\."):
        CHOICE.clean("Huge")


@pytest.mark.parametrize(
    ("kind", "stored", "spelled"),
    [
        (CHOICE, 11, "Enterprise"),
        (CHOICE, 14, "Gone"),
        (CHOICE, 99, None),
        (STAGE, 13, "strasse"),
        (CHOICES, [12, 99, 11], ["SMB", "Enterprise"]),
        (PEOPLE, [3, 1], [3, 1]),
    ],
)
def test_a_stored_value_is_spelled(kind, stored, spelled):
    assert kind.represent(stored, NEUTRAL) == spelled


@pytest.mark.parametrize(
    ("kind", "operator", "given", "operand"),
    [
        (CHOICE, Operator.EQ, "SMB", 12),
        (CHOICE, Operator.EQ, "smb", NO_OPTION),
        (CHOICE, Operator.IN, ["SMB", "nothing"], (12, NO_OPTION)),
        (CHOICE, Operator.CONTAINS, "STRA", "stra"),
        (STAGE, Operator.GTE, "smb", 12),
        (STAGE, Operator.EQ, "Gone", 14),
        (CHOICES, Operator.CONTAINS, "SMB", 12),
        (CHOICES, Operator.EQ, "Nothing", NO_OPTION),
        (PEOPLE, Operator.EQ, "7", 7),
        (PEOPLE, Operator.IN, [7, 8], (7, 8)),
    ],
)
def test_an_operand_names_an_option_or_nothing(kind, operator, given, operand):
    assert kind.clean_operand(operator, given) == operand


@pytest.mark.parametrize(
    ("kind", "operator"),
    [
        (CHOICE, Operator.GT),
        (STAGE, Operator.CONTAINS),
        (CHOICES, Operator.LT),
        (PEOPLE, Operator.STARTS_WITH),
    ],
)
def test_an_operator_that_does_not_fit_is_refused(kind, operator):
    with pytest.raises(ValueProblem, match="does not fit"):
        kind.clean_operand(operator, "x")


def test_only_options_that_can_be_chosen_are_offered():
    assert CHOICE.json_schema()["enum"] == ["Enterprise", "SMB", "Straße"]
    assert STAGE.json_schema()["enum"] == ["enterprise", "smb", "strasse"]
    assert CHOICES.json_schema()["items"]["enum"] == ["Enterprise", "SMB", "Straße"]
    offered = CHOICE.form_field(required=False).choices
    assert [value for value, _label in offered] == ["", "Enterprise", "SMB", "Straße"]
    assert "enum" not in OptionKind().json_schema()


def test_what_can_no_longer_be_chosen_is_still_read():
    assert CHOICE.read_schema()["enum"] == ["Enterprise", "SMB", "Straße", "Gone"]
    assert STAGE.read_schema()["enum"] == ["enterprise", "smb", "strasse", "gone"]
    items = CHOICES.read_schema()["items"]
    assert items["enum"] == ["Enterprise", "SMB", "Straße", "Gone"]
    again = OptionKind((*OPTIONS, Option(15, "Gone", "gone_2")))
    assert again.read_schema()["enum"] == ["Enterprise", "SMB", "Straße", "Gone"]


def test_the_json_schema_of_a_telephone_number_is_what_is_taken():
    schema = PhoneKind().json_schema()
    (example,) = schema["examples"]
    assert PhoneKind().clean(example) == example
    assert re.search(schema["pattern"], example)
    assert not re.search(schema["pattern"], "call me")


class Spelled(IdForm):
    """Ids as ``<target>:<number>``."""

    def spell(self, target, record_id):
        return f"{target}:{record_id}"

    def read(self, target, value):
        return int(str(value).removeprefix(f"{target}:"))


def test_several_references_are_spelled_as_a_dialect_spells_ids():
    form = WireForm(ids=Spelled())
    assert PEOPLE.represent([3, 1], form) == ["contacts:3", "contacts:1"]
    assert PEOPLE.read_json(["contacts:3", "contacts:1"], form) == [3, 1]
    assert PEOPLE.read_json(None, form) is None
    assert PEOPLE.read_member("contacts:3", form) == 3
    assert PEOPLE.represent([3], NEUTRAL) == [3]
    assert PEOPLE.wire_schema(form)["items"] == form.ids.schema("contacts")


@pytest.mark.parametrize("wrong", ["contacts:3", 3, {}])
def test_a_strict_dialect_wants_a_list_of_references(wrong):
    with pytest.raises(ValueProblem) as refused:
        PEOPLE.read_json(wrong, WireForm(ids=Spelled()))
    assert refused.value.code is Code.INVALID_TYPE


@pytest.mark.parametrize("kind", [CHOICES, PEOPLE])
def test_sets_have_members(kind):
    assert kind.is_multiple
    assert CHOICES.read_member("SMB", NEUTRAL) == "SMB"
    with pytest.raises(ValueProblem):
        kind.read_member(["SMB"], NEUTRAL)


COLORED = (*OPTIONS, Option(15, "Done", "done", color="#2e7d32"))


def test_an_option_is_shown_by_its_name_and_color():
    assert OptionKind(COLORED).badges(15) == (Badge("Done", "#2e7d32"),)
    assert StageKind(COLORED).badges(14) == (Badge("Gone"),)
    assert OptionSetKind(COLORED).badges([12, 15]) == (
        Badge("SMB"),
        Badge("Done", "#2e7d32"),
    )
    assert OptionKind(COLORED).badges(99) == ()


@pytest.mark.parametrize(
    ("kind", "stored", "shown"),
    [
        (CHOICE, 11, "Enterprise"),
        (CHOICE, 14, "Gone"),
        (CHOICE, 99, None),
        (STAGE, 13, "Straße"),
        (CHOICES, [12, 99, 14], ["SMB", "Gone"]),
        (PEOPLE, [3, 1], [3, 1]),
    ],
)
def test_a_form_begins_with(kind, stored, shown):
    assert kind.form_value(stored) == shown


def test_a_form_offers_what_can_be_chosen():
    assert [name for name, _label in CHOICE.form_field().choices] == [
        "",
        "Enterprise",
        "SMB",
        "Straße",
    ]
    field = CHOICES.form_field(required=False)
    assert field.clean(["SMB"]) == ["SMB"]
    with pytest.raises(ValidationError):
        field.clean(["Gone"])


@pytest.mark.parametrize(
    ("kind", "offered"),
    [
        (CHOICE, ["Enterprise", "SMB", "Straße", "Gone"]),
        (STAGE, ["enterprise", "smb", "strasse", "gone"]),
        (CHOICES, ["Enterprise", "SMB", "Straße", "Gone"]),
        (PEOPLE, []),
    ],
)
def test_a_filter_offers_what_records_may_hold(kind, offered):
    assert [operand for operand, _label in kind.offered()] == offered
    for operand in offered:
        assert kind.clean_member(Operator.EQ, operand) != NO_OPTION


def test_stars_are_chosen_and_counted():
    stars = RatingKind(0, 3)
    assert stars.describe(2) == "★★☆ 2/3"
    field = stars.form_field(required=False)
    assert field.choices == [
        ("", "—"),
        ("0", "☆☆☆ 0/3"),
        ("1", "★☆☆ 1/3"),
        ("2", "★★☆ 2/3"),
        ("3", "★★★ 3/3"),
    ]
    assert stars.clean(field.clean("2")) == 2
    assert field.clean("") is None
    assert not field.has_changed(stars.form_value(2), "2")
    with pytest.raises(ValidationError):
        field.clean("4")


def test_stars_beyond_a_lowered_maximum_are_still_told():
    assert RatingKind(0, 3).describe(5) == "★★★★★ 5/3"
