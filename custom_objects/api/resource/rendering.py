"""Definitions as JSON of the resource dialect: keys in camelCase (contract §6)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.utils.text import capfirst

from custom_objects.api.resource.options import render_options
from custom_objects.api.resource.subjects import Subject, declared_id, is_alias
from custom_objects.api.resource.ui_types import ui_type
from custom_objects.definitions.holders import shown_label
from custom_objects.field_types import field_type
from records.dialects.resource import DIALECT
from records.dialects.resource.rendering import FORM
from records.dialects.resource.views import projection_of
from records.schema.kinds import MomentKind

if TYPE_CHECKING:
    from custom_objects.specification import FieldSpecification
    from records.schema.fields import Field

ICON, COLOR = "building", "blue"
"""What an object shows that chose nothing."""
STANDARD, CUSTOM = "standard", "custom"
_MOMENT = MomentKind()


class DefinitionRenderer:
    """Tells the definitions of one organization."""

    def __init__(self, organization_id: int) -> None:
        self._organization_id = organization_id

    def render_object(self, subject: Subject) -> dict[str, Any]:
        """Return an object with its attributes."""
        found, declared = subject.specification, subject.object_type
        return {
            "id": _object_id(subject),
            "slug": subject.slug,
            "singularName": str(declared.label),
            "pluralName": str(declared.label_plural),
            "icon": (found and found.icon)
            or (ICON if subject.is_custom else declared.icon),
            "iconColor": (found and found.icon_color) or COLOR,
            "tableName": subject.table,
            "type": CUSTOM if subject.is_custom else STANDARD,
            "isActive": not declared.hidden,
            "position": found.position if found else 0,
            "settings": dict(found.settings) if found else {},
            "organizationId": self._organization_id if subject.is_custom else None,
            "attributes": self._attributes(subject),
        }

    def _attributes(self, subject: Subject) -> list[dict[str, Any]]:
        """Return the keys of a record, then those of its custom fields."""
        fields = subject.object_type.fields_by_name
        projection = projection_of(subject.object_type)
        shown = [
            fields[one.field] for one in projection.wire_fields(subject.object_type)
        ]
        shown += [one for one in subject.object_type.custom_fields if not one.outside]
        return [
            self.render_attribute(subject, one) for one in shown if not is_alias(one)
        ]

    def render_attribute(self, subject: Subject, field: Field) -> dict[str, Any]:
        """Return what is to be known of a field to show it."""
        own = {one.slug: one for one in subject.fields} if field.custom else {}
        specification = own.get(field.name)
        adjusted = subject.specification.adjustments if subject.specification else ()
        icons = {one.slug: one.icon for one in (*subject.fields, *adjusted)}
        return {
            "id": specification.id
            if specification
            else declared_id(f"{subject.slug}.{field.name}"),
            "objectConfigId": _object_id(subject),
            "columnName": field.name,
            "displayName": capfirst(shown_label(field)),
            "uiType": ui_type(field, specification),
            "icon": icons.get(field.name) or None,
            "isPrimary": field.name == subject.primary,
            "isHiddenByDefault": field.hidden,
            "config": dict(specification.settings) if specification else {},
            "organizationId": self._organization_id if specification else None,
        }

    def render_field(
        self, subject: Subject, specification: FieldSpecification
    ) -> dict[str, Any]:
        """Return the definition of a custom field."""
        chosen = field_type(specification.type)
        return {
            "id": specification.id,
            "resource": subject.table,
            "name": specification.slug,
            "label": specification.label,
            "fieldType": chosen.name_in(DIALECT),
            "options": render_options(specification),
            "position": specification.position,
            "createdAt": _MOMENT.represent(specification.created_at, FORM),
            "organizationId": self._organization_id,
            "config": dict(specification.settings),
            "helpText": specification.help_text,
            "icon": specification.icon or None,
            "isRequired": specification.is_required,
            "isUnique": specification.is_unique,
            "isFilterable": specification.is_filterable,
            "isSearchable": specification.is_searchable,
            "isHidden": specification.is_hidden,
            "isReady": specification.is_ready,
            "defaultValue": _default(specification),
        }


def _object_id(subject: Subject) -> int:
    if subject.is_custom and subject.specification is not None:
        return subject.specification.id
    return declared_id(subject.slug)


def _default(specification: FieldSpecification) -> Any:
    if specification.default is None:
        return None
    kind = field_type(specification.type).kind(specification)
    return kind.represent(kind.from_json(specification.default), FORM)
