"""Texts, addresses of mail and web, and choices."""

import pytest
from hypothesis import given
from hypothesis import strategies as some

from records.query import Operator
from records.schema.kinds import NEUTRAL, ChoiceKind, EmailKind, TextKind, UrlKind
from records.schema.kinds.text import LONGEST_OPERAND
from records.schema.problems import Code, ValueProblem

CHOICE = ChoiceKind(choices=(("won", "Won"), ("lost", "Lost")))


@pytest.mark.parametrize(
    ("kind", "written", "stored"),
    [
        (TextKind(5), None, None),
        (TextKind(5), "", ""),
        (TextKind(5), "   ", ""),
        (TextKind(5), "  abcde  ", "abcde"),
        (TextKind(5), "a\nb", "a\nb"),
        (TextKind(5), "😀😀😀😀😀", "😀😀😀😀😀"),
        (TextKind(5), "null", "null"),
        (TextKind(), "x" * 100_000, "x" * 100_000),
        (EmailKind(), "no address at all", "no address at all"),
        (EmailKind(checked=True), " Ada@Example.com ", "Ada@Example.com"),
        (EmailKind(checked=True), "", ""),
        (UrlKind(), "example.com", "example.com"),
        (UrlKind(checked=True), "https://example.com/a?b", "https://example.com/a?b"),
        (UrlKind(checked=True), None, None),
        (CHOICE, " won ", "won"),
        (CHOICE, "", None),
        (CHOICE, None, None),
    ],
)
def test_text_is_trimmed_and_otherwise_kept(kind, written, stored):
    assert kind.clean(written) == stored


@pytest.mark.parametrize(
    ("kind", "written", "code"),
    [
        (TextKind(5), "abcdef", Code.TOO_LONG),
        (TextKind(), "a\x00b", Code.INVALID),
        (TextKind(), "\ud800", Code.INVALID),
        (TextKind(), 5, Code.INVALID_TYPE),
        (TextKind(), True, Code.INVALID_TYPE),
        (TextKind(), ["a"], Code.INVALID_TYPE),
        (TextKind(), {"a": 1}, Code.INVALID_TYPE),
        (EmailKind(), "a" * 321, Code.TOO_LONG),
        (EmailKind(checked=True), "ada@", Code.INVALID),
        (EmailKind(checked=True), "ada lovelace", Code.INVALID),
        (UrlKind(checked=True), "example.com", Code.INVALID),
        (UrlKind(checked=True), "ftp://example.com", Code.INVALID),
        (UrlKind(checked=True), "http://", Code.INVALID),
        (UrlKind(checked=True), "http://[", Code.INVALID),
        (CHOICE, "WON", Code.INVALID),
        (CHOICE, 1, Code.INVALID_TYPE),
    ],
)
def test_text_that_cannot_be_stored_is_refused(kind, written, code):
    with pytest.raises(ValueProblem) as refused:
        kind.clean(written)
    assert refused.value.code is code


def test_a_refused_choice_names_the_choices():
    with pytest.raises(ValueProblem) as refused:
        CHOICE.clean("open")
    assert "won, lost" in refused.value.message


TEXTS = some.text(alphabet=some.characters(codec="utf-8", exclude_characters="\x00"))


@pytest.mark.parametrize("kind", [TextKind(), EmailKind(max_length=None), UrlKind()])
@given(text=TEXTS)
def test_text_as_represented_cleans_to_itself(kind, text):
    stored = kind.clean(text)
    assert kind.clean(kind.represent(stored, NEUTRAL)) == stored == text.strip()


@pytest.mark.parametrize(
    ("kind", "operator", "written", "operand"),
    [
        (TextKind(), Operator.EQ, "Ada", "Ada"),
        (TextKind(), Operator.EQ, " Ada ", " Ada "),
        (TextKind(), Operator.EQ, 7, "7"),
        (TextKind(), Operator.EQ, 7.5, "7.5"),
        (TextKind(), Operator.EQ, True, "true"),
        (TextKind(), Operator.EQ, False, "false"),
        (TextKind(3), Operator.EQ, "longer than a value", "longer than a value"),
        (TextKind(), Operator.IN, ["a", 1], ("a", "1")),
        (TextKind(), Operator.CONTAINS, "STRASSE", "strasse"),
        (TextKind(), Operator.CONTAINS, "Straße", "strasse"),
        (TextKind(), Operator.STARTS_WITH, "Ä", "ä"),
        (TextKind(), Operator.GT, "B", "b"),
        (TextKind(), Operator.EMPTY, "whatever", None),
        (EmailKind(), Operator.EQ, "Ada@Example.com", "ada@example.com"),
        (EmailKind(), Operator.IN, ["A@b", "C@D"], ("a@b", "c@d")),
        (CHOICE, Operator.EQ, "neither", "neither"),
    ],
)
def test_an_operand_is_read_leniently_and_folded_where_case_does_not_count(
    kind, operator, written, operand
):
    assert kind.clean_operand(operator, written) == operand


@pytest.mark.parametrize(
    ("operator", "written", "code"),
    [
        (Operator.EQ, "a\x00", Code.INVALID),
        (Operator.EQ, None, Code.INVALID_TYPE),
        (Operator.EQ, ["a"], Code.INVALID_TYPE),
        (Operator.IN, "a", Code.INVALID_TYPE),
        (Operator.IN, [{}], Code.INVALID_TYPE),
        (Operator.CONTAINS, "x" * (LONGEST_OPERAND + 1), Code.TOO_LONG),
    ],
)
def test_an_operand_that_is_no_text_is_refused(operator, written, code):
    with pytest.raises(ValueProblem) as refused:
        TextKind().clean_operand(operator, written)
    assert refused.value.code is code


@pytest.mark.parametrize(
    ("value", "is_empty"), [(None, True), ("", True), ("0", False), ("a", False)]
)
def test_no_text_and_the_empty_text_are_both_empty(value, is_empty):
    assert TextKind().is_empty(value) is is_empty


@pytest.mark.parametrize(
    ("kind", "schema"),
    [
        (TextKind(), {"type": "string"}),
        (TextKind(64), {"type": "string", "maxLength": 64}),
        (EmailKind(), {"type": "string", "maxLength": 320}),
        (
            EmailKind(checked=True),
            {"type": "string", "maxLength": 320, "format": "email"},
        ),
        (UrlKind(), {"type": "string", "maxLength": 2048}),
        (UrlKind(checked=True), {"format": "iri", "maxLength": 2048}),
        (CHOICE, {"type": "string", "enum": ["won", "lost"]}),
    ],
)
def test_the_json_schema_tells_the_limits(kind, schema):
    assert schema.items() <= kind.json_schema().items()


@pytest.mark.parametrize(
    ("kind", "value", "accepted"),
    [
        (TextKind(), "a", True),
        (TextKind(), None, True),
        (TextKind(), 1, False),
        (TextKind(), True, False),
        (CHOICE, "neither", True),
    ],
)
def test_text_has_the_json_type_string(kind, value, accepted):
    assert kind.accepts_json(value) is accepted


@pytest.mark.parametrize(
    ("kind", "typed", "cleaned"),
    [
        (TextKind(5), " a ", "a"),
        (TextKind(5), "", None),
        (TextKind(multiline=True), "a\nb", "a\nb"),
        (CHOICE, "won", "won"),
        (CHOICE, "", None),
    ],
)
def test_the_form_field_reads_what_a_person_types(kind, typed, cleaned):
    assert kind.form_field(required=False).clean(typed) == cleaned


def test_a_choice_offers_its_choices():
    kind = ChoiceKind(choices=(("a", "First"), ("b", "Second")))
    assert kind.offered() == kind.choices
    assert TextKind().offered() == ()


def test_a_form_of_several_lines_ends_them_as_they_are_stored():
    field = TextKind(multiline=True).form_field(required=False)
    assert field.clean(" One\r\nTwo\r\n") == "One\nTwo"
    assert not field.has_changed("One\nTwo", "One\r\nTwo")
    assert field.has_changed("One\nTwo", "One Two")
    assert field.clean("") is None
