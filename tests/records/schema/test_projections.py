"""How a type is spelled in a dialect."""

from dataclasses import replace

from crm.object_types.lookups import LOSS_REASONS
from records.schema.fields import ColumnField
from records.schema.kinds import TextKind
from records.schema.projections import Projection, WireField

COLOUR = ColumnField(name="colour", kind=TextKind(), custom=True)


def fields_of(object_type=LOSS_REASONS, **table):
    projection = Projection(
        dialect="test", resource="reasons", object_type=object_type.slug, **table
    )
    return {one.name: one for one in projection.wire_fields(object_type)}


def test_without_a_table_every_field_has_its_neutral_name():
    assert list(fields_of()) == [one.name for one in LOSS_REASONS.fields]


def test_a_renamed_field_stands_for_its_neutral_name():
    fields = fields_of(renamed={"name": "title"})
    assert fields["title"] == WireField(name="title", field="name")
    assert "name" not in fields


def test_a_hidden_field_is_left_out():
    assert "created_at" not in fields_of(hidden=frozenset({"created_at"}))


def test_a_field_is_read_only_when_the_type_or_the_dialect_says_so():
    fields = fields_of(read_only=frozenset({"name"}))
    assert fields["name"].read_only
    assert fields["id"].read_only
    assert not fields_of()["name"].read_only


def test_custom_fields_have_a_place_of_their_own():
    adjusted = LOSS_REASONS.with_fields([COLOUR])
    assert "colour" not in fields_of(adjusted)
    assert adjusted.custom_fields == (COLOUR,)
    assert replace(adjusted).fields_by_name["colour"] is COLOUR
