"""Two furnished organizations that must know nothing of each other."""

import pytest
from django.db import transaction

from records.access.roles import Role
from tests.factories import MembershipFactory, UserFactory
from tests.isolation.houses import MARKER, OWN, House
from tests.samples import furnish
from tests.tenants import new_tenant


@pytest.fixture(scope="module")
def houses(django_db_setup, django_db_blocker):
    """Both organizations, furnished once for a module; each test undoes its writes."""
    with django_db_blocker.unblock(), transaction.atomic():
        yield _own(), _foreign()
        transaction.set_rollback(True)


@pytest.fixture
def own(houses, db):
    """The caller's organization, with a record of every type."""
    return houses[0]


@pytest.fixture
def foreign(houses, db):
    """Another organization whose every text contains the marker."""
    return houses[1]


def _own():
    tenant = new_tenant(Role.OWNER)
    return House(tenant, furnish(tenant, OWN))


def _foreign():
    tenant = new_tenant(Role.OWNER, name=f"{MARKER} organization")
    tenant.user.first_name = f"{MARKER} first"
    tenant.user.last_name = f"{MARKER} last"
    tenant.user.email = f"{MARKER.lower()}@example.com"
    tenant.user.save()
    MembershipFactory(
        organization=tenant.organization,
        user=UserFactory(email=f"second-{MARKER.lower()}@example.com"),
    )
    return House(tenant, furnish(tenant, MARKER))
