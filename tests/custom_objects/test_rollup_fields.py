"""Do rollups tell the truth about the records that point at one, and cost one statement?"""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from custom_objects import rollup_fields
from custom_objects.definitions import (
    archive_field,
    change_field,
    define_field,
)
from custom_objects.models import FieldDefinition
from records.access.roles import Role
from tests.custom_objects.rolls import OVER_JOBS, define_jobs, figures, roll
from tests.factories import make_many, touch_schema


@pytest.fixture
def jobs(tenant):
    define_jobs(tenant)


def test_each_function_over_records_of_an_admins_object(tenant, jobs):
    for slug, asked in OVER_JOBS.items():
        roll(tenant, slug, *asked)
    a, b, _c = (tenant.make("companies", name=name) for name in "ABC")
    make_many(
        tenant.caller,
        "jobs",
        [
            {"title": "1", "company": a, "hours": "0.1", "due": "2026-03-02", "stars": 2},
            {"title": "2", "company": a, "hours": "0.2", "due": "2026-03-01", "stars": 5},
            {"title": "3", "company": a, "seen": "2026-03-01T10:00:00.123Z", "others": [a, b]},
            {"title": "4", "company": b, "hours": -1, "others": [b]},
            {"title": "5", "others": [b, a]},
        ],
    )  # fmt: skip
    assert figures(tenant) == [
        {
            "count": 3,
            "sum": 0.3,
            "min": 0.1,
            "max": 0.2,
            "avg": 0.15,
            "stars": 3.5,
            "doubles": 0.6,
            "first": "2026-03-01",
            "last": "2026-03-01T10:00:00.123Z",
            "others": 2,
        },
        {
            "count": 1,
            "sum": -1,
            "min": -1,
            "max": -1,
            "avg": -1,
            "doubles": -2,
            "others": 3,
            "other_hours": -1,
        },
        {"count": 0, "others": 0},
    ]


def test_each_function_over_built_in_records(tenant, jobs):
    for slug, asked in {
        "deals": ("count",),
        "worth": ("sum", "amount"),
        "likely": ("avg", "win_likelihood"),
        "next": ("min", "estimated_close_date"),
        "newest": ("max", "created_at"),
        "weight": ("sum", "weight"),
    }.items():
        if slug == "weight":
            values = {"label": "Weight", "type": "number"}
            define_field(tenant.caller, object_slug="deals", values=values)
            tenant.organization.refresh_from_db()
        roll(tenant, slug, "deals", "company_id", *asked)
    a, _b = (tenant.make("companies", name=name) for name in "AB")
    deals = make_many(
        tenant.caller,
        "deals",
        [
            {"name": "1", "company_id": a, "amount": "10.5", "weight": 3},
            {"name": "2", "company_id": a, "amount": 2, "win_likelihood": 40},
            {"name": "3", "company_id": a, "estimated_close_date": "2026-12-31"},
            {"name": "4", "company_id": a, "estimated_close_date": "2027-01-31"},
            {"name": "5", "amount": 7},
        ],
    )
    first, second = figures(tenant)
    newest = tenant.api.get(f"/api/deals/{deals[3]}").json["created_at"]
    assert first == {
        "deals": 4,
        "worth": 12.5,
        "likely": 40,
        "next": "2026-12-31",
        "newest": newest,
        "weight": 3,
    }
    assert second == {"deals": 0}


def test_an_admins_reference_from_a_built_in_type(tenant, jobs):
    define_field(
        tenant.caller,
        object_slug="deals",
        values={"label": "Job", "type": "reference", "settings": {"object": "jobs"}},
    )
    tenant.organization.refresh_from_db()
    for slug, asked in {"deals": ("count",), "worth": ("sum", "amount")}.items():
        roll(tenant, slug, "deals", "job", *asked, holder="jobs")
    roll(tenant, "closes", "deals", "job", "max", "estimated_close_date", holder="jobs")
    job = tenant.make("jobs", title="A")
    for amount in (3, 4):
        tenant.make(
            "deals", name="X", job=job, amount=amount, estimated_close_date="2026-05-05"
        )
    (told,) = figures(tenant, "jobs")
    assert told == {"title": "A", "deals": 2, "worth": 7, "closes": "2026-05-05"}


def test_only_live_records_count(tenant, jobs):
    for slug in ("count", "sum", "others"):
        roll(tenant, slug, *OVER_JOBS[slug])
    roll(tenant, "deals", "deals", "company_id", "count")
    company = tenant.make("companies", name="A")
    values = {"title": "1", "company": company, "others": [company], "hours": 2}
    job, _other = (tenant.make("jobs", **values) for _ in "ab")
    deal = tenant.make("deals", name="X", company_id=company)
    full = {"count": 2, "sum": 4, "others": 2, "deals": 1}
    assert figures(tenant) == [full]
    tenant.api.delete(f"/api/jobs/{job}")
    tenant.api.delete(f"/api/deals/{deal}")
    assert figures(tenant) == [{"count": 1, "sum": 2, "others": 1, "deals": 0}]
    tenant.api.post(f"/api/jobs/{job}/restore")
    tenant.api.post(f"/api/deals/{deal}/restore")
    assert figures(tenant) == [full]


def test_a_rollup_is_read_wherever_a_record_is(tenant, jobs):
    roll(tenant, "count", *OVER_JOBS["count"])
    company = tenant.make("companies", name="A")
    tenant.make("jobs", title="1", company=company)
    path = f"/api/companies/{company}"
    answers = [
        tenant.api.get(path).json,
        tenant.api.put(path, {"name": "B", "custom_fields": {"count": 9}}).json,
        tenant.api.delete(path).json["record"],
        tenant.api.post(f"{path}/restore").json,
        *tenant.api.get("/api/companies_summary").json,
    ]
    assert [one["custom_fields"] for one in answers] == [{"count": 1}] * 5
    made = tenant.api.post("/api/companies", {"name": "C"}).json
    assert made["custom_fields"] == {"count": 0}


@pytest.mark.parametrize("parameters", [{"filter": {"count": 1}}, {"sort": "count"}])
def test_nobody_asks_about_a_rollup(tenant, jobs, parameters):
    roll(tenant, "count", *OVER_JOBS["count"])
    answer = tenant.api.get("/api/companies", **parameters)
    assert answer.status == 400
    assert "count" in answer.json["error"]


def test_another_organizations_records_never_count(tenant, stranger):
    for one in (tenant, stranger):
        define_jobs(one)
        roll(one, "count", *OVER_JOBS["count"])
        roll(one, "deals", "deals", "company_id", "count")
        company = one.make("companies", name="A")
        one.make("jobs", title="1", company=company)
        one.make("deals", name="X", company_id=company)
    for one in (tenant, stranger):
        assert figures(one) == [{"count": 1, "deals": 1}]


def test_records_that_are_hidden_from_a_person_are_not_counted_for_them(tenant):
    roll(tenant, "notes", "company_notes", "company_id", "count")
    company = tenant.make("companies", name="A")
    for visibility in ("regular", "restricted"):
        tenant.make(
            "company_notes", company_id=company, text="x", visibility=visibility
        )
    colleague = tenant.colleague(Role.MEMBER)
    assert [figures(one) for one in (tenant, colleague)] == [
        [{"notes": 2}],
        [{"notes": 1}],
    ]


def test_what_is_no_longer_filterable_or_there_makes_a_rollup_null(tenant, jobs):
    for slug in ("count", "sum"):
        roll(tenant, slug, *OVER_JOBS[slug])
    company = tenant.make("companies", name="A")
    tenant.make("jobs", title="1", company=company, hours=2)
    assert figures(tenant) == [{"count": 1, "sum": 2}]
    rows = FieldDefinition.objects.for_organization(tenant.organization.pk)
    rows.filter(slug="hours").update(backfilled_to=0)
    touch_schema(tenant.organization)
    assert figures(tenant) == [{"count": 1}]
    rows.filter(slug="hours").update(backfilled_to=None, is_filterable=False)
    touch_schema(tenant.organization)
    assert figures(tenant) == [{"count": 1}]
    archive_field(tenant.caller, object_slug="jobs", slug="company")
    tenant.organization.refresh_from_db()
    assert figures(tenant) == [{}]


def test_a_measured_formula_that_gives_something_else_makes_a_rollup_null(tenant, jobs):
    roll(tenant, "doubles", *OVER_JOBS["doubles"])
    company = tenant.make("companies", name="A")
    tenant.make("jobs", title="1", company=company, hours=2)
    assert figures(tenant) == [{"doubles": 4}]
    change_field(
        tenant.caller,
        object_slug="jobs",
        slug="double",
        values={"settings": {"expression": "title"}},
    )
    tenant.organization.refresh_from_db()
    assert figures(tenant) == [{}]


def test_sums_beyond_what_is_stored_are_null_and_never_overflow(tenant, jobs):
    for slug in ("sum", "max", "avg"):
        roll(tenant, slug, *OVER_JOBS[slug])
    a, b = (tenant.make("companies", name=name) for name in "AB")
    huge = 999_999_999_999_999
    make_many(
        tenant.caller,
        "jobs",
        [{"title": "1", "company": one, "hours": huge} for one in (a, a, b)],
    )
    assert figures(tenant) == [
        {"max": huge, "avg": huge},
        {"sum": huge, "max": huge, "avg": huge},
    ]


def test_all_rollups_of_a_page_cost_one_statement(tenant, jobs):
    companies = make_many(tenant.caller, "companies", [{"name": "X"}] * 7)
    make_many(
        tenant.caller,
        "jobs",
        [{"title": "1", "company": one, "hours": 1} for one in companies],
    )

    def cost():
        with CaptureQueriesContext(connection) as statements:
            figures(tenant)
        return len(statements)

    cost()
    before = cost()
    for slug, asked in OVER_JOBS.items():
        roll(tenant, slug, *asked)
    roll(tenant, "deals", "deals", "company_id", "count")
    cost()
    # One for the figures, one for what the index of jobs is asked first.
    assert cost() == before + 1


def test_a_page_of_many_rollups_is_asked_in_parts(tenant, jobs, monkeypatch):
    monkeypatch.setattr(rollup_fields, "MOST_VALUES", 5)
    for slug in ("count", "sum"):
        roll(tenant, slug, *OVER_JOBS[slug])
    companies = make_many(tenant.caller, "companies", [{"name": "X"}] * 7)
    make_many(
        tenant.caller,
        "jobs",
        [
            {"title": "1", "company": one, "hours": number}
            for number, one in enumerate(companies)
        ],
    )
    told = figures(tenant)
    assert [one["sum"] for one in told] == list(range(7))
    assert [one["count"] for one in told] == [1] * 7
