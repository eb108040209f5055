"""How many SQL statements does each endpoint of the document dialect cost?

One statement of each is the key's. Read as ``test_budgets``.
"""

import pytest
from django.db import connection

from records.schema.object_types import Operation
from records.schema.registry import registry
from tests.budgets.statements import statements
from tests.budgets.test_budgets import COMPOUND, FEW, LOCKED, MANY, X, grow
from tests.records.dialects.document.wire import (
    change,
    create,
    id_of,
    query,
    read,
    remove,
    sample_values,
)
from tests.samples import SLUGS, furnish, on_their_own
from tests.snapshots import rolled_back

LIMITS = {"list": 6, "asked": 6, "get": 4, "create": 12}
COLUMNS = ("list", "asked", "get", "create", "nothing", "update", "delete")

# fmt: off
PINNED = {
    # list, asked, get, create, nothing, update, delete
    'contacts'                 : ( 4,  5,  3, 10,  6, 11, 12),
    'companies'                : ( 4,  5,  3, 10,  6, 11, 12),
    'deals'                    : ( 4,  5,  3, 12,  6, 11, 13),
    'leads'                    : ( 4,  5,  3, 10,  6, 11, 12),
    'tasks'                    : ( 3,  4,  2, 10,  3,  5,  8),
    'contact_notes'            : ( 3,  4,  2,  5,  3,  5,  7),
    'company_notes'            : ( 3,  4,  2,  5,  3,  5,  7),
    'deal_notes'               : ( 3,  4,  2,  9,  3,  5,  7),
    'lead_notes'               : ( 3,  4,  2,  5,  3,  5,  7),
    'notes'                    : ( 3,  4,  2,  5,  3,  5,  7),
    'calls'                    : ( 4,  5,  3, 12,  5,  7, 10),
    'text_messages'            : ( 4,  5,  3, 12,  5,  7, 10),
    'visits'                   : ( 3,  4,  2,  6,  3,  5,  8),
    'documents'                : ( 3,  4,  2,  6,  3,  5,  8),
    'collaborations'           : ( 3,  4,  2,  5,  X,  X,  7),
    'associated_contacts'      : ( 3,  4,  2,  6,  X,  X,  7),
    'lead_conversions'         : ( 3,  4,  2, 40,  X,  X,  X),
    'products'                 : ( 4,  5,  3,  6,  5,  7,  9),
    'orders'                   : ( 3,  4,  2,  6,  3,  3,  7),
    'line_items'               : ( 3,  4,  2,  7,  X,  X,  7),
    'tags'                     : ( 3,  4,  2,  5,  3,  8, 12),
    'pipelines'                : ( 3,  4,  2,  4,  3,  5,  X),
    'stages'                   : ( 3,  4,  2,  6,  3,  6,  X),
    'deal_sources'             : ( 3,  4,  2,  5,  3,  6, 15),
    'lead_sources'             : ( 3,  4,  2,  5,  3,  6, 15),
    'loss_reasons'             : ( 3,  4,  2,  5,  3,  6, 14),
    'deal_unqualified_reasons' : ( 3,  4,  2,  5,  3,  6, 15),
    'lead_unqualified_reasons' : ( 3,  4,  2,  5,  3,  6, 15),
    'call_outcomes'            : ( 3,  4,  2,  5,  3,  6, 14),
    'visit_outcomes'           : ( 3,  4,  2,  5,  3,  6, 13),
    'configuration'            : ( 3,  3,  2,  X,  3,  5,  7),
    'automation_rules'         : ( 3,  4,  2,  4,  3,  5,  7),
    'crm_users'                : ( 3,  4,  2,  X,  X,  X,  X),
    'companies_summary'        : ( 4,  5,  3,  X,  X,  X,  X),
    'contacts_summary'         : ( 4,  5,  3,  X,  X,  X,  X),
}
# fmt: on


@pytest.fixture
def crowd(tenant):
    """An organization with a full record of every type, and the key used once."""
    ids = furnish(tenant, "Okapi")
    tenant.api.get("/api/tags")
    return tenant, ids


def values_of(slug, ids, name):
    """Return values of a record that is refused for nothing."""
    values = sample_values(slug, "Gnu", ids)
    if "tags" in values:
        values["tags"] = ["Okapi tag", "shared"]
    distinct = {"name": name, "slug": name}
    return values | {key: one for key, one in distinct.items() if key in values}


def asked(slug):
    """Return the parameters of a demanding question."""
    object_type = registry.built_in_type(slug)
    filters = {
        "created_at": {"$gt": "2001-01-01"},
        "id": {"$nin": [id_of(slug, {slug: 5})]},
    }
    if object_type.search and object_type.search[0] != "text":
        filters[object_type.search[0]] = {"$contains": "a"}
    nullable = [
        one.name
        for one in object_type.fields
        if one.is_nullable
        and one.is_sortable
        and one.writable
        and one.kind.name == "text"
    ]
    sort = nullable[0] if nullable else "id"
    return {"filters": filters, "sort": sort, "order": "desc", "page": 2, "per_page": 1}


def requests(tenant, ids, slug):
    """Return what each column of the table sends, for what the type can do."""
    object_type = registry.built_in_type(slug)
    one = id_of(slug, ids)
    sends = {
        "list": lambda: query(tenant, slug, per_page=100),
        "asked": lambda: query(tenant, slug, **asked(slug)),
        "get": lambda: read(tenant, one),
    }
    if object_type.can(Operation.UPDATE):
        sends["nothing"] = lambda: change(tenant, one)
        sends["update"] = lambda: change(tenant, one, **values_of(slug, ids, "Gnu"))
    if object_type.can(Operation.CREATE) and not object_type.singleton:
        (own,) = on_their_own(tenant, slug, ids, 1)
        sends["create"] = lambda: create(tenant, slug, **values_of(slug, own, "n"))
    able = object_type.can(Operation.ARCHIVE) or object_type.can(Operation.DELETE)
    if able and slug not in ("stages", "pipelines"):
        target = one
        if slug in ("contacts", "companies", "deals", "leads"):
            # The furnished one has a note that cannot do without it.
            target = id_of(slug, {slug: ids["second"]})
        sends["delete"] = lambda: remove(tenant, target)
    return sends


def cost(tenant, ids, slug):
    """Return the number of statements of each request."""
    costs = {}
    for column, send in requests(tenant, ids, slug).items():
        with rolled_back():
            costs[column] = len(statements(send))
    return costs


def pinned(slug):
    """Return what each request about an object costs on this database."""
    locks = LOCKED.get(slug, ()) if connection.vendor == "postgresql" else ()
    return {
        name: number + (name in locks)
        for name, number in zip(COLUMNS, PINNED[slug], strict=True)
        if number is not X
    }


@pytest.mark.parametrize("slug", SLUGS)
def test_an_endpoint_costs_what_is_written_here_however_many_rows(crowd, slug):
    tenant, ids = crowd
    if slug in ("contacts", "companies", "deals", "leads"):
        ids["second"] = tenant.make(
            slug, **({"first_name": "x"} if slug == "leads" else {"name": "x"})
        )
    grow(tenant, ids, slug, range(FEW))
    few = cost(tenant, ids, slug)
    grow(tenant, ids, slug, range(FEW, MANY))
    many = cost(tenant, ids, slug)
    assert many == few
    assert few == pinned(slug)
    for column, limit in LIMITS.items():
        if slug in COMPOUND and column == "create":
            continue
        assert few.get(column, 0) <= limit
