"""What the OpenAPI documents of all dialects share: pieces, credentials, the view."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import orjson
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.utils.cache import get_conditional_response, patch_vary_headers

from records.access.caller import Caller
from records.dialects.base.views import DialectView
from records.schema.kinds.base import NEUTRAL, WireForm
from records.schema.registry import registry

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from rest_framework.request import Request

    from records.dialects.base.failures import Failure
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


def read_schema(field: Field, form: WireForm = NEUTRAL) -> Json:
    """Return the schema of a field's value in an answer of a dialect."""
    kind = field.kind
    wire = kind.wire_schema(form)
    is_as_stored = wire == kind.json_schema()
    schema = _described(field, kind.read_schema() if is_as_stored else wire, form)
    # Values of their own rows are read as an empty list, never as null.
    return nullable(schema) if field.is_nullable and not field.is_side else schema


def written_schema(
    field: Field, form: WireForm = NEUTRAL, *, is_new: bool = True
) -> Json:
    """Return the schema of a field's value in a body; defaults are for new records."""
    schema = _described(field, field.kind.wire_schema(form), form)
    default = _default_of(field, form) if is_new else None
    if default is not None:
        schema["default"] = default
    return schema if field.required else nullable(schema)


def _default_of(field: Field, form: WireForm) -> Any:
    """Return the default as the dialect spells it, ``None`` where it depends on the moment.

    An admin's default is a value, which its callable reads anew each time.
    """
    if field.default is None or (callable(field.default) and not field.custom):
        return None
    return field.kind.represent(field.initial(), form)


def _described(field: Field, plain: Json, form: WireForm) -> Json:
    schema = dict(plain)
    parts = [str(text) for text in (field.label, field.help_text) if text]
    if field.referenced_type is not None:
        noun = "Ids" if field.kind.is_multiple else "Id"
        parts.append(f"{noun} in `{form.ids.place(field.referenced_type)}`.")
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


def json_parameter(
    name: str, description: str, schema: Json, examples: dict[str, Any]
) -> Json:
    """Return a query parameter whose text is JSON of the schema.

    A string with ``contentSchema`` and not OpenAPI's ``content``: for that, pages such
    as Swagger's offer no examples to choose from. The first example should change
    nothing, because such pages send it when nobody chooses another.
    """
    return {
        "name": name,
        "in": "query",
        "description": description,
        "schema": {
            "type": "string",
            "contentMediaType": JSON,
            "contentSchema": schema,
        },
        "examples": {
            title: {"value": orjson.dumps(value).decode()}
            for title, value in examples.items()
        },
    }


@dataclass(frozen=True, slots=True)
class Fault:
    """A way to fail: its status and what a client is told, by example."""

    status: str
    description: str
    examples: Mapping[str, Failure]

    def response(self, spell: Callable[[Failure], Json]) -> Json:
        """Return the OpenAPI response, its examples spelled by the dialect itself."""
        return {
            "description": self.description,
            "headers": {"X-Request-Id": component("headers", "X-Request-Id")},
            "content": content(
                component("schemas", "Error"),
                examples={
                    name: {"value": spell(failure)}
                    for name, failure in self.examples.items()
                },
            ),
        }


def failing_with(known: Mapping[str, Fault], *names: str) -> dict[str, Json]:
    """Return the named failures of an operation, by status."""
    ordered = sorted(names, key=lambda name: known[name].status)
    return {known[name].status: component("responses", name) for name in ordered}


def success(description: str, schema: Json, *headers: str, example: Any) -> Json:
    """Return the response of an operation that went well."""
    return {
        "description": description,
        "headers": {
            name: component("headers", name) for name in (*headers, "X-Request-Id")
        },
        "content": content(schema, example=example),
    }


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
