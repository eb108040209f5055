"""Two organizations: an account to leave, served by a live server, and a new home."""

from __future__ import annotations

import io
import re
from dataclasses import dataclass
from email.message import Message
from typing import Any

import pytest
from django.core.management import call_command
from django.test import Client

from crm.moving import source
from crm.moving.source import Source
from records.access.keys import new_key
from records.access.roles import Role
from tests.envelopes import Envelope, envelope_of
from tests.factories import ApiKeyFactory, MembershipFactory, OrganizationFactory
from tests.tenants import Tenant, new_tenant


@dataclass(frozen=True)
class Told:
    """What the command said: its report, and what it told on the way."""

    report: str
    progress: str

    def line(self, beginning: str) -> str:
        """Return the one line about what stayed behind that begins so."""
        (found,) = [
            one
            for one in self.report.splitlines()
            if one.startswith(beginning) and "copied" in one
        ]
        return found

    def numbers(self, resource: str) -> tuple[int, ...]:
        """Return how many were copied, were there before, and were not copied."""
        number = r" +([\d,]+)"
        found = re.search(rf"(?m)^{resource}{number * 3}$", self.report)
        assert found, self.report
        return tuple(int(one.replace(",", "")) for one in found.groups())


@dataclass(frozen=True)
class Mover:
    """Runs the command from one organization into the other."""

    url: str
    there: Tenant
    here: Tenant

    @property
    def source(self) -> Envelope:
        return envelope_of(self.there)

    @property
    def target(self) -> Envelope:
        return envelope_of(self.here)

    def __call__(self, *arguments: str, **options: Any) -> Told:
        out, err = io.StringIO(), io.StringIO()
        given = {
            "url": self.url,
            "token": self.there.key,
            "organization": self.here.organization.pk,
            **options,
        }
        call_command("import_envelope", *arguments, stdout=out, stderr=err, **given)
        return Told(out.getvalue(), err.getvalue())


def mover(url: str) -> Mover:
    """Return the command, from a new organization into another one of its owner."""
    there = new_tenant(Role.OWNER)
    return Mover(url, there, _tenant_of(there))


@pytest.fixture
def move(db, monkeypatch):
    """The command; it asks the other server within this process, for speed alone."""
    monkeypatch.setattr(Source, "_ask", _ask_here)
    return mover("http://testserver")


@pytest.fixture
def live_move(live_server, transactional_db):
    """The command, which asks a live server."""
    return mover(live_server.url)


def _ask_here(asked: Source, address: str) -> source._Answer:
    request = asked._request(address)
    response = Client().get(
        address.removeprefix(asked.url), headers=dict(request.header_items())
    )
    headers = Message()
    for name, value in response.headers.items():
        headers[name] = value
    return source._Answer(response.status_code, headers, response.content)


def _tenant_of(owner: Tenant) -> Tenant:
    organization = OrganizationFactory.create()
    key = new_key()
    membership = MembershipFactory.create(
        organization=organization, user=owner.user, role=Role.OWNER
    )
    ApiKeyFactory.create(membership=membership, text=key)
    return Tenant(organization, membership, key)


def joins(person: Tenant, organization: Tenant) -> None:
    """Let somebody of one organization be a member of another, too."""
    MembershipFactory.create(
        organization=organization.organization, user=person.user, role=Role.MEMBER
    )
