"""What the inputs of a page are called.

The fields that an admin defined have a prefix of their own: their slugs are free, and
one may be called like an input of the page itself ("q", "type", "address_city"). No
slug holds two underscores, so neither a prefix nor a suffix can be mistaken.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from records.schema.fields import Field

CUSTOM = "cf__"


def input_name(one: Field) -> str:
    """Return the name of a field's input in forms, and of its filter."""
    return f"{CUSTOM}{one.name}" if one.custom else one.name
