"""Are rows that this dialect only reads there once somebody made them in the admin?"""

import pytest

from tests.records.administration.desk import Desk

# By resource: the page of its model, what is typed there, and what is read here.
MADE = {
    "visits": ("crm_visit", {"summary": "Tea"}, {"summary": "Tea"}),
    "text_messages": ("crm_textmessage", {"content": "Hi"}, {"content": "Hi"}),
    "documents": (
        "crm_document",
        {"name": "Offer", "size": "12"},
        {"name": "Offer", "size": 12},
    ),
    "call_outcomes": ("crm_calloutcome", {"name": "Own"}, {"name": "Own"}),
    "visit_outcomes": ("crm_visitoutcome", {"name": "Own"}, {"name": "Own"}),
}


@pytest.mark.parametrize("resource", MADE)
def test_what_is_made_in_the_admin_is_listed(v2, tenant, resource):
    model, typed, read = MADE[resource]
    before = set(v2.get(resource).ids)
    response = Desk(tenant).save(model, "add", **typed)
    assert response.status_code == 302
    (made,) = [one for one in v2.get(resource).items if one["id"] not in before]
    assert read.items() <= made.items()
