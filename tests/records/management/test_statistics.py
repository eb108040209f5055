"""Statistics by which the database chooses an index."""

import pytest
from django.db import connection

from crm.models import Contact
from records.management.statistics import refresh_statistics
from tests.factories import make_many

COMPANIES = 60


@pytest.fixture
def forgetful(tenant):
    """A tenant in a database that knows nothing of its tables, whatever ran before."""
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute("DROP TABLE IF EXISTS sqlite_stat1")
            cursor.execute("DROP TABLE IF EXISTS sqlite_stat4")
            cursor.execute("ANALYZE sqlite_schema")  # forgets what was read from them
    return tenant


def test_the_contacts_of_a_company_are_found_by_its_index(forgetful):
    tenant = forgetful
    companies = [{"name": f"{one}"} for one in range(COMPANIES)]
    ids = make_many(tenant.caller, "companies", companies)
    contacts = [{"company_id": one} for one in ids for _ in range(5)]
    make_many(tenant.caller, "contacts", contacts)
    rows = Contact.objects.for_organization(tenant.organization.pk).live()
    asked = rows.filter(company_id=ids[7]).order_by("pk")[:25]
    if connection.vendor == "sqlite":
        assert "company_id" not in asked.explain()
    refresh_statistics()
    assert "company_id" in asked.explain()
