"""Deals placed in stages."""

import datetime as dt

import pytest
from django.utils import timezone

from crm.models import Deal, Pipeline, Stage
from records.engine.errors import Conflict
from records.engine.writer import create_records
from records.history.models import Action, Change
from tests.budgets.statements import statements


@pytest.fixture
def stages(tenant):
    """Return the seeded stages' ids by slug."""
    return {one["slug"]: one["id"] for one in tenant.api.get("/api/stages").json}


def post(tenant, **values):
    return tenant.api.post("/api/deals", {"name": "Big", **values})


def placed(tenant, **values):
    answer = post(tenant, **values)
    assert answer.status == 201, answer
    return answer.json


def change(tenant, deal, **values):
    return tenant.api.put(f"/api/deals/{deal['id']}", values)


def stage_changes(tenant):
    return Change.objects.for_organization(tenant.organization.pk).filter(
        object_type="stages"
    )


@pytest.mark.parametrize(
    ("status", "slug"),
    [
        ("won", "won"),
        ("WON", "won"),
        (" Won ", "won"),
        ("Prospecting", "prospecting"),
        ("qualified", "qualified"),
    ],
)
def test_a_status_is_a_stage_by_slug_or_name_in_any_case(tenant, stages, status, slug):
    deal = placed(tenant, status=status)
    assert (deal["status"], deal["stage_id"]) == (slug, stages[slug])
    assert Stage.objects.for_organization(tenant.organization.pk).count() == 7


def test_a_name_that_is_no_slug_is_found_too(tenant, stages):
    tenant.api.put(f"/api/stages/{stages['quote']}", {"name": "Straße Offerte"})
    deal = placed(tenant, status="STRASSE OFFERTE")
    assert (deal["status"], deal["stage_id"]) == ("quote", stages["quote"])


def test_a_slug_wins_over_the_name_of_another_stage(tenant, stages):
    tenant.api.put(f"/api/stages/{stages['quote']}", {"name": "won"})
    assert placed(tenant, status="won")["stage_id"] == stages["won"]


@pytest.mark.parametrize("given", [{}, {"status": None}, {"status": ""}], ids=repr)
def test_a_deal_without_a_status_stands_in_the_first_stage(tenant, stages, given):
    deal = placed(tenant, **given)
    assert deal["stage_id"] == stages["prospecting"]


@pytest.mark.parametrize("status", ["in-negotiation", "Ä ß", "proposal made 2"])
def test_an_unknown_status_adds_a_stage_open_and_last_that_echoes_it(tenant, status):
    deal = placed(tenant, status=status)
    assert deal["status"] == status
    added = tenant.api.get("/api/stages").json[-1]
    assert added["id"] == deal["stage_id"]
    assert (added["name"], added["slug"]) == (status, status)
    assert (added["category"], added["active"]) == ("in_progress", True)
    assert added["pipeline_id"] == deal["pipeline_id"]
    assert tenant.api.get(f"/api/deals/{deal['id']}").json["status"] == status
    again = placed(tenant, status=status.upper())
    assert again["stage_id"] == deal["stage_id"]


def test_a_stage_added_on_use_is_in_the_log_by_the_same_person(tenant):
    member = tenant.colleague()
    seeded = stage_changes(tenant).count()
    answer = member.api.post("/api/deals", {"name": "Big", "status": "Fresh"})
    assert answer.status == 201
    entry = stage_changes(tenant).latest("id")
    assert stage_changes(tenant).count() == seeded + 1
    assert (entry.action, entry.actor_id) == (Action.CREATED, member.user.pk)
    assert entry.request_id == answer.headers["X-Request-Id"]


def test_a_refused_deal_adds_no_stage(tenant):
    answer = post(tenant, status="Fresh", amount="much", company_id=10**15)
    assert answer.status == 400
    assert set(answer.json["errors"]) == {"amount", "company_id"}
    assert Stage.objects.for_organization(tenant.organization.pk).count() == 7


def test_a_locked_pipeline_refuses_an_unknown_status_and_names_the_known(
    tenant, stages
):
    Pipeline.objects.for_organization(tenant.organization.pk).update(locked=True)
    refused = post(tenant, status="Fresh")
    assert (refused.status, set(refused.json["errors"])) == (400, {"status"})
    assert all(slug in refused.json["error"] for slug in stages)
    deal = placed(tenant, status="Won")
    assert change(tenant, deal, status="Fresh").status == 400
    assert change(tenant, deal, status="lost").json["status"] == "lost"


@pytest.mark.parametrize("status", [5, [], {}, "x" * 129, "a\x00"], ids=repr)
def test_a_status_that_is_no_text_is_refused(tenant, status):
    answer = post(tenant, status=status)
    assert (answer.status, set(answer.json["errors"])) == (400, {"status"})


def test_of_status_and_stage_the_stage_wins(tenant, stages):
    deal = placed(tenant, status="Fresh", stage_id=stages["won"])
    assert deal["status"] == "won"
    assert Stage.objects.for_organization(tenant.organization.pk).count() == 7


def test_a_whole_deal_sent_back_with_another_status_moves(tenant, stages):
    deal = placed(tenant, status="quote")
    moved = tenant.api.put(f"/api/deals/{deal['id']}", {**deal, "status": "won"}).json
    assert (moved["status"], moved["stage_id"]) == ("won", stages["won"])


def test_a_whole_deal_sent_back_with_another_stage_moves(tenant, stages):
    deal = placed(tenant, status="quote")
    sent = {**deal, "stage_id": stages["won"]}
    assert tenant.api.put(f"/api/deals/{deal['id']}", sent).json["status"] == "won"


@pytest.mark.parametrize("status", [None, ""])
def test_a_deal_always_has_a_status(tenant, status):
    deal = placed(tenant, status="quote")
    answer = change(tenant, deal, status=status)
    assert (answer.status, set(answer.json["errors"])) == (400, {"status"})
    answer = change(tenant, deal, stage_id=None)
    assert (answer.status, set(answer.json["errors"])) == (400, {"stage_id"})
    assert tenant.api.get(f"/api/deals/{deal['id']}").json["status"] == "quote"


def test_a_stage_of_another_organization_is_refused(tenant, stranger, stages):
    theirs = stranger.api.get("/api/stages").json[0]["id"]
    answer = post(tenant, stage_id=theirs)
    assert (answer.status, set(answer.json["errors"])) == (400, {"stage_id"})


def test_moving_a_deal_notes_who_and_when(tenant):
    deal = placed(tenant)
    assert deal["last_stage_change_at"] is None
    assert deal["last_stage_change_by_id"] is None
    member = tenant.colleague()
    before = timezone.now() - dt.timedelta(milliseconds=1)
    moved = change(member, deal, status="won").json
    assert moved["last_stage_change_by_id"] == member.user.pk
    moment = dt.datetime.fromisoformat(moved["last_stage_change_at"])
    assert before <= moment <= timezone.now()


@pytest.mark.parametrize("values", [{"status": "PROSPECTING"}, {"name": "Bigger"}])
def test_a_deal_that_stays_where_it_is_was_not_moved(tenant, values):
    deal = placed(tenant)
    answer = change(tenant, deal, **values)
    assert answer.json["last_stage_change_at"] is None
    assert answer.json["status"] == "prospecting"


def test_a_status_in_another_case_is_no_change(tenant):
    deal = placed(tenant, status="won")
    entries = Change.objects.everywhere().count()
    assert change(tenant, deal, status="WON").json == deal
    assert Change.objects.everywhere().count() == entries


def test_a_status_stays_in_the_pipeline_of_the_deal(tenant):
    second = tenant.make("pipelines", name="Second", position=5)
    there = tenant.make("stages", name="Won", pipeline_id=second)
    other = tenant.make("stages", name="Start", pipeline_id=second)
    deal = placed(tenant, stage_id=other)
    assert deal["pipeline_id"] == second
    assert change(tenant, deal, status="won").json["stage_id"] == there
    added = change(tenant, deal, status="Fresh").json
    assert added["pipeline_id"] == second


def test_new_deals_go_to_the_first_pipeline_that_is_not_disabled(tenant):
    first = tenant.api.get("/api/pipelines").json[0]["id"]
    second = tenant.make("pipelines", name="Second", position=5)
    start = tenant.make("stages", name="Start", pipeline_id=second)
    assert placed(tenant)["pipeline_id"] == first
    tenant.api.put(f"/api/pipelines/{first}", {"disabled": True})
    assert placed(tenant)["stage_id"] == start
    tenant.api.put(f"/api/pipelines/{second}", {"disabled": True})
    assert placed(tenant)["pipeline_id"] == first


def test_a_pipeline_without_stages_gets_one_with_the_first_status(tenant):
    empty = tenant.make("pipelines", name="Empty", position=-5)
    refused = post(tenant)
    assert (refused.status, set(refused.json["errors"])) == (400, {"stage_id"})
    assert placed(tenant, status="Start")["pipeline_id"] == empty


def test_an_organization_without_pipelines_tells_what_is_missing(tenant):
    Stage.objects.for_organization(tenant.organization.pk).delete()
    Pipeline.objects.for_organization(tenant.organization.pk).delete()
    for given in ({}, {"status": "won"}):
        answer = post(tenant, **given)
        assert (answer.status, set(answer.json["errors"])) == (400, {"stage_id"})


def test_deals_of_a_batch_share_the_stage_they_add(tenant):
    batch = [{"name": "D", "status": one} for one in ("Fresh", "fresh", "won", "Other")]
    answer = tenant.api.post("/api/deals", batch)
    assert [one["status"] for one in answer.json] == ["Fresh", "Fresh", "won", "Other"]
    assert Stage.objects.for_organization(tenant.organization.pk).count() == 9
    assert Deal.objects.for_organization(tenant.organization.pk).count() == 4


@pytest.mark.parametrize(
    ("question", "names"),
    [
        ({"filter": {"status": "WON"}}, ["W"]),
        ({"filter": {"status": ["won", "Lost"]}}, ["W", "L"]),
        ({"filters": [{"field": "status", "op": "neq", "value": "won"}]}, ["L", "F"]),
        ({"filters": [{"field": "status", "op": "contains", "value": "ES"}]}, ["F"]),
        ({"sort": "status"}, ["W", "L", "F"]),
        ({"sort": "-status"}, ["F", "L", "W"]),
    ],
    ids=repr,
)
def test_deals_are_asked_for_by_status_and_ordered_as_the_stages(
    tenant, question, names
):
    for name, status in (("W", "won"), ("L", "lost"), ("F", "Fresh")):
        placed(tenant, name=name, status=status)
    found = tenant.api.get("/api/deals", **question).json
    assert [one["name"] for one in found] == names


def test_a_renamed_stage_is_shown_by_every_deal(tenant, stages):
    deal = placed(tenant, status="won")
    tenant.api.put(f"/api/stages/{stages['won']}", {"slug": "closed-won"})
    assert tenant.api.get(f"/api/deals/{deal['id']}").json["status"] == "closed-won"


def test_a_stage_that_cannot_be_added_is_no_stage_of_somebody_else(tenant, monkeypatch):
    def refuse(*_args):
        raise Conflict("Taken.")

    monkeypatch.setattr("crm.staging.create_records", refuse)
    answer = post(tenant, status="Fresh")
    assert (answer.status, answer.json["error"]) == (409, "Taken.")
    assert tenant.api.get("/api/deals").json == []


def test_a_stage_that_takes_the_name_meanwhile_is_the_one(tenant, stages, monkeypatch):
    def outrun(caller, object_type, batch):
        monkeypatch.undo()
        tenant.api.put(f"/api/stages/{stages['lost']}", {"slug": "fresh"})
        return create_records(caller, object_type, batch)

    monkeypatch.setattr("crm.staging.create_records", outrun)
    batch = [{"name": "D", "status": one} for one in ("Crisp", "Fresh", "Ripe")]
    deals = tenant.api.post("/api/deals", batch)
    assert deals.status == 201
    assert [one["status"] for one in deals.json] == ["Crisp", "fresh", "Ripe"]
    assert deals.json[1]["stage_id"] == stages["lost"]
    rows = Stage.objects.for_organization(tenant.organization.pk)
    added = rows.exclude(pk__in=stages.values()).order_by("position")
    assert list(added.values_list("name", flat=True)) == ["Crisp", "Ripe"]


def test_many_new_stages_cost_no_statement_each(tenant):
    def cost(names):
        batch = [{"name": "D", "status": one} for one in names]
        told = statements(lambda: tenant.api.post("/api/deals", batch))
        return sum(not sql.startswith(("INSERT", "COPY")) for sql in told)

    few, many = cost(["a", "b"]), cost([f"stage {one}" for one in range(40)])
    # The first request also notes that the key was used.
    assert many <= few
