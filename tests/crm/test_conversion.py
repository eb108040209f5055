"""Leads become people, organizations and deals."""

import pytest

from crm.models import Lead, LeadConversion
from records.engine.merging import merge_records
from records.history.models import Action, Change
from records.schema.registry import registry
from tests.factories import define
from tests.tenants import new_tenant


def convert(tenant, lead, **values):
    return tenant.api.post("/api/lead_conversions", {"lead_id": lead, **values})


def converted(tenant, lead, **values):
    answer = convert(tenant, lead, **values)
    assert answer.status == 201, answer
    return answer.json


def read(tenant, slug, record_id):
    answer = tenant.api.get(f"/api/{slug}/{record_id}")
    assert answer.status == 200, answer
    return answer.json


def errors_of(answer):
    assert answer.status == 400, answer
    return answer.json["errors"]


def count(tenant, slug):
    return int(tenant.api.get(f"/api/{slug}").headers["X-Total-Count"])


FULL = {
    "first_name": "Ada",
    "last_name": "Lovelace",
    "organization_name": "Engines",
    "title": "Countess",
    "description": "Knows numbers.",
    "email": "ada@example.com",
    "phone": "1",
    "mobile": "2",
    "fax": "3",
    "industry": "Computing",
    "website": "https://example.com",
    "linkedin_url": "https://linkedin.example/ada",
    "twitter": "@ada",
    "facebook": "ada",
    "skype": "ada.l",
    "address": {"city": "London"},
    "tags": ["vip", "fair"],
}


@pytest.fixture
def lead(tenant):
    source = tenant.make("lead_sources", name="Trade fair")
    return tenant.make("leads", **FULL, source_id=source)


def test_a_lead_with_a_person_and_an_organization_becomes_both(tenant, lead):
    made = converted(tenant, lead)
    assert (made["lead_id"], made["deal_id"]) == (lead, None)
    assert (made["owner_id"], made["crm_user_id"]) == (tenant.user.pk, tenant.user.pk)
    person = read(tenant, "contacts", made["contact_id"])
    company = read(tenant, "companies", made["company_id"])
    told = {key: one for key, one in FULL.items() if key != "organization_name"}
    assert {key: person[key] for key in told} == {
        **told,
        "address": person["address"],
    }
    assert person["address"]["city"] == "London"
    assert (person["company_id"], person["source"]) == (company["id"], "Trade fair")
    assert company["name"] == "Engines"
    assert company["industry"] == "Computing"
    assert company["address"]["city"] == "London"
    assert (company["email"], company["tags"]) == (None, [])


def test_a_lead_without_an_organization_becomes_a_person(tenant):
    for values in ({"last_name": "Lee"}, {"first_name": "Lee"}, {"email": "l@x.de"}):
        made = converted(tenant, tenant.make("leads", **values))
        assert made["company_id"] is None
        person = read(tenant, "contacts", made["contact_id"])
        assert person.items() >= values.items()


def test_a_lead_without_a_person_becomes_an_organization(tenant):
    lead = tenant.make(
        "leads", organization_name="Engines", email="e@x.de", tags=["vip"]
    )
    made = converted(tenant, lead)
    assert made["contact_id"] is None
    company = read(tenant, "companies", made["company_id"])
    assert (company["name"], company["email"]) == ("Engines", "e@x.de")
    assert company["tags"] == ["vip"]


def test_a_deal_is_made_when_it_is_asked_for(tenant, lead):
    made = converted(tenant, lead, create_deal=True)
    deal = read(tenant, "deals", made["deal_id"])
    assert deal["name"] == "Engines"
    assert (deal["contact_id"], deal["company_id"]) == (
        made["contact_id"],
        made["company_id"],
    )
    assert (deal["status"], deal["currency"]) == ("prospecting", "USD")
    nameless = tenant.make("leads", email="x@x.de")
    deal = read(
        tenant, "deals", converted(tenant, nameless, create_deal=True)["deal_id"]
    )
    assert deal["name"] == f"Lead {nameless}"
    long = tenant.make("leads", first_name="x" * 255, last_name="y" * 255)
    deal = read(tenant, "deals", converted(tenant, long, create_deal=True)["deal_id"])
    assert deal["name"] == "x" * 255


def test_what_it_became_has_the_owner_of_the_lead_or_another(tenant):
    owner, other = (tenant.colleague().user.pk for _ in range(2))
    leads = [tenant.make("leads", last_name="L", owner_id=owner) for _ in range(2)]
    made = converted(tenant, leads[0])
    assert made["owner_id"] == owner
    assert read(tenant, "contacts", made["contact_id"])["owner_id"] == owner
    made = converted(tenant, leads[1], owner_id=other)
    assert read(tenant, "contacts", made["contact_id"])["owner_id"] == other
    lead = tenant.make("leads", last_name="L", owner_id=None)
    assert converted(tenant, lead, owner_id=None)["owner_id"] == tenant.user.pk


def test_nothing_that_is_there_is_used_in_place_of_a_new_record(tenant, lead):
    company = tenant.make("companies", name="Engines")
    contact = tenant.make("contacts", first_name="Ada", last_name="Lovelace")
    made = converted(tenant, lead)
    assert made["company_id"] != company
    assert made["contact_id"] != contact
    assert (count(tenant, "companies"), count(tenant, "contacts")) == (2, 2)


# -- what goes along ------------------------------------------------------------------


def test_whatever_is_about_the_lead_is_about_the_person_then(tenant, lead):
    author = tenant.colleague()
    held = {
        "notes": tenant.make("lead_notes", lead_id=lead, text="said"),
        "tasks": tenant.make("tasks", lead_id=lead, text="do"),
        "calls": tenant.make("calls", lead_id=lead),
        "text_messages": tenant.make("text_messages", lead_id=lead),
        "visits": tenant.make("visits", lead_id=lead),
        "documents": tenant.make("documents", lead_id=lead, name="d"),
        "collaborations": tenant.make(
            "collaborations", lead_id=lead, collaborator_id=author.user.pk
        ),
    }
    secret = author.make("notes", lead_id=lead, visibility="restricted")
    gone = tenant.make("tasks", lead_id=lead, text="archived")
    tenant.api.delete(f"/api/tasks/{gone}")
    made = converted(tenant, lead)
    for slug, record_id in held.items():
        one = read(tenant, slug, record_id)
        assert (one["lead_id"], one["contact_id"]) == (None, made["contact_id"]), slug
        entry = Change.objects.everywhere().filter(
            object_type=slug, record_id=record_id, action=Action.UPDATED
        )
        assert entry.get().before == {"lead_id": lead, "contact_id": None}
    assert read(author, "notes", secret)["contact_id"] == made["contact_id"]
    tenant.api.post(f"/api/tasks/{gone}/restore")
    assert read(tenant, "tasks", gone)["contact_id"] == made["contact_id"]
    assert read(tenant, "contact_notes", held["notes"])["text"] == "said"


def test_it_is_about_the_organization_where_there_is_no_person(tenant):
    lead = tenant.make("leads", organization_name="Engines")
    note = tenant.make("notes", lead_id=lead)
    company = converted(tenant, lead)["company_id"]
    assert read(tenant, "notes", note)["company_id"] == company


def test_a_task_with_a_contact_of_its_own_keeps_it(tenant, lead):
    contact = tenant.make("contacts", first_name="Eve")
    task = tenant.make("tasks", lead_id=lead, contact_id=contact)
    converted(tenant, lead)
    one = read(tenant, "tasks", task)
    assert (one["lead_id"], one["contact_id"]) == (None, contact)


def test_custom_fields_of_one_slug_and_type_go_along(db):
    tenant = new_tenant()
    organization = tenant.organization
    shared = {"budget": "number", "since": "date"}
    level = {"type": "dropdown", "options": ["gold", "tin"]}
    define(organization, "leads", is_built_in=True, **shared, level=level, own="text")
    level = {"type": "dropdown", "options": ["silver", "gold"]}
    fields = {**shared, "level": level, "own": "number"}
    define(organization, "contacts", is_built_in=True, **fields)
    define(organization, "companies", is_built_in=True, budget="number")
    define(organization, "deals", is_built_in=True, since="date")
    values = {"budget": 12.5, "since": "2026-01-02", "own": "x", "level": "gold"}
    sent = {"last_name": "L", "organization_name": "O", "custom_fields": values}
    first = tenant.api.post("/api/leads", sent).json["id"]
    values = {**values, "level": "tin"}
    second = tenant.api.post("/api/leads", {**sent, "custom_fields": values}).json["id"]
    made = converted(tenant, first, create_deal=True)

    def custom(slug, record_id):
        return read(tenant, slug, record_id)["custom_fields"]

    expected = {"budget": 12.5, "since": "2026-01-02"}
    assert custom("contacts", made["contact_id"]) == {**expected, "level": "gold"}
    assert custom("companies", made["company_id"]) == {"budget": 12.5}
    assert custom("deals", made["deal_id"]) == {"since": "2026-01-02"}
    # An option that the other field lacks stays behind.
    assert custom("contacts", converted(tenant, second)["contact_id"]) == expected


def test_a_lead_that_tells_too_little_is_refused_and_nothing_is_made(db):
    tenant = new_tenant()
    code = {"type": "text", "is_required": True}
    define(tenant.organization, "contacts", is_built_in=True, code=code)
    leads = [tenant.make("leads", organization_name="O") for _ in range(2)]
    leads.append(tenant.make("leads", last_name="L", organization_name="O"))
    batch = [{"lead_id": one} for one in leads]
    before = Change.objects.everywhere().count()
    errors = errors_of(tenant.api.post("/api/lead_conversions", batch))
    assert set(errors) == {"[2].lead_id"}
    assert "code" in errors["[2].lead_id"]
    assert Change.objects.everywhere().count() == before
    assert (count(tenant, "leads"), count(tenant, "companies")) == (3, 0)


# -- the lead afterwards --------------------------------------------------------------


def test_the_lead_is_archived_and_knows_what_it_became(tenant, lead):
    assert read(tenant, "leads", lead)["converted_at"] is None
    made = converted(tenant, lead, create_deal=True)
    assert tenant.api.get(f"/api/leads/{lead}").status == 404
    archived = {"include_archived": True, "id": lead}
    (row,) = tenant.api.get("/api/leads", filter=archived).json
    assert row["archived_at"] is not None
    assert row["converted_at"] == made["created_at"]
    for mine, theirs in (
        ("converted_contact_id", "contact_id"),
        ("converted_company_id", "company_id"),
        ("converted_deal_id", "deal_id"),
    ):
        assert row[mine] == made[theirs]
        found = {**archived, mine: made[theirs]}
        assert len(tenant.api.get("/api/leads", filter=found).json) == 1
    entry = Change.objects.everywhere().filter(object_type="leads").latest("id")
    assert (entry.action, entry.record_id) == (Action.ARCHIVED, lead)


def test_every_record_has_its_one_change(tenant, lead):
    before = Change.objects.everywhere().latest("id").pk
    made = converted(tenant, lead, create_deal=True)
    entries = Change.objects.everywhere().filter(pk__gt=before)
    assert sorted(entries.values_list("object_type", "record_id", "action")) == sorted(
        [
            ("companies", made["company_id"], Action.CREATED),
            ("contacts", made["contact_id"], Action.CREATED),
            ("deals", made["deal_id"], Action.CREATED),
            ("lead_conversions", made["id"], Action.CREATED),
            ("leads", lead, Action.ARCHIVED),
            # Tags of contacts are not those of leads.
            *(
                ("tags", one["id"], Action.CREATED)
                for one in tenant.api.get("/api/tags").json
                if one["resource_type"] == "contact"
            ),
        ]
    )
    assert set(entries.values_list("actor_id", flat=True)) == {tenant.user.pk}


def test_a_lead_is_converted_once(tenant, lead):
    first = converted(tenant, lead)
    for again in (convert(tenant, lead), convert(tenant, lead, create_deal=True)):
        errors = errors_of(again)
        assert errors == {"lead_id": f"Lead {lead} was converted before."}
    tenant.api.post(f"/api/leads/{lead}/restore")
    assert set(errors_of(convert(tenant, lead))) == {"lead_id"}
    assert read(tenant, "leads", lead)["converted_contact_id"] == first["contact_id"]
    assert count(tenant, "contacts") == 1


def test_a_lead_stands_once_in_a_batch(tenant, lead):
    answer = tenant.api.post("/api/lead_conversions", [{"lead_id": lead}] * 2)
    assert set(errors_of(answer)) == {"[1].lead_id"}
    assert (count(tenant, "contacts"), count(tenant, "leads")) == (0, 1)


@pytest.mark.parametrize("values", [{}, {"lead_id": None}, {"lead_id": 10**12}])
def test_a_lead_that_is_not_there_is_refused(tenant, values):
    answer = tenant.api.post("/api/lead_conversions", {"create_deal": True, **values})
    assert set(errors_of(answer)) == {"lead_id"}


def test_an_archived_or_foreign_lead_is_not_there(tenant, stranger, lead):
    tenant.api.delete(f"/api/leads/{lead}")
    theirs = stranger.make("leads", last_name="Theirs")
    for one in (lead, theirs):
        assert "no record" in errors_of(convert(tenant, one))["lead_id"]
    assert errors_of(
        convert(tenant, tenant.make("leads", last_name="L"), owner_id=stranger.user.pk)
    ).keys() == {"owner_id"}
    assert count(tenant, "contacts") == 0


def test_a_conversion_is_neither_changed_nor_removed(tenant, lead):
    made = converted(tenant, lead)
    path = f"/api/lead_conversions/{made['id']}"
    for answer in (
        tenant.api.put(path, {"create_deal": True}),
        tenant.api.delete(path),
        tenant.api.delete(path, purge="true"),
    ):
        assert (answer.status, answer.json["code"]) == (400, "INVALID_RESOURCE")
    assert read(tenant, "lead_conversions", made["id"]) == made
    assert str(LeadConversion.objects.everywhere().get()) == f"Conversion {made['id']}"


def test_a_conversion_follows_what_the_lead_became(tenant, lead):
    made = converted(tenant, lead, create_deal=True)
    winner = tenant.make("contacts", first_name="Augusta")
    contacts = registry.resolve(tenant.caller.organization, "contacts")
    merge_records(
        tenant.caller, contacts, winner_id=winner, loser_id=made["contact_id"]
    )
    assert read(tenant, "lead_conversions", made["id"])["contact_id"] == winner
    tenant.api.delete(f"/api/deals/{made['deal_id']}", purge="true")
    tenant.api.delete(f"/api/leads/{lead}", purge="true")
    left = read(tenant, "lead_conversions", made["id"])
    assert (left["deal_id"], left["lead_id"]) == (None, None)
    assert not Lead.objects.everywhere().exists()


def test_the_latest_conversions_come_first(tenant):
    leads = [tenant.make("leads", last_name="L") for _ in range(3)]
    answer = tenant.api.post("/api/lead_conversions", [{"lead_id": x} for x in leads])
    assert answer.status == 201
    listed = tenant.api.get("/api/lead_conversions").json
    assert [one["lead_id"] for one in listed] == leads[::-1]


def test_many_leads_cost_as_many_statements_as_few(
    tenant, django_assert_max_num_queries
):
    def statements(number):
        leads = [
            tenant.make("leads", last_name=f"L{n}", organization_name="O", tags=["vip"])
            for n in range(number)
        ]
        batch = [{"lead_id": one, "create_deal": True} for one in leads]
        with django_assert_max_num_queries(200) as captured:
            answer = tenant.api.post("/api/lead_conversions", batch)
        assert answer.status == 201
        return len(captured)

    statements(1)
    assert statements(3) == statements(9)
