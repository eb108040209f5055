"""The admin pages of objects, their fields and their records."""

from custom_objects.admin import objects, records

__all__ = ["objects", "records"]
