"""What the writer checks against other records: references and uniqueness."""

import pytest

from records.engine.errors import ValidationFailed
from records.engine.writer import create_record, update_record
from records.schema.drafts import Problem
from records.schema.problems import Code
from tests.records.engine.writes import (
    count_of,
    create,
    read,
    type_of,
    update,
)

HUGE = 2**62


@pytest.fixture
def company(tenant):
    return tenant.make("companies", name="Acme")


# -- references ---------------------------------------------------------------------


@pytest.mark.parametrize(
    ("slug", "field", "target"),
    [
        ("contacts", "company_id", "companies"),
        ("tasks", "contact_id", "contacts"),
        ("deals", "contact_id", "contacts"),
        ("contacts", "company_id", "contacts"),
    ],
)
def test_a_reference_to_no_record_of_its_type_here_is_refused(
    tenant, stranger, slug, field, target
):
    values = {"name": "X"}
    theirs = stranger.make(target, **values)
    mine = tenant.make(target, **values)
    gone = tenant.make(target, **values)
    tenant.api.delete(f"/api/{target}/{gone}")
    fits = (slug, target) != ("contacts", "contacts")
    for wanted in (theirs, gone, HUGE, *([] if fits else [mine])):
        with pytest.raises(ValidationFailed) as failed:
            create(tenant, slug, {**values, "text": "x", field: wanted}
                   if slug == "tasks" else {**values, field: wanted})  # fmt: skip
        problems = [one for one in failed.value.problems if one.field == field]
        assert [one.code for one in problems] == ["dangling"]


def test_a_person_outside_the_organization_cannot_be_referred_to(tenant, stranger):
    with pytest.raises(ValidationFailed):
        create(tenant, "tasks", {"text": "x", "assignee_id": stranger.user.pk})
    colleague = tenant.colleague().user.pk
    (task,) = create(tenant, "tasks", {"text": "x", "assignee_id": str(colleague)})
    assert read(tenant, "tasks", task)["assignee_id"] == colleague


def test_a_reference_that_is_not_changed_is_not_validated_again(tenant, company):
    contact = tenant.make("contacts", first_name="Ada", company_id=company)
    tenant.api.delete(f"/api/companies/{company}")
    update(tenant, "contacts", contact, company_id=company, first_name="Eve")
    record = read(tenant, "contacts", contact)
    assert (record["company_id"], record["first_name"]) == (company, "Eve")


def test_references_of_a_batch_cost_one_statement_per_type(
    tenant, company, django_assert_max_num_queries
):
    batch = [{"first_name": str(n), "company_id": company} for n in range(20)]
    with django_assert_max_num_queries(9):
        create(tenant, "contacts", *batch)


def test_a_value_that_todays_rules_refuse_may_stay_as_it_is(tenant):
    contact = tenant.make("contacts", first_name="Ada")
    rows = type_of(tenant, "contacts").rows(tenant.caller)
    rows.filter(pk=contact).update(phone="1" * 64, title="stored before")
    rows.filter(pk=contact).update(customer_status="former")
    update(tenant, "contacts", contact, customer_status="former", first_name="Eve")
    assert read(tenant, "contacts", contact)["customer_status"] == "former"
    with pytest.raises(ValidationFailed):
        update(tenant, "contacts", contact, customer_status="other")


# -- uniqueness ---------------------------------------------------------------------


def test_a_unique_value_is_taken_once(tenant, stranger):
    first = tenant.make("loss_reasons", name="Price")
    stranger.make("loss_reasons", name="Price")
    with pytest.raises(ValidationFailed) as failed:
        create(tenant, "loss_reasons", {"name": "Price"})
    (problem,) = failed.value.problems
    assert (problem.field, problem.code) == ("name", "taken")
    assert str(first) in problem.message


def test_a_unique_value_is_told_apart_by_the_rest_of_its_group(tenant):
    tenant.make("tags", name="VIP")
    tenant.make("tags", name="VIP", resource_type="deal")
    tenant.make("deal_sources", name="Fair")
    tenant.make("lead_sources", name="Fair")
    with pytest.raises(ValidationFailed):
        tenant.make("tags", name="VIP", resource_type="deal")


def test_records_of_a_batch_cannot_share_a_unique_value(tenant):
    with pytest.raises(ValidationFailed) as failed:
        create(tenant, "loss_reasons", {"name": "A"}, {"name": "B"}, {"name": "A"})
    (problem,) = failed.value.problems
    assert (problem.index, problem.field, problem.code) == (2, "name", Code.TAKEN)
    assert (problem.message, problem.record_id) == (
        "“A” is given more than once.",
        None,
    )
    assert count_of(tenant, "loss_reasons") == 0


def test_a_thousand_unique_values_are_looked_up_at_once(tenant):
    batch = [{"name": f"R{n}"} for n in range(1_000)]
    assert len(create(tenant, "loss_reasons", *batch)) == 1_000
    with pytest.raises(ValidationFailed) as failed:
        create(tenant, "loss_reasons", *batch)
    assert [one.index for one in failed.value.problems] == list(range(1_000))


def test_a_record_does_not_clash_with_itself(tenant):
    reason = tenant.make("loss_reasons", name="Price")
    update(tenant, "loss_reasons", reason, name="Costs")
    update(tenant, "loss_reasons", reason, name="Price")
    other = tenant.make("loss_reasons", name="Time")
    with pytest.raises(ValidationFailed):
        update(tenant, "loss_reasons", other, name="Price")


# -- what a dialect found before ----------------------------------------------------


def test_what_a_dialect_found_is_told_with_the_rest_and_nothing_is_stored(
    tenant, company
):
    found = [
        Problem("colour", "There is no such field.", Code.UNKNOWN_FIELD),
        Problem("size", "Expected string, received number.", Code.INVALID_TYPE),
    ]
    values = {"company_id": HUGE, "domain": "x" * 600, "name": "Other"}
    before = read(tenant, "companies", company)
    writes = (
        lambda: create_record(
            tenant.caller, type_of(tenant, "companies"), values, problems=found
        ),
        lambda: update_record(
            tenant.caller, type_of(tenant, "companies"), company, values, problems=found
        ),
        lambda: update_record(
            tenant.caller, type_of(tenant, "companies"), company, {}, problems=found
        ),
    )
    for write, others in zip(
        writes, ({"company_id", "domain"},) * 2 + (set(),), strict=True
    ):
        with pytest.raises(ValidationFailed) as failed:
            write()
        fields = {one.field for one in failed.value.problems}
        assert fields == {"colour", "size", *others}
    assert read(tenant, "companies", company) == before
    assert count_of(tenant, "companies") == 1


def test_a_required_field_that_a_dialect_refused_is_not_called_missing_too(tenant):
    found = [Problem("name", "Expected string, received number.", Code.INVALID_TYPE)]
    with pytest.raises(ValidationFailed) as failed:
        create_record(tenant.caller, type_of(tenant, "companies"), {}, problems=found)
    assert failed.value.problems == tuple(found)
