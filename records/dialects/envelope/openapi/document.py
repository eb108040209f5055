"""Puts the document together and serves it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils import translation

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
)
from records.dialects.envelope.openapi import others
from records.dialects.envelope.openapi.answers import ERROR, FAULTS, HEADERS
from records.dialects.envelope.openapi.introduction import INTRODUCTION
from records.dialects.envelope.openapi.operations import ResourceOperations
from records.dialects.envelope.openapi.schemas import ResourceSchemas
from records.dialects.envelope.plans import Plan
from records.dialects.envelope.resources import resources
from records.dialects.envelope.views import EnvelopeView

if TYPE_CHECKING:
    from collections.abc import Sequence

    from records.schema.object_types import ObjectType


def build_document(object_types: Sequence[ObjectType]) -> Json:
    """Return the OpenAPI document of this dialect for these types, in English."""
    with translation.override("en"):
        return _build(object_types)


def _build(object_types: Sequence[ObjectType]) -> Json:
    known = {one.slug: one for one in object_types}
    tables = [
        ResourceSchemas(Plan(one, tuple(known[slug] for slug in one.sources)))
        for one in resources()
    ]
    paths: Json = {}
    schemas: Json = {"Errors": ERROR, **others.schemas()}
    for one in tables:
        paths |= ResourceOperations(one).paths()
        schemas |= one.components()
    return {
        "openapi": VERSION,
        "info": {
            "title": "Dragoman: the envelope dialect",
            "version": "2",
            "description": INTRODUCTION,
        },
        "security": EITHER_CREDENTIAL,
        "tags": [
            *(
                {"name": one.resource.resource, "description": one.resource.description}
                for one in tables
            ),
            *others.TAGS,
        ],
        "paths": paths | others.paths(),
        "components": {
            "securitySchemes": SECURITY_SCHEMES,
            "headers": HEADERS,
            "responses": {name: one.response() for name, one in FAULTS.items()},
            "schemas": schemas,
        },
    }


class EnvelopeDocumentView(DocumentView, EnvelopeView):
    """``/openapi/envelope.json``; a signed-in person sees their organization's fields."""

    authentication_classes = (KeyAuthentication, MemberSessionAuthentication)
    build = staticmethod(build_document)
