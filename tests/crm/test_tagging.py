"""Tags on records."""

import pytest

from crm.models import Tag, Tagging
from records.engine.errors import Conflict
from records.history.models import Action, Change


def post(tenant, slug="contacts", **values):
    answer = tenant.api.post(f"/api/{slug}", {"name": "Ada", **values})
    assert answer.status == 201, answer
    return answer.json


def put(tenant, record, slug="contacts", **values):
    answer = tenant.api.put(f"/api/{slug}/{record['id']}", values)
    assert answer.status == 200, answer
    return answer.json


def tags_of(tenant):
    rows = Tag.objects.for_organization(tenant.organization.pk)
    return sorted(rows.values_list("name", "resource_type"))


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ({}, []),
        ({"tags": None}, []),
        ({"tags": []}, []),
        ({"tags": ["b", "a"]}, ["b", "a"]),
        ({"tags": ["a", "b", "a", " a ", ""]}, ["a", "b"]),
        ({"tags": ["VIP", "vip"]}, ["VIP", "vip"]),
        ({"tags": ["Ä ß 😀"]}, ["Ä ß 😀"]),
        ({"tags": ["x" * 255]}, ["x" * 255]),
    ],
)
def test_tags_are_an_ordered_set_of_names(tenant, given, kept):
    record = post(tenant, **given)
    assert record["tags"] == kept
    assert tenant.api.get(f"/api/contacts/{record['id']}").json["tags"] == kept


@pytest.mark.parametrize(
    "tags", ["VIP", {"a": 1}, 5, [1], [None], [["a"]], ["x" * 256], ["a\x00"]], ids=repr
)
def test_what_is_no_set_of_names_is_refused(tenant, tags):
    answer = tenant.api.post("/api/contacts", {"name": "Ada", "tags": tags})
    assert (answer.status, set(answer.json["errors"])) == (400, {"tags"})
    assert tags_of(tenant) == []


@pytest.mark.parametrize(
    ("sent", "kept"),
    [
        ({"title": "x"}, ["a", "b"]),
        ({"tags": ["b", "a"]}, ["b", "a"]),
        ({"tags": ["c"]}, ["c"]),
        ({"tags": []}, []),
        ({"tags": None}, []),
    ],
    ids=repr,
)
def test_tags_are_replaced_as_a_set_when_they_are_sent(tenant, sent, kept):
    record = post(tenant, tags=["a", "b"])
    assert put(tenant, record, **sent)["tags"] == kept


def test_the_same_tags_are_no_change(tenant):
    record = post(tenant, tags=["a", "b"])
    entries = Change.objects.everywhere().count()
    assert put(tenant, record, tags=["a", " b", "a"]) == record
    assert Change.objects.everywhere().count() == entries


def test_another_order_is_a_change(tenant):
    record = post(tenant, tags=["a", "b"])
    put(tenant, record, tags=["b", "a"])
    entry = Change.objects.everywhere().filter(object_type="contacts").latest("id")
    assert (entry.before, entry.after) == ({"tags": ["a", "b"]}, {"tags": ["b", "a"]})


def test_a_tag_is_made_on_use_and_told_in_the_log(tenant):
    member = tenant.colleague()
    post(member, tags=["new"])
    (entry,) = Change.objects.everywhere().filter(object_type="tags")
    assert (entry.action, entry.actor_id) == (Action.CREATED, member.user.pk)
    assert entry.after == {"name": "new", "resource_type": "contact"}


def test_a_tag_that_is_there_is_used(tenant):
    tag = tenant.make("tags", name="VIP", color="red")
    post(tenant, tags=["VIP"])
    assert [one["id"] for one in tenant.api.get("/api/tags").json] == [tag]


def test_contacts_and_companies_share_their_tags_deals_and_leads_do_not(tenant):
    for slug in ("contacts", "companies", "deals", "leads"):
        assert post(tenant, slug, first_name="x", tags=["VIP"])["tags"] == ["VIP"]
    assert tags_of(tenant) == [("VIP", "contact"), ("VIP", "deal"), ("VIP", "lead")]


def test_organizations_do_not_share_tags(tenant, stranger):
    post(tenant, tags=["VIP"])
    post(stranger, tags=["VIP"])
    assert tags_of(tenant) == tags_of(stranger) == [("VIP", "contact")]
    assert Tag.objects.everywhere().count() == 2


def test_a_renamed_tag_is_shown_everywhere(tenant):
    contact, company = (
        post(tenant, tags=["a", "b"]),
        post(tenant, "companies", tags=["a"]),
    )
    tag = tenant.api.get("/api/tags", filter={"name": "a"}).json[0]["id"]
    assert tenant.api.put(f"/api/tags/{tag}", {"name": "z"}).status == 200
    assert tenant.api.get(f"/api/contacts/{contact['id']}").json["tags"] == ["z", "b"]
    assert tenant.api.get(f"/api/companies/{company['id']}").json["tags"] == ["z"]


def test_a_deleted_tag_is_gone_from_all(tenant):
    records = [post(tenant, tags=["a", "b"]), post(tenant, "companies", tags=["b"])]
    tag = tenant.api.get("/api/tags", filter={"name": "b"}).json[0]["id"]
    assert tenant.api.delete(f"/api/tags/{tag}").status == 200
    found = [
        tenant.api.get(f"/api/{slug}/{record['id']}").json["tags"]
        for slug, record in zip(("contacts", "companies"), records, strict=True)
    ]
    assert found == [["a"], []]


def test_a_tag_cannot_be_renamed_to_one_that_is_there(tenant):
    post(tenant, tags=["a", "b"])
    tag = tenant.api.get("/api/tags", filter={"name": "b"}).json[0]["id"]
    answer = tenant.api.put(f"/api/tags/{tag}", {"name": "a"})
    assert (answer.status, set(answer.json["errors"])) == (400, {"name"})


def test_a_refused_record_makes_no_tag(tenant):
    answer = tenant.api.post("/api/contacts", {"phone": 5, "tags": ["new"]})
    assert answer.status == 400
    assert tags_of(tenant) == []


def test_the_tags_of_a_purged_record_go_with_it(tenant):
    record = post(tenant, tags=["a"])
    tenant.api.delete(f"/api/contacts/{record['id']}", purge="true")
    assert Tagging.objects.everywhere().count() == 0
    assert tags_of(tenant) == [("a", "contact")]


def test_a_batch_is_tagged_in_a_fixed_number_of_statements(
    tenant, django_assert_max_num_queries
):
    batch = [{"name": f"N{n}", "tags": [f"t{n % 5}", "all"]} for n in range(20)]
    with django_assert_max_num_queries(25):
        answer = tenant.api.post("/api/contacts", batch)
    assert [one["tags"] for one in answer.json] == [one["tags"] for one in batch]


def test_a_thousand_tags_are_stored_in_order_and_no_more(tenant):
    names = [str(n) for n in range(1_000)]
    assert post(tenant, tags=names)["tags"] == names
    answer = tenant.api.post("/api/contacts", {"tags": [*names, "more"]})
    assert (answer.status, set(answer.json["errors"])) == (400, {"tags"})


def test_a_batch_may_name_thousands_of_new_tags(tenant):
    batch = [{"tags": [f"{n} {m}" for m in range(50)]} for n in range(50)]
    answer = tenant.api.post("/api/contacts", batch)
    assert answer.status == 201
    assert [one["tags"] for one in answer.json] == [one["tags"] for one in batch]
    assert len(tags_of(tenant)) == 2_500


@pytest.mark.parametrize(
    ("question", "names"),
    [
        ({"filter": {"tags": "a"}}, ["A", "AB"]),
        ({"filter": {"tags": "A"}}, []),
        ({"filter": {"tags": ["b", "c"]}}, ["AB"]),
        ({"filter": {"tags": None}}, ["None"]),
        ({"filter": {"tags@cs": "{a,b}"}}, ["AB"]),
        ({"filters": [{"field": "tags", "op": "contains", "value": "A"}]}, ["A", "AB"]),
        ({"filters": [{"field": "tags", "op": "neq", "value": "b"}]}, ["A"]),
        ({"filters": [{"field": "tags", "op": "is_not_empty"}]}, ["A", "AB"]),
    ],
    ids=repr,
)
def test_records_are_asked_for_by_tag(tenant, question, names):
    for name, tags in (("A", ["a"]), ("AB", ["a", "b"]), ("None", [])):
        post(tenant, last_name=name, tags=tags)
    found = tenant.api.get("/api/contacts", **question).json
    assert [one["last_name"] for one in found] == names


def test_a_tag_that_cannot_be_made_refuses_the_record(tenant, monkeypatch):
    def refuse(*_args):
        raise Conflict("Taken.")

    monkeypatch.setattr("crm.tagging.create_records", refuse)
    answer = tenant.api.post("/api/contacts", {"tags": ["new"]})
    assert (answer.status, answer.json["error"]) == (409, "Taken.")
    assert tenant.api.get("/api/contacts").json == []
