"""Does the envelope dialect know nothing of another organization?"""

import pytest

from records.dialects.envelope.resources import resources
from records.schema.fields import RelationField
from records.schema.kinds import TextKind
from records.schema.registry import registry
from tests.envelopes import envelope_of
from tests.isolation.houses import MARKER, NOWHERE
from tests.snapshots import assert_unchanged, snapshot

RESOURCES = {one.resource: one for one in resources() if one.parent is None}
CHILDREN = {one.resource: one for one in resources() if one.parent is not None}


def says_nothing(told):
    answer = f"{told.json} {told.headers}".lower()
    return MARKER.lower() not in answer


@pytest.mark.parametrize("name", RESOURCES)
def test_a_foreign_record_is_as_absent_as_one_that_never_was(own, foreign, name):
    v2 = envelope_of(own.tenant)
    before = snapshot()
    for slug in RESOURCES[name].sources:
        theirs = foreign.ids[slug]
        for method in ("GET", "PUT", "DELETE", "HEAD"):
            body = {"name": "taken", "content": "taken"}
            told = v2(method, f"{name}/{theirs}", body)
            absent = v2(method, f"{name}/{NOWHERE}", body)
            assert told.status == absent.status in (404, 405), (method, told.json)
            assert says_nothing(told)
    assert_unchanged(before)


@pytest.mark.parametrize("name", RESOURCES)
def test_a_collection_never_shows_a_foreign_record(own, foreign, name):
    v2, resource = envelope_of(own.tenant), RESOURCES[name]
    mine = {own.ids[slug] for slug in resource.sources}
    told = v2.ask(name, {"per_page": resource.largest_page})
    assert mine <= set(told.ids)
    assert says_nothing(told)
    asked = ",".join(str(foreign.ids[slug]) for slug in resource.sources)
    if set(asked.split(",")).isdisjoint(map(str, told.ids)):
        assert v2.ask(name, {"ids": asked}).items == []
    for include in resource.includes:
        assert says_nothing(v2.ask(name, {"includes": include.name}))


@pytest.mark.parametrize("name", [one for one in RESOURCES if RESOURCES[one].filters])
def test_a_filter_by_a_foreign_value_finds_nothing(own, foreign, name):
    v2, resource = envelope_of(own.tenant), RESOURCES[name]
    fields = registry.built_in_type(resource.sources[0]).fields_by_name
    for one in resource.filters:
        field = fields.get(one.neutral)
        if isinstance(field, RelationField):
            told = v2.ask(name, {one.name: foreign.ids[field.target]})
            assert told.items == [], one.name
        elif field is not None and type(field.kind) is TextKind:
            told = v2.ask(name, {one.name: f"{MARKER} {field.name}"})
            # Where only some words are values, a foreign one is none.
            assert told.status == 400 or told.items == [], one.name


@pytest.mark.parametrize("name", [one for one in RESOURCES if RESOURCES[one].can("U")])
def test_a_foreign_reference_is_refused_like_a_dangling_one(own, foreign, name):
    v2, resource = envelope_of(own.tenant), RESOURCES[name]
    slug = resource.sources[0]
    fields = registry.built_in_type(slug).fields_by_name
    before = snapshot()
    tried = 0
    for key in resource.keys:
        field = fields.get(key.neutral)
        if key.read_only or not isinstance(field, RelationField):
            continue
        path = f"{name}/{own.ids[slug]}"
        told = v2("PUT", path, {key.name: foreign.ids[field.target]})
        absent = v2("PUT", path, {key.name: NOWHERE})
        assert (
            told.errors == absent.errors == [("incorrect_value", f"/data/{key.name}")]
        )
        assert says_nothing(told)
        tried += 1
    assert_unchanged(before)
    # Notes say what they are about by two keys: below.
    assert tried or name == "notes" or not _references(fields), name


def _references(fields):
    return [
        one
        for one in fields.values()
        if isinstance(one, RelationField) and one.writable
    ]


@pytest.mark.parametrize("name", CHILDREN)
def test_below_a_foreign_parent_there_is_nothing(own, foreign, name):
    v2, resource = envelope_of(own.tenant), CHILDREN[name]
    parent = resource.parent.resource
    before = snapshot()
    body = {"contact_id": own.ids["contacts"], "product_id": own.ids["products"]}
    # What stands for a record in an address: its own id, or its contact's.
    known_by = "contacts" if name == "associated_contacts" else name
    theirs, mine = foreign.ids[known_by], own.ids[known_by]
    for path in (
        f"{parent}/{foreign.ids[parent]}/{name}",
        f"{parent}/{foreign.ids[parent]}/{name}/{theirs}",
        f"{parent}/{foreign.ids[parent]}/{name}/{mine}",
        f"{parent}/{own.ids[parent]}/{name}/{theirs}",
    ):
        for method in ("GET", "POST", "PUT", "DELETE"):
            told = v2(method, path, body)
            absent = v2(method, path.replace(str(theirs), str(NOWHERE)), body)
            assert told.status in (404, 405), (method, path)
            assert says_nothing(told)
            assert says_nothing(absent)
    assert_unchanged(before)
    assert says_nothing(v2.get(f"{parent}/{own.ids[parent]}/{name}"))


@pytest.mark.parametrize(
    ("path", "sent", "place"),
    [
        ("deals/{deals}/associated_contacts", {"role": "involved"}, "contact_id"),
        ("orders/{orders}/line_items", {"currency": "USD"}, "product_id"),
    ],
)
def test_a_child_points_at_nothing_foreign(own, foreign, path, sent, place):
    v2 = envelope_of(own.tenant)
    slug = {"contact_id": "contacts", "product_id": "products"}[place]
    told = v2("POST", path.format(**own.ids), {**sent, place: foreign.ids[slug]})
    assert told.errors == [("incorrect_value", f"/data/{place}")]


@pytest.mark.parametrize("name", ["notes", "tasks", "calls", "collaborations"])
def test_what_is_foreign_cannot_be_written_about(own, foreign, name):
    v2 = envelope_of(own.tenant)
    before = snapshot()
    needed = {
        "calls": {},
        "collaborations": {"collaborator_id": own.tenant.user.pk},
    }.get(name, {"content": "C"})
    targets = {
        "contacts": "contact",
        "companies": "contact",
        "leads": "lead",
        "deals": "deal",
    }
    if name == "calls":
        del targets["deals"]
    for slug, kind in targets.items():
        sent = {**needed, "resource_type": kind, "resource_id": foreign.ids[slug]}
        told = v2("POST", name, sent)
        absent = v2("POST", name, {**sent, "resource_id": NOWHERE})
        assert told.errors == [("incorrect_value", "/data/resource_id")]
        assert told.errors == absent.errors
        assert says_nothing(told)
    assert_unchanged(before)


@pytest.mark.parametrize(
    ("name", "sent", "key", "slug"),
    [
        ("calls", {}, "associated_deal_ids", "deals"),
        ("lead_conversions", {}, "lead_id", "leads"),
        ("collaborations", {"resource_type": "deal"}, "collaborator_id", "crm_users"),
        ("lead_conversions", {}, "owner_id", "crm_users"),
    ],
)
def test_a_foreign_record_is_no_part_of_a_new_one(own, foreign, name, sent, key, slug):
    v2 = envelope_of(own.tenant)
    if name == "collaborations":
        sent = {**sent, "resource_id": own.ids["deals"]}
    if key == "owner_id":
        sent = {"lead_id": own.tenant.make("leads", last_name="L")}
    before = snapshot()

    def told(record_id):
        value = [record_id] if key.endswith("_ids") else record_id
        return v2("POST", name, {**sent, key: value})

    refused = told(foreign.ids[slug])
    assert refused.errors == [("incorrect_value", f"/data/{key}")]
    assert refused.errors == told(NOWHERE).errors
    assert says_nothing(refused)
    assert_unchanged(before)


@pytest.mark.parametrize("name", ["calls", "text_messages", "visits", "documents"])
def test_what_is_asked_of_a_foreign_record_has_no_answer(own, foreign, name):
    v2 = envelope_of(own.tenant)
    for slug in ("contacts", "leads"):
        kind = slug.removesuffix("s")
        query = {"resource_type": kind, "resource_id": foreign.ids[slug]}
        if query["resource_id"] != own.ids[slug]:
            assert v2.get(name, **query).items == []
    if name == "calls":
        deal = foreign.ids["deals"]
        assert v2.get(name, associated_deal_id=deal).items == []


@pytest.mark.parametrize("name", ["leads", "contacts", "deals"])
def test_an_upsert_finds_no_foreign_record(own, foreign, name):
    v2 = envelope_of(own.tenant)
    before = foreign.rows()
    field = {"deals": "name"}.get(name, "email")
    value = f"{MARKER} {field}"
    sent = {"last_name": "L"}
    if name == "deals":
        sent = {"name": "D", "contact_id": own.ids["contacts"]}
    told = v2("POST", f"{name}/upsert", sent, query={field: value})
    assert says_nothing(told)
    assert foreign.rows() == before
    assert told.data["creator_id"] == own.tenant.user.pk


def test_a_deal_cannot_be_made_with_a_foreign_party(own, foreign):
    v2 = envelope_of(own.tenant)
    for slug in ("contacts", "companies"):
        told = v2.post("deals", name="D", contact_id=foreign.ids[slug])
        assert told.errors == [("incorrect_value", "/data/contact_id")]


def test_a_foreign_record_that_was_merged_away_names_no_winner(own, foreign):
    loser = foreign.tenant.make("contacts", first_name="away")
    body = {"winnerId": foreign.ids["contacts"], "loserId": loser}
    assert foreign.api.post("/api/merge_contacts", body).status == 200
    v2 = envelope_of(own.tenant)
    for method in ("GET", "PUT", "DELETE"):
        told = v2(method, f"contacts/{loser}", {"title": "x"})
        assert (told.status, told.codes) == (404, ["not_found"])
        assert str(foreign.ids["contacts"]) not in told.messages


def test_a_tag_that_exists_elsewhere_becomes_one_of_the_own_organization(own, foreign):
    v2 = envelope_of(own.tenant)
    before = foreign.rows()
    made = v2.post("leads", last_name="L", tags=[f"{MARKER} tag"])
    assert made.data["tags"] == [f"{MARKER} tag"]
    assert foreign.rows() == before
