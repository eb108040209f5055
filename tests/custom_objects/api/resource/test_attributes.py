"""``POST /api/object-config/<slug>/overrides``."""

import pytest

from records.access.roles import Role
from records.history.models import Change
from tests.custom_objects.api.naming import named

PATH = "/api/object-config"


def override(tenant, slug, column, **said):
    return tenant.api.post(f"{PATH}/{slug}/overrides", {"columnName": column, **said})


def attributes(tenant, slug):
    (told,) = [one for one in tenant.api.get(PATH).json if one["slug"] == slug]
    return {one["columnName"]: one for one in told["attributes"]}


def test_a_built_in_field_is_adjusted_first_and_changed_then(tenant, stranger):
    before = attributes(tenant, "contacts")["email"]
    said = {"displayName": "Mail", "icon": "at", "isHiddenByDefault": True}
    answer = override(tenant, "contacts", "email", **said)
    assert (answer.status, answer.json) == (201, {**before, **said})
    assert attributes(tenant, "contacts")["email"] == answer.json
    again = override(tenant, "contacts", "email", displayName="E-mail address")
    assert (again.status, again.json["displayName"]) == (200, "E-mail address")
    assert again.json["icon"] == "at"
    back = override(tenant, "contacts", "email", displayName=None, icon=None)
    assert (back.status, back.json["displayName"]) == (200, before["displayName"])
    assert attributes(stranger, "contacts")["email"] == before
    # The key of records stays what it was.
    assert "email" in tenant.api.post("/api/contacts", {"name": "Ada"}).json


def test_a_custom_field_is_changed(tenant, assets):
    before = attributes(tenant, "assets")["serial"]
    said = {"displayName": "Serial no.", "uiType": "url", "isHiddenByDefault": True}
    answer = override(tenant, "assets", "serial", **said)
    assert (answer.status, answer.json) == (200, {**before, **said})
    told = tenant.api.get("/api/custom_field_defs", resource="custom_assets").json
    assert told[0]["label"] == "Serial no."


def test_another_field_becomes_the_primary_one(tenant, assets):
    answer = override(tenant, "assets", "serial", isPrimary=True, displayName="No.")
    assert (answer.status, answer.json["isPrimary"]) == (200, True)
    told = attributes(tenant, "assets")
    assert [name for name, one in told.items() if one["isPrimary"]] == ["serial"]
    assert told["serial"]["displayName"] == "No."


def test_a_change_that_records_would_fail_can_be_allowed(tenant, assets):
    tenant.make("assets", serial="not an address")
    said = {"columnName": "serial", "uiType": "url"}
    path = f"{PATH}/assets/overrides"
    refused = tenant.api.post(path, said)
    assert (refused.status, refused.json["code"]) == (409, "CONFLICT")
    answer = tenant.api.post(path, said, allow_failing="true")
    assert (answer.status, answer.json["uiType"]) == (200, "url")


def test_settings_of_a_custom_field_are_merged(tenant):
    tenant.api.post(
        "/api/custom_field_defs",
        {
            "resource": "deals",
            "name": "margin",
            "label": "Margin",
            "fieldType": "currency",
        },
    )
    answer = override(tenant, "deals", "margin", config={"currency": "EUR"})
    assert answer.json["config"] == {"currency": "EUR"}


def test_an_attribute_may_be_sent_back_as_it_was_read(tenant, assets):
    entries = Change.objects.for_organization(tenant.organization.pk).count()
    for slug in ("contacts", "assets"):
        for one in attributes(tenant, slug).values():
            answer = tenant.api.post(f"{PATH}/{slug}/overrides", one)
            assert (answer.status, answer.json) == (200, one)
    assert Change.objects.for_organization(tenant.organization.pk).count() == entries


@pytest.mark.parametrize(
    ("slug", "said", "keys"),
    [
        ("contacts", {}, {"columnName"}),
        ("contacts", {"columnName": 5}, {"columnName"}),
        ("contacts", {"columnName": "nope"}, {"columnName"}),
        ("contacts", {"columnName": "custom_fields"}, {"columnName"}),
        ("assets", {"columnName": "nope", "x": 1}, {"columnName", "x"}),
        ("contacts", {"columnName": "email", "nope": 1}, {"nope"}),
        ("contacts", {"columnName": "email", "displayName": 5}, {"displayName"}),
        ("contacts", {"columnName": "email", "uiType": "url"}, {"uiType"}),
        ("contacts", {"columnName": "email", "uiType": 5}, {"uiType"}),
        ("contacts", {"columnName": "email", "config": {"a": 1}}, {"config"}),
        ("contacts", {"columnName": "email", "config": []}, {"config"}),
        ("contacts", {"columnName": "email", "isPrimary": True}, {"isPrimary"}),
        ("contacts", {"columnName": "name", "isPrimary": False}, {"isPrimary"}),
        ("contacts", {"columnName": "email", "id": 5}, {"id"}),
        (
            "contacts",
            {"columnName": "email", "isHiddenByDefault": "x", "icon": 5},
            {"isHiddenByDefault", "icon"},
        ),
        ("assets", {"columnName": "serial", "uiType": "teleport"}, {"uiType"}),
        ("assets", {"columnName": "serial", "uiType": "number"}, {"uiType"}),
        ("assets", {"columnName": "serial", "displayName": None}, {"displayName"}),
        ("assets", {"columnName": "serial", "config": {"a": 1}}, {"config"}),
        ("assets", {"columnName": "name", "isPrimary": False}, {"isPrimary"}),
        ("assets", {"columnName": "stage", "isPrimary": True}, {"isPrimary"}),
        ("assets", {"columnName": "serial", "isPrimary": "x"}, {"isPrimary"}),
        ("assets", {"columnName": "created_at", "isPrimary": True}, {"columnName"}),
        ("assets", {"columnName": "created_at", "icon": "x"}, {"columnName"}),
    ],
    ids=named,
)
def test_what_cannot_be_overridden_is_refused_by_key(
    tenant, assets, refuse, slug, said, keys
):
    assert set(refuse("POST", f"{PATH}/{slug}/overrides", said)) == keys


def test_one_of_two_changes_is_not_kept_without_the_other(tenant, assets, refuse):
    said = {"columnName": "stage", "displayName": "Phase", "isPrimary": True}
    assert set(refuse("POST", f"{PATH}/assets/overrides", said)) == {"isPrimary"}
    assert attributes(tenant, "assets")["stage"]["displayName"] == "Stage"


def test_a_name_that_is_taken_is_a_conflict(tenant, assets, refuse):
    for slug, column, label in (
        ("contacts", "email", "Phone"),
        ("assets", "serial", "condition"),
    ):
        said = {"columnName": column, "displayName": label}
        told = refuse("POST", f"{PATH}/{slug}/overrides", said, status=409)
        assert told["details"][0]["field"] == "displayName"


@pytest.mark.parametrize("role", [Role.VIEWER, Role.MEMBER])
def test_only_who_may_change_the_schema_writes_it(tenant, assets, role):
    colleague = tenant.colleague(role)
    for slug in ("assets", "contacts", "nope"):
        answer = override(colleague, slug, "name", displayName="x")
        assert (answer.status, answer.json["code"]) == (403, "FORBIDDEN")
