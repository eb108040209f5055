"""Names on the wire: paths of what is wrong, slugs of what is new."""

import pytest

from custom_objects.api.resource.words import (
    ATTRIBUTE,
    FIELD,
    OBJECT,
    field_slug,
    object_slug,
    type_named,
)


@pytest.mark.parametrize(
    ("words", "path", "told"),
    [
        (OBJECT, "label_plural", "pluralName"),
        (OBJECT, "slug", "pluralName"),
        (OBJECT, "fields", "fields"),
        (OBJECT, "fields[1]", "fields[1]"),
        (OBJECT, "fields[1].type", "fields[1].fieldType"),
        (OBJECT, "fields[1].options[0].name", "fields[1].options[0].label"),
        (FIELD, "options[12].is_terminal", "options[12].isTerminal"),
        (FIELD, "default", "defaultValue"),
        (ATTRIBUTE, "label", "displayName"),
        (ATTRIBUTE, "nope.at[1].all", "nope.at[1].all"),
    ],
)
def test_a_path_of_attributes_is_told_in_keys(words, path, told):
    assert words.path(path) == told


@pytest.mark.parametrize(
    ("name", "slug"),
    [
        ("Fixed Assets!", "fixed_assets"),
        ("!!!", None),
        ("_Hidden_", "hidden"),
        ("3D", None),
        ("", None),
        ("顧客", None),
        ("x" * 64, None),
    ],
)
def test_the_slug_of_an_object(name, slug):
    assert object_slug(name) == slug


@pytest.mark.parametrize(
    ("name", "slug"),
    [
        ("Serial No", "serial_no"),
        ("serial_no_", "serial_no_"),
        ("a  b", "a_b"),
        ("!!!", ""),
        ("x" * 64, "x" * 63),
    ],
)
def test_the_slug_of_a_field(name, slug):
    assert field_slug(name) == slug


def test_a_type_has_names():
    found, implied = type_named("company")
    assert (found.slug, implied) == ("reference", {"object": "companies"})
    assert type_named("text")[1] == {}
    assert type_named("teleport") is None
