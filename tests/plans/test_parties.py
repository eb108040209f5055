"""Are people and organizations, read as one collection, found by their indexes?"""

import datetime as dt

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from crm.models import Party
from crm.models.people import PartyKind
from custom_objects.models import FieldValue
from records.engine.insertion import add_rows, insert_rows
from records.schema.indexes import IndexEntry
from records.schema.registry import registry
from tests.envelopes import envelope_of
from tests.factories import define
from tests.tenants import new_tenant

pytestmark = pytest.mark.django_db

PARTIES = 20_000
AT = dt.datetime(2026, 5, 4, 12, tzinfo=dt.UTC)


@pytest.fixture(scope="module")
def crowded(django_db_setup, django_db_blocker):
    """A tenant with many people and a quarter as many organizations, committed."""
    with django_db_blocker.unblock():
        tenant = new_tenant(name="Parties")
        for slug in ("contacts", "companies"):
            region = {"type": "text", "label": "Region"}
            define(tenant.organization, slug, is_built_in=True, region=region)
        load(tenant)
        with connection.cursor() as cursor:
            is_postgresql = connection.vendor == "postgresql"
            cursor.execute("VACUUM ANALYZE" if is_postgresql else "ANALYZE")
    yield tenant
    with django_db_blocker.unblock():
        for model in (FieldValue, Party):
            rows = model.objects.for_organization(tenant.organization.pk)
            rows._raw_delete(rows.db)
        tenant.organization.delete()
        tenant.user.delete()


def load(tenant):
    rows = [row(tenant, number) for number in range(PARTIES)]
    ids = insert_rows(Party, rows)
    tenant.organization.refresh_from_db()
    for slug, kind in (
        ("contacts", PartyKind.PERSON),
        ("companies", PartyKind.ORGANIZATION),
    ):
        object_type = registry.resolve(tenant.organization.info, slug)
        entries = [
            IndexEntry(record_id, one["created_at"], one["custom_fields"], is_new=True)
            for record_id, one in zip(ids, rows, strict=True)
            if one["kind"] == kind
        ]
        add_rows(FieldValue, object_type.index.rows_of(tenant.organization.pk, entries))


def row(tenant, number):
    is_person = bool(number % 5)
    last_name = f"Name {number % 700}" if is_person else None
    name = f"Ada {last_name}" if is_person else f"Firm {number}"
    email = f"{number}@example.com"
    at = AT + dt.timedelta(minutes=number)
    return {
        "organization_id": tenant.organization.pk,
        "kind": PartyKind.PERSON if is_person else PartyKind.ORGANIZATION,
        "created_at": at,
        "updated_at": at,
        "name": name,
        "first_name": "Ada" if is_person else None,
        "last_name": last_name,
        "email": email,
        "phone": f"+49 {number}",
        "mobile": f"+49 1{number}",
        "customer_status": "none",
        "prospect_status": "none",
        "custom_fields": {"region": f"Region {number % 899}"},
    }


@pytest.mark.parametrize(
    ("query", "index", "found"),
    [
        ({}, "party_by_last_name", 25),
        ({"page": 200}, "party_by_last_name", 25),
        ({"sort_by": "last_name:desc"}, "party_by_last_name", 25),
        ({"is_organization": "true"}, "party_by_name", 25),
        ({"sort_by": "name"}, "party_by_name", 25),
        ({"sort_by": "email:desc"}, "party_by_email", 25),
        ({"sort_by": "updated_at:desc"}, "party_live_updated", 25),
        ({"email": "777@EXAMPLE.com"}, "party_by_email", 1),
        ({"phone": "+49 777"}, "party_by_phone", 1),
        ({"mobile": "+49 0777"}, "party_by_mobile", 0),
        ({"last_name": "Name 77", "per_page": 100}, "party_by_last_name", 29),
    ],
    ids=str,
)
def test_a_collection_is_read_along_an_index(crowded, query, index, found):
    v2 = envelope_of(crowded)
    with CaptureQueriesContext(connection) as captured:
        told = v2.ask("contacts", query)
    assert len(told.ids) == found
    asked = [
        one["sql"]
        for one in captured
        if one["sql"].startswith('SELECT "crm_party"."id" AS "pk" FROM')
    ]
    assert asked
    plans = [plan_of(one) for one in asked]
    for told in plans:
        assert "Seq Scan on crm_party" not in told
        assert "SCAN crm_party" not in told
    assert any(index in told for told in plans), plans


@pytest.mark.parametrize("direction", ["asc", "desc"])
def test_a_field_of_both_kinds_is_walked_along_two_indexes_at_once(crowded, direction):
    v2 = envelope_of(crowded)
    query = {"sort_by": f"custom_fields:Region:{direction}", "page": 3}
    with CaptureQueriesContext(connection) as captured:
        told = v2.ask("contacts", query)
    regions = [one["custom_fields"]["Region"] for one in told.items]
    assert regions == sorted(regions, reverse=direction == "desc")
    assert len({one["is_organization"] for one in told.items}) == 2
    (walk,) = [one["sql"] for one in captured if "UNION ALL" in one["sql"]]
    plan = plan_of(walk)
    is_postgresql = connection.vendor == "postgresql"
    assert ("Merge Append" if is_postgresql else "MERGE (UNION ALL)") in plan
    assert "Sort  (" not in plan
    assert "TEMP B-TREE" not in plan


def test_a_field_of_both_kinds_is_found_by_its_index(crowded):
    query = {"custom_fields[Region]": "Region 77", "per_page": 100}
    with CaptureQueriesContext(connection) as captured:
        told = envelope_of(crowded).ask("contacts", query)
    assert len(told.ids) == 23
    (found, *_others) = [
        one["sql"] for one in captured if "custom_objects_fieldvalue" in one["sql"]
    ]
    plan = plan_of(found)
    assert "value_text" in plan
    assert "Seq Scan" not in plan
    assert "SCAN custom_objects_fieldvalue" not in plan


def test_a_page_counts_nothing(crowded):
    with CaptureQueriesContext(connection) as captured:
        told = envelope_of(crowded).get("contacts")
    assert told.json["meta"]["links"]["next_page"].endswith("page=2&per_page=25")
    assert not [one["sql"] for one in captured if "COUNT(" in one["sql"]]


def plan_of(statement):
    word = "EXPLAIN" if connection.vendor == "postgresql" else "EXPLAIN QUERY PLAN"
    with connection.cursor() as cursor:
        cursor.execute(f"{word} {statement}")
        return "\n".join(str(row[-1]) for row in cursor.fetchall())
