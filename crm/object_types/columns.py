"""The few kinds of column that the declarations repeat, so that they read as tables."""

from __future__ import annotations

from typing import Any

from records.schema.fields import ColumnField, Field, RelationField, id_field
from records.schema.kinds import (
    AddressKind,
    BooleanKind,
    EmailKind,
    IntegerKind,
    MomentKind,
    ReferenceKind,
    TextKind,
)


def text(name: str, max_length: int | None = 255, **options: Any) -> ColumnField:
    """Return a one-line text column."""
    return ColumnField(name=name, kind=TextKind(max_length), **options)


def prose(name: str, **options: Any) -> ColumnField:
    """Return a text column of any length with line breaks."""
    return ColumnField(name=name, kind=TextKind(multiline=True), **options)


def email(name: str = "email", **options: Any) -> ColumnField:
    """Return an e-mail column with its fold."""
    return ColumnField(name=name, kind=EmailKind(), fold=True, **options)


def moment(name: str, **options: Any) -> ColumnField:
    """Return a date-time column."""
    return ColumnField(name=name, kind=MomentKind(), **options)


def flag(name: str, *, default: bool, **options: Any) -> ColumnField:
    """Return a boolean column that always has a value."""
    return ColumnField(
        name=name,
        kind=BooleanKind(),
        default=default,
        required=True,
        nullable=False,
        **options,
    )


def position(name: str = "position") -> ColumnField:
    """Return the column that look-up rows are ordered by."""
    return ColumnField(
        name=name,
        kind=IntegerKind(minimum=-(2**31), maximum=2**31 - 1),
        default=0,
        required=True,
        nullable=False,
    )


def percent(name: str) -> ColumnField:
    """Return a whole number from 0 to 100."""
    return ColumnField(name=name, kind=IntegerKind(minimum=0, maximum=100))


def address(name: str = "address") -> ColumnField:
    """Return a postal address column."""
    return ColumnField(name=name, kind=AddressKind())


def relation(name: str, target: str, **options: Any) -> RelationField:
    """Return a foreign key column named ``<relation>_id``."""
    return RelationField(name=name, target=target, **options)


def person(name: str, **options: Any) -> RelationField:
    """Return a foreign key to a member of the organization."""
    return RelationField(name=name, target="crm_users", **options)


def joined_text(name: str, path: str, *, fold: bool = False) -> ColumnField:
    """Return a read-only text of a record that this one points at."""
    return ColumnField(name=name, kind=TextKind(), path=path, fold=fold, writable=False)


def record_fields(*fields: Field, id_path: str = "pk") -> tuple[Field, ...]:
    """Return the fields of a record type with what every record has around them."""
    return (
        id_field(id_path),
        *fields,
        person("crm_user_id", path="creator_id", writable=False),
        ColumnField(
            name="organization_id",
            kind=ReferenceKind(),
            writable=False,
            nullable=False,
        ),
        moment("created_at", writable=False, nullable=False),
        moment("updated_at", writable=False, nullable=False),
        moment("archived_at", writable=False),
    )


def row_fields(*fields: Field) -> tuple[Field, ...]:
    """Return the fields of a look-up type, which is deleted and never archived."""
    return tuple(one for one in record_fields(*fields) if one.name != "archived_at")
