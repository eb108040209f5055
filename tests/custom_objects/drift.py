"""Where the index says something else than the records."""

from custom_objects.rebuilding import Difference, Pass
from custom_objects.schema import schema_of
from tests.tenants import Tenant


def drift(tenant: Tenant) -> list[Difference]:
    """Return every difference in an organization, waiting fields left out."""
    tenant.organization.refresh_from_db()
    info = tenant.organization.info
    return [
        difference
        for slug in schema_of(info).objects
        for step in Pass(info, slug, is_repairing=False).steps()
        for difference in step.differences
    ]
