"""``/api/crm/objects`` and ``/api/crm/objects/{object_id}``."""

import pytest

from custom_objects.definitions import archive_object
from records.access.roles import Role
from tests.custom_objects.api.document.conftest import OBJECTS, PROJECTS
from tests.factories import define
from tests.records.dialects.document.wire import created, query, read

FIRST = ["obj_contacts", "obj_companies", "obj_deals"]


def listed(tenant):
    answer = tenant.api.get(OBJECTS)
    assert answer.status == 200, answer.json
    assert set(answer.json) == {"data"}
    return answer.json["data"]


def detail(tenant, obj):
    answer = tenant.api.get(f"{OBJECTS}/{obj}")
    assert answer.status == 200, answer.json
    return answer.json


def slugs(told):
    return [one["slug"] for one in told["fields"]]


def test_built_in_objects_are_listed_from_the_start(tenant):
    told = listed(tenant)
    assert [one["id"] for one in told[:3]] == FIRST
    assert [one["icon"] for one in told[:2]] == ["user", "building"]
    for one in told:
        assert set(one) == {"id", "name", "slug", "icon", "field_count"}
        assert one["id"] == f"obj_{one['slug']}"
        assert len(detail(tenant, one["id"])["fields"]) == one["field_count"]


def test_own_objects_are_listed_last_by_name(tenant, projects):
    for name in ("zebras", "Apes"):
        assert tenant.api.post(OBJECTS, {"name": name}).status == 201
    names = [one["name"] for one in listed(tenant)]
    assert names[-3:] == ["Apes", "Projects", "zebras"]
    assert names[:3] == ["Contacts", "Companies", "Deals"]


@pytest.mark.parametrize(
    ("obj", "documented"),
    [
        (
            "obj_contacts",
            {"name": "text", "email": "email", "phone": "phone", "status": "status"}
            | {"company": "reference", "source": "text", "notes": "long_text"},
        ),
        (
            "obj_companies",
            {"name": "text", "website": "text", "industry": "text", "size": "text"}
            | {"address": "address"},
        ),
        (
            "obj_deals",
            {"name": "text", "value": "currency", "stage": "status"}
            | {"close_date": "date", "contact": "reference"},
        ),
    ],
)
def test_built_in_objects_tell_their_documented_fields(tenant, obj, documented):
    told = detail(tenant, obj)
    types = {one["slug"]: one["type"] for one in told["fields"]}
    assert documented.items() <= types.items()
    assert [one["position"] for one in told["fields"]] == list(range(len(types)))
    assert (told["is_custom"], told["hidden"]) == (False, False)
    assert told["description"]


def test_built_in_stages_and_references_are_told(tenant):
    contacts = {one["slug"]: one for one in detail(tenant, "contacts")["fields"]}
    stages = contacts["status"]["options"]["stages"]
    assert [one["slug"] for one in stages] == [
        *("new", "contacted", "qualified", "active", "closed")
    ]
    assert stages[0] == {"name": "New", "slug": "new", "color": "#6b7280", "order": 1}
    assert contacts["company"]["options"] == {"object_id": "obj_companies"}
    assert contacts["owner_id"] | {"position": 0} == {
        "id": "fld_owner_id",
        "name": "Owner",
        "slug": "owner_id",
        "type": "user",
        "required": False,
        "unique": False,
        "position": 0,
        "default_value": None,
        "options": {},
        "description": "",
        "read_only": False,
    }
    assert contacts["name"]["required"]
    assert contacts["company_name"]["read_only"]
    deals = {one["slug"]: one for one in detail(tenant, "deals")["fields"]}
    names = [one["name"] for one in deals["stage"]["options"]["stages"]]
    assert names[:2] == ["Prospecting", "Qualified"]


@pytest.mark.parametrize("spelled", ["obj_projects", "projects", "obj_def_projects"])
def test_the_documented_object_is_defined_and_answers_at_once(
    tenant, projects, spelled
):
    assert {key: one for key, one in projects.items() if key != "fields"} == {
        "id": "obj_projects",
        "name": "Projects",
        "slug": "projects",
        "icon": "folder",
        "field_count": 3,
        "description": "",
        "is_custom": True,
        "hidden": False,
    }
    assert slugs(projects) == ["project_name", "status", "budget"]
    name, status, budget = projects["fields"]
    assert (name["id"], name["required"], name["options"]) == (
        *("fld_project_name", True),
        {},
    )
    assert budget["options"] == {"currency": "USD"}
    assert status["options"]["stages"][1] == {
        "name": "In Progress",
        "slug": "in_progress",
        "color": "#6b7280",
        "order": 2,
    }
    assert detail(tenant, spelled) == projects
    record = created(tenant, spelled, project_name="Moon", status="In Progress")
    assert read(tenant, record).json["field_values"] == {
        "project_name": "Moon",
        "status": "in_progress",
        "budget": None,
    }


def test_an_object_without_fields_gets_a_name(tenant):
    answer = tenant.api.post(OBJECTS, {"name": "Ships"})
    assert (answer.status, answer.json["icon"]) == (201, "box")
    (name,) = answer.json["fields"]
    assert (name["slug"], name["type"], name["required"]) == ("name", "text", True)
    created(tenant, "obj_ships", name="Beagle")


@pytest.mark.parametrize(
    ("name", "slug"),
    [
        ("Fixed Assets!", "fixed_assets"),
        ("Größen", "grossen"),
        ("3D models", "o_3d_models"),
        ("顧客", "object"),
        # Names of the program's own are free for people to see, not in ids.
        ("Contacts", "contacts_2"),
        ("crm", "crm_2"),
    ],
)
def test_the_slug_is_made_of_the_name(tenant, name, slug):
    answer = tenant.api.post(OBJECTS, {"name": name})
    assert (answer.status, answer.json["slug"]) == (201, slug), answer.json


def test_a_name_may_be_given_twice_a_slug_may_not(tenant, projects, refuse):
    again = tenant.api.post(OBJECTS, PROJECTS)
    assert (again.status, again.json["id"]) == (201, "obj_projects_2")
    for slug in ("projects", "contacts"):
        body = {"name": "Others", "slug": slug}
        assert refuse("POST", OBJECTS, body, status=409) == {
            "field": "slug",
            "value": slug,
        }
    chosen = tenant.api.post(OBJECTS, {"name": "Others", "slug": "mine"})
    assert (chosen.status, chosen.json["id"]) == (201, "obj_mine")


def test_the_slug_of_a_deleted_object_is_never_given_again(tenant, projects):
    assert tenant.api.delete(f"{OBJECTS}/obj_projects").status == 200
    again = tenant.api.post(OBJECTS, PROJECTS)
    assert again.json["id"] == "obj_projects_2"


@pytest.mark.parametrize(
    ("body", "fields"),
    [
        ({}, {"name"}),
        ({"name": None}, {"name"}),
        ({"name": "  "}, {"name"}),
        ({"name": "!!"}, {"name"}),
        ({"name": 7}, {"name"}),
        ({"name": "x" * 129}, {"name"}),
        ({"name": "A", "icon": 1, "description": []}, {"icon", "description"}),
        ({"name": "A", "icon": "x" * 51}, {"icon"}),
        ({"name": "A", "hidden": "yes"}, {"hidden"}),
        ({"name": "A", "slug": "Not One"}, {"slug"}),
        ({"name": "A", "slug": 1}, {"slug"}),
        ({"name": "A", "slug": "crm"}, {"slug"}),
        ({"name": "A", "fields": {}}, {"fields"}),
        ({"name": "A", "fields": ["Name"]}, {"fields[0]"}),
        ({"name": "A", "fields": [{}]}, {"fields[0].name", "fields[0].type"}),
        (
            {
                "fields": [
                    {"name": "A", "type": "text"},
                    {"name": "B", "type": "nope"},
                    {"name": "A", "type": "text"},
                    {"name": "C", "type": "status", "options": {"stages": []}},
                    {"name": "D", "type": "reference"},
                ]
            },
            {
                *("name", "fields[1].type", "fields[2].name"),
                *("fields[3].options.stages", "fields[4].options"),
            },
        ),
    ],
)
def test_a_bad_object_is_refused_with_every_fault(refuse, body, fields):
    assert set(refuse("POST", OBJECTS, body)) == fields


@pytest.mark.parametrize("body", [[], "x", 1, True])
def test_a_body_that_is_no_object_is_malformed(tenant, projects, refuse, body):
    for method, path in (("POST", OBJECTS), ("PATCH", f"{OBJECTS}/obj_projects")):
        refuse(method, path, body, status=400)


def test_unknown_keys_are_ignored(tenant):
    body = {"name": "Ships", "color": "red", "fields": [{**FIELD, "width": 3}]}
    assert tenant.api.post(OBJECTS, body).status == 201


FIELD = {"name": "Name", "type": "text"}


def test_an_object_is_changed(tenant, projects):
    path = f"{OBJECTS}/obj_projects"
    said = {"name": "Plans", "icon": "map", "description": "What next", "hidden": True}
    answer = tenant.api.patch(path, {**said, "id": "ignored"})
    assert answer.status == 200, answer.json
    assert answer.json == {**projects, **said}
    assert detail(tenant, "projects") == answer.json
    assert listed(tenant)[-1]["name"] == "Plans"
    # Sent back as it was read, it stays as it is.
    assert tenant.api.patch(path, answer.json).json == answer.json


def test_a_built_in_object_is_adjusted_for_one_organization(tenant, stranger):
    path = f"{OBJECTS}/obj_contacts"
    before = detail(tenant, "contacts")
    answer = tenant.api.patch(path, {"name": "People", "icon": "star", "hidden": True})
    assert answer.json == before | {"name": "People", "icon": "star", "hidden": True}
    assert listed(tenant)[0]["name"] == "People"
    assert detail(stranger, "contacts") == before
    tenant.api.patch(path, {"name": "", "icon": None, "hidden": False})
    assert detail(tenant, "contacts") == before


@pytest.mark.parametrize(
    ("body", "fields"),
    [
        ({"name": ""}, {"name"}),
        ({"name": None}, {"name"}),
        ({"slug": "other"}, {"slug"}),
        ({"name": 1, "hidden": 1, "icon": []}, {"name", "hidden", "icon"}),
    ],
)
def test_a_bad_change_is_refused(projects, refuse, body, fields):
    assert set(refuse("PATCH", f"{OBJECTS}/obj_projects", body)) == fields


def test_what_shows_other_objects_is_changed_there(refuse):
    refuse("PATCH", f"{OBJECTS}/obj_contacts_summary", {"name": "x"}, status=400)


def test_an_object_is_deleted_with_its_records(tenant, projects):
    record = created(tenant, "obj_projects", project_name="Moon")
    answer = tenant.api.delete(f"{OBJECTS}/projects")
    assert (answer.status, answer.json) == (
        200,
        {"id": "obj_projects", "deleted": True},
    )
    assert read(tenant, record).status == 404
    assert query(tenant, "obj_projects").status == 404
    for method in ("GET", "PATCH", "DELETE"):
        again = tenant.api(method, f"{OBJECTS}/obj_projects", {"name": "x"})
        assert (again.status, again.json["details"]) == (
            404,
            {"object_id": "obj_projects"},
        )
    assert "obj_projects" not in [one["id"] for one in listed(tenant)]


def test_an_object_that_others_refer_to_stays(tenant, projects, add, refuse):
    add("contacts", name="Project", type="reference", options={"object_id": "projects"})
    told = refuse("DELETE", f"{OBJECTS}/obj_projects", status=409)
    (field,) = told.pop("referenced_by")
    assert told == {}
    answer = tenant.api.delete(f"{OBJECTS}/contacts/fields/{field}")
    assert answer.json == {"id": "fld_project", "deleted": True}
    assert tenant.api.delete(f"{OBJECTS}/obj_projects").status == 200


def test_a_built_in_object_is_never_deleted(tenant, refuse):
    for one in listed(tenant):
        told = refuse("DELETE", f"{OBJECTS}/{one['id']}", status=409)
        assert told == {"object_id": one["id"]}


@pytest.mark.parametrize(
    "obj", ["obj_nope", "nope", "obj_", "Projects", "fld_x", "%00"]
)
def test_an_unknown_object_is_not_found(refuse, obj):
    for method in ("GET", "PATCH", "DELETE"):
        told = refuse(method, f"{OBJECTS}/{obj}", [], status=404)
        assert set(told) == {"object_id"}


def test_an_archived_object_is_not_found(tenant, projects):
    archive_object(tenant.caller, slug="projects")
    assert tenant.api.get(f"{OBJECTS}/obj_projects").status == 404


@pytest.mark.parametrize("role", Role.values)
def test_everybody_reads_and_administrators_change(tenant, projects, role):
    person = tenant.colleague(role)
    may = Role(role).is_administrator
    path = f"{OBJECTS}/obj_projects"
    assert [person.api.get(one).status for one in (OBJECTS, path)] == [200, 200]
    statuses = [
        person.api.post(OBJECTS, {"name": "More"}).status,
        person.api.patch(path, {"icon": "star"}).status,
        person.api.delete(path).status,
        person.api.post(OBJECTS, []).status,
        person.api.delete(f"{OBJECTS}/nope").status,
    ]
    assert statuses == ([201, 200, 200, 400, 404] if may else [403] * 5)


def test_an_object_of_the_admin_is_told_like_any_other(tenant):
    define(tenant.organization, "ships", name="text")
    tenant.organization.refresh_from_db()
    assert slugs(detail(tenant, "obj_ships")) == ["name"]
