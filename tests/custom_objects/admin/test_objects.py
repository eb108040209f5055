"""The page of an object: what is typed there becomes its definition."""

import pytest

from custom_objects.field_types import FIELD_TYPES
from tests.custom_objects.admin.pages import sidebar
from tests.custom_objects.admin.schema_desk import (
    errors_on,
    fields_of,
    object_of,
    options_of,
    url,
)
from tests.records.administration.desk import last_change
from tests.snapshots import assert_unchanged, snapshot

TYPED = {
    "text": {},
    "long_text": {"is_filterable": None},
    "number": {"default": "0"},
    "currency": {"currency__currency": "EUR", "default": "12.50"},
    "email": {"is_unique": "on"},
    "phone": {},
    "url": {},
    "date": {"default": "2026-02-28"},
    "datetime": {},
    "checkbox": {"default": "yes"},
    "dropdown": {"options": ["Small", "Large"], "default": "Large"},
    "multi_select": {"options": ["Chess", "Tea", "Go"], "default": "Tea, Go"},
    "status": {"options": [{"name": "To do", "color": "#9e9e9e"}, "Done"]},
    "rating": {"rating__maximum": "3"},
    "user": {},
    "reference": {"reference__object": "companies"},
    "multi_reference": {"multi_reference__object": "contacts"},
    "address": {},
    "file": {},
    "image": {},
    "formula": {"formula__expression": "number_ + 1"},
    "rollup": None,  # nothing refers to an object in the making
}


def test_every_type_is_typed_in_these_tests():
    assert set(TYPED) == set(FIELD_TYPES)


def test_an_object_is_added_with_fields_of_every_type(owner, desk):
    new = [
        {"label": f"{slug} ", "type": slug, "slug": f"{slug}_", **typed}
        for slug, typed in TYPED.items()
        if typed is not None
    ]
    answer = desk.save(
        None,
        *new,
        label_plural="Projects",
        label="Project",
        icon="rocket_launch",
        description="What we build",
        **{"fields-0-label": "Title"},
    )
    assert answer.status_code == 302, errors_on(answer)
    assert answer.headers["Location"] == url("changelist")

    stored = object_of(owner, "projects")
    assert (stored.label, stored.icon, stored.description) == (
        "Project",
        "rocket_launch",
        "What we build",
    )
    fields = fields_of(owner, "projects")
    assert [one.type for one in fields.values()] == [
        "text",
        *(slug for slug, typed in TYPED.items() if typed is not None),
    ]
    assert fields["title"].is_required
    assert fields["email_"].is_unique
    assert not fields["long_text_"].is_filterable
    assert fields["currency_"].settings == {"currency": "EUR"}
    assert fields["rating_"].settings == {"maximum": 3}
    assert fields["reference_"].settings == {"object": "companies"}
    assert fields["formula_"].settings["expression"] == "number_ + 1"
    assert options_of(owner, fields["status_"]) == [("To do", "#9e9e9e"), ("Done", "")]
    assert fields["number_"].default == 0
    assert fields["currency_"].default == 12.5
    assert fields["checkbox_"].default is True
    assert fields["date_"].default == "2026-02-28"
    assert len(fields["multi_select_"].default) == 2
    change = last_change()
    assert (change.object_type, change.actor_id) == ("objects", owner.user.pk)
    assert "Projects" in sidebar(desk.client.get("/admin/"))


def test_a_page_sent_as_it_was_opened_changes_nothing(owner, desk):
    new = [
        {"label": slug.capitalize(), "type": slug, "slug": f"{slug}_", **typed}
        for slug, typed in TYPED.items()
        if typed is not None
    ]
    desk.save(None, *new, label_plural="Projects", label="Project")
    before = snapshot()
    assert desk.save("projects").status_code == 302
    assert_unchanged(before)
    for slug in ("contacts", "companies", "deals", "leads"):
        assert desk.save(slug).status_code == 302
    assert_unchanged(before)


def test_all_that_is_wrong_with_a_new_object_is_told_where_it_is(owner, desk):
    before = snapshot()
    answer = desk.save(
        None,
        {"label": "Budget", "type": "currency", "currency__currency": "euro"},
        {"label": "Budget", "type": "number", "slug": "Not A Slug"},
        {"label": "Stage", "type": "status"},
        {"label": "Client", "type": "reference"},
        {"label": "Sum", "type": "formula", "formula__expression": "1 +"},
        {"label": "Size", "type": "dropdown", "options": ["A", "a"]},
        {"label": "Day", "type": "date", "default": "soon"},
        label_plural="!?",
    )
    errors = errors_on(answer)
    assert errors.keys() == {
        "label_plural",
        "fields-1-currency__currency",
        "fields-2-slug",
        "fields-2-label",
        "fields-3-options",
        "fields-4-reference__object",
        "fields-5-formula__expression",
        "fields-6-options",
        "fields-7-default",
    }
    assert_unchanged(before)


def test_what_django_refuses_is_told_before_the_writer_is_asked(desk):
    before = snapshot()
    answer = desk.save(
        None,
        {"label": "", "type": "text"},
        {"label": "X", "type": "nothing"},
        label_plural="",
    )
    assert errors_on(answer).keys() == {
        "label_plural",
        "fields-1-label",
        "fields-2-type",
    }
    assert_unchanged(before)


@pytest.mark.parametrize(
    "sent",
    [
        {"fields-TOTAL": "999999999999"},
        {"fields-TOTAL": "-1"},
        {"fields-TOTAL": None},
        {"fields-0-place": "x"},
        {"fields-0-options": "{"},
        {"fields-0-options": "[1]"},
        {"fields-0-options": "[" * 10_000},
        {"fields-0-options": '[{"id": "x", "name": "A"}]', "fields-0-type": "dropdown"},
        {"fields-0-options": '[{"id": [], "name": {}}]', "fields-0-type": "dropdown"},
        {"fields-0-stored": "nowhere"},
        {"fields-0-type": "\x00"},
        {"fields-0-label": "a\x00b"},
        {"icon": "no_such_icon"},
        {"fields-0-slug": "a" * 200},
    ],
)
def test_nonsense_is_no_error_of_ours(desk, sent):
    answer = desk.save(None, label_plural="Projects", **sent)
    assert answer.status_code in (200, 302)


def test_a_rollup_without_anything_to_count_says_what_to_do_first(desk, projects):
    told = "No object refers to this one yet"
    assert told in desk.open().content.decode()
    assert told not in desk.open("companies").content.decode()  # projects do
