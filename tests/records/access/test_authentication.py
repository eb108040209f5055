"""From a credential to a caller."""

import datetime as dt
import json
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from records.access.authentication import caller_of_key, caller_of_membership
from records.access.keys import new_key
from records.access.models import ApiKey
from records.access.roles import Permission, Role
from tests.factories import ApiKeyFactory, MembershipFactory, OrganizationFactory
from tests.tenants import new_tenant


def status_with(**headers):
    return Client(headers=headers).get("/api/contacts").status_code


@pytest.mark.parametrize("scheme", ["Bearer", "bearer", "BEARER", "BeArEr"])
def test_the_scheme_word_comes_in_any_case(tenant, scheme):
    assert status_with(Authorization=f"{scheme} {tenant.key}") == 200


@pytest.mark.parametrize(
    "header", ["Authorization: Bearer {}", "X-Api-Key: {}", "X-Api-Key:   {}  "]
)
def test_a_key_comes_in_either_header(tenant, header):
    name, _colon, value = header.format(tenant.key).partition(": ")
    assert status_with(**{name.rstrip(":"): value.strip(":")}) == 200


@pytest.mark.parametrize(
    "headers",
    [
        {},
        {"Authorization": ""},
        {"Authorization": "Bearer"},
        {"Authorization": "Bearer "},
        {"Authorization": "Basic {}"},
        {"Authorization": "{}"},
        {"Authorization": "Token {}"},
        {"Authorization": "Bearer {} {}"},
        {"Authorization": "Bearer bos_crm_0123456789"},
        {"X-Api-Key": ""},
        {"X-Api-Key": "Bearer {}"},
    ],
    ids=repr,
)
def test_everything_else_is_answered_401_and_asks_for_a_bearer(tenant, headers):
    filled = {name: text.replace("{}", tenant.key) for name, text in headers.items()}
    response = Client(headers=filled).get("/api/contacts")
    assert response.status_code == 401
    assert response["WWW-Authenticate"] == "Bearer"
    assert json.loads(response.content) == {
        "error": "Unauthorized",
        "code": "UNAUTHORIZED",
        "message": "Unauthorized",
    }


def test_a_malformed_authorization_is_not_saved_by_the_other_header(tenant):
    headers = {"Authorization": "Basic abc", "X-Api-Key": tenant.key}
    assert status_with(**headers) == 401


def yesterday():
    return timezone.now() - dt.timedelta(days=1)


@pytest.mark.parametrize(
    "spoil",
    [
        pytest.param(lambda key: setattr(key, "revoked_at", yesterday()), id="revoked"),
        pytest.param(lambda key: setattr(key, "expires_at", yesterday()), id="expired"),
        pytest.param(
            lambda key: setattr(key.membership, "is_active", False), id="left"
        ),
        pytest.param(
            lambda key: setattr(key.membership.user, "is_active", False), id="disabled"
        ),
    ],
)
def test_a_key_works_only_while_everything_about_it_is_in_force(tenant, spoil):
    assert caller_of_key(tenant.key) is not None
    key = ApiKey.objects.everywhere().get()
    spoil(key)
    for row in (key, key.membership, key.membership.user):
        row.save()
    assert caller_of_key(tenant.key) is None
    assert tenant.api.get("/api/contacts").status == 401


def test_a_key_that_expires_later_works(tenant):
    tomorrow = timezone.now() + dt.timedelta(days=1)
    ApiKey.objects.everywhere().update(expires_at=tomorrow)
    assert caller_of_key(tenant.key) is not None


def test_a_well_formed_key_that_nobody_has_is_unknown(tenant):
    assert caller_of_key(new_key()) is None


def test_a_malformed_key_costs_no_statement(db, django_assert_num_queries):
    with django_assert_num_queries(0):
        assert caller_of_key("dgm_") is None


def test_a_key_costs_one_statement(tenant, django_assert_num_queries):
    with django_assert_num_queries(1):
        caller_of_key(tenant.key)


def test_a_key_speaks_for_its_membership(tenant):
    caller: Any = caller_of_key(tenant.key, request_id="r")
    assert caller.organization == tenant.organization.info
    assert caller.user_id == tenant.user.pk
    assert caller.key_id == ApiKey.objects.everywhere().get().pk
    assert (caller.role, caller.name) == (Role.ADMIN, tenant.user.email)
    assert caller.request_id == "r"


def test_scopes_narrow_what_the_role_allows(tenant):
    text = new_key()
    ApiKeyFactory(membership=tenant.membership, text=text, scopes=["read"])
    caller: Any = caller_of_key(text)
    assert caller.permissions == {Permission.READ}


def test_a_person_acts_in_the_organization_they_chose(tenant):
    other: Any = OrganizationFactory(name="Other")
    MembershipFactory(organization=other, user=tenant.user, role=Role.VIEWER)
    caller: Any = caller_of_membership(user_id=tenant.user.pk, organization_id=other.pk)
    assert caller.organization == other.info
    assert caller.role == Role.VIEWER
    assert caller.key_id is None


@pytest.mark.parametrize("chosen", [None, 0, 2**62])
def test_a_person_who_chose_none_of_theirs_acts_in_their_first(tenant, chosen):
    MembershipFactory(organization=OrganizationFactory(), user=tenant.user)
    caller: Any = caller_of_membership(user_id=tenant.user.pk, organization_id=chosen)
    assert caller.organization == tenant.organization.info


def test_a_person_never_acts_in_an_organization_of_others(tenant, stranger):
    caller: Any = caller_of_membership(
        user_id=tenant.user.pk, organization_id=stranger.organization.pk
    )
    assert caller.organization == tenant.organization.info


def test_a_person_without_an_organization_is_no_caller(tenant):
    tenant.membership.is_active = False
    tenant.membership.save()
    assert caller_of_membership(user_id=tenant.user.pk, organization_id=None) is None


def signed_in(tenant, *, checked=False):
    client = Client(enforce_csrf_checks=checked)
    client.force_login(tenant.user)
    return client


def test_a_signed_in_person_reads_without_a_key(tenant):
    contact = tenant.make("contacts", first_name="Ada")
    assert signed_in(tenant).get(f"/api/contacts/{contact}").json()["id"] == contact


def test_a_signed_in_person_writes_with_the_csrf_token_only(tenant):
    body = {"first_name": "Ada"}
    client = signed_in(tenant, checked=True)
    refused = client.post("/api/contacts", body, content_type="application/json")
    assert refused.status_code == 403
    assert refused.json()["code"] == "FORBIDDEN"
    token = client.cookies["csrftoken"] = "c" * 32
    accepted = client.post(
        "/api/contacts",
        body,
        content_type="application/json",
        headers={"X-CSRFToken": token},
    )
    assert accepted.status_code == 201
    assert accepted.json()["crm_user_id"] == tenant.user.pk


def test_a_wrong_key_is_not_saved_by_a_session(tenant):
    client = signed_in(tenant)
    response = client.get("/api/contacts", headers={"X-Api-Key": "wrong"})
    assert response.status_code == 401


def test_a_signed_in_person_without_an_organization_is_nobody(tenant):
    tenant.membership.is_active = False
    tenant.membership.save()
    assert signed_in(tenant).get("/api/contacts").status_code == 401


def test_a_viewer_reads_and_nothing_more(db):
    viewer = new_tenant(Role.VIEWER)
    assert viewer.api.get("/api/contacts").status == 200
    assert viewer.api.post("/api/contacts", {"first_name": "Ada"}).status == 403
