"""Ids as texts."""

import pytest

from records.dialects.document.identifiers import (
    FORM,
    object_id,
    parse_record_id,
    record_id,
    resolve_object,
)
from records.query import RecordRef
from records.schema.problems import Code, ValueProblem
from records.schema.registry import UnknownObjectType, registry

LARGEST = 2**63 - 1


@pytest.mark.parametrize("text", ["obj_contacts", "contacts", "obj_def_contacts"])
def test_an_object_has_an_id_and_two_aliases(tenant, text):
    assert resolve_object(tenant.caller.organization, text).slug == "contacts"
    assert object_id("contacts") == "obj_contacts"


@pytest.mark.parametrize(
    "text",
    [
        *("", "obj_", "obj_nope", "nope", "obj_def_nope", "def_contacts"),
        *("obj_obj_contacts", "OBJ_contacts", "obj_Contacts", " obj_contacts"),
        *(
            "obj_contacts\x00",
            "obj_contacts\n",
            "rec_contacts_1",
            "fld_name",
            "x" * 500,
        ),
    ],
)
def test_what_is_no_object_is_told_as_it_was_sent(tenant, text):
    with pytest.raises(UnknownObjectType) as unknown:
        resolve_object(tenant.caller.organization, text)
    assert unknown.value.slug == text


@pytest.mark.parametrize("slug", [one.slug for one in registry.built_in()])
@pytest.mark.parametrize("number", [1, 42, LARGEST])
def test_an_id_means_the_record_it_was_made_of(slug, number):
    assert parse_record_id(record_id(slug, number)) == RecordRef(slug, number)


def test_ids_tell_what_they_are_of():
    assert record_id("contacts", 7) == "rec_contacts_7"
    assert record_id("contacts_summary", 7) == "rec_contacts_summary_7"
    assert record_id("crm_users", 7) == "user_7"
    # A slug that ends in a number keeps it.
    assert parse_record_id("rec_projects_2_15") == RecordRef("projects_2", 15)


@pytest.mark.parametrize(
    "text",
    [
        *("", "7", "rec_7", "rec_contacts", "rec_contacts_", "rec_contacts_0"),
        *("rec_contacts_07", "rec_contacts_-7", "rec_contacts_7 ", "rec_contacts_7\n"),
        *("rec_contacts_7\x00", "Rec_contacts_7", "rec_Contacts_7", "rec__7", "user_"),
        *("user_0", "person_7", "obj_contacts", "rec_contacts_²", "rec_invalid123"),
        *(f"rec_contacts_{LARGEST + 1}", "rec_contacts_" + "9" * 5000, "user_" + "9" * 19),
    ],
)  # fmt: skip
def test_what_is_no_id_means_nothing(text):
    assert parse_record_id(text) is None


def test_a_value_is_read_as_the_id_of_a_record_of_the_target():
    assert FORM.ids.read("contacts", "rec_contacts_7") == 7
    assert FORM.ids.read("crm_users", "user_7") == 7
    assert FORM.ids.spell("crm_users", 7) == "user_7"


@pytest.mark.parametrize("value", ["rec_deals_7", "user_7", "7", "", "rec_contacts_x"])
def test_an_id_of_something_else_is_dangling(value):
    with pytest.raises(ValueProblem, match="is no record of obj_contacts") as refused:
        FORM.ids.read("contacts", value)
    assert refused.value.code is Code.DANGLING


@pytest.mark.parametrize("value", [7, 7.0, True, None, ["rec_contacts_7"], {}])
def test_an_id_is_a_text(value):
    with pytest.raises(ValueProblem) as refused:
        FORM.ids.read("contacts", value)
    assert refused.value.code is Code.INVALID_TYPE


def test_the_schema_tells_the_form():
    schema = FORM.ids.schema("contacts")
    assert schema["pattern"] == "^rec_contacts_[1-9][0-9]*$"
    assert schema["examples"] == ["rec_contacts_7"]
