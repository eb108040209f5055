"""What the endpoints of definitions ask of whoever calls."""

from __future__ import annotations

from typing import TYPE_CHECKING

from records.access.roles import Permission

if TYPE_CHECKING:
    from records.access.caller import Caller


def permit_changing(caller: Caller) -> None:
    """Refuse who may not change the schema, or not see what the answer tells of it."""
    caller.require(Permission.SCHEMA)
    caller.require(Permission.READ)
