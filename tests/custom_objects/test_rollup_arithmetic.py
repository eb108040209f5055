"""Are rollups what plain arithmetic says?"""

import datetime as dt
from decimal import Decimal

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from records.engine.reader import find_records
from records.query import RecordQuery
from records.schema.registry import registry
from tests.custom_objects.rolls import OVER_JOBS, define_jobs, roll
from tests.factories import make_many
from tests.snapshots import rolled_back

MOMENTS = st.integers(-(10**12), 10**12).map(
    lambda thousandth: (
        dt.datetime(2026, 1, 1, tzinfo=dt.UTC) + dt.timedelta(milliseconds=thousandth)
    )
)
JOB = st.fixed_dictionaries(
    {
        "company": st.none() | st.integers(0, 2),
        "others": st.lists(st.integers(0, 2), unique=True),
        "hours": st.none()
        | st.decimals(-(10**8), 10**8, places=4, allow_nan=False)
        | st.integers(-3, 3).map(Decimal),
        "due": st.none() | st.dates(),
        "seen": st.none() | MOMENTS,
        "stars": st.none() | st.integers(0, 5),
    }
)


def expected(function, values):
    """Return what a function of a rollup is of the values that there are."""
    there = [one for one in values if one is not None]
    match function:
        case "sum":
            return sum(there) if there else None
        case "avg":
            exact = sum(there) / Decimal(len(there)) if there else None
            return exact and round(float(exact), 6)
        case "min":
            return min(there, default=None)
        case _:
            return max(there, default=None)


@settings(
    max_examples=25,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(drawn=st.lists(JOB, max_size=12))
def test_rollups_are_what_plain_arithmetic_says(rolled, drawn):
    with rolled_back():
        companies = make_many(
            rolled.caller, "companies", [{"name": name} for name in "ABC"]
        )
        batch = [
            {
                "title": "x",
                **one,
                "company": None
                if one["company"] is None
                else companies[one["company"]],
                "others": [companies[place] for place in one["others"]],
            }
            for one in drawn
        ]
        make_many(rolled.caller, "jobs", batch)
        page = find_records(rolled.caller, RecordQuery("companies"))
        rows = {row["pk"]: row for row in page.rows}
        fields = registry.resolve(
            rolled.caller.organization, "companies"
        ).fields_by_name
        for slug, (_object, reference, function, *field) in OVER_JOBS.items():
            if slug == "doubles":
                continue
            for company in companies:
                pointing = [
                    one
                    for one in batch
                    if company
                    in (one["others"] if reference == "others" else [one["company"]])
                ]
                found = fields[slug].read(rows[company])
                if function == "count":
                    assert found == len(pointing), slug
                    continue
                wanted = expected(function, [one[field[0]] for one in pointing])
                if isinstance(wanted, float):
                    assert float(found) == pytest.approx(wanted, abs=1e-6), slug
                else:
                    assert found == wanted, slug


@pytest.fixture
def rolled(tenant):
    define_jobs(tenant)
    for slug, asked in OVER_JOBS.items():
        roll(tenant, slug, *asked)
    return tenant
