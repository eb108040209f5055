"""What an activity is about, by type and id."""

import pytest
from django.db import IntegrityError, transaction

from crm.models import Note, Task
from records.schema.registry import registry

COLUMNS = ("contact_id", "company_id", "deal_id", "lead_id")


def made(tenant, slug, **values):
    answer = tenant.api.post(f"/api/{slug}", values)
    assert answer.status == 201, answer
    return answer.json


def put(tenant, slug, record, **values):
    answer = tenant.api.put(f"/api/{slug}/{record['id']}", values)
    assert answer.status == 200, answer
    return answer.json


def errors_of(answer):
    assert answer.status == 400, answer
    return set(answer.json["errors"])


def about(record):
    """Return the name of the target and the columns that are set."""
    columns = {one: record[one] for one in COLUMNS if record.get(one) is not None}
    return (record["resource_type"], record["resource_id"]), columns


@pytest.fixture
def ids(tenant):
    """A record of every type that can be a target, by its column."""
    tenant.make("contacts", first_name="so that ids differ")
    return {
        "contact_id": tenant.make("contacts", first_name="Ada"),
        "company_id": tenant.make("companies", name="Acme"),
        "deal_id": tenant.make("deals", name="Big"),
        "lead_id": tenant.make("leads", last_name="Lee"),
    }


NAMES = {
    "contact_id": "contact",
    "company_id": "contact",
    "deal_id": "deal",
    "lead_id": "lead",
}


@pytest.mark.parametrize("column", COLUMNS)
@pytest.mark.parametrize("slug", ["notes", "documents", "tasks"])
def test_a_target_is_written_and_read_under_both_names(tenant, ids, slug, column):
    target = (NAMES[column], ids[column])
    values = {"text": "x", "name": "x"}
    by_name = made(
        tenant, slug, resource_type=target[0], resource_id=target[1], **values
    )
    by_column = made(tenant, slug, **{column: ids[column]}, **values)
    for one in (by_name, by_column):
        assert about(one) == (target, {column: ids[column]})


@pytest.mark.parametrize("slug", ["calls", "text_messages", "visits"])
def test_what_is_with_people_is_not_about_deals(tenant, ids, slug):
    deal = {"resource_type": "deal", "resource_id": ids["deal_id"]}
    assert errors_of(tenant.api.post(f"/api/{slug}", deal)) == {"resource_type"}
    assert about(made(tenant, slug, summary="x", content="x")) == ((None, None), {})


def test_naming_another_target_moves_there(tenant, ids):
    note = made(tenant, "notes", text="x", contact_id=ids["contact_id"])
    moved = put(tenant, "notes", note, resource_type="deal", resource_id=ids["deal_id"])
    assert about(moved) == (("deal", ids["deal_id"]), {"deal_id": ids["deal_id"]})
    moved = put(tenant, "notes", note, company_id=ids["company_id"])
    assert about(moved)[1] == {"company_id": ids["company_id"]}
    # The type stays where only the id is sent: contacts and companies share it.
    moved = put(tenant, "notes", note, resource_id=ids["contact_id"])
    assert about(moved)[1] == {"contact_id": ids["contact_id"]}


def test_sending_back_what_was_read_changes_nothing(tenant, ids):
    for slug in ("notes", "tasks", "calls"):
        one = made(tenant, slug, lead_id=ids["lead_id"], text="x")
        again = put(tenant, slug, one, **one)
        assert again == one


@pytest.mark.parametrize(
    ("values", "culprits"),
    [
        ({}, {"resource_type", "resource_id"}),
        ({"resource_type": "lead"}, {"resource_id"}),
        ({"resource_id": 1}, {"resource_type"}),
        ({"resource_type": "lead", "resource_id": None}, {"resource_id"}),
        ({"resource_type": "lead", "resource_id": 10**12}, {"resource_id"}),
        ({"resource_type": "task", "resource_id": 1}, {"resource_type"}),
        ({"resource_type": "company", "resource_id": 1}, {"resource_type"}),
        ({"resource_type": "lead", "resource_id": "x"}, {"resource_id"}),
        ({"resource_type": "x", "resource_id": "x"}, {"resource_type", "resource_id"}),
        ({"contact_id": 10**12}, {"contact_id"}),
    ],
)
def test_a_target_that_cannot_be_is_refused(tenant, ids, values, culprits):
    assert errors_of(tenant.api.post("/api/notes", {"text": "x", **values})) == culprits


def test_two_targets_are_one_too_many(tenant, ids):
    both = {"contact_id": ids["contact_id"], "deal_id": ids["deal_id"]}
    assert errors_of(tenant.api.post("/api/notes", both)) == {"deal_id"}
    note = made(tenant, "notes", lead_id=ids["lead_id"])
    answer = tenant.api.put(f"/api/notes/{note['id']}", both)
    assert errors_of(answer) == {"deal_id"}
    torn = {"resource_type": "deal", "resource_id": ids["deal_id"]}
    answer = tenant.api.post("/api/notes", {**torn, "lead_id": ids["lead_id"]})
    assert errors_of(answer) == {"resource_id"}
    same = made(tenant, "notes", **torn, deal_id=ids["deal_id"])
    assert about(same)[1] == {"deal_id": ids["deal_id"]}


def test_a_target_of_another_organization_is_not_there(tenant, stranger):
    lead = stranger.make("leads", last_name="Theirs")
    values = {"resource_type": "lead", "resource_id": lead}
    assert errors_of(tenant.api.post("/api/notes", values)) == {"resource_id"}
    absent = tenant.api.post("/api/notes", {**values, "resource_id": 10**9})
    refused = tenant.api.post("/api/notes", values)
    assert refused.json["error"] == absent.json["error"].replace(str(10**9), str(lead))


def test_an_archived_target_is_not_there_either(tenant, ids):
    tenant.api.delete(f"/api/deals/{ids['deal_id']}")
    values = {"resource_type": "deal", "resource_id": ids["deal_id"]}
    assert errors_of(tenant.api.post("/api/notes", values)) == {"resource_id"}


def test_a_needed_target_is_not_emptied(tenant, ids):
    note = made(tenant, "notes", contact_id=ids["contact_id"])
    path = f"/api/notes/{note['id']}"
    for emptied in ({"contact_id": None}, {"resource_type": None, "resource_id": None}):
        answer = tenant.api.put(path, emptied)
        assert errors_of(answer) == {"resource_type", "resource_id"}
    document = made(tenant, "documents", name="d", deal_id=ids["deal_id"])
    emptied = put(tenant, "documents", document, resource_type=None, resource_id=None)
    assert about(emptied) == ((None, None), {})


def test_what_outlived_its_target_can_be_changed(tenant, ids):
    note = made(tenant, "notes", lead_id=ids["lead_id"], text="before")
    tenant.api.delete(f"/api/leads/{ids['lead_id']}", purge="true")
    read = tenant.api.get(f"/api/notes/{note['id']}").json
    assert about(read) == ((None, None), {})
    assert tenant.api.get("/api/lead_notes").json == []
    changed = put(tenant, "notes", note, **{**read, "text": "after"})
    assert changed["text"] == "after"
    found = put(tenant, "notes", note, deal_id=ids["deal_id"])
    assert about(found)[0] == ("deal", ids["deal_id"])


def test_the_database_holds_to_one_target(tenant, ids):
    note = made(tenant, "notes", lead_id=ids["lead_id"])
    rows = Note.objects.for_organization(tenant.organization.pk)
    with pytest.raises(IntegrityError), transaction.atomic():
        rows.filter(pk=note["id"]).update(deal_id=ids["deal_id"])


# -- of several -----------------------------------------------------------------------


def test_a_task_shows_the_first_of_its_targets(tenant, ids):
    task = made(tenant, "tasks", text="x", **ids)
    assert about(task)[0] == ("deal", ids["deal_id"])
    for column, shown in (
        ("deal_id", ("lead", ids["lead_id"])),
        ("lead_id", ("contact", ids["contact_id"])),
        ("contact_id", ("contact", ids["company_id"])),
        ("company_id", (None, None)),
    ):
        task = put(tenant, "tasks", task, **{column: None})
        assert about(task)[0] == shown


def test_naming_the_target_of_a_task_leaves_what_stands_behind_it(tenant, ids):
    task = made(tenant, "tasks", text="x", **ids)
    other = tenant.make("deals", name="Other")
    task = put(tenant, "tasks", task, resource_id=other)
    assert about(task) == (("deal", other), {**ids, "deal_id": other})
    task = put(
        tenant,
        "tasks",
        task,
        resource_type="contact",
        resource_id=ids["contact_id"],
    )
    rest = {"contact_id": ids["contact_id"], "company_id": ids["company_id"]}
    assert about(task) == (("contact", ids["contact_id"]), rest)
    task = put(tenant, "tasks", task, resource_type=None, resource_id=None)
    assert about(task) == ((None, None), {})


# -- questions --------------------------------------------------------------------------


@pytest.fixture
def tasks(tenant, ids):
    """A task about each kind of target, one about two, one about none; by name."""
    named = {column: {column: target} for column, target in ids.items()}
    named["two"] = {"deal_id": ids["deal_id"], "contact_id": ids["contact_id"]}
    named["none"] = {}
    return {
        name: made(tenant, "tasks", text=name, **values)["id"]
        for name, values in named.items()
    }


def found(tenant, tasks, field, operator, value=None):
    asked = [{"field": field, "op": operator, "value": value}]
    rows = tenant.api.get("/api/tasks", filters=asked).json
    names = {record_id: name for name, record_id in tasks.items()}
    return {names[one["id"]] for one in rows}


@pytest.mark.parametrize(
    ("operator", "value", "expected"),
    [
        ("eq", "contact", {"contact_id", "company_id"}),
        ("eq", "deal", {"deal_id", "two"}),
        ("eq", "Deal", set()),
        ("in", ["deal", "lead"], {"deal_id", "two", "lead_id"}),
        ("neq", "contact", {"deal_id", "two", "lead_id"}),
        ("is_empty", None, {"none"}),
        (
            "is_not_empty",
            None,
            {"contact_id", "company_id", "deal_id", "lead_id", "two"},
        ),
        ("contains", "EA", {"deal_id", "two", "lead_id"}),
        ("starts_with", "C", {"contact_id", "company_id"}),
        ("ends_with", "d", {"lead_id"}),
        ("gt", "deal", {"lead_id"}),
        ("gte", "deal", {"deal_id", "two", "lead_id"}),
        ("lt", "deal", {"contact_id", "company_id"}),
        ("lte", "deal", {"contact_id", "company_id", "deal_id", "two"}),
    ],
)
def test_the_type_of_a_target_is_asked_for(tenant, tasks, operator, value, expected):
    assert found(tenant, tasks, "resource_type", operator, value) == expected


def test_the_id_of_a_target_is_asked_for(tenant, ids, tasks):
    # Not the contact that stands behind a deal.
    contact = found(tenant, tasks, "resource_id", "eq", ids["contact_id"])
    assert contact == {"contact_id"}
    assert "two" in found(tenant, tasks, "resource_id", "eq", ids["deal_id"])
    assert found(tenant, tasks, "resource_id", "is_empty") == {"none"}
    every = list(ids.values())
    assert found(tenant, tasks, "resource_id", "in", every) == {*tasks} - {"none"}
    assert found(tenant, tasks, "resource_id", "not_in", every) == set()


@pytest.mark.parametrize("field", ["resource_type", "resource_id"])
@pytest.mark.parametrize("descending", [False, True])
def test_targets_are_an_order_with_none_last(tenant, tasks, field, descending):
    order = "DESC" if descending else "ASC"
    rows = tenant.api.get("/api/tasks", sort=field, order=order).json
    values = [one[field] for one in rows]
    assert values[-1] is None
    assert values[:-1] == sorted(values[:-1], reverse=descending)
    assert Task.objects.everywhere().count() == len(values)


def test_every_type_with_a_target_declares_both_names():
    for object_type in registry.built_in():
        names = set(object_type.fields_by_name)
        assert ("resource_id" in names) <= ("resource_type" in names)
