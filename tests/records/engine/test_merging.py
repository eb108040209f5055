"""One record merged into another, and the merge taken back."""

import pytest

from crm.models import Contact
from records.access.caller import PermissionRefused
from records.access.roles import Role
from records.engine.errors import (
    Conflict,
    MergedAway,
    NotSupported,
    RecordNotFound,
    ValidationFailed,
)
from records.engine.merging import merge_records, undo_merge
from records.engine.reader import get_record
from records.engine.removal import purge_record, remove_record
from records.engine.writer import update_record
from records.history.models import Action, Change
from records.schema.registry import registry


def type_of(tenant, slug):
    return registry.resolve(tenant.caller.organization, slug)


def merge(tenant, winner, loser, slug="contacts"):
    object_type = type_of(tenant, slug)
    return merge_records(tenant.caller, object_type, winner_id=winner, loser_id=loser)


def read(tenant, slug, record_id):
    object_type = type_of(tenant, slug)
    rows = object_type.rows(tenant.caller, include_archived=True, include_hidden=True)
    assert rows.filter(pk=record_id).exists()
    return get_record(tenant.caller, object_type, record_id, include_archived=True)


def update(tenant, slug, record_id, **values):
    update_record(tenant.caller, type_of(tenant, slug), record_id, values)


def archive(tenant, slug, record_id):
    remove_record(tenant.caller, type_of(tenant, slug), record_id)


def log_of(tenant):
    return Change.objects.for_organization(tenant.organization.pk).order_by("id")


def snapshot(tenant):
    """Return every record of the organization, its times left out."""
    found = {}
    for object_type in registry.built_in():
        rows = object_type.rows(tenant.caller, include_archived=True)
        for pk in rows.values_list("pk", flat=True):
            row = read(tenant, object_type.slug, pk) if object_type.id_path == "pk" else {}  # fmt: skip
            found[object_type.slug, pk] = {
                key: value for key, value in row.items() if key != "updated_at"
            }
    return found


@pytest.fixture
def pair(tenant):
    """A winner with a name and a tag; a loser with more."""
    company = tenant.make("companies", name="Acme")
    winner = tenant.make(
        "contacts", first_name="Ada", phone="1", tags=["a", "b"], title=""
    )
    loser = tenant.make(
        "contacts",
        first_name="Augusta",
        last_name="King",
        phone="2",
        title="Countess",
        company_id=company,
        address={"city": "London"},
        customer_status="past",
        tags=["c", "b"],
    )
    return winner, loser


def test_everything_that_points_at_the_loser_moves_to_the_winner(tenant, pair):
    winner, loser = pair
    author = tenant.colleague()
    holders = {
        "tasks": tenant.make("tasks", contact_id=loser),
        "deals": tenant.make("deals", name="Big", contact_id=loser),
        "contact_notes": tenant.make("contact_notes", contact_id=loser),
    }
    gone = tenant.make("tasks", contact_id=loser)
    archive(tenant, "tasks", gone)
    hidden = author.make("contact_notes", contact_id=loser, visibility="restricted")
    merge(tenant, winner, loser)
    for slug, record_id in holders.items():
        assert read(tenant, slug, record_id)["contact_id"] == winner
    assert read(tenant, "tasks", gone)["contact_id"] == winner
    assert read(author, "contact_notes", hidden)["contact_id"] == winner


def test_everything_that_points_at_a_company_moves(tenant):
    winner, loser = (tenant.make("companies", name=name) for name in ("A", "B"))
    child = tenant.make("companies", name="C", parent_id=loser)
    holders = {
        "contacts": tenant.make("contacts", first_name="Ada", company_id=loser),
        "deals": tenant.make("deals", name="Big", company_id=loser),
        "tasks": tenant.make("tasks", company_id=loser),
        "company_notes": tenant.make("company_notes", company_id=loser),
    }
    merge(tenant, winner, loser, "companies")
    for slug, record_id in holders.items():
        assert read(tenant, slug, record_id)["company_id"] == winner
    assert read(tenant, "companies", child)["parent_id"] == winner


def test_what_points_elsewhere_stays(tenant, pair):
    winner, loser = pair
    other = tenant.make("contacts", first_name="Eve")
    task = tenant.make("tasks", contact_id=other)
    merge(tenant, winner, loser)
    assert read(tenant, "tasks", task)["contact_id"] == other


def test_empty_values_are_filled_tags_united_and_nothing_overwritten(tenant, pair):
    winner, loser = pair
    merge(tenant, winner, loser)
    record = read(tenant, "contacts", winner)
    assert record["first_name"] == "Ada"
    assert record["phone"] == "1"
    assert record["last_name"] == "King"
    assert record["name"] == "Ada King"
    assert record["title"] == "Countess"
    assert record["company_id"] == read(tenant, "contacts", loser)["company_id"]
    assert record["address"]["city"] == "London"
    assert record["customer_status"] == "none"
    assert record["tags"] == ["a", "b", "c"]


def test_the_folds_of_filled_values_are_kept(tenant, pair):
    merge(tenant, *pair)
    row = Contact.objects.everywhere().get(pk=pair[0])
    assert (row.last_name_fold, row.name_fold) == ("king", "ada king")


def test_the_loser_is_archived_and_answers_with_the_winner(tenant, pair):
    winner, loser = pair
    merge(tenant, winner, loser)
    row = Contact.objects.everywhere().get(pk=loser)
    assert row.archived_at is not None
    assert row.merged_into_id == winner
    contacts = type_of(tenant, "contacts")
    assert get_record(tenant.caller, contacts, loser)["pk"] == winner


def test_a_chain_of_merges_answers_with_the_last_winner(tenant, pair):
    first, second = pair
    third = tenant.make("contacts", first_name="Eve")
    fourth = tenant.make("contacts", first_name="Ida")
    merge(tenant, second, first)
    merge(tenant, third, second)
    merge(tenant, fourth, third)
    contacts = type_of(tenant, "contacts")
    for loser in (first, second, third):
        assert get_record(tenant.caller, contacts, loser)["pk"] == fourth
        with pytest.raises(MergedAway) as merged:
            update(tenant, "contacts", loser, first_name="Late")
        assert merged.value.record_id == fourth


def test_a_chain_that_ends_in_an_archived_record_answers_nothing(tenant, pair):
    winner, loser = pair
    merge(tenant, winner, loser)
    archive(tenant, "contacts", winner)
    with pytest.raises(RecordNotFound):
        get_record(tenant.caller, type_of(tenant, "contacts"), loser)


def test_every_touched_record_has_one_change_of_the_operation(tenant, pair):
    winner, loser = pair
    task = tenant.make("tasks", contact_id=loser)
    count = log_of(tenant).count()
    operation = merge(tenant, winner, loser)
    entries = list(log_of(tenant))[count:]
    assert {one.operation for one in entries} == {operation}
    assert {one.actor_id for one in entries} == {tenant.user.pk}
    assert [(one.object_type, one.record_id, one.action) for one in entries] == [
        ("tasks", task, Action.UPDATED),
        ("contacts", loser, Action.MERGED),
        ("contacts", winner, Action.UPDATED),
    ]
    assert entries[0].before == {"contact_id": loser}
    assert entries[0].after == {"contact_id": winner}
    assert entries[1].after == {"merged_into": winner}
    assert entries[2].before["tags"] == ["a", "b"]
    assert entries[2].after["tags"] == ["a", "b", "c"]


def test_a_winner_that_gains_nothing_has_no_change(tenant):
    winner, loser = (tenant.make("contacts", first_name="Ada") for _ in range(2))
    operation = merge(tenant, winner, loser)
    entries = log_of(tenant).filter(operation=operation)
    assert [one.action for one in entries] == [Action.MERGED]


def test_a_winner_that_belonged_to_its_loser_belongs_to_nobody(tenant):
    loser = tenant.make("companies", name="Mother")
    winner = tenant.make("companies", name="Daughter", parent_id=loser)
    operation = merge(tenant, winner, loser, "companies")
    assert read(tenant, "companies", winner)["parent_id"] is None
    undo_merge(tenant.caller, operation)
    assert read(tenant, "companies", winner)["parent_id"] == loser


def test_a_loser_that_belonged_to_its_winner_gives_no_parent(tenant):
    winner = tenant.make("companies", name="Mother")
    loser = tenant.make("companies", name="Daughter", parent_id=winner)
    merge(tenant, winner, loser, "companies")
    assert read(tenant, "companies", winner)["parent_id"] is None


def test_a_merge_that_cannot_be_changes_nothing(tenant, stranger, pair):
    winner, loser = pair
    foreign = stranger.make("contacts", first_name="Eve")
    company = tenant.make("companies", name="Apex")
    gone = tenant.make("contacts", first_name="Gone")
    archive(tenant, "contacts", gone)
    before = snapshot(tenant), snapshot(stranger), log_of(tenant).count()
    for one, other, error in (
        (winner, winner, ValidationFailed),
        (winner, foreign, RecordNotFound),
        (foreign, loser, RecordNotFound),
        (winner, gone, RecordNotFound),
        (gone, loser, RecordNotFound),
        (winner, company, RecordNotFound),
        (winner, 2**62, RecordNotFound),
    ):
        with pytest.raises(error):
            merge(tenant, one, other)
    assert (snapshot(tenant), snapshot(stranger), log_of(tenant).count()) == before


def test_a_merged_record_cannot_be_merged_again(tenant, pair):
    winner, loser = pair
    merge(tenant, winner, loser)
    with pytest.raises(RecordNotFound):
        merge(tenant, winner, loser)


def test_deals_cannot_be_merged(tenant):
    one, other = (tenant.make("deals", name=name) for name in "ab")
    with pytest.raises(NotSupported):
        merge(tenant, one, other, "deals")


@pytest.mark.parametrize("role", [Role.MEMBER, Role.VIEWER])
def test_merging_and_taking_back_need_the_right_to_merge(tenant, pair, role):
    person = tenant.colleague(role)
    with pytest.raises(PermissionRefused):
        merge(person, *pair)
    operation = merge(tenant, *pair)
    with pytest.raises(PermissionRefused):
        undo_merge(person.caller, operation)


# -- taking back --------------------------------------------------------------------


def test_taking_a_merge_back_restores_everything(tenant, pair):
    winner, loser = pair
    tenant.make("tasks", contact_id=loser)
    tenant.make("deals", name="Big", contact_id=loser)
    gone = tenant.make("tasks", contact_id=loser)
    archive(tenant, "tasks", gone)
    tenant.make("contact_notes", contact_id=loser)
    before = snapshot(tenant)
    operation = merge(tenant, winner, loser)
    assert snapshot(tenant) != before
    undo_merge(tenant.caller, operation)
    assert snapshot(tenant) == before
    row = Contact.objects.everywhere().get(pk=winner)
    assert (row.last_name_fold, row.name_fold) == (None, "ada")


def test_taking_a_merge_back_keeps_what_was_edited_since(tenant, pair):
    winner, loser = pair
    task, other = (tenant.make("tasks", contact_id=loser) for _ in range(2))
    operation = merge(tenant, winner, loser)
    update(tenant, "contacts", winner, title="Lady", tags=["new"])
    update(tenant, "tasks", other, contact_id=None)
    undo_merge(tenant.caller, operation)
    record = read(tenant, "contacts", winner)
    assert record["title"] == "Lady"
    assert record["tags"] == ["new"]
    assert record["last_name"] is None
    assert read(tenant, "tasks", task)["contact_id"] == loser
    assert read(tenant, "tasks", other)["contact_id"] is None


def test_taking_a_merge_back_is_told_in_the_log(tenant, pair):
    winner, loser = pair
    operation = merge(tenant, winner, loser)
    count = log_of(tenant).count()
    undo_merge(tenant.caller, operation)
    entries = [
        (one.record_id, one.action, one.operation)
        for one in list(log_of(tenant))[count:]
    ]
    assert entries == [
        (winner, Action.UPDATED, None),
        (loser, Action.RESTORED, None),
    ]


def test_a_merge_is_taken_back_once(tenant, pair):
    operation = merge(tenant, *pair)
    undo_merge(tenant.caller, operation)
    count = log_of(tenant).count()
    with pytest.raises(Conflict):
        undo_merge(tenant.caller, operation)
    assert log_of(tenant).count() == count


def test_a_merge_of_another_organization_is_not_there(tenant, stranger, pair):
    operation = merge(tenant, *pair)
    with pytest.raises(Conflict):
        undo_merge(stranger.caller, operation)


def test_taking_back_leaves_out_what_was_purged_since(tenant, pair):
    winner, loser = pair
    task = tenant.make("tasks", contact_id=loser)
    operation = merge(tenant, winner, loser)
    purge_record(tenant.caller, type_of(tenant, "tasks"), task)
    undo_merge(tenant.caller, operation)
    assert read(tenant, "contacts", loser)["archived_at"] is None


def test_a_merge_can_be_done_again_after_it_was_taken_back(tenant, pair):
    winner, loser = pair
    undo_merge(tenant.caller, merge(tenant, winner, loser))
    merge(tenant, loser, winner)
    assert read(tenant, "contacts", loser)["tags"] == ["c", "b", "a"]
