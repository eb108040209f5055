"""What the tests of isolation share: two organizations, every endpoint, a watch."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.apps import apps

from records.access.models import Organization
from records.schema.registry import registry
from tests.samples import SLUGS, on_their_own, sample_body

if TYPE_CHECKING:
    from collections.abc import Callable

    from records.schema.object_types import ObjectType
    from tests.tenants import Answer, Api, Tenant

MARKER = "Quagga"
"""Stands in every text of the other organization."""
OWN = "Okapi"
NOWHERE = 2**40
"""An id that no record has."""


@dataclass(frozen=True)
class House:
    """An organization with a record of every type."""

    tenant: Tenant
    ids: dict[str, int]

    @property
    def api(self) -> Api:
        return self.tenant.api

    def body(self, slug: str, marker: str = OWN) -> dict[str, Any]:
        """Return a body that this organization may write, and nothing is in its way."""
        (ids,) = on_their_own(self.tenant, slug, self.ids, 1)
        return sample_body(type_of(slug), marker, ids)

    def rows(self) -> dict[str, list[dict[str, Any]]]:
        """Return every row that belongs to the organization, of every model."""
        return {
            model._meta.label_lower: list(
                model._base_manager.filter(organization=self.tenant.organization)
                .order_by("pk")
                .values()
            )
            for model in apps.get_models()
            if not model._meta.proxy
            and model is not Organization
            and any(one.name == "organization" for one in model._meta.fields)
        }


def type_of(slug: str) -> ObjectType:
    """Return a built-in type."""
    return registry.built_in_type(slug)


def _merge(role: str, other: str) -> Callable[[Api, str, int, int], Answer]:
    return lambda api, slug, target, mine: api.post(
        f"/api/merge_{slug}", {role: target, other: mine}
    )


# Every way to name a record in an address or in a merge: endpoint to a function of the
# client, the resource, the id that is tried and an id of the caller's own.
ENDPOINTS: dict[str, Callable[[Api, str, int, int], Answer]] = {
    "get": lambda api, slug, target, _mine: api.get(f"/api/{slug}/{target}"),
    "head": lambda api, slug, target, _mine: api("HEAD", f"/api/{slug}/{target}"),
    "put": lambda api, slug, target, _mine: api.put(
        f"/api/{slug}/{target}", {"name": "taken", "text": "taken", "config": {}}
    ),
    "put nothing": lambda api, slug, target, _mine: api.put(
        f"/api/{slug}/{target}", {}
    ),
    "patch": lambda api, slug, target, _mine: api(
        "PATCH", f"/api/{slug}/{target}", {"name": "taken", "text": "taken"}
    ),
    "delete": lambda api, slug, target, _mine: api.delete(f"/api/{slug}/{target}"),
    "purge": lambda api, slug, target, _mine: api.delete(
        f"/api/{slug}/{target}", purge="true"
    ),
    "restore": lambda api, slug, target, _mine: api.post(
        f"/api/{slug}/{target}/restore"
    ),
    "merge winner": _merge("winnerId", "loserId"),
    "merge loser": _merge("loserId", "winnerId"),
}
MERGING = ("contacts", "companies")


def targets_of(endpoint: str) -> list[str]:
    """Return the resources whose records an endpoint can name.

    A singleton is left out: any id means the caller's own.
    """
    if endpoint.startswith("merge"):
        return list(MERGING)
    return [slug for slug in SLUGS if not type_of(slug).singleton]


def assert_says_nothing(answer: Answer) -> None:
    """Fail when a text of the other organization is anywhere in an answer."""
    told = json.dumps([answer.json, answer.headers], ensure_ascii=False)
    assert MARKER.lower() not in told.lower()
