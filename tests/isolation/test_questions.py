"""Does no question reach, count or reveal another organization's rows?"""

import pytest

from records.schema.kinds import ReferenceKind, TextKind
from tests.isolation.houses import MARKER, NOWHERE, assert_says_nothing, type_of
from tests.samples import ROWS_OF, SLUGS


def fields_of(slug, kind):
    return [one.name for one in type_of(slug).fields if isinstance(one.kind, kind)]


def archived_too(slug):
    return {"include_archived": True} if type_of(slug).has_archive else {}


# The id of a singleton is 1 everywhere; the lists below show whose it is.
@pytest.mark.parametrize("slug", [one for one in SLUGS if not type_of(one).singleton])
def test_a_foreign_id_as_filter_value_matches_nothing(own, foreign, slug):
    record = foreign.api.get(f"/api/{slug}/{foreign.ids[slug]}").json
    for field in fields_of(slug, ReferenceKind):
        wanted = record[field] or NOWHERE
        for asked in (
            {"filter": {field: wanted, **archived_too(slug)}},
            {"filter": {field: [wanted], **archived_too(slug)}},
            {"filters": [{"field": field, "op": "eq", "value": str(wanted)}]},
            {"filters": [{"field": field, "op": "in", "value": [wanted]}]},
        ):
            answer = own.api.get(f"/api/{slug}", **asked)
            assert (answer.status, answer.json) == (200, []), asked
            assert answer.headers["X-Total-Count"] == "0"


@pytest.mark.parametrize("slug", SLUGS)
def test_a_foreign_text_as_filter_value_matches_nothing(own, foreign, slug):
    """Joined names (company_name, pipeline_name) are among the fields."""
    for field in fields_of(slug, TextKind):
        for operator in ("contains", "starts_with"):
            asked = [{"field": field, "op": operator, "value": MARKER}]
            answer = own.api.get(f"/api/{slug}", filters=asked)
            assert (answer.status, answer.json) == (200, []), asked


@pytest.mark.parametrize("slug", SLUGS)
def test_a_list_shows_and_counts_the_own_rows_only(own, foreign, slug):
    for asked in (
        {"filter": archived_too(slug)},
        {"sort": "-id", "range": [0, 999]},
        {"filters": [{"field": "id", "op": "gte", "value": 0}]},
        {"keys": "camel"},
    ):
        answer = own.api.get(f"/api/{slug}", **asked)
        assert answer.status == 200
        assert_says_nothing(answer)
        total = int(answer.headers["X-Total-Count"])
        assert total == len(answer.json)
        for record in answer.json:
            found = record.get("organization_id", record.get("organizationId"))
            assert found == own.tenant.organization.pk


@pytest.mark.parametrize("slug", [one for one in SLUGS if type_of(one).search])
def test_a_search_finds_nothing_foreign(own, foreign, slug):
    assert own.api.get(f"/api/{slug}", filter={"q": MARKER}).json == []
    assert len(foreign.api.get(f"/api/{slug}", filter={"q": MARKER}).json) >= 1


@pytest.mark.parametrize("slug", sorted(ROWS_OF))
def test_the_counts_of_a_summary_are_unmoved_by_foreign_records(own, foreign, slug):
    before = own.api.get(f"/api/{slug}").json
    for _ in range(2):
        foreign.tenant.make("deals", name="d", company_id=foreign.ids["companies"])
        foreign.tenant.make("contacts", company_id=foreign.ids["companies"])
        foreign.tenant.make("tasks", contact_id=foreign.ids["contacts"])
    assert own.api.get(f"/api/{slug}").json == before


@pytest.mark.parametrize("dialect", ["resource", "document"])
def test_the_document_of_a_dialect_tells_no_record(own, foreign, dialect):
    answer = own.api.get(f"/openapi/{dialect}.json")
    assert answer.status == 200
    assert_says_nothing(answer)
