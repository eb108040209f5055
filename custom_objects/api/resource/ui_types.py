"""What clients may edit a field with: type names of this dialect and of NocoDB."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from custom_objects.field_types import field_type
from records.dialects.resource import DIALECT

if TYPE_CHECKING:
    from collections.abc import Mapping

    from custom_objects.specification import FieldSpecification
    from records.schema.fields import Field


@dataclass(frozen=True, slots=True)
class UiType:
    """``name`` is a field type of this dialect, ``uidt`` a type of NocoDB's columns and
    ``dt`` one of the database's."""

    name: str
    uidt: str
    dt: str


_TEXT = UiType("text", "SingleLineText", "character varying")
_LONG_TEXT = UiType("long-text", "LongText", "text")
_JSON = UiType("json", "JSON", "jsonb")
_LIST = UiType("multi-select", "MultiSelect", "jsonb")

# By kind, for fields that are built in.
_BY_KIND: Mapping[str, UiType] = {
    "text": _TEXT,
    "email": UiType("email", "Email", "character varying"),
    "phone": UiType("phone", "PhoneNumber", "character varying"),
    "url": UiType("url", "URL", "character varying"),
    "choice": UiType("select", "SingleSelect", "character varying"),
    "number": UiType("number", "Decimal", "numeric"),
    "integer": UiType("number", "Number", "bigint"),
    "boolean": UiType("checkbox", "Checkbox", "boolean"),
    "moment": UiType("timestamp", "DateTime", "timestamp with time zone"),
    "date": UiType("date", "Date", "date"),
    "names": _LIST,
    "texts": _LIST,
    "object": _JSON,
    "prices": _JSON,
    "references": UiType("relationships", "LinkToAnotherRecord", "jsonb"),
    "address": UiType("location", "JSON", "jsonb"),
    "attachments": UiType("file", "Attachment", "jsonb"),
}
_ID = UiType("number", "ID", "bigint")
_USER = UiType("user", "User", "bigint")
_KEY = UiType("relationship", "ForeignKey", "bigint")
_NUMBER = UiType("number", "Number", "bigint")

# By field type; the name is the type's own.
_COLUMNS: Mapping[str, tuple[str, str]] = {
    "text": ("SingleLineText", "character varying"),
    "long_text": ("LongText", "text"),
    "number": ("Decimal", "numeric"),
    "currency": ("Currency", "numeric"),
    "email": ("Email", "character varying"),
    "phone": ("PhoneNumber", "character varying"),
    "url": ("URL", "character varying"),
    "date": ("Date", "date"),
    "datetime": ("DateTime", "timestamp with time zone"),
    "checkbox": ("Checkbox", "boolean"),
    "dropdown": ("SingleSelect", "character varying"),
    "multi_select": ("MultiSelect", "jsonb"),
    "status": ("SingleSelect", "character varying"),
    "rating": ("Rating", "integer"),
    "user": ("User", "bigint"),
    "reference": ("LinkToAnotherRecord", "bigint"),
    "multi_reference": ("LinkToAnotherRecord", "jsonb"),
    "address": ("JSON", "jsonb"),
    "file": ("URL", "character varying"),
    "image": ("URL", "character varying"),
    "rollup": ("Rollup", "numeric"),
    "formula": ("Formula", "jsonb"),
}


def ui_types(field: Field, specification: FieldSpecification | None) -> UiType:
    """Return what a field is edited with; a custom one has a specification."""
    if specification is not None:
        name = field_type(specification.type).name_in(DIALECT)
        return UiType(name, *_COLUMNS.get(specification.type, ("JSON", "jsonb")))
    if field.kind.name == "reference":
        return _reference(field)
    if field.kind.name == "text" and getattr(field.kind, "multiline", False):
        return _LONG_TEXT
    return _BY_KIND.get(field.kind.name, _JSON)


def _reference(field: Field) -> UiType:
    if field.name == "id":
        return _ID
    match field.referenced_type:
        case None:
            return _NUMBER
        case "crm_users":
            return _USER
        case _:
            return _KEY


def ui_type(field: Field, specification: FieldSpecification | None) -> str:
    """Return the field type of this dialect that a field is like."""
    return ui_types(field, specification).name
