"""``PUT /api/object-config/<slug>``."""

import pytest

from records.history.models import Change
from tests.custom_objects.api.naming import named

PATH = "/api/object-config"


def listed(tenant):
    return {one["slug"]: one for one in tenant.api.get(PATH).json}


def test_an_object_changes_by_the_keys_that_are_sent(tenant, assets):
    said = {
        "singularName": "Thing",
        "pluralName": "Things",
        "icon": "box",
        "icon_color": "red",
        "isActive": False,
        "position": 3,
        "settings": {"a": [1, None]},
    }
    answer = tenant.api.put(f"{PATH}/assets", said)
    said["iconColor"] = said.pop("icon_color")
    assert (answer.status, answer.json) == (200, {**assets, **said})
    assert listed(tenant)["assets"] == answer.json
    # Neither slug nor records move with the name, and what is out of sight answers.
    assert tenant.api.get("/api/assets").status == 200
    assert tenant.api.get("/api/things").status == 404
    back = tenant.api.put(f"{PATH}/assets", {"isActive": True, "icon": ""})
    assert (back.json["isActive"], back.json["icon"]) == (True, "building")


def test_an_object_may_be_sent_back_as_it_was_read(tenant, assets):
    entries = Change.objects.for_organization(tenant.organization.pk).count()
    for one in tenant.api.get(PATH).json:
        answer = tenant.api.put(f"{PATH}/{one['slug']}", one)
        assert (answer.status, answer.json) == (200, one)
    assert Change.objects.for_organization(tenant.organization.pk).count() == entries


def test_a_built_in_object_is_called_otherwise_in_one_organization(tenant, stranger):
    said = {"pluralName": "People", "icon": "face", "settings": {"a": 1}}
    answer = tenant.api.put(f"{PATH}/contacts", said)
    assert answer.status == 200
    assert {key: answer.json[key] for key in said} == said
    assert answer.json["singularName"] == "Contact"
    assert answer.json["organizationId"] is None
    assert listed(tenant)["contacts"] == answer.json
    assert listed(stranger)["contacts"]["pluralName"] == "Contacts"
    back = tenant.api.put(f"{PATH}/contacts", {"pluralName": "", "icon": None})
    assert (back.json["pluralName"], back.json["icon"]) == ("Contacts", "person")


@pytest.mark.parametrize(
    ("said", "keys"),
    [
        ({"nope": 1}, {"nope"}),
        ({"fields": []}, {"fields"}),
        ({"slug": "things"}, {"slug"}),
        ({"tableName": "things"}, {"tableName"}),
        ({"type": "standard"}, {"type"}),
        ({"id": 5}, {"id"}),
        ({"organizationId": 5}, {"organizationId"}),
        ({"attributes": []}, {"attributes"}),
        ({"pluralName": ""}, {"pluralName"}),
        ({"pluralName": None}, {"pluralName"}),
        ({"singularName": 5, "isActive": "x"}, {"singularName", "isActive"}),
        ({"position": 2**40}, {"position"}),
        ({"settings": {"a": "x" * 20_000}}, {"settings"}),
    ],
    ids=named,
)
def test_a_change_that_cannot_be_is_refused_by_key(tenant, assets, refuse, said, keys):
    assert set(refuse("PUT", f"{PATH}/assets", said)) == keys


@pytest.mark.parametrize(
    "slug", ["nope", "tags", "contacts_summary", "custom_assets", "configuration", "1"]
)
def test_what_is_no_object_here_is_not_found(tenant, assets, refuse, slug):
    refuse("PUT", f"{PATH}/{slug}", {"pluralName": "x"}, status=404)
    body = {"columnName": "name", "displayName": "x"}
    refuse("POST", f"{PATH}/{slug}/overrides", body, status=404)
