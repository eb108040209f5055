"""How do things that admins define come by their slugs?"""

import pytest

from custom_objects.naming import (
    SYSTEM_SLUGS,
    built_in_names,
    free_slug,
    is_slug,
    slug_of,
)
from custom_objects.object_types import SYSTEM_FIELDS
from records.schema.registry import registry


@pytest.mark.parametrize(
    ("label", "slug"),
    [
        ("Deal Value", "deal_value"),
        ("  Deal -- Value!  ", "deal_value"),
        ("a__b", "a_b"),
        ("Größe", "grosse"),
        ("Café", "cafe"),
        ("İstanbul", "istanbul"),
        ("\uff21\uff11", "a1"),
        ("1st choice", "f_1st_choice"),
        ("顧客", "field"),
        ("顧客 5", "f_5"),
        ("!!!", ""),
        ("", ""),
        ("x" * 80, "x" * 63),
        ("x" * 62 + " y", "x" * 62),
    ],
)
def test_a_label_asks_for_a_slug(label, slug):
    assert slug_of(label, noun="field") == slug
    assert not slug or is_slug(slug)


@pytest.mark.parametrize(
    "text", ["", "1a", "_a", "A", "a-b", "a b", "a__b", "ä", "a" * 64, "a\n"]
)
def test_other_texts_are_no_slugs(text):
    assert not is_slug(text)


def test_a_slug_that_is_taken_gets_the_first_free_number():
    assert free_slug("name", set()) == "name"
    assert free_slug("name", {"name"}) == "name_2"
    assert free_slug("name", {"name", "name_2", "name_3"}) == "name_4"


def test_a_number_fits_behind_the_longest_slug():
    longest = "x" * 63
    assert free_slug(longest, {longest}) == "x" * 61 + "_2"
    assert free_slug("x" * 60 + "_yz", {"x" * 60 + "_yz"}) == "x" * 60 + "_2"


def test_the_names_of_a_built_in_type_are_those_of_every_dialect():
    names = built_in_names(registry.built_in_type("contacts"))
    assert {"id", "first_name", "name", "tags", "company_id"} <= names


def test_no_field_is_called_like_what_every_record_has():
    assert SYSTEM_FIELDS.keys() <= SYSTEM_SLUGS
