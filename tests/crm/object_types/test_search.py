"""What ``q`` looks into (contract resource §12.9), type by type."""

import pytest

# Resource, and for each text that is looked into a record that has it there.
SEARCHED = {
    "contacts": ({"first_name": "x"}, {"last_name": "x"}, {"email": "x"}),
    "companies": (
        {"name": "x"},
        {"name": "y", "category": "x"},
        {"name": "y", "domain": "x"},
    ),
    "deals": ({"name": "x"},),
    "leads": (
        *({"first_name": "x"}, {"last_name": "x"}),
        *({"organization_name": "x"}, {"email": "x"}),
    ),
    "tasks": ({"text": "x"},),
    "contact_notes": ({"title": "x"}, {"text": "x"}),
    "company_notes": ({"title": "x"}, {"text": "x"}),
    "deal_notes": ({"title": "x"}, {"text": "x"}),
    "lead_notes": ({"title": "x"}, {"text": "x"}),
    "tags": ({"name": "x"},),
    "pipelines": ({"name": "x"},),
    "stages": ({"name": "x", "slug": "y"}, {"name": "y", "slug": "x"}),
    "deal_sources": ({"name": "x"},),
    "lead_sources": ({"name": "x"},),
    "loss_reasons": ({"name": "x"},),
    "deal_unqualified_reasons": ({"name": "x"},),
    "lead_unqualified_reasons": ({"name": "x"},),
    "automation_rules": ({"name": "x"},),
}
TEXTS = {"x": "In ZÜRICH 100%", "y": "elsewhere"}
# The resource that a record must point at.
NEEDED = {
    "contact_notes": ("contact_id", "contacts"),
    "company_notes": ("company_id", "companies"),
    "deal_notes": ("deal_id", "deals"),
    "lead_notes": ("lead_id", "leads"),
    "stages": ("pipeline_id", "pipelines"),
}
# Texts that no search looks into.
UNSEARCHED = {
    "contacts": {"phone": "x", "description": "x"},
    "companies": {"name": "y", "industry": "x"},
    "deals": {"name": "y", "description": "x"},
    "tasks": {"text": "y", "description": "x"},
}


def stored(tenant, slug, values):
    body = {name: TEXTS[one] for name, one in values.items()}
    if slug in NEEDED:
        field, target = NEEDED[slug]
        body[field] = stored(tenant, target, {"name": "y", "last_name": "y"})
    answer = tenant.api.post(f"/api/{slug}", body)
    assert answer.status == 201, answer.json
    return answer.json["id"]


def found(tenant, slug, q):
    answer = tenant.api.get(f"/api/{slug}", filter={"q": q})
    assert answer.status == 200, answer.json
    return {one["id"] for one in answer.json}


@pytest.mark.parametrize(
    ("slug", "values"),
    [(slug, values) for slug, records in SEARCHED.items() for values in records],
    ids=str,
)
def test_a_search_looks_into_this_text_in_any_case(tenant, slug, values):
    record_id = stored(tenant, slug, values)
    for q in ("zürich", " ZÜRICH 100%", "ürich"):
        assert found(tenant, slug, q) == {record_id}
    for q in ("zürich_", "in%100", "zurich"):
        assert found(tenant, slug, q) == set()


@pytest.mark.parametrize("slug", UNSEARCHED)
def test_a_search_looks_into_no_other_text(tenant, slug):
    stored(tenant, slug, UNSEARCHED[slug])
    assert found(tenant, slug, "zürich") == set()
