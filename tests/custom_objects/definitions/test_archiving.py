"""Do objects go and come back with all that is theirs?"""

import pytest

from custom_objects.definitions import (
    archive_object,
    change_object,
    define_field,
    define_object,
    restore_object,
)
from records.engine.errors import Conflict
from records.history.models import Action
from records.schema.registry import UnknownObjectType
from tests.custom_objects.definitions.logs import entries

PROJECTS = {
    "label": "Project",
    "label_plural": "Projects",
    "icon": "folder",
    "fields": [
        {"label": "Project Name", "type": "text", "is_required": True},
        {
            "label": "Status",
            "type": "status",
            "options": ["Planning", {"name": "In Progress", "color": "blue"}],
        },
        {"label": "Budget", "type": "currency", "settings": {"currency": "EUR"}},
    ],
}


def test_a_built_in_object_is_never_archived(tenant):
    for act in (archive_object, restore_object):
        with pytest.raises((Conflict, UnknownObjectType)):
            act(tenant.caller, slug="contacts")
    change_object(tenant.caller, slug="contacts", values={"is_hidden": True})
    with pytest.raises(Conflict):
        archive_object(tenant.caller, slug="contacts")


def test_archiving_and_restoring_are_told_once(tenant):
    define_object(tenant.caller, values=PROJECTS)
    assert archive_object(tenant.caller, slug="projects").archived_at is not None
    with pytest.raises(UnknownObjectType):
        archive_object(tenant.caller, slug="projects")
    assert restore_object(tenant.caller, slug="projects").archived_at is None
    restore_object(tenant.caller, slug="projects")
    assert [one.action for one in entries(tenant, "objects")] == [
        Action.CREATED,
        Action.ARCHIVED,
        Action.RESTORED,
    ]


def test_an_object_that_others_refer_to_stays(tenant):
    define_object(tenant.caller, values=PROJECTS)
    define_field(
        tenant.caller,
        object_slug="deals",
        values={
            "label": "Project",
            "type": "reference",
            "settings": {"object": "projects"},
        },
    )
    with pytest.raises(Conflict) as refusal:
        archive_object(tenant.caller, slug="projects")
    assert refusal.value.field == "deals.project"
    assert "deals.project" in refusal.value.message


def test_an_object_that_refers_to_itself_can_go(tenant):
    define_object(tenant.caller, values=PROJECTS)
    define_field(
        tenant.caller,
        object_slug="projects",
        values={
            "label": "Part of",
            "type": "reference",
            "settings": {"object": "projects"},
        },
    )
    assert archive_object(tenant.caller, slug="projects").archived_at is not None


def test_an_object_comes_back_after_what_it_refers_to(tenant):
    define_object(tenant.caller, values={"label_plural": "Customers"})
    projects = {**PROJECTS, "fields": [*PROJECTS["fields"]]}
    projects["fields"].append(
        {"label": "For", "type": "reference", "settings": {"object": "customers"}}
    )
    define_object(tenant.caller, values=projects)
    archive_object(tenant.caller, slug="projects")
    archive_object(tenant.caller, slug="customers")
    with pytest.raises(Conflict) as refusal:
        restore_object(tenant.caller, slug="projects")
    assert refusal.value.field == "for"
    restore_object(tenant.caller, slug="customers")
    assert restore_object(tenant.caller, slug="projects").archived_at is None
