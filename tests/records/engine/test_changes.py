"""What the log says of a write."""

import datetime as dt
from decimal import Decimal
from uuid import uuid4

import pytest
from django.db import connection, transaction
from django.utils import timezone

from records.access.models import ApiKey
from records.engine import changes
from records.engine.writer import update_record
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


# -- what the writer tells it ---------------------------------------------------------


def update(tenant, slug, record_id, **values):
    object_type = registry.resolve(tenant.caller.organization, slug)
    update_record(tenant.caller, object_type, record_id, values)


def names_of(tenant, slug):
    rows = registry.resolve(tenant.caller.organization, slug).rows(tenant.caller)
    return list(rows.values_list("name", flat=True))


def log_of(tenant, slug):
    return list(
        Change.objects.for_organization(tenant.organization.pk)
        .filter(object_type=slug)
        .order_by("id")
    )


@pytest.fixture
def company(tenant):
    return tenant.make("companies", name="Acme", domain="acme.example", tags=["a"])


def test_the_log_tells_who_did_what_when_and_in_which_request(tenant):
    request_id = str(uuid4())
    before = timezone.now() - dt.timedelta(milliseconds=1)
    answer = tenant.api.post("/api/companies", {"name": "Acme", "domain": ""})
    (entry,) = log_of(tenant, "companies")
    assert entry.action == Action.CREATED
    assert entry.record_id == answer.json["id"]
    assert entry.before == {}
    assert entry.after == {
        "name": "Acme",
        "customer_status": "none",
        "prospect_status": "none",
        "owner_id": tenant.user.pk,
    }
    assert entry.actor_id == tenant.user.pk
    assert entry.key_id == ApiKey.objects.everywhere().get().pk
    assert entry.request_id == answer.headers["X-Request-Id"] != request_id
    assert before <= entry.occurred_at <= timezone.now()
    assert entry.operation is None


def test_the_log_tells_before_and_after_of_what_changed_only(tenant, company):
    update(tenant, "companies", company, name="Apex", domain=None, tags=["b", "a"])
    entry = log_of(tenant, "companies")[-1]
    assert entry.action == Action.UPDATED
    assert entry.before == {"name": "Acme", "domain": "acme.example", "tags": ["a"]}
    assert entry.after == {"name": "Apex", "domain": None, "tags": ["b", "a"]}
    assert (entry.actor_id, entry.key_id) == (tenant.user.pk, None)


def test_the_log_speaks_neutral_json(tenant):
    deal = tenant.make(
        "deals",
        name="Big",
        amount="12.50",
        estimated_close_date="2026-05-01T10:00:00Z",
        added_at="2026-01-01T00:00:00+01:00",
    )
    (entry,) = log_of(tenant, "deals")
    assert entry.record_id == deal
    assert entry.after["amount"] == 12.5
    assert entry.after["estimated_close_date"] == "2026-05-01"
    assert entry.after["added_at"] == "2025-12-31T23:00:00.000Z"


def test_a_change_lies_in_the_transaction_of_its_record(tenant, monkeypatch):
    def fail(_changes):
        raise ZeroDivisionError

    company = tenant.make("companies", name="Acme")
    log = log_of(tenant, "companies")
    monkeypatch.setattr(changes, "log", fail)
    with pytest.raises(ZeroDivisionError):
        tenant.make("companies", name="Ghost")
    with pytest.raises(ZeroDivisionError):
        update(tenant, "companies", company, name="Ghost")
    assert names_of(tenant, "companies") == ["Acme"]
    assert log_of(tenant, "companies") == log


def test_a_change_is_gone_with_the_transaction_around_it(tenant):
    with transaction.atomic():
        tenant.make("companies", name="Ghost", tags=["new"])
        transaction.set_rollback(True)
    assert names_of(tenant, "companies") == []
    assert log_of(tenant, "companies") == log_of(tenant, "tags") == []


def test_the_log_knows_the_transaction_on_postgresql(tenant):
    one, other = (tenant.make("tags", name=name) for name in "ab")
    numbers = {entry.transaction for entry in log_of(tenant, "tags")}
    assert {one, other} == {entry.record_id for entry in log_of(tenant, "tags")}
    assert all(number > 0 for number in numbers) == (connection.vendor == "postgresql")
