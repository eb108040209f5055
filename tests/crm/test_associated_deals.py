"""The deals that calls and text messages are about."""

import pytest

from crm.models import AssociatedDeal
from records.engine.removal import purge_record
from records.history.models import Action, Change
from records.schema.registry import registry

SLUGS = ("calls", "text_messages")


def made(tenant, slug, **values):
    answer = tenant.api.post(f"/api/{slug}", values)
    assert answer.status == 201, answer
    return answer.json


@pytest.fixture
def deals(tenant):
    return [tenant.make("deals", name=name) for name in "abc"]


@pytest.mark.parametrize("slug", SLUGS)
def test_they_are_a_set_in_the_order_given(tenant, deals, slug):
    first, second, third = deals
    one = made(tenant, slug, associated_deal_ids=[third, str(first), third])
    assert one["associated_deal_ids"] == [third, first]
    path = f"/api/{slug}/{one['id']}"
    assert tenant.api.put(path, {"incoming": True}).json["associated_deal_ids"] == [
        third,
        first,
    ]
    changed = tenant.api.put(path, {"associated_deal_ids": [second]}).json
    assert changed["associated_deal_ids"] == [second]
    for nothing in ([], None):
        emptied = tenant.api.put(path, {"associated_deal_ids": nothing}).json
        assert emptied["associated_deal_ids"] == []
    row = AssociatedDeal.objects.everywhere()
    assert not row.exists()


@pytest.mark.parametrize("nothing", [[], None])
def test_nothing_instead_of_nothing_is_no_change(tenant, nothing):
    call = made(tenant, "calls", summary="x", associated_deal_ids=nothing)
    again = tenant.api.put(
        f"/api/calls/{call['id']}", {"associated_deal_ids": nothing}
    ).json
    assert again["updated_at"] == call["updated_at"]


@pytest.mark.parametrize("slug", SLUGS)
def test_records_are_found_by_their_deals(tenant, deals, slug):
    first, second, third = deals
    about_both = made(tenant, slug, associated_deal_ids=[first, second])["id"]
    about_one = made(tenant, slug, associated_deal_ids=[second])["id"]
    about_none = made(tenant, slug, incoming=True)["id"]

    def found(operator, value=None):
        asked = [{"field": "associated_deal_ids", "op": operator, "value": value}]
        return {one["id"] for one in tenant.api.get(f"/api/{slug}", filters=asked).json}

    assert found("eq", first) == {about_both}
    assert found("contains", second) == {about_both, about_one}
    assert found("in", [first, third]) == {about_both}
    assert found("is_empty") == {about_none}
    assert found("is_not_empty") == {about_both, about_one}
    assert tenant.api.get(f"/api/{slug}", sort="associated_deal_ids").status == 400


@pytest.mark.parametrize("bad", [10**12, "x", 0, None, 1.5, [1]])
def test_a_deal_that_is_not_there_is_refused(tenant, deals, bad):
    answer = tenant.api.post("/api/calls", {"associated_deal_ids": [deals[0], bad]})
    assert answer.status == 400
    assert set(answer.json["errors"]) == {"associated_deal_ids"}


def test_a_deal_of_another_organization_is_not_there(tenant, stranger):
    theirs = stranger.make("deals", name="Theirs")
    call = made(tenant, "calls", summary="x")
    for answer in (
        tenant.api.post("/api/calls", {"associated_deal_ids": [theirs]}),
        tenant.api.put(f"/api/calls/{call['id']}", {"associated_deal_ids": [theirs]}),
    ):
        assert answer.status == 400
        assert set(answer.json["errors"]) == {"associated_deal_ids"}


def test_an_archived_deal_stays_and_is_not_checked_again(tenant, deals):
    first, second, _third = deals
    call = made(tenant, "calls", associated_deal_ids=[first])
    tenant.api.delete(f"/api/deals/{first}")
    path = f"/api/calls/{call['id']}"
    assert tenant.api.get(path).json["associated_deal_ids"] == [first]
    more = tenant.api.put(path, {"associated_deal_ids": [first, second]})
    assert more.json["associated_deal_ids"] == [first, second]


def test_a_purged_deal_leaves_them_each_with_a_change(tenant, deals):
    first, second, _third = deals
    calls = [
        made(tenant, "calls", associated_deal_ids=[first, second])["id"]
        for _ in range(2)
    ]
    text = made(tenant, "text_messages", associated_deal_ids=[first])["id"]
    tenant.api.delete(f"/api/calls/{calls[1]}")  # archived ones, too
    deals_type = registry.resolve(tenant.caller.organization, "deals")
    purge_record(tenant.caller, deals_type, first)
    for slug, record_id, left in (
        ("calls", calls[0], [second]),
        ("calls", calls[1], [second]),
        ("text_messages", text, []),
    ):
        entry = Change.objects.everywhere().filter(
            object_type=slug, record_id=record_id, action=Action.UPDATED
        )
        assert entry.get().after == {"associated_deal_ids": left}
    assert tenant.api.get(f"/api/calls/{calls[0]}").json["associated_deal_ids"] == [
        second
    ]
    links = AssociatedDeal.objects.everywhere()
    assert {one.deal_id for one in links} == {second}
    assert str(links[0]) == f"{second} of {calls[0]}"


def test_only_deals_have_associations(tenant, deals):
    made(tenant, "calls", associated_deal_ids=[deals[0]])
    contacts = registry.resolve(tenant.caller.organization, "contacts")
    assert list(registry.references_to(tenant.caller, contacts, deals[0])) == []


def test_the_links_of_a_purged_call_are_gone(tenant, deals):
    call = made(tenant, "calls", associated_deal_ids=deals)
    tenant.api.delete(f"/api/calls/{call['id']}", purge="true")
    assert not AssociatedDeal.objects.everywhere().exists()
