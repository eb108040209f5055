"""Puts the document together and serves it."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from records.access.authentication import (
    KeyAuthentication,
    MemberSessionAuthentication,
)
from records.dialects.base.openapi import (
    EITHER_CREDENTIAL,
    SECURITY_SCHEMES,
    VERSION,
    DocumentView,
    Json,
    component,
)
from records.dialects.document import DIALECT
from records.dialects.document.naming import Spelling
from records.dialects.document.openapi.answers import (
    ERROR,
    FAULTS,
    HEADERS,
    faults,
    spelled,
)
from records.dialects.document.openapi.introduction import INTRODUCTION
from records.dialects.document.openapi.operations import (
    PAGINATION,
    PEOPLE,
    RECORDS,
    USER,
    RecordOperations,
)
from records.dialects.document.openapi.schemas import RecordSchemas
from records.dialects.document.views import DocumentDialectView
from records.schema.registry import DialectAction, registry

if TYPE_CHECKING:
    from collections.abc import Sequence

    from records.schema.object_types import ObjectType

_SEGMENT = re.compile(r"<(\w+)>")


def build_document(object_types: Sequence[ObjectType]) -> Json:
    """Return the OpenAPI document of this dialect for these types."""
    objects = [RecordSchemas(Spelling.of(one)) for one in object_types]
    schemas: Json = {"Error": ERROR, "Pagination": PAGINATION, "User": USER}
    for one in objects:
        schemas |= one.components()
    paths = RecordOperations(objects).paths()
    for action in registry.actions(DIALECT):
        path = _SEGMENT.sub(r"{\1}", action.path)
        item = paths.setdefault(f"/api/crm/{path}", _parameters_of(action))
        item[action.method.lower()] = _operation_of(action)
        schemas |= action.components
    return {
        "openapi": VERSION,
        "info": {
            "title": "Dragoman: the document dialect",
            "version": "1",
            "description": INTRODUCTION + _told(objects),
        },
        "security": EITHER_CREDENTIAL[::-1],
        "tags": [
            {"name": RECORDS, "description": "The records of every object."},
            {"name": PEOPLE, "description": "The people of the organization."},
            *({"name": name} for name in _further_tags()),
        ],
        "paths": paths,
        "components": {
            "securitySchemes": SECURITY_SCHEMES,
            "headers": HEADERS,
            "responses": {name: one.response(spelled) for name, one in FAULTS.items()},
            "schemas": schemas,
        },
    }


def _told(objects: Sequence[RecordSchemas]) -> str:
    lines = [
        f"- `{one.object_id}` ({one.spelling.object_type.label_plural}): "
        f"{one.spelling.projection.description or one.spelling.object_type.description}"
        for one in objects
    ]
    return "\n".join(["", "### Objects", "", *lines])


def _further_tags() -> list[str]:
    """Return what actions are grouped under, in their order."""
    named = (tag for one in registry.actions(DIALECT) for tag in one.schema["tags"])
    return list(dict.fromkeys(named))


# What can go wrong with an action that writes, beyond what is not found.
_FAULTS = {
    "DELETE": ("Conflict",),
    **dict.fromkeys(
        ("POST", "PATCH"),
        (
            "InvalidBody",
            "Conflict",
            "TooLarge",
            "UnsupportedMediaType",
            "InvalidValues",
        ),
    ),
}
_NOT_FOUND = {"object_id": "ObjectNotFound", "field_id": "FieldNotFound"}


def _faults_of(action: DialectAction) -> Json:
    segments = [one for one in _SEGMENT.findall(action.path) if one in _NOT_FOUND]
    missing = [_NOT_FOUND[one] for one in segments[-1:]]
    return faults(*missing, *_FAULTS.get(action.method, ()))


def _parameters_of(action: DialectAction) -> Json:
    names = _SEGMENT.findall(action.path)
    parameters = [
        {"name": one, "in": "path", "required": True, "schema": {"type": "string"}}
        for one in names
    ]
    return {"parameters": parameters} if parameters else {}


def _operation_of(action: DialectAction) -> Json:
    """Return the operation a package registered, with what all operations share."""
    own = {
        status: {"headers": {"X-Request-Id": component("headers", "X-Request-Id")}}
        | response
        for status, response in action.schema.get("responses", {}).items()
    }
    name = _SEGMENT.sub(r"\1", action.path)
    return {
        "operationId": re.sub(r"\W+", "_", f"{action.method.lower()}_{name}"),
        **action.schema,
        "responses": dict(sorted((_faults_of(action) | own).items())),
    }


class DocumentDialectDocumentView(DocumentView, DocumentDialectView):
    """``/openapi/document.json``; reading it, a person needs no key."""

    authentication_classes = (KeyAuthentication, MemberSessionAuthentication)
    build = staticmethod(build_document)
