from importlib import import_module
from io import StringIO

import pytest
from django.apps import apps
from django.core.management import CommandError, call_command

from records.engine.tallies import Tally, live_total
from records.schema.registry import registry
from tests.factories import define

pytestmark = pytest.mark.django_db


@pytest.fixture
def filled(tenant):
    """A tenant with contacts, one archived, a company and projects."""
    define(tenant.organization, "projects", title="text")
    tenant.organization.refresh_from_db()
    for name in "abc":
        gone = tenant.make("contacts", last_name=name)
        tenant.make("projects", title=name)
    tenant.api.delete(f"/api/contacts/{gone}")
    tenant.make("companies", name="Firm")
    return tenant


def totals(tenant):
    types = registry.object_types(tenant.organization.info)
    return {
        one.slug: live_total(tenant.caller, one)
        for one in types
        if one.tally == one.slug and live_total(tenant.caller, one)
    }


def checked(*options):
    out = StringIO()
    call_command("check_totals", *options, stdout=out)
    return out.getvalue()


TRUE = {"contacts": 2, "companies": 1, "projects": 3}


def test_totals_that_are_right_are_told_as_such(filled):
    assert totals(filled) == TRUE
    assert "totals are right." in checked()


def test_a_wrong_total_is_named_and_repaired(filled):
    Tally.objects.create(organization=filled.organization, name="contacts", delta=5)
    pk = filled.organization.pk
    with pytest.raises(CommandError, match="1 of 10 totals are wrong"):
        checked()
    told = checked("--repair")
    assert f"organization {pk}: there are -5 contacts" in told
    assert "10 totals are right now." in told
    assert totals(filled) == TRUE


def test_a_store_from_before_is_counted_when_it_is_migrated(filled, stranger):
    stranger.make("contacts", last_name="x")
    Tally.objects.everywhere().delete()
    for app, name in (("crm", "0009_tallies"), ("custom_objects", "0005_tallies")):
        import_module(f"{app}.migrations.{name}").count(apps, None)
    assert totals(filled) == TRUE
    assert totals(stranger) == {"contacts": 1}
    assert "totals are right." in checked()
