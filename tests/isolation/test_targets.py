"""Is another organization's record, named as a target, a record that is not there?"""

import pytest

from records.schema.object_types import Operation
from tests.isolation.houses import (
    ENDPOINTS,
    NOWHERE,
    assert_says_nothing,
    targets_of,
    type_of,
)
from tests.snapshots import assert_unchanged, snapshot

SUPPORTED_BY = {
    "put": Operation.UPDATE,
    "put nothing": Operation.UPDATE,
    "patch": Operation.UPDATE,
    "restore": Operation.ARCHIVE,
}


def is_supported(endpoint, object_type):
    """Tell whether the type knows what the endpoint does, whoever asks."""
    if endpoint in ("delete", "purge"):
        return object_type.can(Operation.ARCHIVE) or object_type.can(Operation.DELETE)
    needed = SUPPORTED_BY.get(endpoint)
    return needed is None or object_type.can(needed)


@pytest.mark.parametrize("endpoint", ENDPOINTS)
def test_a_foreign_record_is_as_absent_as_one_that_never_was(own, foreign, endpoint):
    send = ENDPOINTS[endpoint]
    before = snapshot()
    for slug in targets_of(endpoint):
        answer = send(own.api, slug, foreign.ids[slug], own.ids[slug])
        absent = send(own.api, slug, NOWHERE, own.ids[slug])
        expected = 404 if is_supported(endpoint, type_of(slug)) else 400
        assert answer.status == expected, slug
        assert (answer.status, answer.json) == (absent.status, absent.json)
        assert_says_nothing(answer)
    assert_unchanged(before)


@pytest.mark.parametrize("endpoint", ["get", "put", "restore", "delete", "purge"])
def test_an_archived_foreign_record_is_absent_too(own, foreign, endpoint):
    foreign.api.delete(f"/api/deals/{foreign.ids['deals']}")
    before = snapshot()
    answer = ENDPOINTS[endpoint](own.api, "deals", foreign.ids["deals"], 0)
    assert answer.status == 404
    assert_unchanged(before)


@pytest.mark.parametrize("endpoint", ["get", "put", "restore", "delete", "purge"])
def test_a_foreign_record_that_was_merged_away_names_no_winner(own, foreign, endpoint):
    loser = foreign.tenant.make("contacts", first_name="away")
    body = {"winnerId": foreign.ids["contacts"], "loserId": loser}
    assert foreign.api.post("/api/merge_contacts", body).status == 200
    before = snapshot()
    answer = ENDPOINTS[endpoint](own.api, "contacts", loser, 0)
    assert answer.status == 404
    assert str(foreign.ids["contacts"]) not in str(answer.json)
    assert_unchanged(before)


@pytest.mark.parametrize("endpoint", ["get", "put", "patch", "delete", "purge"])
def test_the_configuration_is_always_the_own_one(own, foreign, endpoint):
    before = foreign.rows()
    answer = ENDPOINTS[endpoint](own.api, "configuration", 1, 1)
    assert answer.status == 200
    assert_says_nothing(answer)
    assert foreign.rows() == before


def test_a_configuration_is_not_borrowed_from_another_organization(foreign, tenant):
    assert tenant.api.get("/api/configuration").json == []
    assert tenant.api.get("/api/configuration/1").status == 404
    before = foreign.rows()
    assert tenant.api.post("/api/configuration", {"config": {"a": 1}}).status == 201
    assert foreign.rows() == before


def test_a_contact_is_no_company(own, foreign):
    """Both lie in one table; the kind is part of the door."""
    before = snapshot()
    assert own.api.get(f"/api/companies/{own.ids['contacts']}").status == 404
    assert own.api.delete(f"/api/contacts/{own.ids['companies']}").status == 404
    mixed = {"winnerId": own.ids["contacts"], "loserId": own.ids["companies"]}
    assert own.api.post("/api/merge_contacts", mixed).status == 404
    assert_unchanged(before)


def test_a_restricted_note_is_its_authors_alone(own):
    colleague = own.tenant.colleague("admin")
    note = own.tenant.make(
        "deal_notes", deal_id=own.ids["deals"], text="secret", visibility="restricted"
    )
    before = snapshot()
    for endpoint in ("get", "put", "patch", "delete", "purge", "restore"):
        answer = ENDPOINTS[endpoint](colleague.api, "deal_notes", note, 0)
        assert answer.status == 404, endpoint
    found = colleague.api.get("/api/deal_notes", filter={"text": "secret"})
    assert found.json == []
    assert_unchanged(before)
    assert own.api.get(f"/api/deal_notes/{note}").status == 200
