"""What every test may use."""

import pytest

from tests.tenants import new_tenant

pytest_plugins = ["pytester", "tests.components", "tests.processes"]


@pytest.fixture
def tenant(db):
    """An organization with an administrator, a key and a client."""
    return new_tenant()


@pytest.fixture
def stranger(db):
    """Another organization, which must never be seen by the first."""
    return new_tenant()
