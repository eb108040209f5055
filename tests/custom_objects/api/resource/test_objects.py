"""``GET/POST /api/object-config`` and ``PUT /api/object-config/<slug>``."""

import pytest

from custom_objects.definitions import archive_object
from records.access.roles import Role
from tests.custom_objects.api.naming import named
from tests.factories import define

PATH = "/api/object-config"
BUILT_IN = ["contacts", "companies", "deals", "leads"]


def listed(tenant):
    answer = tenant.api.get(PATH)
    assert answer.status == 200, answer.json
    return {one["slug"]: one for one in answer.json}


def define_named(tenant, plural, singular="One", **rest):
    return tenant.api.post(
        PATH, {"singularName": singular, "pluralName": plural, **rest}
    )


def columns(told):
    return [one["columnName"] for one in told["attributes"]]


def test_built_in_objects_are_there_from_the_start(tenant):
    told = listed(tenant)
    assert list(told) == BUILT_IN
    contacts = told["contacts"]
    assert {key: one for key, one in contacts.items() if key != "attributes"} == {
        "id": contacts["id"],
        "slug": "contacts",
        "singularName": "Contact",
        "pluralName": "Contacts",
        "icon": "person",
        "iconColor": "blue",
        "tableName": "contacts",
        "type": "standard",
        "isActive": True,
        "position": 0,
        "settings": {},
        "organizationId": None,
    }
    assert columns(contacts)[:4] == ["id", "first_name", "last_name", "name"]
    (primary,) = [one for one in contacts["attributes"] if one["isPrimary"]]
    assert primary["columnName"] == "name"


def test_ids_of_what_is_built_in_are_negative_and_never_alike(tenant):
    told = listed(tenant)
    attributes = [one for each in told.values() for one in each["attributes"]]
    ids = [one["id"] for one in (*told.values(), *attributes)]
    assert len(ids) == len(set(ids)) > 100
    assert max(ids) < 0
    for each in told.values():
        assert {one["objectConfigId"] for one in each["attributes"]} == {each["id"]}
    before = told["contacts"]["id"]
    tenant.api.put(f"{PATH}/contacts", {"pluralName": "People"})
    assert listed(tenant)["contacts"]["id"] == before


def test_an_object_is_defined_and_answers_at_once(tenant, assets):
    assert {key: one for key, one in assets.items() if key != "attributes"} == {
        "id": assets["id"],
        "slug": "assets",
        "singularName": "Asset",
        "pluralName": "Assets",
        "icon": "building",
        "iconColor": "blue",
        "tableName": "custom_assets",
        "type": "custom",
        "isActive": True,
        "position": 0,
        "settings": {},
        "organizationId": tenant.organization.pk,
    }
    assert columns(assets) == [
        *("id", "name", "crm_user_id", "organization_id"),
        *("created_at", "updated_at", "archived_at"),
        *("serial", "condition", "stage", "note"),
    ]
    (primary,) = [one for one in assets["attributes"] if one["isPrimary"]]
    assert primary == {
        "id": primary["id"],
        "objectConfigId": assets["id"],
        "columnName": "name",
        "displayName": "Name",
        "uiType": "text",
        "icon": None,
        "isPrimary": True,
        "isHiddenByDefault": False,
        "config": {},
        "organizationId": tenant.organization.pk,
    }
    assert listed(tenant)["assets"] == assets
    made = tenant.api.post("/api/assets", {"name": "Drill", "serial": "7"})
    assert (made.status, made.json["custom_fields"]) == (201, {"serial": "7"})
    assert tenant.api.post("/api/assets", {}).status == 201


def test_everything_of_an_object_can_be_said_at_once(tenant):
    said = {
        "icon": "rocket",
        "iconColor": "red",
        "isActive": False,
        "position": 7,
        "settings": {"view": "board"},
    }
    told = define_named(tenant, "Ships", **said).json
    assert {key: told[key] for key in said} == said
    again = tenant.api.post(
        PATH, {"singular_name": "Boat", "plural_name": "Boats", "icon_color": "red"}
    )
    assert (again.status, again.json["iconColor"]) == (201, "red")


@pytest.mark.parametrize(
    ("plural", "slug"),
    [
        ("Assets", "assets"),
        ("Fixed Assets!", "fixed_assets"),
        ("  Fixed -- Assets  ", "fixed_assets"),
        ("Größen", "gr_en"),
        ("a_b", "a_b"),
        ("A" * 100, "a" * 63),
        # What the rule makes no slug of:
        ("3D models", "o_3d_models"),
        ("顧客", "object"),
    ],
)
def test_the_slug_is_made_of_the_plural_name(tenant, plural, slug):
    answer = define_named(tenant, plural)
    assert (answer.status, answer.json["slug"]) == (201, slug), answer.json
    assert answer.json["tableName"] == f"custom_{slug}"
    assert tenant.api.get(f"/api/{slug}").status == 200


@pytest.mark.parametrize("plural", ["Assets", "ASSETS!", "assets "])
def test_a_name_that_is_taken_is_a_conflict(tenant, assets, refuse, plural):
    body = {"singularName": "Asset", "pluralName": plural}
    told = refuse("POST", PATH, body, status=409)
    assert told["error"] == "An object with this name already exists"
    assert told["details"][0]["field"] == "pluralName"


def test_the_name_of_an_archived_object_stays_taken(tenant, assets, refuse):
    tenant.organization.refresh_from_db()
    archive_object(tenant.caller, slug="assets")
    assert "assets" not in listed(tenant)
    body = {"singularName": "Asset", "pluralName": "Assets"}
    refuse("POST", PATH, body, status=409)
    refuse("PUT", f"{PATH}/assets", {"pluralName": "x"}, status=404)


def test_another_organization_may_use_the_same_name(tenant, stranger, assets):
    theirs = define_named(stranger, "Assets")
    assert (theirs.status, theirs.json["slug"]) == (201, "assets")
    assert theirs.json["id"] != assets["id"]


@pytest.mark.parametrize(
    "plural",
    [
        *("Tags", "Contacts", "contacts summary", "merge contacts"),
        *("Me", "Views", "Users", "Schema", "custom field defs", "Auth", "V2"),
    ],
)
def test_names_of_our_own_are_refused(tenant, refuse, plural):
    errors = refuse("POST", PATH, {"singularName": "x", "pluralName": plural})
    assert set(errors) == {"pluralName"}


REFUSED = [
    ({}, {"singularName", "pluralName"}),
    ({"singularName": "", "pluralName": " "}, {"singularName", "pluralName"}),
    ({"singularName": 5, "pluralName": []}, {"singularName", "pluralName"}),
    ({"pluralName": "!!!"}, {"pluralName"}),
    ({"pluralName": "x" * 129}, {"pluralName"}),
    ({"singularName": "x" * 129}, {"singularName"}),
    ({"icon": 5}, {"icon"}),
    ({"icon": "x" * 51}, {"icon"}),
    ({"iconColor": {}}, {"iconColor"}),
    ({"isActive": "yes"}, {"isActive"}),
    ({"isActive": None}, {"isActive"}),
    ({"position": "first"}, {"position"}),
    ({"position": -1}, {"position"}),
    ({"settings": []}, {"settings"}),
    ({"nope": 1, "Slug": "x", "slug": "x"}, {"nope", "Slug", "slug"}),
    ({"id": 5, "tableName": "x", "attributes": []}, {"id", "tableName", "attributes"}),
    ({"fields": "x"}, {"fields"}),
    ({"fields": [5]}, {"fields[0]"}),
    (
        {"fields": [{}]},
        {"fields[0].name", "fields[0].label", "fields[0].fieldType"},
    ),
    (
        {"fields": [{"name": "a", "label": "A", "fieldType": "text"}, None]},
        {"fields[1]"},
    ),
    (
        {"fields": [5, {"name": "a", "label": "A", "fieldType": "teleport"}]},
        {"fields[0]", "fields[1].fieldType"},
    ),
    (
        {"fields": [{"name": "a", "label": "A", "fieldType": "text", "x": 1}]},
        {"fields[0].x"},
    ),
    (
        {"fields": [{"name": "a", "label": "A", "fieldType": "text"}] * 2},
        {"fields[1].name"},
    ),
    (
        {"fields": [{"name": "id", "label": "A", "fieldType": "text"}]},
        {"fields[0].name"},
    ),
    (
        {"fields": [{"name": "a", "label": "A", "fieldType": "relationship"}]},
        {"fields[0].config"},
    ),
    (
        {
            "fields": [
                {
                    "name": "a",
                    "label": "A",
                    "fieldType": "status",
                    "options": [{"label": "x", "order": 2}, {"label": "X", "order": 1}],
                }
            ]
        },
        {"fields[0].options[0].label"},
    ),
]


@pytest.mark.parametrize(("said", "keys"), REFUSED, ids=named)
def test_what_is_wrong_is_told_by_key_and_all_at_once(tenant, refuse, said, keys):
    named = {"singularName": "Asset", "pluralName": "Assets"}
    body = said if not said or "singularName" in said else {**named, **said}
    if "singularName" in said and "pluralName" not in said:
        body = {**named, **said}
    assert set(refuse("POST", PATH, body)) == keys


@pytest.mark.parametrize("body", [None, [], "text", 5], ids=repr)
@pytest.mark.parametrize(
    ("method", "path"),
    [("POST", PATH), ("PUT", f"{PATH}/contacts")],
    ids=("POST", "PUT"),
)
def test_a_body_is_an_object(tenant, refuse, method, path, body):
    if body is None:
        # No body at all is one that says nothing.
        assert tenant.api("PUT", f"{PATH}/contacts").status == 200
        return
    told = refuse(method, path, body)
    assert "JSON object" in told["error"]


def test_a_field_called_name_is_what_records_are_known_by(tenant):
    field = {"name": "Name", "label": "Title", "fieldType": "email"}
    told = define_named(tenant, "Ships", fields=[field]).json
    (primary,) = [one for one in told["attributes"] if one["isPrimary"]]
    assert (primary["columnName"], primary["displayName"]) == ("name", "Title")
    assert primary["uiType"] == "email"


def test_a_name_that_is_no_text_is_a_field_like_any_other(tenant):
    fields = [
        {"name": "name", "label": "Name", "fieldType": "number"},
        {"name": "flag", "label": "Flag", "fieldType": "text"},
    ]
    told = define_named(tenant, "Ships", fields=fields).json
    (primary,) = [one for one in told["attributes"] if one["isPrimary"]]
    assert primary["columnName"] == "flag"
    made = tenant.api.post("/api/ships", {"name": 5, "flag": "x"})
    assert (made.json["name"], made.json["custom_fields"]) == (5, {"flag": "x"})


def test_a_field_labelled_name_leaves_room_for_the_name(tenant):
    field = {"name": "title", "label": "NAME", "fieldType": "text"}
    told = define_named(tenant, "Ships", "Ship", fields=[field]).json
    shown = {one["columnName"]: one["displayName"] for one in told["attributes"]}
    assert (shown["name"], shown["title"]) == ("Name (Ship)", "NAME")


def test_objects_come_in_their_order(tenant):
    for plural in ("Zebras", "Yaks"):
        define_named(tenant, plural)
    assert list(listed(tenant)) == [*BUILT_IN, "zebras", "yaks"]
    tenant.api.put(f"{PATH}/zebras", {"position": 9})
    tenant.api.put(f"{PATH}/contacts", {"position": 5})
    order = ["companies", "deals", "leads", "yaks", "contacts", "zebras"]
    assert list(listed(tenant)) == order


def test_fields_of_the_organization_are_attributes(tenant):
    define(
        tenant.organization,
        "deals",
        is_built_in=True,
        margin={"type": "currency", "settings": {"currency": "EUR"}},
    )
    told = listed(tenant)["deals"]["attributes"][-1]
    assert told == {
        "id": told["id"],
        "objectConfigId": listed(tenant)["deals"]["id"],
        "columnName": "margin",
        "displayName": "Margin",
        "uiType": "currency",
        "icon": None,
        "isPrimary": False,
        "isHiddenByDefault": False,
        "config": {"currency": "EUR"},
        "organizationId": tenant.organization.pk,
    }


def test_an_object_that_an_admin_defined_is_told_with_what_it_is_known_by(tenant):
    define(tenant.organization, "ships", title="text", tons="number")
    told = listed(tenant)["ships"]
    assert (told["icon"], told["type"]) == ("building", "custom")
    assert columns(told) == [
        *("id", "crm_user_id", "organization_id"),
        *("created_at", "updated_at", "archived_at"),
        *("title", "tons"),
    ]
    (primary,) = [one for one in told["attributes"] if one["isPrimary"]]
    assert primary["columnName"] == "title"


def test_a_parameter_that_would_be_ignored_is_refused(tenant, refuse):
    told = refuse("GET", PATH, slug="contacts")
    assert told["details"][0]["parameter"] == "slug"


@pytest.mark.parametrize("role", [Role.VIEWER, Role.MEMBER])
def test_only_who_may_change_the_schema_writes_it(tenant, assets, role):
    api = tenant.colleague(role).api
    assert api.get(PATH).status == 200
    for send in (
        lambda: api.post(PATH, {"singularName": "a", "pluralName": "b"}),
        lambda: api.post(PATH, {"nope": 1}),
        lambda: api.put(f"{PATH}/assets", {"pluralName": "b"}),
        lambda: api.put(f"{PATH}/nope", {}),
    ):
        answer = send()
        assert (answer.status, answer.json["code"]) == (403, "FORBIDDEN")
    assert listed(tenant)["assets"] == assets
