"""What this package makes known to the kernel."""

import pytest

from crm.registration import OBJECT_TYPES, RESERVED_SLUGS
from records.dialects.resource import DIALECT
from records.schema.registry import AlreadyRegistered, registry

SEED = [
    "contacts",
    "companies",
    "deals",
    "tasks",
    "contact_notes",
    "deal_notes",
    "company_notes",
    "tags",
    "configuration",
    "automation_rules",
    "crm_users",
    "companies_summary",
    "contacts_summary",
    "leads",
]


@pytest.mark.parametrize("slug", SEED)
def test_every_resource_of_the_seed_is_there(slug):
    assert registry.built_in_type(slug).slug == slug


def test_the_types_come_in_the_order_of_their_declaration():
    assert registry.built_in()[: len(OBJECT_TYPES)] == list(OBJECT_TYPES)


@pytest.mark.parametrize("object_type", OBJECT_TYPES, ids=lambda one: one.slug)
def test_a_type_cannot_be_registered_again(object_type):
    with registry.temporarily(), pytest.raises(AlreadyRegistered):
        registry.register(object_type)


@pytest.mark.parametrize("slug", [*SEED, *sorted(RESERVED_SLUGS)[::9], "crm", "v2"])
def test_a_slug_of_our_own_is_reserved(slug):
    assert registry.is_reserved(slug)


@pytest.mark.parametrize("slug", ["projects", "fixed_assets", "pets"])
def test_other_slugs_are_free(slug):
    assert not registry.is_reserved(slug)


def test_both_merges_are_actions_of_the_resource_dialect():
    actions = {(one.method, one.path) for one in registry.actions(DIALECT)}
    assert {("POST", "merge_contacts"), ("POST", "merge_companies")} <= actions
