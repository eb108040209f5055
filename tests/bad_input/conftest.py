"""An organization to send bad requests to."""

import pytest

from tests.bad_input.refusals import Sender
from tests.samples import furnish
from tests.specimens import SLUG, define_specimens

OWN = (SLUG, "contacts", "deals")
"""Where there are own fields of every type: alone, and beside built-in ones."""


@pytest.fixture
def send(tenant):
    """Sends a raw request with the key of the tenant."""
    return Sender(tenant)


@pytest.fixture
def ids(tenant):
    """The ids of one full record of every type."""
    return furnish(tenant, "Okapi")


@pytest.fixture
def owned(tenant, ids):
    """The ids of a full record of every type, with own fields where there may be any."""
    for slug in OWN:
        define_specimens(tenant, slug, is_built_in=slug != SLUG)
    return {**ids, SLUG: tenant.make(SLUG, name="Okapi")}
