"""Archive, restore, delete, purge, merge, history: buttons, actions, permissions."""

import pytest

from crm.models import Contact, Deal, Tag
from records.access.roles import Role
from records.history.models import Action, Change
from tests.crm.admin.population import MODELS, populate
from tests.records.administration.desk import Desk, last_change
from tests.tenants import new_tenant


@pytest.fixture
def owner(db):
    return new_tenant(Role.OWNER)


def post(desk, model, page, *arguments, **data):
    return desk.client.post(desk.url(model, page, *arguments), data, follow=True)


def told(answer):
    return " ".join(str(one) for one in answer.context["messages"])


def choose(desk, model, action, *ids, query="", **data):
    url = desk.url(model, "changelist") + query
    sent = {"action": action, "_selected_action": ids, **data}
    return desk.client.post(url, sent, follow=True)


def contact_row(tenant, pk):
    return Contact.objects.for_organization(tenant.organization.pk).get(pk=pk)


def test_a_record_is_archived_and_restored_by_its_buttons(owner):
    contact = owner.make("contacts", first_name="Ada")
    desk = Desk(owner)
    assert "was archived" in told(post(desk, "crm_contact", "archive", contact))
    assert (last_change().action, last_change().actor_id) == (
        Action.ARCHIVED,
        owner.user.pk,
    )
    assert "was restored" in told(post(desk, "crm_contact", "restore", contact))
    assert contact_row(owner, contact).archived_at is None


@pytest.mark.parametrize("page", ["archive", "restore", "undo_merge"])
def test_buttons_need_a_post(owner, page):
    contact = owner.make("contacts", first_name="Ada")
    assert Desk(owner).get("crm_contact", page, contact).status_code == 405


@pytest.mark.parametrize(
    ("role", "page", "status"),
    [
        (Role.MEMBER, "archive", 302),
        (Role.VIEWER, "archive", 403),
        (Role.MEMBER, "restore", 403),
        (Role.MEMBER, "purge", 403),
        (Role.MEMBER, "undo_merge", 403),
        (Role.ADMIN, "purge", 302),
        (Role.ADMIN, "delete", 403),  # records are archived, never "deleted"
    ],
)
def test_buttons_ask_for_the_right(owner, role, page, status):
    contact = owner.make("contacts", first_name="Ada")
    desk = Desk(owner.colleague(role))
    answer = desk.client.post(desk.url("crm_contact", page, contact))
    assert answer.status_code == status


def test_selected_records_are_archived_restored_and_purged(owner):
    ids = [owner.make("contacts", first_name=f"A{number}") for number in range(3)]
    desk = Desk(owner)
    assert "3 records done" in told(
        choose(desk, "crm_contact", "archive_selected", *ids)
    )
    archived = "?archived=1"
    answer = choose(desk, "crm_contact", "restore_selected", ids[0], query=archived)
    assert "1 record done" in told(answer)
    asked = choose(desk, "crm_contact", "purge_selected", *ids[1:], query=archived)
    assert asked.context["records"] == ["A2", "A1"]
    assert Contact.objects.for_organization(owner.organization.pk).count() == 3
    choose(
        desk, "crm_contact", "purge_selected", *ids[1:], query=archived, confirmed="yes"
    )
    left = Contact.objects.for_organization(owner.organization.pk)
    assert [one.pk for one in left] == [ids[0]]


def test_bulk_actions_cost_the_same_for_each_record(
    owner, django_assert_max_num_queries
):
    desk = Desk(owner)
    costs = []
    for count in (2, 4, 6):
        ids = [owner.make("contacts", first_name="A") for _ in range(count)]
        url = desk.url("crm_contact", "changelist")
        data = {"action": "archive_selected", "_selected_action": ids}
        with django_assert_max_num_queries(200) as captured:
            desk.client.post(url, data)
        costs.append(len(captured))
    assert costs[2] - costs[1] == costs[1] - costs[0]
    assert (costs[1] - costs[0]) / 2 <= 14


def test_a_purge_asks_first_and_leaves_what_pointed_at_it(owner):
    rows = populate(owner)
    desk = Desk(owner)
    asked = desk.get("crm_contact", "purge", rows["crm_contact"])
    assert b"There is no way back" in asked.content
    post(desk, "crm_contact", "purge", rows["crm_contact"])
    deal = Deal.objects.for_organization(owner.organization.pk).get(pk=rows["crm_deal"])
    assert deal.contact_id is None


def test_a_look_up_row_is_deleted_after_asking(owner):
    tag = owner.make("tags", name="spare")
    desk = Desk(owner)
    assert desk.get("crm_tag", "delete", tag).status_code == 200
    assert "deleted for good" in told(post(desk, "crm_tag", "delete", tag))
    assert not Tag.objects.for_organization(owner.organization.pk).exists()
    assert Desk(owner.colleague()).get("crm_tag", "delete", tag).status_code == 403


def test_selected_look_up_rows_are_deleted_or_the_clash_is_told(owner):
    owner.make("deals", name="Engine")
    desk = Desk(owner)
    page = desk.get("crm_stage", "changelist")
    ids = [one.pk for one in page.context["cl"].result_list]
    answer = choose(desk, "crm_stage", "remove_selected", *ids, confirmed="yes")
    assert "need this record" in told(answer)
    left = desk.get("crm_stage", "changelist").context["cl"].result_list
    assert [one.slug for one in left] == ["prospecting"]


@pytest.mark.parametrize("model", ["crm_contact", "crm_tag"])
def test_djangos_own_deletion_is_not_there(owner, model):
    """It knows no writer, so it would leave no entry in the log."""
    kept = {"crm_contact": "contacts", "crm_tag": "tags"}[model]
    record = owner.make(kept, name="Ada")
    desk = Desk(owner)
    actions = desk.get(model, "changelist").context["action_form"].fields["action"]
    assert "delete_selected" not in dict(actions.choices)
    choose(desk, model, "delete_selected", record, post="yes")
    assert owner.api.get(f"/api/{kept}/{record}").status == 200


@pytest.mark.parametrize("chosen", ["x", "0", "9" * 30])
def test_a_malformed_selection_is_refused(owner, chosen):
    answer = choose(Desk(owner), "crm_contact", "archive_selected", chosen)
    assert answer.status_code == 404


# -- merging --------------------------------------------------------------------------


@pytest.fixture
def pair(owner):
    winner = owner.make("contacts", first_name="Ada", tags=["a"])
    loser = owner.make("contacts", first_name="Adah", email="a@x.example", tags=["b"])
    deal = owner.make("deals", name="Engine", contact_id=loser)
    return winner, loser, deal


def merge(desk, winner, loser):
    url = desk.url("crm_contact", "merge") + f"?one={loser}&other={winner}"
    return desk.client.post(url, {"winner": winner}, follow=True)


def test_two_selected_records_are_compared_and_merged(owner, pair):
    winner, loser, deal = pair
    desk = Desk(owner)
    compared = choose(desk, "crm_contact", "merge_selected", winner, loser)
    assert [one.pk for one in compared.context["pair"]] == [winner, loser]
    differing = {one.label for one in compared.context["fields"] if one.differ}
    assert {"First name", "E-mail", "Tags"} <= differing

    assert "was merged into" in told(merge(desk, winner, loser))
    assert contact_row(owner, winner).email == "a@x.example"
    assert contact_row(owner, loser).merged_into_id == winner
    rows = Deal.objects.for_organization(owner.organization.pk)
    assert rows.get(pk=deal).contact_id == winner
    page = desk.get("crm_contact", "change", loser)
    assert b"This record was merged into" in page.content
    assert b"Restore" not in page.content


@pytest.mark.parametrize("reader", ["winner", "loser"])
def test_a_merge_is_taken_back_from_the_history_of_either(owner, pair, reader):
    winner, loser, deal = pair
    desk = Desk(owner)
    merge(desk, winner, loser)
    record = winner if reader == "winner" else loser
    page = desk.get("crm_contact", "history", record)
    (operation,) = {one.undo for one in page.context["events"] if one.undo}
    answer = post(desk, "crm_contact", "undo_merge", record, operation=operation)
    assert "taken back" in told(answer)
    assert contact_row(owner, loser).archived_at is None
    assert contact_row(owner, winner).email is None
    rows = Deal.objects.for_organization(owner.organization.pk)
    assert rows.get(pk=deal).contact_id == loser
    page = desk.get("crm_contact", "history", record)
    assert not any(one.undo for one in page.context["events"])


@pytest.mark.parametrize("operation", ["", "x", "00000000-0000-0000-0000-000000000000"])
def test_what_is_no_merge_of_the_record_is_not_taken_back(owner, pair, operation):
    answer = post(
        Desk(owner), "crm_contact", "undo_merge", pair[0], operation=operation
    )
    assert answer.status_code == 404


def test_merging_takes_exactly_two_live_records_of_the_organization(
    owner, pair, stranger
):
    desk = Desk(owner)
    assert "exactly two" in told(choose(desk, "crm_contact", "merge_selected", pair[0]))
    theirs = stranger.make("contacts", first_name="Ada")
    for other in (theirs, pair[0], 0, "x", ""):
        answer = desk.get("crm_contact", "merge", one=pair[0], other=other)
        assert answer.status_code == 404
    assert merge(desk, theirs, pair[0]).status_code == 404


def test_a_merge_without_a_chosen_winner_asks_again(owner, pair):
    desk = Desk(owner)
    url = desk.url("crm_contact", "merge") + f"?one={pair[0]}&other={pair[1]}"
    answer = desk.client.post(url, {}, follow=True)
    assert "Choose the record that stays" in told(answer)
    assert contact_row(owner, pair[1]).archived_at is None


def test_members_do_not_merge(owner, pair):
    desk = Desk(owner.colleague())
    answer = desk.get("crm_contact", "merge", one=pair[0], other=pair[1])
    assert answer.status_code == 403
    actions = desk.get("crm_contact", "changelist").context["action_form"]
    assert "merge_selected" not in dict(actions.fields["action"].choices)


# -- history --------------------------------------------------------------------------


def test_a_history_reads_like_what_happened(owner):
    rows = populate(owner)
    desk = Desk(owner)
    other = owner.make("companies", name="Beta")
    saved = desk.save(
        "crm_contact", "change", rows["crm_contact"], company_id=str(other), title="CTO"
    )
    newest, *_rest, oldest = desk.get(
        "crm_contact", "history", rows["crm_contact"]
    ).context["events"]
    assert (newest.what, oldest.what) == ("Updated", "Created")
    assert newest.who == str(owner.user)
    assert newest.entry.request_id == saved.headers["X-Request-Id"]
    changes = {one.label: one for one in newest.changes}
    assert ">Acme<" in changes["Company"].before
    assert ">Beta<" in changes["Company"].after
    assert changes["Job title"].after == "CTO"


def test_a_history_names_the_key_a_change_was_made_with(owner):
    created = owner.api.post("/api/contacts", {"first_name": "Ada"})
    page = Desk(owner).get("crm_contact", "history", created.json["id"])
    assert page.context["events"][0].who == f"{owner.user} · tests"


@pytest.mark.parametrize("model", MODELS)
def test_records_of_another_organization_are_not_there(owner, stranger, model):
    theirs = populate(stranger)[model]
    desk = Desk(owner)
    before = Change.objects.everywhere().count()
    for page, status in (("change", 302), ("history", 404)):
        assert desk.get(model, page, theirs).status_code == status
    for page in ("archive", "restore", "purge", "delete"):
        answer = desk.client.post(desk.url(model, page, theirs), {"confirmed": "yes"})
        assert answer.status_code in (403, 404), page
    sent = desk.client.post(desk.url(model, "change", theirs), {})
    assert sent.status_code in (302, 403)  # what is never changed is not asked for
    url = desk.url(model, "changelist")
    for action in ("archive_selected", "remove_selected", "purge_selected"):
        desk.client.post(
            url, {"action": action, "_selected_action": theirs, "confirmed": "yes"}
        )
    listed = desk.get(model, "changelist").context["cl"].result_list
    assert theirs not in [one.pk for one in listed]
    assert Change.objects.everywhere().count() == before
