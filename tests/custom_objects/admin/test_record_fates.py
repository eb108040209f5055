"""What becomes of such records, and who may do it."""

import pytest

from custom_objects.admin.records import OBJECT
from custom_objects.models import CustomRecord
from records.access.roles import Role
from records.history.models import Action, Change
from tests.custom_objects.admin.pages import (
    MODEL,
    act,
    change_object,
    found,
    object_in,
    of,
    sidebar,
)
from tests.factories import define
from tests.records.administration.desk import Desk, errors_in
from tests.snapshots import assert_unchanged, snapshot

# -- fates -----------------------------------------------------------------------------


def test_records_are_archived_restored_and_purged(owner, projects):
    pk = owner.make("projects", title="Apollo")
    desk = Desk(owner)
    answer = desk.client.post(desk.url(MODEL, "archive", pk), follow=True)
    assert "“Apollo” was archived" in str(next(iter(answer.context["messages"])))
    assert answer.context["adminform"].form.fields == {}
    assert found(desk, "projects") == []
    assert found(desk, "projects", archived="1", cf__title="apollo") == [pk]
    desk.client.post(desk.url(MODEL, "restore", pk))
    assert found(desk, "projects") == [pk]
    desk.client.post(desk.url(MODEL, "archive", pk))
    asked = desk.get(MODEL, "purge", pk)
    assert b"Apollo" in asked.content
    gone = desk.client.post(desk.url(MODEL, "purge", pk))
    assert object_in(gone.headers["Location"]) == "projects"
    assert not CustomRecord.objects.everywhere().filter(pk=pk).exists()
    actions = Change.objects.everywhere().filter(object_type="projects", record_id=pk)
    assert [one.action for one in actions.order_by("pk")] == [
        Action.CREATED,
        Action.ARCHIVED,
        Action.RESTORED,
        Action.ARCHIVED,
        Action.PURGED,
    ]


def test_chosen_records_are_archived_and_purged_together(owner, projects):
    pks = [owner.make("projects", title=f"P{number}") for number in range(3)]
    desk = Desk(owner)
    assert act(desk, "archive_selected", *pks).status_code == 302
    assert found(desk, "projects") == []
    asked = act(desk, "purge_selected", *pks[:2], archived="1")
    assert sorted(asked.context["records"]) == ["P0", "P1"]
    assert object_in(asked.context["back_url"]) == "projects"
    data = {
        "action": "purge_selected",
        "confirmed": "yes",
        "index": "0",
        "_selected_action": [str(one) for one in pks[:2]],
    }
    url = f"{desk.url(MODEL, 'changelist')}?{OBJECT}=projects&archived=1"
    assert desk.client.post(url, data).status_code == 302
    left = CustomRecord.objects.everywhere().values_list("pk", flat=True)
    assert list(left) == [pks[2]]


def test_the_history_is_that_of_the_record(owner, projects):
    define(owner.organization, "sites", title="text")
    company = owner.make("companies", name="Beta Works")
    pk = owner.make("projects", title="Apollo", client=company)
    desk = Desk(owner)
    page = desk.get(MODEL, "history", pk)
    text = page.content.decode()
    assert "History of Apollo" in text
    assert "Beta Works" in text
    assert len(page.context["events"]) == 1


def test_a_record_is_called_and_linked_where_others_refer_to_it(owner, projects):
    define(
        owner.organization,
        "tasks_of_ours",
        title="text",
        project={"type": "reference", "settings": {"object": "projects"}},
    )
    apollo = owner.make("projects", title="Apollo")
    task = owner.make("tasks_of_ours", title="Lift", project=apollo)
    desk = Desk(owner)
    url = desk.url(MODEL, "choices", "project")
    offered = desk.client.get(url, {**of("tasks_of_ours"), "term": "apo"}).json()
    assert offered["results"] == [{"id": str(apollo), "text": "Apollo"}]
    assert desk.client.get(url, {"term": "apo"}).json()["results"] == []
    page = desk.get(MODEL, "changelist", **of("tasks_of_ours"))
    assert desk.url(MODEL, "change", apollo) in page.content.decode()
    form = desk.get(MODEL, "change", task).content.decode()
    assert f"{url}?{OBJECT}=tasks_of_ours" in form
    assert "Apollo" in form


def test_the_records_of_an_archived_object_are_gone_with_it(owner, projects):
    define(owner.organization, "sites", title="text")
    pk = owner.make("projects", title="Apollo")
    change_object(owner, "projects", archived_at="2026-01-01T00:00:00Z")
    desk = Desk(owner)
    assert "Projects" not in sidebar(desk.get("crm_contact", "changelist"))
    assert desk.get(MODEL, "change", pk).status_code == 302, "as for no record at all"
    assert desk.get(MODEL, "history", pk).status_code == 404
    assert desk.client.post(desk.url(MODEL, "archive", pk)).status_code == 404


# -- who may ---------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("role", "adds", "archives", "restores", "purges"),
    [
        (Role.OWNER, True, True, True, True),
        (Role.ADMIN, True, True, True, True),
        (Role.MEMBER, True, True, False, False),
        (Role.VIEWER, False, False, False, False),
    ],
)
def test_a_role_does_what_it_may(
    owner, projects, role, adds, archives, restores, purges
):
    pk = owner.make("projects", title="Apollo")
    desk = Desk(owner if role is Role.OWNER else owner.colleague(role))

    def allowed(status):
        return status != 403

    assert desk.get(MODEL, "changelist", **of("projects")).status_code == 200
    assert allowed(desk.get(MODEL, "add", **of("projects")).status_code) is adds
    data = {"cf__title": "Taken"}
    change = desk.client.post(desk.url(MODEL, "change", pk), data)
    assert allowed(change.status_code) is adds
    for page, may in (("archive", archives), ("restore", restores), ("purge", purges)):
        answer = desk.client.post(desk.url(MODEL, page, pk))
        assert allowed(answer.status_code) is may, page


# -- isolation -------------------------------------------------------------------------


@pytest.fixture
def foreign(stranger):
    """Another organization with an object of the same name."""
    define(
        stranger.organization,
        "projects",
        title="text",
        quagga={"type": "dropdown", "options": ("Quagga",)},
    )
    pk = stranger.make("projects", title="Quagga", quagga="Quagga")
    return stranger, pk


def test_records_of_another_organization_are_nowhere(owner, projects, foreign):
    _stranger, pk = foreign
    owner.make("projects", title="Okapi")
    desk = Desk(owner)
    before = snapshot()
    page = desk.get(MODEL, "changelist", **of("projects"))
    assert b"Okapi" in page.content
    assert b"uagga" not in page.content
    assert b"uagga" not in desk.get(MODEL, "add", **of("projects")).content
    assert b"uagga" not in desk.client.get("/admin/").content
    assert desk.get(MODEL, "change", pk).status_code == 302
    assert desk.get(MODEL, "history", pk).status_code == 404
    data = {"cf__title": "Taken"}
    changed = desk.client.post(desk.url(MODEL, "change", pk), data)
    assert changed.status_code == 302, "as for no record at all"
    for name in ("archive", "restore", "purge"):
        answer = desk.client.post(desk.url(MODEL, name, pk))
        assert answer.status_code == 404, name
    for action in ("archive_selected", "restore_selected", "purge_selected"):
        act(desk, action, pk)
        act(desk, action, pk, archived="all")
    assert (
        desk.get(MODEL, "changelist", **of("projects"), cf__quagga="1").status_code
        == 400
    )
    assert_unchanged(before)


def test_nothing_foreign_can_be_referred_to(owner, foreign):
    stranger, pk = foreign
    define(
        owner.organization,
        "projects",
        title="text",
        parent={"type": "reference", "settings": {"object": "projects"}},
        others={"type": "multi_reference", "settings": {"object": "projects"}},
        client={"type": "reference", "settings": {"object": "companies"}},
        lead={"type": "user"},
    )
    values = {
        "parent": str(pk),
        "others": [str(pk)],
        "client": str(stranger.make("companies", name="Quagga")),
        "lead": str(stranger.user.pk),
    }
    desk = Desk(owner)
    before = snapshot()
    for name, value in values.items():
        typed = {f"cf__{name}": value}
        answer = desk.save(
            MODEL, "add", query=f"{OBJECT}=projects", cf__title="A", **typed
        )
        assert errors_in(answer).keys() == {f"cf__{name}"}, name
        assert b"Quagga" not in answer.content
        url = desk.url(MODEL, "choices", name)
        offered = desk.client.get(url, {**of("projects"), "term": ""}).json()
        ids = {one["id"] for one in offered["results"]}
        assert not ids & {value[0] if isinstance(value, list) else value}
        asked = value[0] if isinstance(value, list) else value
        page = desk.get(MODEL, "changelist", **of("projects"), **{f"cf__{name}": asked})
        assert page.status_code == 200
        assert b"Quagga" not in page.content
    assert_unchanged(before)


@pytest.mark.parametrize(
    "lookup", ["organization_id", "creator__email", "pk__in", "definition__label"]
)
def test_a_list_answers_no_lookup_but_its_filters(owner, projects, lookup):
    answer = Desk(owner).get(MODEL, "changelist", **of("projects"), **{lookup: "1"})
    assert answer.status_code == 400
