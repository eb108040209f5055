"""``/v2/notes`` and ``/v2/tasks``: what they are about, and how they are found."""

import pytest

from tests.envelopes import envelope_of


@pytest.fixture
def world(v2):
    """One record of each kind that notes and tasks can be about."""
    acme = v2.post("contacts", is_organization=True, name="Acme").data["id"]
    ada = v2.post("contacts", last_name="Lovelace").data["id"]
    lead = v2.post("leads", last_name="L").data["id"]
    deal = v2.post("deals", name="D", contact_id=ada).data["id"]
    return {
        "organization": ("contact", acme),
        "person": ("contact", ada),
        "lead": ("lead", lead),
        "deal": ("deal", deal),
    }


def about(target):
    return {"resource_type": target[0], "resource_id": target[1]}


# -- notes --------------------------------------------------------------------------


def test_a_note_is_about_any_of_four(v2, tenant, world):
    slugs = {
        "organization": ("company_notes", "company_id"),
        "person": ("contact_notes", "contact_id"),
        "lead": ("lead_notes", "lead_id"),
        "deal": ("deal_notes", "deal_id"),
    }
    for name, target in world.items():
        made = v2.post("notes", content="C", **about(target)).data
        assert about(target).items() <= made.items()
        assert (made["type"], made["is_important"]) == ("regular", False)
        slug, field = slugs[name]
        assert tenant.api.get(f"/api/{slug}/{made['id']}").json[field] == target[1]
    assert len(v2.get("notes").items) == 4


@pytest.mark.parametrize(
    ("sent", "errors"),
    [
        (
            {},
            [
                ("missing", "/data/resource_id"),
                ("missing", "/data/resource_type"),
                ("missing", "/data/content"),
            ],
        ),
        (
            {"content": "", "resource_type": None, "resource_id": None},
            [
                ("blank", "/data/resource_id"),
                ("blank", "/data/resource_type"),
                ("blank", "/data/content"),
            ],
        ),
        (
            {"content": "C", "resource_type": "user", "resource_id": 1},
            [("incorrect_value", "/data/resource_type")],
        ),
        (
            {"content": "C", "resource_type": "lead", "resource_id": 999},
            [("incorrect_value", "/data/resource_id")],
        ),
        (
            {"content": "C", "resource_type": "lead", "resource_id": "x"},
            [("invalid_type", "/data/resource_id")],
        ),
        (
            {"content": "C", "resource_type": "lead"},
            [("missing", "/data/resource_id")],
        ),
        (
            {"content": "C", "resource_id": 1},
            [("missing", "/data/resource_type")],
        ),
    ],
)
def test_what_is_wrong_with_a_note_is_told_with_its_place(v2, sent, errors):
    told = v2.post("notes", **sent)
    assert (told.status, told.errors) == (422, errors)
    assert v2.get("notes").items == []


def test_a_note_moves_among_records_of_its_kind_only(v2, world):
    note = v2.post("notes", content="C", **about(world["person"])).data["id"]
    other = v2.post("contacts", last_name="Other").data["id"]
    assert v2.put(f"notes/{note}", resource_id=other).data["resource_id"] == other
    for name in ("lead", "organization"):
        told = v2.put(f"notes/{note}", **about(world[name]))
        assert told.errors == [("incorrect_value", "/data/resource_type")]
    told = v2.put(f"notes/{note}", resource_id=None)
    assert told.errors == [("blank", "/data/resource_id")]


def test_notes_are_found_by_what_they_are_about(v2, world):
    made = {
        name: v2.post("notes", content=name, **about(target)).data["id"]
        for name, target in world.items()
    }
    contacts = v2.get("notes", resource_type="contact", sort_by="id").ids
    assert contacts == [made["organization"], made["person"]]
    for name, (resource_type, resource_id) in world.items():
        found = v2.get("notes", resource_type=resource_type, resource_id=resource_id)
        assert found.ids == [made[name]]
    assert v2.get("notes", q="PERS").ids == [made["person"]]
    assert v2.get("notes", q="%").ids == []
    ordered = [
        one["resource_type"] for one in v2.ask("notes", "sort_by=resource_type").items
    ]
    assert ordered == ["contact", "contact", "deal", "lead"]


def test_a_restricted_note_is_its_authors_alone(v2, tenant, world):
    made = v2.post("notes", content="C", type="restricted", **about(world["lead"]))
    note = made.data["id"]
    colleague = envelope_of(tenant.colleague("admin"))
    assert v2.get("notes").ids == [note]
    assert colleague.get("notes").ids == []
    assert colleague.get(f"notes/{note}").codes == ["not_found"]
    assert colleague.put(f"notes/{note}", content="D").codes == ["not_found"]
    assert colleague.delete(f"notes/{note}").codes == ["not_found"]
    told = v2.put(f"notes/{note}", type="secret")
    assert told.errors == [("incorrect_value", "/data/type")]


def test_notes_take_includes_and_show_none(v2, world):
    v2.post("notes", content="C", **about(world["lead"]))
    assert v2.get("notes", includes="lead,whatever").items == v2.get("notes").items


def test_tags_of_a_note_are_texts(v2, world):
    made = v2.post("notes", content="C", tags=["b", "a"], **about(world["lead"])).data
    assert made["tags"] == ["b", "a"]
    assert v2.put(f"notes/{made['id']}", tags=[]).data["tags"] == []
    assert v2.get("tags").items == []


# -- tasks --------------------------------------------------------------------------


def test_a_task_floats_or_is_about_one_thing(v2, tenant, world):
    floating = v2.post("tasks", content="C").data
    assert (floating["resource_type"], floating["resource_id"]) == (None, None)
    assert floating["owner_id"] == tenant.user.pk
    for target in world.values():
        made = v2.post("tasks", content="C", **about(target)).data
        assert about(target).items() <= made.items()
    assert v2.get("tasks", type="floating").ids == [floating["id"]]
    assert len(v2.get("tasks", type="related").items) == 4


def test_a_task_that_is_moved_is_about_the_new_thing_alone(v2, tenant, world):
    both = {"deal_id": world["deal"][1], "contact_id": world["person"][1]}
    task = tenant.make("tasks", text="T", **both)
    read = v2.get(f"tasks/{task}").data
    assert (read["resource_type"], read["resource_id"]) == world["deal"]
    assert v2.put(f"tasks/{task}", **read).data == read
    assert tenant.api.get(f"/api/tasks/{task}").json["contact_id"] == both["contact_id"]
    moved = v2.put(f"tasks/{task}", **about(world["lead"])).data
    assert (moved["resource_type"], moved["resource_id"]) == world["lead"]
    stored = tenant.api.get(f"/api/tasks/{task}").json
    assert (stored["deal_id"], stored["contact_id"]) == (None, None)
    cleared = v2.put(f"tasks/{task}", resource_type=None, resource_id=None).data
    assert (cleared["resource_type"], cleared["resource_id"]) == (None, None)


@pytest.mark.parametrize(
    ("sent", "errors"),
    [
        ({}, [("missing", "/data/content")]),
        (
            {"content": "C", "resource_type": "lead"},
            [("blank", "/data/resource_id")],
        ),
        ({"content": "C", "resource_id": 7}, [("blank", "/data/resource_type")]),
        ({"content": "C", "completed": "yes"}, [("invalid_type", "/data/completed")]),
        ({"content": "C", "due_date": "soon"}, [("incorrect_value", "/data/due_date")]),
        ({"content": "C", "owner_id": 999}, [("incorrect_value", "/data/owner_id")]),
        (
            {"content": "C", "resource_type": "lead", "resource_id": 999},
            [("incorrect_value", "/data/resource_id")],
        ),
    ],
)
def test_what_is_wrong_with_a_task_is_told_with_its_place(v2, sent, errors):
    told = v2.post("tasks", **sent)
    assert (told.status, told.errors) == (422, errors)


def test_completing_a_task_notes_when(v2):
    task = v2.post("tasks", content="C", due_date="2014-09-27T16:32:56+0000").data
    assert (task["completed"], task["completed_at"], task["overdue"]) == (
        False,
        None,
        True,
    )
    path = f"tasks/{task['id']}"
    done = v2.put(path, completed=True).data
    assert (done["completed"], done["overdue"]) == (True, False)
    assert done["completed_at"].endswith("Z")
    assert (
        v2.put(path, completed=True, content="D").data["completed_at"]
        == (done["completed_at"])
    )
    assert v2.put(path, completed=False).data["completed_at"] is None


def test_tasks_are_found_by_what_is_computed(v2, world):
    late = v2.post("tasks", content="late", due_date="2014-01-01").data["id"]
    soon = v2.post("tasks", content="soon", due_date="9999-12-31T00:00:00Z").data["id"]
    done = v2.post("tasks", content="done", due_date="2014-01-01", completed=True)
    done = done.data["id"]
    told = v2.post(
        "tasks", content="told", remind_at="2030-01-01", **about(world["lead"])
    )
    told = told.data["id"]

    def ids(**query):
        return set(v2.get("tasks", **query).ids)

    assert ids(overdue="true") == {late}
    assert ids(overdue="False") == {soon, done, told}
    assert ids(completed="1") == {done}
    assert ids(completed="0") == {late, soon, told}
    assert ids(remind="true") == {told}
    assert ids(remind="false") == {late, soon, done}
    assert ids(resource_type="lead", resource_id=world["lead"][1]) == {told}
    assert ids(resource_type="deal") == set()
    assert ids(q="O", overdue="false", type="floating") == {soon, done}
    assert v2.get("tasks", sort_by="completed,id").ids[-1] == done
    assert v2.get("tasks", sort_by="resource_type:desc").ids[0] == told


def test_what_is_shown_decides_which_task_is_found(v2, tenant, world):
    """A task about a deal and a person is about the deal."""
    both = {"deal_id": world["deal"][1], "contact_id": world["person"][1]}
    task = tenant.make("tasks", text="T", **both)
    assert v2.get("tasks", resource_type="deal").ids == [task]
    assert v2.get("tasks", resource_type="contact").ids == []
    person = world["person"][1]
    if person != world["deal"][1]:
        assert v2.get("tasks", resource_id=person).ids == []
