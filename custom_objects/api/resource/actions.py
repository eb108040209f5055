"""The routes of definitions, with what the OpenAPI document says of each."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from custom_objects.api.resource import schemas
from custom_objects.api.resource.attributes import override_attribute
from custom_objects.api.resource.columns import list_columns
from custom_objects.api.resource.fields import (
    create_field,
    delete_field,
    list_fields,
    update_field,
)
from custom_objects.api.resource.objects import (
    create_object,
    list_objects,
    update_object,
)
from custom_objects.api.resource.requests import ALLOW_FAILING
from records.dialects.base.openapi import Json, content
from records.dialects.resource import DIALECT
from records.schema.registry import DialectAction

if TYPE_CHECKING:
    from records.schema.registry import ActionHandler

TAG = "objects and fields"

_SLUG: Json = {
    "name": "slug",
    "in": "path",
    "required": True,
    "description": "The slug of the object.",
    "schema": {"type": "string"},
    "example": "assets",
}
_ID: Json = {
    "name": "id",
    "in": "path",
    "required": True,
    "description": "The id of the field.",
    "schema": {"type": "integer", "minimum": 1},
    "example": 17,
}
_TABLE: Json = {
    "name": "table",
    "in": "path",
    "required": True,
    "description": "A resource; a custom object as `custom_<slug>`.",
    "schema": {"type": "string"},
    "example": "contacts",
}
_ALLOW_FAILING: Json = {
    "name": ALLOW_FAILING,
    "in": "query",
    "description": (
        "A change that records would fail (newly required, newly unique, an option "
        "that goes) is refused with 409, which says how many and names some. `true` "
        "makes it all the same; those records keep their values until they are written."
    ),
    "schema": {"type": "boolean", "default": False},
}
_RESOURCE: Json = {
    "name": "resource",
    "in": "query",
    "description": "The resource whose fields are wanted; all when it is left out.",
    "schema": {"type": "string"},
    "examples": {
        "a built-in resource": {"value": "contacts"},
        "a custom object": {"value": "custom_assets"},
    },
}


def _answer(description: str, schema: Json, example: Any) -> Json:
    return {"description": description, "content": content(schema, example=example)}


def _body(schema: Json, example: Any) -> Json:
    return {"required": True, "content": content(schema, example=example)}


def _many(schema: Json) -> Json:
    return {"type": "array", "items": schema}


def _action(
    method: str, path: str, handler: ActionHandler, operation_id: str, **schema: Any
) -> DialectAction:
    return DialectAction(
        dialect=DIALECT,
        method=method,
        path=path,
        handler=handler,
        schema={"tags": [TAG], "operationId": operation_id, **schema},
        components=schemas.COMPONENTS,
    )


_OBJECT = schemas.component_of("ObjectConfig")
_ATTRIBUTE = schemas.component_of("ObjectAttribute")
_FIELD = schemas.component_of("CustomFieldDef")
_COLUMN = schemas.component_of("SchemaColumn")

ACTIONS = (
    _action(
        "GET",
        "object-config",
        list_objects,
        "read_objects",
        summary="List objects",
        description=(
            "Answers every object whose records have custom fields, built-in ones "
            "among them, with all fields and how they are shown."
        ),
        responses={
            "200": _answer("The objects.", _many(_OBJECT), [schemas.OBJECT_EXAMPLE])
        },
    ),
    _action(
        "POST",
        "object-config",
        create_object,
        "define_object",
        summary="Define an object",
        description=(
            "Adds an object; its records answer at once under `/api/<slug>`. The slug "
            "is the plural name in small letters, everything but letters and digits "
            "as `_`. Every object has a field `name`. Needs the permission to change "
            "the schema (role admin, scope schema)."
        ),
        requestBody=_body(
            schemas.creation("object"),
            {
                "singularName": "Asset",
                "pluralName": "Assets",
                "fields": [
                    {"name": "serial", "label": "Serial number", "fieldType": "text"},
                    {
                        "name": "condition",
                        "label": "Condition",
                        "fieldType": "select",
                        "options": ["New", "Used"],
                    },
                ],
            },
        ),
        responses={"201": _answer("The object.", _OBJECT, schemas.OBJECT_EXAMPLE)},
    ),
    _action(
        "PUT",
        "object-config/<slug>",
        update_object,
        "change_object",
        summary="Change an object",
        description=(
            "Changes the keys that are sent. What a built-in object is called and "
            "where it stands changes for your organization alone. An object may be "
            "sent back as it was read."
        ),
        parameters=[_SLUG],
        requestBody=_body(schemas.OBJECT_CHANGE, {"pluralName": "Fixed assets"}),
        responses={
            "200": _answer("The object as it is now.", _OBJECT, schemas.OBJECT_EXAMPLE)
        },
    ),
    _action(
        "POST",
        "object-config/<slug>/overrides",
        override_attribute,
        "adjust_attribute",
        summary="Change how a field is shown",
        description=(
            "Changes the keys that are sent, of a custom field or of what your "
            "organization sees of a built-in one."
        ),
        parameters=[_SLUG, _ALLOW_FAILING],
        requestBody=_body(
            schemas.OVERRIDE, {"columnName": "serial", "displayName": "Serial no."}
        ),
        responses={
            "200": _answer("The attribute.", _ATTRIBUTE, schemas.ATTRIBUTE_EXAMPLE),
            "201": _answer(
                "The attribute of a built-in field, adjusted for the first time.",
                _ATTRIBUTE,
                schemas.ATTRIBUTE_EXAMPLE,
            ),
        },
    ),
    _action(
        "GET",
        "custom_field_defs",
        list_fields,
        "read_custom_fields",
        summary="List custom fields",
        description=(
            "Answers what lies in `custom_fields` of a resource's records, in its order."
        ),
        parameters=[_RESOURCE],
        responses={
            "200": _answer("The fields.", _many(_FIELD), [schemas.FIELD_EXAMPLE])
        },
    ),
    _action(
        "POST",
        "custom_field_defs",
        create_field,
        "define_custom_field",
        summary="Define a custom field",
        description=(
            "Adds a field to a resource; its records have it at once, and can be "
            "filtered and sorted by it."
        ),
        requestBody=_body(
            schemas.creation("field"),
            {
                "resource": "contacts",
                "name": "tier",
                "label": "Tier",
                "fieldType": "select",
                "options": ["Gold", "Silver"],
            },
        ),
        responses={"201": _answer("The field.", _FIELD, schemas.FIELD_EXAMPLE)},
    ),
    _action(
        "PATCH",
        "custom_field_defs/<id>",
        update_field,
        "change_custom_field",
        summary="Change a custom field",
        description=(
            "Changes the keys that are sent. The key of stored values never changes: "
            "another `name` becomes the label."
        ),
        parameters=[_ID, _ALLOW_FAILING],
        requestBody=_body(schemas.FIELD_CHANGE, {"label": "Level"}),
        responses={
            "200": _answer("The field as it is now.", _FIELD, schemas.FIELD_EXAMPLE)
        },
    ),
    _action(
        "DELETE",
        "custom_field_defs/<id>",
        delete_field,
        "archive_custom_field",
        summary="Archive a custom field",
        description=(
            "Takes the field away from every answer. The values of records stay, and "
            "come back when the field is restored in the admin; its name is not given "
            "to another field."
        ),
        parameters=[_ID],
        responses={
            "200": _answer(
                "It is done.",
                {
                    "type": "object",
                    "properties": {"ok": {"const": True}},
                    "required": ["ok"],
                },
                {"ok": True},
            )
        },
    ),
    _action(
        "GET",
        "schema/<table>",
        list_columns,
        "read_columns",
        summary="List the columns of a resource",
        description="Answers the keys of records in the words of NocoDB.",
        parameters=[_TABLE],
        responses={
            "200": _answer(
                "The columns.",
                {
                    "type": "object",
                    "properties": {"columns": _many(_COLUMN)},
                    "required": ["columns"],
                },
                {"columns": [schemas.COLUMN_EXAMPLE]},
            )
        },
    ),
)
