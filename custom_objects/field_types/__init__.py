"""What an admin can choose for a field: one class per type, answering everything."""

from custom_objects.field_types.base import FieldType
from custom_objects.field_types.registry import (
    FIELD_TYPES,
    field_type,
    field_type_by_name,
)

__all__ = ["FIELD_TYPES", "FieldType", "field_type", "field_type_by_name"]
