"""``/v2/collaborations``, ``/v2/visits`` and ``/v2/documents``."""

import pytest


@pytest.fixture
def world(v2):
    """One record of each kind that something can be about."""
    acme = v2.post("contacts", is_organization=True, name="Acme").data["id"]
    ada = v2.post("contacts", last_name="Lovelace").data["id"]
    lead = v2.post("leads", last_name="L").data["id"]
    deal = v2.post("deals", name="D", contact_id=ada).data["id"]
    return {
        "organization": ("contact", acme, "company_id"),
        "person": ("contact", ada, "contact_id"),
        "lead": ("lead", lead, "lead_id"),
        "deal": ("deal", deal, "deal_id"),
    }


def about(target):
    return {"resource_type": target[0], "resource_id": target[1]}


@pytest.mark.parametrize("name", ["organization", "person", "lead", "deal"])
def test_a_colleague_joins(v2, tenant, world, name):
    colleague = tenant.colleague().user.pk
    sent = {**about(world[name]), "collaborator_id": colleague}
    made = v2.post("collaborations", **sent)
    assert made.json["meta"] == {"type": "collaboration"}
    assert set(made.data) == {
        *("id", "creator_id", "resource_type", "resource_id", "collaborator_id"),
        *("created_at", "updated_at"),
    }
    assert sent.items() <= made.data.items()
    assert made.data["creator_id"] == tenant.user.pk
    path = f"collaborations/{made.data['id']}"
    assert v2.get(path).data == made.data
    assert v2.put(path, **sent).status == 405
    assert v2.delete(path).status == 204
    assert v2.get("collaborations").ids == []


def test_the_owner_of_a_record_collaborates_too(v2, tenant, world):
    told = v2.post(
        "collaborations", **about(world["deal"]), collaborator_id=tenant.user.pk
    )
    assert told.data["collaborator_id"] == tenant.user.pk


def test_collaborations_are_found_by_what_they_are_about(v2, tenant, world):
    made = {
        name: v2.post(
            "collaborations", **about(target), collaborator_id=tenant.user.pk
        ).data["id"]
        for name, target in world.items()
    }
    for name, target in world.items():
        assert v2.get("collaborations", **about(target)).ids == [made[name]]
    contacts = v2.get("collaborations", resource_type="contact").ids
    assert contacts == [made["organization"], made["person"]]
    assert len(v2.get("collaborations", creator_id=tenant.user.pk).ids) == 4
    assert len(v2.get("collaborations", includes="contact,whatever").ids) == 4
    assert v2.get("collaborations", resource_type="sales_account").ids == []
    assert v2.get("collaborations", resource_type="x").codes == ["invalid_param"]


@pytest.mark.parametrize(
    ("sent", "errors"),
    [
        (
            {},
            [
                ("missing", "/data/resource_type"),
                ("missing", "/data/resource_id"),
                ("missing", "/data/collaborator_id"),
            ],
        ),
        (
            {"resource_type": None, "resource_id": "", "collaborator_id": None},
            [
                ("blank", "/data/resource_type"),
                ("blank", "/data/resource_id"),
                ("blank", "/data/collaborator_id"),
            ],
        ),
        (
            {"resource_type": "deal", "resource_id": 999, "collaborator_id": 999},
            [
                ("incorrect_value", "/data/resource_id"),
                ("incorrect_value", "/data/collaborator_id"),
            ],
        ),
        (
            {"resource_type": "sales_account", "resource_id": 1, "collaborator_id": 1},
            [("incorrect_value", "/data/resource_type")],
        ),
    ],
)
def test_what_is_wrong_with_a_collaboration_is_told(v2, tenant, sent, errors):
    if sent.get("collaborator_id") == 1:
        sent = {**sent, "collaborator_id": tenant.user.pk}
    told = v2.post("collaborations", **sent)
    assert (told.status, told.errors) == (422, errors)
    assert v2.get("collaborations").items == []


def test_visits_are_read(v2, tenant, world):
    outcome = v2.get("visit_outcomes").ids[0]
    values = {
        "outcome_id": outcome,
        "resource_address": "Dorset Street",
        "rep_location_verification_status": "verified",
        "summary": "Tea",
        "visited_at": "2014-09-27T16:32:56Z",
    }
    first = tenant.api.post(
        "/api/visits", {**values, "contact_id": world["person"][1]}
    ).json["id"]
    second = tenant.make("visits", lead_id=world["lead"][1])
    told = v2.get("visits")
    assert told.ids == [first, second]
    assert told.json["items"][0]["meta"] == {"type": "visit"}
    assert (values | about(world["person"])).items() <= told.items[0].items()
    assert set(told.items[0]) == {
        *("id", "creator_id", "resource_type", "resource_id", *values),
        *("created_at", "updated_at"),
    }

    def ids(**query):
        return v2.get("visits", **query).ids

    assert ids(outcome_id=outcome) == [first]
    assert ids(**about(world["lead"])) == [second]
    assert ids(rep_location_verification_status="verified") == [first]
    assert ids(creator_id=tenant.user.pk, sort_by="visited_at:desc") == [second, first]
    told = v2.get("visits", rep_location_verification_status="lost")
    assert told.codes == ["invalid_param"]
    assert v2.get(f"visits/{first}").status == 404
    assert v2.post("visits").status == 405


@pytest.mark.parametrize("name", ["organization", "person", "lead", "deal"])
def test_documents_are_read(v2, tenant, world, name):
    values = {
        "name": "Offer.pdf",
        "content_type": "application/pdf",
        "size": 2**40,
        "download_url": "https://example.com/offer.pdf",
    }
    _type, target, column = world[name]
    made = tenant.api.post("/api/documents", {**values, column: target}).json["id"]
    other = tenant.make("documents", name="Other")
    told = v2.get(f"documents/{made}")
    assert told.json["meta"] == {"type": "document"}
    assert (values | about(world[name])).items() <= told.data.items()
    assert set(told.data) == {
        *("id", "creator_id", "resource_type", "resource_id", *values),
        *("created_at", "updated_at"),
    }
    assert v2.get("documents").ids == [made, other]
    assert v2.get("documents", **about(world[name])).ids == [made]
    assert v2.get("documents", resource_type=world[name][0]).ids == [made]
    assert v2.get("documents", name="Other").ids == [other]
    assert v2.get("documents", sort_by="size:desc").ids == [made, other]
    assert v2.delete(f"documents/{made}").status == 405
