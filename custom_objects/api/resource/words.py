"""What the resource dialect calls definitions and their parts (contract §6.1, §6.2)."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from custom_objects.field_types import FIELD_TYPES, FieldType, field_type_by_name
from custom_objects.naming import is_slug, slug_of
from records.dialects.resource import DIALECT

if TYPE_CHECKING:
    from collections.abc import Mapping


@dataclass(frozen=True, slots=True)
class Words:
    """Attributes of a definition, as the schema writer knows them, and their keys here.

    ``inside`` holds the words of what lies below an attribute.
    """

    keys: Mapping[str, str]
    inside: Mapping[str, Words] = field(default_factory=dict)

    def path(self, path: str) -> str:
        """Return the keys for the path of an attribute: ``fields[1].fieldType``."""
        head, _dot, rest = path.partition(".")
        name, bracket, index = head.partition("[")
        told = f"{self.keys.get(name, name)}{bracket}{index}"
        if not rest:
            return told
        inside = self.inside.get(name)
        return f"{told}.{inside.path(rest) if inside is not None else rest}"


OPTION = Words(
    {
        "id": "id",
        "slug": "id",
        "name": "label",
        "color": "color",
        "is_terminal": "isTerminal",
    }
)

FIELD = Words(
    {
        "slug": "name",
        "label": "label",
        "type": "fieldType",
        "options": "options",
        "settings": "config",
        "help_text": "helpText",
        "icon": "icon",
        "is_required": "isRequired",
        "is_unique": "isUnique",
        "is_filterable": "isFilterable",
        "is_searchable": "isSearchable",
        "is_hidden": "isHidden",
        "default": "defaultValue",
        "position": "position",
    },
    {"options": OPTION},
)

OBJECT = Words(
    {
        "slug": "pluralName",
        "label": "singularName",
        "label_plural": "pluralName",
        "icon": "icon",
        "icon_color": "iconColor",
        "is_hidden": "isActive",
        "position": "position",
        "settings": "settings",
        "fields": "fields",
    },
    {"fields": FIELD},
)

ATTRIBUTE = Words(
    {
        "label": "displayName",
        "type": "uiType",
        "icon": "icon",
        "is_hidden": "isHiddenByDefault",
        "settings": "config",
        "display_field": "isPrimary",
    }
)


# -- names of types -------------------------------------------------------------------

# Names that say which object a reference is to.
_IMPLIED: Mapping[str, Mapping[str, Any]] = {
    "company": {"object": "companies"},
    "contact": {"object": "contacts"},
}

TYPE_NAMES = tuple(one.name_in(DIALECT) for one in FIELD_TYPES.values())
"""What the types of fields are called in answers."""


def type_named(name: str) -> tuple[FieldType, Mapping[str, Any]] | None:
    """Return the type of this name, with the settings that the name implies."""
    found = field_type_by_name(DIALECT, name)
    return None if found is None else (found, _IMPLIED.get(name, {}))


# -- names to slugs -------------------------------------------------------------------

_NOT_IN_OBJECT = re.compile(r"[^a-z0-9]+")
_NOT_IN_FIELD = re.compile(r"[^a-z0-9_]")


def object_slug(name: str) -> str | None:
    """Return the documented slug of an object's name, ``None`` if that is no slug."""
    text = _NOT_IN_OBJECT.sub("_", name.lower())
    slug = text.removeprefix("_").removesuffix("_")
    return slug if is_slug(slug) else None


def field_slug(name: str) -> str:
    """Return the slug of a field's name, empty when it has no letter or digit.

    The documented one where that is a slug: other names would break filters.
    """
    text = _NOT_IN_FIELD.sub("_", name.lower())
    return text if is_slug(text) else slug_of(name, noun="field")
