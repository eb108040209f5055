"""The routes of definitions, with what the OpenAPI document says of each."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from custom_objects.api.document import fields, objects, schemas
from records.dialects.base.openapi import Json, content
from records.dialects.document import DIALECT
from records.schema.registry import DialectAction

if TYPE_CHECKING:
    from records.schema.registry import ActionHandler

TAG = "objects and fields"
OBJECTS = "objects"
OBJECT = f"{OBJECTS}/<object_id>"
FIELDS = f"{OBJECT}/fields"
FIELD = f"{FIELDS}/<field_id>"

_RIGHT = "Needs the permission to change the schema (role admin, scope schema)."


def _answer(description: str, schema: Json, example: Any) -> Json:
    return {"description": description, "content": content(schema, example=example)}


def _body(schema: Json, example: Any) -> Json:
    return {"required": True, "content": content(schema, example=example)}


def _list(name: str) -> Json:
    items = {"type": "array", "items": schemas.component_of(name)}
    return schemas.told({"data": items})


def _removed(prefix: str) -> Json:
    return schemas.told(
        {
            "id": {"type": "string", "pattern": f"^{prefix}_"},
            "deleted": {"type": "boolean", "const": True},
        }
    )


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


_OBJECT = schemas.component_of("Object")
_FIELD = schemas.component_of("Field")

ACTIONS = (
    _action(
        "GET",
        OBJECTS,
        objects.list_objects,
        "list_objects",
        summary="List objects",
        description=(
            "Answers every object, hidden ones too: built-in ones first, then those of "
            "your organization by name."
        ),
        responses={
            "200": _answer(
                "The objects.", _list("ObjectItem"), {"data": [schemas.ITEM_EXAMPLE]}
            )
        },
    ),
    _action(
        "POST",
        OBJECTS,
        objects.create_object,
        "define_object",
        summary="Define an object",
        description=(
            "Adds an object with its first fields; its records can be created at once. "
            f"A bad field fails the whole. {_RIGHT}"
        ),
        requestBody=_body(schemas.OBJECT_CREATION, schemas.NEW_OBJECT_EXAMPLE),
        responses={"201": _answer("The object.", _OBJECT, schemas.OBJECT_EXAMPLE)},
    ),
    _action(
        "GET",
        OBJECT,
        objects.get_object,
        "get_object",
        summary="Get an object",
        description="Answers the object with its fields.",
        responses={"200": _answer("The object.", _OBJECT, schemas.OBJECT_EXAMPLE)},
    ),
    _action(
        "PATCH",
        OBJECT,
        objects.update_object,
        "change_object",
        summary="Change an object",
        description=(
            "Changes the keys that are sent. What a built-in object is called changes "
            f"for your organization alone. {_RIGHT}"
        ),
        requestBody=_body(schemas.OBJECT_CHANGE, {"name": "Undertakings"}),
        responses={
            "200": _answer(
                "The object as it is now.",
                _OBJECT,
                schemas.OBJECT_EXAMPLE | {"name": "Undertakings"},
            )
        },
    ),
    _action(
        "DELETE",
        OBJECT,
        objects.delete_object,
        "delete_object",
        summary="Delete an object",
        description=(
            "Takes the object away with its records; both are kept and can be restored. "
            "409 for a built-in object, and while fields of others refer to it. "
            f"{_RIGHT}"
        ),
        responses={
            "200": _answer(
                "What was deleted.",
                _removed("obj"),
                {"id": "obj_projects", "deleted": True},
            )
        },
    ),
    _action(
        "GET",
        FIELDS,
        fields.list_fields,
        "list_fields",
        summary="List the fields of an object",
        description="Answers the fields in their order, as the object does.",
        responses={
            "200": _answer(
                "The fields.", _list("Field"), {"data": [schemas.FIELD_EXAMPLE]}
            )
        },
    ),
    _action(
        "POST",
        FIELDS,
        fields.create_field,
        "define_field",
        summary="Add a field",
        description=(
            "Adds a field to the object, as the last one. Records that are there have "
            f"no value in it. {_RIGHT}"
        ),
        requestBody=_body(schemas.FIELD_CREATION, schemas.NEW_FIELD_EXAMPLE),
        responses={"201": _answer("The field.", _FIELD, schemas.FIELD_EXAMPLE)},
    ),
    _action(
        "PATCH",
        FIELD,
        fields.update_field,
        "change_field",
        summary="Change a field",
        description=(
            "Changes the keys that are sent; slug and type never change. 409 when "
            "records would fail the change: values that would have to be unique and are "
            "not, stages or choices that are in use. Of a built-in field `name`, "
            f"`description`, `required`, `unique` and `position` change. {_RIGHT}"
        ),
        requestBody=_body(schemas.FIELD_CHANGE, {"name": "Phase"}),
        responses={
            "200": _answer(
                "The field as it is now.",
                _FIELD,
                schemas.FIELD_EXAMPLE | {"name": "Phase"},
            )
        },
    ),
    _action(
        "DELETE",
        FIELD,
        fields.delete_field,
        "delete_field",
        summary="Delete a field",
        description=(
            "Takes the field away from every record. 409 for a built-in field, for the "
            f"one that records are known by and for one that a formula names. {_RIGHT}"
        ),
        responses={
            "200": _answer(
                "What was deleted.",
                _removed("fld"),
                {"id": "fld_status", "deleted": True},
            )
        },
    ),
)
