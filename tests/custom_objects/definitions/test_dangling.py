"""Does nothing that comes back from the archive point at a record that is gone?"""

import pytest

from custom_objects.definitions import (
    archive_field,
    archive_object,
    define_object,
    restore_field,
    restore_object,
)
from custom_objects.models import CustomRecord
from records.engine.removal import purge_record, remove_record
from records.history.models import Action, Change
from records.schema.registry import registry
from tests.custom_objects.definitions.acts import define
from tests.custom_objects.drift import drift


@pytest.fixture
def people(tenant):
    """Three contacts."""
    return [tenant.make("contacts", first_name=name) for name in "ABC"]


@pytest.fixture
def project(tenant, people):
    """A record that refers to a contact, and to all three."""
    define_object(tenant.caller, values={"label_plural": "Projects"})
    for label, chosen in (("Lead", "reference"), ("Team", "multi_reference")):
        define(tenant, label=label, type=chosen, settings={"object": "contacts"})
    define(tenant, label="Seller", type="user")
    tenant.organization.refresh_from_db()
    return tenant.make(
        "projects",
        name="P",
        lead=people[0],
        team=people,
        seller=tenant.caller.user_id,
    )


def act(tenant, name, *slugs):
    for slug in slugs:
        name(tenant.caller, object_slug="projects", slug=slug)
    tenant.organization.refresh_from_db()


def contacts(tenant):
    return registry.resolve(tenant.caller.organization, "contacts")


def bag(project):
    return CustomRecord.objects.everywhere().get(pk=project).custom_fields


def test_a_field_comes_back_without_records_that_are_gone(tenant, people, project):
    act(tenant, archive_field, "lead", "team", "seller")
    purge_record(tenant.caller, contacts(tenant), people[0])
    remove_record(tenant.caller, contacts(tenant), people[1])
    act(tenant, restore_field, "lead", "team", "seller")
    assert bag(project) == {
        "name": "P",
        "team": people[1:],
        "seller": tenant.caller.user_id,
    }
    assert drift(tenant) == []
    log = Change.objects.for_organization(tenant.organization.pk)
    told = log.filter(object_type="projects", action=Action.UPDATED)
    assert [(one.record_id, one.before, one.after) for one in told.order_by("pk")] == [
        (project, {"lead": people[0]}, {"lead": None}),
        (project, {"team": people}, {"team": people[1:]}),
    ]


def test_an_object_comes_back_without_records_that_are_gone(tenant, people, project):
    archive_object(tenant.caller, slug="projects")
    tenant.organization.refresh_from_db()
    for one in people:
        purge_record(tenant.caller, contacts(tenant), one)
    restore_object(tenant.caller, slug="projects")
    assert bag(project) == {"name": "P", "seller": tenant.caller.user_id}
    assert drift(tenant) == []


def test_what_is_still_there_stays_as_it_is(tenant, people, project):
    before = bag(project)
    act(tenant, archive_field, "lead", "team")
    act(tenant, restore_field, "lead", "team")
    assert bag(project) == before
    log = Change.objects.for_organization(tenant.organization.pk)
    assert not log.filter(object_type="projects", action=Action.UPDATED).exists()
