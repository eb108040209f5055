"""The JSON Schemas of definitions, as the OpenAPI document tells them."""

from __future__ import annotations

from typing import Any

from custom_objects.api.resource.rendering import COLOR, CUSTOM, ICON, STANDARD
from custom_objects.api.resource.words import TYPE_NAMES
from records.dialects.base.openapi import Json, component

_MOMENT = "2026-03-14T09:26:53.589Z"
_BELONGS: Json = {
    "type": ["integer", "null"],
    "description": "The organization that defined it; null for what is built in.",
}
_ID: Json = {
    "type": "integer",
    "description": "Stays the same; negative for what is built in.",
}


def _object(title: str, description: str, properties: Json, example: Any) -> Json:
    return {
        "title": title,
        "description": description,
        "type": "object",
        "properties": properties,
        "required": list(properties),
        "additionalProperties": False,
        "examples": [example],
    }


def _text(description: str, **rest: Any) -> Json:
    return {"type": "string", "description": description, **rest}


def _flag(description: str, **rest: Any) -> Json:
    return {"type": "boolean", "description": description, **rest}


def component_of(name: str) -> Json:
    """Return a reference to one of :data:`COMPONENTS`."""
    return component("schemas", name)


_OPTION: Json = {
    "oneOf": [
        _text("The name of a choice."),
        {
            "type": "object",
            "properties": {
                "id": _text(
                    "What records hold: the slug of a stage, the label of any other "
                    "choice. Under the id of an option there is, another label "
                    "renames it."
                ),
                "label": _text("What people read.", maxLength=255),
                "color": _text("Any text that clients understand.", maxLength=32),
                "order": {
                    "type": "integer",
                    "description": "Where it stands; else as in the list.",
                },
                "isTerminal": _flag("Whether a record in this stage is done."),
            },
            "additionalProperties": False,
        },
    ]
}

_FIELD_TYPE: Json = _text(
    "What values the field holds. Also understood: `boolean`, `longText`, `domain`, "
    "`dropdown`, `datetime`, `reference`, and `company` and `contact` for a reference "
    "to one.",
    examples=list(TYPE_NAMES),
)

_WRITABLE_OBJECT: Json = {
    "singularName": _text("What one record is called.", maxLength=128),
    "pluralName": _text("What the object is called.", maxLength=128),
    "icon": _text("The name of an icon.", maxLength=50),
    "iconColor": _text("The color of the icon.", maxLength=50),
    "isActive": _flag(
        "Whether the object is in sight. One that is not keeps its records and "
        "answers all the same."
    ),
    "position": {
        "type": "integer",
        "minimum": 0,
        "description": "The order of the objects.",
    },
    "settings": {
        "type": "object",
        "description": "Whatever a client keeps about the object, up to 16 KiB.",
    },
}

_WRITABLE_FIELD: Json = {
    "label": _text("What people read.", maxLength=255),
    "fieldType": _FIELD_TYPE,
    "options": {
        "type": ["array", "null"],
        "description": (
            "The choices of `select`, `multi-select` and `status`, the whole list in "
            "its order; those left out can no longer be chosen."
        ),
        "items": component_of("FieldOption"),
        "maxItems": 1000,
    },
    "config": {
        "type": "object",
        "description": (
            "Settings of the type: `object` (the slug of what a `relationship` is "
            "to), `currency`, `maximum` (of a `rating`), `expression` (of a `formula`); "
            "of a `rollup` `object`, `reference`, `function` and `field`. Merged; null "
            "takes one away."
        ),
    },
    "helpText": _text("Shown beside the field."),
    "icon": {
        "type": ["string", "null"],
        "maxLength": 50,
        "description": "The name of an icon.",
    },
    "isRequired": _flag("Whether a record needs a value."),
    "isUnique": _flag("Whether no two records may have the same value."),
    "isFilterable": _flag("Whether records can be filtered and sorted by it."),
    "isSearchable": _flag("Whether `q` looks into it."),
    "isHidden": _flag("Whether it is out of sight in the admin."),
    "defaultValue": {"description": "The value of a new record that was given none."},
    "position": {
        "type": "integer",
        "minimum": 0,
        "description": "Its place among the fields of the object.",
    },
}

NAME: Json = _text(
    "The key of its values: in small letters, everything but letters and digits as `_`.",
    minLength=1,
)

_RESOURCE: Json = _text(
    "The resource whose records have the field: `contacts`, `companies`, `deals`, "
    "`leads`, or `custom_` and the slug of a custom object."
)

ATTRIBUTE_EXAMPLE: Json = {
    "id": 17,
    "objectConfigId": 5,
    "columnName": "serial",
    "displayName": "Serial number",
    "uiType": "text",
    "icon": None,
    "isPrimary": False,
    "isHiddenByDefault": False,
    "config": {},
    "organizationId": 1,
}
OBJECT_EXAMPLE: Json = {
    "id": 5,
    "slug": "assets",
    "singularName": "Asset",
    "pluralName": "Assets",
    "icon": ICON,
    "iconColor": COLOR,
    "tableName": "custom_assets",
    "type": CUSTOM,
    "isActive": True,
    "position": 0,
    "settings": {},
    "organizationId": 1,
    "attributes": [ATTRIBUTE_EXAMPLE],
}
FIELD_EXAMPLE: Json = {
    "id": 17,
    "resource": "custom_assets",
    "name": "condition",
    "label": "Condition",
    "fieldType": "select",
    "options": ["New", "Used"],
    "position": 2,
    "createdAt": _MOMENT,
    "organizationId": 1,
    "config": {},
    "helpText": "",
    "icon": None,
    "isRequired": False,
    "isUnique": False,
    "isFilterable": True,
    "isSearchable": False,
    "isHidden": False,
    "isReady": True,
    "defaultValue": None,
}
COLUMN_EXAMPLE: Json = {
    "id": "custom_17",
    "fk_model_id": "custom_assets",
    "title": "Condition",
    "column_name": "condition",
    "uidt": "SingleSelect",
    "dt": "character varying",
    "pk": False,
    "pv": False,
    "rqd": False,
    "un": False,
    "ai": False,
    "unique": False,
    "cdf": None,
    "dtxp": "New,Used",
    "order": 9,
    "system": False,
    "description": None,
    "colOptions": {
        "options": [
            {"title": "New", "color": None, "order": 1},
            {"title": "Used", "color": None, "order": 2},
        ]
    },
    "meta": None,
}

_WRITABLE_ATTRIBUTE: Json = {
    "displayName": _text("What people read.", maxLength=255),
    "uiType": _text("What the field is edited with: a type of fields, or `json`."),
    "icon": _WRITABLE_FIELD["icon"],
    "isPrimary": _flag("Whether records are known by it."),
    "isHiddenByDefault": _flag("Whether it is out of sight."),
    "config": _WRITABLE_FIELD["config"],
}

COMPONENTS: dict[str, Json] = {
    "FieldOption": _OPTION,
    "ObjectAttribute": _object(
        "Attribute",
        "How a field is shown.",
        {
            "id": _ID,
            "objectConfigId": _ID,
            "columnName": _text("The name of the field."),
            **_WRITABLE_ATTRIBUTE,
            "organizationId": _BELONGS,
        },
        ATTRIBUTE_EXAMPLE,
    ),
    "ObjectConfig": _object(
        "Object",
        "An object and how its fields are shown.",
        {
            "id": _ID,
            "slug": _text("The name of the resource in paths; never changes."),
            "tableName": _text("Its name where fields are spoken of."),
            "type": _text("Who defined it.", enum=[STANDARD, CUSTOM]),
            **_WRITABLE_OBJECT,
            "organizationId": _BELONGS,
            "attributes": {
                "type": "array",
                "items": component_of("ObjectAttribute"),
            },
        },
        OBJECT_EXAMPLE,
    ),
    "CustomFieldDef": _object(
        "Custom field",
        "A field that your organization added to a resource.",
        {
            "id": {"type": "integer"},
            "resource": _RESOURCE,
            "name": NAME,
            **_WRITABLE_FIELD,
            "isReady": _flag(
                "Whether records can be asked for it already: false while the index "
                "of a large resource is brought to a change.",
                readOnly=True,
            ),
            "createdAt": {"type": "string", "format": "date-time"},
            "organizationId": {"type": "integer"},
        },
        FIELD_EXAMPLE,
    ),
    "SchemaColumn": _object(
        "Column",
        "A key of records, as NocoDB tells columns.",
        {
            "id": _text("The column, by name or number."),
            "fk_model_id": _text("The table."),
            "title": _text("What people read."),
            "column_name": _text("The key."),
            "uidt": _text("The type that it is edited with."),
            "dt": _text("The type that it is kept in."),
            "pk": _flag("Whether it is the id."),
            "pv": _flag("Whether records are known by it."),
            "rqd": _flag("Whether a record needs a value."),
            "un": _flag("Whether it is unsigned."),
            "ai": _flag("Whether it numbers records."),
            "unique": _flag("Whether no two records have the same value."),
            "cdf": {"description": "The value of a new record that was given none."},
            "dtxp": _text("The choices, joined with commas."),
            "order": {"type": "integer"},
            "system": _flag("Whether the server sets it."),
            "description": {"type": ["string", "null"]},
            "colOptions": {"type": ["object", "null"]},
            "meta": {"type": "null"},
        },
        COLUMN_EXAMPLE,
    ),
}


def creation(kind: str) -> Json:
    """Return the schema of a body that defines an object or a field."""
    if kind == "object":
        field = {"type": "object", "properties": {"name": NAME, **_WRITABLE_FIELD}}
        field["required"] = ["name", "label", "fieldType"]
        return {
            "type": "object",
            "properties": {
                **_WRITABLE_OBJECT,
                "fields": {"type": "array", "items": field},
            },
            "required": ["singularName", "pluralName"],
        }
    return {
        "type": "object",
        "properties": {"resource": _RESOURCE, "name": NAME, **_WRITABLE_FIELD},
        "required": ["resource", "name", "label", "fieldType"],
    }


OBJECT_CHANGE: Json = {"type": "object", "properties": _WRITABLE_OBJECT}
FIELD_CHANGE: Json = {
    "type": "object",
    "properties": {
        "name": _text("Another name is another label: the key never changes."),
        **_WRITABLE_FIELD,
    },
}
OVERRIDE: Json = {
    "type": "object",
    "properties": {
        "columnName": _text("The name of the field."),
        **_WRITABLE_ATTRIBUTE,
    },
    "required": ["columnName"],
}
