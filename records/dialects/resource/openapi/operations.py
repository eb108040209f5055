"""The operations of one resource: those its type allows."""

from __future__ import annotations

from typing import TYPE_CHECKING

from records.dialects.base.openapi import JSON, Json, content, success
from records.dialects.resource.openapi.answers import faults
from records.dialects.resource.openapi.parameters import (
    ID,
    KEYS,
    PURGE,
    ListParameters,
)
from records.schema.object_types import Operation

if TYPE_CHECKING:
    from records.dialects.resource.openapi.schemas import RecordSchemas

_ANY_ID: Json = {
    **ID,
    "description": "Any number: there is at most one record.",
    "example": 1,
}


class ResourceOperations:
    """Builds the paths of one resource."""

    def __init__(self, schemas: RecordSchemas) -> None:
        self._schemas = schemas
        self._type = schemas.object_type
        self._slug = schemas.slug

    def paths(self) -> dict[str, Json]:
        """Return the path items under their paths."""
        collection = {"get": self._list()}
        record: Json = {
            "parameters": [_ANY_ID if self._type.singleton else ID],
            "get": self._get(),
        }
        paths = {f"/api/{self._slug}": collection, f"/api/{self._slug}/{{id}}": record}
        if self._type.can(Operation.CREATE):
            collection["post"] = self._create()
        if self._type.can(Operation.UPDATE):
            record["put"] = self._update("put")
            record["patch"] = self._update("patch")
        if self._type.can(Operation.ARCHIVE):
            record["delete"] = self._archive()
            restore = {"parameters": [ID], "post": self._restore()}
            paths[f"/api/{self._slug}/{{id}}/restore"] = restore
        elif self._type.can(Operation.DELETE):
            record["delete"] = self._delete()
        return paths

    def _operation(
        self, verb: str, summary: str, description: str, **rest: Json
    ) -> Json:
        return {
            "tags": [self._slug],
            "operationId": f"{verb}_{self._slug}",
            "summary": summary,
            "description": description,
            **rest,
        }

    def _list(self) -> Json:
        example = self._schemas.example()
        return {
            **self._operation(
                "list",
                "List",
                "Answers a bare array: one window of the records that match. "
                "`Content-Range` and `X-Total-Count` tell how many there are in all.",
            ),
            "parameters": ListParameters(self._schemas).all(),
            "responses": {
                "200": success(
                    "The records of the window.",
                    {"type": "array", "items": self._schemas.record},
                    "Content-Range",
                    "X-Total-Count",
                    example=[example],
                ),
                **faults("InvalidQuestion", "QueryTooLong"),
            },
        }

    def _get(self) -> Json:
        description = "Answers the record."
        if self._type.can(Operation.MERGE):
            description += " The id of a record that was merged answers the winner."
        if self._type.has_archive:
            description += " Archived records are not found."
        return {
            **self._operation("get", "Get one", description),
            "parameters": [KEYS],
            "responses": {
                "200": self._answers_record("The record."),
                **faults("InvalidRequest", "NotFound"),
            },
        }

    def _create(self) -> Json:
        description = (
            "Creates a record, or up to 1,000 from an array: all of them or, on any "
            "fault, none. Keys that are unknown or read-only are ignored."
        )
        answers = {"201": self._answers_created()}
        if self._type.singleton:
            description += " When there is one already, it is changed."
            answers = {"200": self._answers_record("The changed record."), **answers}
        sent = self._schemas.example_sent()
        return {
            **self._operation("create", "Create one or many", description),
            "parameters": [KEYS],
            "requestBody": {
                "required": True,
                "content": content(
                    self._schemas.creation,
                    examples={
                        "one record": {"value": sent},
                        "several records": {"value": [sent]},
                    },
                ),
            },
            "responses": {
                **answers,
                **faults("InvalidBody", "Conflict", "TooLarge"),
            },
        }

    def _answers_created(self) -> Json:
        record = self._schemas.record
        answer = success(
            "The record as it was stored; an array of them when an array was sent.",
            {"oneOf": [record, {"type": "array", "items": record}]},
            example=self._schemas.example(),
        )
        example = answer["content"][JSON].pop("example")
        answer["content"][JSON]["examples"] = {
            "one record": {"value": example},
            "several records": {"value": [example]},
        }
        return answer

    def _update(self, method: str) -> Json:
        same = "PATCH" if method == "put" else "PUT"
        verb = "update" if method == "put" else "patch"
        return {
            **self._operation(
                verb,
                "Change one",
                "Changes the keys that are sent; all others stay as they are. A record "
                "may be sent back whole, as it was read: what is unknown or read-only "
                f"is ignored. {same} does the same.",
            ),
            "parameters": [KEYS],
            "requestBody": {
                "required": True,
                "content": content(
                    self._schemas.change, example=self._schemas.example_sent()
                ),
            },
            "responses": {
                "200": self._answers_record("The record as it is now."),
                **faults("InvalidBody", "NotFound", "Conflict", "TooLarge"),
            },
        }

    def _archive(self) -> Json:
        record = self._schemas.example()
        removed = {**record, "archived_at": "2026-03-15T08:00:00.000Z"}
        answer = success(
            "The archived record; with `purge=true` the record that was deleted.",
            {"oneOf": [self._schemas.archived, self._schemas.record]},
            example={"archived": True, "id": record["id"], "record": removed},
        )
        return {
            **self._operation(
                "delete",
                "Archive one",
                "Takes the record out of lists, reads and counts. It can be restored, "
                'and is found with `filter={"include_archived":true}`.',
            ),
            "parameters": [PURGE, KEYS],
            "responses": {
                "200": answer,
                **faults("InvalidRequest", "NotFound", "Conflict"),
            },
        }

    def _delete(self) -> Json:
        return {
            **self._operation(
                "delete",
                "Delete one",
                "Deletes for good. References to it become null; while a record cannot "
                "do without it, the answer is 409.",
            ),
            "parameters": [KEYS],
            "responses": {
                "200": self._answers_record("The record that was deleted."),
                **faults("InvalidRequest", "NotFound", "Conflict"),
            },
        }

    def _restore(self) -> Json:
        return {
            **self._operation(
                "restore",
                "Restore one",
                "Brings an archived record back as it was. One that is not archived is "
                "answered unchanged. There is no body.",
            ),
            "parameters": [KEYS],
            "responses": {
                "200": self._answers_record("The restored record."),
                **faults("InvalidRequest", "NotFound", "Conflict"),
            },
        }

    def _answers_record(self, description: str) -> Json:
        return success(
            description, self._schemas.record, example=self._schemas.example()
        )
