"""What do the fields that an organization defined cost a page?"""

import pytest

from custom_objects.definitions import define_field, define_object
from tests.budgets.statements import statements
from tests.factories import make_many
from tests.records.dialects.document.wire import query, read

REFERENCE = {"object": "companies"}


def formula(expression):
    return {"type": "formula", "settings": {"expression": expression}}


def rollup(source, reference, function, field=None):
    settings = {"object": source, "reference": reference, "function": function}
    return {
        "type": "rollup",
        "settings": settings | ({"field": field} if field else {}),
    }


TWENTY = {
    "Line": {"type": "text"},
    "Story": {"type": "long_text"},
    "Worth": {"type": "number"},
    "Price": {"type": "currency"},
    "Since": {"type": "date"},
    "Seen": {"type": "datetime"},
    "Ready": {"type": "checkbox"},
    "Sort": {"type": "dropdown", "options": ["a", "b"]},
    "Labels": {"type": "multi_select", "options": ["c", "d"]},
    "Step": {"type": "status", "options": ["e", "f"]},
    "Stars": {"type": "rating"},
    "Mother": {"type": "reference", "settings": REFERENCE},
    "Sisters": {"type": "multi_reference", "settings": REFERENCE},
    "Total": formula("worth * price"),
    "Told": formula("line & total"),
    "Age": formula("days_between(since, today())"),
    "Deals": rollup("deals", "company_id", "count"),
    "Amount": rollup("deals", "company_id", "sum", "amount"),
    "Children": rollup("companies", "mother", "count"),
    "Family": rollup("companies", "sisters", "max", "worth"),
}
MOST_MORE = 2


@pytest.fixture
def companies(tenant):
    """Companies with values, and deals and companies that point at them."""
    for label, values in TWENTY.items():
        define_field(
            tenant.caller, object_slug="companies", values={"label": label, **values}
        )
    tenant.organization.refresh_from_db()
    (mother,) = fill(tenant, 1)
    fill(tenant, 30, mother=mother, sisters=[mother])
    make_many(
        tenant.caller,
        "deals",
        [{"name": f"{n}", "company_id": mother, "amount": n} for n in range(30)],
    )
    tenant.api.get("/api/tags")  # the key is used once, and the schema read
    return tenant


def fill(tenant, count, **values):
    batch = [
        {"name": f"{n}", "worth": n, "price": 2, "since": "2026-01-01", **values}
        for n in range(count)
    ]
    return make_many(tenant.caller, "companies", batch)


@pytest.mark.parametrize(
    "parameters",
    [
        {"range": [0, 24]},
        {"range": [0, 999]},
        {"sort": "name", "order": "DESC"},
        {"filter": {"name_gte": "1"}},
    ],
)
def test_twenty_fields_cost_a_page_two_statements_more_at_most(
    companies, stranger, parameters
):
    fill_plain(stranger)
    plain = statements(lambda: stranger.api.get("/api/companies", **parameters))
    rich = statements(lambda: companies.api.get("/api/companies", **parameters))
    assert len(rich) - len(plain) <= MOST_MORE
    shown = companies.api.get("/api/companies", **parameters).json
    assert any(one["custom_fields"].get("told") for one in shown)
    assert sum(one["custom_fields"]["children"] for one in shown) in (0, 30)


def fill_plain(tenant):
    make_many(tenant.caller, "companies", [{"name": f"{n}"} for n in range(31)])
    tenant.api.get("/api/tags")


def test_a_single_record_costs_two_more_at_most(companies, stranger):
    fill_plain(stranger)
    costs = []
    for tenant in (stranger, companies):
        one = tenant.api.get("/api/companies").json[0]["id"]
        told = statements(lambda: tenant.api.get(f"/api/companies/{one}"))  # noqa: B023 - called at once
        costs.append(len(told))
    assert costs[1] - costs[0] <= MOST_MORE


@pytest.mark.parametrize(
    "parameters",
    [
        {"per_page": 25},
        {"per_page": 100},
        {"sort": "name", "order": "desc"},
        {"filters": {"name": {"$gte": "1"}}},
    ],
)
def test_twenty_fields_cost_a_query_two_statements_more_at_most(
    companies, stranger, parameters
):
    fill_plain(stranger)
    plain = statements(lambda: query(stranger, "companies", **parameters))
    rich = statements(lambda: query(companies, "companies", **parameters))
    assert len(rich) - len(plain) <= MOST_MORE
    shown = query(companies, "companies", **parameters).json["data"]
    assert all(one["field_values"]["told"] for one in shown)
    assert len(shown) >= 25


def test_a_record_of_the_document_dialect_costs_two_more_at_most(companies, stranger):
    fill_plain(stranger)
    costs = []
    for tenant in (stranger, companies):
        one = query(tenant, "companies").json["data"][0]["id"]
        told = statements(lambda: read(tenant, one))  # noqa: B023 - called at once
        costs.append(len(told))
    assert costs[1] - costs[0] <= MOST_MORE


# A question of each form, and the fields of it; sorted and counted.
ASKED = {
    "worth": {"$gte": 2},
    "total": {"$gte": 4},
    "told": "24",
    "since": "2026-01-01",
    "mother": {"$empty": False},
    "sisters": {"$empty": False},
    "sort": {"$empty": True},
    "line": {"$ne": "x"},
}


@pytest.mark.parametrize("order", ["created_at", "worth", "total", "since"])
def test_a_question_about_twenty_fields_costs_the_same_however_many_records(
    companies, order
):
    """Two statements more than a page of all: what is asked for is chosen first."""
    plain = len(statements(lambda: query(companies, "companies")))
    costs = {}
    for key, asked in ASKED.items():
        costs[key] = len(statements(lambda: ask(companies, key, asked, order)))  # noqa: B023 - called at once
        assert costs[key] <= plain + 2, key
    fill(companies, 60)
    for key, asked in ASKED.items():
        told = statements(lambda: ask(companies, key, asked, order))  # noqa: B023 - called at once
        assert len(told) <= costs[key], key


def ask(tenant, key, asked, order):
    answer = query(tenant, "companies", {key: asked}, sort=order, per_page=100)
    assert answer.status == 200, answer.json
    return answer


@pytest.mark.parametrize("question", [{"total_gte": 4}, {"told": "24"}])
def test_a_page_found_by_a_formula_costs_as_much_as_by_a_number(companies, question):
    by_number = statements(
        lambda: companies.api.get("/api/companies", filter={"worth_gte": 2})
    )
    by_formula = statements(
        lambda: companies.api.get("/api/companies", filter=question)
    )
    assert len(by_formula) <= len(by_number)


@pytest.mark.parametrize("count", [1, 10])
def test_formulas_cost_a_write_no_statement(tenant, count):
    names = ("Orders", "Bills")
    for name in names:
        fields = [
            {"label": "Title", "type": "text"},
            {"label": "Worth", "type": "number"},
            *([{"label": "Total", **formula("worth * 2")}] if name == "Bills" else []),
        ]
        define_object(
            tenant.caller, values={"label_plural": f"Our {name}", "fields": fields}
        )
    tenant.organization.refresh_from_db()
    tenant.api.get("/api/our_bills")
    body = [{"name": "A", "custom_fields": {"worth": 2}}] * count
    costs = [
        len(statements(lambda: tenant.api.post(f"/api/our_{name.lower()}", body)))  # noqa: B023 - called at once
        for name in names
    ]
    assert costs[0] == costs[1]
