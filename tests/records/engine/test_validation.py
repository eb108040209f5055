"""Checks before anything is stored."""

import pytest

from records.engine import validation
from records.engine.errors import ValidationFailed
from records.schema.drafts import Draft
from records.schema.problems import Code
from records.schema.registry import registry

LEADS = registry.built_in_type("leads")
TAGS = registry.built_in_type("tags")
STORED = {"pk": 1, "name": "VIP", "color": None, "resource_type": "contact"}


def cleaned(object_type, values, **draft):
    made = Draft(object_type, **draft)
    validation.clean_values(made, values)
    return made


def test_a_new_record_keeps_every_cleaned_value():
    draft = cleaned(TAGS, {"name": " VIP ", "color": None})
    assert draft.values == {"name": "VIP", "color": None}
    assert draft.problems == []


def test_a_changed_record_keeps_only_what_differs():
    draft = cleaned(TAGS, {"name": "VIP ", "color": "red"}, record_id=1, before=STORED)
    assert draft.values == {"color": "red"}


@pytest.mark.parametrize(
    ("values", "field", "code"),
    [
        ({"nope": 1}, "nope", Code.UNKNOWN_FIELD),
        ({"id": 1}, "id", Code.READ_ONLY),
        ({"organization_id": 1}, "organization_id", Code.READ_ONLY),
        ({"crm_user_id": 1}, "crm_user_id", Code.READ_ONLY),
        ({"name": 5}, "name", Code.INVALID_TYPE),
        ({"name": "x" * 256}, "name", Code.TOO_LONG),
        ({"resource_type": "task"}, "resource_type", Code.INVALID),
    ],
    ids=repr,
)
def test_a_refused_value_is_a_problem_and_no_value(values, field, code):
    draft = cleaned(TAGS, values, index=3)
    assert draft.values == {}
    assert [(one.field, one.code, one.index) for one in draft.problems] == [
        (field, code, 3)
    ]


def test_a_stored_value_that_is_sent_back_is_no_problem():
    before = {**STORED, "resource_type": "former"}
    assert not cleaned(TAGS, {"resource_type": "former"}, before=before).problems
    assert cleaned(TAGS, {"resource_type": "other"}, before=before).problems


def test_what_is_fixed_may_be_repeated_and_not_changed():
    orders = registry.built_in_type("orders")
    stored = {"pk": 1, "deal_id": 5, "deal__name": "Big", "discount": 0}
    assert cleaned(orders, {"deal_id": 6}).values == {"deal_id": 6}
    assert cleaned(orders, {"deal_id": "5"}, before=stored).problems == []
    draft = cleaned(orders, {"deal_id": 6, "discount": 1}, before=stored)
    assert draft.values == {"discount": 1}
    assert [(one.field, one.code) for one in draft.problems] == [
        ("deal_id", Code.READ_ONLY)
    ]


def test_defaults_fill_what_is_missing_and_nothing_else():
    draft = Draft(LEADS, values={"status": ""})
    validation.apply_defaults(draft)
    assert draft.values == {"status": ""}
    other = Draft(LEADS)
    validation.apply_defaults(other)
    assert other.values == {"status": "New"}


@pytest.mark.parametrize(
    ("draft", "code"),
    [
        (Draft(TAGS, values={"resource_type": "deal"}), Code.REQUIRED),
        (Draft(TAGS, values={"name": "", "resource_type": "deal"}), Code.BLANK),
        (Draft(TAGS, before=STORED, values={"name": None}), Code.BLANK),
    ],
    ids=("missing", "blank", "emptied"),
)
def test_a_required_field_without_a_value_is_a_problem(draft, code):
    validation.check_required(draft)
    assert [(one.field, one.code) for one in draft.problems] == [("name", code)]


def test_a_required_field_that_is_not_touched_is_none():
    draft = Draft(TAGS, before=STORED, values={"color": "red"})
    validation.check_required(draft)
    assert draft.problems == []


def test_a_field_is_blamed_once():
    draft = cleaned(TAGS, {"name": 5, "resource_type": "deal"})
    validation.check_required(draft)
    assert [one.code for one in draft.problems] == [Code.INVALID_TYPE]


def test_ids_are_asked_for_as_they_are_on_the_wire(tenant, stranger):
    contact = tenant.make("contacts", first_name="Ada")
    theirs = stranger.make("contacts", first_name="Eve")
    caller = tenant.caller
    asked = {
        "contacts": [contact, theirs, 10**18],
        "crm_users": [tenant.user.pk, stranger.user.pk],
    }
    assert validation.existing_ids(caller, asked) == {
        "contacts": {contact},
        "crm_users": {tenant.user.pk},
    }


def test_no_drafts_need_no_check(tenant, django_assert_num_queries):
    with django_assert_num_queries(0):
        validation.check_unique(tenant.caller, [])
        validation.check_references(tenant.caller, [])
        validation.raise_problems([])


def test_an_empty_part_of_a_group_is_never_taken(tenant):
    draft = Draft(TAGS, values={"name": None, "resource_type": "contact"})
    validation.check_unique(tenant.caller, [draft, draft])
    assert draft.problems == []


def test_the_problems_of_all_drafts_are_raised_together():
    drafts = [cleaned(TAGS, {"nope": 1}, index=n) for n in range(3)]
    with pytest.raises(ValidationFailed) as failed:
        validation.raise_problems(drafts)
    assert [one.index for one in failed.value.problems] == [0, 1, 2]
