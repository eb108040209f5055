"""``PATCH`` and ``DELETE /api/custom_field_defs/<id>``."""

import pytest

from records.history.models import Change
from tests.custom_objects.api.naming import named
from tests.factories import define

PATH = "/api/custom_field_defs"
ASSETS = "custom_assets"


def listed(tenant, **parameters):
    return tenant.api.get(PATH, **parameters).json


def by_name(tenant, resource=ASSETS):
    return {one["name"]: one for one in listed(tenant, resource=resource)}


def change(tenant, name, said, resource=ASSETS):
    known = by_name(tenant, resource)[name]
    return tenant.api("PATCH", f"{PATH}/{known['id']}", said)


@pytest.mark.parametrize(
    ("said", "label"),
    [
        ({"name": "Inventory number"}, "Inventory number"),
        ({"label": "Inventory number"}, "Inventory number"),
        ({"name": "inventory", "label": "Inventory number"}, "Inventory number"),
        ({"name": "serial"}, "Serial number"),
        ({"name": "Serial", "label": "Serial number"}, "Serial number"),
        ({"name": "inventory", "label": "Serial number"}, "inventory"),
    ],
    ids=named,
)
def test_renaming_keeps_the_key_of_stored_values(tenant, assets, said, label):
    record = tenant.make("assets", serial="7")
    answer = change(tenant, "serial", said)
    assert answer.status == 200, answer.json
    assert (answer.json["name"], answer.json["label"]) == ("serial", label)
    read = tenant.api.get(f"/api/assets/{record}").json
    assert read["custom_fields"] == {"serial": "7"}


def test_a_field_changes_by_the_keys_that_are_sent(tenant, assets):
    before = by_name(tenant)["serial"]
    said = {
        "helpText": "On the back.",
        "icon": "tag",
        "isRequired": True,
        "isUnique": True,
        "isSearchable": True,
        "is_hidden": True,
        "position": 3,
        "fieldType": "url",
    }
    answer = change(tenant, "serial", said)
    said["isHidden"] = said.pop("is_hidden")
    assert (answer.status, answer.json) == (200, {**before, **said})
    assert by_name(tenant)["serial"] == answer.json


def test_a_field_may_be_sent_back_as_it_was_read(tenant, assets):
    entries = Change.objects.for_organization(tenant.organization.pk).count()
    for one in listed(tenant):
        answer = tenant.api("PATCH", f"{PATH}/{one['id']}", one)
        assert (answer.status, answer.json) == (200, one)
    assert Change.objects.for_organization(tenant.organization.pk).count() == entries


@pytest.mark.parametrize(
    ("name", "said", "keys"),
    [
        ("serial", {"nope": 1}, {"nope"}),
        ("serial", {"id": 5}, {"id"}),
        ("serial", {"resource": "contacts"}, {"resource"}),
        ("serial", {"createdAt": "2020-01-01T00:00:00.000Z"}, {"createdAt"}),
        ("serial", {"organizationId": None}, {"organizationId"}),
        ("serial", {"label": ""}, {"label"}),
        ("serial", {"label": 5, "name": 5}, {"label", "name"}),
        ("serial", {"fieldType": "teleport"}, {"fieldType"}),
        ("serial", {"fieldType": None}, {"fieldType"}),
        ("serial", {"fieldType": "number"}, {"fieldType"}),
        ("serial", {"options": ["a"]}, {"options"}),
        ("serial", {"config": {"a": 1}}, {"config"}),
        ("stage", {"options": []}, {"options"}),
        ("stage", {"isUnique": True}, {"isUnique"}),
        ("condition", {"options": ["a", "a"]}, {"options[1].label"}),
        ("serial", {"name": ""}, {"name"}),
        ("serial", {"name": None}, {"name"}),
    ],
    ids=named,
)
def test_a_change_that_cannot_be_is_refused_by_key(
    tenant, assets, refuse, name, said, keys
):
    address = f"{PATH}/{by_name(tenant)[name]['id']}"
    assert set(refuse("PATCH", address, said)) == keys


def test_a_label_that_is_taken_is_a_conflict(tenant, assets, refuse):
    address = f"{PATH}/{by_name(tenant)['serial']['id']}"
    for said in ({"label": "CONDITION"}, {"name": "Condition"}, {"label": "stage"}):
        told = refuse("PATCH", address, said, status=409)
        assert told["details"][0]["field"] == "label"


@pytest.mark.parametrize(
    ("name", "said", "told"),
    [
        ("serial", {"isRequired": True}, "1 record"),
        ("serial", {"isUnique": True}, "1 record"),
        ("condition", {"options": ["Used"]}, "1 record"),
    ],
    ids=named,
)
def test_a_change_that_records_would_fail_is_refused_until_it_is_allowed(
    tenant, assets, refuse, name, said, told
):
    records = [tenant.make("assets", name=one, serial="7") for one in ("a", "b")]
    records.append(tenant.make("assets", name="c", condition="New"))
    address = f"{PATH}/{by_name(tenant)[name]['id']}"
    answer = refuse("PATCH", address, said, status=409)
    first, *examples = answer["details"]
    assert told in answer["error"] == first["message"]
    assert {one["field"] for one in answer["details"]} == {name}
    assert {one["id"] for one in examples} <= set(records)
    assert {one["message"] for one in examples} <= {"a", "b", "c"}
    assert examples
    answer = refuse("PATCH", address, {**said, "nope": 1})
    assert set(answer) == {"nope"}
    refuse("PATCH", address, said, allow_failing="perhaps")
    answer = tenant.api("PATCH", address, said, allow_failing="true")
    assert answer.status == 200
    assert {key: answer.json[key] for key in said} == said


def test_settings_are_merged(tenant):
    made = tenant.api.post(
        PATH,
        {
            "resource": "contacts",
            "name": "margin",
            "label": "Margin",
            "fieldType": "currency",
            "config": {"currency": "EUR"},
        },
    ).json
    address = f"{PATH}/{made['id']}"
    answer = tenant.api("PATCH", address, {"config": {}})
    assert answer.json["config"] == {"currency": "EUR"}
    answer = tenant.api("PATCH", address, {"config": {"currency": None}})
    assert answer.json["config"] == {}


# -- taking away ------------------------------------------------------------------------


def test_a_field_goes_and_its_values_stay(tenant, assets, refuse):
    record = tenant.make("assets", serial="7", note="x")
    known = by_name(tenant)["serial"]
    answer = tenant.api.delete(f"{PATH}/{known['id']}")
    assert (answer.status, answer.json) == (200, {"ok": True})
    assert "serial" not in by_name(tenant)
    read = tenant.api.get(f"/api/assets/{record}").json
    assert read["custom_fields"] == {"note": "x"}
    refuse("GET", "/api/assets", filter={"serial": "7"})
    for method in ("PATCH", "DELETE"):
        refuse(method, f"{PATH}/{known['id']}", {}, status=404)
    again = {"name": "serial", "label": "Again", "fieldType": "text"}
    again["resource"] = ASSETS
    told = refuse("POST", PATH, again, status=409)
    assert "archived" in told["error"]


def test_what_records_are_known_by_stays(tenant, refuse):
    fields = define(tenant.organization, "ships", title="text", tons="number")
    refuse("DELETE", f"{PATH}/{fields['title'].pk}", status=409)
    assert tenant.api.delete(f"{PATH}/{fields['tons'].pk}").status == 200


@pytest.mark.parametrize(
    ("text", "status"),
    [
        *((one, 404) for one in ("0", "999999", str(2**63), "9" * 5000)),
        *((one, 400) for one in ("x", "-1", "1.5", "٣", "%20")),
    ],
    ids=lambda one: str(one)[:10],
)
def test_an_id_that_no_field_has(tenant, assets, refuse, text, status):
    for method in ("PATCH", "DELETE"):
        told = refuse(method, f"{PATH}/{text}", {"label": "x"}, status=status)
        assert told["code"] == ("NOT_FOUND" if status == 404 else "INVALID_REQUEST")


def test_an_adjustment_of_a_built_in_field_is_no_custom_field(tenant, refuse):
    tenant.api.post(
        "/api/object-config/contacts/overrides",
        {"columnName": "email", "displayName": "Mail"},
    )
    assert listed(tenant) == []
