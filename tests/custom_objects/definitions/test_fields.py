"""Are fields defined, changed and taken away as admins ask for it?"""

import pytest

from custom_objects.definitions import (
    archive_field,
    archive_object,
    change_object,
    define_object,
    restore_field,
)
from custom_objects.models import FieldOption
from records.access.caller import PermissionRefused
from records.engine.errors import (
    Conflict,
    FieldNotFound,
)
from records.history.models import Action
from records.schema.problems import Code
from tests.custom_objects.definitions.acts import change, define, order, refused
from tests.custom_objects.definitions.logs import entries, version


def test_a_change_is_kept_and_told(tenant, projects):
    before = version(tenant)
    told = {"label": "Notes", "is_hidden": True, "help_text": "Any.", "icon": "pen"}
    row = change(tenant, "note", **told)
    row.refresh_from_db()
    assert (row.label, row.slug, row.is_hidden) == ("Notes", "note", True)
    (entry,) = entries(tenant, "fields")
    untold = {"label": "Note", "is_hidden": False, "help_text": "", "icon": ""}
    assert (entry.before, entry.after) == (untold, told)
    assert version(tenant) > before


def test_a_change_of_nothing_leaves_no_trace(tenant, projects):
    before = version(tenant)
    row = change(
        tenant,
        "state",
        label="State",
        slug="state",
        type="status",
        position=1,
        is_hidden=None,
        default=None,
        settings={},
        options=["New", {"slug": "done"}],
    )
    assert entries(tenant, "fields") == []
    assert version(tenant) == before
    assert row.updated_at == projects.updated_at


@pytest.mark.parametrize(
    ("slug", "values", "problems"),
    [
        ("title", {"slug": "other"}, {"slug": Code.READ_ONLY}),
        ("title", {"type": "number"}, {"type": Code.READ_ONLY}),
        ("title", {"type": "teleport"}, {"type": Code.INVALID}),
        ("title", {"label": ""}, {"label": Code.REQUIRED}),
        ("title", {"label": "NOTE"}, {"label": Code.TAKEN}),
        ("title", {"label": "state"}, {"label": Code.TAKEN}),
        ("state", {"options": []}, {"options": Code.REQUIRED}),
        ("state", {"is_searchable": True}, {"is_searchable": Code.INVALID}),
        ("note", {"is_unique": True}, {"is_unique": Code.INVALID}),
    ],
)
def test_a_change_that_cannot_be_is_refused(tenant, projects, slug, values, problems):
    assert refused(change, tenant, slug, **values) == problems
    assert entries(tenant, "fields") == []


def test_a_label_may_change_in_its_letter_case(tenant, projects):
    assert change(tenant, "title", label="TITLE").label == "TITLE"
    assert change(tenant, "title", label="title").label == "title"


def test_an_unknown_field_is_told(tenant, stranger, projects):
    define_object(stranger.caller, values={"label_plural": "Projects"})
    for act in (archive_field, restore_field):
        with pytest.raises(FieldNotFound):
            act(tenant.caller, object_slug="projects", slug="nothing")
    with pytest.raises(FieldNotFound):
        change(stranger, "title", label="Mine")


@pytest.mark.parametrize(
    ("old", "new"),
    [("text", "long_text"), ("long_text", "text"), ("text", "email"), ("url", "text")],
)
def test_a_type_changes_among_texts(tenant, projects, old, new):
    define(tenant, label="It", type=old)
    assert change(tenant, "it", type=new).type == new


def test_a_changed_type_must_take_what_the_field_is(tenant, projects):
    define(tenant, label="It", type="text", default="hello")
    assert refused(change, tenant, "it", type="email") == {"default": Code.INVALID}
    assert change(tenant, "it", type="email", default=None).type == "email"
    change(tenant, "it", is_unique=True)
    assert refused(change, tenant, "it", type="long_text") == {
        "is_unique": Code.INVALID
    }


def test_settings_are_merged(tenant, projects):
    define(
        tenant,
        label="Who",
        type="reference",
        settings={"object": "contacts", "display_field": "email"},
    )
    row = change(tenant, "who", settings={"related_list": True})
    assert row.settings == {
        "object": "contacts",
        "display_field": "email",
        "related_list": True,
    }
    row = change(tenant, "who", settings={"display_field": None, "object": "contacts"})
    assert row.settings == {"object": "contacts", "related_list": True}
    assert refused(change, tenant, "who", settings={"object": "companies"}) == {
        "settings": Code.READ_ONLY
    }
    assert refused(change, tenant, "who", settings={"related_list": "yes"}) == {
        "settings": Code.INVALID_TYPE
    }


def test_a_default_goes_before_its_option(tenant, projects):
    change(tenant, "state", default="New")
    assert refused(change, tenant, "state", options=["Done"]) == {
        "default": Code.INVALID
    }
    row = change(tenant, "state", options=["Done"], default="Done")
    done = FieldOption.objects.for_organization(tenant.organization.pk).get(name="Done")
    assert row.default == done.pk


def test_fields_are_put_in_any_order(tenant, projects):
    change(tenant, "note", position=0)
    assert order(projects) == ["note", "title", "state"]
    change(tenant, "note", position=99)
    assert order(projects) == ["title", "state", "note"]
    define(tenant, label="Between", type="text", position=1)
    assert order(projects) == ["title", "between", "state", "note"]
    last = entries(tenant, "fields")[-1]
    assert last.after["position"] == 1
    archive_field(tenant.caller, object_slug="projects", slug="between")
    assert order(projects) == ["title", "state", "note"]
    restore_field(tenant.caller, object_slug="projects", slug="between")
    assert order(projects) == ["title", "state", "note", "between"]


def test_archiving_and_restoring_are_told_once(tenant, projects):
    archive_field(tenant.caller, object_slug="projects", slug="note")
    with pytest.raises(FieldNotFound):
        archive_field(tenant.caller, object_slug="projects", slug="note")
    with pytest.raises(FieldNotFound):
        change(tenant, "note", label="Notes")
    restore_field(tenant.caller, object_slug="projects", slug="note")
    restore_field(tenant.caller, object_slug="projects", slug="note")
    actions = [one.action for one in entries(tenant, "fields")]
    assert actions == [Action.ARCHIVED, Action.RESTORED]


def test_a_field_comes_back_when_its_label_is_free(tenant, projects):
    archive_field(tenant.caller, object_slug="projects", slug="note")
    define(tenant, label="NOTE", type="text")
    with pytest.raises(Conflict) as refusal:
        restore_field(tenant.caller, object_slug="projects", slug="note")
    assert refusal.value.field == "note"
    change(tenant, "note_2", label="Other")
    restore_field(tenant.caller, object_slug="projects", slug="note")
    assert order(projects) == ["title", "state", "note_2", "note"]


def test_a_field_comes_back_when_what_it_refers_to_is_there(tenant, projects):
    define_object(tenant.caller, values={"label_plural": "Rooms"})
    define(tenant, label="Where", type="reference", settings={"object": "rooms"})
    archive_field(tenant.caller, object_slug="projects", slug="where")
    archive_object(tenant.caller, slug="rooms")
    with pytest.raises(Conflict):
        restore_field(tenant.caller, object_slug="projects", slug="where")


def test_the_field_that_records_are_known_by_stays(tenant, projects):
    def archive(slug):
        return archive_field(tenant.caller, object_slug="projects", slug=slug)

    with pytest.raises(Conflict):
        archive("title")
    change_object(tenant.caller, slug="projects", values={"display_field": "note"})
    archive("title")
    with pytest.raises(Conflict):
        archive("note")


def test_a_built_in_field_is_never_archived(tenant):
    with pytest.raises(Conflict):
        archive_field(tenant.caller, object_slug="contacts", slug="email")


@pytest.mark.parametrize("act", [archive_field, restore_field])
def test_only_who_may_change_the_schema_does(tenant, projects, act):
    colleague = tenant.colleague("member")
    with pytest.raises(PermissionRefused):
        act(colleague.caller, object_slug="projects", slug="note")
    with pytest.raises(PermissionRefused):
        define(colleague, label="A", type="text")
    with pytest.raises(PermissionRefused):
        change(colleague, "note", label="B")
