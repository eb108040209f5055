"""Does a definition cost the same however many records its object has?"""

import time

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from custom_objects.definitions import (
    archive_field,
    change_field,
    define_field,
    restore_field,
)
from custom_objects.models import CustomRecord, FieldValue
from records.access.caller import Caller
from records.access.models import Organization

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.slow,
    pytest.mark.xdist_group("plans"),  # the records are loaded once
]

TABLES = tuple(f'"{one._meta.db_table}"' for one in (CustomRecord, FieldValue))
ALLOWED = 0.1
"""Seconds that a new field may take, best of a few."""

NEW = {
    "text": {"type": "text", "is_searchable": True},
    "unique": {"type": "text", "is_unique": True},
    "required": {"type": "number", "is_required": True, "default": 5},
    "choice": {"type": "dropdown", "options": ["a", "b"]},
    "reference": {"type": "reference", "settings": {"object": "contacts"}},
    "formula": {"type": "formula", "settings": {"expression": "weight * 2"}},
    "rollup": {
        "type": "rollup",
        "settings": {"object": "deals", "reference": "parcel", "function": "count"},
    },
}


@pytest.fixture
def again(crowd):
    """The caller as they are when a request begins."""
    return lambda: Caller.system(
        Organization.objects.get(pk=crowd.organization_id).info
    )


@pytest.mark.parametrize("sort", NEW)
def test_a_field_is_added_to_many_records_at_once(again, sort):
    if sort == "rollup":
        values = {"type": "reference", "settings": {"object": "shipments"}}
        define_field(again(), object_slug="deals", values={"label": "Parcel", **values})
    taken = []
    for number in range(4):
        values = {"label": f"{sort} {number}", **NEW[sort]}
        with CaptureQueriesContext(connection) as captured:
            begun = time.perf_counter()
            define_field(again(), object_slug="shipments", values=values)
            taken.append(time.perf_counter() - begun)
        read = [
            one["sql"]
            for one in captured.captured_queries
            if any(table in one["sql"] for table in TABLES)
        ]
        # A formula asks whether there are more records than can be done at once.
        assert len(read) == (sort == "formula"), read
        assert all(" LIMIT " in one for one in read), read
    assert min(taken) < ALLOWED


def test_a_field_goes_and_comes_back_whatever_it_holds(again):
    for act in (archive_field, restore_field):
        with CaptureQueriesContext(connection) as captured:
            act(again(), object_slug="shipments", slug="code")
        for one in captured.captured_queries:
            assert not any(table in one["sql"] for table in TABLES) or (
                " LIMIT " in one["sql"]
            ), one["sql"]


def test_what_needs_every_record_is_left_to_the_command(again):
    """Made filterable, a field waits; nobody waits for it."""
    with CaptureQueriesContext(connection) as captured:
        row = change_field(
            again(),
            object_slug="shipments",
            slug="remarks",
            values={"is_filterable": True},
        )
    assert row.backfilled_to == 0
    for one in captured.captured_queries:
        assert not any(table in one["sql"] for table in TABLES) or (
            " LIMIT " in one["sql"]
        ), one["sql"]
