"""The fields that an admin gives contacts, companies, deals and leads, on their pages."""

import pytest
from django.contrib import admin
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from crm.models import Contact, Deal
from custom_objects.models import FieldOption, ObjectDefinition
from records.access.roles import Role
from records.engine.removal import remove_record
from records.schema.registry import registry
from tests.budgets.statements import TRANSACTIONAL
from tests.custom_objects.admin.sheets import (
    FIELDS,
    define_everything,
    fill,
    option_of,
)
from tests.factories import define, touch_schema
from tests.records.administration.desk import Desk, errors_in, last_change
from tests.tenants import new_tenant

MODELS = {
    "crm_contact": ("contacts", {"first_name": "Grace"}),
    "crm_company": ("companies", {"name": "Beta"}),
    "crm_deal": ("deals", {"name": "Turbine"}),
    "crm_lead": ("leads", {"first_name": "Linus"}),
}


@pytest.fixture
def owner(db):
    return new_tenant(Role.OWNER)


def stored(model, pk):
    app, _dot, name = model.partition("_")
    kind = next(
        one
        for one in admin.site._registry
        if (one._meta.app_label, one._meta.model_name) == (app, name)
    )
    return kind._default_manager.everywhere().get(pk=pk).custom_fields


def titles(page):
    return [str(one.name) for one in page.context["adminform"]]


def columns(page):
    return [getattr(one, "name", one) for one in page.context["cl"].list_display]


def parameters(page):
    return [
        name for one in page.context["cl"].filter_specs for name in one.parameters()
    ]


def found(desk, model, **query):
    page = desk.get(model, "changelist", **query)
    assert page.status_code == 200
    return [one.pk for one in page.context["cl"].result_list]


@pytest.mark.parametrize("model", MODELS)
def test_where_none_are_defined_nothing_tells_of_them(owner, model):
    desk = Desk(owner)
    assert "Custom fields" not in titles(desk.get(model, "add"))
    assert b"cf__" not in desk.get(model, "changelist").content


@pytest.mark.parametrize("model", MODELS)
def test_a_field_of_every_type_is_typed_kept_shown_and_asked_for(owner, model):
    slug, typed = MODELS[model]
    fields = define_everything(owner, slug)
    sheet = fill(owner, fields)
    desk = Desk(owner)
    assert titles(desk.get(model, "add"))[-1] == "Custom fields"

    answer = desk.save(model, "add", **typed, **sheet.typed())
    assert answer.status_code == 302, errors_in(answer)
    pk = last_change().record_id
    assert stored(model, pk) == sheet.kept

    form = desk.get(model, "change", pk)
    assert titles(form)[-2:] == ["Custom fields", "System"]
    entry = last_change().pk
    assert desk.save(model, "change", pk).status_code == 302
    assert last_change().pk == entry

    viewed = Desk(owner.colleague(Role.VIEWER)).get(model, "change", pk)
    for name, text in sheet.shown.items():
        assert text in viewed.content.decode(), name

    for name, value in sheet.found.items():
        assert pk in found(desk, model, **{name: value}), name
    for name, value in sheet.missed.items():
        assert pk not in found(desk, model, **{name: value}), name


def test_the_first_fields_are_columns_and_the_filterable_ones_filters(owner):
    define_everything(owner, "contacts")
    page = Desk(owner).get("crm_contact", "changelist")
    own = [name for name in columns(page) if name in FIELDS]
    # In their order, without the long text, as many as fit beside the others.
    assert own == ["motto", "staff", "budget", "mail", "hotline", "site"]
    asked = {name.removeprefix("cf__") for name in parameters(page)}
    assert {name.partition("__")[0] for name in asked} >= FIELDS.keys() - {
        "story",
        "branch",
    }
    assert not {"story", "branch"} & asked


def test_records_are_sorted_by_a_custom_column_empty_ones_last(owner):
    define(owner.organization, "deals", is_built_in=True, weight="number")
    ids = [
        owner.make("deals", name=f"D{weight}", **({"weight": weight} if weight else {}))
        for weight in (20, 3, None, 100)
    ]
    desk = Desk(owner)
    page = desk.get("crm_deal", "changelist")
    place = columns(page).index("weight")
    cl_columns = [
        str(one.short_description) for one in page.context["cl"].list_display[1:]
    ]
    assert cl_columns[-1] == "Weight"
    rising = [ids[1], ids[0], ids[3], ids[2]]
    assert found(desk, "crm_deal", o=str(place)) == rising
    assert found(desk, "crm_deal", o=f"-{place}") == [ids[3], ids[0], ids[1], ids[2]]


def test_archived_records_are_found_and_restored_by_a_custom_field(owner):
    define(owner.organization, "deals", is_built_in=True, weight="number", code="text")
    ids = [owner.make("deals", name=f"D{one}", weight=one, code="X") for one in (1, 2)]
    deals = registry.resolve(owner.caller.organization, "deals")
    for one in ids:
        remove_record(owner.caller, deals, one)
    desk = Desk(owner)
    asked = {"cf__weight__from": "2", "cf__code": "x"}
    assert found(desk, "crm_deal", **asked) == []
    assert found(desk, "crm_deal", archived="1", **asked) == [ids[1]]
    url = desk.url("crm_deal", "changelist")
    answer = desk.client.post(
        f"{url}?archived=1&cf__weight__from=2&cf__code=x",
        {
            "action": "restore_selected",
            "index": "0",
            "select_across": "1",
            "_selected_action": [str(ids[1])],
        },
    )
    assert answer.status_code == 302
    assert found(desk, "crm_deal") == [ids[1]]


def test_what_is_refused_is_told_beside_the_input(owner):
    define(
        owner.organization,
        "contacts",
        is_built_in=True,
        number={"type": "text", "is_required": True, "is_unique": True},
        friend={"type": "reference", "settings": {"object": "contacts"}},
        mail="email",
    )
    owner.make("contacts", first_name="Ada", number="A-1")
    desk = Desk(owner)
    answer = desk.save(
        "crm_contact",
        "add",
        first_name="Bob",
        cf__number="A-1",
        cf__friend="9999",
        cf__mail="nobody",
    )
    assert errors_in(answer).keys() == {"cf__number", "cf__friend", "cf__mail"}
    assert Contact.objects.everywhere().count() == 1
    missing = desk.save("crm_contact", "add", first_name="Bob")
    assert errors_in(missing).keys() == {"cf__number"}


def test_a_choice_that_was_archived_stays_where_it_was_chosen(owner):
    fields = define(
        owner.organization,
        "deals",
        is_built_in=True,
        region={"type": "dropdown", "options": ("North", "South")},
    )
    deal = owner.make("deals", name="Engine", region="North")
    options = FieldOption.objects.for_organization(owner.organization.pk)
    option = option_of(fields["region"], "North")
    options.filter(pk=option).update(archived_at=timezone.now())
    define(owner.organization, "deals", is_built_in=True)
    desk = Desk(owner)
    assert b"North (archived)" in desk.get("crm_deal", "change", deal).content
    assert b"North" not in desk.get("crm_deal", "add").content
    assert desk.save("crm_deal", "change", deal, name="Motor").status_code == 302
    kept = Deal.objects.everywhere().get(pk=deal)
    assert (kept.name, kept.custom_fields) == ("Motor", {"region": option})
    refused = desk.save("crm_deal", "add", name="Other", cf__region="North")
    assert errors_in(refused).keys() == {"cf__region"}


def test_a_hidden_field_is_out_of_sight_unless_no_record_can_be_without(owner):
    define(
        owner.organization,
        "leads",
        is_built_in=True,
        hidden={"type": "text", "is_hidden": True},
        needed={"type": "text", "is_hidden": True, "is_required": True},
        plain="text",
    )
    desk = Desk(owner)
    form = desk.form("crm_lead", "add")
    assert "cf__hidden" not in form
    assert {"cf__needed", "cf__plain"} <= form.keys()
    page = desk.get("crm_lead", "changelist")
    assert [
        name for name in columns(page) if name in ("hidden", "needed", "plain")
    ] == ["plain"]
    assert "cf__plain" in parameters(page)
    assert not {"cf__hidden", "cf__needed"} & set(parameters(page))


def test_slugs_may_be_called_like_inputs_of_the_page(owner):
    names = ("o", "p", "all", "type", "archived", "action", "address_city", "at_0")
    fields = dict.fromkeys(names, "text")
    define(owner.organization, "contacts", is_built_in=True, at="datetime", **fields)
    desk = Desk(owner)
    typed = {f"cf__{name}": f"in {name}" for name in names}
    answer = desk.save(
        "crm_contact",
        "add",
        first_name="Ada",
        address_city="Ulm",
        cf__at__0="2026-01-02",
        cf__at__1="10:00",
        **typed,
    )
    assert answer.status_code == 302, errors_in(answer)
    pk = last_change().record_id
    ada = Contact.objects.everywhere().get(pk=pk)
    assert ada.address["city"] == "Ulm"
    assert ada.custom_fields == {
        "at": "2026-01-02T10:00:00.000Z",
        **{name: f"in {name}" for name in names},
    }
    for name in names:
        assert found(desk, "crm_contact", **{f"cf__{name}": f"in {name}"}) == [pk]
        assert found(desk, "crm_contact", **{f"cf__{name}": "elsewhere"}) == []


def test_a_new_field_is_there_with_the_next_request(owner):
    desk = Desk(owner)
    assert "cf__size" not in desk.form("crm_contact", "add")
    define(owner.organization, "contacts", is_built_in=True, size="text")
    assert "cf__size" in desk.form("crm_contact", "add")


def test_the_history_tells_values_as_people_know_them(owner):
    fields = define_everything(owner, "contacts")
    sheet = fill(owner, fields)
    desk = Desk(owner)
    desk.save("crm_contact", "add", first_name="Ada", **sheet.typed())
    page = desk.get("crm_contact", "history", last_change().record_id).content.decode()
    for label, text in (("Agency", "Beta Works"), ("Peers", "Bob"), ("Size", "Large")):
        assert label in page
        assert text in page


def test_a_list_costs_as_much_with_twenty_fields_as_without(owner):
    def cost():
        desk.get("crm_contact", "changelist")
        with CaptureQueriesContext(connection) as captured:
            assert desk.get("crm_contact", "changelist").status_code == 200
        told = [one["sql"] for one in captured.captured_queries]
        return len([sql for sql in told if not sql.startswith(TRANSACTIONAL)])

    desk = Desk(owner)
    owner.make("contacts", first_name="Ada")
    without = cost()
    define_everything(owner, "contacts")
    few = cost()
    for number in range(12):
        agency = owner.make("companies", name=f"C{number}")
        owner.make("contacts", first_name=f"P{number}", motto="M", agency=agency)
    assert cost() <= few + 1  # the names of the companies, all of them
    assert few <= without + 2


# -- isolation -------------------------------------------------------------------------


@pytest.fixture
def stranger_with_fields(db):
    stranger = new_tenant(Role.OWNER)
    define(
        stranger.organization,
        "contacts",
        is_built_in=True,
        size={"type": "dropdown", "options": ("Quagga",)},
        hidden="text",
    )
    stranger.make("contacts", first_name="Quagga", size="Quagga", hidden="Quagga")
    return stranger


def test_fields_of_another_organization_are_nowhere(owner, stranger_with_fields):
    define(
        owner.organization,
        "contacts",
        is_built_in=True,
        size={"type": "dropdown", "options": ("Okapi",)},
    )
    desk = Desk(owner)
    for page in ("add", "changelist"):
        content = desk.get("crm_contact", page).content
        assert b"Okapi" in content
        assert b"Quagga" not in content
        assert b"cf__hidden" not in content
    answer = desk.get("crm_contact", "changelist", cf__hidden="Quagga")
    assert answer.status_code == 400
    assert found(desk, "crm_contact", cf__size="Quagga") == []
    refused = desk.save("crm_contact", "add", first_name="Ada", cf__size="Quagga")
    assert errors_in(refused).keys() == {"cf__size"}


def test_no_reference_takes_a_record_of_another_organization(owner, stranger):
    define_everything(owner, "contacts")
    foreign = {
        "adviser": stranger.user.pk,
        "agency": stranger.make("companies", name="Quagga"),
        "peers": [stranger.make("contacts", first_name="Quagga")],
    }
    desk = Desk(owner)
    for name, value in foreign.items():
        typed = {f"cf__{name}": value}
        refused = desk.save("crm_contact", "add", first_name="Ada", **typed)
        assert errors_in(refused).keys() == {f"cf__{name}"}, name
        assert b"Quagga" not in refused.content
        url = desk.url("crm_contact", "choices", name)
        offered = desk.client.get(url, {"term": ""}).json()["results"]
        ids = value if isinstance(value, list) else [value]
        assert not {str(one) for one in ids} & {one["id"] for one in offered}
        assert "Quagga" not in str(offered)
        asked = value[0] if isinstance(value, list) else value
        page = desk.get("crm_contact", "changelist", **{f"cf__{name}": asked})
        assert b"Quagga" not in page.content
    assert Contact.objects.for_organization(owner.organization.pk).count() == 0


def test_a_reference_is_looked_up_while_typing(owner):
    define_everything(owner, "contacts")
    beta = owner.make("companies", name="Beta Works")
    owner.make("companies", name="Gamma")
    desk = Desk(owner)
    url = desk.url("crm_contact", "choices", "agency")
    assert desk.client.get(url, {"term": "bet"}).json()["results"] == [
        {"id": str(beta), "text": "Beta Works"}
    ]
    url = desk.url("crm_contact", "choices", "motto")
    assert desk.client.get(url, {"term": ""}).json()["results"] == []


def test_a_built_in_object_is_called_what_the_organization_calls_it(owner):
    define(owner.organization, "companies", is_built_in=True)
    rows = ObjectDefinition.objects.for_organization(owner.organization.pk)
    rows.filter(slug="companies").update(label="Account", label_plural="<i>Accounts")
    touch_schema(owner.organization)
    company = owner.make("companies", name="Beta")
    desk = Desk(owner)
    listed = desk.get("crm_company", "changelist")
    assert listed.context["cl"].title == "<i>Accounts"
    assert desk.get("crm_company", "add").context["title"] == "Add Account"
    assert desk.get("crm_company", "change", company).context["title"] == "Account"
    for page in (listed, desk.get("crm_company", "history", company)):
        text = page.content.decode()
        assert "&lt;i&gt;Accounts" in text
        assert "<i>Accounts" not in text


def test_a_hidden_built_in_object_is_out_of_the_sidebar(owner):
    define(owner.organization, "leads", is_built_in=True)
    rows = ObjectDefinition.objects.for_organization(owner.organization.pk)
    rows.filter(slug="leads").update(is_hidden=True)
    touch_schema(owner.organization)
    desk = Desk(owner)
    page = desk.get("crm_lead", "changelist")
    titles = [
        item["title"]
        for group in page.context["sidebar_navigation"]
        for item in group["items"]
    ]
    assert "Contacts" in titles
    assert "Leads" not in titles
    overview = desk.client.get("/admin/")
    assert "leads" not in [card.title for card in overview.context["cards"]]
