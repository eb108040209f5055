"""All field types, and the names the dialects know them by."""

from __future__ import annotations

from typing import TYPE_CHECKING

from custom_objects.field_types.computed import Formula, Rollup
from custom_objects.field_types.quantities import (
    Checkbox,
    Currency,
    Date,
    DateTime,
    Number,
    Rating,
)
from custom_objects.field_types.selections import (
    Dropdown,
    MultiReference,
    MultiSelect,
    Reference,
    Status,
    User,
)
from custom_objects.field_types.structures import Address
from custom_objects.field_types.texts import (
    Email,
    File,
    Image,
    LongText,
    Phone,
    SingleLineText,
    Url,
)

if TYPE_CHECKING:
    from custom_objects.field_types.base import FieldType

FIELD_TYPES: dict[str, FieldType] = {
    one.slug: one
    for one in (
        SingleLineText(),
        LongText(),
        Number(),
        Currency(),
        Email(),
        Phone(),
        Url(),
        Date(),
        DateTime(),
        Checkbox(),
        Dropdown(),
        MultiSelect(),
        Status(),
        Rating(),
        User(),
        Reference(),
        MultiReference(),
        Address(),
        File(),
        Image(),
        Formula(),
        Rollup(),
    )
}


def field_type(slug: str) -> FieldType:
    """Return the type of this slug. Raises ``KeyError``."""
    return FIELD_TYPES[slug]


def field_type_by_name(dialect: str, name: str) -> FieldType | None:
    """Return the type a dialect knows by this name, or by its slug."""
    for one in FIELD_TYPES.values():
        if name in one.names.get(dialect, ()):
            return one
    return FIELD_TYPES.get(name)
