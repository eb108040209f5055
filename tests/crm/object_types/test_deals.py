"""Deals and their parties."""

import pytest

from crm.models import Deal
from tests.factories import make_many


def made(tenant, slug, **values):
    answer = tenant.api.post(f"/api/{slug}", values)
    assert answer.status == 201, answer
    return answer.json


@pytest.fixture
def parties(tenant):
    """Return a company, a person of it, and a person of none."""
    company = made(tenant, "companies", name="Acme")["id"]
    employee = made(tenant, "contacts", name="Ada B", company_id=company)["id"]
    return company, employee, made(tenant, "contacts", name="Eve C")["id"]


def test_a_contact_brings_its_company(tenant, parties):
    company, employee, freelancer = parties
    deal = made(tenant, "deals", name="D", contact_id=employee)
    assert (deal["contact_id"], deal["company_id"]) == (employee, company)
    assert (deal["contact_name"], deal["company_name"]) == ("Ada B", "Acme")
    deal = made(tenant, "deals", name="D", contact_id=freelancer)
    assert (deal["contact_id"], deal["company_id"]) == (freelancer, None)


def test_a_company_that_is_sent_or_there_is_kept(tenant, parties):
    _company, employee, freelancer = parties
    other = made(tenant, "companies", name="Apex")["id"]
    deal = made(tenant, "deals", name="D", contact_id=employee, company_id=other)
    assert deal["company_id"] == other
    none = made(tenant, "deals", name="D", contact_id=employee, company_id=None)
    assert none["company_id"] is None
    path = f"/api/deals/{deal['id']}"
    assert tenant.api.put(path, {"contact_id": freelancer}).json["company_id"] == other


def test_a_contact_that_comes_later_brings_its_company_too(tenant, parties):
    company, employee, _freelancer = parties
    deal = made(tenant, "deals", name="D")
    path = f"/api/deals/{deal['id']}"
    assert tenant.api.put(path, {"contact_id": employee}).json["company_id"] == company


def test_a_contact_that_is_none_brings_nothing(tenant):
    answer = tenant.api.post("/api/deals", {"name": "D", "contact_id": 10**15})
    assert (answer.status, set(answer.json["errors"])) == (400, {"contact_id"})


@pytest.mark.parametrize(
    ("written", "stored"),
    [
        (None, None),
        ("", None),
        (5, 5),
        (5.0, 5),
        ("1250.50", 1250.5),
        (999_999_999_999_999, 999_999_999_999_999),
        (0.000001, 0.000001),
        (-3, -3),
        ("1e3", 1000),
    ],
    ids=repr,
)
def test_an_amount_reads_as_it_was_written(tenant, written, stored):
    deal = made(tenant, "deals", name="D", amount=written)
    assert deal["amount"] == stored
    assert tenant.api.get(f"/api/deals/{deal['id']}").json["amount"] == stored
    if stored is not None:
        assert isinstance(deal["amount"], type(stored))
        assert tenant.api.get("/api/deals", filter={"amount": stored}).json == [deal]


@pytest.mark.parametrize("written", [10**15, 0.0000001, "NaN", True, [], "much"])
def test_an_amount_that_cannot_be_kept_is_refused(tenant, written):
    answer = tenant.api.post("/api/deals", {"name": "D", "amount": written})
    assert (answer.status, set(answer.json["errors"])) == (400, {"amount"})


@pytest.mark.parametrize(
    ("field", "written", "stored"),
    [
        ("estimated_close_date", "2026-05-01", "2026-05-01"),
        ("estimated_close_date", "2026-05-01T23:30:00-01:00", "2026-05-02"),
        ("estimated_close_date", "9999-12-31", "9999-12-31"),
        ("added_at", "9999-12-31T00:00:00Z", "9999-12-31T00:00:00.000Z"),
        ("added_at", "2026-01-01", "2026-01-01T00:00:00.000Z"),
        ("win_likelihood", "50", 50),
        ("hot", True, True),
        ("currency", "EUR", "EUR"),
    ],
)
def test_a_value_is_echoed_in_its_own_form(tenant, field, written, stored):
    deal = made(tenant, "deals", name="D", **{field: written})
    assert deal[field] == stored
    assert tenant.api.get("/api/deals", filter={field: stored}).json == [deal]


@pytest.mark.parametrize(
    ("field", "written"),
    [
        ("win_likelihood", 101),
        ("win_likelihood", -1),
        ("win_likelihood", 1.5),
        ("hot", None),
        ("hot", "perhaps"),
        ("currency", "EURO"),
        ("estimated_close_date", "soon"),
        ("added_at", "9999-12-31T23:59:59-01:00"),
        ("source_id", 10**15),
        ("name", ""),
    ],
    ids=repr,
)
def test_a_value_that_does_not_fit_is_refused(tenant, field, written):
    answer = tenant.api.post("/api/deals", {"name": "D", field: written})
    assert (answer.status, set(answer.json["errors"])) == (400, {field})


def test_a_deal_has_the_currency_of_its_organization(tenant):
    tenant.organization.currency = "CHF"
    tenant.organization.save()
    assert made(tenant, "deals", name="D")["currency"] == "CHF"
    assert made(tenant, "deals", name="D", currency="")["currency"] == "CHF"


def test_a_currency_cannot_be_emptied(tenant):
    deal = made(tenant, "deals", name="D", currency="EUR")
    for value in (None, ""):
        answer = tenant.api.put(f"/api/deals/{deal['id']}", {"currency": value})
        assert (answer.status, set(answer.json["errors"])) == (400, {"currency"})


def test_a_new_deal_is_its_creators_and_added_now(tenant):
    deal = made(tenant, "deals", name="D")
    assert deal["owner_id"] == tenant.user.pk
    assert deal["added_at"][:10] == deal["created_at"][:10]
    assert str(Deal.objects.everywhere().get()) == "D"


@pytest.mark.parametrize(
    "field", ["company_name", "contact_name", "pipeline_id", "last_stage_change_by_id"]
)
def test_what_is_derived_is_not_written(tenant, field):
    deal = made(tenant, "deals", name="D")
    answer = tenant.api.put(f"/api/deals/{deal['id']}", {field: 5})
    assert (answer.status, answer.json) == (200, deal)


def test_a_deal_whose_company_was_purged_can_still_be_saved_whole(tenant, parties):
    company, _employee, _freelancer = parties
    deal = made(tenant, "deals", name="D", company_id=company)
    tenant.api.delete(f"/api/companies/{company}", purge="true")
    read = tenant.api.get(f"/api/deals/{deal['id']}").json
    assert read["company_id"] is None
    answer = tenant.api.put(f"/api/deals/{deal['id']}", {**read, "amount": 1})
    assert answer.status == 200


@pytest.mark.parametrize("name", ["proposal", "PROPOSAL", "the Proposal"])
def test_stages_compare_by_their_place_in_the_pipeline(tenant, name):
    pipeline = tenant.make("pipelines", name="Own", position=-5)
    stages = [
        {"name": f"The {one}", "slug": one, "pipeline_id": pipeline, "position": place}
        for place, one in enumerate(("zero", "proposal", "alpha"))
    ]
    make_many(tenant.caller, "stages", stages)
    for one in stages:
        tenant.make("deals", name=one["slug"], status=one["slug"])

    def found(operator, value):
        filters = [{"field": "status", "op": operator, "value": value}]
        rows = tenant.api.get("/api/deals", filters=filters, sort="status").json
        return [one["name"] for one in rows]

    assert found("lt", name) == ["zero"]
    assert found("lte", name) == ["zero", "proposal"]
    assert found("gt", name) == ["alpha"]
    assert found("gte", name) == ["proposal", "alpha"]
    assert found("gt", "no stage of this pipeline") == []
