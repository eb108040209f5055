"""Who has to do with a record."""

import pytest

from crm.models import AssociatedContact, Collaboration
from records.engine.merging import merge_records, undo_merge
from records.history.models import Action, Change
from records.schema.registry import registry


def post(tenant, **values):
    return tenant.api.post("/api/associated_contacts", values)


def listed(tenant, deal):
    """Return who is involved in a deal."""
    rows = tenant.api.get("/api/associated_contacts", filter={"deal_id": deal}).json
    return [one["contact_id"] or one["company_id"] for one in rows]


def errors_of(answer):
    assert answer.status == 400, answer
    return set(answer.json["errors"])


@pytest.fixture
def deal(tenant):
    return tenant.make("deals", name="Big")


@pytest.fixture
def ada(tenant):
    return tenant.make("contacts", first_name="Ada")


@pytest.fixture
def acme(tenant):
    return tenant.make("companies", name="Acme")


def test_a_person_or_a_company_is_involved(tenant, deal, ada, acme):
    person = post(tenant, deal_id=deal, contact_id=ada).json
    assert (person["role"], person["contact_name"]) == ("involved", "Ada")
    company = post(tenant, deal_id=deal, company_id=acme, role="involved").json
    assert (company["company_name"], company["contact_id"]) == ("Acme", None)
    assert listed(tenant, deal) == [ada, acme]
    row = AssociatedContact.objects.everywhere().get(pk=person["id"])
    assert str(row) == f"{ada} in {deal}"


def test_one_of_both_is_needed(tenant, deal, ada, acme):
    assert errors_of(post(tenant, deal_id=deal)) == {"contact_id"}
    both = post(tenant, deal_id=deal, contact_id=ada, company_id=acme)
    assert errors_of(both) == {"company_id"}
    assert errors_of(post(tenant, contact_id=ada)) == {"deal_id"}
    assert errors_of(post(tenant, deal_id=deal, contact_id=acme)) == {"contact_id"}


def test_nobody_is_involved_twice(tenant, deal, ada, acme):
    for party in ({"contact_id": ada}, {"company_id": acme}):
        assert post(tenant, deal_id=deal, **party).status == 201
        answer = post(tenant, deal_id=deal, **party)
        assert errors_of(answer) == set(party)
    other = tenant.make("deals", name="Other")
    assert post(tenant, deal_id=other, contact_id=ada).status == 201


def test_they_are_out_of_sight_while_the_deal_is_archived(tenant, deal, ada):
    post(tenant, deal_id=deal, contact_id=ada)
    tenant.api.delete(f"/api/deals/{deal}")
    assert listed(tenant, deal) == []
    tenant.api.post(f"/api/deals/{deal}/restore")
    assert listed(tenant, deal) == [ada]


def test_an_archived_contact_stays_involved(tenant, deal, ada):
    post(tenant, deal_id=deal, contact_id=ada)
    tenant.api.delete(f"/api/contacts/{ada}")
    assert listed(tenant, deal) == [ada]


@pytest.mark.parametrize("purged", ["deals", "contacts"])
def test_they_go_with_a_purged_deal_or_contact(tenant, deal, ada, purged):
    one = post(tenant, deal_id=deal, contact_id=ada).json["id"]
    target = {"deals": deal, "contacts": ada}[purged]
    assert tenant.api.delete(f"/api/{purged}/{target}", purge="true").status == 200
    assert not AssociatedContact.objects.everywhere().exists()
    change = Change.objects.everywhere().get(
        object_type="associated_contacts", action=Action.PURGED
    )
    assert change.record_id == one
    assert change.before == {"deal_id": deal, "contact_id": ada, "role": "involved"}


# -- merging ----------------------------------------------------------------------------


def merge(tenant, winner, loser, slug="contacts"):
    object_type = registry.resolve(tenant.caller.organization, slug)
    return merge_records(tenant.caller, object_type, winner_id=winner, loser_id=loser)


def test_a_merge_moves_them_to_the_winner(tenant, deal, ada):
    loser = tenant.make("contacts", first_name="Augusta")
    post(tenant, deal_id=deal, contact_id=loser)
    merge(tenant, ada, loser)
    assert listed(tenant, deal) == [ada]


def test_a_company_moves_likewise(tenant, deal, acme):
    loser = tenant.make("companies", name="ACME Inc.")
    post(tenant, deal_id=deal, company_id=loser)
    merge(tenant, acme, loser, "companies")
    assert listed(tenant, deal) == [acme]


def test_who_was_involved_under_both_names_is_so_once(tenant, deal, ada):
    loser = tenant.make("contacts", first_name="Augusta")
    for contact in (ada, loser):
        post(tenant, deal_id=deal, contact_id=contact)
    other = tenant.make("deals", name="Other")
    post(tenant, deal_id=other, contact_id=loser)
    operation = merge(tenant, ada, loser)
    assert (listed(tenant, deal), listed(tenant, other)) == ([ada], [ada])
    told = Change.objects.everywhere().filter(operation=operation)
    assert set(told.values_list("object_type", "action")) == {
        ("associated_contacts", Action.PURGED),
        ("associated_contacts", Action.UPDATED),
        ("contacts", Action.MERGED),
    }
    undo_merge(tenant.caller, operation)
    assert (listed(tenant, deal), listed(tenant, other)) == ([ada, loser], [loser])


def test_the_deal_of_a_double_may_be_archived(tenant, deal, ada):
    """What is out of sight is in the way of a constraint all the same."""
    loser = tenant.make("contacts", first_name="Augusta")
    for contact in (ada, loser):
        post(tenant, deal_id=deal, contact_id=contact)
    tenant.api.delete(f"/api/deals/{deal}")
    merge(tenant, ada, loser)
    tenant.api.post(f"/api/deals/{deal}/restore")
    assert listed(tenant, deal) == [ada]


def test_a_double_whose_deal_is_gone_does_not_come_back(tenant, deal, ada):
    loser = tenant.make("contacts", first_name="Augusta")
    for contact in (ada, loser):
        post(tenant, deal_id=deal, contact_id=contact)
    operation = merge(tenant, ada, loser)
    tenant.api.delete(f"/api/deals/{deal}", purge="true")
    undo_merge(tenant.caller, operation)
    assert not AssociatedContact.objects.everywhere().exists()
    assert tenant.api.get(f"/api/contacts/{loser}").json["first_name"] == "Augusta"


# -- collaborations -------------------------------------------------------------------


def collaborate(tenant, **values):
    return tenant.api.post("/api/collaborations", values)


def test_a_colleague_works_on_a_record(tenant, deal, ada, acme):
    colleague = tenant.colleague().user.pk
    lead = tenant.make("leads", last_name="Lee")
    for kind, record in (
        ("contact", ada),
        ("contact", acme),
        ("deal", deal),
        ("lead", lead),
    ):
        made = collaborate(
            tenant, resource_type=kind, resource_id=record, collaborator_id=colleague
        )
        assert made.status == 201, made
        assert (made.json["resource_type"], made.json["resource_id"]) == (kind, record)
    row = Collaboration.objects.everywhere().get(deal=deal)
    assert str(row) == f"{colleague} on {deal}"


def test_the_owner_may_collaborate_as_well(tenant, deal):
    made = collaborate(tenant, deal_id=deal, collaborator_id=tenant.user.pk)
    assert made.json["collaborator_id"] == tenant.user.pk


def test_a_collaboration_needs_somebody_on_something(tenant, stranger, deal):
    everything = {"resource_type", "resource_id", "collaborator_id"}
    assert (
        errors_of(tenant.api.post("/api/collaborations", {"role": 1, "deal_id": None}))
        == everything
    )
    answer = collaborate(tenant, deal_id=deal, collaborator_id=stranger.user.pk)
    assert errors_of(answer) == {"collaborator_id"}


def test_a_collaboration_is_out_of_sight_with_its_record_and_goes_with_it(tenant, deal):
    one = collaborate(tenant, deal_id=deal, collaborator_id=tenant.user.pk).json["id"]
    path = f"/api/collaborations/{one}"
    assert tenant.api.put(path, {"collaborator_id": 1}).status == 400
    tenant.api.delete(f"/api/deals/{deal}")
    assert tenant.api.get(path).status == 404
    tenant.api.post(f"/api/deals/{deal}/restore")
    assert tenant.api.get(path).status == 200
    tenant.api.delete(f"/api/deals/{deal}", purge="true")
    assert not Collaboration.objects.everywhere().exists()
