"""Every page of every registered model, as far as a role may see it."""

import pytest
from django.contrib import admin

from records.access.roles import Role
from tests.crm.admin.population import MODELS, populate
from tests.records.administration.desk import Desk, rows_of_access
from tests.tenants import new_tenant

WRITERS = (Role.OWNER, Role.ADMIN, Role.MEMBER)
ADMINISTRATORS = (Role.OWNER, Role.ADMIN)
ACCESS = (
    "access_user",
    "access_membership",
    "access_organization",
    "access_apikey",
    "records_change",
)


def writers_of(model):
    """Return the roles that may write records of a model."""
    return ADMINISTRATORS if model == "crm_product" else WRITERS


def test_every_registered_model_has_its_pages_tested():
    registered = {
        f"{model._meta.app_label}_{model._meta.model_name}"
        for model in admin.site._registry
    }
    # Those of custom_objects are tested in their own room.
    own = {one for one in registered if not one.startswith("custom_objects_")}
    assert own == {*MODELS, *ACCESS}


@pytest.fixture
def population(db):
    owner = new_tenant(Role.OWNER)
    return owner, populate(owner)


@pytest.mark.parametrize("role", [Role.OWNER, Role.MEMBER, Role.VIEWER])
def test_record_pages_render_for_those_who_may_see_them(population, role):
    owner, rows = population
    desk = Desk(owner if role == Role.OWNER else owner.colleague(role))
    for model in MODELS:
        for page, arguments, expected in (
            ("changelist", (), 200),
            ("add", (), 200 if role in writers_of(model) else 403),
            ("change", (rows[model],), 200),
            ("history", (rows[model],), 200),
        ):
            answer = desk.get(model, page, *arguments)
            assert answer.status_code == expected, (model, page)


@pytest.mark.parametrize("role", [Role.OWNER, Role.ADMIN, Role.MEMBER, Role.VIEWER])
def test_access_pages_render_for_those_who_may_see_them(population, role):
    owner, _rows = population
    tenant = owner if role == Role.OWNER else owner.colleague(role)
    rows = rows_of_access(tenant)
    desk = Desk(tenant)
    administers = role in ADMINISTRATORS
    for model, adds in (
        ("access_user", administers),
        ("access_membership", False),
        ("access_organization", False),
        ("access_apikey", True),
    ):
        listed = 302 if model == "access_organization" else 200
        assert desk.get(model, "changelist").status_code == listed, model
        assert desk.get(model, "add").status_code == (200 if adds else 403), model
        assert desk.get(model, "change", rows[model]).status_code == 200, model
        assert desk.get(model, "history", rows[model]).status_code == 200, model
    log = 200 if administers else 403
    assert desk.get("records_change", "changelist").status_code == log
    assert (
        desk.get("records_change", "change", rows["records_change"]).status_code == log
    )
    assert desk.get("records_change", "add").status_code == 403


def test_an_archived_record_is_read_only_and_out_of_the_list(population):
    owner, rows = population
    desk = Desk(owner)
    contact = rows["crm_contact"]
    desk.client.post(desk.url("crm_contact", "archive", contact))
    page = desk.get("crm_contact", "change", contact)
    assert page.context["adminform"].form.fields == {}
    assert b"It can be restored" in page.content
    assert b"Ada Lovelace" not in desk.get("crm_contact", "changelist").content
    archived = desk.get("crm_contact", "changelist", archived="1")
    assert b"Ada Lovelace" in archived.content
    assert (
        desk.client.post(desk.url("crm_contact", "change", contact), {}).status_code
        == 403
    )


def test_what_is_no_web_address_is_never_linked(population):
    owner, rows = population
    viewer = Desk(owner.colleague(Role.VIEWER))
    page = viewer.get("crm_note", "change", rows["crm_note"]).content.decode()
    assert "javascript:alert(1)" in page
    assert 'href="javascript:' not in page


def test_the_sidebar_groups_the_pages_and_knows_where_the_reader_is(population):
    owner, _rows = population
    context = Desk(owner).get("crm_deal", "changelist").context
    groups = {
        str(group.get("title", "")): [item["title"] for item in group["items"]]
        for group in context["sidebar_navigation"]
    }
    assert groups == {
        "": ["Overview"],
        "Records": [
            "Contacts",
            "Companies",
            "Deals",
            "Leads",
            "Tasks",
            "Notes",
            "Collaborations",
            "Associated contacts",
            "Lead conversions",
        ],
        "Activities": ["Calls", "Text messages", "Visits", "Documents"],
        "Catalogue": ["Products", "Orders", "Line items"],
        "Schema": [
            "Tags",
            "Pipelines",
            "Stages",
            "Sources",
            "Loss reasons",
            "Unqualified reasons",
            "Call outcomes",
            "Visit outcomes",
            "Configuration",
            "Automation rules",
            "Objects",
        ],
        "Access": ["People", "Memberships", "API keys", "Organization", "Changes"],
    }
    active = [
        item["title"]
        for group in context["sidebar_navigation"]
        for item in group["items"]
        if item["active"]
    ]
    assert active == ["Deals"]


def more_of_everything(owner, count):
    for number in range(count):
        company = owner.make("companies", name=f"Company {number}")
        person = owner.make(
            "contacts", last_name=f"P{number}", company_id=company, tags=["vip"]
        )
        deal = owner.make("deals", name="D", contact_id=person, company_id=company)
        owner.make("tasks", text="T", deal_id=deal, contact_id=person)
        owner.make("contact_notes", contact_id=person, text="N")
        owner.make("calls", contact_id=person, associated_deal_ids=[deal])


@pytest.mark.parametrize("page", ["changelist", "index"])
def test_lists_cost_the_same_however_long_they_are(
    population, django_assert_max_num_queries, page
):
    owner, _rows = population
    desk = Desk(owner)
    lists = ("crm_contact", "crm_deal", "crm_task", "crm_note", "crm_stage", "crm_call")
    urls = [desk.url(model, "changelist") for model in lists]
    if page == "index":
        urls = ["/admin/"]

    def statements():
        counted = []
        for url in urls:
            with django_assert_max_num_queries(60) as captured:
                assert desk.client.get(url).status_code == 200
            counted.append(len(captured))
        return counted

    more_of_everything(owner, 3)
    few = statements()
    more_of_everything(owner, 12)
    assert statements() == few
    assert max(few) <= (40 if page == "index" else 25), few


@pytest.mark.parametrize(
    ("model", "query", "found"),
    [
        ("crm_contact", {"q": "lovelace ACME"}, True),
        ("crm_contact", {"q": "nobody"}, False),
        ("crm_contact", {"tags": "vip"}, True),
        ("crm_contact", {"tags": "-"}, False),
        ("crm_contact", {"status": "x"}, False),
        ("crm_contact", {"customer_status": "none"}, True),
        ("crm_contact", {"created_at": "last7"}, True),
        ("crm_contact", {"created_at": "-"}, False),
        ("crm_contact", {"company_id": "99999999999999999999"}, False),
        ("crm_contact", {"company_id": "x"}, False),
        ("crm_contact", {"archived": "all"}, True),
        ("crm_contact", {"archived": "1"}, False),
        ("crm_contact", {"o": "2.-3.99.x"}, True),
        ("crm_task", {"due_date": "past"}, True),
        ("crm_task", {"due_date": "next7"}, False),
        ("crm_note", {"resource_type": "contact"}, True),
        ("crm_note", {"resource_type": "deal"}, False),
        ("crm_task", {"overdue": "true"}, True),
        ("crm_task", {"overdue": "false"}, False),
        ("crm_call", {"q": "rang"}, True),
        ("crm_call", {"incoming": "true"}, False),
        ("crm_document", {"q": "offer"}, True),
        ("crm_note", {"is_important": "true"}, False),
        ("crm_note", {"q": "again"}, True),
    ],
)
def test_lists_are_searched_filtered_and_sorted(population, model, query, found):
    owner, rows = population
    page = Desk(owner).get(model, "changelist", **query)
    assert page.status_code == 200
    listed = [one.pk for one in page.context["cl"].result_list]
    assert (rows[model] in listed) is found


@pytest.mark.parametrize(
    "lookup",
    ["owner__password__startswith", "organization_id", "creator__email", "pk__in"],
)
def test_a_list_answers_no_lookup_but_its_filters(population, lookup):
    owner, _rows = population
    answer = Desk(owner).get("crm_contact", "changelist", **{lookup: "1"})
    assert answer.status_code == 400


def test_the_two_inputs_of_a_moment_have_a_line_for_themselves(population):
    owner, _rows = population
    desk = Desk(owner)
    for model in MODELS:
        page = desk.get(model, "add").context
        if "adminform" not in page:
            continue  # first asks which type
        for fieldset in page["adminform"]:
            for line in fieldset:
                names = [one.field.name for one in line]
                widgets = [one.field.field.widget for one in line]
                is_wide = any(hasattr(one, "widgets_names") for one in widgets)
                assert not is_wide or len(names) == 1, (model, names)
