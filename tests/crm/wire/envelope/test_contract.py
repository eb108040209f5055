"""Do the tables say what contract §4 says? Read beside it, resource by resource.

By resource: type, operations, attributes that are answered (in any order), parameters,
criteria of ``sort_by`` and the one that stands in for none.
"""

import pytest

from tests.records.dialects.envelope.wire import RESOURCES

TIMES = "created_at updated_at"
REACH = (
    "title description industry website email phone mobile fax twitter facebook linkedin"
    " skype address"
)
PLACES = "address[city] address[postal_code] address[country]"
ABOUT = "resource_type resource_id"
NAMED = f"id creator_id name {TIMES}"
REASON = (f"{NAMED}", "name", f"id name {TIMES}", "id")

CONTRACT = {
    "users": (
        *("user", "RL"),
        (
            f"id name email status invited confirmed role roles group team_name reports_to"
            f" phone_number timezone deleted_at zendesk_user_id {TIMES}"
        ),
        "name email role status confirmed zendesk_user_ids",
        *(f"id name {TIMES}", "id"),
    ),
    "contacts": (
        *("contact", "CRUDL"),
        (
            f"id creator_id owner_id is_organization contact_id parent_organization_id name"
            f" first_name last_name customer_status prospect_status {REACH} billing_address"
            f" shipping_address tags {TIMES}"
        ),
        (
            f"contact_id owner_id creator_id name first_name last_name email phone mobile"
            f" is_organization customer_status prospect_status {PLACES}"
        ),
        f"id name first_name last_name email {TIMES}",
        "last_name,name",
    ),
    "leads": (
        *("lead", "CRUDL"),
        (
            f"id creator_id owner_id first_name last_name organization_name status source_id"
            f" unqualified_reason_id {REACH} tags {TIMES}"
        ),
        (
            f"creator_id owner_id source_id status first_name last_name organization_name email"
            f" phone mobile {PLACES}"
        ),
        f"id last_name first_name organization_name status {TIMES}",
        "updated_at",
    ),
    "deals": (
        *("deal", "CRUDL"),
        (
            f"id creator_id owner_id name value currency hot stage_id last_stage_change_at"
            f" last_stage_change_by_id last_activity_at source_id loss_reason_id"
            f" unqualified_reason_id estimated_close_date customized_win_likelihood added_on"
            f" dropbox_email contact_id organization_id tags {TIMES}"
        ),
        (
            "contact_id creator_id owner_id organization_id source_id stage_id hot name"
            " estimated_close_date"
        ),
        f"id name value currency hot stage_id last_activity_at estimated_close_date {TIMES}",
        "id",
    ),
    "associated_contacts": (
        *("associated_contact", "CDL"),
        *(f"contact_id role {TIMES}", "", "", "created_at"),
    ),
    **{
        f"{one}s": (one, "CRUDL", f"{REASON[0]} resource_type", *REASON[1:])
        for one in ("deal_source", "lead_source", "source")
    },
    **{
        f"{one}s": (one, "CRUDL", *REASON)
        for one in ("loss_reason", "deal_unqualified_reason")
    },
    **{
        f"{one}s": (one, "L", *REASON)
        for one in ("lead_unqualified_reason", "call_outcome", "visit_outcome")
    },
    "tags": (
        *("tag", "CRUDL", f"{NAMED} resource_type", "creator_id name resource_type"),
        *(f"name {TIMES}", "updated_at"),
    ),
    "notes": (
        *("note", "CRUDL"),
        f"id creator_id {ABOUT} content is_important tags type {TIMES}",
        *(f"creator_id {ABOUT} q", f"resource_type {TIMES}", "updated_at"),
    ),
    "tasks": (
        *("task", "CRUDL"),
        (
            f"id creator_id owner_id {ABOUT} content completed completed_at due_date overdue"
            f" remind_at {TIMES}"
        ),
        f"completed creator_id owner_id overdue q remind {ABOUT} type",
        f"due_date resource_type completed {TIMES}",
        "updated_at",
    ),
    "pipelines": (
        "pipeline",
        "L",
        f"id name disabled {TIMES}",
        "name",
        "id name",
        "id",
    ),
    "stages": (
        *("stage", "L"),
        f"id name category active position likelihood pipeline_id {TIMES}",
        *("pipeline_id active name", "id position name", "id"),
    ),
    "products": (
        *("product", "CRUDL"),
        (
            f"id name sku description active cost cost_currency prices max_discount max_markup"
            f" {TIMES}"
        ),
        *("name sku active", f"id name sku {TIMES}", "id"),
    ),
    "orders": ("order", "CRUDL", f"id deal_id discount {TIMES}", "deal_id", "id", "id"),
    "line_items": (
        *("line_item", "CRDL"),
        f"id name sku description quantity currency variation price value {TIMES}",
        *("quantity value", "id value quantity", "id"),
    ),
    "calls": (
        *("call", "CRUDL"),
        (
            f"id user_id summary recording_url outcome_id duration phone_number incoming missed"
            f" {ABOUT} associated_deal_ids made_at external_id {TIMES}"
        ),
        *(f"{ABOUT} associated_deal_id", "", "made_at:desc"),
    ),
    "visits": (
        *("visit", "L"),
        (
            f"id creator_id outcome_id {ABOUT} resource_address"
            f" rep_location_verification_status summary visited_at {TIMES}"
        ),
        f"outcome_id creator_id {ABOUT} rep_location_verification_status",
        *("id visited_at", "id"),
    ),
    "text_messages": (
        *("text_message", "RL"),
        (
            f"id content incoming sent_at user_id user_phone_number {ABOUT}"
            f" resource_phone_number associated_deal_ids {TIMES}"
        ),
        *(ABOUT, "id", "id:desc"),
    ),
    "collaborations": (
        *("collaboration", "CRDL", f"id creator_id {ABOUT} collaborator_id {TIMES}"),
        *(f"creator_id {ABOUT}", "id", "id"),
    ),
    "lead_conversions": (
        *("lead_conversion", "CRL"),
        "id lead_id individual_id organization_id deal_id creator_id created_at",
        *("lead_id individual_id organization_id deal_id", "", "id:desc"),
    ),
    "documents": (
        *("document", "RL"),
        f"id {ABOUT} creator_id name content_type size download_url {TIMES}",
        *(f"{ABOUT} name", "id", "id"),
    ),
}
CUSTOM = ("leads", "contacts", "deals")
PAGES = {"orders": (500, None), "lead_conversions": (200, 50)}
NEEDED = {
    "tags": "name resource_type",
    "notes": "resource_type resource_id content",
    "tasks": "content",
    "deals": "name contact_id",
    "associated_contacts": "contact_id role",
    "products": "name",
    "orders": "deal_id",
    "line_items": "product_id currency",
    "collaborations": "resource_type resource_id collaborator_id",
    "lead_conversions": "lead_id",
    **dict.fromkeys(
        ("deal_sources", "lead_sources", "sources", "loss_reasons"), "name"
    ),
    "deal_unqualified_reasons": "name",
}


def test_every_resource_of_the_contract_is_there():
    assert set(RESOURCES) == set(CONTRACT)


@pytest.mark.parametrize("name", CONTRACT)
def test_a_table_says_what_the_contract_says(name):
    kind, operations, keys, filters, sorts, default = CONTRACT[name]
    resource = RESOURCES[name]
    assert (resource.type, set(resource.operations)) == (kind, set(operations))
    assert {one.name for one in resource.keys if not one.write_only} == set(
        keys.split()
    )
    assert {one.name for one in resource.filters} == set(filters.split())
    assert set(resource.fields_by_sort) >= set(sorts.split())
    assert bool(resource.fields_by_sort) is bool(sorts) or name == "associated_contacts"
    assert resource.default_sort == default
    assert resource.has_custom_fields is resource.has_upsert is (name in CUSTOM)
    largest, last = PAGES.get(name, (100, None))
    assert (resource.largest_page, resource.last_page) == (largest, last)


@pytest.mark.parametrize("name", [n for n, one in RESOURCES.items() if one.can("C")])
def test_what_is_needed_for_a_new_record(name):
    needed = {one.name for one in RESOURCES[name].keys if one.required}
    # Contacts, leads and calls need none by itself; their names depend on each other.
    assert needed == set(NEEDED.get(name, "").split())


def test_what_can_be_included():
    assert {
        name: {one.name for one in resource.includes}
        for name, resource in RESOURCES.items()
        if resource.includes
    } == {
        "contacts": {"organization"},
        "deals": {"associated_contacts", "contact", "organization"},
    }
    ignoring = {name for name, one in RESOURCES.items() if one.ignores_includes}
    assert ignoring == {"notes", "collaborations"}
