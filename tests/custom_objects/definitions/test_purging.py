"""Are the values of a purged field gone, all of them and nothing else?"""

import pytest

from custom_objects.definitions import (
    archive_field,
    define_object,
    preview_archive,
    preview_purge,
    purge_field,
    purging,
    restore_field,
)
from custom_objects.models import CustomRecord, FieldOption, FieldValue
from records.access.caller import PermissionRefused
from records.access.roles import Permission, Role
from records.engine.errors import Conflict, FieldNotFound
from records.engine.removal import remove_record
from records.history.models import Action
from records.schema.registry import UnknownObjectType, registry
from tests.custom_objects.definitions.acts import define, refused
from tests.custom_objects.definitions.logs import entries, version
from tests.custom_objects.drift import drift
from tests.factories import make_many
from tests.tenants import new_tenant


@pytest.fixture(autouse=True)
def _small_batches(monkeypatch):
    monkeypatch.setattr(purging, "_BATCH", 2)


def prepare(tenant):
    """Define an object, make three records of it and archive its field "stage"."""
    define_object(
        tenant.caller,
        values={
            "label_plural": "Projects",
            "fields": [
                {"label": "Title", "type": "text"},
                {
                    "label": "Stage",
                    "type": "status",
                    "options": ["New", "Done"],
                    "is_required": True,
                    "default": "New",
                },
            ],
        },
    )
    tenant.organization.refresh_from_db()
    batch = [{"title": "A"}, {"title": "B"}, {"title": "C", "stage": "Done"}]
    ids = make_many(tenant.caller, "projects", batch)
    object_type = registry.resolve(tenant.caller.organization, "projects")
    remove_record(tenant.caller, object_type, ids[0])
    archive_field(tenant.caller, object_slug="projects", slug="stage")
    tenant.organization.refresh_from_db()
    return ids


def purge(tenant, slug="stage", **options):
    return purge_field(tenant.caller, object_slug="projects", slug=slug, **options)


def bags(tenant):
    rows = CustomRecord.objects.for_organization(tenant.organization.pk)
    return list(rows.order_by("pk").values_list("custom_fields", flat=True))


def test_the_values_of_every_record_are_removed(tenant):
    prepare(tenant)
    seen = []
    stamps = CustomRecord.objects.for_organization(tenant.organization.pk)
    before = list(stamps.order_by("pk").values_list("updated_at", flat=True))
    row = purge(tenant, on_batch=seen.append)
    assert bags(tenant) == [{"title": "A"}, {"title": "B"}, {"title": "C"}]
    assert not FieldValue.objects.of_fields([row.pk]).exists()
    assert seen == [2, 1]
    assert list(stamps.order_by("pk").values_list("updated_at", flat=True)) == before
    assert drift(tenant) == []


def test_the_field_is_emptied_and_told_once(tenant):
    prepare(tenant)
    row = purge(tenant)
    row.refresh_from_db()
    assert (row.label, row.default, row.settings) == ("", None, {})
    assert row.archived_at is not None
    assert not FieldOption.objects.for_organization(row.organization_id).exists()
    last = entries(tenant, "fields")[-1]
    assert (last.action, last.record_id) == (Action.PURGED, row.pk)
    assert last.before["label"] == "Stage"
    assert [one["slug"] for one in last.before["options"]] == ["new", "done"]
    before, moved = len(entries(tenant, "fields")), version(tenant)
    purge(tenant)
    assert (len(entries(tenant, "fields")), version(tenant)) == (before, moved)


def test_the_slug_of_a_purged_field_is_never_given_again(tenant):
    prepare(tenant)
    purge(tenant)
    with pytest.raises(FieldNotFound):
        restore_field(tenant.caller, object_slug="projects", slug="stage")
    assert define(tenant, label="Stage", type="text").slug == "stage_2"
    assert set(refused(define, tenant, label="S", type="text", slug="stage")) == {
        "slug"
    }


def test_a_purge_that_was_interrupted_goes_on(tenant):
    prepare(tenant)

    def interrupt(_records):
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        purge(tenant, on_batch=interrupt)
    assert [set(bag) for bag in bags(tenant)] == [
        {"title"},
        {"title"},
        {"title", "stage"},
    ]
    purge(tenant)
    assert all("stage" not in bag for bag in bags(tenant))


def test_another_organizations_values_stay(tenant):
    stranger = new_tenant()
    prepare(tenant)
    prepare(stranger)
    purge(tenant)
    assert all("stage" in bag for bag in bags(stranger))


def test_a_preview_tells_whose_values_would_go(tenant):
    ids = prepare(tenant)
    (effect,) = preview_purge(
        tenant.caller, object_slug="projects", slug="stage"
    ).effects
    assert (effect.attribute, effect.count) == ("purge", 3)
    assert [(one.record_id, one.text) for one in effect.examples] == list(
        zip(ids, "ABC", strict=True)
    )
    purge(tenant)
    assert not preview_purge(tenant.caller, object_slug="projects", slug="stage")
    (effect,) = preview_purge(
        tenant.caller, object_slug="projects", slug="title"
    ).effects
    assert effect.count == 3


def test_only_an_archived_field_is_purged(tenant):
    prepare(tenant)
    with pytest.raises(Conflict):
        purge(tenant, "title")
    with pytest.raises(FieldNotFound):
        purge(tenant, "nothing")
    with pytest.raises(Conflict):
        purge_field(tenant.caller, object_slug="contacts", slug="email")
    with pytest.raises(UnknownObjectType):
        purge_field(tenant.caller, object_slug="nothing", slug="x")


def test_purging_needs_the_right_to(tenant):
    prepare(tenant)
    with pytest.raises(PermissionRefused) as refusal:
        purge_field(
            tenant.colleague("member").caller, object_slug="projects", slug="stage"
        )
    assert refusal.value.permission is Permission.PURGE


def test_the_values_of_a_built_in_objects_field_are_removed(tenant):
    define(tenant, "contacts", label="Shoe size", type="number")
    tenant.organization.refresh_from_db()
    ada = tenant.make("contacts", first_name="Ada", shoe_size=38)
    company = tenant.make("companies", name="A")
    archive_field(tenant.caller, object_slug="contacts", slug="shoe_size")
    purge_field(tenant.caller, object_slug="contacts", slug="shoe_size")
    answer = tenant.api.get(f"/api/contacts/{ada}").json
    assert answer["custom_fields"] == {}
    assert tenant.api.get(f"/api/companies/{company}").status == 200


def test_a_preview_of_an_archive_tells_who_has_a_value(tenant):
    ids = prepare(tenant)
    restore_field(tenant.caller, object_slug="projects", slug="stage")
    (effect,) = preview_archive(
        tenant.caller, object_slug="projects", slug="stage"
    ).effects
    assert (effect.attribute, effect.count) == ("archived_at", 3)
    assert [one.record_id for one in effect.examples] == ids
    with pytest.raises(FieldNotFound):
        preview_archive(tenant.caller, object_slug="projects", slug="nothing")
    member = tenant.colleague(Role.MEMBER).caller
    with pytest.raises(PermissionRefused):
        preview_archive(member, object_slug="projects", slug="stage")
