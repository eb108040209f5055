"""Puts the document together and serves it."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from records.dialects.base.openapi import (
    EITHER_CREDENTIAL,
    SECURITY_SCHEMES,
    VERSION,
    DocumentView,
    Json,
    component,
)
from records.dialects.resource import DIALECT
from records.dialects.resource.errors import spell
from records.dialects.resource.openapi.answers import ERROR, FAULTS, HEADERS, faults
from records.dialects.resource.openapi.introduction import INTRODUCTION
from records.dialects.resource.openapi.operations import ResourceOperations
from records.dialects.resource.openapi.schemas import RecordSchemas
from records.dialects.resource.views import ResourceDialectView, projection_of
from records.schema.registry import DialectAction, registry

if TYPE_CHECKING:
    from collections.abc import Sequence

    from records.dialects.base.failures import Failure
    from records.schema.object_types import ObjectType

_CONVERTER = re.compile(r"<(?:\w+:)?(\w+)>")


def build_document(object_types: Sequence[ObjectType]) -> Json:
    """Return the OpenAPI document of this dialect for these types."""
    resources = [RecordSchemas(one, projection_of(one)) for one in object_types]
    paths: Json = {}
    schemas: Json = {"Error": ERROR}
    for one in resources:
        paths |= ResourceOperations(one).paths()
        schemas |= one.components()
    for action in registry.actions(DIALECT):
        path = _CONVERTER.sub(r"{\1}", action.path)
        paths.setdefault(f"/api/{path}", {})[action.method.lower()] = _operation_of(
            action
        )
        schemas |= action.components
    return {
        "openapi": VERSION,
        "info": {
            "title": "Dragoman: the resource dialect",
            "version": "1",
            "description": INTRODUCTION,
        },
        "security": EITHER_CREDENTIAL,
        "tags": [
            *({"name": one.slug, "description": _told(one)} for one in resources),
            *({"name": name} for name in _further_tags(object_types)),
        ],
        "paths": paths,
        "components": {
            "securitySchemes": SECURITY_SCHEMES,
            "headers": HEADERS,
            "responses": {name: one.response(_spelled) for name, one in FAULTS.items()},
            "schemas": schemas,
        },
    }


def _told(resource: RecordSchemas) -> str:
    # An organization says better what its own objects are for.
    told = resource.object_type.description or resource.projection.description
    return str(told or resource.object_type.label_plural)


def _further_tags(object_types: Sequence[ObjectType]) -> list[str]:
    """Return what actions are grouped under beside resources, in their order."""
    known = {one.slug for one in object_types}
    named = (tag for one in registry.actions(DIALECT) for tag in one.schema["tags"])
    return [tag for tag in dict.fromkeys(named) if tag not in known]


# What can go wrong with any action, by its method.
_FAULTS = {
    "GET": ("InvalidQuestion", "NotFound"),
    "DELETE": ("InvalidRequest", "NotFound", "Conflict"),
}
_FAULTS_OF_WRITES = ("InvalidBody", "NotFound", "Conflict", "TooLarge")


def _operation_of(action: DialectAction) -> Json:
    """Return the operation a package registered, with what all operations share."""
    name = _CONVERTER.sub(r"\1", action.path)
    own = {
        status: {"headers": {"X-Request-Id": component("headers", "X-Request-Id")}}
        | response
        for status, response in action.schema.get("responses", {}).items()
    }
    responses = faults(*_FAULTS.get(action.method, _FAULTS_OF_WRITES)) | own
    return {
        "operationId": re.sub(r"\W+", "_", f"{action.method.lower()}_{name}"),
        **action.schema,
        "responses": dict(sorted(responses.items())),
    }


def _spelled(failure: Failure) -> Json:
    return spell(failure)[1]


class ResourceDocumentView(DocumentView, ResourceDialectView):
    """``/openapi/resource.json``."""

    build = staticmethod(build_document)
