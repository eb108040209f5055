"""Are own fields of a built-in type answered by indexes, as those of own objects are?"""

import datetime as dt

import pytest
from django.db import connection

from custom_objects.models import FieldValue
from records.engine.insertion import add_rows, insert_rows
from records.engine.reader import find_records
from records.engine.tallies import add_to_tally
from records.query import EVERYTHING, And, Not, Or
from records.schema.indexes import IndexEntry
from records.schema.registry import registry
from tests.factories import define
from tests.plans.test_forms import asked, has, plan_of, question

pytestmark = [pytest.mark.django_db, pytest.mark.slow]

CONTACTS = 40_000
COMPANIES = 4_000
AT = dt.datetime(2026, 1, 1, tzinfo=dt.UTC)
TABLE = "crm_party"

FIELDS = {
    "rank": "number",
    "badge": {"type": "text", "is_searchable": True},
    "tier": {"type": "dropdown", "options": ["A", "B", "C"]},
    "vip": "checkbox",
}
# form: question, sorts, offset, how many match
FORMS = {
    "rare choice": (has("tier", "eq", "C"), (), 0, CONTACTS // 500),
    "common choice": (has("tier", "eq", "A"), (), 0, CONTACTS // 2),
    "text": (has("badge", "eq", "B-77"), (), 0, 1),
    "range, sorted": (
        And((has("rank", "gte", 100), has("rank", "lt", 200))), ("rank",), 0, 100,
    ),
    "sorted": (EVERYTHING, ("rank",), 0, CONTACTS),
    "sorted, page 400": (EVERYTHING, ("-badge",), 10_000, CONTACTS),
    "alternatives": (Or((has("tier", "eq", "C"), has("rank", "eq", 5))), (), 0, 81),
    "two equalities": (
        And((has("tier", "eq", "C"), has("vip", "eq", True))), (), 0, CONTACTS // 500,
    ),
    "negation": (Not(has("tier", "eq", "A")), (), 0, CONTACTS // 2),
}  # fmt: skip


@pytest.fixture
def crowded(tenant):
    """Contacts that have values, among companies that lie in the same table."""
    for slug in ("contacts", "companies"):
        define(tenant.organization, slug, is_built_in=True, **FIELDS)
    load(tenant, "companies", COMPANIES)
    load(tenant, "contacts", CONTACTS)
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":  # as vacuum does, now and then
            cursor.execute(f"SELECT gin_clean_pending_list('{TABLE}_custom_fields')")
        cursor.execute("ANALYZE")
    return tenant.caller


def load(tenant, slug, count):
    object_type = registry.resolve(tenant.organization.info, slug)
    fields = object_type.fields_by_name
    option = {one: fields["tier"].kind.clean(one) for one in "ABC"}
    base = {name: one for name, one in object_type.base.items() if "__" not in name}
    given, rows = [], []
    for number in range(count):
        tier = "C" if number % 500 == 1 else "AB"[number % 2]
        values = {
            "rank": number,
            "badge": f"B-{number}",
            "tier": option[tier],
            "vip": number % 500 == 1,
        }
        columns = {
            **base,
            "organization_id": tenant.organization.pk,
            "created_at": AT + dt.timedelta(seconds=number),
            "updated_at": AT,
            "custom_fields": {},
        }
        for name, value in values.items():
            fields[name].write(columns, value)
        given.append(values)
        rows.append(columns)
    ids = insert_rows(object_type.model, rows)
    add_to_tally(tenant.caller, object_type, count)
    entries = [
        IndexEntry(record_id, row["created_at"], values, is_new=True)
        for record_id, row, values in zip(ids, rows, given, strict=True)
    ]
    keeper = object_type.index
    add_rows(FieldValue, keeper.rows_of(tenant.organization.pk, entries))


def reads_all(line):
    if connection.vendor == "postgresql":
        return f"Seq Scan on {TABLE}" in line
    return f"SCAN {TABLE}" in line and "INDEX" not in line


def test_forms_of_own_fields_on_contacts_are_answered_by_indexes(crowded):
    for form, (where, sorts, offset, count) in FORMS.items():
        query = question(where, sorts, offset, slug="contacts")
        statements, page = asked(crowded, query)
        # What counts nearly all rows of a table that nobody has vacuumed reads it,
        # and rightly so; the other tests of this folder look at counting.
        asked_for = [one for one in statements if "COUNT(" not in one]
        plans = [line for one in asked_for for line in plan_of(one)]
        told = f"{form}\n" + "\n".join(plans)
        assert not any(reads_all(line) for line in plans), told
        assert page.total == count, form
        assert len(page.rows) == min(25, count)
        plain = find_records(
            crowded,
            question(where, sorts, offset, slug="contacts", include_archived=True),
        )
        assert [one["pk"] for one in page.rows] == [one["pk"] for one in plain.rows]
