"""What can go wrong with a record."""

from records.engine.errors import (
    Conflict,
    MergedAway,
    NotSupported,
    RecordNotFound,
    ValidationFailed,
)
from records.schema.drafts import Problem
from records.schema.object_types import Operation
from records.schema.problems import Code
from records.schema.registry import registry

CONTACTS = registry.built_in_type("contacts")


def test_every_error_is_one_sentence():
    assert RecordNotFound(CONTACTS, 5).message == "Contact 5 does not exist."
    problems = [Problem("a", "No.", Code.INVALID), Problem("b", "Nor.", Code.TAKEN)]
    assert str(ValidationFailed(problems)) == "a: No.; b: Nor."
    assert "(merge)" in NotSupported(CONTACTS, Operation.MERGE).message


def test_a_conflict_names_field_and_record():
    conflict = Conflict("Taken.", field="name", record_id=5)
    assert (conflict.field, conflict.record_id) == ("name", 5)


def test_a_merged_record_is_a_conflict_that_names_the_winner():
    merged = MergedAway(7)
    assert isinstance(merged, Conflict)
    assert merged.record_id == 7
    assert "7" in merged.message
