"""What every kind answers."""

import pytest

from records.query import Operator
from records.schema.kinds import (
    NEUTRAL,
    AddressKind,
    BooleanKind,
    DateKind,
    IntegerKind,
    MomentKind,
    NumberKind,
    ReferenceKind,
    TextKind,
    ValueKind,
    WireForm,
)
from records.schema.kinds.base import wrong_type
from records.schema.problems import Code, ValueProblem

KINDS = (
    AddressKind(),
    BooleanKind(),
    DateKind(),
    IntegerKind(),
    MomentKind(),
    NumberKind(),
    ReferenceKind(),
    TextKind(),
)


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.name)
def test_null_is_no_value_and_has_the_json_type_of_every_kind(kind):
    assert kind.clean(None) is None
    assert kind.accepts_json(None)
    assert kind.is_empty(None)


@pytest.mark.parametrize(
    ("kind", "operator"),
    [(kind, one) for kind in KINDS for one in Operator if one not in kind.operators],
)
def test_an_operator_that_does_not_fit_is_named_with_the_kind(kind, operator):
    with pytest.raises(ValueProblem) as refused:
        kind.clean_operand(operator, "x")
    assert operator.value in refused.value.message
    assert kind.name in refused.value.message


@pytest.mark.parametrize(
    ("value", "received"),
    [
        (True, "boolean"),
        (1, "number"),
        (1.5, "number"),
        ("a", "string"),
        ([], "array"),
        ({}, "object"),
        (None, "null"),
        (b"", "bytes"),
    ],
)
def test_a_wrong_type_is_told_in_the_words_of_json(value, received):
    problem = wrong_type("string", value)
    assert problem.message == f"Expected string, received {received}."
    assert problem.code is Code.INVALID_TYPE


def test_a_value_is_described_in_a_line():
    assert TextKind().describe("Ada") == "Ada"
    assert NumberKind().describe(5) == "5"


def test_equal_kinds_are_equal_values():
    assert TextKind(5) == TextKind(5)
    assert TextKind(5) != TextKind(6)
    assert len({NumberKind(), NumberKind(), NumberKind(places=2)}) == 2


@pytest.mark.parametrize(
    "ask",
    [
        lambda kind: kind.clean(1),
        lambda kind: kind.json_schema(),
        lambda kind: kind.form_field(),
    ],
    ids=("clean", "json_schema", "form_field"),
)
def test_a_kind_must_say_these_itself(ask):
    with pytest.raises(NotImplementedError):
        ask(ValueKind())


SECONDS = WireForm(moment_precision="seconds")


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.name)
def test_a_strict_dialect_reads_null_and_what_has_the_json_type(kind):
    assert kind.read_json(None, NEUTRAL) is None
    value = kind.json_types[0]()
    assert kind.is_multiple is (kind.json_types == (list,))
    if kind.name != "date":
        assert kind.read_json(value, NEUTRAL) == value


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.name)
def test_a_strict_dialect_reads_nothing_as_something_else(kind):
    for wrong in (b"", object(), *({"a": 1}, ["x"], "x", True)):
        if kind.accepts_json(wrong):
            continue
        with pytest.raises(ValueProblem) as refused:
            kind.read_json(wrong, NEUTRAL)
        assert refused.value.code is Code.INVALID_TYPE
        assert kind.json_name in refused.value.message


def test_an_operand_stands_for_itself_unless_the_dialect_shows_less():
    for kind in KINDS:
        assert kind.alike(Operator.EQ, "2026-01-02", NEUTRAL) is None
        if not isinstance(kind, MomentKind):
            assert kind.alike(Operator.EQ, "2026-01-02", SECONDS) is None


def test_a_kind_that_says_nothing_else_is_shown_as_it_is():
    kind = ValueKind()
    assert kind.form_value("as stored") == "as stored"
    assert (kind.offered(), kind.badges("as stored")) == ((), ())
