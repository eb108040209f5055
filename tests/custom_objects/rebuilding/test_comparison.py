"""Is every way in which the index can be wrong seen, and put right?"""

import datetime as dt

import pytest

from custom_objects.models import CustomRecord, FieldValue
from custom_objects.rebuilding import Difference, Pass
from records.engine.removal import purge_record, remove_record
from records.schema.registry import registry
from tests.custom_objects.drift import drift
from tests.factories import define


@pytest.fixture
def fields(tenant):
    """An object with a field of each sort of index row."""
    return define(
        tenant.organization,
        "projects",
        title="text",
        note={"type": "long_text", "is_filterable": False},
        budget="number",
        due="date",
        seen="datetime",
        open="checkbox",
        stage={"type": "status", "options": ["Planning", "Done"]},
        size={"type": "dropdown", "options": ["S", "Größe"]},
        labels={"type": "multi_select", "options": ["red", "green", "blue"]},
        lead={"type": "reference", "settings": {"object": "contacts"}},
        code={"type": "text", "is_unique": True},
        serial={"type": "number", "is_unique": True, "is_filterable": False},
        said={"type": "text", "is_searchable": True},
    )


@pytest.fixture
def project(tenant, fields):
    """A record with a value in every field."""
    return tenant.make(
        "projects",
        title="Straße",
        note="x" * 500,
        budget="-12.125",
        due="2026-03-14",
        seen="2026-03-14T12:00:00.123Z",
        open=False,
        stage="Done",
        size="Größe",
        labels=["blue", "red"],
        lead=tenant.make("contacts", first_name="Ada"),
        code="A-1",
        serial=7,
        said="Hello",
    )


def rows(fields, *slugs):
    return FieldValue.objects.of_fields(fields[slug].pk for slug in slugs or fields)


def every_row(fields):
    return sorted(rows(fields).values_list(), key=repr)


def repair(tenant):
    info = tenant.organization.info
    steps = list(Pass(info, "projects").steps())
    return [one for step in steps for one in step.differences]


def test_what_writers_keep_is_what_a_rebuild_would_make(tenant, fields, project):
    assert drift(tenant) == []
    before = every_row(fields)
    rows(fields).delete()
    assert {one.field for one in drift(tenant)} == set(fields) - {"note"}
    assert {one.field for one in repair(tenant)} == set(fields) - {"note"}
    assert every_row(fields) == before
    assert repair(tenant) == []


@pytest.mark.parametrize(
    ("slug", "wrong"),
    [
        ("title", {"text": "other"}),
        ("title", {"text_key": "other"}),
        ("title", {"exact": 1}),
        ("title", {"live": False}),
        ("title", {"seq": 3}),
        ("title", {"created_at": dt.datetime(2020, 1, 1, tzinfo=dt.UTC)}),
        ("budget", {"number": 5}),
        ("due", {"moment": dt.datetime(2020, 1, 1, tzinfo=dt.UTC)}),
        ("seen", {"moment": None}),
        ("open", {"ref": 1}),
        ("stage", {"number": None}),
        ("size", {"text": "große"}),
        ("lead", {"ref": 10**9}),
        ("code", {"unique_key": None}),
        ("serial", {"unique_key": "x"}),
        ("said", {"searched": False}),
    ],
    ids=lambda one: one if isinstance(one, str) else next(iter(one)),
)
def test_a_wrong_row_is_seen_and_put_right(tenant, fields, project, slug, wrong):
    before = every_row(fields)
    if "seq" in wrong:  # a part of the key
        stored = rows(fields, slug).values().get()
        rows(fields, slug).delete()
        FieldValue.objects.create(**stored | wrong)
    else:
        rows(fields, slug).update(**wrong)
    expected = [Difference("projects", slug, project)]
    assert drift(tenant) == expected
    assert repair(tenant) == expected
    assert drift(tenant) == []
    assert every_row(fields) == before


def test_a_missing_member_is_seen(tenant, fields, project):
    rows(fields, "labels").filter(seq=1).delete()
    assert drift(tenant) == [Difference("projects", "labels", project)]


def test_rows_of_a_record_that_is_gone_are_left_over(tenant, fields, project):
    stored = list(rows(fields, "title").values())
    object_type = registry.resolve(tenant.caller.organization, "projects")
    for behind in (True, False):
        last = tenant.make("projects") if behind else project
        purge_record(tenant.caller, object_type, project if behind else last)
        FieldValue.objects.bulk_create(FieldValue(**row) for row in stored)
        assert drift(tenant) == [Difference("projects", "title", project)]
        assert repair(tenant) == [Difference("projects", "title", project)]
        assert not rows(fields, "title").exists()
        if behind:
            project = last
            stored = [{**row, "record_id": last} for row in stored]


def test_rows_of_an_archived_record_are_not_live(tenant, fields, project):
    object_type = registry.resolve(tenant.caller.organization, "projects")
    remove_record(tenant.caller, object_type, project)
    assert drift(tenant) == []
    rows(fields).delete()
    repair(tenant)
    assert set(rows(fields).values_list("live", flat=True)) == {False}
    assert drift(tenant) == []


def test_what_a_field_has_left_from_former_days_is_no_difference(
    tenant, fields, project
):
    rows(fields, "title").update(unique_key="x", searched=True)
    assert drift(tenant) == []


def test_a_value_written_behind_the_writer_is_seen(tenant, fields, project):
    record = CustomRecord.objects.everywhere().get(pk=project)
    record.custom_fields = {**record.custom_fields, "title": "Other"}
    record.save()
    assert drift(tenant) == [Difference("projects", "title", project)]
    repair(tenant)
    assert rows(fields, "title").get().text == "other"


def test_of_records_that_repeat_a_unique_value_the_holder_keeps_the_key(
    tenant, fields, project
):
    copies = [tenant.make("projects", title="copy") for _number in range(2)]
    for row in CustomRecord.objects.everywhere().filter(pk__in=copies):
        row.custom_fields = {"title": "copy", "code": "A-1", "serial": 7}
        row.save()
    assert len(drift(tenant)) == 2  # code has a text, too; serial nothing but its key
    repair(tenant)
    assert drift(tenant) == []
    keyed = rows(fields, "code", "serial").filter(unique_key__isnull=False)
    assert set(keyed.values_list("record_id", flat=True)) == {project}
    assert rows(fields, "code").count() == 3
    assert rows(fields, "serial").count() == 1


def test_of_records_without_keys_the_first_gets_it(tenant, fields, project):
    later = tenant.make("projects", code="B")
    CustomRecord.objects.everywhere().filter(pk=later).update(
        custom_fields={"code": "A-1"}
    )
    rows(fields, "code").delete()
    repair(tenant)
    keyed = rows(fields, "code").filter(unique_key__isnull=False)
    assert list(keyed.values_list("record_id", flat=True)) == [project]
    assert drift(tenant) == []


def test_an_archived_record_keeps_its_key_beside_a_live_one(tenant, fields, project):
    object_type = registry.resolve(tenant.caller.organization, "projects")
    remove_record(tenant.caller, object_type, project)
    tenant.make("projects", code="A-1")
    assert drift(tenant) == []
    rows(fields, "code").delete()
    repair(tenant)
    assert rows(fields, "code").filter(unique_key__isnull=False).count() == 2
    assert drift(tenant) == []


def test_unique_values_of_a_built_in_field_are_compared(tenant):
    made = define(
        tenant.organization,
        "contacts",
        is_built_in=True,
        email={"type": "", "is_built_in": True, "is_unique": True},
    )
    ada = tenant.make("contacts", email="a@example.com")
    tenant.make("contacts", email=None)
    assert drift(tenant) == []
    assert rows(made).get().record_id == ada
    rows(made).delete()
    assert drift(tenant) == [Difference("contacts", "email", ada)]
