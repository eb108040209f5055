import datetime as dt
from decimal import Decimal

import pytest
from django.db import IntegrityError, connection, transaction

from crm.models import Deal, Party, Tag
from records.engine.insertion import insert_rows
from records.schema.registry import registry
from tests.factories import make_many

AT = dt.datetime(2026, 3, 4, 5, 6, 7, 89_000, tzinfo=dt.UTC)
# Below and above the number from which PostgreSQL gets rows by its bulk protocol.
SIZES = pytest.mark.parametrize("size", [1, 20, 21, 60, 1_001])


def party(organization, **columns):
    return {
        "organization_id": organization.pk,
        "kind": "person",
        "created_at": AT,
        "updated_at": AT,
        **columns,
    }


@SIZES
def test_ids_come_in_the_order_of_the_rows(tenant, size):
    rows = [party(tenant.organization, name=f"N{n}") for n in range(size)]
    ids = insert_rows(Party, rows)
    names = Party.objects.for_organization(tenant.organization.pk).in_bulk(ids)
    assert [names[one].name for one in ids] == [f"N{n}" for n in range(size)]
    assert ids == sorted(ids)


@SIZES
def test_rows_are_as_bulk_create_would_have_made_them(tenant, size):
    user_id = tenant.membership.user_id
    columns = {
        "name": "Tab\there, new\nline, back\\slash, \\N, quote's “Ärger” ß 100 %s",
        "first_name": "",
        "custom_fields": {"a": [1, None, "\\N"], "ä": {"deep": 1.5}},
        "address": {"city": "Zürich"},
        "owner_id": user_id,
        "archived_at": AT,
    }
    rows = [
        party(tenant.organization, **(columns if n % 2 else {"email": "X@Y.example"}))
        for n in range(size)
    ]
    ids = insert_rows(Party, rows)
    twins = Party.objects.bulk_create([Party(**row) for row in rows])
    stored = Party.objects.for_organization(tenant.organization.pk)
    by_id = {row.pop("id"): row for row in stored.values()}
    assert [by_id[one] for one in ids] == [by_id[one.pk] for one in twins]


@SIZES
def test_folds_are_kept(tenant, size):
    ids = insert_rows(Party, [party(tenant.organization, name="STRAẞE")] * size)
    folds = Party.objects.for_organization(tenant.organization.pk).filter(pk__in=ids)
    assert set(folds.values_list("name_fold", "email_fold")) == {("strasse", None)}


@SIZES
def test_numbers_and_days_are_exact(tenant, size):
    stage = registry.resolve(tenant.caller.organization, "stages").rows(tenant.caller)
    row = party(
        tenant.organization,
        name="D",
        currency="USD",
        amount=Decimal("123456789.123456"),
        stage_id=stage.values_list("pk", flat=True)[0],
        estimated_close_date=dt.date(9999, 12, 31),
        hot=True,
    )
    del row["kind"]
    insert_rows(Deal, [row] * size)
    deals = Deal.objects.for_organization(tenant.organization.pk)
    assert set(deals.values_list("amount", "estimated_close_date", "hot")) == {
        (Decimal("123456789.123456"), dt.date(9999, 12, 31), True)
    }


@SIZES
def test_a_clash_is_an_integrity_error_and_stores_nothing(tenant, size):
    rows = [
        {
            "organization_id": tenant.organization.pk,
            "created_at": AT,
            "updated_at": AT,
            "name": f"T{n}",
        }
        for n in range(size)
    ]
    with pytest.raises(IntegrityError), transaction.atomic():
        insert_rows(Tag, [*rows, rows[0]])
    assert not Tag.objects.for_organization(tenant.organization.pk).exists()


def test_an_unknown_column_is_refused(tenant):
    with pytest.raises(KeyError, match="Party has no column owner"):
        insert_rows(Party, [party(tenant.organization, owner=None)])


def test_no_rows_are_no_statement(tenant, django_assert_num_queries):
    with django_assert_num_queries(0):
        assert insert_rows(Party, []) == []


def test_a_bulk_write_costs_few_statements(tenant, django_assert_max_num_queries):
    batch = [{"first_name": f"N{n}", "company_id": None} for n in range(1_000)]
    # SQLite takes 999 values in a statement.
    most = 12 if connection.vendor == "postgresql" else 120
    with django_assert_max_num_queries(most):
        make_many(tenant.caller, "contacts", batch)
