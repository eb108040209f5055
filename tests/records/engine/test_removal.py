"""Archiving, restoring, purging."""

from dataclasses import replace

import pytest

from records.access.caller import PermissionRefused
from records.access.roles import Role
from records.engine.errors import (
    Conflict,
    MergedAway,
    NotSupported,
    RecordNotFound,
)
from records.engine.merging import merge_records
from records.engine.reader import get_record
from records.engine.removal import (
    Fate,
    purge_record,
    remove_record,
    restore_record,
)
from records.engine.writer import create_record
from records.history.models import Action, Change
from records.schema.registry import registry

HUGE = 2**62


def type_of(tenant, slug):
    return registry.resolve(tenant.caller.organization, slug)


def remove(tenant, slug, record_id):
    return remove_record(tenant.caller, type_of(tenant, slug), record_id)


def restore(tenant, slug, record_id):
    return restore_record(tenant.caller, type_of(tenant, slug), record_id)


def purge(tenant, slug, record_id):
    return purge_record(tenant.caller, type_of(tenant, slug), record_id)


def read(tenant, slug, record_id):
    object_type = type_of(tenant, slug)
    return get_record(tenant.caller, object_type, record_id, include_archived=True)


def last_change(tenant, slug):
    return (
        Change.objects.for_organization(tenant.organization.pk)
        .filter(object_type=slug)
        .latest("id")
    )


def changes_of(tenant):
    return Change.objects.for_organization(tenant.organization.pk).count()


@pytest.fixture
def contact(tenant):
    return tenant.make("contacts", first_name="Ada", tags=["vip"])


# -- archiving and restoring --------------------------------------------------------


def test_removing_a_record_with_a_life_of_its_own_archives_it(tenant, contact):
    removal = remove(tenant, "contacts", contact)
    assert removal.fate is Fate.ARCHIVED
    assert removal.row["archived_at"] == removal.row["updated_at"]
    assert removal.row["tags"] == ["vip"]
    entry = last_change(tenant, "contacts")
    assert (entry.action, entry.record_id) == (Action.ARCHIVED, contact)
    assert entry.before == {"archived_at": None}
    assert entry.after["archived_at"].endswith("Z")


@pytest.mark.parametrize("record_id", [0, HUGE, 2**63])
def test_what_is_not_there_cannot_be_removed(tenant, record_id):
    for act in (remove, restore, purge):
        with pytest.raises(RecordNotFound):
            act(tenant, "contacts", record_id)
    with pytest.raises(RecordNotFound):
        remove(tenant, "tags", record_id)


def test_a_record_of_another_organization_is_not_there(tenant, stranger, contact):
    for act in (remove, restore, purge):
        with pytest.raises(RecordNotFound):
            act(stranger, "contacts", contact)
    assert read(tenant, "contacts", contact)["archived_at"] is None


def test_removing_twice_finds_nothing_the_second_time(tenant, contact):
    remove(tenant, "contacts", contact)
    with pytest.raises(RecordNotFound):
        remove(tenant, "contacts", contact)


def test_restoring_brings_everything_back(tenant, contact):
    task = tenant.make("tasks", contact_id=contact)
    before = read(tenant, "contacts", contact)
    remove(tenant, "contacts", contact)
    assert read(tenant, "tasks", task)["contact_id"] == contact
    after = restore(tenant, "contacts", contact)
    unchanged = before.keys() - {"updated_at"}
    assert {key: after[key] for key in unchanged} == {
        key: before[key] for key in unchanged
    }
    assert last_change(tenant, "contacts").action == Action.RESTORED


def test_restoring_a_live_record_changes_nothing(tenant, contact):
    before, count = read(tenant, "contacts", contact), changes_of(tenant)
    assert restore(tenant, "contacts", contact) == before
    assert changes_of(tenant) == count


def test_a_merged_record_is_neither_removed_nor_restored_by_itself(tenant, contact):
    winner = tenant.make("contacts", first_name="Eve")
    contacts = type_of(tenant, "contacts")
    merge_records(tenant.caller, contacts, winner_id=winner, loser_id=contact)
    for act in (remove, restore):
        with pytest.raises(MergedAway) as merged:
            act(tenant, "contacts", contact)
        assert merged.value.record_id == winner


def test_restoring_into_a_unique_clash_is_a_conflict(tenant):
    """No built-in type has unique records, so one is made so here."""
    contacts = replace(type_of(tenant, "contacts"), unique=(("email",),))
    first = create_record(tenant.caller, contacts, {"email": "ada@example.com"})
    remove_record(tenant.caller, contacts, first)
    second = create_record(tenant.caller, contacts, {"email": "ada@example.com"})
    count = changes_of(tenant)
    with pytest.raises(Conflict) as clash:
        restore_record(tenant.caller, contacts, first)
    assert clash.value.field == "email"
    assert changes_of(tenant) == count
    remove_record(tenant.caller, contacts, second)
    assert restore_record(tenant.caller, contacts, first)["archived_at"] is None


# -- deleting look-up rows ----------------------------------------------------------


def test_removing_a_look_up_row_deletes_it(tenant):
    source = tenant.make("deal_sources", name="Fair")
    deal = tenant.make("deals", name="Big", source_id=source)
    removal = remove(tenant, "deal_sources", source)
    assert removal.fate is Fate.DELETED
    assert removal.row["name"] == "Fair"
    assert read(tenant, "deals", deal)["source_id"] is None
    with pytest.raises(RecordNotFound):
        read(tenant, "deal_sources", source)
    told = last_change(tenant, "deals")
    assert (told.before, told.after) == ({"source_id": source}, {"source_id": None})
    gone = last_change(tenant, "deal_sources")
    assert (gone.action, gone.before, gone.after) == (
        Action.PURGED,
        {"name": "Fair"},
        {},
    )


def test_a_look_up_row_that_records_need_is_kept(tenant):
    deal = tenant.make("deals", name="Big")
    stage = read(tenant, "deals", deal)["stage_id"]
    count = changes_of(tenant)
    for act in (remove, purge):
        with pytest.raises(Conflict) as needed:
            act(tenant, "stages", stage)
        assert needed.value.record_id == deal
        assert "Deals" in needed.value.message
    assert changes_of(tenant) == count
    assert read(tenant, "deals", deal)["stage_id"] == stage


def test_a_stage_that_an_archived_deal_needs_is_kept(tenant):
    deal = tenant.make("deals", name="Big", status="Mine")
    stage = read(tenant, "deals", deal)["stage_id"]
    remove(tenant, "deals", deal)
    with pytest.raises(Conflict):
        remove(tenant, "stages", stage)
    purge(tenant, "deals", deal)
    assert remove(tenant, "stages", stage).fate is Fate.DELETED


def test_a_pipeline_with_stages_is_kept(tenant):
    pipeline = tenant.make("pipelines", name="Second")
    stage = tenant.make("stages", name="First", pipeline_id=pipeline)
    with pytest.raises(Conflict):
        remove(tenant, "pipelines", pipeline)
    remove(tenant, "stages", stage)
    assert remove(tenant, "pipelines", pipeline).fate is Fate.DELETED


def test_a_look_up_row_cannot_be_restored(tenant):
    tag = tenant.make("tags", name="VIP")
    with pytest.raises(NotSupported):
        restore(tenant, "tags", tag)


@pytest.mark.parametrize("slug", ["crm_users", "contacts_summary"])
def test_a_read_only_type_can_neither_be_removed_nor_purged(tenant, slug):
    for act in (remove, restore, purge):
        with pytest.raises(NotSupported):
            act(tenant, slug, tenant.user.pk)


def test_a_type_is_told_of_a_deletion_before_it_happens(tenant):
    source = tenant.make("deal_sources", name="Fair")
    told = []

    def tell(caller, ids):
        rows = type_of(tenant, "deal_sources").rows(caller)
        told.append((list(ids), rows.filter(pk__in=ids).count()))

    listening = replace(type_of(tenant, "deal_sources"), before_deletion=tell)
    remove_record(tenant.caller, listening, source)
    assert told == [([source], 1)]


# -- purging ------------------------------------------------------------------------


def test_purging_a_contact_leaves_everything_that_pointed_at_it(tenant, contact):
    note = tenant.make("contact_notes", contact_id=contact, text="kept")
    task = tenant.make("tasks", contact_id=contact)
    deal = tenant.make("deals", name="Big", contact_id=contact)
    removal = purge(tenant, "contacts", contact)
    assert removal.fate is Fate.DELETED
    assert removal.row["tags"] == ["vip"]
    for slug, record_id in (("tasks", task), ("deals", deal)):
        assert read(tenant, slug, record_id)["contact_id"] is None
        assert last_change(tenant, slug).before == {"contact_id": contact}
    from_table = type_of(tenant, "contact_notes").model.objects.everywhere()
    assert from_table.get(pk=note).contact_id is None
    assert last_change(tenant, "contact_notes").after == {"contact_id": None}
    assert last_change(tenant, "contacts").action == Action.PURGED
    assert last_change(tenant, "contacts").before["first_name"] == "Ada"


def test_purging_a_company_leaves_its_people_and_subsidiaries(tenant):
    company = tenant.make("companies", name="Acme")
    child = tenant.make("companies", name="Apex", parent_id=company)
    person = tenant.make("contacts", first_name="Ada", company_id=company)
    remove(tenant, "contacts", person)
    purge(tenant, "companies", company)
    assert read(tenant, "companies", child)["parent_id"] is None
    assert read(tenant, "contacts", person)["company_id"] is None


def test_purging_a_task_leaves_its_subtasks(tenant):
    task = tenant.make("tasks", text="Big")
    subtask = tenant.make("tasks", text="Small", parent_task_id=task)
    purge(tenant, "tasks", task)
    assert read(tenant, "tasks", subtask)["parent_task_id"] is None


def test_purging_reaches_restricted_notes_of_others(tenant, contact):
    author = tenant.colleague()
    note = author.make("contact_notes", contact_id=contact, visibility="restricted")
    purge(tenant, "contacts", contact)
    rows = type_of(tenant, "contact_notes").model.objects.everywhere()
    assert rows.get(pk=note).contact_id is None


def test_purging_a_whole_takes_its_parts_along_in_a_few_statements(
    tenant, django_assert_max_num_queries
):
    def furnished(count):
        deal = tenant.make("deals", name="Big")
        for number in range(count):
            contact = tenant.make("contacts", first_name=f"A{number}")
            tenant.make("associated_contacts", deal_id=deal, contact_id=contact)
        return deal

    def cost(deal):
        with django_assert_max_num_queries(100) as captured:
            purge(tenant, "deals", deal)
        return len(captured)

    assert cost(furnished(2)) == cost(furnished(12))
    gone = Change.objects.everywhere().filter(object_type="associated_contacts")
    assert gone.filter(action=Action.PURGED).count() == 14
    assert (
        type_of(tenant, "associated_contacts").model.objects.everywhere().count() == 0
    )


def test_an_archived_record_can_be_purged(tenant, contact):
    remove(tenant, "contacts", contact)
    assert purge(tenant, "contacts", contact).fate is Fate.DELETED
    with pytest.raises(RecordNotFound):
        restore(tenant, "contacts", contact)


def test_purging_the_winner_of_a_merge_leaves_the_loser_archived(tenant, contact):
    winner = tenant.make("contacts", first_name="Eve")
    contacts = type_of(tenant, "contacts")
    merge_records(tenant.caller, contacts, winner_id=winner, loser_id=contact)
    purge(tenant, "contacts", winner)
    with pytest.raises(RecordNotFound):
        get_record(tenant.caller, contacts, contact)
    assert restore(tenant, "contacts", contact)["first_name"] == "Ada"


# -- who may ------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("act", "slug", "roles"),
    [
        (remove, "contacts", {Role.OWNER, Role.ADMIN, Role.MEMBER}),
        (remove, "tags", {Role.OWNER, Role.ADMIN}),
        (restore, "contacts", {Role.OWNER, Role.ADMIN}),
        (purge, "contacts", {Role.OWNER, Role.ADMIN}),
        (purge, "tags", {Role.OWNER, Role.ADMIN}),
    ],
)
@pytest.mark.parametrize("role", Role)
def test_removing_restoring_and_purging_need_their_rights(
    tenant, act, slug, roles, role
):
    record = tenant.make(slug, name="Ada")
    person = tenant.colleague(role)
    if role in roles:
        assert act(person, slug, record)
    else:
        with pytest.raises(PermissionRefused):
            act(person, slug, record)
        assert read(tenant, slug, record)["name"] == "Ada"
