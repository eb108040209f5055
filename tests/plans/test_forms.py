"""Is every form of question answered through the index that was made for it?

The plans are read on a hundred thousand records, on both databases.
"""

from dataclasses import replace

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from custom_objects.models import CustomRecord
from records.engine.reader import find_records
from records.query import (
    EVERYTHING,
    And,
    Condition,
    Not,
    Operator,
    Or,
    RecordQuery,
    Sort,
    Window,
)
from tests.plans.conftest import COUNT

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.slow,
    pytest.mark.xdist_group("plans"),  # the records are loaded once
]

MOST_STATEMENTS = 5
"""Of a page: one more than a built-in type's, for what must be known to choose."""


def has(field, operator, value=None):
    return Condition(field, Operator(operator), value)


RARE = has("carrier", "eq", "Air")
COMMON = has("carrier", "eq", "Sea")
RANGE = And((has("weight", "gte", 5_000), has("weight", "lt", 6_000)))
THREE = And(
    (
        has("carrier", "eq", "Rail"),
        has("stage", "eq", "customs"),
        has("insured", "eq", True),
    )
)

# form: question, sorts, offset, indexes that PostgreSQL and SQLite must use for it
FORMS = {
    "1 rare filter, newest first": (RARE, (), 0, "value_ref", "value_ref"),
    "1 common filter, newest first": (COMMON, (), 0, "value_ref", "value_ref"),
    "1 text equality": (has("code", "eq", "C-0000007"), (), 0, "value_text", "value_text"),
    "1 beginning of a text": (has("code", "starts_with", "c-000000"), (), 0, "value_text", "value_text"),
    "1 range of numbers": (RANGE, (), 0, "value_number", "value_number"),
    "1 absent value": (has("code", "eq", "none has it"), (), 0, "value_text", "value_text"),
    "2 sorted by text": (EVERYTHING, ("title",), 0, "value_text", "value_text"),
    "2 sorted by text, page 400": (EVERYTHING, ("-title",), 10_000, "value_text", "value_text"),
    "2 sorted by a stage": (EVERYTHING, ("stage",), 0, "value_number", "value_number"),
    "2 range and choice, sorted": (And((RANGE, has("carrier", "in", ("Air", "Rail")))), ("weight",), 0, "value_number", "value_number"),
    "2 common filter, sorted": (COMMON, ("title",), 0, "value_text", "value_text"),
    "2 rare filter, sorted": (RARE, ("title",), 0, "value_text", "value_text"),
    "3 alternatives": (Or((has("carrier", "eq", "Foot"), has("code", "eq", "C-0000009"))), (), 0, "value_ref value_text", "value_ref value_text"),
    "3 several equalities": (THREE, (), 0, "custom_objects_customrecord_custom_fields", "value_ref"),
    "3 several equalities, sorted": (THREE, ("price",), 0, "custom_objects_customrecord_custom_fields", "value_ref"),
    "4 negation": (Not(COMMON), (), 0, "custom_live_created", "custom_live_created"),
    "4 another value": (And((Not(COMMON), Not(has("carrier", "empty")))), (), 0, "value_text", "value_text"),
    "4 without a value": (has("weight", "empty"), (), 0, "custom_live_created", "custom_live_created"),
    "5 any of several values": (has("labels", "in", ("cold", "urgent")), (), 0, "value_ref", "value_ref"),
    "beside a column": (And((RARE, has("created_at", "gte", "2024-01-20"))), (), 0, "value_ref", "value_ref"),
}  # fmt: skip


def question(where, sorts, offset, *, slug="shipments", **more):
    keys = tuple(Sort(one.removeprefix("-"), one.startswith("-")) for one in sorts)
    return RecordQuery(slug, where, keys, Window(offset, 25), **more)


def asked(caller, query):
    """Return the statements of a page, and the page."""
    with CaptureQueriesContext(connection) as captured:
        page = find_records(caller, query)
    return [one["sql"] for one in captured.captured_queries], page


def plan_of(statement):
    """Return the lines of a statement's plan."""
    word = "EXPLAIN" if connection.vendor == "postgresql" else "EXPLAIN QUERY PLAN"
    with connection.cursor() as cursor:
        cursor.execute(f"{word} {statement}")
        return [str(row[-1]) for row in cursor.fetchall()]


def scans_the_records(line):
    """Whether a line of a plan reads all records (SQLite: or all values).

    PostgreSQL may read values in any order to find whether two thousand match: with so
    common a value it has them after a few pages.
    """
    if connection.vendor == "postgresql":
        return "Seq Scan on custom_objects_customrecord" in line
    return "SCAN custom_objects_" in line and "INDEX" not in line


@pytest.mark.parametrize("form", FORMS)
def test_a_form_is_answered_by_its_index(crowd, form):
    where, sorts, offset, *indexes = FORMS[form]
    statements, page = asked(crowd, question(where, sorts, offset))
    plans = [line for one in statements for line in plan_of(one)]
    told = "\n".join(plans)
    assert not any(scans_the_records(line) for line in plans), told
    for index in indexes[connection.vendor == "sqlite"].split():
        assert index in told, told
    assert len(statements) <= MOST_STATEMENTS
    assert page.total == COUNT or where != EVERYTHING


def test_a_search_reads_the_trigrams_of_searchable_fields(crowd):
    where = has("title", "contains", "9999")
    statements, page = asked(crowd, question(where, (), 0))
    assert page.total == 19
    if connection.vendor == "postgresql":
        assert "custom_objects_value_trigrams" in "\n".join(plan_of(statements[0]))


@pytest.mark.parametrize("form", FORMS)
def test_a_form_answers_as_the_table_of_records_does(crowd, form):
    where, sorts, offset, *_indexes = FORMS[form]
    query = question(where, sorts, offset)
    page = find_records(crowd, query)
    # With archived ones (there are none) every value is looked up, record by record.
    plain = find_records(crowd, replace(query, include_archived=True))
    assert [row["pk"] for row in page.rows] == [row["pk"] for row in plain.rows]
    assert page.total == plain.total > 0 or form == "1 absent value"


@pytest.mark.parametrize("form", FORMS)
def test_no_count_reads_the_rows_it_counts(crowd, form):
    """A window count would; what one index answers is counted by that alone."""
    where, sorts, offset, *_indexes = FORMS[form]
    statements, _page = asked(crowd, question(where, sorts, offset))
    assert not any(" OVER (" in one for one in statements)
    counts = [one for one in statements if "COUNT(" in one.upper()]
    if form == "1 common filter, newest first":
        assert len(counts) == 1
    if form.startswith(("1 ", "2 common")):
        records = f'"{CustomRecord._meta.db_table}"'
        assert not any(records in one for one in counts), counts
