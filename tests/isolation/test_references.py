"""Is another organization's record refused wherever a body can point at one?"""

import pytest

from records.schema.fields import RelationField
from records.schema.object_types import Operation
from tests.isolation.houses import MARKER, NOWHERE, assert_says_nothing, type_of
from tests.samples import SLUGS, exclusive
from tests.snapshots import assert_unchanged, snapshot

REFERENCES = {
    slug: [
        (one.name, one.target)
        for one in type_of(slug).fields
        if isinstance(one, RelationField) and one.writable
    ]
    for slug in SLUGS
    if type_of(slug).can(Operation.CREATE)
}


def told(answer):
    """Return the answer without the id that was tried."""
    return [one["field"] for one in answer.json["details"]]


def tries(house, slug, body, field, wanted):
    """Send a reference in every way that the type knows."""
    object_type = type_of(slug)
    alone = exclusive(object_type) if field in exclusive(object_type) else ()
    bad = {key: one for key, one in body.items() if key not in alone}
    bad[field] = wanted
    answers = {
        "create": house.api.post(f"/api/{slug}", bad),
        "create many": house.api.post(f"/api/{slug}", [bad]),
    }
    if object_type.can(Operation.UPDATE):
        address = f"/api/{slug}/{house.ids[slug]}"
        answers["update"] = house.api.put(address, {field: wanted})
        answers["patch"] = house.api("PATCH", address, {field: wanted})
    return answers


@pytest.mark.parametrize(
    "slug", [slug for slug, fields in REFERENCES.items() if fields]
)
def test_a_foreign_reference_is_refused_like_a_dangling_one(own, foreign, slug):
    body = {**own.body(slug), "slug": "another"}
    before = snapshot()
    for field, target in REFERENCES[slug]:
        theirs = foreign.ids[target]
        dangling = tries(own, slug, body, field, NOWHERE)
        for wanted in (theirs, str(theirs)):
            for way, answer in tries(own, slug, body, field, wanted).items():
                assert answer.status == 400, (field, way, answer.json)
                assert told(answer) == [field], way
                assert_says_nothing(answer)
                masked = str(dangling[way].json).replace(str(NOWHERE), str(theirs))
                assert masked == str(answer.json)
    assert_unchanged(before)


def test_a_stranger_cannot_be_an_owner_though_a_shared_person_can(own, foreign):
    address = f"/api/contacts/{own.ids['contacts']}"
    refused = own.api.put(address, {"owner_id": foreign.tenant.user.pk})
    assert refused.status == 400
    colleague = own.tenant.colleague()
    accepted = own.api.put(address, {"owner_id": colleague.user.pk})
    assert (accepted.status, accepted.json["owner_id"]) == (200, colleague.user.pk)


def test_names_that_exist_elsewhere_become_names_of_the_own_organization(own, foreign):
    """Tags and stages are made on use: from the name alone, never by borrowing."""
    tag, stage = f"{MARKER} tag", "won elsewhere"
    foreign.api.put(f"/api/deals/{foreign.ids['deals']}", {"status": stage})
    before = foreign.rows()
    made = own.api.post("/api/deals", {"name": "d", "tags": [tag], "status": stage})
    assert (made.status, made.json["tags"], made.json["status"]) == (201, [tag], stage)
    for slug, name in (("tags", tag), ("stages", stage)):
        (mine,) = own.api.get(f"/api/{slug}", filter={"name": name}).json
        assert mine["organization_id"] == own.tenant.organization.pk
    assert foreign.rows() == before


def test_the_organization_of_a_record_cannot_be_written(own, foreign):
    stolen = {
        "name": "n",
        "organization_id": foreign.tenant.organization.pk,
        "organizationId": foreign.tenant.organization.pk,
        "crm_user_id": foreign.tenant.user.pk,
        "id": foreign.ids["companies"],
    }
    before = foreign.rows()
    made = own.api.post("/api/companies", stolen)
    assert made.status == 201
    assert made.json["organization_id"] == own.tenant.organization.pk
    assert made.json["crm_user_id"] == own.tenant.user.pk
    assert made.json["id"] != foreign.ids["companies"]
    assert foreign.rows() == before
