"""The JSON Schemas of objects and fields, as the OpenAPI document tells them."""

from __future__ import annotations

from typing import Any

from custom_objects.api.document.types import BUILT_IN_TYPES, TYPE_NAMES
from records.dialects.base.openapi import Json, component

STAGES_EXAMPLE = [
    {"name": "Planning", "slug": "planning", "color": "#6b7280", "order": 1},
    {"name": "Complete", "slug": "complete", "color": "green", "order": 2},
]


def _field_example(position: int, **told: Any) -> Json:
    plain: Json = {
        "required": False,
        "unique": False,
        "position": position,
        "default_value": None,
        "options": {},
        "description": "",
        "read_only": False,
    }
    return {"id": f"fld_{told['slug']}", **told, **plain} | told


FIELD_EXAMPLE = _field_example(
    1,
    name="Status",
    slug="status",
    type="status",
    options={"stages": STAGES_EXAMPLE},
)
ITEM_EXAMPLE: Json = {
    "id": "obj_projects",
    "name": "Projects",
    "slug": "projects",
    "icon": "folder",
    "field_count": 2,
}
OBJECT_EXAMPLE: Json = {
    **ITEM_EXAMPLE,
    "description": "",
    "is_custom": True,
    "hidden": False,
    "fields": [
        _field_example(
            0, name="Project Name", slug="project_name", type="text", required=True
        ),
        FIELD_EXAMPLE,
    ],
}
NEW_FIELD_EXAMPLE: Json = {
    "name": "Status",
    "type": "status",
    "options": {"stages": ["Planning", {"name": "Complete", "color": "green"}]},
}
NEW_OBJECT_EXAMPLE: Json = {
    "name": "Projects",
    "icon": "folder",
    "fields": [
        {"name": "Project Name", "type": "text", "required": True},
        NEW_FIELD_EXAMPLE,
    ],
}


def component_of(name: str) -> Json:
    """Return a reference to one of :data:`COMPONENTS`."""
    return component("schemas", name)


def told(properties: Json) -> Json:
    """Return the schema of an object with exactly these properties."""
    return {
        "type": "object",
        "properties": properties,
        "required": list(properties),
        "additionalProperties": False,
    }


def _text(description: str, **rest: Any) -> Json:
    return {"type": "string", "description": description, **rest}


def _flag(description: str, **rest: Any) -> Json:
    return {"type": "boolean", "description": description, **rest}


_SLUG = _text(
    "Made from the name unless you send one; it never changes.",
    pattern="^[a-z][a-z0-9]*(_[a-z0-9]+)*_?$",
    maxLength=63,
)
_OPTIONS_SENT: Json = {
    "type": ["object", "null"],
    "description": (
        "What the type wants to know. `stages` of a `status`, in their order: names, or "
        "objects with `name`, `color` (hex or a word), `order` and, to rename a stage "
        "that there is, its `slug`. `choices` of `dropdown` and `multi_select`: texts. "
        "`object_id` of a `reference` or `multi_reference`. `currency` of a `currency`. "
        "`expression` of a `formula`. `object_id`, `reference`, `function` and `field` "
        "of a `rollup`. `maximum` of a `rating`. A list replaces the one there was."
    ),
    "additionalProperties": True,
}
_SENT_FIELD: Json = {
    "name": _text("What people read.", minLength=1, maxLength=100),
    "type": _text(
        "What values the field holds. Also understood: `checkbox`, `select`, `lookup`, "
        "`multi_lookup`.",
        examples=list(TYPE_NAMES),
    ),
    "slug": _SLUG,
    "required": _flag(
        "Whether a record needs a value. Records that have none keep none until the "
        "field is written.",
        default=False,
    ),
    "unique": _flag(
        "Whether no two records may have one value: of text, number, e-mail, phone, "
        "url and date.",
        default=False,
    ),
    "default_value": {
        "description": "The value of a new record that was given none, as one is written."
    },
    "options": _OPTIONS_SENT,
    "description": _text("Shown beside the field."),
}
_SENT_OBJECT: Json = {
    "name": _text("What the object is called.", minLength=1, maxLength=128),
    "icon": _text("The name of an icon.", maxLength=50),
    "description": _text("What the object is for."),
    "hidden": _flag(
        "Whether it is out of sight in the admin; it answers all the same."
    ),
}

FIELD_CREATION: Json = {
    "type": "object",
    "properties": _SENT_FIELD,
    "required": ["name", "type"],
}
FIELD_CHANGE: Json = {
    "type": "object",
    "properties": {
        **{
            key: {name: part for name, part in one.items() if name != "default"}
            for key, one in _SENT_FIELD.items()
            if key not in ("type", "slug")
        },
        "position": {
            "type": "integer",
            "minimum": 0,
            "description": (
                "Its place among all fields, from 0; built-in ones stay before those "
                "of the organization."
            ),
        },
    },
}
OBJECT_CREATION: Json = {
    "type": "object",
    "properties": {
        **_SENT_OBJECT,
        "slug": _SLUG,
        "fields": {
            "type": "array",
            "description": "Without any there is one, a required text `Name`.",
            "items": FIELD_CREATION,
        },
    },
    "required": ["name"],
}
OBJECT_CHANGE: Json = {"type": "object", "properties": _SENT_OBJECT}

_STAGE: Json = told(
    {
        "name": _text("What people read."),
        "slug": _text("What `field_values` hold."),
        "color": _text("Hex or a word."),
        "order": {"type": "integer", "minimum": 1},
    }
)
_ITEM: Json = {
    "id": _text("The id of the object.", pattern="^obj_[a-z][a-z0-9_]*$"),
    "name": _text("What the object is called."),
    "slug": _text("The name in ids and filters; it never changes."),
    "icon": _text("The name of an icon."),
    "field_count": {"type": "integer", "minimum": 0},
}
_FIELD: Json = {
    "id": _text("The id within its object.", pattern="^fld_[a-z][a-z0-9_]*$"),
    "name": _text("What people read."),
    "slug": _text("The key in `field_values`, `filters` and `sort`."),
    "type": _text("What values it holds.", enum=list(BUILT_IN_TYPES)),
    "required": _flag("Whether a record needs a value."),
    "unique": _flag("Whether no two records may have one value."),
    "position": {"type": "integer", "minimum": 0},
    "default_value": {
        "description": "The value of a new record that was given none, else null."
    },
    "options": {
        "type": "object",
        "description": "As they are sent; stages in full, with `order` from 1.",
        "properties": {
            "stages": {"type": "array", "items": _STAGE},
            "choices": {"type": "array", "items": {"type": "string"}},
            "object_id": {"type": "string"},
            "currency": {"type": "string"},
        },
        "additionalProperties": True,
    },
    "description": _text("Shown beside the field."),
    "read_only": _flag("Whether no body may hold a value of it."),
}

COMPONENTS: dict[str, Json] = {
    "ObjectItem": {
        "title": "Object in a list",
        **told(_ITEM),
        "examples": [ITEM_EXAMPLE],
    },
    "Object": {
        "title": "Object",
        **told(
            {
                **_ITEM,
                "description": _text("What the object is for."),
                "is_custom": _flag("Whether the organization defined it itself."),
                "hidden": _flag("Whether it is out of sight in the admin."),
                "fields": {"type": "array", "items": component_of("Field")},
            }
        ),
        "examples": [OBJECT_EXAMPLE],
    },
    "Field": {"title": "Field", **told(_FIELD), "examples": [FIELD_EXAMPLE]},
}
