"""``/v2/contacts``: two kinds in one collection."""

import pytest

from records.history.models import Change


@pytest.fixture
def acme(v2):
    return v2.post("contacts", is_organization=True, name="Acme").data["id"]


@pytest.fixture
def ada(v2, acme):
    person = {"first_name": "Ada", "last_name": "Lovelace", "contact_id": acme}
    return v2.post("contacts", **person).data["id"]


def test_a_person_and_an_organization_share_one_collection(v2, tenant, acme, ada):
    told = v2.get("contacts", sort_by="id")
    assert told.ids == [acme, ada]
    assert [one["is_organization"] for one in told.items] == [True, False]
    assert tenant.api.get(f"/api/companies/{acme}").json["name"] == "Acme"
    assert tenant.api.get(f"/api/contacts/{ada}").json["company_id"] == acme
    log = Change.objects.for_organization(tenant.organization.pk)
    told_as = set(log.values_list("object_type", "record_id"))
    assert {("companies", acme), ("contacts", ada)} <= told_as


def test_a_fresh_contact_has_every_key_and_no_parents(v2, tenant):
    made = v2.post("contacts", last_name="L").data
    assert (made["contact_id"], made["parent_organization_id"]) == (None, None)
    assert made["owner_id"] == made["creator_id"] == tenant.user.pk
    assert (made["customer_status"], made["prospect_status"]) == ("none", "none")
    assert (made["tags"], made["custom_fields"], made["address"]) == ([], {}, None)
    assert made["is_organization"] is False
    assert set(made) == {
        *("id", "creator_id", "owner_id", "is_organization", "contact_id"),
        *("parent_organization_id", "name", "first_name", "last_name"),
        *("customer_status", "prospect_status", "title", "description", "industry"),
        *("website", "email", "phone", "mobile", "fax", "twitter", "facebook"),
        *("linkedin", "skype", "address", "billing_address", "shipping_address"),
        *("tags", "custom_fields", "created_at", "updated_at"),
    }


@pytest.mark.parametrize(
    ("sent", "errors"),
    [
        ({}, [("blank", "/data/last_name")]),
        ({"name": "Ada Lovelace"}, [("blank", "/data/last_name")]),
        ({"first_name": "Ada"}, [("blank", "/data/last_name")]),
        ({"last_name": " "}, [("blank", "/data/last_name")]),
        ({"last_name": None}, [("blank", "/data/last_name")]),
        ({"last_name": 7}, [("invalid_type", "/data/last_name")]),
        ({"is_organization": True}, [("blank", "/data/name")]),
        ({"is_organization": True, "name": ""}, [("blank", "/data/name")]),
        (
            {"is_organization": True, "last_name": "L"},
            [("blank", "/data/name"), ("incorrect_value", "/data/last_name")],
        ),
        (
            {"is_organization": "yes", "last_name": "L"},
            [("invalid_type", "/data/is_organization")],
        ),
        (
            {"last_name": "L", "contact_id": 999},
            [("incorrect_value", "/data/contact_id")],
        ),
        (
            {"last_name": "L", "contact_id": "x"},
            [("invalid_type", "/data/contact_id")],
        ),
        (
            {"last_name": "L", "owner_id": 999},
            [("incorrect_value", "/data/owner_id")],
        ),
        (
            {"last_name": "L", "customer_status": "never"},
            [("incorrect_value", "/data/customer_status")],
        ),
        (
            {"last_name": "L", "address": {"town": "x"}},
            [("unknown", "/data/address")],
        ),
        ({"last_name": "L", "address": "x"}, [("invalid_type", "/data/address")]),
        ({"last_name": "L", "tags": "x"}, [("invalid_type", "/data/tags")]),
        ({"last_name": "L", "tags": ["a", 1]}, [("invalid_type", "/data/tags")]),
        (
            {"last_name": "L", "title": "x" * 300},
            [("incorrect_value", "/data/title")],
        ),
        (
            {"last_name": "L", "custom_fields": []},
            [("invalid_type", "/data/custom_fields")],
        ),
    ],
)
def test_what_is_wrong_with_a_contact_is_told_with_its_place(v2, sent, errors):
    told = v2.post("contacts", **sent)
    assert (told.status, told.errors) == (422, errors)
    assert v2.get("contacts").items == []


def test_each_kind_refuses_what_only_the_other_has(v2, acme, ada):
    told = v2.put(f"contacts/{acme}", contact_id=acme, title="CEO", first_name="A")
    assert told.errors == [
        ("incorrect_value", "/data/contact_id"),
        ("incorrect_value", "/data/first_name"),
        ("incorrect_value", "/data/title"),
    ]
    told = v2.put(f"contacts/{ada}", parent_organization_id=acme)
    assert told.errors == [("incorrect_value", "/data/parent_organization_id")]
    nulls = {"contact_id": None, "title": None, "first_name": ""}
    assert v2.put(f"contacts/{acme}", **nulls).status == 200


def test_a_contact_stays_what_it_is(v2, acme, ada):
    for contact, other in ((acme, False), (ada, True)):
        assert v2.put(f"contacts/{contact}", is_organization=not other).status == 200
        told = v2.put(f"contacts/{contact}", is_organization=other)
        assert told.errors == [("incorrect_value", "/data/is_organization")]


def test_a_person_belongs_to_an_organization_only(v2, ada):
    told = v2.post("contacts", last_name="L", contact_id=ada)
    assert told.errors == [("incorrect_value", "/data/contact_id")]
    told = v2.put(f"contacts/{ada}", contact_id=None)
    assert told.data["contact_id"] is None


def test_an_organization_has_a_parent_that_is_not_itself(v2, acme):
    group = v2.post("contacts", is_organization=True, name="Group").data["id"]
    told = v2.put(f"contacts/{acme}", parent_organization_id=group)
    assert told.data["parent_organization_id"] == group
    told = v2.put(f"contacts/{acme}", parent_organization_id=acme)
    assert told.errors == [("incorrect_value", "/data/parent_organization_id")]


def test_the_name_of_a_person_is_first_and_last_name_together(v2, ada):
    sent = {"first_name": "Grace", "last_name": "Hopper", "name": "Someone Else"}
    assert v2.post("contacts", **sent).data["name"] == "Grace Hopper"
    told = v2.put(f"contacts/{ada}", name="Someone Else").data
    assert (told["name"], told["last_name"]) == ("Ada Lovelace", "Lovelace")
    assert v2.put(f"contacts/{ada}", first_name=None).data["name"] == "Lovelace"
    told = v2.put(f"contacts/{ada}", last_name="")
    assert told.errors == [("blank", "/data/last_name")]


def test_an_organization_is_renamed(v2, acme):
    assert v2.put(f"contacts/{acme}", name="Acme Ltd").data["name"] == "Acme Ltd"
    assert v2.put(f"contacts/{acme}", name=None).errors == [("blank", "/data/name")]


def test_an_address_keeps_the_parts_that_are_not_sent(v2, ada):
    path = f"contacts/{ada}"
    v2.put(path, address={"line1": "12 St James's Square", "city": "London"})
    merged = v2.put(path, address={"country": "UK", "city": None}).data["address"]
    assert merged == {
        "line1": "12 St James's Square",
        "city": None,
        "postal_code": None,
        "state": None,
        "country": "UK",
    }
    assert v2.put(path, address={}).data["address"] == merged
    assert v2.put(path, address=None).data["address"] is None
    assert v2.put(path, address={"city": ""}).data["address"] is None
    assert v2.put(path, billing_address={"city": "Bonn"}).data["billing_address"]


def test_tags_are_replaced_as_a_set_and_made_on_use(v2, tenant, ada):
    path = f"contacts/{ada}"
    assert v2.put(path, tags=["b", "a", "b"]).data["tags"] == ["b", "a"]
    tags = v2.get("tags", sort_by="name").items
    assert [(one["name"], one["resource_type"]) for one in tags] == [
        ("a", "contact"),
        ("b", "contact"),
    ]
    assert {one["creator_id"] for one in tags} == {tenant.user.pk}
    assert v2.put(path, title="x").data["tags"] == ["b", "a"]
    assert v2.put(path, tags=None).data["tags"] == ["b", "a"]
    assert v2.put(path, tags=["c"]).data["tags"] == ["c"]
    assert v2.put(path, tags=[]).data["tags"] == []
    assert len(v2.get("tags").items) == 3


def test_addresses_of_mail_may_repeat(v2):
    for _ in range(2):
        assert v2.post("contacts", last_name="L", email="a@b.example").status == 200
    assert len(v2.get("contacts", email="A@B.example").items) == 2


@pytest.mark.parametrize("text", ["true", "True", "TRUE", "1"])
def test_kinds_are_asked_for_as_clients_spell_truth(v2, acme, ada, text):
    assert v2.get("contacts", is_organization=text).ids == [acme]
    untrue = {"1": "0"}.get(text, "False")
    assert v2.get("contacts", is_organization=untrue).ids == [ada]


def test_the_people_of_an_organization_are_found_by_it(v2, acme, ada):
    assert v2.get("contacts", contact_id=acme).ids == [ada]
    assert v2.get("contacts", name="Ada Lovelace").ids == [ada]
    assert v2.get("contacts", name="Acme").ids == [acme]


def test_contacts_are_ordered_by_last_name_then_name(v2, acme, ada):
    other = v2.post("contacts", first_name="Ada", last_name="lovelace").data["id"]
    babbage = v2.post("contacts", last_name="Babbage").data["id"]
    aardvark = v2.post("contacts", is_organization=True, name="Aardvark").data["id"]
    # Without a last name last, and among themselves by name.
    assert v2.get("contacts").ids == [babbage, ada, other, aardvark, acme]


def test_the_organization_is_included_inside_the_person(v2, acme, ada):
    told = v2.get(f"contacts/{ada}", includes="organization").data
    assert told["organization"]["data"]["name"] == "Acme"
    assert told["organization"]["meta"] == {"type": "contact"}
    page = v2.get("contacts", includes="organization", sort_by="id").items
    assert page[0]["organization"] is None
    assert page[1]["organization"]["data"]["id"] == acme
    assert "organization" not in v2.get(f"contacts/{ada}").data
    v2.delete(f"contacts/{acme}")
    told = v2.get(f"contacts/{ada}", includes="organization").data
    assert (told["contact_id"], told["organization"]) == (acme, None)


def test_a_removed_contact_is_gone_and_can_come_back(v2, tenant, ada):
    assert v2.delete(f"contacts/{ada}").status == 204
    assert v2.get(f"contacts/{ada}").codes == ["not_found"]
    assert v2.put(f"contacts/{ada}", title="x").codes == ["not_found"]
    assert tenant.api.post(f"/api/contacts/{ada}/restore").status == 200
    assert v2.get(f"contacts/{ada}").data["id"] == ada
