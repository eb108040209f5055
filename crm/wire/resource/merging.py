"""``POST /api/merge_contacts`` and ``/api/merge_companies`` (contract resource §4.7)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from records.access.roles import Permission
from records.dialects.base.failures import MalformedBody
from records.dialects.resource import DIALECT
from records.engine.merging import merge_records
from records.schema.kinds.numbers import LARGEST_ID, clean_integer
from records.schema.problems import ValueProblem
from records.schema.registry import DialectAction, registry

if TYPE_CHECKING:
    from rest_framework.request import Request

    from records.access.caller import Caller

_NEEDED = "loserId and winnerId required"


def _id(body: dict[str, Any], *keys: str) -> int:
    """Return an id under either key, as a number or as digits."""
    for key in keys:
        if key in body:
            try:
                number = clean_integer(body[key])
            except ValueProblem:
                break
            if 0 < number <= LARGEST_ID:
                return number
            break
    raise MalformedBody(_NEEDED)


def _merge(slug: str) -> Any:
    def handle(request: Request, caller: Caller, _path: dict[str, str]) -> Any:
        """Merge the loser into the winner and answer the winner's id."""
        body = request.data
        if not isinstance(body, dict):
            raise MalformedBody(_NEEDED)
        winner_id = _id(body, "winnerId", "winner_id")
        loser_id = _id(body, "loserId", "loser_id")
        caller.require(Permission.MERGE)
        object_type = registry.resolve(caller.organization, slug)
        merge_records(caller, object_type, winner_id=winner_id, loser_id=loser_id)
        return 200, {"id": winner_id}

    return handle


def _action(slug: str) -> DialectAction:
    return DialectAction(
        dialect=DIALECT,
        method="POST",
        path=f"merge_{slug}",
        handler=_merge(slug),
        schema={
            "tags": [slug],
            "operationId": f"merge_{slug}",
            "summary": "Merge two",
            "description": (
                "Whatever points at the loser moves to the winner; the winner's empty "
                "fields are filled from it and nothing is overwritten. The loser's id "
                "answers with the winner from then on."
            ),
            "requestBody": {
                "required": True,
                "content": {
                    "application/json": {
                        "schema": {
                            "type": "object",
                            "required": ["winnerId", "loserId"],
                            "properties": {
                                "winnerId": {"type": "integer", "minimum": 1},
                                "loserId": {"type": "integer", "minimum": 1},
                            },
                        },
                        "example": {"winnerId": 42, "loserId": 43},
                    }
                },
            },
            "responses": {
                "200": {
                    "description": "The winner's id.",
                    "content": {
                        "application/json": {
                            "schema": {
                                "type": "object",
                                "required": ["id"],
                                "properties": {"id": {"type": "integer"}},
                            },
                            "example": {"id": 42},
                        }
                    },
                }
            },
        },
    )


MERGE_ACTIONS = (_action("contacts"), _action("companies"))
