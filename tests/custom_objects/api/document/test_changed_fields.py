"""``PATCH /api/crm/objects/{object_id}/fields/{field_id}``."""

import pytest

from custom_objects.models import FieldDefinition
from tests.custom_objects.api.document.definitions import (
    CONTACTS,
    PROJECTS,
    listed,
    patched,
)
from tests.records.dialects.document.wire import (
    change,
    create,
    created,
    fields_at_fault,
)


def stage_names(told):
    return [one["name"] for one in told["options"]["stages"]]


@pytest.mark.parametrize("spelled", ["fld_budget", "budget", "number"])
def test_a_field_is_changed_under_each_of_its_ids(tenant, projects, spelled):
    if spelled == "number":
        rows = FieldDefinition.objects.for_organization(tenant.organization.pk)
        spelled = f"fld_{rows.get(slug='budget').pk}"
    said = {
        "name": "Cost",
        "description": "In all",
        "required": True,
        "default_value": 12.5,
        "options": {"currency": "EUR"},
        "position": 0,
    }
    told = patched(tenant, "projects", spelled, **said)
    assert told == {
        "id": "fld_budget",
        "slug": "budget",
        "type": "currency",
        "unique": False,
        "read_only": False,
        **said,
    }
    assert list(listed(tenant, "projects")) == ["budget", "project_name", "status"]


def test_stages_are_reordered_renamed_and_removed(tenant, projects):
    told = patched(
        tenant,
        "projects",
        "status",
        options={
            "stages": [
                "Complete",
                {"slug": "planning", "name": "Ideas", "color": "blue"},
                "Dropped",
            ]
        },
    )
    assert told["options"]["stages"] == [
        {"name": "Complete", "slug": "complete", "color": "#6b7280", "order": 1},
        {"name": "Ideas", "slug": "planning", "color": "blue", "order": 2},
        {"name": "Dropped", "slug": "dropped", "color": "#6b7280", "order": 3},
    ]
    wrong = create(tenant, "projects", project_name="A", status="Review")
    assert set(fields_at_fault(wrong)) == {"status"}


def test_a_stage_in_use_is_not_removed(tenant, projects, refuse):
    used = [
        created(tenant, "projects", project_name=name, status="Review")
        for name in ("Moon", "Mars")
    ]
    body = {"options": {"stages": ["Planning", "Complete"]}}
    told = refuse("PATCH", f"{PROJECTS}/status", body, status=409)
    assert told == {"field_id": "fld_status", "count": 2, "record_ids": used}
    for record in used:
        change(tenant, record, status="Complete")
    assert stage_names(patched(tenant, "projects", "status", **body)) == [
        *("Planning", "Complete")
    ]


def test_a_choice_in_use_is_not_removed(tenant, add, refuse):
    add("contacts", name="Tier", type="select", options={"choices": ["A", "B"]})
    record = created(tenant, "contacts", name="Jane", tier="B")
    body = {"options": {"choices": ["A"]}}
    told = refuse("PATCH", f"{CONTACTS}/tier", body, status=409)
    assert (told["count"], told["record_ids"]) == (1, [record])


def test_values_that_are_there_twice_cannot_become_unique(tenant, refuse):
    twins = [
        created(tenant, "contacts", name=name, email=email)
        for name, email in (("A", "same@example.com"), ("B", "SAME@example.com"))
    ]
    told = refuse("PATCH", f"{CONTACTS}/email", {"unique": True}, status=409)
    assert told == {"field_id": "fld_email", "count": 1, "record_ids": twins[1:]}
    change(tenant, twins[0], email="other@example.com")
    assert patched(tenant, "contacts", "fld_email", unique=True)["unique"]


def test_a_unique_email_is_held_in_any_case(tenant):
    patched(tenant, "contacts", "email", unique=True, required=True)
    first = created(tenant, "contacts", name="Jane", email="jane@example.com")
    clash = create(tenant, "contacts", name="J", email="Jane@Example.com")
    assert clash.status == 409
    assert clash.json["details"] == {
        "field": "email",
        "value": "Jane@Example.com",
        "record_id": first,
    }
    assert set(fields_at_fault(create(tenant, "contacts", email="x"))) == {
        *("email", "name")
    }
    assert tenant.api.delete(f"/api/crm/record/{first}").status == 200
    assert create(tenant, "contacts", name="J", email="JANE@example.com").status == 201


def test_what_becomes_required_may_be_missing_until_it_is_written(tenant, projects):
    record = created(tenant, "projects", project_name="Moon")
    assert patched(tenant, "projects", "budget", required=True)["required"]
    assert change(tenant, record, project_name="Mars").status == 200
    assert change(tenant, record, budget=7).status == 200
    assert set(fields_at_fault(change(tenant, record, budget=None))) == {"budget"}


@pytest.mark.parametrize(
    ("field", "body", "fields"),
    [
        ("project_name", {"unique": True, "position": "x"}, {"position"}),
        ("project_name", {"unique": True, "slug": "other"}, {"slug"}),
        (
            "status",
            {"options": {"stages": ["Planning"]}, "default_value": 5},
            {"default_value"},
        ),
    ],
)
def test_what_is_wrong_by_itself_is_told_before_what_records_would_fail(
    tenant, projects, refuse, field, body, fields
):
    for _twice in range(2):
        created(tenant, "projects", project_name="Moon", status="Review")
    assert set(refuse("PATCH", f"{PROJECTS}/{field}", body)) == fields


def test_what_would_be_missing_and_twice_there_is_refused(tenant, add, refuse):
    add("contacts", name="Code", type="text")
    for code in ("x", "x", None):
        created(tenant, "contacts", name="Jane", code=code)
    body = {"required": True, "unique": True}
    told = refuse("PATCH", f"{CONTACTS}/code", body, status=409)
    assert told["count"] == 1  # the one without a value is no reason


def test_a_built_in_field_is_adjusted_for_one_organization(tenant, stranger):
    before = listed(stranger, "deals")
    told = patched(
        *(tenant, "deals", "fld_value"), name="Worth", required=True, description="All"
    )
    assert told == before["value"] | {
        "name": "Worth",
        "required": True,
        "description": "All",
    }
    assert listed(stranger, "deals") == before
    assert set(fields_at_fault(create(tenant, "deals", name="A"))) == {"value"}
    back = patched(
        *(tenant, "deals", "value"), name="", required=False, description=None
    )
    assert back == before["value"]


@pytest.mark.parametrize("place", [0, 3, 7, 23])
@pytest.mark.parametrize("moved", ["name", "value", "tags"])
def test_a_built_in_field_is_moved_among_the_others(tenant, moved, place):
    before = list(listed(tenant, "deals"))
    assert patched(tenant, "deals", moved, position=place)["position"] == place
    others = [one for one in before if one != moved]
    assert list(listed(tenant, "deals")) == [*others[:place], moved, *others[place:]]


def test_own_fields_stay_behind_the_built_in_ones(tenant, add):
    count = len(listed(tenant, "deals"))
    for name in ("A", "B", "C"):
        add("deals", name=name, type="text")
    assert patched(tenant, "deals", "c", position=0)["position"] == count
    assert patched(tenant, "deals", "c", position=999)["position"] == count + 2
    assert patched(tenant, "deals", "c", position=count + 1)["position"] == count + 1
    assert patched(tenant, "deals", "name", position=999)["position"] == count - 1
    assert list(listed(tenant, "deals"))[count:] == ["a", "c", "b"]


@pytest.mark.parametrize(
    ("field", "body", "fields"),
    [
        ("budget", {"name": ""}, {"name"}),
        ("budget", {"name": None}, {"name"}),
        ("budget", {"name": "x" * 101}, {"name"}),
        ("budget", {"slug": "other"}, {"slug"}),
        ("budget", {"type": "number"}, {"type"}),
        ("budget", {"type": "nope"}, {"type"}),
        ("budget", {"type": 7}, {"type"}),
        ("budget", {"unique": True}, {"unique"}),
        ("budget", {"required": "no"}, {"required"}),
        ("budget", {"default_value": "1"}, {"default_value"}),
        ("budget", {"position": -1}, {"position"}),
        ("budget", {"position": "1"}, {"position"}),
        ("budget", {"position": True}, {"position"}),
        ("budget", {"position": 10**30}, {"position"}),
        ("budget", {"options": {"stages": []}}, {"options.stages"}),
        ("status", {"options": {"stages": []}}, {"options.stages"}),
        ("status", {"options": {"stages": ["A", "a"]}}, {"options.stages[1].name"}),
        ("status", {"default_value": "Nope"}, {"default_value"}),
        ("project_name", {"type": "email"}, {"type"}),
    ],
)
def test_a_bad_change_is_refused(projects, refuse, field, body, fields):
    assert set(refuse("PATCH", f"{PROJECTS}/{field}", body)) == fields


@pytest.mark.parametrize(
    ("field", "body", "fields"),
    [
        ("email", {"type": "text"}, {"type"}),
        ("email", {"options": {"x": 1}}, {"options"}),
        ("email", {"default_value": "a@example.com"}, {"default_value"}),
        ("company", {"unique": True}, {"unique"}),
        ("company_name", {"required": True}, {"required"}),
    ],
)
def test_a_bad_change_of_a_built_in_field_is_refused(refuse, field, body, fields):
    assert set(refuse("PATCH", f"{CONTACTS}/{field}", body)) == fields


def test_a_label_that_another_field_has_is_a_conflict(projects, refuse):
    told = refuse("PATCH", f"{PROJECTS}/budget", {"name": "status"}, status=409)
    assert told == {"field": "name", "value": "status"}


def test_an_alias_of_the_type_is_no_change(tenant, add):
    told = add("contacts", name="Tier", type="select", options={"choices": ["A"]})
    assert patched(tenant, "contacts", "tier", type="select") == told


def test_the_target_of_a_reference_never_changes(tenant, add, refuse):
    told = add(
        *("contacts",), name="Via", type="lookup", options={"object_id": "companies"}
    )
    assert patched(tenant, "contacts", "via", target_object="companies") == told
    body = {"options": {"object_id": "obj_deals"}}
    assert set(refuse("PATCH", f"{CONTACTS}/via", body)) == {"options"}
