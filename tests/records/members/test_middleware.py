"""A signed-in person in one of their organizations."""

from typing import Any

import pytest
from django.test import Client

from records.access.roles import Role
from records.members.middleware import SESSION_KEY
from tests.factories import MembershipFactory, OrganizationFactory


@pytest.fixture
def signed_in(tenant):
    client = Client()
    client.force_login(tenant.user)
    return client


def choose(client, organization_id):
    session = client.session
    session[SESSION_KEY] = organization_id
    session.save()


def test_a_person_acts_in_their_first_organization(tenant, signed_in):
    tenant.make("tags", name="mine")
    assert [one["name"] for one in signed_in.get("/api/tags").json()] == ["mine"]


def test_a_person_acts_in_the_organization_they_chose(tenant, signed_in):
    other: Any = OrganizationFactory()
    MembershipFactory(organization=other, user=tenant.user, role=Role.VIEWER)
    tenant.make("tags", name="mine")
    choose(signed_in, other.pk)
    assert signed_in.get("/api/tags").json() == []
    body = {"name": "new"}
    refused = signed_in.post("/api/tags", body, content_type="application/json")
    assert refused.status_code == 403


def test_an_organization_of_others_cannot_be_chosen(tenant, stranger, signed_in):
    stranger.make("tags", name="theirs")
    choose(signed_in, stranger.organization.pk)
    assert signed_in.get("/api/tags").json() == []


def test_a_request_with_a_key_asks_for_no_session(tenant, django_assert_num_queries):
    client = Client(headers={"X-Api-Key": tenant.key})
    with django_assert_num_queries(0):
        assert client.get("/health/live").status_code == 200


def test_a_stranger_has_no_caller(db, client):
    assert client.get("/api/tags").status_code == 401
