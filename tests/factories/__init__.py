"""Makes rows for tests: organizations and people directly, records through the writer."""

from tests.factories.access import (
    ApiKeyFactory,
    MembershipFactory,
    OrganizationFactory,
    UserFactory,
)
from tests.factories.records import make, make_many

__all__ = [
    "ApiKeyFactory",
    "MembershipFactory",
    "OrganizationFactory",
    "UserFactory",
    "make",
    "make_many",
]
