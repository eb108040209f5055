"""Short lists to choose from."""

import pytest

from crm.models import LossReason, Source, UnqualifiedReason

LISTS = (
    "deal_sources",
    "lead_sources",
    "loss_reasons",
    "deal_unqualified_reasons",
    "lead_unqualified_reasons",
)
MODELS = (Source, LossReason, UnqualifiedReason)


@pytest.mark.parametrize("slug", LISTS)
def test_a_name_is_once_in_its_list(tenant, stranger, slug):
    values = {"name": "Fair"}
    assert tenant.api.post(f"/api/{slug}", values).status == 201
    answer = tenant.api.post(f"/api/{slug}", values)
    assert (answer.status, set(answer.json["errors"])) == (400, {"name"})
    assert stranger.api.post(f"/api/{slug}", values).status == 201


@pytest.mark.parametrize("slug", LISTS)
def test_lists_do_not_mix(tenant, slug):
    row = tenant.make(slug, name="Fair")
    for other in LISTS:
        found = tenant.api.get(f"/api/{other}", filter={"name": "Fair"}).json
        assert [one["id"] for one in found] == ([row] if other == slug else [])


@pytest.mark.parametrize("slug", LISTS)
def test_a_row_needs_a_name_and_has_no_archive(tenant, slug):
    assert tenant.api.post(f"/api/{slug}", {"name": " "}).status == 400
    row = tenant.api.post(f"/api/{slug}", {"name": "Fair"}).json
    assert "archived_at" not in row
    answer = tenant.api.delete(f"/api/{slug}/{row['id']}")
    assert (answer.status, answer.json) == (200, row)


@pytest.mark.parametrize("model", MODELS)
def test_a_row_is_shown_by_its_name(model):
    assert str(model(name="Fair")) == "Fair"
