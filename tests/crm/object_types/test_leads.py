"""Leads."""

import pytest

from crm.models import Lead


def post(tenant, **values):
    return tenant.api.post("/api/leads", values)


def test_a_new_lead_is_new_and_its_creators(tenant):
    lead = post(tenant, last_name="Curie", tags=["a"]).json
    assert (lead["status"], lead["owner_id"]) == ("New", tenant.user.pk)
    assert lead["tags"] == ["a"]


def test_a_lead_chooses_from_the_lists_for_leads(tenant):
    source = tenant.make("lead_sources", name="Fair")
    other = tenant.make("deal_sources", name="Fair")
    assert post(tenant, last_name="C", source_id=source).json["source_id"] == source
    answer = post(tenant, last_name="C", source_id=other)
    assert (answer.status, set(answer.json["errors"])) == (400, {"source_id"})


@pytest.mark.parametrize(
    ("values", "shown"),
    [
        ({"first_name": "Ada", "last_name": "B"}, "Ada B"),
        ({"organization_name": "Acme"}, "Acme"),
        ({"title": "x"}, "Lead "),
    ],
    ids=("person", "organization", "neither"),
)
def test_a_lead_is_shown_by_name_else_organization(tenant, values, shown):
    assert post(tenant, **values).status == 201
    assert str(Lead.objects.everywhere().get()).startswith(shown)


@pytest.mark.parametrize("query", ["CURIE", "acme", "MARIE", "m@c"])
def test_a_search_finds_leads(tenant, query):
    lead = post(
        tenant,
        first_name="Marie",
        last_name="Curie",
        organization_name="Acme",
        email="m@c.fr",
    ).json
    post(tenant, last_name="Other")
    assert tenant.api.get("/api/leads", filter={"q": query}).json == [lead]
