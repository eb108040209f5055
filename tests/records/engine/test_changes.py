"""What the log says of a write."""

import datetime as dt
from decimal import Decimal

from records.engine import changes
from records.history.models import Action, Change
from records.schema.registry import registry

DEALS = registry.built_in_type("deals")


def test_the_present_is_as_precise_as_it_is_stored():
    moment = changes.now()
    assert moment.microsecond % 1000 == 0
    assert moment.tzinfo is dt.UTC


def test_values_are_spelled_in_neutral_json():
    spelled = changes.spell(
        DEALS,
        {
            "amount": Decimal("10.00"),
            "added_at": dt.datetime(2026, 1, 1, tzinfo=dt.UTC),
            "company_id": None,
            "tags": ["a"],
        },
    )
    assert spelled == {
        "amount": 10,
        "added_at": "2026-01-01T00:00:00.000Z",
        "company_id": None,
        "tags": ["a"],
    }


def test_many_entries_cost_few_statements(tenant, django_assert_max_num_queries):
    at = changes.now()
    entries = [
        changes.change(tenant.caller, DEALS, n, Action.CREATED, at=at)
        for n in range(1, 51)
    ]
    # On PostgreSQL the bulk protocol, and the ids for it.
    with django_assert_max_num_queries(2):
        changes.log(entries)
    stored = Change.objects.for_organization(tenant.organization.pk)
    assert stored.filter(object_type="deals", occurred_at=at).count() == 50
