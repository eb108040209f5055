"""Specifications of fields as tests need them."""

from typing import Any

from custom_objects.specification import FieldSpecification, Option

OPTIONS = (
    Option(11, "Enterprise", "enterprise", position=1),
    Option(12, "SMB", "smb", position=2),
    Option(13, "Straße", "strasse", position=3),
    Option(14, "Gone", "gone", position=4, is_archived=True),
)


def specify(type_slug: str, **values: object) -> FieldSpecification:
    """Return the specification of a field of a type."""
    given: dict[str, Any] = {
        "options": OPTIONS,
        "settings": {"object": "contacts"},
        **values,
    }
    return FieldSpecification(id=1, slug="one", type=type_slug, label="One", **given)
