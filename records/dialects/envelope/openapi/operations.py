"""The operations of one resource: those its table names."""

from __future__ import annotations

from typing import TYPE_CHECKING

from records.dialects.base.openapi import Json, content
from records.dialects.envelope.openapi.answers import faults, nothing, success
from records.dialects.envelope.openapi.parameters import (
    all_parameters,
    filters,
    includes,
    path_id,
)

if TYPE_CHECKING:
    from records.dialects.envelope.openapi.schemas import ResourceSchemas


class ResourceOperations:
    """Builds the paths of one resource."""

    def __init__(self, schemas: ResourceSchemas) -> None:
        self._schemas = schemas
        self._resource = schemas.resource

    def paths(self) -> dict[str, Json]:
        """Return the path items under their paths."""
        parent = self._resource.parent
        root, shared = "/v2", []
        if parent is not None:
            root = f"/v2/{parent.resource}/{{parent_id}}"
            shared = [path_id("parent_id", f"The id in `/v2/{parent.resource}`.")]
        path = f"{root}/{self._resource.resource}"
        collection = self._item({"get": ("L", self._list), "post": ("C", self._create)})
        record = self._item(
            {
                "get": ("R", self._get),
                "put": ("U", self._update),
                "delete": ("D", self._delete),
            }
        )
        paths: dict[str, Json] = {}
        if collection:
            paths[path] = {"parameters": shared, **collection} if shared else collection
        if record:
            own = path_id("id", self._address())
            paths[f"{path}/{{id}}"] = {"parameters": [*shared, own], **record}
        if self._resource.self_id is not None:
            paths[f"{path}/self"] = {"get": self._self()}
        if self._resource.has_upsert:
            paths[f"{path}/upsert"] = {"post": self._upsert()}
        return paths

    def _address(self) -> str:
        if self._resource.id_fields == ("id",):
            return "The id of the record."
        return f"The `{self._resource.keys[0].name}` of the record."

    def _item(self, methods: Json) -> Json:
        return {
            method: build()
            for method, (letter, build) in methods.items()
            if self._resource.can(letter)
        }

    def _operation(self, verb: str, summary: str, description: str) -> Json:
        return {
            "tags": [self._resource.resource],
            "operationId": f"{verb}_{self._resource.resource}",
            "summary": summary,
            "description": description,
        }

    def _body(self, purpose: str) -> Json:
        example = {"data": self._schemas.example_sent()}
        return {
            "required": True,
            "content": content(self._schemas.sent(purpose), example=example),
        }

    def _list(self) -> Json:
        return {
            **self._operation("list", "List", "Answers one page of the records."),
            "parameters": all_parameters(self._schemas.plan),
            "responses": {
                "200": success("A page of records.", self._schemas.collection),
                **faults(self._with_parent("InvalidParameter")),
            },
        }

    def _with_parent(self, *names: str) -> list[str]:
        return [*names, *(["NotFound"] if self._resource.parent else [])]

    def _create(self) -> Json:
        return {
            **self._operation(
                "create", "Create one", "Creates a record and answers it, with 200."
            ),
            "requestBody": self._body("create"),
            "responses": {
                "200": success("The record as it was stored.", self._schemas.single),
                **faults(self._with_parent("InvalidPayload", "Refused", "TooLarge")),
            },
        }

    def _get(self) -> Json:
        return {
            **self._operation(
                "get",
                "Get one",
                "Answers the record; the id of one that was merged answers the winner.",
            ),
            "parameters": includes(self._schemas.plan),
            "responses": {
                "200": success("The record.", self._schemas.single),
                **faults(["InvalidParameter", "NotFound"]),
            },
        }

    def _self(self) -> Json:
        return {
            **self._operation("self", "Get yourself", "Answers who the token is of."),
            "responses": {
                "200": success("The record.", self._schemas.single),
                **faults(["InvalidParameter"]),
            },
        }

    def _update(self) -> Json:
        return {
            **self._operation(
                "update",
                "Change one",
                "Changes the attributes that are sent; all others stay as they are.",
            ),
            "requestBody": self._body("update"),
            "responses": {
                "200": success("The record as it is now.", self._schemas.single),
                **faults(["InvalidPayload", "NotFound", "Refused", "TooLarge"]),
            },
        }

    def _delete(self) -> Json:
        return {
            **self._operation("delete", "Delete one", "Answers nothing, with 204."),
            "responses": {
                "204": nothing("It is gone."),
                **faults(["InvalidParameter", "NotFound", "Refused"]),
            },
        }

    def _upsert(self) -> Json:
        return {
            **self._operation(
                "upsert",
                "Create or change one",
                "Creates a record when none matches the filters, changes the one that "
                "does, and refuses (422) when several do.",
            ),
            "parameters": filters(self._schemas.plan),
            "requestBody": self._body("create"),
            "responses": {
                "200": success("The record as it is now.", self._schemas.single),
                **faults(["InvalidParameter", "Refused", "TooLarge"]),
            },
        }
