"""The one write path."""

import datetime as dt
from dataclasses import replace

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from records.access.caller import PermissionRefused
from records.access.roles import Role
from records.engine.errors import (
    MergedAway,
    NotSupported,
    RecordNotFound,
    ValidationFailed,
)
from records.engine.merging import merge_records
from records.engine.removal import purge_record
from records.engine.writer import (
    create_record,
    create_records,
    update_record,
    update_records,
)
from records.schema.registry import registry
from tests.records.engine.writes import (
    count_of,
    create,
    log_of,
    read,
    type_of,
    update,
)
from tests.tenants import new_tenant

HUGE = 2**62


# -- creating -----------------------------------------------------------------------


def test_a_new_record_belongs_to_its_creator_and_organization(tenant):
    before = timezone.now() - dt.timedelta(milliseconds=1)
    record = read(tenant, "contacts", *create(tenant, "contacts", {"first_name": "A"}))
    assert record["organization_id"] == tenant.organization.pk
    assert record["crm_user_id"] == record["owner_id"] == tenant.user.pk
    assert before <= record["created_at"] == record["updated_at"] <= timezone.now()
    assert record["created_at"].microsecond % 1000 == 0
    assert record["archived_at"] is None


def test_a_new_record_gets_the_defaults_of_what_was_not_given(tenant):
    record = read(tenant, "leads", *create(tenant, "leads", {"last_name": "B"}))
    assert (record["status"], record["tags"], record["email"]) == ("New", [], None)


def test_a_given_value_wins_over_the_default(tenant):
    record = read(tenant, "leads", *create(tenant, "leads", {"status": "Old"}))
    assert record["status"] == "Old"


def test_records_of_a_batch_are_created_in_order(tenant):
    ids = create(tenant, "contacts", *({"first_name": f"N{n}"} for n in range(5)))
    assert ids == sorted(ids)
    assert [read(tenant, "contacts", one)["first_name"] for one in ids] == [
        "N0",
        "N1",
        "N2",
        "N3",
        "N4",
    ]
    assert [one.record_id for one in log_of(tenant, "contacts")] == ids


def test_an_empty_batch_creates_nothing(tenant):
    assert create(tenant, "contacts") == []
    assert log_of(tenant, "contacts") == []


def test_a_batch_costs_as_many_statements_as_one_record(tenant):
    tenant.make("tags", name="a")
    one = {"first_name": "Ada", "tags": ["a"]}
    with CaptureQueriesContext(connection) as single:
        create(tenant, "contacts", one)
    with CaptureQueriesContext(connection) as twenty:
        create(tenant, "contacts", *[one] * 20)
    assert len(twenty) == len(single) <= 12


def test_all_problems_of_all_records_are_reported_and_nothing_is_stored(tenant):
    with pytest.raises(ValidationFailed) as failed:
        create(
            tenant,
            "companies",
            {"name": "Fine"},
            {"domain": "x" * 513, "website": 5},
            {"name": " ", "parent_id": HUGE},
            {"name": "Odd", "nope": 1, "id": 7, "created_at": "2026-01-01"},
        )
    assert [(one.index, one.field, one.code) for one in failed.value.problems] == [
        (1, "domain", "too_long"),
        (1, "website", "invalid_type"),
        (1, "name", "required"),
        (2, "name", "blank"),
        (2, "parent_id", "dangling"),
        (3, "nope", "unknown_field"),
        (3, "id", "read_only"),
        (3, "created_at", "read_only"),
    ]
    assert count_of(tenant, "companies") == 0
    assert log_of(tenant, "companies") == []


@pytest.mark.parametrize(
    ("slug", "values", "field", "code"),
    [
        ("companies", {}, "name", "required"),
        ("companies", {"name": None}, "name", "blank"),
        ("companies", {"name": "  "}, "name", "blank"),
        ("deals", {"amount": 1}, "name", "required"),
        ("tags", {"color": "red"}, "name", "required"),
        ("automation_rules", {}, "name", "required"),
        ("contact_notes", {"text": "x"}, "contact_id", "required"),
        ("contact_notes", {"contact_id": None}, "contact_id", "blank"),
        ("configuration", {}, "config", "required"),
        ("configuration", {"config": None}, "config", "blank"),
        ("stages", {"name": "Next"}, "pipeline_id", "required"),
        ("leads", {"status": ""}, "status", "blank"),
        ("tags", {"name": "VIP", "resource_type": None}, "resource_type", "blank"),
        ("automation_rules", {"name": "A", "enabled": None}, "enabled", "blank"),
    ],
    ids=repr,
)
def test_a_required_field_must_be_there_and_have_a_value(
    tenant, slug, values, field, code
):
    with pytest.raises(ValidationFailed) as failed:
        create(tenant, slug, values)
    (problem,) = failed.value.problems
    assert (problem.field, problem.code) == (field, code)


@pytest.mark.parametrize("value", [None, "", "  "])
def test_a_required_field_cannot_be_emptied_later(tenant, value):
    company = tenant.make("companies", name="Acme")
    with pytest.raises(ValidationFailed) as failed:
        update(tenant, "companies", company, name=value)
    assert [one.field for one in failed.value.problems] == ["name"]
    assert read(tenant, "companies", company)["name"] == "Acme"


def test_an_empty_configuration_is_a_configuration(tenant):
    create(tenant, "configuration", {"config": {}})
    assert read(tenant, "configuration", 1)["config"] == {}


# -- changing -----------------------------------------------------------------------


@pytest.fixture
def company(tenant):
    return tenant.make("companies", name="Acme", domain="acme.example", tags=["a"])


def long_ago(tenant, slug, record_id):
    """Move a record into the past, so that a change of its times shows."""
    past = dt.datetime(2020, 1, 1, tzinfo=dt.UTC)
    rows = type_of(tenant, slug).rows(tenant.caller)
    rows.filter(pk=record_id).update(created_at=past, updated_at=past)
    return past


def test_a_change_touches_what_is_sent_and_the_time(tenant, company):
    past = long_ago(tenant, "companies", company)
    before = read(tenant, "companies", company)
    assert update(tenant, "companies", company, name="Apex") == company
    after = read(tenant, "companies", company)
    changed = {name for name in before if before[name] != after[name]}
    assert changed == {"name", "updated_at"}
    assert after["created_at"] == past
    assert after["updated_at"] > past


@pytest.mark.parametrize(
    "values",
    [
        {},
        {"name": "Acme"},
        {"name": "  Acme  "},
        {"name": "Acme", "domain": "acme.example", "tags": ["a"]},
        {"tags": ["a", " a ", ""]},
        {"description": None},
    ],
    ids=repr,
)
def test_a_write_that_changes_nothing_leaves_no_trace(tenant, company, values):
    past = long_ago(tenant, "companies", company)
    log = log_of(tenant, "companies")
    update(tenant, "companies", company, **values)
    assert read(tenant, "companies", company)["updated_at"] == past
    assert log_of(tenant, "companies") == log


def test_a_batch_of_changes_is_all_or_nothing(tenant):
    one, other = (tenant.make("companies", name=name) for name in ("One", "Other"))
    with pytest.raises(ValidationFailed) as failed:
        update_records(
            tenant.caller,
            type_of(tenant, "companies"),
            {one: {"name": "First"}, other: {"name": ""}},
        )
    assert [(p.index, p.field) for p in failed.value.problems] == [(1, "name")]
    assert read(tenant, "companies", one)["name"] == "One"


def test_a_batch_of_changes_tells_which_records_changed(tenant):
    one, other = (tenant.make("companies", name=name) for name in ("One", "Other"))
    changed = update_records(
        tenant.caller,
        type_of(tenant, "companies"),
        {one: {"name": "One"}, other: {"name": "Second"}},
    )
    assert changed == [other]


def test_a_batch_with_a_record_that_is_not_there_changes_nothing(tenant, company):
    with pytest.raises(RecordNotFound):
        update_records(
            tenant.caller,
            type_of(tenant, "companies"),
            {company: {"name": "Apex"}, HUGE: {"name": "None"}},
        )
    assert read(tenant, "companies", company)["name"] == "Acme"


@pytest.mark.parametrize("record_id", [0, -1, 2**63, 2**100, HUGE])
def test_a_record_that_is_not_there_cannot_be_changed(tenant, record_id):
    with pytest.raises(RecordNotFound) as missing:
        update(tenant, "companies", record_id, name="Apex")
    assert missing.value.record_id == record_id


def test_a_record_of_another_organization_cannot_be_changed(tenant, stranger, company):
    with pytest.raises(RecordNotFound):
        update(stranger, "companies", company, name="Mine")
    assert read(tenant, "companies", company)["name"] == "Acme"


def test_an_archived_record_cannot_be_changed(tenant, company):
    tenant.api.delete(f"/api/companies/{company}")
    with pytest.raises(RecordNotFound):
        update(tenant, "companies", company, name="Apex")


def test_a_merged_record_names_the_one_to_change_instead(tenant, company):
    winner = tenant.make("companies", name="Apex")
    object_type = type_of(tenant, "companies")
    merge_records(tenant.caller, object_type, winner_id=winner, loser_id=company)
    with pytest.raises(MergedAway) as merged:
        update(tenant, "companies", company, name="Late")
    assert merged.value.record_id == winner


# -- who may ------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("role", "may"),
    [
        (Role.OWNER, True),
        (Role.ADMIN, True),
        (Role.MEMBER, True),
        (Role.VIEWER, False),
    ],
)
def test_writing_needs_the_right_to_write(db, role, may):
    tenant = new_tenant()
    company = tenant.make("companies", name="Acme")
    person = tenant.colleague(role)
    if may:
        assert create(person, "contacts", {"first_name": "Ada"})
        assert update(person, "companies", company, name="Apex") == company
    else:
        with pytest.raises(PermissionRefused):
            create(person, "contacts", {"first_name": "Ada"})
        with pytest.raises(PermissionRefused):
            update(person, "companies", company, name="Apex")


@pytest.mark.parametrize("slug", ["contacts_summary", "companies_summary", "crm_users"])
def test_a_read_only_type_cannot_be_written(tenant, slug):
    with pytest.raises(NotSupported):
        create(tenant, slug, {"name": "X"})
    with pytest.raises(NotSupported):
        update(tenant, slug, 1, name="X")


def test_one_record_is_a_batch_of_one(tenant):
    tags = type_of(tenant, "tags")
    assert create_record(tenant.caller, tags, {"name": "VIP"}) in tags.rows(
        tenant.caller
    ).values_list("pk", flat=True)


# -- values that follow from others -------------------------------------------------


@pytest.fixture
def summing(tenant):
    """Contacts whose title tells their company and their first name."""
    seen = []

    def complete(caller, drafts, at):
        for draft in drafts:
            seen.append((draft.is_new, sorted(draft.values), at))
            parts = (draft.current("company_id"), draft.current("first_name"))
            draft.values["title"] = "/".join(str(one) for one in parts)

    contacts = replace(type_of(tenant, "contacts"), complete=complete)
    with registry.temporarily() as changed:
        changed._object_types["contacts"] = contacts
        yield contacts, seen


def test_what_follows_from_values_is_stored_and_logged_with_them(tenant, summing):
    contacts, seen = summing
    caller = tenant.caller
    ids = create_records(caller, contacts, [{"first_name": "A"}, {"first_name": "B"}])
    update_record(caller, contacts, ids[0], {"first_name": "C"})
    titles = [read(tenant, "contacts", one)["title"] for one in ids]
    assert titles == ["None/C", "None/B"]
    *created, changed = log_of(tenant, "contacts")
    assert [one.after["title"] for one in created] == ["None/A", "None/B"]
    assert changed.before == {"first_name": "A", "name": "A", "title": "None/A"}
    assert changed.after == {"first_name": "C", "name": "C", "title": "None/C"}
    assert seen[0][2] == created[0].occurred_at
    assert seen[-1][2] == changed.occurred_at


def test_a_write_that_changes_nothing_completes_nothing(tenant, summing):
    contacts, seen = summing
    one = create_record(tenant.caller, contacts, {"first_name": "A"})
    seen.clear()
    update_record(tenant.caller, contacts, one, {"first_name": "A"})
    assert seen == []
    assert len(log_of(tenant, "contacts")) == 1


def test_a_reference_that_is_moved_or_emptied_completes_its_holder(tenant, summing):
    contacts, _seen = summing
    one, other = (tenant.make("companies", name=name) for name in "AB")
    values = {"first_name": "X", "company_id": one}
    contact = create_record(tenant.caller, contacts, values)
    companies = type_of(tenant, "companies")
    merge_records(tenant.caller, companies, winner_id=other, loser_id=one)
    assert read(tenant, "contacts", contact)["title"] == f"{other}/X"
    purge_record(tenant.caller, companies, other)
    assert read(tenant, "contacts", contact)["title"] == "None/X"
    last = log_of(tenant, "contacts")[-1]
    assert last.before == {"company_id": other, "title": f"{other}/X"}
    assert last.after == {"company_id": None, "title": "None/X"}
