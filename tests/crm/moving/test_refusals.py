"""What happens to what cannot come over? It is told, and the rest goes on."""

import csv
import itertools

import pytest

from crm.models import Stage
from custom_objects.definitions import change_field, define_field
from records.access.roles import Role
from tests.crm.moving.comparison import copies, differences
from tests.crm.moving.conftest import joins

pytestmark = pytest.mark.django_db


def ids_of(move, resource):
    return copies(move).get(resource, {})


def define(tenant, slug, **values):
    define_field(tenant.caller, object_slug=slug, values=values)


# -- records that are refused -------------------------------------------------------


def test_a_record_that_is_refused_is_told_and_the_rest_goes_on(move):
    define(move.here, "contacts", label="VAT", type="text", is_required=True)
    define(move.there, "contacts", label="VAT", type="text")
    made = [
        move.source.post(
            "contacts",
            last_name=f"P{number}",
            custom_fields={"VAT": str(number)} if number % 3 else {},
        ).data["id"]
        for number in range(6)
    ]
    for one in made[:2]:
        move.source.post("notes", resource_type="contact", resource_id=one, content="x")
    told = move()
    assert told.numbers("contacts") == (4, 0, 2)
    assert told.numbers("notes") == (1, 0, 1)
    refused = told.line(f"contacts {made[0]}, {made[3]} (not copied)")
    assert refused.endswith("custom_fields/VAT: This field is required.")
    lost = told.line(f"notes {move.source.get('notes').ids[0]} (not copied): resource")
    assert lost.endswith(f"resource_id: The contact {made[0]} was not copied.")

    # Once it is no longer in the way, the same command brings the rest.
    change_field(
        move.here.caller,
        object_slug="contacts",
        slug="vat",
        values={"is_required": False},
    )
    told = move()
    assert told.numbers("contacts") == (2, 4, 0)
    assert told.numbers("notes") == (1, 1, 0)
    assert "Everything was copied." in told.report
    assert differences(move) == []


def test_a_value_that_is_refused_stays_behind_and_its_record_comes(move, tmp_path):
    change_field(
        move.here.caller,
        object_slug="contacts",
        slug="email",
        values={"is_unique": True},
    )
    made = [
        move.source.post("contacts", last_name=name, email="both@example.com").data[
            "id"
        ]
        for name in ("A", "B")
    ]
    file = tmp_path / "report.csv"
    told = move(report=file)
    assert told.numbers("contacts") == (2, 0, 0)
    lost = told.line(f"contacts {made[1]} (copied without it): email")
    assert "both@example.com" in lost
    read = {one["last_name"]: one["email"] for one in move.target.get("contacts").items}
    assert read == {"A": "both@example.com", "B": None}
    with file.open(newline="") as lines:
        (row,) = csv.DictReader(lines)
    assert (row["resource"], row["id"], row["copied"], row["field"]) == (
        "contacts",
        str(made[1]),
        "yes",
        "email",
    )


# -- people -------------------------------------------------------------------------


def test_what_belongs_to_somebody_unknown_belongs_to_nobody(move):
    stranger = move.there.colleague(Role.MEMBER)
    friend = move.there.colleague(Role.MEMBER)
    joins(friend, move.here)
    for number, one in enumerate((stranger, friend)):
        move.source.post("contacts", last_name=f"P{number}", owner_id=one.user.pk)
    told = move("--known-people")
    assert told.numbers("users") == (0, 2, 1)
    unknown = told.line(f"users {stranger.user.pk} (not copied): email")
    assert stranger.user.email in unknown
    owners = {one["name"]: one["owner_id"] for one in move.target.get("contacts").items}
    assert owners == {"P0": None, "P1": friend.user.pk}
    assert f"The user {stranger.user.pk} was not copied." in told.report


def test_an_address_is_the_same_in_any_case(move):
    friend = move.there.colleague(Role.MEMBER)
    joins(friend, move.here)
    friend.user.email = "Grace.H@Example.COM"
    friend.user.save()
    assert move().numbers("users") == (0, 2, 0)


def test_a_note_for_its_author_alone_is_never_laid_open_nor_buried(move):
    stranger = move.there.colleague(Role.MEMBER)
    ada = move.source.post("contacts", last_name="A").data["id"]
    about = {"resource_type": "contact", "resource_id": ada, "type": "restricted"}
    mine = move.source.post("notes", content="mine", **about).data["id"]
    told = move("--known-people")
    assert [one["content"] for one in move.target.get("notes").items] == ["mine"]
    assert mine
    # The vendor shows an administrator's token more than ours does.
    theirs = type(move)(move.url, stranger, move.here)
    hers = theirs.source.post("notes", content="hers", **about).data["id"]
    told = theirs("--known-people")
    assert told.numbers("notes") == (0, 0, 1)
    assert "Only its author may read it" in told.line(
        f"notes {hers} (not copied): type"
    )


# -- custom fields ------------------------------------------------------------------


def test_a_field_that_is_here_is_used_and_learns_the_choices_it_lacks(move):
    region = {"label": "Region", "type": "dropdown"}
    define(move.there, "leads", options=["North", "South"], **region)
    define(move.here, "leads", options=["South", "East"], **region)
    move.source.post("leads", last_name="A", custom_fields={"Region": "North"})
    assert "Everything was copied." in move().report
    (field,) = move.target.get("lead/custom_fields").items
    assert [one["name"] for one in field["choices"]] == ["South", "East", "North"]
    (lead,) = move.target.get("leads").items
    assert lead["custom_fields"] == {"Region": "North"}


def test_a_field_of_another_type_is_left_as_it_is(move):
    define(move.there, "deals", label="Score", type="text")
    define(move.here, "deals", label="Score", type="number")
    define(move.there, "deals", label="Fine", type="text")
    contact = move.source.post("contacts", last_name="A").data["id"]
    values = [{"Score": "7", "Fine": "x"}, {"Score": "high"}]
    made = [
        move.source.post("deals", name="D", contact_id=contact, custom_fields=one).data[
            "id"
        ]
        for one in values
    ]
    told = move()
    assert told.numbers("deal/custom_fields") == (1, 0, 1)
    assert "of type number" in told.line("deal/custom_fields")
    # What can be read as a number is one; the rest is told.
    assert [one["custom_fields"] for one in move.target.get("deals").items] == [
        {"Score": "7", "Fine": "x"},
        {},
    ]
    assert "“high” is no value" in told.line(f"deals {made[1]} (copied without it)")


def test_people_and_organizations_get_the_fields_they_had(move):
    define(move.there, "contacts", label="Shoe", type="number")
    define(move.there, "companies", label="Seats", type="number")
    for slug in ("contacts", "companies"):
        define(move.there, slug, label="Both", type="text")
    move()
    flags = {
        one["name"]: (one["for_contact"], one["for_company"])
        for one in move.target.get("contact/custom_fields").items
    }
    assert flags == {
        "Shoe": (True, False),
        "Seats": (False, True),
        "Both": (True, True),
    }


# -- lists, and what was agreed on --------------------------------------------------


def test_rows_of_lists_that_are_alike_stand_for_each_other(move):
    for v2 in (move.source, move.target):
        v2.post("deal_sources", name="Fair")
        v2.post("tags", name="hot", resource_type="deal")
    rows = Stage.objects.for_organization(move.there.organization.pk)
    rows.filter(name="Quote").update(name="QUOTE", name_fold="quote")
    quote = rows.get(name="QUOTE").pk
    contact = move.source.post("contacts", last_name="A").data["id"]
    source = move.source.get("deal_sources").ids[0]
    move.source.post(
        "deals",
        name="D",
        contact_id=contact,
        source_id=source,
        stage_id=quote,
        tags=["hot"],
    )
    told = move()
    assert told.numbers("stages") == (0, 7, 0)
    assert told.numbers("deal_sources") == (0, 1, 0)
    assert told.numbers("tags") == (0, 1, 0)
    assert "Everything was copied." in told.report
    (deal,) = move.target.get("deals").items
    assert deal["source_id"] == move.target.get("deal_sources").ids[0]
    here = Stage.objects.for_organization(move.here.organization.pk)
    assert here.get(pk=deal["stage_id"]).name == "Quote"


@pytest.fixture
def order(move):
    """An order of a product, whose price has risen since."""
    contact = move.source.post("contacts", last_name="A").data["id"]
    deal = move.source.post("deals", name="D", contact_id=contact).data["id"]
    product = move.source.post(
        "products", name="Plan", prices=[{"amount": 10, "currency": "USD"}]
    ).data["id"]
    order = move.source.post("orders", deal_id=deal).data["id"]
    move.source.post(
        f"orders/{order}/line_items", product_id=product, currency="USD", quantity=2
    )
    move.source.put(
        f"products/{product}",
        prices=[{"amount": 99, "currency": "EUR"}],
        max_discount=0,
        active=False,
    )
    return order


def test_a_line_keeps_the_price_that_was_agreed_on(move, order):
    told = move()
    assert "Everything was copied." in told.report
    here = ids_of(move, "orders")[str(order)]
    (line,) = move.target.get(f"orders/{here}/line_items").items
    assert (line["price"], line["value"], line["quantity"]) == ("10.00", "10.00", 2)


def test_a_line_of_a_product_that_is_gone_keeps_its_words(move, order):
    move.source.delete(f"products/{move.source.get('products').ids[0]}")
    told = move()
    assert told.numbers("line_items") == (1, 0, 0)
    assert "no product of this name" in told.line("line_items ")
    here = ids_of(move, "orders")[str(order)]
    (line,) = move.target.get(f"orders/{here}/line_items").items
    assert (line["name"], line["price"]) == ("Plan", "10.00")


# -- what points at others ----------------------------------------------------------


def test_an_organization_may_come_before_the_one_it_belongs_to(move):
    v2 = move.source
    names = ["child", "parent", "grandparent"]
    made = [
        v2.post("contacts", is_organization=True, name=one).data["id"] for one in names
    ]
    for child, parent in itertools.pairwise(made):
        v2.put(f"contacts/{child}", parent_organization_id=parent)
    assert "Everything was copied." in move().report
    assert differences(move) == []


def test_organizations_that_belong_to_each_other_come_without_it(move):
    v2 = move.source
    one, other, third = (
        v2.post("contacts", is_organization=True, name=name).data["id"]
        for name in ("A", "B", "C")
    )
    v2.put(f"contacts/{one}", parent_organization_id=other)
    v2.put(f"contacts/{other}", parent_organization_id=one)
    v2.put(f"contacts/{third}", parent_organization_id=one)
    told = move()
    assert told.numbers("contacts") == (3, 0, 0)
    assert "parent_organization_id: The contact" in told.report


def test_what_somebody_has_no_last_name_for_is_no_reason_to_lose_them(move):
    company = move.there.make("companies", name="Acme")
    move.there.make("contacts", email="info@example.com", company_id=company)
    move.there.make("deals", name="Nobody's")
    told = move()
    assert "Everything was copied." in told.report
    assert differences(move) == []


def test_a_deal_is_with_whom_it_was_with_whatever_became_of_them(move):
    company = move.there.make("companies", name="Acme")
    person = move.there.make("contacts", last_name="A")
    move.there.make("deals", name="Before", contact_id=person)
    # They went to work somewhere later on.
    move.source.put(f"contacts/{person}", contact_id=company)
    move()
    (deal,) = move.target.get("deals").items
    assert deal["organization_id"] is None
    assert differences(move) == []
