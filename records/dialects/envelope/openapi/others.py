"""The operations that are no resource's: account, definitions of fields, sync."""

from __future__ import annotations

from records.dialects.base.openapi import Json, component, content
from records.dialects.envelope.openapi.answers import (
    collection_schema,
    envelope_schema,
    faults,
    nothing,
    success,
)
from records.dialects.envelope.openapi.parameters import paging
from records.dialects.envelope.resources import LARGEST_PAGE, resources
from records.dialects.envelope.sync.views import DEVICE

_TEXT: Json = {"type": "string"}
_MAYBE: Json = {"type": ["string", "null"]}
_MOMENT: Json = {"type": "string", "format": "date-time"}
_ID: Json = {"type": "integer", "format": "int64"}
_COUNT: Json = {"type": "integer", "minimum": 0}

TAGS: list[Json] = [
    {"name": "accounts", "description": "The organization of whoever asks."},
    {"name": "custom_fields", "description": "The fields an organization defined."},
    {
        "name": "sync",
        "description": (
            "What changed since a device asked last: start a session, read its queue "
            "until 204, acknowledge what you have. What you do not acknowledge comes "
            "again in the next session."
        ),
    },
]


def schemas() -> dict[str, Json]:
    """Return the schemas of these operations."""
    flags = {
        flag: {"type": "boolean"}
        for one in resources()
        for flags in one.custom_field_flags.values()
        for flag in flags
    }
    choice = {"type": "object", "properties": {"id": _ID, "name": _TEXT}}
    definition = _object(
        {"id": _ID, "name": _TEXT, "type": _TEXT, "created_at": _MOMENT},
        choices={"type": "array", "items": choice},
        updated_at=_MOMENT,
        **flags,
    )
    account = _object(
        {
            "id": _ID,
            "name": _TEXT,
            "currency": _TEXT,
            "time_format": {"type": "string", "enum": ["12H", "24H"]},
            "timezone": _TEXT,
            "phone": _MAYBE,
            "subdomain": _MAYBE,
            "created_at": _MOMENT,
            "updated_at": _MOMENT,
        }
    )
    return {
        "account": account,
        "custom_field": definition,
        "custom_field.collection": collection_schema(
            envelope_schema(component("schemas", "custom_field"), "custom_field")
        ),
        "sync.session": _session(),
        "sync.queue": _queue(),
        "sync.acknowledgement": _acknowledgement(),
    }


def _object(required: Json, **optional: Json) -> Json:
    return {
        "type": "object",
        "required": list(required),
        "properties": {**required, **optional},
        "additionalProperties": False,
    }


def _session() -> Json:
    queue = envelope_schema(
        _object({"name": _TEXT, "pages": _COUNT, "total_count": _COUNT}), "sync_queue"
    )
    queue["properties"]["meta"]["properties"]["links"] = _object(
        {"self": {"type": "string", "format": "uri"}}
    )
    session = _object({"id": _TEXT, "queues": {"type": "array", "items": queue}})
    return envelope_schema(session, "sync_session")


def _queue() -> Json:
    event = {"type": "string", "enum": ["created", "updated", "deleted"]}
    told = _object({"event_type": event, "ack_key": _TEXT, "revision": _ID})
    item = _object(
        {
            "data": {
                "type": "object",
                "description": "The record; of a deleted one only its `id`.",
            },
            "meta": _object({"type": _TEXT, "sync": told}),
        }
    )
    meta = _object(
        {"type": {"const": "collection"}, "count": _COUNT, "count_left": _COUNT}
    )
    return _object({"items": {"type": "array", "items": item}, "meta": meta})


def _acknowledgement() -> Json:
    keys = {"type": "array", "items": _TEXT}
    return _object({"data": _object({"ack_keys": keys})})


def paths() -> dict[str, Json]:
    """Return the paths of these operations."""
    definitions = {
        f"/v2/{holder}/custom_fields": {"get": _definitions(holder)}
        for one in resources()
        for holder in one.custom_fields_under
    }
    return {"/v2/accounts/self": {"get": _account()}, **definitions, **_sync()}


def _account() -> Json:
    schema = envelope_schema(component("schemas", "account"), "account")
    return {
        "tags": ["accounts"],
        "operationId": "self_accounts",
        "summary": "Get the account",
        "responses": {
            "200": success("The organization.", schema),
            **faults(["InvalidParameter"]),
        },
    }


def _definitions(holder: str) -> Json:
    return {
        "tags": ["custom_fields"],
        "operationId": f"list_{holder}_custom_fields",
        "summary": "List",
        "description": "Answers all of them, unless a page is asked for.",
        "parameters": paging(LARGEST_PAGE),
        "responses": {
            "200": success(
                "The definitions.", component("schemas", "custom_field.collection")
            ),
            **faults(["InvalidParameter"]),
        },
    }


def _sync() -> dict[str, Json]:
    device: Json = {
        "name": DEVICE,
        "in": "header",
        "required": True,
        "description": "The device's own name, at most 64 characters.",
        "schema": {"type": "string", "minLength": 1, "maxLength": 64},
    }
    session: Json = {
        "name": "session",
        "in": "path",
        "required": True,
        "schema": {"type": "string", "format": "uuid"},
    }
    start = {
        "tags": ["sync"],
        "operationId": "start_sync",
        "summary": "Start a session",
        "parameters": [device],
        "responses": {
            "201": success("The session.", component("schemas", "sync.session")),
            "204": nothing("There is nothing to tell."),
            **faults(["InvalidHeader"]),
        },
    }
    fetch = {
        "tags": ["sync"],
        "operationId": "fetch_sync",
        "summary": "Read the queue",
        "parameters": [device, session],
        "responses": {
            "200": success("The next items.", component("schemas", "sync.queue")),
            "204": nothing("The queue is drained."),
            **faults(["InvalidHeader", "NotFound"]),
        },
    }
    acknowledge = {
        "tags": ["sync"],
        "operationId": "acknowledge_sync",
        "summary": "Acknowledge items",
        "parameters": [device],
        "requestBody": {
            "required": True,
            "content": content(
                component("schemas", "sync.acknowledgement"),
                example={"data": {"ack_keys": ["Contact-42-137"]}},
            ),
        },
        "responses": {
            "202": nothing("They will not come again."),
            **faults(["InvalidHeader", "WrongShape"]),
        },
    }
    return {
        "/v2/sync/start": {"post": start},
        "/v2/sync/{session}/queues/main": {"get": fetch},
        "/v2/sync/ack": {"post": acknowledge},
    }
