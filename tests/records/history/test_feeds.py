"""Which changes could be seen, and which could not."""

import pytest
from django.db import connection

from records.history.feeds import Horizon
from records.history.models import Change
from tests.tenants import new_tenant


@pytest.fixture
def tenant(transactional_db):
    return new_tenant()


def ids(tenant, condition):
    rows = Change.objects.for_organization(tenant.organization.pk).filter(condition)
    return list(rows.order_by("id").values_list("id", flat=True))


def test_a_horizon_parts_what_was_there_from_what_came_later(tenant):
    everything = Change.objects.for_organization(tenant.organization.pk)
    before = list(everything.order_by("id").values_list("id", flat=True))
    horizon = Horizon.now()
    tenant.make("leads", last_name="L")
    assert ids(tenant, horizon.contains()) == before
    later = ids(tenant, horizon.lacks())
    assert len(later) == 1
    assert later[0] > max(before)
    after = Horizon.now()
    assert ids(tenant, after.lacks()) == []
    assert ids(tenant, horizon.lacks() & after.contains()) == later


def test_nothing_was_seen_at_first(tenant):
    nothing = Horizon()
    assert not nothing
    assert ids(tenant, nothing.contains()) == []
    assert ids(tenant, nothing.lacks()) == ids(tenant, Horizon.now().contains())


def test_an_empty_log_has_a_horizon(transactional_db):
    assert Change.objects.everywhere().count() == 0
    horizon = Horizon.now()
    assert horizon
    assert horizon.is_of_this_database()


@pytest.mark.parametrize(
    ("text", "sqlite", "postgresql"),
    [
        ("", True, True),
        ("57", True, False),
        ("10:20:10,14", False, True),
        ("10:10:", False, True),
        ("10:900000000000:", False, False),
        ("nonsense", False, False),
        ("a:b:c", False, False),
    ],
)
def test_a_horizon_of_another_database_is_known_as_such(
    transactional_db, text, sqlite, postgresql
):
    expected = postgresql if connection.vendor == "postgresql" else sqlite
    assert Horizon(text).is_of_this_database() is expected
