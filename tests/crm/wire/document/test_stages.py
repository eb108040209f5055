"""A contact's status as ordered stages over free text."""

import pytest

from crm.wire.document.stages import CONTACT_STATUS
from records.query import Operator
from tests.records.dialects.document.wire import change, created, ids, query

STATUSES = {
    "closed": "Closed",
    "new": "new",
    "qualified": "QUALIFIED",
    "other": "hot",
    "none": None,
}


@pytest.mark.parametrize(
    ("written", "stored"),
    [
        ("new", "new"),
        ("New", "new"),
        (" QUALIFIED ", "qualified"),
        ("Hot", "Hot"),
        ("", ""),
        (None, None),
    ],
)
def test_a_stage_is_known_in_any_case_and_other_text_is_kept(written, stored):
    assert CONTACT_STATUS.clean(written) == stored


def test_text_is_looked_for_in_any_case():
    assert CONTACT_STATUS.clean_member(Operator.CONTAINS, "NEW") == "new"
    assert CONTACT_STATUS.clean_member(Operator.EQ, "NEW") == "new"
    assert CONTACT_STATUS.clean_member(Operator.EQ, "Hot") == "Hot"


@pytest.fixture
def people(tenant):
    return {
        name: created(tenant, "contacts", name=name, status=status)
        for name, status in STATUSES.items()
    }


@pytest.mark.parametrize(
    ("asked", "expected"),
    [
        ("Qualified", "qualified"),
        ("hot", "other"),
        ("Hot", ""),
        ({"$gt": "new"}, "closed qualified"),
        ({"$gte": "Qualified"}, "closed qualified"),
        ({"$lt": "qualified"}, "new"),
        ({"$lte": "qualified"}, "new qualified"),
        ({"$gt": "hot"}, ""),
        ({"$ne": "new"}, "closed none other qualified"),
        ({"$in": ["NEW", "hot", None]}, "new none other"),
        ({"$nin": ["NEW", "hot"]}, "closed none qualified"),
        ({"$contains": "O"}, "closed other"),
        ({"$empty": True}, "none"),
    ],
)
def test_stages_are_asked_for(tenant, people, asked, expected):
    found = ids(query(tenant, "contacts", {"status": asked}))
    assert set(found) == {people[name] for name in expected.split()}


@pytest.mark.parametrize(
    ("order", "expected"),
    [
        ("asc", "new qualified closed other none"),
        ("desc", "other closed qualified new none"),
    ],
)
def test_stages_are_sorted_by_their_order(tenant, people, order, expected):
    found = ids(query(tenant, "contacts", sort="status", order=order))
    assert found == [people[name] for name in expected.split()]


def test_what_another_dialect_wrote_is_the_same_stage(tenant):
    number = tenant.make("contacts", first_name="Jane", status="Active")
    record = f"rec_contacts_{number}"
    for asked in ("active", "Active", {"$in": ["ACTIVE"]}, {"$gt": "new"}):
        answer = query(tenant, "contacts", {"status": asked})
        assert ids(answer) == [record]
        assert answer.json["data"][0]["field_values"]["status"] == "active"
    assert ids(query(tenant, "contacts", {"status": {"$ne": "active"}})) == []
    assert change(tenant, record, status="active").status == 200  # changes nothing
    assert tenant.api.get(f"/api/contacts/{number}").json["status"] == "Active"
    assert change(tenant, record, status="new").json["field_values"]["status"] == "new"
