"""Products with their prices, orders with their lines."""

import pytest

from crm.models import LineItem
from records.access.roles import Role
from records.history.models import Action
from tests.crm.admin.population import populate
from tests.records.administration.desk import Desk, errors_in, last_change
from tests.tenants import new_tenant


@pytest.fixture
def owner(db):
    return new_tenant(Role.OWNER)


def lines_of(tenant, order):
    rows = LineItem.objects.for_organization(tenant.organization.pk)
    return list(rows.filter(order_id=order).order_by("pk"))


def test_prices_are_lines_of_text(owner):
    rows = populate(owner)
    desk = Desk(owner)
    form = desk.form("crm_product", "change", rows["crm_product"])
    assert form["prices"] == "1250.00 EUR"
    typed = "  99.5   usd\n\n1250 EUR\n"
    answer = desk.save("crm_product", "change", rows["crm_product"], prices=typed)
    assert answer.status_code == 302, errors_in(answer)
    stored = owner.api.get(f"/api/products/{rows['crm_product']}").json["prices"]
    assert stored == [
        {"amount": 1250, "currency": "EUR"},
        {"amount": 99.5, "currency": "USD"},
    ]
    page = desk.get("crm_product", "changelist").content.decode()
    assert "1250.00 EUR, 99.50 USD" in page


def test_a_member_reads_products_and_changes_none(owner):
    rows = populate(owner)
    desk = Desk(owner.colleague(Role.MEMBER))
    page = desk.get("crm_product", "change", rows["crm_product"])
    assert page.context["adminform"].form.fields == {}
    assert b"1250.00 EUR" in page.content
    url = desk.url("crm_product", "change", rows["crm_product"])
    assert desk.client.post(url, {"name": "mine"}).status_code == 403
    url = desk.url("crm_product", "archive", rows["crm_product"])
    assert desk.client.post(url).status_code == 403


def line(number, **values):
    return {f"line_items-{number}-{name}": value for name, value in values.items()}


def test_lines_are_added_to_their_order_and_taken_off_it(owner):
    rows = populate(owner)
    order = rows["crm_order"]
    desk = Desk(owner)
    added = line(
        1,
        id="",
        order=str(order),
        product_id=str(rows["crm_product"]),
        quantity="3",
        currency="eur",
        variation="-10",
    )
    answer = desk.save(
        "crm_order", "change", order, **{"line_items-TOTAL_FORMS": "2"}, **added
    )
    assert answer.status_code == 302, errors_in(answer)
    first, second = lines_of(owner, order)
    assert (second.name, second.sku, second.quantity) == ("Engine No. 2", "E-2", 3)
    assert (second.price, second.value, second.currency) == (1250, 1125, "EUR")
    answer = desk.save("crm_order", "change", order, **line(0, DELETE="on"))
    assert answer.status_code == 302
    assert lines_of(owner, order) == [second]
    assert (last_change().action, last_change().record_id) == (Action.PURGED, first.pk)


def test_a_line_that_cannot_be_is_told_in_its_row(owner):
    rows = populate(owner)
    order = rows["crm_order"]
    added = line(
        1,
        id="",
        order=str(order),
        product_id=str(rows["crm_product"]),
        quantity="1",
        currency="CHF",
    )
    answer = Desk(owner).save(
        "crm_order", "change", order, **{"line_items-TOTAL_FORMS": "2"}, **added
    )
    assert answer.status_code == 200
    (table,) = answer.context["inline_admin_formsets"]
    assert list(table.formset.forms[1].errors) == ["currency"]
    assert len(lines_of(owner, order)) == 1


def test_a_line_that_is_there_is_shown_and_not_edited(owner):
    rows = populate(owner)
    desk = Desk(owner)
    page = desk.get("crm_order", "change", rows["crm_order"])
    assert b"line_items-0-quantity" not in page.content
    assert b"Engine No. 2" in page.content
    alone = desk.get("crm_lineitem", "change", rows["crm_lineitem"])
    assert alone.context["adminform"].form.fields == {}


def test_the_deal_of_an_order_stays(owner):
    rows = populate(owner)
    other = owner.make("deals", name="Other")
    desk = Desk(owner)
    answer = desk.save("crm_order", "change", rows["crm_order"], deal_id=str(other))
    assert answer.status_code == 302
    order = owner.api.get(f"/api/orders/{rows['crm_order']}").json
    assert order["deal_id"] == rows["crm_deal"]


def test_an_order_with_many_lines_costs_no_statement_each(
    owner, django_assert_max_num_queries
):
    rows = populate(owner)
    desk = Desk(owner)

    def statements():
        with django_assert_max_num_queries(60) as captured:
            assert desk.get("crm_order", "change", rows["crm_order"]).status_code == 200
        return len(captured)

    def more(count):
        for number in range(count):
            product = owner.make(
                "products",
                name=f"P{number}",
                prices=[{"amount": 1, "currency": "EUR"}],
            )
            owner.make(
                "line_items",
                order_id=rows["crm_order"],
                product_id=product,
                currency="EUR",
            )

    more(2)
    # The first page of a process also reads what Django remembers of content types.
    statements()
    few = statements()
    more(8)
    assert statements() == few


def test_people_are_associated_with_a_deal_on_its_page(owner):
    rows = populate(owner)
    deal = rows["crm_deal"]
    desk = Desk(owner)
    row = {
        "id": "",
        "deal": str(deal),
        "contact_id": str(rows["crm_contact"]),
        "role": "involved",
    }
    added = {f"associated_contacts-1-{name}": one for name, one in row.items()}
    total = {"associated_contacts-TOTAL_FORMS": "2"}
    answer = desk.save("crm_deal", "change", deal, **total, **added)
    assert answer.status_code == 302, errors_in(answer)
    listed = owner.api.get("/api/associated_contacts", filter={"deal_id": deal}).json
    assert [(one["contact_name"], one["company_name"]) for one in listed] == [
        (None, "Acme"),
        ("Ada Lovelace", None),
    ]
    offered = desk.client.get(
        desk.url("crm_associatedcontact", "choices", "contact_id"), {"term": "ada"}
    ).json()["results"]
    assert [one["text"] for one in offered] == ["Ada Lovelace"]


def test_a_line_is_told_in_words_and_plain_numbers(owner):
    rows = populate(owner)
    desk = Desk(owner)
    page = desk.get("crm_order", "change", rows["crm_order"]).content.decode()
    assert "Product id" not in page
    assert "000000" not in page
    assert desk.url("crm_product", "change", rows["crm_product"]) in page
