"""What client applications keep here."""

import pytest

from crm.models import AutomationRule, Configuration

CONFIG = {"modules": {"firstName": [1, None, "ß"]}}


def test_there_is_no_configuration_before_the_first(tenant):
    assert tenant.api.get("/api/configuration").json == []
    assert tenant.api.get("/api/configuration/1").status == 404
    assert tenant.api.put("/api/configuration/1", {"config": {}}).status == 404
    assert tenant.api.delete("/api/configuration/1").status == 404


def test_the_first_is_created_and_the_second_replaces_it(tenant):
    created = tenant.api.post("/api/configuration", {"config": CONFIG})
    assert created.status == 201
    assert (created.json["id"], created.json["config"]) == (1, CONFIG)
    again = tenant.api.post("/api/configuration", {"config": {"a": 1}})
    assert again.status == 200
    assert (again.json["id"], again.json["config"]) == (1, {"a": 1})
    assert Configuration.objects.everywhere().count() == 1
    assert str(Configuration.objects.everywhere().get()) == "configuration"


@pytest.mark.parametrize("record_id", ["1", "7", "anything", "0"])
def test_any_id_means_the_only_one(tenant, record_id):
    tenant.make("configuration", config=CONFIG)
    path = f"/api/configuration/{record_id}"
    assert tenant.api.get(path).json["id"] == 1
    assert tenant.api.put(path, {"config": {"b": 2}}).json["config"] == {"b": 2}
    assert tenant.api.put(path, {"config": {}}).json["config"] == {}
    deleted = tenant.api.delete(path)
    assert (deleted.status, deleted.json["id"]) == (200, 1)
    assert tenant.api.get("/api/configuration").json == []


def test_organizations_have_each_their_own(tenant, stranger):
    tenant.make("configuration", config=CONFIG)
    assert stranger.api.get("/api/configuration/1").status == 404
    assert stranger.api.post("/api/configuration", {"config": {}}).status == 201
    assert tenant.api.get("/api/configuration/1").json["config"] == CONFIG


@pytest.mark.parametrize("config", [None, [], "text", 5, {"a": 2**63}, {"\x00": 1}])
def test_a_configuration_is_an_object_that_can_be_kept(tenant, config):
    answer = tenant.api.post("/api/configuration", {"config": config})
    assert (answer.status, set(answer.json["errors"])) == (400, {"config"})


def test_the_only_one_can_be_asked_for(tenant):
    tenant.make("configuration", config=CONFIG)
    assert len(tenant.api.get("/api/configuration", filter={"id": 1}).json) == 1
    assert tenant.api.get("/api/configuration", filter={"id": 2}).json == []


def test_a_rule_keeps_its_workflow_as_it_is(tenant):
    workflow = {"nodes": [{"id": "a", "data": {"camelCase": True}}], "edges": []}
    rule = tenant.api.post(
        "/api/automation_rules", {"name": "A", "workflowDefinition": workflow}
    ).json
    assert rule["workflow_definition"] == workflow
    assert (rule["enabled"], rule["last_run_at"]) == (True, None)
    changed = tenant.api.put(
        f"/api/automation_rules/{rule['id']}",
        {"enabled": "false", "last_run_at": "2026-01-01"},
    ).json
    assert changed["enabled"] is False
    assert changed["last_run_at"] == "2026-01-01T00:00:00.000Z"
    assert changed["workflow_definition"] == workflow
    assert str(AutomationRule.objects.everywhere().get()) == "A"


@pytest.mark.parametrize(
    ("field", "value"),
    [("name", ""), ("enabled", "perhaps"), ("workflow_definition", [])],
)
def test_a_rule_refuses_what_it_cannot_hold(tenant, field, value):
    answer = tenant.api.post("/api/automation_rules", {"name": "A", field: value})
    assert (answer.status, set(answer.json["errors"])) == (400, {field})
