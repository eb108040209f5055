"""Tasks and notes."""

import datetime as dt
from itertools import combinations

import pytest
from django.db import IntegrityError, transaction

from crm.models import Note, Task
from tests.tenants import new_tenant


def post(tenant, slug, **values):
    return tenant.api.post(f"/api/{slug}", values)


def made(tenant, slug, **values):
    answer = post(tenant, slug, **values)
    assert answer.status == 201, answer
    return answer.json


# -- tasks --------------------------------------------------------------------------


@pytest.fixture
def parent(tenant):
    return made(tenant, "tasks", text="parent")["id"]


def test_a_task_may_be_part_of_another(tenant, parent):
    task = made(tenant, "tasks", text="part", parent_task_id=parent)
    assert task["parent_task_id"] == parent


def test_nesting_that_makes_no_sense_is_refused_and_says_why(tenant, stranger, parent):
    subtask = made(tenant, "tasks", text="part", parent_task_id=parent)["id"]
    other = made(tenant, "tasks", text="other")["id"]
    gone = made(tenant, "tasks", text="gone")["id"]
    tenant.api.delete(f"/api/tasks/{gone}")
    theirs = made(stranger, "tasks", text="theirs")["id"]
    put = tenant.api.put
    for answer, message in (
        (put(f"/api/tasks/{parent}", {"parent_task_id": parent}), "its own parent"),
        (
            put(f"/api/tasks/{other}", {"parent_task_id": subtask}),
            "subtask cannot have",
        ),
        (put(f"/api/tasks/{parent}", {"parent_task_id": other}), "that has subtasks"),
        (put(f"/api/tasks/{other}", {"parent_task_id": gone}), "Parent task not found"),
        (put(f"/api/tasks/{other}", {"parent_task_id": theirs}), "task not found"),
        (post(tenant, "tasks", text="x", parent_task_id=10**15), "task not found"),
        (post(tenant, "tasks", text="x", parent_task_id=subtask), "cannot have"),
    ):
        assert answer.status == 400
        assert set(answer.json["errors"]) == {"parent_task_id"}
        assert message in answer.json["error"]


def test_a_subtask_whose_parent_is_archived_can_be_changed(tenant, parent):
    subtask = made(tenant, "tasks", text="part", parent_task_id=parent)
    tenant.api.delete(f"/api/tasks/{parent}")
    answer = tenant.api.put(
        f"/api/tasks/{subtask['id']}", {**subtask, "done_date": "2026-01-01"}
    )
    assert answer.status == 200
    assert answer.json["parent_task_id"] == parent


def test_a_task_is_about_any_combination(tenant):
    about = {
        "contact_id": made(tenant, "contacts", name="A B")["id"],
        "company_id": made(tenant, "companies", name="Acme")["id"],
        "deal_id": made(tenant, "deals", name="D")["id"],
        "lead_id": made(tenant, "leads", last_name="L")["id"],
        "assignee_id": tenant.user.pk,
    }
    task = made(tenant, "tasks", **about)
    assert task.items() >= about.items()


def test_a_task_needs_some_key_and_no_one_in_particular(tenant):
    assert post(tenant, "tasks").status == 400
    task = made(tenant, "tasks", type="Call", due_date="2026-05-01T10:00:00+02:00")
    assert task["due_date"] == "2026-05-01T08:00:00.000Z"
    assert task["done_date"] is None
    assert str(Task.objects.everywhere().get()) == f"Task {task['id']}"


def test_a_task_is_shown_by_its_text(tenant, parent):
    assert str(Task.objects.everywhere().get(pk=parent)) == "parent"


# -- states of tasks --------------------------------------------------------------------


def put(tenant, task, **values):
    return tenant.api.put(f"/api/tasks/{task['id']}", values).json


def test_completing_a_task_sets_when_it_was_done(tenant):
    task = made(tenant, "tasks", text="x")
    assert (task["completed"], task["done_date"]) == (False, None)
    done = put(tenant, task, completed=True)
    assert done["completed"] is True
    assert done["done_date"] is not None
    assert put(tenant, task, completed=True) == done
    reopened = put(tenant, task, completed=False)
    assert (reopened["completed"], reopened["done_date"]) == (False, None)


def test_a_date_says_more_exactly_when_a_task_was_done(tenant):
    day = "2026-01-02T03:04:05.000Z"
    task = made(tenant, "tasks", text="x", completed=True, done_date=day)
    assert (task["completed"], task["done_date"]) == (True, day)
    assert put(tenant, task, done_date=None)["completed"] is False
    assert put(tenant, task, done_date=day, completed=True)["done_date"] == day


def test_a_task_is_completed_or_not(tenant):
    task = made(tenant, "tasks", text="x")
    for bad in (None, "maybe", 2):
        answer = tenant.api.put(f"/api/tasks/{task['id']}", {"completed": bad})
        assert (answer.status, set(answer.json["errors"])) == (400, {"completed"})


@pytest.mark.parametrize(
    ("due", "done", "overdue"),
    [
        ("2020-01-01", None, True),
        ("2020-01-01", "2020-01-02", False),
        ("9999-12-31", None, False),
        (None, None, False),
    ],
)
def test_a_task_is_overdue_when_it_is_due_and_not_done(tenant, due, done, overdue):
    task = made(tenant, "tasks", text="x", due_date=due, done_date=done)
    assert task["overdue"] is overdue
    for asked, expected in ((overdue, [task]), (not overdue, [])):
        assert tenant.api.get("/api/tasks", filter={"overdue": asked}).json == expected
    both = {"overdue": [True, False]}
    assert tenant.api.get("/api/tasks", filter=both).json == [task]
    assert tenant.api.get("/api/tasks", filter={"overdue": []}).json == []
    assert put(tenant, task, overdue=not overdue)["overdue"] is overdue


def test_tasks_are_sorted_by_their_states(tenant):
    late = made(tenant, "tasks", text="late", due_date="2020-01-01")["id"]
    done = made(tenant, "tasks", text="done", completed=True)["id"]
    for field, last in (("overdue", late), ("completed", done)):
        rows = tenant.api.get("/api/tasks", sort=field).json
        assert rows[-1]["id"] == last


# -- notes --------------------------------------------------------------------------

SUBJECTS = (
    ("contact_notes", "contact_id", "contacts"),
    ("company_notes", "company_id", "companies"),
    ("deal_notes", "deal_id", "deals"),
    ("lead_notes", "lead_id", "leads"),
)


@pytest.fixture(params=SUBJECTS, ids=lambda one: one[0])
def subject(request, tenant):
    """Return a kind of note, the key of what it is about, and such a record."""
    slug, key, target = request.param
    return slug, key, made(tenant, target, name="A B", last_name="x")["id"]


def test_a_note_is_about_its_record_and_dated_now(tenant, subject):
    slug, key, record = subject
    note = made(tenant, slug, text="Hello", **{key: record})
    assert note[key] == record
    moments = [dt.datetime.fromisoformat(note[key]) for key in ("date", "created_at")]
    assert abs(moments[0] - moments[1]) < dt.timedelta(seconds=1)
    assert (note["visibility"], note["is_important"]) == ("regular", False)
    assert (note["tags"], note["attachments"]) == ([], None)
    assert tenant.api.get(f"/api/{slug}", filter={key: record}).json == [note]


def test_a_note_needs_what_it_is_about(tenant, subject):
    slug, key, record = subject
    answer = post(tenant, slug, text="Hello")
    assert (answer.status, set(answer.json["errors"])) == (400, {key})
    note = made(tenant, slug, **{key: record})
    answer = tenant.api.put(f"/api/{slug}/{note['id']}", {key: None})
    assert (answer.status, set(answer.json["errors"])) == (400, {key})


TARGETS = {
    "contact_id": "contacts",
    "company_id": "companies",
    "deal_id": "deals",
    "lead_id": "leads",
}


@pytest.mark.parametrize("pair", list(combinations(TARGETS, 2)), ids=" and ".join)
def test_a_note_is_about_one_record_at_most(tenant, pair):
    """The database itself says so, whoever writes."""
    first, second = (
        made(tenant, TARGETS[one], name="n", last_name="n")["id"] for one in pair
    )
    other_notes = {"contact_id": "contact_notes", "company_id": "company_notes"}
    slug = other_notes.get(pair[0], "deal_notes")
    note = made(tenant, slug, **{pair[0]: first}, **{pair[1]: second})
    rows = Note.objects.for_organization(tenant.organization.pk).filter(pk=note["id"])
    assert rows.values_list(*pair).get() == (first, None)
    with pytest.raises(IntegrityError), transaction.atomic():
        rows.update(**{pair[1]: second})


def test_a_note_keeps_its_attachments_and_tags(tenant, subject):
    slug, key, record = subject
    values = {"attachments": [{"url": "u", "name": "n"}], "tags": ["b", "a"]}
    note = made(tenant, slug, **{key: record}, **values)
    assert note.items() >= values.items()


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("attachments", [{"name": "no url"}]),
        ("attachments", [{"url": "u", "size": 1}]),
        ("attachments", "u"),
        ("tags", "a"),
        ("title", "x" * 513),
        ("date", "yesterday"),
        ("visibility", "secret"),
        ("is_important", None),
    ],
    ids=repr,
)
def test_a_note_refuses_what_it_cannot_hold(tenant, field, value):
    contact = made(tenant, "contacts", name="A B")["id"]
    answer = post(tenant, "contact_notes", contact_id=contact, **{field: value})
    assert (answer.status, set(answer.json["errors"])) == (400, {field})


def test_a_restricted_note_is_seen_and_changed_by_its_author_alone(db):
    tenant = new_tenant()
    contact = made(tenant, "contacts", name="A B")["id"]
    author = tenant.colleague()
    note = made(author, "contact_notes", contact_id=contact, visibility="restricted")
    path = f"/api/contact_notes/{note['id']}"
    assert author.api.get(path).status == 200
    assert author.api.put(path, {"text": "mine"}).status == 200
    assert tenant.api.get(path).status == 404
    assert tenant.api.put(path, {"text": "not mine"}).status == 404
    assert tenant.api.delete(path).status == 404
    assert tenant.api.get("/api/contact_notes").headers["X-Total-Count"] == "0"
    assert author.api.get("/api/contact_notes").headers["X-Total-Count"] == "1"


@pytest.mark.parametrize(
    ("values", "shown"),
    [({"title": "T", "text": "x"}, "T"), ({"text": "x" * 90}, "x" * 60), ({}, "Note")],
    ids=("title", "text", "neither"),
)
def test_a_note_is_shown_by_title_else_text(tenant, values, shown):
    contact = made(tenant, "contacts", name="A B")["id"]
    made(tenant, "contact_notes", contact_id=contact, **values)
    assert str(Note.objects.everywhere().get()).startswith(shown)
