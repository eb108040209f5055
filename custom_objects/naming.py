"""How objects, fields and options come by their slugs (decision 5).

A slug is the name of a thing in every dialect and the key of its values. It is made
from the label once, never changes and is never given to another thing.
"""

from __future__ import annotations

import re
import unicodedata
from typing import TYPE_CHECKING

from custom_objects.models import SLUG_LENGTH
from records.schema.registry import registry

if TYPE_CHECKING:
    from collections.abc import Container

    from records.schema.object_types import ObjectType

_SLUG = re.compile(rf"[a-z][a-z0-9_]{{0,{SLUG_LENGTH - 1}}}")
_OTHERS = re.compile(r"[^a-z0-9]+")

SYSTEM_SLUGS = frozenset(
    {
        "archived_at",
        "created_at",
        "created_by",
        "creator_id",
        "crm_user_id",
        "custom_fields",
        "deleted_at",
        "field_values",
        "id",
        "object_id",
        "organization_id",
        "pk",
        "record_id",
        "updated_at",
        "updated_by",
    }
)
"""What every record has under these names, in one dialect or another."""

RESERVED_SLUGS = SYSTEM_SLUGS | {
    # Words that a question may say where a field could stand.
    "include_archived",
    "q",
}
"""No field of any object may be called so."""


def is_slug(text: str) -> bool:
    """Tell whether a text is a slug: small letters, digits and single ``_``."""
    return _SLUG.fullmatch(text) is not None and "__" not in text


def slug_of(label: str, *, noun: str) -> str:
    """Return the slug that a label asks for, empty when it holds no letter or digit.

    A label without ASCII letters or digits ("顧客") gets the noun for a slug; one that
    begins with a digit the noun's first letter in front of it.
    """
    if not any(one.isalnum() for one in label):
        return ""
    # ß and its like have no decomposition, but a fold.
    plain = unicodedata.normalize("NFKD", label.casefold())
    text = _OTHERS.sub("_", plain.encode("ascii", "ignore").decode())
    text = text.strip("_")
    if not text:
        return noun
    if text[0].isdigit():
        text = f"{noun[0]}_{text}"
    return text[:SLUG_LENGTH].rstrip("_")


def free_slug(wanted: str, taken: Container[str]) -> str:
    """Return the slug, or the first of ``slug_2``, ``slug_3``… that is not taken."""
    slug, number = wanted, 1
    while slug in taken:
        number += 1
        ending = f"_{number}"
        slug = wanted[: SLUG_LENGTH - len(ending)].rstrip("_") + ending
    return slug


def built_in_names(object_type: ObjectType) -> frozenset[str]:
    """Return every name that a built-in field of a type has in some dialect."""
    names = {one.name for one in object_type.fields if not one.custom}
    for projection in registry.projections_of(object_type.slug):
        names.update(projection.renamed.values())
    return frozenset(names)
