"""Records tell of their tags' fates."""

import pytest

from records.history.models import Action, Change

CARRIERS = ("contacts", "companies", "deals", "leads")
SUBJECTS = {"contacts": "contact", "companies": "contact"}


def tag_of(tenant, slug, name):
    wanted = SUBJECTS.get(slug, slug.removesuffix("s"))
    found = tenant.api.get("/api/tags", filter={"name": name, "resource_type": wanted})
    (tag,) = found.json
    return tag["id"]


def carrier(tenant, slug, *tags):
    answer = tenant.api.post(
        f"/api/{slug}", {"name": "n", "last_name": "l", "tags": list(tags)}
    )
    assert answer.status == 201, answer
    return answer.json


def told(tenant, slug, record):
    """Return what the log says of a record beyond its creation."""
    entries = Change.objects.everywhere().filter(
        object_type=slug, record_id=record["id"]
    )
    return [
        (one.before, one.after)
        for one in entries.exclude(action=Action.CREATED).order_by("id")
        if "tags" in one.before
    ]


@pytest.mark.parametrize("slug", CARRIERS)
def test_a_renamed_tag_is_a_change_of_whatever_carries_it(tenant, slug):
    one = carrier(tenant, slug, "a", "vip", "b")
    other = carrier(tenant, slug, "a")
    tag = tag_of(tenant, slug, "vip")
    assert tenant.api.put(f"/api/tags/{tag}", {"name": "star"}).status == 200
    now = tenant.api.get(f"/api/{slug}/{one['id']}").json
    assert now["tags"] == ["a", "star", "b"]
    assert now["updated_at"] > one["updated_at"]
    assert told(tenant, slug, one) == [
        ({"tags": ["a", "vip", "b"]}, {"tags": ["a", "star", "b"]})
    ]
    assert told(tenant, slug, other) == []


@pytest.mark.parametrize("slug", CARRIERS)
@pytest.mark.parametrize("parameters", [{}, {"purge": "true"}])
def test_a_deleted_tag_is_a_change_of_whatever_carried_it(tenant, slug, parameters):
    one = carrier(tenant, slug, "a", "vip")
    tag = tag_of(tenant, slug, "vip")
    assert tenant.api.delete(f"/api/tags/{tag}", **parameters).status == 200
    now = tenant.api.get(f"/api/{slug}/{one['id']}").json
    assert now["tags"] == ["a"]
    assert now["updated_at"] > one["updated_at"]
    assert told(tenant, slug, one) == [({"tags": ["a", "vip"]}, {"tags": ["a"]})]


def test_a_record_hears_of_the_tags_of_its_own_kind_only(tenant):
    contact, deal = carrier(tenant, "contacts", "vip"), carrier(tenant, "deals", "vip")
    tenant.api.put(f"/api/tags/{tag_of(tenant, 'deals', 'vip')}", {"name": "big"})
    assert told(tenant, "contacts", contact) == []
    assert told(tenant, "deals", deal) == [({"tags": ["vip"]}, {"tags": ["big"]})]


def test_an_archived_record_hears_of_its_tags(tenant):
    one = carrier(tenant, "deals", "vip")
    tenant.api.delete(f"/api/deals/{one['id']}")
    tenant.api.put(f"/api/tags/{tag_of(tenant, 'deals', 'vip')}", {"name": "big"})
    assert told(tenant, "deals", one) == [({"tags": ["vip"]}, {"tags": ["big"]})]


def test_another_color_or_the_same_name_tells_nobody(tenant):
    one = carrier(tenant, "contacts", "vip")
    tag = tag_of(tenant, "contacts", "vip")
    tenant.api.put(f"/api/tags/{tag}", {"name": "vip", "color": "red"})
    assert told(tenant, "contacts", one) == []
    assert tenant.api.get(f"/api/contacts/{one['id']}").json == one


def test_a_name_that_is_taken_changes_nothing(tenant):
    one = carrier(tenant, "contacts", "vip", "star")
    tag = tag_of(tenant, "contacts", "vip")
    assert tenant.api.put(f"/api/tags/{tag}", {"name": "star"}).status == 400
    assert told(tenant, "contacts", one) == []


def test_another_organization_hears_nothing(tenant, stranger):
    theirs = carrier(stranger, "contacts", "vip")
    carrier(tenant, "contacts", "vip")
    tag = tag_of(tenant, "contacts", "vip")
    tenant.api.delete(f"/api/tags/{tag}")
    assert told(stranger, "contacts", theirs) == []
    assert stranger.api.get(f"/api/contacts/{theirs['id']}").json == theirs


@pytest.mark.parametrize("method", ["PUT", "DELETE"])
def test_many_carriers_cost_as_many_statements_as_few(
    tenant, django_assert_max_num_queries, method
):
    def statements(count, name):
        batch = [{"first_name": f"A{n}", "tags": [name]} for n in range(count)]
        assert tenant.api.post("/api/contacts", batch).status == 201
        tag = tag_of(tenant, "contacts", name)
        with django_assert_max_num_queries(60) as captured:
            answer = tenant.api(method, f"/api/tags/{tag}", {"name": f"{name} 2"})
        assert answer.status == 200
        return len(captured)

    assert statements(2, "few") == statements(15, "many")
