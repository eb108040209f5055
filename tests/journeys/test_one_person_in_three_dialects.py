"""Four programs and an office share one person, and lose sight of her in none of them."""

import pytest

from custom_objects.definitions import define_field
from records.access.roles import Role
from tests.envelopes import envelope_of
from tests.records.administration.desk import Desk
from tests.records.dialects.envelope.sync.devices import Device
from tests.tenants import new_tenant

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.journey]


def found_by_document(tenant, **conditions):
    """Return the people that ``/api/crm/records/query`` finds, by id."""
    told = tenant.api.get(
        "/api/crm/records/query", object_id="obj_contacts", filters=conditions
    )
    assert told.status == 200, told.json
    return {one["id"]: one["field_values"] for one in told.json["data"]}


def test_a_person_is_shared_merged_and_still_answers_to_the_old_id():
    owner = new_tenant(Role.OWNER)
    define_field(
        owner.caller,
        object_slug="contacts",
        values={"label": "Region", "type": "dropdown", "options": ["North", "South"]},
    )
    v2, phone, desk = envelope_of(owner), Device(owner), Desk(owner)
    phone.follow()

    # A program that was written for the hosted service creates her.
    ada = v2.post(
        "contacts",
        first_name="Ada",
        last_name="Lovelace",
        email="ada@example.com",
        tags=["founder"],
        custom_fields={"Region": "North"},
    ).data["id"]
    (tag,) = v2.get("tags").ids
    assert phone.follow() == [("created", "tag", tag), ("created", "contact", ada)]

    # Another one finds her by what was written.
    rec = f"rec_contacts_{ada}"
    north = {"region": {"$eq": "North"}, "email": {"$eq": "ADA@example.com"}}
    assert set(found_by_document(owner, **north)) == {rec}
    assert found_by_document(owner, region={"$eq": "South"}) == {}

    # A react-admin front end tags her; what else she holds stays.
    tagged = owner.api.put(f"/api/contacts/{ada}", {"tags": ["founder", "vip"]})
    assert (tagged.status, tagged.json["tags"]) == (200, ["founder", "vip"])
    assert tagged.json["custom_fields"] == {"region": "North"}
    assert v2.get(f"contacts/{ada}").data["tags"] == ["founder", "vip"]

    # The office corrects her in the admin.
    saved = desk.save("crm_contact", "change", ada, title="Countess", last_name="King")
    assert saved.status_code == 302, saved.context["adminform"].form.errors

    # Her phone hears of it once, as she is now.
    told = phone.follow()
    assert told.count(("updated", "contact", ada)) == 1
    known = phone.has["contact", ada]
    assert known == v2.get(f"contacts/{ada}").data
    assert (known["name"], known["title"]) == ("Ada King", "Countess")
    assert known["custom_fields"] == {"Region": "North"}

    # She was there twice. The one with the history wins, and learns what the other knew.
    double = owner.api.post(
        "/api/contacts", {"name": "A. King", "phone": "+44 1", "tags": ["old"]}
    ).json["id"]
    note = v2.post(
        "notes", resource_type="contact", resource_id=ada, content="Wrote the first one"
    ).data["id"]
    phone.follow()
    merge = {"winnerId": double, "loserId": ada}
    assert owner.api.post("/api/merge_contacts", merge).status == 200
    told = phone.follow()
    assert ("deleted", "contact", ada) in told
    assert ("updated", "contact", double) in told
    assert ("updated", "note", note) in told
    assert ("contact", ada) not in phone.has
    assert phone.has["note", note]["resource_id"] == double

    # Her old id still answers in every dialect, with her who won.
    won = v2.get(f"contacts/{ada}").data
    assert won["id"] == double
    assert won["email"] == "ada@example.com"
    assert won["custom_fields"] == {"Region": "North"}
    assert sorted(won["tags"]) == ["founder", "old", "vip"]
    assert owner.api.get(f"/api/contacts/{ada}").json["id"] == double
    read = owner.api.get(f"/api/crm/record/{rec}", object_id="obj_contacts")
    assert read.json["id"] == f"rec_contacts_{double}"
    # Nobody writes to her by mistake, and no list has her twice.
    assert v2.put(f"contacts/{ada}", title="x").status == 422
    assert owner.api.put(f"/api/contacts/{ada}", {"title": "x"}).status == 409
    assert v2.ask("contacts", f"ids={ada},{double}").ids == [double]
    assert set(found_by_document(owner, **north)) == {f"rec_contacts_{double}"}
