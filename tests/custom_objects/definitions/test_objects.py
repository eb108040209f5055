"""Are objects defined, changed and taken away as admins ask for it?"""

import pytest

from custom_objects.definitions import (
    archive_object,
    change_object,
    define_object,
    renewed,
    restore_object,
)
from custom_objects.models import FieldDefinition, ObjectDefinition
from custom_objects.schema import schema_of
from records.access.caller import PermissionRefused
from records.access.roles import Permission
from records.engine.errors import ValidationFailed
from records.history.models import Action
from records.schema.problems import Code
from records.schema.registry import UnknownObjectType
from tests.custom_objects.definitions.logs import entries, version

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


def problems(refusal):
    return {one.field: one.code for one in refusal.value.problems}


def fields_of(row):
    rows = FieldDefinition.objects.for_organization(row.organization_id)
    return list(rows.filter(object=row).order_by("position"))


def test_an_object_is_defined_with_its_first_fields(tenant):
    row = define_object(tenant.caller, values=PROJECTS)
    assert (row.slug, row.label, row.label_plural) == (
        "projects",
        "Project",
        "Projects",
    )
    assert (row.icon, row.position, row.is_built_in) == ("folder", 0, False)
    assert [(one.slug, one.type, one.position) for one in fields_of(row)] == [
        ("project_name", "text", 0),
        ("status", "status", 1),
        ("budget", "currency", 2),
    ]
    assert fields_of(row)[0].is_required
    assert fields_of(row)[2].settings == {"currency": "EUR"}


def test_defining_an_object_is_one_entry_that_tells_everything(tenant):
    row = define_object(tenant.caller, values=PROJECTS)
    (entry,) = entries(tenant, "objects")
    assert (entry.action, entry.record_id) == (Action.CREATED, row.pk)
    assert entry.actor_id == tenant.caller.user_id
    assert entry.after["label_plural"] == "Projects"
    assert entry.after["fields"][1] == {
        "slug": "status",
        "type": "status",
        "label": "Status",
        "is_filterable": True,
        "position": 1,
        "options": [
            {"slug": "planning", "name": "Planning"},
            {"slug": "in_progress", "name": "In Progress", "color": "blue"},
        ],
    }
    assert entries(tenant, "fields") == []


def test_every_change_of_the_schema_moves_its_version(tenant):
    before = version(tenant)
    define_object(tenant.caller, values=PROJECTS)
    first = version(tenant)
    change_object(tenant.caller, slug="projects", values={"icon": "star"})
    assert before < first < version(tenant)


def test_an_object_without_fields_gets_a_name(tenant):
    row = define_object(tenant.caller, values={"label_plural": "Assets"})
    (name,) = fields_of(row)
    assert (name.slug, name.type, name.is_required) == ("name", "text", True)


def test_objects_are_appended(tenant):
    rows = [
        define_object(tenant.caller, values={"label_plural": label})
        for label in ("Assets", "Books")
    ]
    assert [one.position for one in rows] == [0, 1]


@pytest.mark.parametrize(
    ("label", "slug"),
    [
        ("Projects", "projects_2"),
        ("Contacts", "contacts_2"),
        ("Webhooks", "webhooks_2"),
    ],
)
def test_a_slug_that_is_taken_or_ours_gets_a_number(tenant, label, slug):
    define_object(tenant.caller, values=PROJECTS)
    assert define_object(tenant.caller, values={"label_plural": label}).slug == slug


def test_the_slug_of_an_archived_object_is_never_given_again(tenant):
    define_object(tenant.caller, values=PROJECTS)
    archive_object(tenant.caller, slug="projects")
    assert define_object(tenant.caller, values=PROJECTS).slug == "projects_2"


@pytest.mark.parametrize(
    ("slug", "code"),
    [
        ("projects", Code.TAKEN),
        ("contacts", Code.INVALID),
        ("webhooks", Code.INVALID),
        ("My-Slug", Code.INVALID),
        (7, Code.INVALID_TYPE),
    ],
)
def test_a_slug_asked_for_is_given_or_refused(tenant, slug, code):
    define_object(tenant.caller, values=PROJECTS)
    with pytest.raises(ValidationFailed) as refusal:
        define_object(tenant.caller, values={"label_plural": "More", "slug": slug})
    assert problems(refusal) == {"slug": code}


def test_two_organizations_may_use_one_slug(tenant, stranger):
    mine = define_object(tenant.caller, values=PROJECTS)
    theirs = define_object(stranger.caller, values=PROJECTS)
    assert mine.slug == theirs.slug
    with pytest.raises(UnknownObjectType):
        archive_object(stranger.caller, slug="unknown")
    archive_object(stranger.caller, slug="projects")
    mine.refresh_from_db()
    assert mine.archived_at is None


def test_all_problems_are_told_at_once_and_nothing_is_kept(tenant):
    before = version(tenant)
    with pytest.raises(ValidationFailed) as refusal:
        define_object(
            tenant.caller,
            values={
                "label_plural": " ",
                "icon": "x" * 51,
                "is_hidden": "perhaps",
                "color": "red",
                "display_field": "nothing",
                "fields": [
                    {"label": "A", "type": "text"},
                    {"label": "a", "type": "teleport"},
                    {"type": "text", "is_requird": True},
                    "B",
                    {"label": "S", "type": "status"},
                    {"label": "T", "type": "status", "options": ["X", " x", 5]},
                ],
            },
        )
    assert problems(refusal) == {
        "label_plural": Code.REQUIRED,
        "icon": Code.TOO_LONG,
        "is_hidden": Code.INVALID_TYPE,
        "color": Code.UNKNOWN_FIELD,
        "display_field": Code.UNKNOWN_FIELD,
        "fields[1].type": Code.INVALID,
        "fields[1].label": Code.TAKEN,
        "fields[2].label": Code.REQUIRED,
        "fields[2].is_requird": Code.UNKNOWN_FIELD,
        "fields[3]": Code.INVALID_TYPE,
        "fields[4].options": Code.REQUIRED,
        "fields[5].options[1].name": Code.TAKEN,
        "fields[5].options[2].name": Code.INVALID_TYPE,
    }
    assert version(tenant) == before
    assert not ObjectDefinition.objects.for_organization(
        tenant.organization.pk
    ).exists()
    assert entries(tenant, "objects") == []


@pytest.mark.parametrize("fields", ["Name", {"label": "Name"}, 5])
def test_fields_are_a_list(tenant, fields):
    with pytest.raises(ValidationFailed) as refusal:
        define_object(tenant.caller, values={"label_plural": "A", "fields": fields})
    assert problems(refusal) == {"fields": Code.INVALID_TYPE}


def test_a_field_can_refer_to_the_object_that_is_being_defined(tenant):
    row = define_object(
        tenant.caller,
        values={
            "label_plural": "Rooms",
            "fields": [
                {"label": "Name", "type": "text"},
                {
                    "label": "Inside",
                    "type": "reference",
                    "settings": {"object": "rooms"},
                },
            ],
        },
    )
    assert fields_of(row)[1].settings == {"object": "rooms"}


def test_the_display_field_is_one_of_the_texts(tenant):
    values = {**PROJECTS, "display_field": "project_name"}
    row = define_object(tenant.caller, values=values)
    assert row.display_field.slug == "project_name"
    with pytest.raises(ValidationFailed) as refusal:
        change_object(
            tenant.caller, slug="projects", values={"display_field": "budget"}
        )
    assert problems(refusal) == {"display_field": Code.INVALID}
    row = change_object(tenant.caller, slug="projects", values={"display_field": None})
    assert row.display_field is None


def test_a_change_is_kept_and_told(tenant):
    row = define_object(tenant.caller, values=PROJECTS)
    changed = change_object(
        tenant.caller,
        slug="projects",
        values={"label_plural": "Jobs", "icon": "folder", "is_hidden": True},
    )
    assert (changed.pk, changed.slug) == (row.pk, "projects")
    row.refresh_from_db()
    assert (row.label_plural, row.is_hidden) == ("Jobs", True)
    last = entries(tenant, "objects")[-1]
    assert last.before == {"label_plural": "Projects", "is_hidden": False}
    assert last.after == {"label_plural": "Jobs", "is_hidden": True}


def test_a_change_of_nothing_leaves_no_trace(tenant):
    row = define_object(tenant.caller, values=PROJECTS)
    before = version(tenant)
    change_object(
        tenant.caller,
        slug="projects",
        values={"label_plural": " Projects ", "slug": "projects", "position": 0},
    )
    stored = ObjectDefinition.objects.for_organization(row.organization_id).get()
    assert stored.updated_at == row.updated_at
    assert version(tenant) == before
    assert len(entries(tenant, "objects")) == 1


def test_clients_keep_settings_with_an_object(tenant):
    values = {"label_plural": "Projects", "settings": {"view": {"columns": [1, None]}}}
    row = define_object(tenant.caller, values=values)
    assert row.settings == values["settings"]
    change_object(tenant.caller, slug="projects", values={"settings": {"a": 1}})
    schema = schema_of(renewed(tenant.caller).organization)
    assert schema.objects["projects"].settings == {"a": 1}
    change_object(tenant.caller, slug="projects", values={"settings": {"a": 1}})
    (_defined, changed) = entries(tenant, "objects")
    assert (changed.before, changed.after) == (
        {"settings": values["settings"]},
        {"settings": {"a": 1}},
    )


def test_true_in_settings_is_no_one(tenant):
    define_object(
        tenant.caller, values={"label_plural": "Projects", "settings": {"a": 1}}
    )
    row = change_object(
        tenant.caller, slug="projects", values={"settings": {"a": True}}
    )
    row.refresh_from_db()
    assert row.settings["a"] is True


@pytest.mark.parametrize(
    ("settings", "code"),
    [
        ([], Code.INVALID_TYPE),
        ("x", Code.INVALID_TYPE),
        ({"a": "x" * 20_000}, Code.TOO_LONG),
    ],
    ids=("list", "text", "long"),
)
def test_settings_are_an_object_of_some_size(tenant, settings, code):
    define_object(tenant.caller, values={"label_plural": "Projects"})
    with pytest.raises(ValidationFailed) as refusal:
        change_object(tenant.caller, slug="projects", values={"settings": settings})
    assert {one.field: one.code for one in refusal.value.problems} == {"settings": code}


def test_what_never_changes_is_refused(tenant):
    define_object(tenant.caller, values=PROJECTS)
    with pytest.raises(ValidationFailed) as refusal:
        change_object(
            tenant.caller,
            slug="projects",
            values={"slug": "jobs", "label_plural": "", "fields": []},
        )
    assert problems(refusal) == {
        "slug": Code.READ_ONLY,
        "label_plural": Code.REQUIRED,
        "fields": Code.UNKNOWN_FIELD,
    }


def test_a_built_in_object_is_adjusted_in_one_organization(tenant, stranger):
    row = change_object(
        tenant.caller, slug="deals", values={"label_plural": "Orders", "icon": "cart"}
    )
    assert (row.is_built_in, row.slug, row.label) == (True, "deals", "")
    again = change_object(tenant.caller, slug="deals", values={"label_plural": ""})
    assert (again.pk, again.label_plural, again.icon) == (row.pk, "", "cart")
    theirs = ObjectDefinition.objects.for_organization(stranger.organization.pk)
    assert not theirs.exists()


def test_a_change_of_nothing_makes_no_row_for_a_built_in_object(tenant):
    change_object(tenant.caller, slug="deals", values={"is_hidden": False})
    rows = ObjectDefinition.objects.for_organization(tenant.organization.pk)
    assert not rows.exists()


@pytest.mark.parametrize(
    "act",
    [
        lambda caller: define_object(caller, values=PROJECTS),
        lambda caller: change_object(caller, slug="deals", values={"label": "X"}),
        lambda caller: archive_object(caller, slug="projects"),
        lambda caller: restore_object(caller, slug="projects"),
    ],
    ids=["define", "change", "archive", "restore"],
)
def test_only_who_may_change_the_schema_does(tenant, act):
    with pytest.raises(PermissionRefused) as refusal:
        act(tenant.colleague("member").caller)
    assert refusal.value.permission is Permission.SCHEMA


@pytest.mark.parametrize("slug", ["nothing", "", "projects"])
def test_an_unknown_object_is_told(tenant, slug):
    for act in (archive_object, restore_object):
        with pytest.raises(UnknownObjectType):
            act(tenant.caller, slug=slug)
    with pytest.raises(UnknownObjectType):
        change_object(tenant.caller, slug=slug, values={})
