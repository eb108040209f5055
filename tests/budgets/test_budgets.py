"""How many SQL statements does each endpoint cost? Pinned, so that a change shows.

One statement of each is the key's. A number that falls is an improvement: write it down
here. One that rises needs a reason.
"""

import pytest
from django.db import connection

from records.schema.object_types import Operation
from records.schema.registry import registry
from tests.budgets.statements import statements
from tests.factories import make_many
from tests.samples import ROWS_OF, SLUGS, furnish, on_their_own, sample_body
from tests.snapshots import rolled_back

LIMITS = {"list": 6, "asked": 6, "get": 4, "create": 12}
# One write that makes four records of four types and moves what points at a fifth.
COMPOUND = ("lead_conversions",)
FEW, MANY = 3, 60
COLUMNS = (
    *("list", "asked", "get", "create", "array", "novel"),
    *("nothing", "update", "delete", "restore", "purge", "merge"),
)
X = None
"""The type does not know the operation."""

# "asked": filtered, searched, sorted by a column with empty values, second page.
# "create": every field, every reference and two tags that are there already; "array": the
# same in an array; "novel": with a tag that nobody used before.
# "nothing": an update that changes nothing.
# fmt: off
PINNED = {
    # list, asked, get, create, array, novel, nothing, update, delete, restore, purge, merge
    'contacts'                 : ( 4,  5,  3, 10, 10, 14,  6, 11, 10, 12, 72, 55),
    'companies'                : ( 4,  5,  3, 10, 10, 14,  6, 11, 10, 12, 58, 40),
    'deals'                    : ( 4,  5,  3, 12, 12, 16,  6, 11, 10, 11, 50,  X),
    'leads'                    : ( 4,  5,  3, 10, 10, 14,  6, 11, 10, 11, 33,  X),
    'tasks'                    : ( 3,  5,  2, 10, 10,  X,  3,  5,  7,  8, 10,  X),
    'contact_notes'            : ( 3,  4,  2,  5,  5,  X,  3,  5,  6,  7,  6,  X),
    'company_notes'            : ( 3,  4,  2,  5,  5,  X,  3,  5,  6,  7,  6,  X),
    'deal_notes'               : ( 3,  4,  2,  9,  9,  X,  3,  5,  6,  7,  6,  X),
    'lead_notes'               : ( 3,  4,  2,  5,  5,  X,  3,  5,  6,  7,  6,  X),
    'notes'                    : ( 3,  4,  2,  5,  5,  X,  3,  5,  6,  7,  6,  X),
    'calls'                    : ( 4,  5,  3, 12, 12,  X,  5,  7,  9, 10, 11,  X),
    'text_messages'            : ( 4,  5,  3, 12, 12,  X,  5,  7,  9, 10, 11,  X),
    'visits'                   : ( 3,  4,  2,  6,  6,  X,  3,  5,  7,  8,  7,  X),
    'documents'                : ( 3,  4,  2,  6,  6,  X,  3,  5,  7,  8,  7,  X),
    'collaborations'           : ( 3,  4,  2,  5,  5,  X,  X,  X,  6,  X,  6,  X),
    'associated_contacts'      : ( 3,  4,  2,  6,  6,  X,  X,  X,  6,  X,  6,  X),
    'lead_conversions'         : ( 3,  4,  2, 40, 40,  X,  X,  X,  X,  X,  X,  X),
    'products'                 : ( 4,  5,  3,  6,  6,  X,  5,  7,  8,  9, 15,  X),
    'orders'                   : ( 3,  4,  2,  6,  6,  X,  3,  3,  6,  8, 12,  X),
    'line_items'               : ( 3,  4,  2,  7,  7,  X,  X,  X,  6,  X,  6,  X),
    'tags'                     : ( 3,  5,  2,  5,  5,  X,  3,  8, 11,  X, 11,  X),
    'pipelines'                : ( 3,  4,  2,  4,  4,  X,  3,  5,  X,  X,  X,  X),
    'stages'                   : ( 3,  4,  2,  6,  6,  X,  3,  6,  X,  X,  X,  X),
    'deal_sources'             : ( 3,  4,  2,  5,  5,  X,  3,  6, 14,  X, 14,  X),
    'lead_sources'             : ( 3,  4,  2,  5,  5,  X,  3,  6, 14,  X, 14,  X),
    'loss_reasons'             : ( 3,  4,  2,  5,  5,  X,  3,  6, 13,  X, 13,  X),
    'deal_unqualified_reasons' : ( 3,  4,  2,  5,  5,  X,  3,  6, 14,  X, 14,  X),
    'lead_unqualified_reasons' : ( 3,  5,  2,  5,  5,  X,  3,  6, 14,  X, 14,  X),
    'call_outcomes'            : ( 3,  5,  2,  5,  5,  X,  3,  6, 13,  X, 13,  X),
    'visit_outcomes'           : ( 3,  4,  2,  5,  5,  X,  3,  6, 12,  X, 12,  X),
    'configuration'            : ( 3,  4,  2,  4,  X,  X,  3,  5,  6,  X,  6,  X),
    'automation_rules'         : ( 3,  4,  2,  4,  4,  X,  3,  5,  6,  X,  6,  X),
    'crm_users'                : ( 3,  4,  2,  X,  X,  X,  X,  X,  X,  X,  X,  X),
    'companies_summary'        : ( 4,  5,  3,  X,  X,  X,  X,  X,  X,  X,  X,  X),
    'contacts_summary'         : ( 4,  5,  3,  X,  X,  X,  X,  X,  X,  X,  X,  X),
}
# fmt: on
# Rows that PostgreSQL locks, where SQLite's transaction is the lock.
LOCKED = {"stages": ("create", "array")}


@pytest.fixture
def crowd(tenant):
    """An organization with a full record of every type, and the key used once."""
    ids = furnish(tenant, "Okapi")
    tenant.api.get("/api/tags")
    return tenant, ids


def batch_of(tenant, object_type, ids, numbers):
    """Return full bodies, with tags and references, that are refused for nothing."""
    targets = on_their_own(tenant, object_type.slug, ids, len(numbers))
    return [
        {**sample_body(object_type, "Okapi", own), **distinct(object_type, number)}
        for own, number in zip(targets, numbers, strict=True)
    ]


def grow(tenant, ids, slug, numbers):
    """Create more records of a type."""
    object_type = registry.built_in_type(ROWS_OF.get(slug, slug))
    if slug == "crm_users":
        for _ in numbers:
            tenant.colleague()
    elif not object_type.singleton:
        batch = batch_of(tenant, object_type, ids, numbers)
        make_many(tenant.caller, object_type.slug, batch)


def distinct(object_type, number):
    """Return values that keep a record apart from the others, where it must be."""
    values = {"tags": ["Okapi tag", "shared"]}
    if any("name" in group for group in object_type.unique):
        values["name"] = f"name {number}"
    if object_type.slug == "stages":
        values["slug"] = f"slug {number}"
    known = object_type.fields_by_name
    return {name: value for name, value in values.items() if name in known}


def requests(tenant, ids, slug):
    """Return what each column of the table sends, for what the type can do."""
    object_type = registry.built_in_type(slug)
    api, path, one = tenant.api, f"/api/{slug}", f"/api/{slug}/{ids[slug]}"
    able = object_type.can
    (body,) = batch_of(tenant, object_type, ids, [1_000])
    sends = {
        "list": lambda: api.get(path, range=[0, 999]),
        "asked": lambda: api.get(path, **asked(object_type)),
        "get": lambda: api.get(one),
    }
    if able(Operation.CREATE):
        sends["create"] = lambda: api.post(path, body)
        if not object_type.singleton:
            sends["array"] = lambda: api.post(path, [body])
        if "tags" in {one.name for one in object_type.side_fields}:
            sends["novel"] = lambda: api.post(path, {**body, "tags": ["novel"]})
    if able(Operation.UPDATE):
        sends["nothing"] = lambda: api.put(one, {})
        changed = {**sample_body(object_type, "Gnu", ids), **distinct(object_type, -1)}
        sends["update"] = lambda: api.put(one, changed)
    if able(Operation.ARCHIVE):
        sends["delete"] = lambda: api.delete(one)
        sends["restore"] = lambda: api.post(f"{one}/restore")
    is_removable = able(Operation.ARCHIVE) or able(Operation.DELETE)
    if slug not in ("stages", "pipelines") and is_removable:
        sends.setdefault("delete", lambda: api.delete(one))
        sends["purge"] = lambda: api.delete(one, purge="true")
    if able(Operation.MERGE):
        sends["merge"] = lambda: api.post(
            f"/api/merge_{slug}", {"winnerId": ids["second"], "loserId": ids[slug]}
        )
    return sends


def asked(object_type):
    """Return the parameters of a demanding question."""
    nullable = next(
        (one.name for one in object_type.fields if one.is_nullable and one.is_sortable),
        "id",
    )
    question = {"sort": nullable, "order": "DESC", "range": [1, 2]}
    if object_type.search:
        field = object_type.search[0]
        question["filter"] = {"q": "o"}
        question["filters"] = [{"field": field, "op": "contains", "value": "a"}]
    return question


def cost(tenant, ids, slug):
    """Return the number of statements of each request."""
    costs = {}
    for column, send in requests(tenant, ids, slug).items():
        with rolled_back():
            if column == "restore":
                tenant.api.delete(f"/api/{slug}/{ids[slug]}")
            costs[column] = len(statements(send))
    return costs


def pinned(slug):
    """Return what each request of a resource costs on this database."""
    locks = LOCKED.get(slug, ()) if connection.vendor == "postgresql" else ()
    return {
        name: number + (name in locks)
        for name, number in zip(COLUMNS, PINNED[slug], strict=True)
        if number is not X
    }


@pytest.mark.parametrize("slug", SLUGS)
def test_an_endpoint_costs_what_is_written_here_however_many_rows(crowd, slug):
    tenant, ids = crowd
    if registry.built_in_type(slug).can(Operation.MERGE):
        ids["second"] = tenant.make(slug, name="second")
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


@pytest.mark.parametrize(
    "slug",
    [
        one.slug
        for one in registry.built_in()
        if one.can(Operation.CREATE) and not one.singleton
    ],
)
def test_a_longer_array_costs_more_inserts_at_most(crowd, slug):
    tenant, ids = crowd
    object_type = registry.built_in_type(slug)

    def cost_of(count):
        """Return the statements that insert, and the number of all others."""
        with rolled_back():
            batch = batch_of(tenant, object_type, ids, range(count))
            told = statements(lambda: tenant.api.post(f"/api/{slug}", batch))
        inserts = sum(sql.startswith(("INSERT", "COPY")) for sql in told)
        return inserts, len(told) - inserts

    (ten, others_of_ten), (hundred, others_of_hundred) = cost_of(10), cost_of(100)
    assert others_of_hundred == others_of_ten
    # As many rows to a statement as it may have parameters (999 on SQLite).
    assert hundred <= 5 * ten


def pointing(tenant, slug, target, count):
    """Let tasks, notes and deals point at a contact or company."""
    field = {"contacts": "contact_id", "companies": "company_id"}[slug]
    notes = {"contacts": "contact_notes", "companies": "company_notes"}[slug]
    for holder in ("tasks", "deals", notes):
        batch = [{"name": f"{n}", "text": f"{n}", field: target} for n in range(count)]
        known = registry.built_in_type(holder).fields_by_name
        make_many(
            tenant.caller,
            holder,
            [
                {name: one for name, one in body.items() if name in known}
                for body in batch
            ],
        )


@pytest.mark.parametrize("slug", ["contacts", "companies"])
@pytest.mark.parametrize("column", ["delete", "restore", "merge"])
def test_what_points_at_a_record_costs_no_statement_each(crowd, slug, column):
    tenant, ids = crowd
    ids["second"] = tenant.make(slug, name="second")
    costs = []
    for count in (FEW, MANY):
        with rolled_back():
            pointing(tenant, slug, ids[slug], count)
            costs.append(cost(tenant, ids, slug)[column])
    assert costs[0] == costs[1]
