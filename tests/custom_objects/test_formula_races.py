"""Stored formulas stay true while they, what they name and their records change at once."""

import pytest

from custom_objects.definitions import backfill, change_field, define_object
from custom_objects.models import CustomRecord
from custom_objects.rebuilding import Pass
from records.access.models import Organization
from records.engine.writer import create_record, update_record
from records.members.organizations import update_organization
from records.schema.registry import registry
from tests.custom_objects.drift import drift
from tests.tenants import new_tenant
from tests.threads import at_once, shared_database

pytestmark = pytest.mark.django_db(transaction=True)

WRITES = 10
ZONES = ("Europe/Berlin", "America/New_York", "Asia/Tokyo", "UTC")


@pytest.fixture
def tenant(transactional_db):
    """Replace the tenant of the other tests: threads see committed rows only."""
    return new_tenant()


def formula(label, expression):
    settings = {"expression": expression}
    return {"label": label, "type": "formula", "settings": settings}


@pytest.fixture
def projects(tenant):
    """An object with formulas over a number, an option and a moment."""
    fields = [
        {"label": "Title", "type": "text"},
        {"label": "Amount", "type": "number"},
        {"label": "Stage", "type": "status", "options": ["New", "Old"]},
        formula("Total", "amount * 2"),
        formula("Told", "total & ' ' & stage"),
        formula("Day", "date(created_at) & ' ' & hour(created_at)"),
    ]
    define_object(tenant.caller, values={"label_plural": "Projects", "fields": fields})


def current(tenant):
    """Return caller and type as a request that begins now would know them."""
    caller = new_caller(tenant)
    return caller, registry.resolve(caller.organization, "projects")


def new_caller(tenant):
    tenant_now = Organization.objects.get(pk=tenant.organization.pk)
    return type(tenant)(tenant_now, tenant.membership, tenant.key).caller


def writing(tenant, title):
    """Return a client that creates records and changes them."""

    def act():
        for number in range(WRITES):
            made = create_record(*current(tenant), {"title": title, "stage": "new"})
            update_record(*current(tenant), made, {"amount": number})

    return act


def change(tenant, slug, **values):
    change_field(new_caller(tenant), object_slug="projects", slug=slug, values=values)


def change_formula_and_option(tenant):
    for number in range(4):
        change(tenant, "total", settings={"expression": f"amount * {number}"})
        options = [
            {"slug": "new", "name": f"New {number}"},
            {"slug": "old", "name": "Old"},
        ]
        change(tenant, "stage", options=options)


def move_around_the_world(tenant):
    for zone in ZONES:
        update_organization(new_caller(tenant), {"time_zone": zone})


def rebuild(tenant, times=1):
    for _number in range(times):
        info = new_caller(tenant).organization
        list(Pass(info, "projects", is_pending=True).steps())


@pytest.mark.parametrize("at_once_up_to", [2_000, 0], ids=["at once", "later"])
def test_no_stored_formula_is_left_behind(
    tenant, projects, tmp_path, monkeypatch, at_once_up_to
):
    monkeypatch.setattr(backfill, "AT_ONCE", at_once_up_to)
    acts = [
        lambda: change_formula_and_option(tenant),
        lambda: move_around_the_world(tenant),
        lambda: rebuild(tenant, times=3),
        *(writing(tenant, one) for one in "ab"),
    ]
    with shared_database(tmp_path):
        results = at_once(acts)
    assert [one for one in results if isinstance(one, Exception)] == []
    rebuild(tenant)
    assert drift(tenant) == []
    records = CustomRecord.objects.for_organization(tenant.organization.pk)
    assert records.count() == 2 * WRITES
    for one in records:
        bag = one.custom_fields
        assert bag["total"] == bag["amount"] * 3
        assert bag["told"] == f"{bag['total']} New 3"
        assert bag["day"] == f"{one.created_at:%Y-%m-%d} {one.created_at.hour}"
