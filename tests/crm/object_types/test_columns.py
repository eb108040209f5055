"""The few kinds of column."""

import pytest

from crm.object_types import columns
from records.schema.fields import RelationField
from records.schema.kinds import BooleanKind, EmailKind, IntegerKind, TextKind


@pytest.mark.parametrize(
    ("field", "kind"),
    [
        (columns.text("x"), TextKind(255)),
        (columns.text("x", 64), TextKind(64)),
        (columns.prose("x"), TextKind(multiline=True)),
        (columns.email(), EmailKind()),
        (columns.flag("x", default=True), BooleanKind()),
        (columns.percent("x"), IntegerKind(minimum=0, maximum=100)),
    ],
)
def test_a_column_has_its_kind(field, kind):
    assert field.kind == kind


def test_a_flag_always_has_a_value():
    field = columns.flag("x", default=False)
    assert (field.required, field.is_nullable, field.initial()) == (True, False, False)


def test_a_person_is_a_member():
    field = columns.person("owner_id")
    assert isinstance(field, RelationField)
    assert field.target == "crm_users"


def test_a_joined_text_is_read_only():
    field = columns.joined_text("company_name", "company__name", fold=True)
    assert not field.writable
    assert field.column.fold_path == "company__name_fold"


def test_every_record_has_these_around_its_own_fields():
    names = [one.name for one in columns.record_fields(columns.text("x"))]
    assert names == [
        "id",
        "x",
        "crm_user_id",
        "organization_id",
        "created_at",
        "updated_at",
        "archived_at",
    ]
    rows = [one.name for one in columns.row_fields(columns.text("x"))]
    assert rows == names[:-1]
