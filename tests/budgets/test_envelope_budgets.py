"""How many SQL statements does each endpoint of the envelope dialect cost?

One statement of each is the key's. Read as ``test_budgets``; "included" is the list with
everything that it can include.
"""

import pytest
from django.db import connection

from tests.budgets.statements import statements
from tests.budgets.test_budgets import FEW, MANY, X, crowd, grow
from tests.envelopes import envelope_of
from tests.records.dialects.envelope.wire import (
    RESOURCES,
    address_of,
    collection_of,
    sample_data,
)
from tests.samples import on_their_own
from tests.snapshots import rolled_back

__all__ = ["crowd"]

LIMITS = {"list": 6, "included": 12, "asked": 6, "get": 5}
COLUMNS = (
    *("list", "included", "asked", "get", "create"),
    *("nothing", "update", "delete", "upsert"),
)

# fmt: off
PINNED = {
    # list, included, asked, get, create, nothing, update, delete, upsert
    'users'                    : ( 3,  X,  2,  2,  X,  X,  X,  X,  X),
    'contacts'                 : ( 6,  8,  4,  3, 10,  8, 13, 12, 11),
    'leads'                    : ( 4,  X,  4,  3, 10,  8, 13, 12, 11),
    'lead_conversions'         : ( 3,  X,  3,  2, 40,  X,  X,  X,  X),
    'deals'                    : ( 4,  9,  6,  3, 14,  8, 13, 12, 15),
    'associated_contacts'      : ( 4,  X,  4,  X,  8,  X,  X, 10,  X),
    'deal_sources'             : ( 3,  X,  2,  2,  5,  4,  7, 15,  X),
    'lead_sources'             : ( 3,  X,  2,  2,  5,  4,  7, 15,  X),
    'sources'                  : ( 3,  X,  2,  2,  5,  4,  7, 15,  X),
    'loss_reasons'             : ( 3,  X,  2,  2,  5,  4,  7, 14,  X),
    'deal_unqualified_reasons' : ( 3,  X,  2,  2,  5,  4,  7, 15,  X),
    'lead_unqualified_reasons' : ( 3,  X,  2,  X,  X,  X,  X,  X,  X),
    'call_outcomes'            : ( 3,  X,  2,  X,  X,  X,  X,  X,  X),
    'visit_outcomes'           : ( 3,  X,  2,  X,  X,  X,  X,  X,  X),
    'notes'                    : ( 3,  X,  3,  2, 10,  4,  6,  7,  X),
    'tasks'                    : ( 3,  X,  3,  2, 11,  4,  6,  8,  X),
    'calls'                    : ( 4,  X,  4,  3, 13,  7,  9, 11,  X),
    'text_messages'            : ( 4,  X,  4,  3,  X,  X,  X,  X,  X),
    'visits'                   : ( 3,  X,  3,  X,  X,  X,  X,  X,  X),
    'documents'                : ( 3,  X,  4,  2,  X,  X,  X,  X,  X),
    'collaborations'           : ( 3,  X,  3,  2,  6,  X,  X,  7,  X),
    'tags'                     : ( 3,  X,  3,  2,  5,  4,  9, 12,  X),
    'pipelines'                : ( 3,  X,  2,  X,  X,  X,  X,  X,  X),
    'stages'                   : ( 3,  X,  3,  X,  X,  X,  X,  X,  X),
    'products'                 : ( 4,  X,  4,  3,  6,  7,  9, 10,  X),
    'orders'                   : ( 3,  X,  3,  2,  6,  4,  4,  7,  X),
    'line_items'               : ( 4,  X,  4,  5,  8,  X,  X, 10,  X),
}
# fmt: on


def asked(resource, ids):
    """Return the parameters of a demanding question."""
    query = {"page": 2, "per_page": 1}
    sorts = list(resource.fields_by_sort)[-3:]
    if sorts:
        query["sort_by"] = ",".join(f"{one}:desc" for one in sorts)
    person = ids["crm_users"]
    values = {"creator_id": person, "owner_id": person, "active": "true", "name": "x"}
    for name in [one for one in values if one in resource.filters_by_name][:1]:
        query[name] = values[name]
    return query


def requests(tenant, ids, name):
    """Return what each column of the table sends, for what the resource can do."""
    resource, v2 = RESOURCES[name], envelope_of(tenant)
    where = collection_of(resource, ids)
    page = {"per_page": resource.largest_page}
    sends = {
        "list": lambda: v2.ask(where, page),
        "asked": lambda: v2.ask(where, asked(resource, ids)),
    }
    if resource.includes:
        names = ",".join(one.name for one in resource.includes)
        sends["included"] = lambda: v2.ask(where, {**page, "includes": names})
    one = address_of(resource, ids)
    if resource.can("R"):
        sends["get"] = lambda: v2.get(one)
    if resource.can("C"):
        (own,) = on_their_own(tenant, resource.sources[0], ids, 1)
        data = novel(resource, own)
        sends["create"] = lambda: v2("POST", where, data)
    if resource.can("U"):
        sends["nothing"] = lambda: v2("PUT", one, {})
        sends["update"] = lambda: v2("PUT", one, {**novel(resource, ids)})
    if resource.can("D"):
        sends["delete"] = lambda: v2("DELETE", one)
    if resource.has_upsert:
        field = "email" if "email" in resource.filters_by_name else "name"
        query = {field: "nobody"}
        sends["upsert"] = lambda: v2("POST", f"{name}/upsert", data, query=query)
    return sends


def novel(resource, ids):
    """Return data that is refused for nothing, and new."""
    data = sample_data(resource, "Gnu", ids)
    if resource.has_custom_fields:
        data["tags"] = ["Okapi tag", "shared"]
    if resource.resource == "orders":
        data["deal_id"] = ids["deals"]
    return data


def cost(tenant, ids, name):
    """Return the number of statements of each request."""
    costs = {}
    for column, send in requests(tenant, ids, name).items():
        with rolled_back():
            costs[column] = len(statements(send))
    return costs


def pinned(name):
    """Return what each request about a resource costs on this database."""
    # PostgreSQL lets upserts take turns by a lock, SQLite's transaction is one.
    lock = {"upsert": connection.vendor == "postgresql"}
    return {
        column: number + lock.get(column, 0)
        for column, number in zip(COLUMNS, PINNED[name], strict=True)
        if number is not X
    }


def kinds_in(name):
    """Return the types whose rows a collection shows, included ones too."""
    slugs = [one for one in RESOURCES[name].sources if one != "companies"]
    return [*slugs, *(["companies", "associated_contacts"] if name == "deals" else [])]


@pytest.mark.parametrize("name", RESOURCES)
def test_an_endpoint_costs_what_is_written_here_however_many_rows(crowd, name):
    tenant, ids = crowd
    slugs = kinds_in(name)
    for slug in slugs:
        grow(tenant, ids, slug, range(FEW))
    few = cost(tenant, ids, name)
    for slug in slugs:
        # A page holds them all, before as after: one that is full looks no further.
        grow(tenant, ids, slug, range(FEW, MANY // len(slugs)))
    many = cost(tenant, ids, name)
    assert many == few
    assert few == pinned(name)
    for column, limit in LIMITS.items():
        assert few.get(column, 0) <= limit


@pytest.mark.parametrize("name", [n for n, one in RESOURCES.items() if one.includes])
def test_a_list_with_includes_costs_the_same_for_every_page_size(crowd, name):
    tenant, ids = crowd
    resource, v2 = RESOURCES[name], envelope_of(tenant)
    for slug in kinds_in(name):
        grow(tenant, ids, slug, range(MANY))
    names = [one.name for one in resource.includes][-2:]
    costs = {
        size: len(
            statements(
                lambda size=size: v2.get(
                    name, per_page=size, includes=",".join(names), sort_by="id"
                )
            )
        )
        for size in (2, 10, 50)
    }
    assert len(set(costs.values())) == 1, costs
