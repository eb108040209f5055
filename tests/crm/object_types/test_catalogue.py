"""Products, orders and their lines."""

import pytest
from django.db import IntegrityError, transaction

from crm.models import LineItem, Order, Product
from records.access.roles import Role
from records.history.models import Action, Change
from tests.tenants import new_tenant


def post(tenant, slug, **values):
    return tenant.api.post(f"/api/{slug}", values)


def made(tenant, slug, **values):
    answer = post(tenant, slug, **values)
    assert answer.status == 201, answer
    return answer.json


def errors_of(answer):
    assert answer.status == 400, answer
    return answer.json["errors"]


def log_of(tenant, slug):
    entries = Change.objects.for_organization(tenant.organization.pk)
    return entries.filter(object_type=slug).order_by("id")


def product(tenant, amount="1599.99", **values):
    prices = [
        {"amount": amount, "currency": "EUR"},
        {"amount": "1450", "currency": "GBP"},
    ]
    named = {"name": "Engine", "sku": "E-1", "description": "Heavy.", "prices": prices}
    return tenant.make("products", **{**named, **values})


@pytest.fixture
def deal(tenant):
    return tenant.make("deals", name="Big")


@pytest.fixture
def order(tenant, deal):
    return tenant.make("orders", deal_id=deal)


@pytest.fixture
def line(tenant, order):
    """Posts a line of the order."""

    def send(product_id, **values):
        body = {"order_id": order, "product_id": product_id, "currency": "EUR"}
        return tenant.api.post("/api/line_items", {**body, **values})

    return send


# -- products -------------------------------------------------------------------------


def test_a_product_needs_a_name_and_nothing_else(tenant):
    assert set(errors_of(post(tenant, "products", sku="1"))) == {"name"}
    one = made(tenant, "products", name="Engine")
    assert (one["active"], one["prices"], one["cost"]) == (True, [], None)
    assert (one["max_discount"], one["max_markup"], one["sku"]) == (None, None, None)
    assert str(Product.objects.everywhere().get()) == "Engine"


def test_products_may_share_name_and_sku(tenant):
    first, second = (made(tenant, "products", name="N", sku="S") for _ in range(2))
    assert first["id"] != second["id"]


def test_money_is_kept_to_the_cent(tenant):
    one = made(tenant, "products", name="N", cost="2.005", cost_currency="EUR")
    assert one["cost"] == 2.01


@pytest.mark.parametrize("role", [Role.MEMBER, Role.VIEWER])
def test_only_administrators_change_products(tenant, role):
    one = product(tenant)
    other = tenant.colleague(role)
    assert other.api.get(f"/api/products/{one}").status == 200
    assert post(other, "products", name="Mine").status == 403
    assert other.api.put(f"/api/products/{one}", {"name": "Mine"}).status == 403
    assert other.api.delete(f"/api/products/{one}").status == 403
    assert tenant.api.get(f"/api/products/{one}").json["name"] == "Engine"


# -- orders ---------------------------------------------------------------------------


def test_an_order_belongs_to_a_deal(tenant, deal):
    assert set(errors_of(post(tenant, "orders", discount=5))) == {"deal_id"}
    order = made(tenant, "orders", deal_id=deal)
    assert (order["discount"], order["deal_name"]) == (0, "Big")
    assert str(Order.objects.everywhere().get()) == f"Order {order['id']}"


def test_a_deal_has_one_order(tenant, deal, order):
    answer = post(tenant, "orders", deal_id=deal)
    assert set(errors_of(answer)) == {"deal_id"}
    assert str(order) in answer.json["error"]
    batch = [{"deal_id": tenant.make("deals", name="D")}] * 2
    answer = tenant.api.post("/api/orders", batch)
    assert set(errors_of(answer)) == {"[1].deal_id"}


def test_the_database_holds_a_deal_to_one_live_order(tenant, deal, order):
    row = Order.objects.everywhere().get()
    twin = Order(
        organization=tenant.organization,
        deal_id=deal,
        created_at=row.created_at,
        updated_at=row.updated_at,
    )
    with pytest.raises(IntegrityError), transaction.atomic():
        twin.save()
    twin.archived_at = row.created_at
    twin.save()
    assert Order.objects.everywhere().count() == 2


def test_an_archived_order_makes_room_for_another(tenant, deal, order):
    assert tenant.api.delete(f"/api/orders/{order}").status == 200
    second = made(tenant, "orders", deal_id=deal)["id"]
    assert tenant.api.post(f"/api/orders/{order}/restore").status == 409
    assert tenant.api.delete(f"/api/orders/{second}").status == 200
    assert tenant.api.post(f"/api/orders/{order}/restore").status == 200


def test_the_deal_of_an_order_may_be_repeated_and_not_changed(tenant, deal, order):
    path = f"/api/orders/{order}"
    other = tenant.make("deals", name="Other")
    assert tenant.api.put(path, {"deal_id": deal, "discount": 3}).status == 200
    for wanted in (other, None):
        answer = tenant.api.put(path, {"deal_id": wanted})
        assert set(errors_of(answer)) == {"deal_id"}
        assert "cannot be changed" in answer.json["error"]
    assert tenant.api.get(path).json["deal_id"] == deal


def test_an_order_is_gone_while_its_deal_is(tenant, deal, order):
    path = f"/api/orders/{order}"
    tenant.api.delete(f"/api/deals/{deal}")
    assert tenant.api.get(path).status == 404
    assert tenant.api.put(path, {"discount": 1}).status == 404
    assert tenant.api.get("/api/orders").json == []
    shown = tenant.api.get("/api/orders", filter={"include_archived": True}).json
    assert [(one["id"], one["archived_at"]) for one in shown] == [(order, None)]
    tenant.api.post(f"/api/deals/{deal}/restore")
    assert tenant.api.get(path).status == 200


def test_an_order_outlives_a_purged_deal(tenant, deal, order, line):
    line(product(tenant))
    assert tenant.api.delete(f"/api/deals/{deal}", purge="true").status == 200
    kept = tenant.api.get(f"/api/orders/{order}").json
    assert (kept["deal_id"], kept["deal_name"]) == (None, None)
    assert len(tenant.api.get("/api/line_items").json) == 1
    assert tenant.api.put(f"/api/orders/{order}", {"discount": 9}).status == 200


# -- lines ----------------------------------------------------------------------------


def test_a_line_copies_what_the_product_is(tenant, line):
    one = product(tenant)
    item = line(one).json
    assert (item["name"], item["sku"], item["description"]) == (
        "Engine",
        "E-1",
        "Heavy.",
    )
    assert (item["price"], item["value"], item["variation"]) == (1599.99, 1599.99, 0)
    assert (item["quantity"], item["currency"]) == (1, "EUR")
    changed = {"name": "New", "prices": [{"amount": 1, "currency": "EUR"}]}
    tenant.api.put(f"/api/products/{one}", changed)
    assert tenant.api.get(f"/api/line_items/{item['id']}").json == item
    assert str(LineItem.objects.everywhere().get()) == "Engine (1)"


@pytest.mark.parametrize(
    ("amount", "sent", "variation", "value"),
    [
        ("100", {}, 0, 100),
        ("100", {"variation": 10}, 10, 110),
        ("100", {"variation": "-12.5"}, -12.5, 87.5),
        ("99.99", {"value": "80.00", "variation": "-19.99"}, -19.99, 80),
        ("100", {"value": 1, "variation": 0}, 0, 100),
        ("100", {"value": 110}, 10, 110),
        ("99.99", {"value": "80"}, -19.991999, 80),
        ("100", {"value": 90, "variation": None}, -10, 90),
        ("100", {"value": None, "variation": None}, 0, 100),
        ("0", {"value": 0}, 0, 0),
        ("0", {"variation": 50}, 50, 0),
        ("0.01", {"variation": 50}, 50, 0.02),
    ],
)
def test_variation_and_value_follow_from_each_other(
    tenant, line, amount, sent, variation, value
):
    item = line(product(tenant, amount), **sent)
    assert item.status == 201, item
    assert (item.json["variation"], item.json["value"]) == (variation, value)


@pytest.mark.parametrize(
    ("bounds", "sent", "culprit"),
    [
        ({"max_discount": 10}, {"variation": "-10.000001"}, "variation"),
        ({"max_markup": 10}, {"variation": 11}, "variation"),
        ({"max_discount": 10}, {"value": 89.99}, "value"),
        ({"max_markup": 10}, {"value": "110.01"}, "value"),
        ({"max_discount": 0, "max_markup": 0}, {"variation": 1}, "variation"),
        ({}, {"variation": -101}, "variation"),
        ({}, {"variation": 10**14}, "variation"),
        ({}, {"value": -1}, "value"),
        ({"amount": "0"}, {"value": 5}, "value"),
    ],
)
def test_a_deviation_beyond_its_bounds_is_refused(tenant, line, bounds, sent, culprit):
    answer = line(product(tenant, **{"amount": "100", **bounds}), **sent)
    assert set(errors_of(answer)) == {culprit}


@pytest.mark.parametrize(
    ("bounds", "variation"),
    [
        ({"max_discount": 10}, -10),
        ({"max_markup": 10}, 10),
        ({"max_discount": 10}, 5_000),  # no bound above
        ({"max_markup": 10}, -100),  # none below but the price itself
    ],
)
def test_a_deviation_within_its_bounds_is_taken(tenant, line, bounds, variation):
    assert line(product(tenant, "100", **bounds), variation=variation).status == 201


def test_a_line_is_priced_in_a_currency_of_the_product(tenant, line):
    one = product(tenant)
    assert line(one, currency="GBP").json["price"] == 1450
    assert line(one, currency="gbp").json["currency"] == "GBP"
    for wrong in ("USD", "€"):
        answer = line(one, currency=wrong)
        assert set(errors_of(answer)) == {"currency"}
        assert "Engine" in answer.json["error"]


def test_everything_missing_is_told_at_once(tenant):
    answer = tenant.api.post("/api/line_items", {"quantity": 0})
    assert set(errors_of(answer)) == {"order_id", "product_id", "currency", "quantity"}


def test_a_product_that_cannot_be_sold_is_refused(tenant, stranger, line):
    inactive = product(tenant, active=False)
    archived = product(tenant)
    tenant.api.delete(f"/api/products/{archived}")
    for one in (inactive, archived, product(stranger), 10**12):
        assert set(errors_of(line(one))) == {"product_id"}


def test_a_line_is_never_changed_and_taken_off_by_who_may_archive(tenant, line):
    item = line(product(tenant)).json["id"]
    path = f"/api/line_items/{item}"
    answer = tenant.api.put(path, {"quantity": 2})
    assert (answer.status, answer.json["code"]) == (400, "INVALID_RESOURCE")
    member = tenant.colleague(Role.MEMBER)
    assert member.api.delete(path).json["id"] == item
    assert tenant.api.get(path).status == 404


def test_lines_are_out_of_sight_while_their_order_is_archived(tenant, order, line):
    item = line(product(tenant)).json["id"]
    tenant.api.delete(f"/api/orders/{order}")
    assert tenant.api.get("/api/line_items").json == []
    assert tenant.api.get(f"/api/line_items/{item}").status == 404
    assert tenant.api.delete(f"/api/line_items/{item}").status == 404
    assert set(errors_of(line(product(tenant)))) == {"order_id"}
    tenant.api.post(f"/api/orders/{order}/restore")
    assert [one["id"] for one in tenant.api.get("/api/line_items").json] == [item]


def test_lines_are_purged_with_their_order_each_with_a_change(tenant, order, line):
    items = {line(product(tenant)).json["id"] for _ in range(3)}
    tenant.api.delete(f"/api/orders/{order}")
    assert tenant.api.delete(f"/api/orders/{order}", purge="true").status == 200
    assert not LineItem.objects.everywhere().exists()
    purged = log_of(tenant, "line_items").filter(action=Action.PURGED)
    assert set(purged.values_list("record_id", flat=True)) == items
    assert purged[0].before["order_id"] == order


def test_a_line_outlives_its_product(tenant, line):
    one = product(tenant)
    item = line(one).json["id"]
    assert tenant.api.delete(f"/api/products/{one}", purge="true").status == 200
    kept = tenant.api.get(f"/api/line_items/{item}").json
    assert (kept["product_id"], kept["name"], kept["price"]) == (
        None,
        "Engine",
        1599.99,
    )
    change = log_of(tenant, "line_items").last()
    assert (change.before, change.after) == ({"product_id": one}, {"product_id": None})


def test_a_batch_of_lines_is_priced_line_by_line(db):
    tenant = new_tenant()
    order = tenant.make("orders", deal_id=tenant.make("deals", name="D"))
    products = [product(tenant, amount) for amount in ("10", "20", "30")]
    batch = [
        {"order_id": order, "product_id": one, "currency": "EUR", "variation": 10}
        for one in products
    ]
    answer = tenant.api.post("/api/line_items", batch)
    assert [one["value"] for one in answer.json] == [11, 22, 33]
    batch[1]["currency"] = "USD"
    batch[2]["product_id"] = 10**12
    answer = tenant.api.post("/api/line_items", batch)
    assert set(errors_of(answer)) == {"[1].currency", "[2].product_id"}
