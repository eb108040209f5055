"""Does every field type answer for itself?"""

import pytest

from custom_objects.field_types import FIELD_TYPES, field_type, field_type_by_name
from custom_objects.indexing import ValueIndex
from records.query import Operator
from records.schema.kinds import NEUTRAL, ValueKind
from records.schema.problems import ValueProblem
from tests.custom_objects.specifications import specify

EVERY = pytest.mark.parametrize("slug", FIELD_TYPES)

# type, what a client writes, what the JSON column keeps, what is read back
VALUES = [
    ("text", " Ada ", "Ada", "Ada"),
    ("long_text", "one\ntwo", "one\ntwo", "one\ntwo"),
    ("number", "12.50", 12.5, 12.5),
    ("number", -3, -3, -3),
    ("currency", 10.005, 10.01, 10.01),
    ("email", "a@b.example", "a@b.example", "a@b.example"),
    ("phone", "+1 555-0100", "+1 555-0100", "+1 555-0100"),
    ("url", "https://example.com/x", "https://example.com/x", "https://example.com/x"),
    ("date", "2026-02-28", "2026-02-28", "2026-02-28"),
    (
        "datetime",
        "2026-02-28T23:30:00-02:00",
        "2026-03-01T01:30:00.000Z",
        "2026-03-01T01:30:00.000Z",
    ),
    ("checkbox", "true", True, True),
    ("dropdown", "SMB", 12, "SMB"),
    ("multi_select", ["SMB", "Enterprise"], [12, 11], ["SMB", "Enterprise"]),
    ("status", "Enterprise", 11, "enterprise"),
    ("rating", 4, 4, 4),
    ("user", 5, 5, 5),
    ("reference", 6, 6, 6),
    ("multi_reference", [6, 7], [6, 7], [6, 7]),
    (
        "address",
        {"city": "Zürich"},
        {
            "line1": None,
            "city": "Zürich",
            "postal_code": None,
            "state": None,
            "country": None,
        },
        {
            "line1": None,
            "city": "Zürich",
            "postal_code": None,
            "state": None,
            "country": None,
        },
    ),
    ("file", "https://example.com/a.pdf", *["https://example.com/a.pdf"] * 2),
    ("image", "https://example.com/a.png", *["https://example.com/a.png"] * 2),
    ("formula", "Ada", "Ada", "Ada"),
    ("rollup", 3.5, 3.5, 3.5),
]


def test_every_type_has_a_value_in_this_table():
    assert {slug for slug, *_ in VALUES} == set(FIELD_TYPES)


@pytest.mark.parametrize(("slug", "written", "kept", "read"), VALUES)
def test_a_value_is_kept_in_json_and_read_back(slug, written, kept, read):
    kind = field_type(slug).kind(specify(slug))
    cleaned = kind.clean(written)
    assert kind.to_json(cleaned) == kept
    revived = kind.from_json(kind.to_json(cleaned))
    assert revived == cleaned
    assert kind.represent(revived, NEUTRAL) == read


@pytest.mark.parametrize(
    ("slug", "refused"),
    [
        ("text", "x" * 256),
        ("text", 7),
        ("number", "seven"),
        ("number", 1e16),
        ("currency", True),
        ("email", "nobody"),
        ("phone", "call me"),
        ("url", "ftp://example.com"),
        ("url", "no address"),
        ("date", "2026-02-30"),
        ("datetime", "soon"),
        ("checkbox", "perhaps"),
        ("dropdown", "Huge"),
        ("multi_select", "SMB"),
        ("status", "nowhere"),
        ("rating", 6),
        ("rating", -1),
        ("user", -1),
        ("reference", "x"),
        ("multi_reference", [0]),
        ("address", {"planet": "Mars"}),
        ("file", "a.pdf"),
        ("image", {}),
    ],
)
def test_what_is_no_value_of_the_type_is_refused(slug, refused):
    with pytest.raises(ValueProblem):
        field_type(slug).kind(specify(slug)).clean(refused)


@EVERY
def test_every_type_answers_everything_about_itself(slug):
    chosen, specification = field_type(slug), specify(slug)
    kind, index = chosen.kind(specification), chosen.index(specification)
    assert isinstance(kind, ValueKind)
    assert isinstance(index, ValueIndex)
    assert kind.json_schema()["type"]
    assert kind.form_field(required=False) is not None
    assert str(chosen.label)
    assert chosen.name_in("document") in {*chosen.names["document"]}


@EVERY
def test_every_operator_of_a_filterable_type_finds_a_place_in_the_index(slug):
    chosen, specification = field_type(slug), specify(slug)
    if not chosen.can_be_filtered:
        assert slug in ("address", "rollup")
        return
    kind, index = chosen.kind(specification), chosen.index(specification)
    written = next(value for name, value, *_ in VALUES if name == slug)
    single = written[0] if chosen.is_multiple else written
    for operator in kind.operators - {Operator.EMPTY}:
        operand = kind.clean_operand(
            operator, [single] if operator is Operator.IN else single
        )
        assert index.matching(operator, operand)


@EVERY
def test_a_setting_the_type_does_not_have_is_refused(slug):
    with pytest.raises(ValueProblem, match="has no setting “color”"):
        field_type(slug).clean_settings({"color": "red"})


@pytest.mark.parametrize(
    ("slug", "given", "cleaned"),
    [
        ("currency", {"currency": "EUR"}, {"currency": "EUR"}),
        ("currency", {"currency": ""}, {}),
        ("rating", {"maximum": "10"}, {"maximum": 10}),
        ("reference", {"object": "deals"}, {"object": "deals"}),
    ],
)
def test_settings_are_cleaned(slug, given, cleaned):
    assert field_type(slug).clean_settings(given) == cleaned


@pytest.mark.parametrize(
    ("slug", "given"),
    [
        ("currency", {"currency": "euro"}),
        ("rating", {"maximum": 11}),
        ("rating", {"maximum": 0}),
        ("reference", {}),
        ("multi_reference", {"object": 7}),
    ],
)
def test_settings_that_make_no_field_are_refused(slug, given):
    with pytest.raises(ValueProblem):
        field_type(slug).clean_settings(given)


@pytest.mark.parametrize(
    ("dialect", "name", "slug"),
    [
        ("document", "boolean", "checkbox"),
        ("document", "lookup", "reference"),
        ("document", "select", "dropdown"),
        ("envelope", "string", "text"),
        ("resource", "timestamp", "datetime"),
        ("resource", "multi-select", "multi_select"),
        ("document", "rating", "rating"),
    ],
)
def test_a_dialect_finds_a_type_by_its_own_name_for_it(dialect, name, slug):
    found = field_type_by_name(dialect, name)
    assert found is not None
    assert found.slug == slug


def test_an_unknown_name_finds_no_type():
    assert field_type_by_name("document", "blob") is None


@pytest.mark.parametrize("dialect", ["resource", "document"])
def test_no_two_types_share_a_name_in_a_dialect(dialect):
    names = [name for one in FIELD_TYPES.values() for name in one.names[dialect]]
    assert len(names) == len(set(names))


@EVERY
def test_a_field_type_refers_only_where_it_says_so(slug):
    target = field_type(slug).target(specify(slug))
    assert target == {
        "user": "crm_users",
        "reference": "contacts",
        "multi_reference": "contacts",
    }.get(slug)


def test_an_amount_of_money_is_read_in_its_currency():
    currency = field_type("currency")
    assert currency.unit(specify("currency", settings={"currency": "EUR"})) == "EUR"
    assert currency.unit(specify("currency", settings={})) == ""
    assert field_type("number").unit(specify("number")) == ""


@EVERY
def test_every_type_says_what_it_is_for_and_asks_for_its_settings(slug):
    chosen = field_type(slug)
    assert str(chosen.hint)
    assert {one.name for one in chosen.questions} <= set(chosen.setting_names)
    names = [one.name for one in chosen.questions]
    for question in chosen.questions:
        assert str(question.label)
        assert question.follows in {"", *names[: names.index(question.name)]}


@pytest.mark.parametrize(("slug", "written", "kept", "_read"), VALUES)
def test_a_default_is_typed_as_it_is_shown(slug, written, kept, _read):
    chosen = field_type(slug)
    if not chosen.has_typed_default:
        assert chosen.is_computed or slug in {
            "user",
            "reference",
            "multi_reference",
            "address",
        }
        return
    specification = specify(slug, default=kept)
    kind = chosen.kind(specification)
    typed = chosen.read_default(chosen.spell_default(specification))
    assert kind.to_json(kind.clean(typed)) == kept
    assert chosen.spell_default(specify(slug)) == ""


def test_a_checkbox_is_yes_or_no_at_first():
    checkbox = field_type("checkbox")
    assert checkbox.read_default("Yes") is True
    assert checkbox.read_default("no") is False
    assert checkbox.read_default("perhaps") == "perhaps"
    assert checkbox.spell_default(specify("checkbox", default=False)) == "no"
    assert field_type("number").spell_default(specify("number", default=0)) == "0"
