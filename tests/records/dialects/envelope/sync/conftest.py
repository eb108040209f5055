"""An organization whose log other transactions can see."""

import pytest

from tests.envelopes import envelope_of
from tests.records.dialects.envelope.sync.devices import Device
from tests.tenants import new_tenant


@pytest.fixture
def tenant(transactional_db):
    """Replace the tenant of the other tests: a feed shows committed rows only."""
    return new_tenant()


@pytest.fixture
def v2(tenant):
    return envelope_of(tenant)


@pytest.fixture
def device(tenant):
    """A device that has seen all there is."""
    device = Device(tenant)
    device.follow()
    return device
