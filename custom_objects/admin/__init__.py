"""The admin pages of objects, their fields and their records."""

from custom_objects.admin import records

__all__ = ["records"]
