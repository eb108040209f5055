"""The one door to rows."""

from collections.abc import Callable
from typing import Any

import pytest

from records.access.models import ApiKey, Membership
from records.access.scoping import UnscopedQuery

EVALUATIONS: dict[str, Callable[[Any], Any]] = {
    "list": list,
    "bool": bool,
    "len": len,
    "repr": repr,
    "first": lambda rows: rows.first(),
    "get": lambda rows: rows.get(pk=1),
    "count": lambda rows: rows.count(),
    "exists": lambda rows: rows.exists(),
    "aggregate": lambda rows: rows.aggregate(),
    "iterator": lambda rows: list(rows.iterator()),
    "update": lambda rows: rows.update(is_active=False),
    "delete": lambda rows: rows.delete(),
    "values": lambda rows: list(rows.values("pk")),
    "slice": lambda rows: list(rows[:1]),
    "in_bulk": lambda rows: rows.in_bulk([1]),
}


@pytest.mark.parametrize("name", EVALUATIONS)
def test_rows_that_nobody_scoped_cannot_be_reached(tenant, name):
    with pytest.raises(UnscopedQuery, match="for_organization"):
        EVALUATIONS[name](Membership.objects.all())
    assert Membership.objects.everywhere().filter(is_active=True).exists()


@pytest.mark.parametrize("name", [one for one in EVALUATIONS if one != "get"])
def test_rows_of_an_organization_can(tenant, name):
    rows = Membership.objects.for_organization(tenant.organization.pk)
    assert EVALUATIONS[name](rows) is not None


def test_the_door_holds_the_rows_of_one_organization(tenant, stranger):
    rows = Membership.objects.for_organization(tenant.organization.pk)
    assert list(rows) == [tenant.membership]
    assert list(rows.filter(pk=stranger.membership.pk)) == []


def test_what_is_made_from_scoped_rows_stays_scoped(tenant, stranger):
    rows = Membership.objects.for_organization(tenant.organization.pk)
    assert (
        rows.filter(is_active=True).exclude(role="viewer").order_by("pk").count() == 1
    )


def test_everywhere_holds_all_organizations(tenant, stranger):
    assert ApiKey.objects.everywhere().count() == 2
