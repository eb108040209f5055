"""Which credentials are in force, and for which organization do they speak?"""

import datetime as dt
import json

import pytest
from django.test import Client
from django.utils import timezone

from records.access.keys import new_key
from records.access.roles import Role
from records.members.middleware import SESSION_KEY
from tests.factories import ApiKeyFactory, MembershipFactory
from tests.samples import SLUGS
from tests.snapshots import assert_unchanged, snapshot
from tests.tenants import new_tenant

BACKEND = "records.members.backends.MembershipBackend"
PAST = dt.timedelta(days=-1)
# One for all requests with a key: making one loads the middleware.
CLIENT = Client()


def ask(headers, *, method="GET", path="/api/contacts", body=b""):
    return CLIENT.generic(
        method, path, data=body, content_type="application/json", headers=headers
    )


def bearer(key):
    return {"Authorization": f"Bearer {key}"}


def assert_unauthorized(response):
    body = json.loads(response.content)
    assert (response.status_code, body) == (
        401,
        {"error": "Unauthorized", "code": "UNAUTHORIZED", "message": "Unauthorized"},
    )
    assert response["WWW-Authenticate"] == "Bearer"


# Spellings of a credential: a key to the headers that carry it.
ACCEPTED = {
    "bearer": bearer,
    "scheme in lower case": lambda key: {"Authorization": f"bearer {key}"},
    "scheme in capitals": lambda key: {"Authorization": f"BEARER {key}"},
    "spaces around": lambda key: {"Authorization": f"  Bearer   {key} "},
    "own header": lambda key: {"X-Api-Key": key},
}
REFUSED = {
    "nothing": lambda key: {},
    "empty": lambda key: {"Authorization": ""},
    "scheme alone": lambda key: {"Authorization": "Bearer"},
    "key alone": lambda key: {"Authorization": key},
    "another scheme": lambda key: {"Authorization": f"Basic {key}"},
    "a word too much": lambda key: {"Authorization": f"Bearer {key} {key}"},
    "cut": lambda key: bearer(key[:-1]),
    "grown": lambda key: bearer(key + "a"),
    "in another case": lambda key: bearer(key.swapcase()),
    "unknown": lambda key: bearer(new_key()),
    "beyond ASCII": lambda key: bearer(key[:-1] + "é"),
    "empty own header": lambda key: {"X-Api-Key": ""},
    "a bad bearer beside a good own header": lambda key: {
        "Authorization": "Bearer nonsense",
        "X-Api-Key": key,
    },
}


@pytest.mark.parametrize("spelling", ACCEPTED)
def test_a_key_is_accepted(tenant, spelling):
    assert ask(ACCEPTED[spelling](tenant.key)).status_code == 200


@pytest.mark.parametrize("spelling", REFUSED)
def test_what_is_no_key_is_refused(tenant, spelling):
    assert_unauthorized(ask(REFUSED[spelling](tenant.key)))


def test_nothing_at_all_is_told_without_a_credential(tenant):
    before = snapshot()
    for slug in (*SLUGS, "nope"):
        for method, path in (
            ("GET", f"/api/{slug}"),
            ("POST", f"/api/{slug}"),
            ("GET", f"/api/{slug}/1"),
            ("PUT", f"/api/{slug}/1"),
            ("DELETE", f"/api/{slug}/1"),
            ("POST", f"/api/{slug}/1/restore"),
        ):
            assert_unauthorized(ask({}, method=method, path=path, body=b"{}"))
    assert_unauthorized(ask({}, method="POST", path="/api/merge_contacts", body=b"{}"))
    assert_unchanged(before)


# What ends a key, done to its row, its membership or its person.
ENDINGS = {
    "revoked": lambda key: _set(key, revoked_at=timezone.now()),
    "expired": lambda key: _set(key, expires_at=timezone.now() + PAST),
    "expiring at once": lambda key: _set(key, expires_at=timezone.now()),
    "membership ended": lambda key: _set(key.membership, is_active=False),
    "person deactivated": lambda key: _set(key.membership.user, is_active=False),
    "membership gone": lambda key: key.membership.delete(),
    "person gone": lambda key: key.membership.user.delete(),
}


def _set(row, **values):
    for name, value in values.items():
        setattr(row, name, value)
    row.save()


@pytest.mark.parametrize("ending", ENDINGS)
def test_a_key_that_has_ended_opens_nothing(tenant, ending):
    colleague = MembershipFactory(organization=tenant.organization)
    text = new_key()
    key = ApiKeyFactory(membership=colleague, text=text)
    assert ask(bearer(text)).status_code == 200
    ENDINGS[ending](key)
    assert_unauthorized(ask(bearer(text)))
    assert ask(bearer(tenant.key)).status_code == 200  # another's is none the worse


def test_a_key_with_a_future_expiry_is_in_force(tenant):
    text = new_key()
    ApiKeyFactory(
        membership=tenant.membership, text=text, expires_at=timezone.now() - PAST
    )
    assert ask(bearer(text)).status_code == 200


def test_an_unknown_role_may_nothing(tenant):
    _set(tenant.membership, role="emperor")
    assert ask(bearer(tenant.key)).status_code == 403


# -- sessions ---------------------------------------------------------------------------


def signed_in(user, organization=None):
    """Return a browser of this person, in an organization of theirs."""
    client = Client(enforce_csrf_checks=True)
    client.force_login(user, backend=BACKEND)
    if organization is not None:
        session = client.session
        session[SESSION_KEY] = organization.pk
        session.save()
    return client


def csrf_token(client):
    """Give the browser the cookie that a page would set, and return its token."""
    client.cookies["csrftoken"] = "t" * 32
    return "t" * 32


WRITES = [
    ("POST", "/api/contacts"),
    ("PUT", "/api/contacts/{id}"),
    ("PATCH", "/api/contacts/{id}"),
    ("DELETE", "/api/contacts/{id}"),
    ("POST", "/api/contacts/{id}/restore"),
    ("POST", "/api/merge_contacts"),
]


@pytest.mark.parametrize(("method", "path"), WRITES)
def test_a_session_writes_only_with_the_csrf_token(tenant, method, path):
    path = path.format(id=tenant.make("contacts", first_name="Ada"))
    client = signed_in(tenant.user)
    assert client.get("/api/contacts").status_code == 200
    before = snapshot()
    for headers in ({}, {"X-CSRFToken": "x" * 64}):
        response = client.generic(
            method,
            path,
            data=b'{"first_name": "Eve"}',
            content_type="application/json",
            headers=headers,
        )
        assert response.status_code == 403
        assert json.loads(response.content)["code"] == "FORBIDDEN"
    assert_unchanged(before)


def test_a_session_with_the_token_writes(tenant):
    client = signed_in(tenant.user)
    response = client.post(
        "/api/contacts",
        data=b'{"first_name": "Ada"}',
        content_type="application/json",
        headers={"X-CSRFToken": csrf_token(client)},
    )
    assert response.status_code == 201
    assert response.json()["crm_user_id"] == tenant.user.pk


def test_a_session_acts_in_the_organization_that_was_chosen(tenant, stranger):
    MembershipFactory(
        user=tenant.user, organization=stranger.organization, role=Role.VIEWER
    )
    mine = tenant.make("contacts", first_name="mine")
    theirs = stranger.make("contacts", first_name="theirs")
    for house, seen, unseen in (
        (tenant, mine, theirs),
        (stranger, theirs, mine),
    ):
        client = signed_in(tenant.user, house.organization)
        assert [one["id"] for one in client.get("/api/contacts").json()] == [seen]
        assert client.get(f"/api/contacts/{unseen}").status_code == 404
    # The role is the one in that organization.
    response = client.post(
        "/api/contacts",
        data=b'{"first_name": "Eve"}',
        content_type="application/json",
        headers={"X-CSRFToken": csrf_token(client)},
    )
    assert response.status_code == 403


def test_choosing_somebody_elses_organization_leads_home(tenant, stranger):
    theirs = stranger.make("contacts", first_name="theirs")
    client = signed_in(tenant.user, stranger.organization)
    assert client.get("/api/contacts").json() == []
    assert client.get(f"/api/contacts/{theirs}").status_code == 404


def test_a_key_wins_over_a_session(tenant, stranger):
    theirs = stranger.make("contacts", first_name="theirs")
    client = signed_in(tenant.user)
    seen = client.get("/api/contacts", headers=bearer(stranger.key)).json()
    assert [one["id"] for one in seen] == [theirs]
    # And needs no CSRF token, for no page can make a browser send it.
    made = client.post(
        "/api/contacts",
        data=b'{"first_name": "Ada"}',
        content_type="application/json",
        headers=bearer(stranger.key),
    )
    assert made.json()["organization_id"] == stranger.organization.pk
    assert_unauthorized(client.get("/api/contacts", headers=bearer("nonsense")))


SESSION_ENDINGS = {
    "membership ended": lambda tenant: _set(tenant.membership, is_active=False),
    "person deactivated": lambda tenant: _set(tenant.user, is_active=False),
    "membership gone": lambda tenant: tenant.membership.delete(),
}


@pytest.mark.parametrize("ending", SESSION_ENDINGS)
def test_a_session_of_somebody_who_left_opens_nothing(ending, tenant):
    client = signed_in(tenant.user)
    assert client.get("/api/contacts").status_code == 200
    SESSION_ENDINGS[ending](tenant)
    assert_unauthorized(client.get("/api/contacts"))


def test_an_operator_without_a_membership_sees_no_organization(tenant):
    operator = new_tenant().user
    operator.memberships.all().everywhere().delete()
    _set(operator, is_superuser=True)
    assert_unauthorized(signed_in(operator).get("/api/contacts"))
