"""Does the manual of objects and fields describe what there is?"""

import re

from custom_objects.admin.field_forms import FieldForm
from custom_objects.admin.records import CustomRecordAdmin
from custom_objects.definitions.backfill import AT_ONCE
from custom_objects.field_types import FIELD_TYPES
from tests.docs.examples import DOCS

PAGE = (DOCS / "custom-objects.md").read_text(encoding="utf-8")

# What a card asks of every type; its place and the like are no questions.
ASKED = {name: one for name, one in FieldForm.base_fields.items() if one.label}
TOLD_ELSEWHERE = {"label", "type", "options"}


def section(heading):
    _before, _heading, after = PAGE.partition(f"\n## {heading}\n")
    return after.partition("\n## ")[0]


def table(heading):
    """Return the rows of the table of a section, by their first cell."""
    rows = re.findall(r"^\| *(\S.*?) *\|$", section(heading), re.MULTILINE)
    cells = [[one.strip() for one in row.split("|")] for row in rows]
    return {name: rest for name, *rest in cells if name.strip("-")}


def test_every_type_is_described_with_what_it_asks_for():
    described = table("Which type?")
    del described["Type"]
    assert list(described) == [str(one.label) for one in FIELD_TYPES.values()]
    for one in FIELD_TYPES.values():
        purpose, asks = described[str(one.label)]
        assert purpose, one.slug
        assert bool(asks) == bool(one.questions or one.has_options), one.slug


def test_the_types_that_can_become_one_another_are_named():
    known = " ".join(section("Which type?").split())
    named = known.partition("same kind of values: ")[2].partition(" can become")[0]
    changing = {
        str(one.label).lower()
        for one in FIELD_TYPES.values()
        for other in FIELD_TYPES.values()
        if one is not other and one.holds_values_of(other)
    }
    assert set(re.split(", | and ", named.lower())) == changing


def test_every_switch_of_a_field_is_described():
    described = table("What a field can be told")
    asked = {name: one for name, one in ASKED.items() if name not in TOLD_ELSEWHERE}
    assert set(described) == {str(one.label) for one in asked.values()}
    assert all(told for (told,) in described.values())


def test_the_numbers_of_the_page_are_those_of_the_program():
    assert f"more than {AT_ONCE:,} records" in PAGE
    assert (CustomRecordAdmin.most_custom_columns, "the first eight" in PAGE) == (
        8,
        True,
    )
