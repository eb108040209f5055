"""Objects and fields as JSON (contract document §5, §6.1)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from custom_objects.api.document.options import render_options
from custom_objects.api.document.subjects import Subject, field_id
from custom_objects.api.document.types import built_in_options, built_in_type
from custom_objects.field_types import field_type
from records.dialects.document import DIALECT
from records.dialects.document.identifiers import FORM, object_id

if TYPE_CHECKING:
    from records.access.caller import Caller
    from records.schema.fields import Field

ICON = "box"
"""What an object shows that chose nothing."""


def render_item(subject: Subject) -> dict[str, Any]:
    """Return an object as one of a list."""
    return {
        "id": object_id(subject.slug),
        "name": str(subject.object_type.label_plural),
        "slug": subject.slug,
        "icon": _icon(subject),
        "field_count": len(subject.keys),
    }


def render_object(subject: Subject, caller: Caller) -> dict[str, Any]:
    """Return an object with its fields."""
    projection = subject.spelling.projection
    return {
        **render_item(subject),
        "description": str(subject.object_type.description) or projection.description,
        "is_custom": subject.is_custom,
        "hidden": subject.object_type.hidden,
        "fields": render_fields(subject, caller),
    }


def render_fields(subject: Subject, caller: Caller) -> list[dict[str, Any]]:
    """Return all fields of an object in their order."""
    return [render_field(subject, key, caller) for key in subject.keys]


def render_field(subject: Subject, key: str, caller: Caller) -> dict[str, Any]:
    """Return one field of an object."""
    field = subject.spelling.values[key]
    specification = subject.defined.get(field.name) if field.custom else None
    if specification is None:
        name = _built_in_name(subject, key, field)
        told_type = built_in_type(field, subject.spelling)
        options = built_in_options(field, subject.spelling, caller)
    else:
        name = specification.label
        told_type = field_type(specification.type).name_in(DIALECT)
        options = render_options(caller, specification)
    return {
        "id": field_id(key),
        "name": name,
        "slug": key,
        "type": told_type,
        "required": field.required,
        "unique": field.unique or (field.name,) in subject.object_type.unique,
        "position": subject.keys.index(key),
        "default_value": _default(field),
        "options": options,
        "description": str(field.help_text),
        "read_only": not subject.spelling.can_write(field),
    }


def _icon(subject: Subject) -> str:
    chosen = subject.specification.icon if subject.specification else ""
    if chosen or subject.is_custom:
        return chosen or ICON
    return subject.spelling.projection.icon or subject.object_type.icon


def _built_in_name(subject: Subject, key: str, field: Field) -> str:
    """Return what an admin calls a built-in field, else its key as words."""
    adjusted = subject.adjusted.get(field.name)
    if adjusted is not None and adjusted.label:
        return adjusted.label
    return " ".join(part.capitalize() for part in key.removesuffix("_id").split("_"))


def _default(field: Field) -> Any:
    """Return the default of new records, ``None`` where it depends on the moment.

    An admin's default is a value, which its callable reads anew each time.
    """
    if field.default is None or (callable(field.default) and not field.custom):
        return None
    value = field.initial()
    return None if value is None else field.kind.represent(value, FORM)
