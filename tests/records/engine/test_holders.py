"""Which live records cannot do without another one?"""

import pytest

from records.engine.holders import count_holders, remove_unless_needed
from records.schema.registry import registry


def type_of(slug):
    return registry.built_in_type(slug)


@pytest.fixture
def contact(tenant):
    return tenant.make("contacts", first_name="Ada")


def test_what_must_point_at_a_record_is_counted(tenant, contact):
    count = lambda: count_holders(tenant.caller, type_of("contacts"), contact)  # noqa: E731
    assert count() == 0
    tenant.make("tasks", contact_id=contact)  # may do without
    tenant.make("deals", name="d", contact_id=contact)
    assert count() == 0
    note = tenant.make("contact_notes", contact_id=contact, text="x")
    tenant.make("contact_notes", contact_id=tenant.make("contacts"), text="y")
    assert count() == 1
    tenant.api.delete(f"/api/contact_notes/{note}")
    assert count() == 0


def test_what_others_hide_counts_too(tenant, contact):
    colleague = tenant.colleague("admin")
    tenant.make(
        "contact_notes", contact_id=contact, text="secret", visibility="restricted"
    )
    assert count_holders(colleague.caller, type_of("contacts"), contact) == 1


def test_a_record_that_is_needed_is_not_removed(tenant, contact):
    note = tenant.make("contact_notes", contact_id=contact, text="x")
    contacts = type_of("contacts")
    assert remove_unless_needed(tenant.caller, contacts, contact) == 1
    assert tenant.api.get(f"/api/contacts/{contact}").status == 200
    tenant.api.delete(f"/api/contact_notes/{note}")
    assert remove_unless_needed(tenant.caller, contacts, contact) == 0
    assert tenant.api.get(f"/api/contacts/{contact}").status == 404
