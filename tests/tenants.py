"""A tenant as tests meet it: an organization, a person in it, a key, a client."""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Any

from django.test import Client

from records.access.caller import Caller
from records.access.keys import new_key
from records.access.roles import Role, permissions_of
from tests.factories import (
    ApiKeyFactory,
    MembershipFactory,
    OrganizationFactory,
    make,
)

if TYPE_CHECKING:
    from records.access.models import Membership, Organization, User


@dataclass(frozen=True)
class Tenant:
    """One organization seen through one person and their key."""

    organization: Organization
    membership: Membership
    key: str

    @property
    def user(self) -> User:
        return self.membership.user

    @property
    def caller(self) -> Caller:
        """The caller that the key would be."""
        return Caller(
            organization=self.organization.info,
            permissions=permissions_of(role=self.membership.role, scopes=None),
            user_id=self.membership.user_id,
            role=self.membership.role,
        )

    @property
    def api(self) -> Api:
        """A client that sends the key."""
        return Api(self.key)

    def make(self, slug: str, **values: object) -> int:
        """Create a record and return its id."""
        return make(self.caller, slug, **values)

    def colleague(self, role: str = Role.MEMBER) -> Tenant:
        """Another person of the same organization."""
        membership = MembershipFactory.create(organization=self.organization, role=role)
        return _with_key(self.organization, membership)


def new_tenant(role: str = Role.ADMIN, **organization: Any) -> Tenant:
    """A fresh organization with one person of this role."""
    created = OrganizationFactory.create(**organization)
    return _with_key(created, MembershipFactory.create(organization=created, role=role))


def _with_key(organization: Organization, membership: Membership) -> Tenant:
    text = new_key()
    ApiKeyFactory.create(membership=membership, text=text)
    return Tenant(organization, membership, text)


@cache
def _client() -> Client:
    # One for all: a new one loads the middleware, which takes longer than a request.
    return Client()


@dataclass(frozen=True)
class Api:
    """Sends JSON with a key and parses what comes back."""

    key: str

    def __call__(
        self, method: str, path: str, body: Any = None, **parameters: Any
    ) -> Answer:
        """Send one request; parameters that are not text are sent as JSON."""
        query = {
            name: one if isinstance(one, str) else json.dumps(one)
            for name, one in parameters.items()
        }
        response = _client().generic(
            method,
            path,
            data=b"" if body is None else json.dumps(body).encode(),
            content_type="application/json",
            query_params=query,
            headers={"Authorization": f"Bearer {self.key}"},
        )
        return Answer(
            response.status_code,
            json.loads(response.content) if response.content else None,
            dict(response.headers),
        )

    def get(self, path: str, **parameters: Any) -> Answer:
        return self("GET", path, **parameters)

    def post(self, path: str, body: Any = None, **parameters: Any) -> Answer:
        return self("POST", path, body, **parameters)

    def put(self, path: str, body: Any = None, **parameters: Any) -> Answer:
        return self("PUT", path, body, **parameters)

    def patch(self, path: str, body: Any = None, **parameters: Any) -> Answer:
        return self("PATCH", path, body, **parameters)

    def delete(self, path: str, **parameters: Any) -> Answer:
        return self("DELETE", path, **parameters)


@dataclass(frozen=True)
class Answer:
    """A response, its body parsed."""

    status: int
    json: Any
    headers: dict[str, str]
