"""Records changed and deleted through the dialect; people; limits."""

import datetime as dt

import pytest

from crm.models import Contact
from records.access.roles import KeyScope, Permission, Role
from records.history.models import Change
from records.schema.registry import registry
from tests.factories import ApiKeyFactory
from tests.records.dialects.document.wire import (
    CREATE,
    change,
    create,
    created,
    fields_at_fault,
    query,
    read,
    remove,
)
from tests.snapshots import assert_unchanged, snapshot
from tests.tenants import Api

SLUGS = [one.slug for one in registry.built_in()]


@pytest.fixture
def jane(tenant):
    return created(tenant, "obj_contacts", name="Jane Smith", email="jane@example.com")


# -- changing -----------------------------------------------------------------------


def test_a_change_of_one_field_keeps_the_rest(tenant, jane):
    before = read(tenant, jane).json
    answer = change(tenant, jane, status="qualified")
    assert answer.status == 200
    assert answer.json["field_values"] == before["field_values"] | {
        "status": "qualified"
    }


@pytest.mark.parametrize("nothing", [None, ""])
def test_null_empties_what_is_not_required(tenant, jane, nothing):
    answer = change(tenant, jane, email=nothing)
    assert answer.json["field_values"]["email"] is None
    refused = change(tenant, jane, name=nothing)
    assert set(fields_at_fault(refused)) == {"name"}
    assert set(
        fields_at_fault(change(tenant, jane, first_name=None, last_name=None))
    ) == {"name"}
    assert (
        change(tenant, jane, first_name=nothing).json["field_values"]["name"] == "Smith"
    )


def test_several_values_are_replaced_whole(tenant, jane):
    change(tenant, jane, tags=["a", "b"])
    assert change(tenant, jane, tags=["c"]).json["field_values"]["tags"] == ["c"]
    assert change(tenant, jane, tags=None).json["field_values"]["tags"] == []


def test_a_change_of_nothing_leaves_no_trace(tenant, jane):
    before, changes = read(tenant, jane).json, Change.objects.everywhere().count()
    for values in (
        {},
        {"name": "Jane Smith"},
        {"email": "jane@example.com", "tags": []},
    ):
        assert change(tenant, jane, **values).json == before
    assert Change.objects.everywhere().count() == changes


def test_a_real_change_advances_the_moment(tenant, jane):
    number = int(jane.rpartition("_")[2])
    old = dt.datetime(2024, 1, 1, tzinfo=dt.UTC)
    Contact.objects.everywhere().filter(pk=number).update(updated_at=old)
    assert change(tenant, jane, notes="x").json["updated_at"] > "2024-01-01T00:00:00Z"


@pytest.mark.parametrize("text", ["obj_contacts", "contacts", "obj_def_contacts"])
def test_the_object_may_be_told_again_and_never_changes(tenant, jane, text):
    path, values = f"{CREATE}/{jane}", {"notes": "x"}
    same = tenant.api.patch(path, {"object_id": text, "field_values": values})
    assert same.status == 200
    for other in ("obj_deals", "obj_nope", 5):
        refused = tenant.api.patch(path, {"object_id": other, "field_values": values})
        assert refused.status == 400
        assert list(refused.json["details"]) == ["object_id"]


def test_a_record_that_is_not_there_is_told_before_what_is_wrong(tenant, jane):
    for body in ([], {}, {"field_values": 5}, {"field_values": {"nope": 1}}):
        assert tenant.api.patch(f"{CREATE}/rec_contacts_999999", body).status == 404
    assert tenant.api.patch(f"{CREATE}/{jane}", {}).status == 400
    assert tenant.api.patch(f"{CREATE}/{jane}", []).status == 400


def test_an_address_that_was_stored_elsewhere_may_stay_as_it_is(tenant):
    number = tenant.make("contacts", first_name="Jane", email="no address")
    record = f"rec_contacts_{number}"
    assert change(tenant, record, email="no address", notes="x").status == 200
    assert set(fields_at_fault(change(tenant, record, email="none either"))) == {
        "email"
    }


def test_a_contact_without_a_name_can_still_be_changed(tenant):
    number = tenant.make("contacts", email="somebody@example.com")
    answer = change(tenant, f"rec_contacts_{number}", notes="x")
    assert (answer.status, answer.json["field_values"]["name"]) == (200, None)


# -- deleting -----------------------------------------------------------------------


def test_a_removed_record_is_gone(tenant, jane):
    answer = remove(tenant, jane)
    assert (answer.status, answer.json) == (
        200,
        {"id": jane, "object_id": "obj_contacts", "deleted": True},
    )
    assert read(tenant, jane).status == 404
    assert remove(tenant, jane).status == 404
    assert query(tenant, "contacts").json["pagination"]["total"] == 0
    number = int(jane.rpartition("_")[2])
    restored = tenant.api.post(f"/api/contacts/{number}/restore")
    assert restored.status == 200
    assert read(tenant, jane).status == 200


def test_what_a_live_record_cannot_do_without_stays(tenant, jane):
    notes = [
        created(tenant, "contact_notes", contact_id=jane, text=f"{n}") for n in range(2)
    ]
    before = snapshot()
    answer = remove(tenant, jane)
    assert (answer.status, answer.json["code"]) == (409, "CONFLICT")
    assert answer.json["details"] == {"record_id": jane, "referenced_by": 2}
    assert_unchanged(before)
    for one in notes:
        assert remove(tenant, one).status == 200
    assert remove(tenant, jane).status == 200


def test_a_stage_with_deals_stays(tenant):
    deal = read(tenant, created(tenant, "deals", name="d")).json
    stage = deal["field_values"]["stage_id"]
    answer = remove(tenant, stage)
    assert answer.json["details"] == {"record_id": stage, "referenced_by": 1}


@pytest.mark.parametrize(
    "slug",
    [
        one.slug
        for one in registry.built_in()
        if one.removal_permission is Permission.PURGE
        and one.slug not in ("stages", "pipelines", "configuration")
    ],
)
def test_a_look_up_row_is_deleted_by_administrators(tenant, slug):
    row = created(tenant, slug, name="x")
    member = tenant.colleague(Role.MEMBER)
    assert remove(member, row).status == 403
    assert remove(tenant, row).json["deleted"] is True
    assert read(tenant, row).status == 404


def test_a_key_that_may_only_purge_deletes_look_up_rows_alone(tenant, jane):
    tag = created(tenant, "tags", name="x")
    key = ApiKeyFactory(
        membership=tenant.membership,
        scopes=[KeyScope.ADMIN.value],
        text="dgm_" + "b" * 60,
    )
    assert key.pk
    api = Api("dgm_" + "b" * 60)
    assert api.delete(f"{CREATE}/{jane}").status == 403
    assert api.delete(f"{CREATE}/{tag}").status == 200


# -- people -------------------------------------------------------------------------


def test_people_are_listed_with_the_ids_that_fields_take(tenant, stranger):
    member = tenant.colleague(Role.MEMBER)
    member.membership.is_active = False
    member.membership.save()
    owner = tenant.colleague(Role.OWNER)
    answer = tenant.api.get("/api/crm/users")
    assert (answer.status, set(answer.json)) == (200, {"data"})
    told = {one["id"]: one for one in answer.json["data"]}
    assert set(told) == {f"user_{one.user.pk}" for one in (tenant, member, owner)}
    assert told[f"user_{member.user.pk}"] == {
        "id": f"user_{member.user.pk}",
        "name": str(member.user),
        "email": member.user.email,
        "role": "member",
        "active": False,
    }
    assert told[f"user_{owner.user.pk}"]["role"] == "admin"
    jane = create(tenant, "contacts", name="x", owner_id=f"user_{owner.user.pk}")
    assert jane.json["field_values"]["owner_id"] == f"user_{owner.user.pk}"


def test_somebody_without_a_name_is_known_by_their_address(tenant):
    tenant.user.first_name = tenant.user.last_name = ""
    tenant.user.save()
    (one,) = tenant.api.get("/api/crm/users").json["data"]
    assert one["name"] == tenant.user.email


# -- limits -------------------------------------------------------------------------


def test_the_hundred_and_first_request_of_a_minute_is_refused(
    tenant, settings, monkeypatch
):
    from records.access import throttling  # noqa: PLC0415 - patched

    moment = dt.datetime(2026, 3, 14, 12, 0, 37, tzinfo=dt.UTC)
    monkeypatch.setattr(throttling.timezone, "now", lambda: moment)
    settings.DRAGOMAN_RATE_PER_MINUTE = 100
    for left in range(99, -1, -1):
        answer = tenant.api.get("/api/crm/users")
        assert (answer.status, answer.headers["X-RateLimit-Remaining"]) == (
            200,
            f"{left}",
        )
    answer = tenant.api.get("/api/crm/users")
    assert answer.status == 429
    assert answer.json == {
        "error": "Rate limit exceeded",
        "code": "RATE_LIMITED",
        "status": 429,
        "details": {"limit": 100, "window": "minute", "retry_after": 23},
    }
    assert answer.headers["X-RateLimit-Limit"] == "100"
    assert answer.headers["X-RateLimit-Remaining"] == "0"
    assert answer.headers["X-RateLimit-Reset"] == str(int(moment.timestamp()) + 23)
    assert answer.headers["Retry-After"] == "23"


def test_what_is_wrong_is_told_in_the_order_of_the_contract(tenant, settings):
    """401, 429, 403, 404, 400, 422, 409: each request is wrong in all later ways."""
    settings.DRAGOMAN_RATE_PER_DAY = 6
    created(tenant, "tags", name="vip")
    nowhere, taken = "rec_tags_999999", {"name": "vip"}
    told = []
    for answer in (
        Api("wrong").patch(f"{CREATE}/{nowhere}", []),
        tenant.colleague(Role.VIEWER).api.patch(f"{CREATE}/{nowhere}", []),
        tenant.api.patch(f"{CREATE}/{nowhere}", []),
        tenant.api.post(CREATE, {"object_id": "tags", "field_values": []}),
        create(tenant, "tags", **taken, color=5),
        create(tenant, "tags", **taken),
        read(tenant, "rec_tags_1"),
        tenant.api.post("/api/crm/nope", []),
    ):
        told.append(answer.status)
        limited = {one for one in answer.headers if one.startswith("X-RateLimit-")}
        assert len(limited) == (0 if answer.status == 401 else 3), answer.status
    assert told[:6] == [401, 403, 404, 400, 422, 409]
    assert told[-1] == 429
