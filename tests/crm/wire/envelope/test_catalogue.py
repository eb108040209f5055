"""Products, orders, their lines, and who else has to do with a deal."""

import pytest

from tests.envelopes import envelope_of

PRICES = [
    {"amount": "1599.99", "currency": "USD"},
    {"amount": 3599.99, "currency": "PLN"},
]


@pytest.fixture
def deal(v2):
    person = v2.post("contacts", last_name="P").data["id"]
    return v2.post("deals", name="D", contact_id=person).data["id"]


@pytest.fixture
def order(v2, deal):
    return v2.post("orders", deal_id=deal).data["id"]


@pytest.fixture
def product(v2):
    limits = {"max_discount": 4, "max_markup": 4, "cost": 2, "cost_currency": "USD"}
    return v2.post("products", name="Plan", sku="plan", prices=PRICES, **limits).data


# -- products -----------------------------------------------------------------------


def test_a_product_shows_amounts_as_text_and_prices_by_currency(v2, product):
    assert product["prices"] == [
        {"amount": "3599.99", "currency": "PLN"},
        {"amount": "1599.99", "currency": "USD"},
    ]
    assert (product["cost"], product["cost_currency"]) == ("2.00", "USD")
    assert (product["max_discount"], product["active"]) == (4, True)
    assert v2.put(f"products/{product['id']}", **product).data == product
    again = v2.post("products", name="Plan", sku="plan").data
    assert (again["prices"], again["max_discount"]) == ([], None)


def test_prices_are_replaced_as_a_set(v2, product):
    path = f"products/{product['id']}"
    changed = v2.put(path, prices=[{"amount": "5", "currency": "eur"}]).data
    assert changed["prices"] == [{"amount": "5.00", "currency": "EUR"}]
    assert v2.put(path, prices=[]).data["prices"] == []


@pytest.mark.parametrize(
    ("sent", "error"),
    [
        ({"name": ""}, ("blank", "/data/name")),
        ({"prices": [{"amount": -1, "currency": "USD"}]}, "incorrect_value"),
        ({"prices": [{"amount": 1, "currency": "$"}]}, "incorrect_value"),
        ({"prices": [*PRICES, PRICES[0]]}, "incorrect_value"),
        ({"prices": {"USD": 1}}, "invalid_type"),
        ({"cost": "much"}, ("invalid_type", "/data/cost")),
        ({"max_discount": 101}, ("incorrect_value", "/data/max_discount")),
        ({"organization_id": 1}, ("unknown", "/data/organization_id")),
    ],
)
def test_what_is_wrong_with_a_product_is_told_with_its_place(v2, product, sent, error):
    told = v2.put(f"products/{product['id']}", **sent)
    expected = (error, "/data/prices") if isinstance(error, str) else error
    assert (told.status, told.errors) == (422, [expected])


def test_administrators_write_products_and_everybody_reads_them(v2, tenant, product):
    member = envelope_of(tenant.colleague("member"))
    path = f"products/{product['id']}"
    assert member.get(path).data == product
    for told in (
        member.post("products", name="x"),
        member.put(path, name="x"),
        member.delete(path),
    ):
        assert (told.status, told.codes) == (403, ["insufficient_scope"])
    assert v2.get("products", sku="plan", active="True").ids == [product["id"]]
    assert v2.ask("products", "owner_id=1").codes == ["invalid_param"]


# -- orders -------------------------------------------------------------------------


def test_a_deal_has_one_order_for_good(v2, deal, order):
    told = v2.post("orders", deal_id=deal)
    assert (told.status, told.errors) == (422, [("already_exists", "/data/deal_id")])
    path = f"orders/{order}"
    assert v2.get(path).data["discount"] == 0
    assert v2.put(path, deal_id=deal, discount="4.5").data["discount"] == 4.5
    person = v2.post("contacts", last_name="Q").data["id"]
    other = v2.post("deals", name="E", contact_id=person).data["id"]
    told = v2.put(path, deal_id=other)
    assert told.errors == [("incorrect_value", "/data/deal_id")]
    assert v2.get("orders", deal_id=deal).ids == [order]
    assert v2.delete(path).status == 204
    assert v2.post("orders", deal_id=deal).status == 200


@pytest.mark.parametrize(
    ("sent", "errors"),
    [
        ({}, [("missing", "/data/deal_id")]),
        ({"deal_id": None}, [("blank", "/data/deal_id")]),
        ({"deal_id": 999}, [("incorrect_value", "/data/deal_id")]),
        (
            {"deal_id": 999, "discount": 101},
            [
                ("incorrect_value", "/data/deal_id"),
                ("incorrect_value", "/data/discount"),
            ],
        ),
    ],
)
def test_what_is_wrong_with_an_order_is_told_with_its_place(v2, sent, errors):
    assert v2.post("orders", **sent).errors == errors


def test_pages_of_orders_may_be_larger(v2, order):
    assert v2.get("orders", per_page=500).ids == [order]
    assert v2.get("orders", per_page=501).codes == ["invalid_param"]
    assert v2.get("products", per_page=101).codes == ["invalid_param"]


def test_the_order_of_a_deal_that_is_gone_is_gone_too(v2, deal, order):
    v2.delete(f"deals/{deal}")
    assert v2.get(f"orders/{order}").status == 404
    assert v2.get("orders").items == []
    assert v2.get(f"orders/{order}/line_items").codes == ["not_found"]


# -- lines --------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("sent", "variation", "value"),
    [
        ({}, "0.00", "1599.99"),
        ({"value": 1599.99, "variation": 0}, "0.00", "1599.99"),
        ({"variation": "-2"}, "-2.00", "1567.99"),
        ({"variation": 2}, "2.00", "1631.99"),
        ({"variation": 4, "value": "1.00"}, "4.00", "1663.99"),
        ({"value": "1567.9902"}, "-2.00", "1567.99"),
        ({"currency": "PLN", "variation": 2}, "2.00", "3671.99"),
        ({"currency": "PLN", "variation": -2}, "-2.00", "3527.99"),
    ],
)
def test_a_line_copies_its_product_and_works_out_its_value(
    v2, order, product, sent, variation, value
):
    sent = {"currency": "USD", **sent}
    path = f"orders/{order}/line_items"
    made = v2.post(path, product_id=product["id"], quantity=3, **sent).data
    assert (made["variation"], made["value"], made["quantity"]) == (variation, value, 3)
    assert made["price"] == {"USD": "1599.99", "PLN": "3599.99"}[sent["currency"]]
    assert (made["name"], made["sku"]) == ("Plan", "plan")
    assert "product_id" not in made
    assert set(made) == {
        *("id", "name", "sku", "description", "quantity", "currency", "variation"),
        *("price", "value", "created_at", "updated_at"),
    }
    assert v2.get(f"{path}/{made['id']}").data == made
    assert v2.get(path).items == [made]


@pytest.mark.parametrize(
    ("sent", "errors"),
    [
        ({}, [("missing", "/data/product_id"), ("missing", "/data/currency")]),
        ({"product_id": 999}, [("incorrect_value", "/data/product_id")]),
        ({"currency": "EUR"}, [("incorrect_value", "/data/currency")]),
        ({"quantity": 0}, [("incorrect_value", "/data/quantity")]),
        ({"variation": -5}, [("incorrect_value", "/data/variation")]),
        ({"variation": 5}, [("incorrect_value", "/data/variation")]),
        ({"value": "1.00"}, [("incorrect_value", "/data/value")]),
        ({"variation": "x"}, [("invalid_type", "/data/variation")]),
        ({"deal_id": 1}, [("unknown", "/data/deal_id")]),
    ],
)
def test_what_is_wrong_with_a_line_is_told_with_its_place(
    v2, order, product, sent, errors
):
    line = {"product_id": product["id"], "currency": "USD", **sent} if sent else {}
    told = v2.post(f"orders/{order}/line_items", **line)
    assert (told.status, told.errors) == (422, errors)
    assert v2.get(f"orders/{order}/line_items").items == []


def test_a_product_off_sale_is_not_ordered(v2, order, product):
    v2.put(f"products/{product['id']}", active=False)
    line = {"product_id": product["id"], "currency": "USD"}
    told = v2.post(f"orders/{order}/line_items", **line)
    assert told.errors == [("incorrect_value", "/data/product_id")]


def test_a_line_belongs_to_its_order_alone(v2, order, product):
    line = {"product_id": product["id"], "currency": "USD"}
    made = v2.post(f"orders/{order}/line_items", **line).data["id"]
    person = v2.post("contacts", last_name="Q").data["id"]
    other = v2.post("deals", name="E", contact_id=person).data["id"]
    second = v2.post("orders", deal_id=other).data["id"]
    path = f"orders/{second}/line_items"
    assert v2.get(path).items == []
    for method in ("GET", "DELETE"):
        assert v2(method, f"{path}/{made}").codes == ["not_found"]
    assert v2.put(f"orders/{order}/line_items/{made}", quantity=2).status == 405
    assert v2.get("orders/999/line_items").codes == ["not_found"]
    assert v2.post("orders/999/line_items", **line).codes == ["not_found"]
    assert v2.get(f"deals/{other}/line_items").codes == ["incorrect_path"]
    assert v2.get("line_items").codes == ["incorrect_path"]
    assert v2.delete(f"products/{product['id']}").status == 204
    assert v2.get(f"orders/{order}/line_items").ids == [made]
    assert v2.delete(f"orders/{order}/line_items/{made}").status == 204
    assert v2.get(f"orders/{order}/line_items").items == []


def test_lines_are_found_and_ordered_by_their_numbers(v2, order, product):
    path = f"orders/{order}/line_items"
    line = {"product_id": product["id"], "currency": "USD"}
    made = [
        v2.post(path, quantity=quantity, variation=variation, **line).data["id"]
        for quantity, variation in ((1, 2), (2, -2), (3, 0))
    ]
    assert v2.get(path, quantity=2).ids == [made[1]]
    assert v2.get(path, value="1599.99").ids == [made[2]]
    assert v2.get(path, sort_by="value").ids == [made[1], made[2], made[0]]
    wanted = f"{made[2]},{made[0]}"
    assert v2.get(path, ids=wanted).ids == [made[0], made[2]]
    link = v2.get(path, per_page=2).json["meta"]["links"]["next_page"]
    assert link.startswith(f"http://testserver/v2/{path}?")


# -- associated contacts ------------------------------------------------------------


def test_people_and_organizations_are_associated_with_a_deal(v2, deal):
    person = v2.post("contacts", last_name="Q").data["id"]
    firm = v2.post("contacts", is_organization=True, name="Acme").data["id"]
    path = f"deals/{deal}/associated_contacts"
    assert v2.get(path).items == []
    for contact in (person, firm):
        told = v2.post(path, contact_id=contact, role="involved")
        assert told.json["meta"] == {"type": "associated_contact"}
        assert set(told.data) == {"contact_id", "role", "created_at", "updated_at"}
        assert told.data["contact_id"] == contact
        again = v2.post(path, contact_id=contact, role="involved")
        assert again.errors == [("already_exists", "/data/contact_id")]
    assert [one["contact_id"] for one in v2.get(path).items] == [person, firm]
    assert v2.get(f"{path}/{person}").status == 405
    assert v2.delete(f"{path}/{firm}").status == 204
    assert v2.delete(f"{path}/{firm}").codes == ["not_found"]
    assert [one["contact_id"] for one in v2.get(path).items] == [person]


@pytest.mark.parametrize(
    ("sent", "errors"),
    [
        ({}, [("missing", "/data/contact_id"), ("missing", "/data/role")]),
        (
            {"contact_id": 999, "role": "involved"},
            [("incorrect_value", "/data/contact_id")],
        ),
        (
            {"contact_id": None, "role": "boss"},
            [("blank", "/data/contact_id"), ("incorrect_value", "/data/role")],
        ),
    ],
)
def test_what_is_wrong_with_an_association_is_told_with_its_place(
    v2, deal, sent, errors
):
    path = f"deals/{deal}/associated_contacts"
    assert v2.post(path, **sent).errors == errors
    assert v2.post("deals/999/associated_contacts", **sent).codes == ["not_found"]


def test_associated_contacts_are_included_inside_the_deal(v2, deal):
    person = v2.post("contacts", last_name="Q").data["id"]
    v2.post(f"deals/{deal}/associated_contacts", contact_id=person, role="involved")
    told = v2.get(f"deals/{deal}", includes="associated_contacts,contact").data
    (one,) = told["associated_contacts"]["items"]
    assert one["data"]["contact_id"] == person
    assert one["meta"] == {"type": "associated_contact"}
    assert told["associated_contacts"]["meta"] == {"type": "collection", "count": 1}
    assert told["contact"]["meta"] == {"type": "contact"}
