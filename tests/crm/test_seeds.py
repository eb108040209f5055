"""What a new organization starts with."""

import pytest

from crm.seeds import (
    CALL_OUTCOMES,
    LEAD_UNQUALIFIED_REASONS,
    PIPELINE,
    VISIT_OUTCOMES,
)
from records.history.models import Change

# Contract envelope §4: name, slug, category, active, position, likelihood.
STAGES = [
    ("Prospecting", "prospecting", "incoming", True, 1, 5),
    ("Qualified", "qualified", "in_progress", True, 2, 10),
    ("Quote", "quote", "in_progress", True, 3, 20),
    ("Closure", "closure", "in_progress", True, 7, 50),
    ("Won", "won", "won", False, 8, None),
    ("Lost", "lost", "lost", False, 9, None),
    ("Unqualified", "unqualified", "unqualified", False, 10, None),
]
PLACES = {
    "lead_unqualified_reasons",
    "call_outcomes",
    "visit_outcomes",
    "pipelines",
    "stages",
}


def test_a_new_organization_has_one_pipeline_of_seven_stages(tenant):
    (pipeline,) = tenant.api.get("/api/pipelines").json
    assert (pipeline["name"], pipeline["locked"]) == (PIPELINE, False)
    stages = tenant.api.get("/api/stages").json
    assert [
        (
            one["name"],
            one["slug"],
            one["category"],
            one["active"],
            one["position"],
            one["likelihood"],
        )
        for one in stages
    ] == STAGES
    assert {one["pipeline_id"] for one in stages} == {pipeline["id"]}


@pytest.mark.parametrize(
    ("slug", "names"),
    [
        ("lead_unqualified_reasons", LEAD_UNQUALIFIED_REASONS),
        ("call_outcomes", CALL_OUTCOMES),
        ("visit_outcomes", VISIT_OUTCOMES),
    ],
)
def test_a_new_organization_has_reasons_and_outcomes(tenant, slug, names):
    rows = tenant.api.get(f"/api/{slug}").json
    assert tuple(one["name"] for one in rows) == names


def test_every_organization_has_its_own(tenant, stranger):
    mine, theirs = (
        {one["id"] for one in side.api.get("/api/stages").json}
        for side in (tenant, stranger)
    )
    assert len(mine) == len(theirs) == 7
    assert not mine & theirs


def test_what_is_seeded_is_in_the_log_as_done_by_nobody(tenant):
    entries = Change.objects.for_organization(tenant.organization.pk)
    assert set(entries.values_list("object_type", flat=True)) == PLACES
    assert not entries.exclude(actor_id=None, key_id=None).exists()
