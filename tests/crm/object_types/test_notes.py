"""All notes as one type."""

import pytest

from tests.tenants import new_tenant

SUBJECTS = (
    ("contact_notes", "contact_id", "contacts"),
    ("company_notes", "company_id", "companies"),
    ("deal_notes", "deal_id", "deals"),
    ("lead_notes", "lead_id", "leads"),
)
NAMED = {"leads": {"last_name": "A"}}
NAMED |= {key: {"name": "A"} for key in ("contacts", "companies", "deals")}


@pytest.mark.parametrize(("slug", "key", "target"), SUBJECTS)
def test_a_note_is_one_row_under_both_names(tenant, slug, key, target):
    subject = tenant.make(target, **NAMED[target])
    note = tenant.api.post(f"/api/{slug}", {key: subject, "text": "first"}).json
    same = tenant.api.get(f"/api/notes/{note['id']}").json
    assert {name: same[name] for name in note} == note
    tenant.api.put(f"/api/notes/{note['id']}", {"text": "second"})
    assert tenant.api.get(f"/api/{slug}/{note['id']}").json["text"] == "second"
    tenant.api.delete(f"/api/notes/{note['id']}")
    assert tenant.api.get(f"/api/{slug}/{note['id']}").status == 404
    assert tenant.api.post(f"/api/{slug}/{note['id']}/restore").status == 200
    assert len(tenant.api.get("/api/notes").json) == 1


def test_notes_about_everything_are_listed_together(tenant):
    for slug, key, target in SUBJECTS:
        subject = tenant.make(target, **NAMED[target])
        tenant.make(slug, **{key: subject})
    types = [one["resource_type"] for one in tenant.api.get("/api/notes").json]
    assert types == ["contact", "contact", "deal", "lead"]


def test_a_restricted_note_is_seen_by_its_author_alone(db):
    tenant = new_tenant()
    author = tenant.colleague()
    contact = tenant.make("contacts", first_name="Ada")
    secret = {"contact_id": contact, "visibility": "restricted"}
    note = author.make("notes", **secret)
    path = f"/api/notes/{note}"
    assert author.api.get(path).status == 200
    for answer in (
        tenant.api.get(path),
        tenant.api.put(path, {"text": "x"}),
        tenant.api.delete(path),
        tenant.api.delete(path, purge="true"),
    ):
        assert answer.status == 404
    assert tenant.api.get("/api/notes").json == []
    # Its target is purged for them as well.
    tenant.api.delete(f"/api/contacts/{contact}", purge="true")
    assert author.api.get(path).json["contact_id"] is None
