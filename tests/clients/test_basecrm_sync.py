"""Does the official client keep a copy of an organization, across restarts of ours?"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

import basecrm
import pytest

from tests.clients.conftest import populated_database
from tests.clients.population import CONTACTS
from tests.processes import served

LEADS = 40
DEVICE = "6dadcec8-6e61-4691-b318-1aab27b8fecf"


@dataclass
class Copy:
    """What a device holds; ``crash_after`` makes it die within that many items."""

    crash_after: int | None = None
    held: dict[tuple[str, int], Any] = field(default_factory=dict)
    told: list[tuple[str, str]] = field(default_factory=list)

    def take(self, meta: Any, data: Any) -> bool:
        if self.crash_after is not None and len(self.told) >= self.crash_after:
            raise KeyboardInterrupt
        self.told.append((meta["sync"]["event_type"], meta["type"]))
        if meta["sync"]["event_type"] == "deleted":
            self.held.pop((meta["type"], data["id"]), None)
        else:
            self.held[meta["type"], data["id"]] = data
        return bool(basecrm.Sync.ACK)

    def follow(self, client: basecrm.Client) -> list[tuple[str, str]]:
        """Run a session of the client's own sync and return what it was told."""
        self.told = []
        basecrm.Sync(client=client, device_uuid=DEVICE).fetch(self.take)
        return self.told


@pytest.mark.live
@pytest.mark.slow
def test_a_copy_is_complete_after_crashes_on_both_sides(tmp_path):
    with populated_database(tmp_path) as (environment, population):

        def client_of(address: str) -> basecrm.Client:
            return basecrm.Client(access_token=population["key"], base_url=address)

        copy = Copy(crash_after=110)
        with served(environment, log=tmp_path / "first.log") as address:
            client = client_of(address)
            for number in range(LEADS):
                client.leads.create(last_name=f"Lead {number}")
            # The device dies within its second page, and the server after it.
            with pytest.raises(KeyboardInterrupt):
                copy.follow(client)
        copy.crash_after = None
        with served(environment, log=tmp_path / "second.log") as address:
            client = client_of(address)
            copy.follow(client)
            contacts = [one for kind, one in copy.held if kind == "contact"]
            assert len(contacts) == CONTACTS + 1
            assert sum(kind == "lead" for kind, _id in copy.held) == LEADS
            for contact in contacts[:3]:
                assert copy.held["contact", contact] == client.contacts.retrieve(
                    contact
                )
            assert copy.follow(client) == []
            lead = client.leads.create(last_name="New")
            client.contacts.destroy(contacts[0])
            assert sorted(copy.follow(client)) == [
                ("created", "lead"),
                ("deleted", "contact"),
            ]
            assert copy.held["lead", lead.id] == client.leads.retrieve(lead.id)
            assert copy.follow(client) == []
