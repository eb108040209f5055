"""Visits."""

import pytest

from crm.models.visits import LocationStatus


def test_a_visit_is_to_somebody_now(tenant):
    company = tenant.make("companies", name="Acme")
    visit = tenant.api.post("/api/visits", {"company_id": company}).json
    assert (visit["resource_type"], visit["resource_id"]) == ("contact", company)
    assert visit["visited_at"] is not None
    assert visit["crm_user_id"] == tenant.user.pk


@pytest.mark.parametrize("status", [*LocationStatus.values, None])
def test_a_visit_says_whether_the_place_was_right(tenant, status):
    name = "rep_location_verification_status"
    visit = tenant.api.post("/api/visits", {"summary": "x", name: status})
    assert visit.json[name] == status
    listed = tenant.api.get("/api/visits", filter={name: status}).json
    assert [one["id"] for one in listed] == [visit.json["id"]]


def test_a_visit_has_an_outcome_of_visits(tenant):
    outcome = tenant.make("visit_outcomes", name="Moved away")
    visit = tenant.api.post("/api/visits", {"outcome_id": outcome})
    assert visit.json["outcome_id"] == outcome
