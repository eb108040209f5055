"""Values that are JSON structures."""

import math

import pytest
from hypothesis import given
from hypothesis import strategies as some

from records.query import Operator
from records.schema.kinds import (
    NEUTRAL,
    AddressKind,
    AttachmentsKind,
    DocumentKind,
    NameSetKind,
    TextListKind,
)
from records.schema.kinds.structures import ADDRESS_PARTS, DEEPEST
from records.schema.problems import Code, ValueProblem

NOWHERE = dict.fromkeys(ADDRESS_PARTS)


def nested(depth, value=None):
    """Return objects within objects, ``depth`` levels below the outermost."""
    for _ in range(depth):
        value = {"a": value}
    return {"a": value}


@pytest.mark.parametrize(
    ("kind", "written", "stored"),
    [
        (DocumentKind(), None, None),
        (DocumentKind(), {}, {}),
        (DocumentKind(), {"a": [1, 2.5, None, True]}, {"a": [1, 2.5, None, True]}),
        (DocumentKind(), {"firstName": {"Ä": "ß"}}, {"firstName": {"Ä": "ß"}}),
        (DocumentKind(), nested(DEEPEST - 1), nested(DEEPEST - 1)),
        (DocumentKind(), {"n": 2**63 - 1}, {"n": 2**63 - 1}),
        (AddressKind(), None, None),
        (AddressKind(), {}, None),
        (AddressKind(), {"city": "  "}, None),
        (AddressKind(), {"city": " Paris "}, {**NOWHERE, "city": "Paris"}),
        (AddressKind(), {"country": None, "state": "x" * 255},
         {**NOWHERE, "state": "x" * 255}),
        (AttachmentsKind(), None, None),
        (AttachmentsKind(), [], []),
        (AttachmentsKind(), [{"url": "u"}], [{"url": "u"}]),
        (
            AttachmentsKind(),
            [{"url": "u", "name": "n", "type": "t"}],
            [{"url": "u", "name": "n", "type": "t"}],
        ),
        (TextListKind(), None, []),
        (TextListKind(), [" b ", "a", "b", ""], ["b", "a"]),
        (NameSetKind(), None, []),
        (NameSetKind(), [], []),
        (NameSetKind(), ("VIP", " VIP ", "vip", ""), ["VIP", "vip"]),
    ],
)  # fmt: skip
def test_a_structure_is_stored_in_its_own_form(kind, written, stored):
    assert kind.clean(written) == stored


@pytest.mark.parametrize(
    ("kind", "written", "code"),
    [
        (DocumentKind(), [], Code.INVALID_TYPE),
        (DocumentKind(), "text", Code.INVALID_TYPE),
        (DocumentKind(), {"a": math.nan}, Code.INVALID),
        (DocumentKind(), {"a": [math.inf]}, Code.INVALID),
        (DocumentKind(), {"a": 2**63}, Code.INVALID),
        (DocumentKind(), {"a": "\x00"}, Code.INVALID),
        (DocumentKind(), {"\x00": 1}, Code.INVALID),
        (DocumentKind(), {"a": ["\ud800"]}, Code.INVALID),
        (DocumentKind(), nested(DEEPEST), Code.INVALID),
        (AddressKind(), "Paris", Code.INVALID_TYPE),
        (AddressKind(), {"street": "x"}, Code.UNKNOWN_FIELD),
        (AddressKind(), {"city": 5}, Code.INVALID_TYPE),
        (AddressKind(), {"city": "x" * 256}, Code.TOO_LONG),
        (AddressKind(), {"city": "\x00"}, Code.INVALID),
        (AttachmentsKind(), {}, Code.INVALID_TYPE),
        (AttachmentsKind(), ["u"], Code.INVALID_TYPE),
        (AttachmentsKind(), [{}], Code.INVALID),
        (AttachmentsKind(), [{"url": ""}], Code.INVALID),
        (AttachmentsKind(), [{"url": None}], Code.INVALID_TYPE),
        (AttachmentsKind(), [{"url": "u", "size": 1}], Code.UNKNOWN_FIELD),
        (AttachmentsKind(), [{"url": "u", "name": 1}], Code.INVALID_TYPE),
        (TextListKind(), "a", Code.INVALID_TYPE),
        (TextListKind(), [1], Code.INVALID_TYPE),
        (NameSetKind(), "VIP", Code.INVALID_TYPE),
        (NameSetKind(), [None], Code.INVALID_TYPE),
        (NameSetKind(), ["x" * 256], Code.TOO_LONG),
        (NameSetKind(), ["\x00"], Code.INVALID),
    ],
)
def test_a_structure_of_another_form_is_refused(kind, written, code):
    with pytest.raises(ValueProblem) as refused:
        kind.clean(written)
    assert refused.value.code is code


def test_very_deep_nesting_is_refused_and_not_followed_to_its_end():
    with pytest.raises(ValueProblem):
        DocumentKind().clean(nested(100_000))


SCALARS = (
    some.none()
    | some.booleans()
    | some.integers(-(2**63) + 1, 2**63 - 1)
    | some.floats(-(2.0**63), 2.0**63, exclude_min=True, exclude_max=True)
    | some.text(some.characters(codec="utf-8", exclude_characters="\x00"))
)
KEYS = some.text(some.characters(codec="utf-8", exclude_characters="\x00"))
DOCUMENTS = some.dictionaries(
    KEYS,
    some.recursive(
        SCALARS,
        lambda inner: some.lists(inner) | some.dictionaries(KEYS, inner),
        max_leaves=10,
    ),
)


@given(DOCUMENTS)
def test_a_document_as_represented_cleans_to_itself(document):
    kind = DocumentKind()
    stored = kind.clean(document)
    assert kind.clean(kind.represent(stored, NEUTRAL)) == stored == document


NAMES = some.lists(some.text(some.characters(codec="utf-8", exclude_characters="\x00"),
                             max_size=20))  # fmt: skip


@pytest.mark.parametrize("kind", [NameSetKind(), TextListKind()])
@given(names=NAMES)
def test_names_as_represented_clean_to_themselves(kind, names):
    stored = kind.clean(names)
    assert kind.clean(kind.represent(stored, NEUTRAL)) == stored
    assert len(set(stored)) == len(stored)


@given(some.dictionaries(some.sampled_from(ADDRESS_PARTS), some.none() | some.text(
    some.characters(codec="utf-8", exclude_characters="\x00"), max_size=20)))  # fmt: skip
def test_an_address_as_represented_cleans_to_itself(parts):
    kind = AddressKind()
    stored = kind.clean(parts)
    assert kind.clean(stored) == stored
    assert stored is None or set(stored) == set(ADDRESS_PARTS)


@pytest.mark.parametrize(
    "kind", [DocumentKind(), AddressKind(), AttachmentsKind(), TextListKind()]
)
def test_a_structure_can_only_be_asked_whether_it_is_empty(kind):
    assert kind.clean_operand(Operator.EMPTY, None) is None
    assert not kind.sortable
    with pytest.raises(ValueProblem):
        kind.clean_operand(Operator.EQ, {})


@pytest.mark.parametrize(
    ("operator", "written", "operand"),
    [
        (Operator.EQ, "VIP", "VIP"),
        (Operator.IN, ["VIP", "new"], ("VIP", "new")),
        (Operator.CONTAINS, "ViP", "vip"),
        (Operator.EMPTY, None, None),
    ],
)
def test_a_set_of_names_is_asked_for_one_of_them(operator, written, operand):
    assert NameSetKind().clean_operand(operator, written) == operand


@pytest.mark.parametrize(
    "kind", [AddressKind(), AttachmentsKind(), TextListKind(), NameSetKind()]
)
def test_a_structure_without_content_is_empty(kind):
    assert kind.is_empty(None)
    assert kind.is_empty(kind.json_types[0]())
    assert not kind.is_empty(["x"])


def test_an_object_without_keys_is_a_value():
    assert DocumentKind().is_empty(None)
    assert not DocumentKind().is_empty({})


@pytest.mark.parametrize(
    ("kind", "json_type"),
    [
        (DocumentKind(), "object"),
        (AddressKind(), "object"),
        (AttachmentsKind(), "array"),
        (TextListKind(), "array"),
        (NameSetKind(), "array"),
    ],
)
def test_the_json_schema_has_the_json_type_of_the_value(kind, json_type):
    schema = kind.json_schema()
    assert schema["type"] == json_type
    assert kind.accepts_json({} if json_type == "object" else [])
    assert not kind.accepts_json("text")


@pytest.mark.parametrize(
    ("kind", "typed", "cleaned"),
    [
        (DocumentKind(), '{"a": 1}', {"a": 1}),
        (AddressKind(), '{"city": "Paris"}', {"city": "Paris"}),
        (AttachmentsKind(), '[{"url": "u"}]', [{"url": "u"}]),
        (TextListKind(), '["a"]', ["a"]),
        (NameSetKind(), "VIP", "VIP"),
    ],
)
def test_the_form_field_reads_what_a_person_types(kind, typed, cleaned):
    assert kind.form_field().clean(typed) == cleaned


@pytest.mark.parametrize("kind", [AttachmentsKind(), TextListKind(), NameSetKind()])
def test_lists_have_members(kind):
    assert kind.is_multiple


def test_a_member_of_a_set_is_a_text():
    assert NameSetKind().read_member("vip", NEUTRAL) == "vip"
    for wrong in (["vip"], 5, None):
        with pytest.raises(ValueProblem):
            NameSetKind().read_member(wrong, NEUTRAL)
