"""Does no row of a record change without an entry in the log?"""

import pytest

from crm.models import Party
from records.schema.object_types import Operation
from records.schema.registry import registry
from tests.samples import SLUGS, furnish, on_their_own, sample_body
from tests.snapshots import snapshot, unlogged


@pytest.fixture
def ids(tenant):
    """The ids of one full record of every type, each pointing at the others."""
    return furnish(tenant, "Okapi")


def writes(tenant, slug, ids):
    """Yield the answers of everything that changes rows of a type."""
    object_type = registry.built_in_type(slug)
    api, able = tenant.api, object_type.can
    one = f"/api/{slug}/{ids[slug]}"
    # Neither the names nor the slugs of the record that is there already.
    (own,) = on_their_own(tenant, slug, ids, 1)
    body = {**sample_body(object_type, "Gnu", own), "tags": ["Gnu", "Okapi tag"]}
    if object_type.slug == "deals":
        body = {**body, "status": "Gnu stage", "stage_id": None}
    if able(Operation.CREATE):
        yield api.post(f"/api/{slug}", body)
    if able(Operation.UPDATE):
        changed = {**sample_body(object_type, "Emu", ids), "tags": ["Emu"]}
        yield api.put(one, {**changed, "discount": 1})
    if able(Operation.MERGE):
        loser = tenant.make(slug, name="loser", tags=["loser"])
        tenant.make("tasks", text="moves", **{_of(slug): loser})
        yield api.post(f"/api/merge_{slug}", {"winnerId": ids[slug], "loserId": loser})
    if able(Operation.ARCHIVE):
        yield api.delete(one)
        yield api.post(f"{one}/restore")
        yield api.delete(one, purge="true")
    elif not able(Operation.UPDATE) and able(Operation.DELETE):
        yield api.delete(one)


def _of(slug):
    return {"contacts": "contact_id", "companies": "company_id"}[slug]


@pytest.mark.parametrize(
    "slug",
    [one for one in SLUGS if registry.built_in_type(one).can(Operation.CREATE)],
)
def test_every_row_that_a_request_changes_has_its_entry(tenant, ids, slug):
    before = snapshot()
    for answer in writes(tenant, slug, ids):
        assert answer.status < 300, answer.json
        after = snapshot()
        assert after != before
        assert unlogged(before, after) == []
        before = after


@pytest.mark.parametrize(
    "slug", ["tags", "deal_sources", "loss_reasons", "lead_unqualified_reasons"]
)
def test_what_pointed_at_a_deleted_look_up_row_has_its_entry(tenant, ids, slug):
    before = snapshot()
    assert tenant.api.delete(f"/api/{slug}/{ids[slug]}").status == 200
    after = snapshot()
    assert before["records.change"] != after["records.change"]
    assert unlogged(before, after) == []


def test_a_row_that_was_changed_past_the_writer_is_noticed(tenant, ids):
    before = snapshot()
    Party.objects.for_organization(tenant.organization.pk).filter(
        pk=ids["contacts"]
    ).update(title="Smuggled")
    assert unlogged(before, snapshot()) == [("crm.party", ids["contacts"])]
