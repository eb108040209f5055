"""Windows, their totals, and where empty values go."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from records.engine.reader import find_records
from records.query import EVERYTHING, RecordQuery, Sort, Window

pytestmark = pytest.mark.django_db


def page(tenant, window, *sorts):
    query = RecordQuery("leads", EVERYTHING, sorts, window)
    with CaptureQueriesContext(connection) as captured:
        found = find_records(tenant.caller, query)
    names = [(row["last_name"], row["first_name"]) for row in found.rows]
    counted = [one["sql"] for one in captured if "COUNT(" in one["sql"]]
    return names, found.total, len(counted)


@pytest.fixture
def leads(tenant):
    """Six leads, two without a last name, one of them without any."""
    for last_name, first_name in [
        (None, "b"), ("y", None), ("x", "a"), (None, "a"), ("x", "b"), (None, None),
    ]:  # fmt: skip
        names = {"last_name": last_name, "first_name": first_name}
        tenant.make("leads", organization_name="Firm", **names)
    return tenant


@pytest.mark.parametrize(
    ("window", "total", "counted"),
    [
        (Window(0, 2), 6, 1),
        (Window(4, 4), 6, 0),  # came back short: the last
        (Window(0, 2, counted=False), 2, 0),
        (Window(2, 2, counted=False), 4, 0),
        (Window(4, 4, counted=False), 6, 0),
        (Window(0, 6, counted=False), 6, 0),
    ],
    ids=str,
)
def test_who_asks_for_no_total_is_told_what_was_seen(leads, window, total, counted):
    told = page(leads, window)
    assert told[1:] == (total, counted)
    assert len(told[0]) == min(window.limit, 6 - window.offset)


def test_nobody_counts_beyond_the_end_either(leads):
    assert page(leads, Window(50, 5, counted=False)) == ([], 50, 0)


@pytest.mark.parametrize("limit", [1, 2, 3, 6, 10])
@pytest.mark.parametrize("counted", [True, False])
@pytest.mark.parametrize(
    ("sorts", "expected"),
    [
        (
            (Sort("last_name"), Sort("first_name")),
            [("x", "a"), ("x", "b"), ("y", None), (None, "a"), (None, "b"), (None, None)],
        ),
        (
            (Sort("last_name", descending=True), Sort("first_name")),
            [("y", None), ("x", "a"), ("x", "b"), (None, "a"), (None, "b"), (None, None)],
        ),
        (
            (Sort("first_name", descending=True), Sort("last_name", descending=True)),
            [("x", "b"), (None, "b"), ("x", "a"), (None, "a"), ("y", None), (None, None)],
        ),
    ],
    ids=str,
)  # fmt: skip
def test_empty_values_of_every_key_come_last(leads, sorts, expected, limit, counted):
    found = []
    for offset in range(0, 12, limit):
        names, total, _counted = page(leads, Window(offset, limit, counted), *sorts)
        found += names
        assert not counted or total == 6
    assert found == expected
