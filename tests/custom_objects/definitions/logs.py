"""What the log tells of a schema."""

from records.history.models import Change
from tests.tenants import Tenant


def entries(tenant: Tenant, subject: str) -> list[Change]:
    """Return the entries about objects or fields, oldest first."""
    rows = Change.objects.for_organization(tenant.organization.pk)
    return list(rows.filter(object_type=subject).order_by("pk"))


def version(tenant: Tenant) -> int:
    """Return the version of the schema that is in force."""
    tenant.organization.refresh_from_db()
    return tenant.organization.schema_version
