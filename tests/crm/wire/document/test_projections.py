"""How the built-in types are spelled in the document dialect."""

import re
from itertools import chain

import pytest

from records.dialects.document import DIALECT
from records.dialects.document.naming import SYSTEM, Spelling
from records.schema.registry import registry

TYPES = registry.built_in()


@pytest.mark.parametrize("projection", registry.projections(DIALECT), ids=lambda one: one.resource)  # fmt: skip
def test_a_projection_is_of_a_type_and_names_only_its_fields(projection):
    object_type = registry.built_in_type(projection.object_type)
    names = object_type.fields_by_name.keys()
    assert projection.renamed.keys() <= names
    assert projection.kinds.keys() <= names
    assert projection.hidden <= names
    keys = Spelling.of(object_type).values.keys()
    assert {*projection.required, *chain(*projection.one_of)} <= keys
    assert not projection.hidden & keys
    assert set(projection.renamed.values()) <= keys
    assert projection.example.keys() | projection.example_answer.keys() <= keys


def test_every_type_is_told():
    assert {one.object_type for one in registry.projections(DIALECT)} == {
        one.slug for one in TYPES
    }
    assert all(one.description for one in registry.projections(DIALECT))


@pytest.mark.parametrize("object_type", TYPES, ids=lambda one: one.slug)
def test_keys_are_slugs(object_type):
    keys = list(Spelling.of(object_type).values)
    assert len(keys) == len(set(keys))
    assert all(re.fullmatch("[a-z][a-z0-9_]*", one) for one in keys)
    assert not {*SYSTEM, "object_id"} & set(keys)


# Contract §5, and what the examples of the documentation write.
DOCUMENTED = {
    "contacts": ("name", "email", "phone", "company", "status", "source", "notes"),
    "companies": ("name", "website", "industry", "size", "address"),
    "deals": ("name", "value", "stage", "close_date", "contact"),
}


@pytest.mark.parametrize("slug", DOCUMENTED)
def test_the_documented_fields_can_be_written(slug):
    spelling = Spelling.of(registry.built_in_type(slug))
    for key in DOCUMENTED[slug]:
        assert spelling.can_write(spelling.values[key]), key
