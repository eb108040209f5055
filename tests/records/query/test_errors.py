"""What is wrong with a question."""

from records.query import QuestionError


def test_an_error_tells_message_field_and_place():
    error = QuestionError("No.", field="name", origin="filters[2]")
    assert (str(error), error.message) == ("No.", "No.")
    assert (error.field, error.origin) == ("name", "filters[2]")


def test_field_and_place_may_be_unknown():
    error = QuestionError("No.")
    assert (error.field, error.origin) == (None, "")
