"""A write in the making."""

from records.schema.drafts import Draft, Problem
from records.schema.problems import Code
from records.schema.registry import registry

TAGS = registry.built_in_type("tags")
STORED = {"pk": 1, "name": "VIP", "color": None, "resource_type": "contact"}


def test_a_new_record_has_what_is_asked_for_and_nothing_else():
    draft = Draft(TAGS, values={"name": "VIP"})
    assert draft.is_new
    assert draft.current("name") == "VIP"
    assert draft.current("color") is None


def test_a_changed_record_keeps_what_is_not_changed():
    draft = Draft(TAGS, record_id=1, before=STORED, values={"color": "red"})
    assert not draft.is_new
    assert draft.current("name") == "VIP"
    assert draft.current("color") == "red"
    assert draft.changes("color", "name")
    assert not draft.changes("name")


def test_a_hook_may_take_a_value_and_report_a_problem():
    draft = Draft(TAGS, index=4, values={"name": "VIP"})
    assert draft.take("name") == "VIP"
    assert draft.take("name") is None
    draft.fail("name", "No.")
    draft.fail("color", "Taken.", Code.TAKEN)
    assert draft.problems == [
        Problem("name", "No.", Code.INVALID, 4),
        Problem("color", "Taken.", Code.TAKEN, 4),
    ]
