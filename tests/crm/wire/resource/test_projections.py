"""How the built-in types are spelled in the resource dialect."""

import pytest

from records.dialects.resource import DIALECT
from records.schema.registry import registry

WITH_CUSTOM_FIELDS = {
    "contacts",
    "companies",
    "deals",
    "leads",
    "contacts_summary",
    "companies_summary",
}


@pytest.mark.parametrize("projection", registry.projections(DIALECT), ids=lambda one: one.resource)  # fmt: skip
def test_a_projection_is_of_a_type_and_names_only_its_fields(projection):
    object_type = registry.built_in_type(projection.object_type)
    names = {*object_type.fields_by_name, "custom_fields"}
    assert projection.hidden <= names
    assert projection.read_only <= names
    assert projection.renamed.keys() <= names


@pytest.mark.parametrize("object_type", registry.built_in(), ids=lambda one: one.slug)
def test_keys_are_the_neutral_names(object_type):
    projection = registry.projection(DIALECT, object_type.slug)
    if projection is not None:
        keys = {one.name: one.field for one in projection.wire_fields(object_type)}
        assert all(key == field for key, field in keys.items())
    hides = projection is not None and "custom_fields" in projection.hidden
    assert hides == (object_type.slug not in WITH_CUSTOM_FIELDS)
