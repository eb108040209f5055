"""Key cases."""

import pytest
from hypothesis import given
from hypothesis import strategies as some

from records.dialects.resource.naming import camel, snake
from records.schema.registry import registry

NAMES = sorted({one.name for kind in registry.built_in() for one in kind.fields})


@pytest.mark.parametrize(
    ("written", "name"),
    [
        ("firstName", "first_name"),
        ("first_name", "first_name"),
        ("linkedinUrl", "linkedin_url"),
        ("nbDeals", "nb_deals"),
        ("id", "id"),
        ("line1", "line1"),
        ("Name", "name"),
        ("", ""),
    ],
)
def test_camel_case_is_read_as_snake_case(written, name):
    assert snake(written) == name


@pytest.mark.parametrize(
    ("name", "written"),
    [("first_name", "firstName"), ("id", "id"), ("nb_deals", "nbDeals")],
)
def test_snake_case_is_written_as_camel_case(name, written):
    assert camel(name) == written


@pytest.mark.parametrize("name", NAMES)
def test_every_name_survives_both_ways(name):
    assert snake(camel(name)) == name == snake(name)


@given(some.text())
def test_no_text_makes_them_fail(text):
    assert isinstance(snake(text), str)
    assert isinstance(camel(text), str)
