"""Do rollups read only what an index finds, however many records there are?"""

import datetime as dt

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from custom_objects.definitions import define_field, define_object
from custom_objects.models import CustomRecord, FieldValue, ObjectDefinition
from records.engine.insertion import add_rows, insert_rows
from records.engine.reader import find_records
from records.query import RecordQuery
from records.schema.indexes import IndexEntry
from records.schema.registry import registry
from tests.factories import make_many

pytestmark = [pytest.mark.django_db, pytest.mark.slow]

PARCELS = 20_000
DEALS = 4_000
COMPANIES = 400
AT = dt.datetime(2026, 1, 1, tzinfo=dt.UTC)
ROLLUPS = {
    "count": ("parcels", "company", "count"),
    "weight": ("parcels", "company", "sum", "weight"),
    "last": ("parcels", "company", "max", "sent"),
    "deals": ("deals", "company_id", "count"),
    "amount": ("deals", "company_id", "sum", "amount"),
}


@pytest.fixture
def crowded(tenant):
    """Companies that many parcels, put in directly, and deals point at."""
    fields = [
        {"label": "Title", "type": "text"},
        {"label": "Weight", "type": "number"},
        {"label": "Sent", "type": "datetime"},
        {"label": "Company", "type": "reference", "settings": {"object": "companies"}},
    ]
    define_object(tenant.caller, values={"label_plural": "Parcels", "fields": fields})
    for slug, asked in ROLLUPS.items():
        names = ("object", "reference", "function", "field")
        settings = dict(zip(names, asked, strict=False))
        values = {"label": slug, "type": "rollup", "settings": settings}
        define_field(tenant.caller, object_slug="companies", values=values)
    tenant.organization.refresh_from_db()
    companies = make_many(
        tenant.caller, "companies", [{"name": f"{n}"} for n in range(COMPANIES)]
    )
    load_parcels(tenant, companies)
    batch = [
        {"name": "X", "amount": 1, "company_id": companies[n % COMPANIES]}
        for n in range(DEALS)
    ]
    make_many(tenant.caller, "deals", batch)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    return tenant


def load_parcels(tenant, companies):
    object_type = registry.resolve(tenant.organization.info, "parcels")
    definition = ObjectDefinition.objects.everywhere().get(slug="parcels")
    given = [
        {
            "title": f"{n}",
            "weight": n % 7,
            "sent": AT,
            "company": companies[n % COMPANIES],
        }
        for n in range(PARCELS)
    ]
    base = {
        "organization_id": tenant.organization.pk,
        "definition_id": definition.pk,
        "created_at": AT,
        "updated_at": AT,
    }
    rows = []
    for values in given:
        columns = {**base, "custom_fields": {}}
        for name, value in values.items():
            object_type.fields_by_name[name].write(columns, value)
        rows.append(columns)
    entries = [
        IndexEntry(record_id, AT, values, is_new=True)
        for record_id, values in zip(
            insert_rows(CustomRecord, rows), given, strict=True
        )
    ]
    add_rows(FieldValue, object_type.index.rows_of(tenant.organization.pk, entries))


def test_the_figures_of_a_page_are_read_by_indexes(crowded):
    with CaptureQueriesContext(connection) as captured:
        page = find_records(crowded.caller, RecordQuery("companies"))
    (statement,) = [one["sql"] for one in captured if "UNION ALL" in one["sql"]]
    word = "EXPLAIN" if connection.vendor == "postgresql" else "EXPLAIN QUERY PLAN"
    with connection.cursor() as cursor:
        cursor.execute(f"{word} {statement}")
        plan = [str(row[-1]) for row in cursor.fetchall()]
    told = "\n".join(plan)
    tables = ("custom_objects_fieldvalue", "crm_deal")
    scans = (
        [f"Seq Scan on {name}" for name in tables]
        if connection.vendor == "postgresql"
        else [f"SCAN {name}" for name in tables]
    )
    assert not any(one in told for one in scans), told
    assert "value_ref" in told
    fields = registry.resolve(crowded.organization.info, "companies").fields_by_name
    for row in page.rows:
        figures = {slug: fields[slug].read(row) for slug in ROLLUPS}
        assert figures["count"] == PARCELS / COMPANIES
        assert figures["deals"] == figures["amount"] == DEALS / COMPANIES
        assert figures["last"] == AT
