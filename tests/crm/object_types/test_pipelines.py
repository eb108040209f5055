"""Pipelines and stages."""

import pytest

from crm.models import Pipeline, Stage


@pytest.fixture
def pipeline(tenant):
    return tenant.api.get("/api/pipelines").json[0]["id"]


def post(tenant, **values):
    return tenant.api.post("/api/stages", values)


def test_a_stage_without_a_slug_takes_its_name(tenant, pipeline):
    stage = post(tenant, name="Next Step", pipeline_id=pipeline).json
    assert stage["slug"] == "Next Step"
    assert stage["pipeline_name"] == "Sales Pipeline"
    assert (stage["category"], stage["active"]) == ("in_progress", True)


@pytest.mark.parametrize("slug", ["won", "WON", " Won "])
def test_slugs_are_kept_apart_in_any_case(tenant, pipeline, slug):
    answer = post(tenant, name="Other", slug=slug, pipeline_id=pipeline)
    assert (answer.status, set(answer.json["errors"])) == (400, {"slug"})
    batch = [{"name": "A", "slug": one, "pipeline_id": pipeline} for one in ("ä", "Ä")]
    assert tenant.api.post("/api/stages", batch).status == 400
    assert Stage.objects.for_organization(tenant.organization.pk).count() == 7


def test_another_pipeline_may_use_the_same_slug(tenant):
    second = tenant.make("pipelines", name="Second")
    assert post(tenant, name="Won", slug="won", pipeline_id=second).status == 201


def test_a_stage_may_keep_its_slug_and_change_its_case(tenant):
    stage = tenant.api.get("/api/stages", filter={"slug": "won"}).json[0]
    path = f"/api/stages/{stage['id']}"
    assert tenant.api.put(path, {**stage, "color": "green"}).json["color"] == "green"
    assert tenant.api.put(path, {"slug": "WON"}).json["slug"] == "WON"
    assert tenant.api.put(path, {"slug": "lost"}).status == 400


def test_a_stage_cannot_move_to_a_pipeline_that_has_its_slug(tenant, pipeline):
    second = tenant.make("pipelines", name="Second")
    stage = post(tenant, name="Won", pipeline_id=second).json
    answer = tenant.api.put(f"/api/stages/{stage['id']}", {"pipeline_id": pipeline})
    assert (answer.status, set(answer.json["errors"])) == (400, {"slug"})


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("category", "open"),
        ("category", None),
        ("likelihood", 101),
        ("position", 2**31),
        ("position", None),
        ("active", None),
        ("pipeline_id", 10**15),
        ("name", "x" * 129),
    ],
    ids=repr,
)
def test_a_stage_refuses_what_does_not_fit(tenant, pipeline, field, value):
    values = {"name": "Next", "slug": "next", "pipeline_id": pipeline, field: value}
    answer = post(tenant, **values)
    assert (answer.status, set(answer.json["errors"])) == (400, {field})


def test_a_stage_without_a_name_is_blamed_for_the_name_alone(tenant, pipeline):
    answer = post(tenant, pipeline_id=pipeline)
    assert (answer.status, set(answer.json["errors"])) == (400, {"name"})


def test_stages_and_pipelines_are_shown_by_name(tenant):
    assert str(Pipeline.objects.everywhere().get()) == "Sales Pipeline"
    assert str(Stage.objects.everywhere().get(slug="won")) == "Won"


def test_members_may_not_remove_what_others_share(tenant, pipeline):
    member = tenant.colleague()
    stage = post(tenant, name="Next", pipeline_id=pipeline).json["id"]
    assert member.api.delete(f"/api/stages/{stage}").status == 403
    assert tenant.api.delete(f"/api/stages/{stage}").status == 200
