"""Is what was asked for a field, and is everything that is wrong told?"""

import pytest

from custom_objects.definitions import (
    archive_field,
    archive_object,
    define_object,
)
from custom_objects.field_types import FIELD_TYPES
from custom_objects.models import ObjectDefinition
from records.engine.errors import (
    NotSupported,
)
from records.history.models import Action
from records.schema.problems import Code
from records.schema.registry import UnknownObjectType
from tests.custom_objects.definitions.acts import define, order, refused, settings_for
from tests.custom_objects.definitions.logs import entries


def test_a_field_is_appended_to_an_object(tenant, projects):
    row = define(tenant, label="Due Date", type="date", help_text="By then.")
    assert (row.slug, row.type, row.help_text) == ("due_date", "date", "By then.")
    assert (row.is_filterable, row.is_required, row.is_hidden) == (True, False, False)
    assert order(projects) == ["title", "state", "note", "due_date"]
    (entry,) = entries(tenant, "fields")
    assert (entry.action, entry.record_id) == (Action.CREATED, row.pk)
    assert entry.after == {
        "object": "projects",
        "slug": "due_date",
        "type": "date",
        "label": "Due Date",
        "help_text": "By then.",
        "is_filterable": True,
        "position": 3,
    }


def test_a_field_of_a_built_in_object_needs_no_preparation(tenant, stranger):
    row = define(tenant, "contacts", label="Deal Value", type="currency", default=0)
    assert (row.object.slug, row.object.is_built_in) == ("contacts", True)
    assert (row.slug, row.default) == ("deal_value", 0)
    define(tenant, "contacts", label="Shoe size", type="number")
    rows = ObjectDefinition.objects.for_organization(tenant.organization.pk)
    assert rows.count() == 1
    assert define(stranger, "contacts", label="Deal Value", type="date").pk != row.pk


@pytest.mark.parametrize("slug", ["tags", "crm_users", "contacts_summary", "tasks"])
def test_objects_without_custom_fields_take_none(tenant, slug):
    with pytest.raises(NotSupported):
        define(tenant, slug, label="More", type="text")


def test_a_field_of_an_unknown_or_archived_object_is_not_defined(tenant, projects):
    with pytest.raises(UnknownObjectType):
        define(tenant, "nothing", label="A", type="text")
    archive_object(tenant.caller, slug="projects")
    with pytest.raises(UnknownObjectType):
        define(tenant, label="A", type="text")


def test_another_organizations_object_is_unknown(stranger, projects):
    with pytest.raises(UnknownObjectType):
        define(stranger, label="A", type="text")


@pytest.mark.parametrize("type_slug", FIELD_TYPES)
def test_every_type_can_be_chosen(tenant, projects, type_slug):
    chosen = FIELD_TYPES[type_slug]
    values = {"label": "It", "type": type_slug}
    if chosen.setting_names:
        values["settings"] = settings_for(tenant, type_slug)
    if chosen.has_options:
        values["options"] = ["One", "Two"]
    row = define(tenant, **values)
    assert (row.type, row.is_filterable) == (type_slug, chosen.is_filtered_at_first)


@pytest.mark.parametrize("type_slug", FIELD_TYPES)
@pytest.mark.parametrize(
    ("flag", "answer"),
    [
        ("is_unique", "can_be_unique"),
        ("is_searchable", "can_be_searched"),
        ("is_filterable", "can_be_filtered"),
    ],
)
def test_a_type_decides_what_its_fields_can_be(
    tenant, projects, type_slug, flag, answer
):
    chosen = FIELD_TYPES[type_slug]
    values = {"label": "It", "type": type_slug, flag: True}
    if chosen.setting_names:
        values["settings"] = settings_for(tenant, type_slug)
    if chosen.has_options:
        values["options"] = ["One"]
    if getattr(chosen, answer):
        assert getattr(define(tenant, **values), flag) is True
    else:
        assert refused(define, tenant, **values) == {flag: Code.INVALID}


def test_all_problems_of_a_field_are_told_at_once(tenant, projects):
    assert refused(
        define,
        tenant,
        label="title",
        type="rating",
        slug="state",
        settings={"maximum": 99},
        options=["A"],
        is_unique=True,
        is_required="perhaps",
        position=-1,
        colour="red",
    ) == {
        "label": Code.TAKEN,
        "slug": Code.TAKEN,
        "settings": Code.INVALID,
        "options": Code.INVALID,
        "is_unique": Code.INVALID,
        "is_required": Code.INVALID_TYPE,
        "position": Code.INVALID,
        "colour": Code.UNKNOWN_FIELD,
    }
    assert order(projects) == ["title", "state", "note"]


@pytest.mark.parametrize(
    ("values", "problems"),
    [
        ({}, {"label": Code.REQUIRED, "type": Code.REQUIRED}),
        (
            {"label": None, "type": None},
            {"label": Code.REQUIRED, "type": Code.REQUIRED},
        ),
        ({"label": 5, "type": 5}, {"label": Code.INVALID_TYPE, "type": Code.INVALID}),
        ({"label": "x" * 256, "type": "text"}, {"label": Code.TOO_LONG}),
        ({"label": "!!!", "type": "text"}, {"label": Code.INVALID}),
        ({"label": "A", "type": []}, {"type": Code.INVALID}),
        (
            {"label": "A", "type": "text", "settings": []},
            {"settings": Code.INVALID_TYPE},
        ),
        (
            {"label": "A", "type": "text", "settings": {"x": 1}},
            {"settings": Code.UNKNOWN_FIELD},
        ),
        (
            {"label": "A", "type": "currency", "settings": {"currency": "\ud800"}},
            {"settings": Code.INVALID},
        ),
        ({"label": "A", "type": "reference"}, {"settings": Code.REQUIRED}),
        ({"label": "a\x00b", "type": "text"}, {"label": Code.INVALID}),
        ({"label": "A", "type": "text", "slug": "a b"}, {"slug": Code.INVALID}),
        ({"label": "A", "type": "text", "slug": 5}, {"slug": Code.INVALID_TYPE}),
        ({"label": "A", "type": "text", "slug": "id"}, {"slug": Code.TAKEN}),
        ({"label": "A", "type": "text", "slug": "created_at"}, {"slug": Code.TAKEN}),
        (
            {"label": "A", "type": "dropdown", "options": 5},
            {"options": Code.INVALID_TYPE},
        ),
    ],
)
def test_what_makes_no_field_is_refused(tenant, projects, values, problems):
    found = refused(define, tenant, **values)
    assert {name: found.get(name) for name in problems} == problems


@pytest.mark.parametrize(
    ("label", "slug"),
    [
        ("Title!", "title_2"),
        ("Created at", "created_at_2"),
        ("Id", "id_2"),
        ("2nd", "f_2nd"),
        ("注", "field"),
    ],
)
def test_a_slug_is_made_from_the_label(tenant, projects, label, slug):
    assert define(tenant, label=label, type="text").slug == slug


def test_the_slug_of_an_archived_field_is_never_given_again(tenant, projects):
    archive_field(tenant.caller, object_slug="projects", slug="note")
    assert define(tenant, label="Note", type="text").slug == "note_2"
    assert refused(define, tenant, label="N", type="text", slug="note") == {
        "slug": Code.TAKEN
    }


@pytest.mark.parametrize("label", ["E-mail", "First Name"])
def test_no_slug_is_that_of_a_built_in_field(tenant, label):
    assert refused(
        define, tenant, "contacts", label="X", type="text", slug="email"
    ) == {"slug": Code.TAKEN}
    assert refused(define, tenant, "contacts", label="email", type="text") == {
        "label": Code.TAKEN
    }
    assert define(tenant, "contacts", label="Email!", type="text").slug == "email_2"


def test_a_label_is_no_other_fields_slug(tenant, projects):
    define(tenant, label="Cost per unit", type="number", slug="unit_cost")
    assert refused(define, tenant, label="unit_cost", type="number") == {
        "label": Code.TAKEN
    }
    assert define(tenant, label="Unit Cost", type="number").slug == "unit_cost_2"
    assert define(tenant, label="price", type="number").slug == "price"


@pytest.mark.parametrize("target", ["contacts", "projects", "crm_users", "tags"])
def test_a_reference_points_at_an_object_of_the_organization(tenant, projects, target):
    row = define(tenant, label="It", type="reference", settings={"object": target})
    assert row.settings == {"object": target}


@pytest.mark.parametrize(
    "settings",
    [
        {"object": "nothing"},
        {"object": "contacts_summary"},
        {"object": "configuration"},
        {"object": "theirs"},
        {"object": "contacts", "display_field": "nothing"},
        {"object": "projects", "display_field": "first_name"},
    ],
)
def test_a_reference_to_nothing_is_refused(tenant, stranger, projects, settings):
    define_object(stranger.caller, values={"label_plural": "Theirs"})
    assert refused(
        define, tenant, label="It", type="multi_reference", settings=settings
    ) == {"settings": Code.DANGLING}
