"""``/v2/<…>/custom_fields``: what an organization defined."""

import pytest

from custom_objects.definitions import define_field


def define(tenant, object_slug, **values):
    return define_field(tenant.caller, object_slug=object_slug, values=values)


TYPES = {
    "text": "string",
    "long_text": "text",
    "number": "number",
    "currency": "number",
    "rating": "number",
    "email": "email",
    "phone": "phone",
    "url": "url",
    "checkbox": "bool",
    "date": "date",
    "datetime": "datetime",
    "address": "address",
    "dropdown": "list",
    "status": "list",
    "multi_select": "multi_select_list",
    "user": "string",
    "file": "url",
}


@pytest.mark.parametrize(("defined", "told"), TYPES.items())
@pytest.mark.parametrize("holder", ["lead", "deal", "contact"])
def test_a_field_is_told_under_the_type_that_clients_know(
    v2, tenant, holder, defined, told
):
    options = {"options": ["x", "y"]} if told.endswith("list") else {}
    row = define(tenant, f"{holder}s", label="One", type=defined, **options)
    answer = v2.get(f"{holder}/custom_fields")
    (one,) = answer.items
    assert answer.json["items"][0]["meta"] == {"type": "custom_field"}
    assert (one["id"], one["name"], one["type"]) == (row.pk, "One", told)
    assert one["created_at"].endswith("Z")
    assert one["updated_at"] >= one["created_at"]
    if options:
        assert [choice["name"] for choice in one["choices"]] == ["x", "y"]
        assert all(isinstance(choice["id"], int) for choice in one["choices"])
    else:
        assert "choices" not in one


def test_contacts_tell_for_which_kind_a_field_is(v2, tenant):
    both = define(tenant, "contacts", label="Both", type="text")
    define(tenant, "companies", label="Both", type="text")
    person = define(tenant, "contacts", label="Person", type="text")
    firm = define(tenant, "companies", label="Firm", type="text")
    define(tenant, "contacts", label="Odd", slug="odd", type="text")
    define(tenant, "companies", label="Odd", slug="other", type="number")
    flags = ("for_contact", "for_company", "for_organisation")
    for path in ("contact/custom_fields", "prospect_and_customer/custom_fields.json"):
        told = {one["name"]: one for one in v2.get(path).items}
        shown = {name: tuple(one[flag] for flag in flags) for name, one in told.items()}
        assert shown == {
            "Both": (True, True, True),
            "Person": (True, False, False),
            "Firm": (False, True, True),
            "odd": (True, False, False),
            "other": (False, True, True),
        }
        assert told["Both"]["id"] == both.pk
        assert (told["Person"]["id"], told["Firm"]["id"]) == (person.pk, firm.pk)
    define(tenant, "leads", label="Lead", type="text")
    (one,) = v2.get("lead/custom_fields").items
    assert set(one) == {"id", "name", "type", "created_at", "updated_at"}


def test_all_are_told_at_once_unless_a_page_is_asked_for(v2, tenant):
    for number in range(30):
        define(tenant, "deals", label=f"Field {number:02}", type="text")
    told = v2.get("deal/custom_fields")
    assert len(told.items) == 30
    assert "next_page" not in told.json["meta"]["links"]
    assert len(v2.get("deal/custom_fields", page=1).items) == 25
    assert len(v2.get("deal/custom_fields", page=2).items) == 5
    assert v2.get("deal/custom_fields", page=3).items == []
    seven = v2.get("deal/custom_fields", per_page=7, page=2)
    assert seven.items[0]["name"] == "Field 07"
    assert {"prev_page", "next_page"} <= set(seven.json["meta"]["links"])


@pytest.mark.parametrize(
    ("method", "path", "status", "code"),
    [
        ("POST", "lead/custom_fields", 405, "incorrect_path"),
        ("GET", "leads/custom_fields", 404, "incorrect_path"),
        ("GET", "company/custom_fields", 404, "incorrect_path"),
        ("GET", "lead/custom_fields/1", 404, "incorrect_path"),
        ("GET", "lead/custom_fields?sort_by=id", 400, "invalid_param"),
        ("GET", "lead/custom_fields?per_page=101", 400, "invalid_param"),
    ],
)
def test_nothing_else_is_answered(v2, method, path, status, code):
    path, _mark, query = path.partition("?")
    told = v2(method, path, query=query)
    assert (told.status, told.codes) == (status, [code])


def test_fields_of_another_organization_are_not_told(v2, stranger):
    define(stranger, "leads", label="Secret", type="text")
    assert v2.get("lead/custom_fields").items == []
