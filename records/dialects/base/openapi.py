"""What the OpenAPI documents of all dialects share: pieces, credentials, the view."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING, Any

import orjson
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.utils.cache import get_conditional_response, patch_vary_headers

from records.access.caller import Caller
from records.dialects.base.views import DialectView
from records.schema.kinds.base import NEUTRAL
from records.schema.registry import registry

if TYPE_CHECKING:
    from collections.abc import Sequence

    from rest_framework.request import Request

    from records.schema.fields import Field
    from records.schema.object_types import ObjectType

Json = dict[str, Any]

VERSION = "3.1.0"
JSON = "application/json"

SECURITY_SCHEMES: Json = {
    "bearer": {
        "type": "http",
        "scheme": "bearer",
        "bearerFormat": "dgm_ and 60 characters",
        "description": "An API key as `Authorization: Bearer <key>`.",
    },
    "apiKey": {
        "type": "apiKey",
        "in": "header",
        "name": "X-Api-Key",
        "description": "The same key in a header of its own.",
    },
}
EITHER_CREDENTIAL: list[Json] = [{"bearer": []}, {"apiKey": []}]

REQUEST_ID: Json = {
    "description": (
        "The id of this request: also in the log and on the history of what it "
        "changed. A UUID that you send under this name is kept."
    ),
    "schema": {"type": "string", "format": "uuid"},
}

_MOMENT = "2026-03-14T09:26:53.589Z"
_SAMPLES: dict[str, Any] = {
    "date-time": _MOMENT,
    "date": _MOMENT[:10],
    "email": "ada@example.com",
    "iri": "https://example.com",
    "string": "text",
    "integer": 1,
    "number": 12.5,
    "boolean": True,
}


def component(section: str, name: str) -> Json:
    """Return a reference to a component."""
    return {"$ref": f"#/components/{section}/{name}"}


def content(schema: Json, **rest: Any) -> Json:
    """Return the JSON content of a body."""
    return {JSON: {"schema": schema, **rest}}


def nullable(schema: Json) -> Json:
    """Return the schema with null allowed."""
    if "type" not in schema:
        return {"anyOf": [schema, {"type": "null"}]}
    types = schema["type"] if isinstance(schema["type"], list) else [schema["type"]]
    widened = {**schema, "type": [*types, "null"]}
    if "enum" in schema:
        widened["enum"] = [*schema["enum"], None]
    return widened


def read_schema(field: Field) -> Json:
    """Return the schema of a field's value in an answer."""
    schema = _described(field, field.kind.read_schema())
    # Values of their own rows are read as an empty list, never as null.
    return nullable(schema) if field.is_nullable and not field.is_side else schema


def written_schema(field: Field, *, is_new: bool = True) -> Json:
    """Return the schema of a field's value in a body; defaults are for new records."""
    schema = _described(field, field.kind.json_schema())
    default = _default_of(field) if is_new else None
    if default is not None:
        schema["default"] = default
    return schema if field.required else nullable(schema)


def _default_of(field: Field) -> Any:
    """Return the default in neutral form, ``None`` where it depends on the moment.

    An admin's default is a value, which its callable reads anew each time.
    """
    if field.default is None or (callable(field.default) and not field.custom):
        return None
    return field.kind.represent(field.initial(), NEUTRAL)


def _described(field: Field, plain: Json) -> Json:
    schema = dict(plain)
    parts = [str(text) for text in (field.label, field.help_text) if text]
    if field.referenced_type is not None:
        noun = "Ids" if field.kind.is_multiple else "Id"
        parts.append(f"{noun} in `{field.referenced_type}`.")
    if parts:
        schema["description"] = " ".join(
            part[:1].upper() + part[1:].rstrip(".") + "." for part in parts
        )
    return schema


def sample(schema: Json) -> Any:
    """Return a value that a schema made from a kind allows, for examples."""
    if "enum" in schema:
        return schema["enum"][0]
    if "examples" in schema:
        return schema["examples"][0]
    types = schema.get("type", "object")
    first = types if isinstance(types, str) else types[0]
    match first:
        case "array":
            return [sample(schema["items"])]
        case "object":
            properties = schema.get("properties", {})
            return {name: sample(one) for name, one in properties.items()}
        case _:
            return _SAMPLES.get(schema.get("format", ""), _SAMPLES.get(first))


class DocumentView(DialectView):
    """Serves a dialect's OpenAPI document.

    With a credential it tells the types of the caller's organization, without one the
    built-in types. Answers ``If-None-Match``.
    """

    public = True

    @staticmethod
    def build(object_types: Sequence[ObjectType]) -> Json:
        """Return the document for these types."""
        raise NotImplementedError

    def get(self, request: Request) -> HttpResponseBase:
        """Answer the document."""
        body = orjson.dumps(self.build(self._object_types(request)))
        digest = hashlib.sha256(body).hexdigest()[:32]
        response = HttpResponse(body, content_type=JSON)
        response["ETag"] = f'"{digest}"'
        # Whoever signs in or out asks the same address for another document.
        response["Cache-Control"] = "private, no-cache"
        patch_vary_headers(response, ("Authorization", "X-Api-Key", "Cookie"))
        plain: HttpRequest = request._request
        return (
            get_conditional_response(plain, etag=response["ETag"], response=response)
            or response
        )

    @staticmethod
    def _object_types(request: Request) -> list[ObjectType]:
        if isinstance(request.auth, Caller):
            return registry.object_types(request.auth.organization)
        return registry.built_in()
