"""A record type and its door."""

from dataclasses import replace

import pytest
from django.db.models import Q

from crm.models import Source
from records.access.caller import Caller
from records.access.scoping import UnscopedQuery
from records.schema.object_types import Operation
from records.schema.registry import registry


def type_of(tenant, slug):
    return registry.resolve(tenant.caller.organization, slug)


def ids(rows):
    return sorted(rows.values_list("pk", flat=True))


def test_the_door_holds_the_callers_organization_only(tenant, stranger):
    mine = tenant.make("contacts", first_name="Ada")
    stranger.make("contacts", first_name="Eve")
    assert ids(type_of(tenant, "contacts").rows(tenant.caller)) == [mine]


def test_the_door_tells_types_of_one_table_apart(tenant):
    person = tenant.make("contacts", first_name="Ada")
    company = tenant.make("companies", name="Acme")
    deal_source = tenant.make("deal_sources", name="Fair")
    lead_source = tenant.make("lead_sources", name="Fair")
    assert ids(type_of(tenant, "contacts").rows(tenant.caller)) == [person]
    assert ids(type_of(tenant, "companies").rows(tenant.caller)) == [company]
    assert ids(type_of(tenant, "deal_sources").rows(tenant.caller)) == [deal_source]
    assert ids(type_of(tenant, "lead_sources").rows(tenant.caller)) == [lead_source]
    assert Source.objects.everywhere().get(pk=lead_source).resource_type == "lead"


def test_the_door_tells_notes_apart_by_what_they_are_about(tenant):
    contact = tenant.make("contacts", first_name="Ada")
    deal = tenant.make("deals", name="Big")
    about_contact = tenant.make("contact_notes", contact_id=contact)
    about_deal = tenant.make("deal_notes", deal_id=deal)
    for slug, expected in (
        ("contact_notes", [about_contact]),
        ("deal_notes", [about_deal]),
        ("company_notes", []),
        ("lead_notes", []),
    ):
        assert ids(type_of(tenant, slug).rows(tenant.caller)) == expected


def test_what_is_archived_lies_behind_a_second_door(tenant):
    contacts = type_of(tenant, "contacts")
    contact = tenant.make("contacts", first_name="Ada")
    tenant.api.delete(f"/api/contacts/{contact}")
    assert ids(contacts.rows(tenant.caller)) == []
    assert ids(contacts.rows(tenant.caller, include_archived=True)) == [contact]


def test_a_part_counts_as_archived_while_its_whole_is(tenant):
    parts = type_of(tenant, "associated_contacts")
    deal = tenant.make("deals", name="Big")
    contact = tenant.make("contacts", first_name="Ada")
    part = tenant.make("associated_contacts", deal_id=deal, contact_id=contact)
    assert ids(parts.rows(tenant.caller)) == [part]
    tenant.api.delete(f"/api/deals/{deal}")
    assert ids(parts.rows(tenant.caller)) == []
    assert ids(parts.rows(tenant.caller, include_archived=True)) == [part]


@pytest.fixture
def notes(tenant):
    """Return a contact's regular and restricted note, both of one author."""
    contact = tenant.make("contacts", first_name="Ada")
    return [
        tenant.make("contact_notes", contact_id=contact, visibility=one)
        for one in ("regular", "restricted")
    ]


def test_a_restricted_note_is_its_authors_alone(tenant, notes):
    door = type_of(tenant, "contact_notes").rows
    regular, restricted = notes
    assert ids(door(tenant.caller)) == [regular, restricted]
    assert ids(door(tenant.colleague("owner").caller)) == [regular]
    assert ids(door(Caller.system(tenant.organization.info))) == [regular]


def test_work_on_every_row_sees_restricted_notes_too(tenant, notes):
    door = type_of(tenant, "contact_notes").rows
    assert ids(door(tenant.colleague().caller, include_hidden=True)) == notes


def test_a_scope_narrows_the_door(tenant):
    contacts = replace(type_of(tenant, "contacts"), scope=Q(first_name="Ada"))
    ada = tenant.make("contacts", first_name="Ada")
    tenant.make("contacts", first_name="Eve")
    assert ids(contacts.rows(tenant.caller)) == [ada]


def test_rows_of_a_model_cannot_be_reached_past_the_door(tenant):
    with pytest.raises(UnscopedQuery):
        list(type_of(tenant, "contacts").model.objects.all())


@pytest.mark.parametrize(
    ("slug", "can"),
    [
        ("contacts", {"create", "update", "archive", "merge"}),
        ("companies", {"create", "update", "archive", "merge"}),
        ("deals", {"create", "update", "archive"}),
        ("leads", {"create", "update", "archive"}),
        ("tasks", {"create", "update", "archive"}),
        ("contact_notes", {"create", "update", "archive"}),
        ("tags", {"create", "update", "delete"}),
        ("stages", {"create", "update", "delete"}),
        ("configuration", {"create", "update", "delete"}),
        ("crm_users", set()),
        ("contacts_summary", set()),
        ("companies_summary", set()),
    ],
)
def test_a_type_knows_these_operations(slug, can):
    object_type = registry.built_in_type(slug)
    assert {one.value for one in Operation if object_type.can(one)} == can


@pytest.mark.parametrize("object_type", registry.built_in(), ids=lambda one: one.slug)
def test_every_type_names_only_fields_it_has(object_type):
    names = set(object_type.fields_by_name)
    assert len(names) == len(object_type.fields)
    assert set(object_type.naming_fields) | set(object_type.search) <= names
    assert {one.field for one in object_type.default_sorts} <= names
    assert {name for group in object_type.unique for name in group} <= names


@pytest.mark.parametrize(
    ("slug", "row", "shown"),
    [
        ("contacts", {"pk": 1, "name": "Ada Lovelace"}, "Ada Lovelace"),
        ("contacts", {"pk": 1, "name": None, "email": "a@b.c"}, "a@b.c"),
        ("contacts", {"pk": 1, "name": None, "email": None}, "Contact 1"),
        (
            "leads",
            {"pk": 2, "first_name": "A", "last_name": "", "organization_name": "B"},
            "A",
        ),
        (
            "leads",
            {"pk": 2, "first_name": None, "last_name": "", "organization_name": "B"},
            "B",
        ),
        ("configuration", {"pk": 3}, "Configuration 3"),
    ],
)
def test_a_record_is_shown_by_its_title(slug, row, shown):
    assert registry.built_in_type(slug).display(row) == shown


def test_a_type_with_no_further_fields_is_the_same_type():
    contacts = registry.built_in_type("contacts")
    assert contacts.with_fields([]) is contacts
