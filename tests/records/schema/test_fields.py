"""Fields and the four questions they answer."""

from typing import Any

import pytest
from django.db.models import F, Q, Value

from records.query import Operator
from records.schema.fields import (
    ColumnField,
    ComputedField,
    Field,
    RelationField,
    SideField,
    id_field,
)
from records.schema.kinds import BooleanKind, NameSetKind, ReferenceKind, TextKind

NAME = ColumnField(name="name", kind=TextKind(), fold=True)
CITY = ColumnField(name="city", kind=TextKind(), path="company__city")
COMPUTED = ComputedField(
    name="sure", kind=BooleanKind(), expression=lambda: Value(True)
)


def test_a_column_is_read_and_written_under_its_path():
    field = ColumnField(name="crm_user_id", kind=ReferenceKind(), path="creator_id")
    columns: dict[str, Any] = {}
    field.write(columns, 5)
    assert columns == {"creator_id": 5}
    assert field.read({"creator_id": 5}) == 5
    assert field.paths == ("creator_id",)


def test_a_column_is_compared_and_ordered_by_its_fold():
    assert NAME.column.fold_path == "name_fold"
    assert NAME.order_key() == F("name_fold")
    assert NAME.predicate(Operator.CONTAINS, "ada") == Q(name_fold__contains="ada")
    assert NAME.predicate(Operator.EMPTY, None) == Q(name_fold__isnull=True)


@pytest.mark.parametrize(
    ("operator", "operand", "predicate"),
    [
        (Operator.EQ, "Ä", Q(name__exact="Ä") & Q(name_fold__in=["ä"])),
        (
            *(Operator.IN, ("Ä", "b")),
            Q(name__in=["Ä", "b"]) & Q(name_fold__in=["ä", "b"]),
        ),
        # The empty text has no fold.
        (Operator.EQ, "", Q(name__exact="")),
        (Operator.IN, ("a", ""), Q(name__in=["a", ""])),
    ],
)
def test_equality_is_exact_and_found_by_the_index_of_the_fold(
    operator, operand, predicate
):
    assert NAME.predicate(operator, operand) == predicate


@pytest.mark.parametrize(
    ("operator", "operand", "predicate"),
    [
        (Operator.EQ, 5, Q(owner_id__exact=5)),
        (Operator.IN, (5, 6), Q(owner_id__in=[5, 6])),
        (Operator.GTE, 5, Q(owner_id__gte=5)),
        (Operator.EMPTY, None, Q(owner_id__isnull=True)),
    ],
)
def test_a_relation_is_compared_by_id(operator, operand, predicate):
    field = RelationField(name="owner_id", target="crm_users")
    assert field.predicate(operator, operand) == predicate


def test_a_reference_is_repointed_where_it_points_there():
    field = RelationField(name="owner_id", target="crm_users")
    assert field.repointed(5, old_id=5, new_id=6) == 6
    assert field.repointed(5, old_id=5, new_id=None) is None
    assert field.repointed(7, old_id=5, new_id=6) == 7


def test_a_relation_knows_what_it_points_at():
    field = RelationField(name="owner_id", target="crm_users")
    assert field.kind == ReferenceKind(target="crm_users")


def test_a_computed_value_is_read_only_and_brings_its_expression():
    assert not COMPUTED.writable
    assert not COMPUTED.is_nullable
    assert COMPUTED.paths == ("computed_sure",)
    assert COMPUTED.read({"computed_sure": True}) is True
    ((name, expression),) = COMPUTED.annotations.items()
    assert name == "computed_sure"
    assert expression == Value(True)


def test_a_plain_field_brings_no_expression():
    assert NAME.annotations == {}
    assert not NAME.is_side
    assert not NAME.is_virtual
    assert NAME.is_sortable
    assert CITY.paths == ("company__city",)


def test_a_side_value_is_read_by_name_and_lies_in_no_column():
    field = SideField(name="tags", kind=NameSetKind())
    assert field.is_side
    assert not field.is_sortable
    assert field.paths == ()
    assert field.is_nullable
    assert field.read({"tags": ["a"]}) == ["a"]


@pytest.mark.parametrize(
    ("default", "initial"), [(None, None), ("none", "none"), (list, []), (0, 0)]
)
def test_a_default_is_a_value_or_what_makes_one(default, initial):
    field = ColumnField(name="x", kind=TextKind(), default=default)
    assert field.initial() == initial


def test_two_records_do_not_share_a_made_default():
    field = ColumnField(name="x", kind=TextKind(), default=list)
    assert field.initial() is not field.initial()


def test_every_type_has_a_read_only_id():
    field = id_field("user_id")
    assert (field.name, field.paths, field.writable) == ("id", ("user_id",), False)
    assert not field.is_nullable


@pytest.mark.parametrize(
    "ask",
    [
        pytest.param(lambda one: one.predicate(Operator.EQ, 1), id="predicate"),
        pytest.param(lambda one: one.order_key(), id="order_key"),
        pytest.param(lambda one: one.write({}, 1), id="write"),
    ],
)
def test_a_field_must_say_these_itself(ask):
    with pytest.raises(NotImplementedError):
        ask(Field(name="x", kind=TextKind()))


@pytest.mark.parametrize(
    "ask",
    [
        pytest.param(lambda one: one.load(None, []), id="load"),
        pytest.param(lambda one: one.store(None, {}), id="store"),
        pytest.param(lambda one: one.remove(None, []), id="remove"),
    ],
)
def test_a_side_field_must_say_these_itself(ask):
    with pytest.raises(NotImplementedError):
        ask(SideField(name="x", kind=NameSetKind()))
