"""Contacts, companies and their summaries."""

import pytest

from crm.models import Company, Contact


def post(tenant, slug, **values):
    answer = tenant.api.post(f"/api/{slug}", values)
    assert answer.status == 201, answer
    return answer.json


def put(tenant, slug, record, **values):
    answer = tenant.api.put(f"/api/{slug}/{record['id']}", values)
    assert answer.status == 200, answer
    return answer.json


NAMES = ("name", "first_name", "last_name")


@pytest.mark.parametrize(
    ("given", "name", "first", "last"),
    [
        ({"name": "Ada Lovelace"}, "Ada Lovelace", "Ada", "Lovelace"),
        ({"name": "  Ada   King Lovelace "}, "Ada   King Lovelace", "Ada   King",
         "Lovelace"),
        ({"name": "Ada"}, "Ada", None, "Ada"),
        ({"name": "", "title": "x"}, None, None, None),
        ({"name": None, "title": "x"}, None, None, None),
        ({"first_name": "Ada", "last_name": "Lovelace"}, "Ada Lovelace", "Ada",
         "Lovelace"),
        ({"first_name": "Ada"}, "Ada", "Ada", None),
        ({"last_name": "Lovelace"}, "Lovelace", None, "Lovelace"),
        ({"name": "Eve Curie", "first_name": "Ada"}, "Ada", "Ada", None),
        ({"title": "x"}, None, None, None),
        ({"first_name": "", "last_name": "L"}, "L", "", "L"),
    ],
    ids=repr,
)  # fmt: skip
def test_a_name_is_first_and_last_name_together(tenant, given, name, first, last):
    record = post(tenant, "contacts", **given)
    assert tuple(record[one] for one in NAMES) == (name, first, last)


@pytest.mark.parametrize(
    ("sent", "name", "first", "last"),
    [
        ({"name": "Eve Curie"}, "Eve Curie", "Eve", "Curie"),
        ({"first_name": "Eve"}, "Eve Lovelace", "Eve", "Lovelace"),
        ({"last_name": None}, "Ada", "Ada", None),
        ({"name": None}, None, None, None),
        ({"title": "x"}, "Ada Lovelace", "Ada", "Lovelace"),
        ({"name": "Eve Curie", "last_name": "X"}, "Ada X", "Ada", "X"),
    ],
    ids=repr,
)
def test_a_name_follows_its_parts_and_they_follow_it(tenant, sent, name, first, last):
    record = post(tenant, "contacts", first_name="Ada", last_name="Lovelace")
    changed = put(tenant, "contacts", record, **sent)
    assert tuple(changed[one] for one in NAMES) == (name, first, last)


@pytest.mark.parametrize(
    ("name", "field"),
    [
        ("x" * 256, "name"),
        ("x" * 300 + " Lovelace", "name"),
        ("Ada " + "x" * 256, "name"),
        ("x" * 512, "name"),
    ],
    ids=("one", "first", "last", "all"),
)
def test_a_name_whose_parts_are_too_long_is_refused(tenant, name, field):
    answer = tenant.api.post("/api/contacts", {"name": name})
    assert answer.status == 400
    assert set(answer.json["errors"]) == {field}
    assert tenant.api.get("/api/contacts").json == []


def test_the_longest_name_is_stored(tenant):
    name = "x" * 255 + " " + "y" * 255
    assert post(tenant, "contacts", name=name)["name"] == name


@pytest.mark.parametrize(
    ("written", "stored"),
    [
        ("saas", "saas"),
        (["saas", "b2b"], "saas,b2b"),
        ([], None),
        (None, None),
        ("", ""),
        ([" a "], "a"),
    ],
    ids=repr,
)
def test_a_category_is_a_text_or_several_joined(tenant, written, stored):
    assert (
        post(tenant, "companies", name="Acme", category=written)["category"] == stored
    )


@pytest.mark.parametrize("written", [5, [1], ["x" * 200] * 2, {"a": 1}], ids=repr)
def test_what_is_no_category_is_refused(tenant, written):
    answer = tenant.api.post("/api/companies", {"name": "Acme", "category": written})
    assert (answer.status, set(answer.json["errors"])) == (400, {"category"})


def test_a_company_cannot_be_its_own_parent(tenant):
    company = post(tenant, "companies", name="Acme")
    answer = tenant.api.put(
        f"/api/companies/{company['id']}", {"parent_id": company["id"]}
    )
    assert (answer.status, set(answer.json["errors"])) == (400, {"parent_id"})


@pytest.mark.parametrize("slug", ["contacts", "companies"])
def test_a_new_record_is_owned_by_its_creator_unless_told_otherwise(tenant, slug):
    colleague = tenant.colleague().user.pk
    owners = [
        post(tenant, slug, name="A B", **more)["owner_id"]
        for more in ({}, {"owner_id": colleague}, {"owner_id": None})
    ]
    assert owners == [tenant.user.pk, colleague, None]


@pytest.mark.parametrize(
    ("field", "value", "stored"),
    [
        ("customer_status", "current", "current"),
        ("prospect_status", "lost", "lost"),
        ("address", {"city": "Paris"}, {"line1": None, "city": "Paris",
         "postal_code": None, "state": None, "country": None}),
        ("email", " not an address ", "not an address"),
        ("linkedin_url", "x" * 512, "x" * 512),
        ("phone", "", ""),
    ],
)  # fmt: skip
def test_shared_fields_are_the_same_for_people_and_companies(
    tenant, field, value, stored
):
    for slug in ("contacts", "companies"):
        assert post(tenant, slug, name="A B", **{field: value})[field] == stored


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("customer_status", "former"),
        ("customer_status", ""),
        ("prospect_status", None),
        ("address", {"street": "x"}),
        ("linkedin_url", "x" * 513),
        ("email", "x" * 321),
        ("owner_id", 10**15),
    ],
    ids=repr,
)
def test_a_shared_field_refuses_the_same_for_both(tenant, field, value):
    for slug in ("contacts", "companies"):
        answer = tenant.api.post(f"/api/{slug}", {"name": "A B", field: value})
        assert (answer.status, set(answer.json["errors"])) == (400, {field})


def test_the_name_of_the_company_is_shown_and_read_only(tenant):
    company = post(tenant, "companies", name="Acme")
    contact = post(
        tenant, "contacts", name="A B", company_id=company["id"], company_name="X"
    )
    assert contact["company_name"] == "Acme"
    assert put(tenant, "contacts", contact, company_name="X")["company_name"] == "Acme"


def test_people_and_companies_share_a_table_and_know_what_they_are(tenant):
    contact = post(tenant, "contacts", email="a@b.c")
    company = post(tenant, "companies", name="Acme")
    one = Contact.objects.everywhere().get()
    other = Company.objects.everywhere().get()
    assert (one.pk, other.pk) == (contact["id"], company["id"])
    assert (str(one), str(other)) == ("a@b.c", "Acme")
    one.email = None
    assert str(one) == f"Person {one.pk}"
    for slug, record in (("companies", contact), ("contacts", company)):
        assert tenant.api.get(f"/api/{slug}/{record['id']}").status == 404


def test_a_company_summary_counts_deals_and_people(tenant):
    company = post(tenant, "companies", name="Acme", tags=["vip"])
    post(tenant, "companies", name="Empty")
    for _ in range(2):
        post(tenant, "contacts", name="A B", company_id=company["id"])
    deals = [post(tenant, "deals", name="D", company_id=company["id"]) for _ in "abc"]
    tenant.api.delete(f"/api/deals/{deals[0]['id']}")
    one, other = tenant.api.get("/api/companies_summary").json
    assert (one["nb_deals"], one["nb_contacts"]) == (3, 2)
    assert (other["nb_deals"], other["nb_contacts"]) == (0, 0)
    assert one.items() >= tenant.api.get(f"/api/companies/{company['id']}").json.items()
    found = tenant.api.get("/api/companies_summary", filter={"nb_deals": 3}).json
    assert found == [one]
    ordered = tenant.api.get("/api/companies_summary", sort="nb_contacts").json
    assert ordered == [other, one]


def test_a_contact_summary_counts_tasks_done_or_not(tenant):
    contact = post(tenant, "contacts", name="A B")
    post(tenant, "tasks", text="x", contact_id=contact["id"])
    post(tenant, "tasks", text="y", contact_id=contact["id"], done_date="2026-01-01")
    post(tenant, "tasks", text="z")
    summary = tenant.api.get(f"/api/contacts_summary/{contact['id']}").json
    assert summary["nb_tasks"] == 2
    assert summary["company_name"] is None


def test_a_summary_counts_nothing_of_another_organization(tenant, stranger):
    company = post(tenant, "companies", name="Acme")
    post(stranger, "contacts", name="A B")
    post(stranger, "deals", name="D")
    summary = tenant.api.get(f"/api/companies_summary/{company['id']}").json
    assert (summary["nb_deals"], summary["nb_contacts"]) == (0, 0)


@pytest.mark.parametrize("query", ["LOVE", "ada@", "acme", "ADA"])
def test_a_search_finds_people_by_name_e_mail_and_company(tenant, query):
    company = post(tenant, "companies", name="Acme")
    values = {"name": "Ada Lovelace", "email": "ada@b.c", "company_id": company["id"]}
    contact = post(tenant, "contacts", **values)
    post(tenant, "contacts", name="Eve Curie")
    found = tenant.api.get("/api/contacts", filter={"q": query}).json
    assert [one["id"] for one in found] == [contact["id"]]
