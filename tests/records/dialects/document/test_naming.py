"""Which keys stand for which fields."""

import pytest

from records.dialects.document.naming import SYSTEM, Spelling
from records.schema.kinds import EmailKind, ReferenceKind
from records.schema.registry import registry

SLUGS = [one.slug for one in registry.built_in()]


def spelling(slug):
    return Spelling.of(registry.built_in_type(slug))


def test_what_the_documentation_names_has_its_name():
    contacts, deals = spelling("contacts"), spelling("deals")
    assert contacts.values["company"].name == "company_id"
    assert {
        key: deals.values[key].name for key in ("value", "stage", "close_date")
    } == {
        "value": "amount",
        "stage": "status",
        "close_date": "estimated_close_date",
    }
    assert deals.values["contact"].name == "contact_id"
    assert deals.find("amount") is None
    assert contacts.find("company_id") is None


@pytest.mark.parametrize("slug", SLUGS)
def test_every_field_has_one_key_and_system_keys_stand_apart(slug):
    one = spelling(slug)
    shown = [*one.values.values(), *one.system.values()]
    names = [field.name for field in shown]
    assert len(names) == len(set(names))
    hidden = {"organization_id", "archived_at"} & one.object_type.fields_by_name.keys()
    assert set(names) == one.object_type.fields_by_name.keys() - hidden
    assert not set(SYSTEM) & one.values.keys()
    assert one.system.keys() <= set(SYSTEM)


def test_a_question_finds_both_sorts_of_keys():
    contacts = spelling("contacts")
    assert contacts.find("created_by").paths == ("creator_id",)
    assert contacts.find("name").name == "name"
    assert contacts.find("organization_id") is None
    assert contacts.find("crm_user_id") is None


def test_the_type_is_as_strict_as_the_dialect():
    contacts = spelling("contacts").object_type.fields_by_name
    assert contacts["name"].required
    assert contacts["email"].kind == EmailKind(checked=True)
    assert contacts["id"].kind == ReferenceKind(target="contacts")
    kernel = registry.built_in_type("contacts").fields_by_name
    assert not kernel["name"].required
    assert kernel["email"].kind == EmailKind()


def test_a_type_that_nobody_declared_has_its_neutral_names():
    with registry.temporarily():
        registry._projections.clear()
        deals = spelling("deals")
    assert deals.values["amount"].name == "amount"
    assert "created_by" in deals.system


@pytest.mark.parametrize(
    ("slug", "key", "can"),
    [
        ("contacts", "name", True),
        ("contacts", "company_name", False),
        ("deals", "pipeline_id", False),
        ("contacts_summary", "name", False),
    ],
)
def test_what_a_body_may_hold(slug, key, can):
    one = spelling(slug)
    assert one.can_write(one.values[key]) is can
