"""Are records, choices and references of a like-named object absent from each other?

For the document dialect: both organizations define one object of the same slug with
fields of the same slugs, and the ids of its records are spelled alike.
"""

from __future__ import annotations

import pytest

from records.access.roles import Role
from records.dialects.document.identifiers import record_id
from tests.isolation.houses import MARKER, NOWHERE, OWN, assert_says_nothing
from tests.isolation.test_document import ENDPOINTS, masked
from tests.records.dialects.document.wire import (
    change,
    create,
    created,
    fields_at_fault,
    ids,
    query,
    read,
    remove,
)
from tests.snapshots import assert_unchanged, snapshot
from tests.tenants import new_tenant

OBJECTS = "/api/crm/objects"
HOLDERS = ("projects", "contacts")


class House:
    """An organization with like-named fields on an object of its own and on contacts."""

    def __init__(self, marker: str) -> None:
        self.tenant = new_tenant(Role.OWNER, name=f"{marker} organization")
        api = self.tenant.api
        own = {"options": {"choices": [f"{marker} choice", "Shared"]}}
        fields = [
            {"name": "Word", "type": "text"},
            {"name": "Code", "type": "text", "unique": True},
            {"name": "Tier", "type": "dropdown", **own},
            {"name": "Labels", "type": "multi_select", **own},
            {"name": "Stage", "type": "status", "options": {"stages": [marker]}},
            {
                "name": "Person",
                "type": "reference",
                "options": {"object_id": "contacts"},
            },
            {"name": "Owner of it", "type": "user"},
        ]
        made = api.post(
            OBJECTS,
            {"name": "Projects", "fields": [{"name": "Name", "type": "text"}, *fields]},
        )
        assert made.status == 201, made.json
        others = {
            "name": "Others",
            "type": "multi_reference",
            "options": {"object_id": "projects"},
        }
        for obj, one in [
            *[("contacts", one) for one in fields],
            *[(obj, others) for obj in HOLDERS],
        ]:
            answer = api.post(f"{OBJECTS}/{obj}/fields", one)
            assert answer.status == 201, answer.json
        self.tenant.organization.refresh_from_db()
        self.user = f"user_{self.tenant.user.pk}"
        self.ids: dict[str, str] = {}
        contact = created(self.tenant, "contacts", name=f"{marker} contact")
        project = created(self.tenant, "projects", name=f"{marker} project")
        self.values = {
            "word": f"{marker} word",
            "code": "0815",
            "tier": f"{marker} choice",
            "labels": [f"{marker} choice"],
            "stage": marker,
            "person": contact,
            "owner_of_it": self.user,
            "others": [project],
        }
        for obj in HOLDERS:
            self.ids[obj] = created(
                self.tenant, obj, name=f"{marker} full", **self.values
            )

    @property
    def api(self):
        return self.tenant.api


@pytest.fixture
def own(db):
    return House(OWN)


@pytest.fixture
def foreign(db):
    return House(MARKER)


@pytest.mark.parametrize("endpoint", ENDPOINTS)
@pytest.mark.parametrize("obj", HOLDERS)
def test_a_foreign_record_is_as_absent_as_one_that_never_was(
    own, foreign, endpoint, obj
):
    before = snapshot()
    theirs, nowhere = foreign.ids[obj], record_id(obj, NOWHERE)
    answer, absent = (ENDPOINTS[endpoint](own.api, one) for one in (theirs, nowhere))
    assert answer.status == absent.status == 404
    assert masked(answer, theirs) == masked(absent, nowhere)
    assert_unchanged(before)


@pytest.mark.parametrize("obj", HOLDERS)
def test_a_query_shows_and_counts_the_own_rows_only(own, foreign, obj):
    for key in ("word", "code", "tier", "labels", "stage", "person", "others"):
        for asked in (
            {"filters": {key: {"$empty": False}}},
            {"filters": {key: {"$ne": "nothing"}}},
            {"filters": {"created_at": {"$gt": "2001-01-01"}}},
            {"sort": "word", "order": "desc"},
            {"sort": "stage"},
        ):
            answer = query(own.tenant, obj, **asked)
            assert own.ids[obj] in ids(answer), asked
            assert foreign.ids[obj] not in ids(answer), asked
            assert answer.json["pagination"]["total"] == len(ids(answer))
            assert_says_nothing(answer)


@pytest.mark.parametrize("obj", HOLDERS)
def test_a_foreign_value_as_filter_value_matches_nothing(own, foreign, obj):
    for key, value in foreign.values.items():
        single = value[0] if isinstance(value, list) else value
        for asked in (single, {"$in": [single]}, {"$eq": single}):
            answer = query(own.tenant, obj, {key: asked})
            expected = [own.ids[obj]] if key == "code" else []
            assert ids(answer) == expected, (key, asked)


@pytest.mark.parametrize("obj", HOLDERS)
@pytest.mark.parametrize("key", ["tier", "labels", "stage"])
def test_a_foreign_choice_cannot_be_made(own, foreign, obj, key):
    before = snapshot()
    for send in (create, change):
        target = obj if send is create else own.ids[obj]
        answer = send(own.tenant, target, **{key: foreign.values[key]})
        at_fault = fields_at_fault(answer)
        assert set(at_fault) == {key} | ({"name"} & set(at_fault))
    assert_unchanged(before)


@pytest.mark.parametrize("obj", HOLDERS)
@pytest.mark.parametrize("key", ["person", "others", "owner_of_it"])
def test_a_foreign_reference_is_refused_like_a_dangling_one(own, foreign, obj, key):
    target = {"person": "contacts", "others": "projects", "owner_of_it": "crm_users"}
    nowhere = record_id(target[key], NOWHERE)
    value = foreign.values[key]
    theirs = value[0] if isinstance(value, list) else value

    def told(text):
        given = [text] if isinstance(value, list) else text
        for answer in (
            create(own.tenant, obj, name="x", **{key: given}),
            change(own.tenant, own.ids[obj], **{key: given}),
        ):
            assert set(fields_at_fault(answer)) == {key}
            assert_says_nothing(answer)
            yield masked(answer, text)

    before = snapshot()
    assert list(told(theirs)) == list(told(nowhere))
    assert_unchanged(before)


@pytest.mark.parametrize("obj", HOLDERS)
def test_what_is_unique_in_one_organization_is_free_in_another(own, foreign, obj):
    # Both houses have a record with this code already; a third one clashes at home.
    clash = create(own.tenant, obj, name="x", code="0815")
    assert (clash.status, clash.json["details"]["record_id"]) == (409, own.ids[obj])
    assert_says_nothing(clash)


def test_what_happens_to_one_record_leaves_the_others_alone(own, foreign):
    before = [read(foreign.tenant, one).json for one in foreign.ids.values()]
    for obj in HOLDERS:
        assert change(own.tenant, own.ids[obj], word="x", tier="Shared").status == 200
        assert own.api.delete(f"/api/crm/record/{own.ids[obj]}").status == 200
        assert own.api.delete(f"{OBJECTS}/{obj}/fields/code").status == 200
    assert own.api.delete(f"{OBJECTS}/contacts/fields/others").status == 200
    assert own.api.delete(f"{OBJECTS}/projects").status == 200
    assert [read(foreign.tenant, one).json for one in foreign.ids.values()] == before


@pytest.mark.parametrize("role", Role)
def test_a_role_may_with_own_records_what_it_may_with_built_in_ones(own, role):
    person = own.tenant.colleague(role)
    may = role is not Role.VIEWER
    record = own.ids["projects"]
    assert ids(query(person, "projects"))
    assert read(person, record).status == 200
    before = snapshot()
    sends = (
        (create(person, "projects", name="x"), 201),
        (change(person, record, word="x"), 200),
        (remove(person, record), 200),
    )
    for answer, status in sends:
        assert answer.status == (status if may else 403), answer.json
    if not may:
        assert_unchanged(before)
