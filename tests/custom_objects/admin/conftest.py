"""An organization with an object of its own, and somebody who may do everything."""

import pytest

from records.access.roles import Role
from tests.custom_objects.admin.schema_desk import SchemaDesk
from tests.factories import define
from tests.tenants import new_tenant


@pytest.fixture
def owner(db):
    return new_tenant(Role.OWNER)


@pytest.fixture
def projects(owner):
    return define(
        owner.organization,
        "projects",
        title={"type": "text", "is_required": True},
        budget={"type": "currency", "settings": {"currency": "EUR"}},
        client={"type": "reference", "settings": {"object": "companies"}},
    )


@pytest.fixture
def desk(owner):
    return SchemaDesk(owner)
