"""``/v2/leads``."""

import pytest


@pytest.mark.parametrize(
    "sent", [{}, {"first_name": "A"}, {"last_name": "", "organization_name": None}]
)
def test_a_lead_without_any_name_has_exactly_one_error(v2, sent):
    told = v2.post("leads", **sent)
    assert (told.status, told.errors) == (422, [("blank", "/data/last_name")])


@pytest.mark.parametrize("sent", [{"last_name": "L"}, {"organization_name": "O"}])
def test_either_name_is_enough(v2, tenant, sent):
    made = v2.post("leads", **sent).data
    assert made["status"] == "New"
    assert made["owner_id"] == tenant.user.pk


def test_the_last_name_that_is_left_cannot_be_emptied(v2):
    made = v2.post("leads", last_name="L", organization_name="O").data["id"]
    assert v2.put(f"leads/{made}", last_name=None).data["last_name"] is None
    told = v2.put(f"leads/{made}", organization_name="")
    assert told.errors == [("blank", "/data/last_name")]


def test_a_source_that_is_set_sticks(v2):
    source = v2.post("lead_sources", name="Fair").data["id"]
    elsewhere = v2.post("deal_sources", name="Fair").data["id"]
    lead = v2.post("leads", last_name="L").data["id"]
    v2.put(f"leads/{lead}", source_id=source)
    assert v2.get(f"leads/{lead}").data["source_id"] == source
    assert v2.get("leads", source_id=source).ids == [lead]
    told = v2.put(f"leads/{lead}", source_id=elsewhere)
    assert told.errors == [("incorrect_value", "/data/source_id")]


def test_any_status_is_kept(v2):
    made = v2.post("leads", last_name="L", status="Unqualified").data
    assert made["status"] == "Unqualified"
    told = v2.put(f"leads/{made['id']}", status=None)
    assert told.errors == [("blank", "/data/status")]


def test_leads_come_in_the_order_of_their_last_change(v2):
    first, second = (v2.post("leads", last_name=name).data["id"] for name in "ab")
    v2.put(f"leads/{first}", title="x")
    assert v2.get("leads").ids == [second, first]
