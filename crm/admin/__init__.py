"""The pages of the built-in record types, in the order of the sidebar."""

from crm.admin import (
    activities,
    associations,
    catalogue,
    communications,
    deals,
    leads,
    people,
    schema,
)

__all__ = [
    "activities",
    "associations",
    "catalogue",
    "communications",
    "deals",
    "leads",
    "people",
    "schema",
]
