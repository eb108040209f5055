"""Are values that come from other records theirs? The oracle takes them as read."""

import pytest

from records.access.roles import Role
from tests.equivalence.populations import new_world

# Resource, field, the reference it follows, the resource and field it reads there.
JOINED = [
    ("contacts", "company_name", "company_id", "companies", "name"),
    ("contacts_summary", "company_name", "company_id", "companies", "name"),
    ("deals", "company_name", "company_id", "companies", "name"),
    ("deals", "contact_name", "contact_id", "contacts", "name"),
    ("deals", "status", "stage_id", "stages", "slug"),
    ("deals", "pipeline_id", "stage_id", "stages", "pipeline_id"),
    ("stages", "pipeline_name", "pipeline_id", "pipelines", "name"),
    ("orders", "deal_name", "deal_id", "deals", "name"),
    ("associated_contacts", "deal_name", "deal_id", "deals", "name"),
    ("associated_contacts", "contact_name", "contact_id", "contacts", "name"),
    ("associated_contacts", "company_name", "company_id", "companies", "name"),
]
# Resource, field, and what is counted there: archived records count too (contract §12).
COUNTED = [
    ("companies_summary", "nb_deals", "deals", "company_id"),
    ("companies_summary", "nb_contacts", "contacts", "company_id"),
    ("contacts_summary", "nb_tasks", "tasks", "contact_id"),
]


@pytest.fixture
def world(tenant):
    """A world in which everything points at something, some of it archived."""
    world = new_world(tenant)
    pools = world.pools
    for company in (*pools["companies"], None):
        for contact in (*pools["contacts"][:2], None):
            tenant.make("deals", name="d", company_id=company, contact_id=contact)
            tenant.make("tasks", text="t", contact_id=contact)
        tenant.make("contacts", last_name="c", company_id=company)
    for deal in pools["deals"]:
        tenant.make("orders", deal_id=deal)
        associate = {"deal_id": deal}
        tenant.make("associated_contacts", **associate, contact_id=pools["contacts"][1])
        tenant.make(
            "associated_contacts", **associate, company_id=pools["companies"][1]
        )
    for slug in ("companies", "contacts", "deals", "tasks"):
        assert tenant.api.delete(f"/api/{slug}/{pools[slug][0]}").status == 200
    return world


@pytest.mark.parametrize(("slug", "field", "key", "target", "source"), JOINED)
def test_a_joined_value_is_that_of_the_record_it_points_at(
    world, slug, field, key, target, source
):
    sources = {row["id"]: row[source] for row in world.rows(target)}
    rows = world.rows(slug)
    assert any(row[key] for row in rows)
    for row in rows:
        assert row[field] == (None if row[key] is None else sources[row[key]])


@pytest.mark.parametrize(("slug", "field", "counted", "key"), COUNTED)
def test_a_count_is_the_number_of_records_that_point_there(
    world, slug, field, counted, key
):
    holders = [row[key] for row in world.rows(counted)]
    rows = world.rows(slug)
    assert any(row[field] for row in rows)
    for row in rows:
        assert row[field] == holders.count(row["id"])


def test_who_administers_follows_from_the_role(tenant):
    for role in Role:
        tenant.colleague(role)
    for row in tenant.api.get("/api/crm_users").json:
        assert row["administrator"] == (row["role"] in ("owner", "admin"))
        assert row["disabled"] is False
