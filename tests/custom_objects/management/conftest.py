"""An index that the commands can be asked about."""

import io

import pytest
from django.core.management import call_command

from custom_objects.models import FieldDefinition, FieldValue
from tests.factories import define, make_many
from tests.factories.schema import touch_schema


class Records:
    """Records of an object of a tenant, and what can be wrong about their values."""

    def __init__(self, tenant):
        self.tenant = tenant
        self.fields = define(
            tenant.organization, "projects", title="text", budget="number"
        )
        batch = [{"title": f"T{n}", "budget": n} for n in range(5)]
        self.ids = make_many(tenant.caller, "projects", batch)
        self.organization = tenant.organization.pk

    def rows(self, slug):
        return FieldValue.objects.of_fields([self.fields[slug].pk])

    def wait(self, slug):
        """Let a field wait for its rows."""
        self.rows(slug).delete()
        fields = FieldDefinition.objects.for_organization(self.organization)
        fields.filter(slug=slug).update(backfilled_to=0)
        self.tenant.organization.refresh_from_db()
        touch_schema(self.tenant.organization)

    def waits(self, slug):
        fields = FieldDefinition.objects.for_organization(self.organization)
        return fields.get(slug=slug).backfilled_to is not None


@pytest.fixture
def records(tenant):
    return Records(tenant)


@pytest.fixture
def run():
    """Run a command and return what it says on standard output, line by line."""

    def call(name, *arguments):
        out = io.StringIO()
        call_command(name, *arguments, stdout=out, stderr=io.StringIO())
        return out.getvalue().splitlines()

    return call
