"""What every test may use."""

import pytest
from django.db import connection

from tests.envelopes import envelope_of
from tests.tenants import new_tenant

pytest_plugins = ["pytester", "tests.components", "tests.processes"]


@pytest.fixture
def tenant(db):
    """An organization with an administrator, a key and a client."""
    return new_tenant()


@pytest.fixture
def v2(tenant):
    """A client of the envelope dialect with the key of the tenant."""
    return envelope_of(tenant)


@pytest.fixture
def stranger(db):
    """Another organization, which must never be seen by the first."""
    return new_tenant()


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup, django_db_blocker):
    """The test database, whose last sessions are ended before it is dropped.

    A thread of a race may leave a pooled connection open, and PostgreSQL drops no
    database that somebody is connected to.
    """
    yield
    if connection.vendor == "postgresql":
        with django_db_blocker.unblock(), connection.cursor() as cursor:
            cursor.execute(
                "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
                " WHERE datname = current_database() AND pid <> pg_backend_pid()"
            )
