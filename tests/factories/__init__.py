"""Makes rows for tests: organizations and people directly, records through the writer."""

from tests.factories.access import (
    ApiKeyFactory,
    MembershipFactory,
    OrganizationFactory,
    UserFactory,
)
from tests.factories.records import make, make_many
from tests.factories.schema import define, touch_schema

__all__ = [
    "ApiKeyFactory",
    "MembershipFactory",
    "OrganizationFactory",
    "UserFactory",
    "define",
    "make",
    "make_many",
    "touch_schema",
]
