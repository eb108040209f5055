"""A device as a client implements it."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from tests.envelopes import envelope_of

if TYPE_CHECKING:
    from tests.envelopes import Reply
    from tests.tenants import Tenant

HEADER = "X-Basecrm-Device-UUID"
Told = tuple[str, str, int]
"""Event, type and id of an item."""


@dataclass
class Device:
    """Follows the records of a tenant; ``has`` is what it acknowledged, by type and id."""

    tenant: Tenant
    uuid: str = "6dadcec8-6e61-4691-b318-1aab27b8fecf"
    has: dict[tuple[str, int], dict[str, Any]] = field(default_factory=dict)

    def send(self, method: str, path: str, *data: Any) -> Reply:
        return envelope_of(self.tenant)(
            method, path, *data, headers={HEADER: self.uuid}
        )

    def start(self) -> str | None:
        """Begin a session and return its id, ``None`` for none."""
        told = self.send("POST", "sync/start")
        if told.status == 204:
            return None
        assert told.status == 201, told.json
        session: str = told.json["data"]["id"]
        return session

    def fetch(self, session: str) -> list[dict[str, Any]]:
        """Return the next items."""
        told = self.send("GET", f"sync/{session}/queues/main")
        if told.status == 204:
            return []
        assert told.json["items"], "an empty page makes clients ask for ever"
        items: list[dict[str, Any]] = told.json["items"]
        return items

    def acknowledge(self, items: list[dict[str, Any]]) -> None:
        keys = [one["meta"]["sync"]["ack_key"] for one in items]
        told = self.send("POST", "sync/ack", {"ack_keys": keys})
        assert (told.status, told.content) == (202, b"")
        for one in items:
            record = (one["meta"]["type"], one["data"]["id"])
            if one["meta"]["sync"]["event_type"] == "deleted":
                self.has.pop(record, None)
            else:
                self.has[record] = one["data"]

    def follow(self) -> list[Told]:
        """Run a whole session, acknowledging all; return what it was told."""
        told: list[Told] = []
        session = self.start()
        while session is not None:
            items = self.fetch(session)
            if not items:
                break
            told += [tell(one) for one in items]
            self.acknowledge(items)
        return told


def tell(item: dict[str, Any]) -> Told:
    """Return event, type and id of an item."""
    meta = item["meta"]
    return meta["sync"]["event_type"], meta["type"], item["data"]["id"]
