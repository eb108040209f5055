"""Values that point at records."""

import pytest
from hypothesis import given
from hypothesis import strategies as some

from records.query import Operator
from records.schema.kinds import NEUTRAL, IdForm, ReferenceKind, WireForm
from records.schema.problems import Code, ValueProblem

LARGEST = 2**63 - 1


@pytest.mark.parametrize(
    ("written", "stored"),
    [(None, None), ("", None), (1, 1), ("17", 17), (LARGEST, LARGEST)],
)
def test_an_id_comes_as_number_or_digits(written, stored):
    assert ReferenceKind().clean(written) == stored


@pytest.mark.parametrize(
    ("written", "code"),
    [
        (0, Code.DANGLING),
        (-1, Code.DANGLING),
        ("-1", Code.DANGLING),
        (2**63, Code.DANGLING),
        ("9" * 400, Code.DANGLING),
        (True, Code.INVALID_TYPE),
        (5.0, Code.INVALID_TYPE),
        ("c_abc123", Code.INVALID_TYPE),
        ([1], Code.INVALID_TYPE),
        ({"id": 1}, Code.INVALID_TYPE),
    ],
    ids=repr,
)
def test_what_can_be_no_id_is_refused(written, code):
    with pytest.raises(ValueProblem) as refused:
        ReferenceKind().clean(written)
    assert refused.value.code is code


@given(some.integers(min_value=1, max_value=LARGEST))
def test_an_id_as_represented_cleans_to_itself(number):
    kind = ReferenceKind()
    assert kind.clean(kind.represent(kind.clean(number), NEUTRAL)) == number


@pytest.mark.parametrize(
    ("written", "operand"),
    [(5, 5), ("5", 5), (0, 0), (10**30, LARGEST), (-(10**30), -LARGEST)],
    ids=repr,
)
def test_an_id_out_of_range_is_a_question_with_no_answer(written, operand):
    assert ReferenceKind().clean_operand(Operator.EQ, written) == operand


@pytest.mark.parametrize("written", ["", None, "abc", [], True, 1.5])
def test_an_operand_that_is_no_id_is_refused(written):
    with pytest.raises(ValueProblem):
        ReferenceKind().clean_operand(Operator.EQ, written)


def test_the_json_schema_is_that_of_a_positive_integer():
    schema = ReferenceKind().json_schema()
    assert (schema["type"], schema["minimum"]) == ("integer", 1)


def test_ids_are_json_numbers():
    assert ReferenceKind().accepts_json(5)
    assert not ReferenceKind().accepts_json("5")
    assert not ReferenceKind().accepts_json(True)


def test_the_form_field_reads_an_id():
    assert ReferenceKind(target="contacts").form_field().clean("5") == 5


class Spelled(IdForm):
    """Ids as ``<target>:<number>``."""

    def spell(self, target, record_id):
        return f"{target}:{record_id}"

    def read(self, target, value):
        return int(str(value).removeprefix(f"{target}:"))

    def schema(self, target):
        return {"type": "string", "pattern": f"^{target}:"}


def test_a_dialect_spells_ids_its_own_way():
    form, kind = WireForm(ids=Spelled()), ReferenceKind(target="planets")
    assert kind.represent(5, form) == "planets:5"
    assert kind.read_json("planets:5", form) == 5
    assert kind.read_json(None, form) is None
    assert kind.wire_schema(form) == {"type": "string", "pattern": "^planets:"}
    assert kind.represent(5, NEUTRAL) == 5
    assert kind.wire_schema(NEUTRAL) == kind.json_schema()


@pytest.mark.parametrize("wrong", ["5", True, 5.0, [5]])
def test_ids_that_are_numbers_are_read_strictly(wrong):
    with pytest.raises(ValueProblem) as refused:
        ReferenceKind().read_json(wrong, NEUTRAL)
    assert refused.value.code is Code.INVALID_TYPE
