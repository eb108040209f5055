"""An organization to send bad requests to."""

import pytest

from tests.bad_input.refusals import Sender
from tests.samples import furnish


@pytest.fixture
def send(tenant):
    """Sends a raw request with the key of the tenant."""
    return Sender(tenant)


@pytest.fixture
def ids(tenant):
    """The ids of one full record of every type."""
    return furnish(tenant, "Okapi")
