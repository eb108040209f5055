"""A hundred thousand records, loaded once for all tests of this folder."""

import pytest
from django.db import connection

from custom_objects.models import CustomRecord, FieldValue
from records.access.caller import Caller
from tests.benchmarks.shipments import load_shipments
from tests.factories import OrganizationFactory

COUNT = 100_000


@pytest.fixture(scope="package")
def crowd(django_db_setup, django_db_blocker):
    """The system caller of an organization with many shipments.

    Committed, so that PostgreSQL can vacuum: only then does it trust its indexes to
    know which rows are there, as it does in production.
    """
    with django_db_blocker.unblock():
        organization = OrganizationFactory.create(name="Crowd")
        load_shipments(organization, COUNT)
        if connection.vendor == "postgresql":
            with connection.cursor() as cursor:
                cursor.execute("VACUUM ANALYZE")
    yield Caller.system(organization.info)
    with django_db_blocker.unblock():
        for model in (FieldValue, CustomRecord):
            rows = model.objects.for_organization(organization.pk)
            rows._raw_delete(rows.db)
        organization.delete()
