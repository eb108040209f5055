"""People, memberships, keys and the organization: changed by those who may."""

import pytest
from django.urls import reverse

from records.access.authentication import caller_of_key
from records.access.models import ApiKey, Membership, Organization, User
from records.access.roles import Role
from tests.factories import MembershipFactory
from tests.records.administration.desk import Desk, errors_in, last_change
from tests.tenants import new_tenant

PASSWORD = "analytical-engine-1837"  # noqa: S105


@pytest.fixture
def owner(db):
    return new_tenant(Role.OWNER)


def membership_of(tenant):
    return Membership.objects.everywhere().get(pk=tenant.membership.pk)


def test_an_invited_person_can_sign_in(owner, client):
    answer = Desk(owner).save(
        "access_user",
        "add",
        email="new@example.com",
        first_name="New",
        role=Role.MEMBER,
        password=PASSWORD,
    )
    assert answer.status_code == 302
    change = last_change()
    assert (change.object_type, change.actor_id) == ("memberships", owner.user.pk)
    assert PASSWORD not in str(change.after)
    assert client.login(username="new@example.com", password=PASSWORD)


def test_somebody_who_is_there_already_is_joined_and_left_as_they_are(owner, stranger):
    User.objects.filter(pk=stranger.user.pk).update(first_name="Kept")
    answer = Desk(owner).save(
        "access_user",
        "add",
        email=stranger.user.email.upper(),
        first_name="Other",
        password=PASSWORD,
    )
    assert answer.status_code == 302
    stranger.user.refresh_from_db()
    assert stranger.user.first_name == "Kept"
    assert not stranger.user.check_password(PASSWORD)
    assert stranger.user.memberships.everywhere().count() == 2


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({"email": "nonsense"}, "email"),
        ({"email": "a@example.com", "password": "short"}, "password"),
        ({"email": "a@example.com", "role": "king"}, "role"),
        ({"email": "a@example.com", "first_name": "x" * 300}, "first_name"),
    ],
)
def test_a_bad_invitation_is_told_beside_its_field(owner, values, field):
    answer = Desk(owner).save("access_user", "add", **values)
    assert list(errors_in(answer)) == [field]


def test_inviting_a_member_again_is_refused(owner):
    answer = Desk(owner).save("access_user", "add", email=owner.user.email)
    assert list(errors_in(answer)) == ["email"]


def test_a_person_who_belongs_nowhere_else_can_be_edited(owner):
    colleague = owner.colleague()
    answer = Desk(owner).save(
        "access_user", "change", colleague.user.pk, last_name="Lovelace"
    )
    assert answer.status_code == 302
    change = last_change()
    assert (change.object_type, change.after) == ("users", {"last_name": "Lovelace"})
    assert change.request_id == answer.headers["X-Request-Id"]


def test_an_address_of_somebody_else_is_refused(owner, stranger):
    answer = Desk(owner).save(
        "access_user",
        "change",
        owner.colleague().user.pk,
        email=stranger.user.email.upper(),
    )
    assert list(errors_in(answer)) == ["email"]


def test_a_person_of_two_organizations_is_edited_by_neither(owner, stranger):
    person = owner.colleague()
    MembershipFactory(organization=stranger.organization, user=person.user)
    desk = Desk(owner)
    before = User.objects.values().get(pk=person.user.pk)
    answer = desk.save(
        "access_user",
        "change",
        person.user.pk,
        email="taken@example.com",
        first_name="Taken",
        password=PASSWORD,
        role=Role.VIEWER,
    )
    assert answer.status_code == 302
    assert User.objects.values().get(pk=person.user.pk) == before
    # The role here is this organization's own matter.
    assert membership_of(person).role == Role.VIEWER
    assert membership_of(person).organization_id == owner.organization.pk


@pytest.mark.parametrize("model", ["access_user", "access_membership"])
def test_people_of_other_organizations_are_not_there(owner, stranger, model):
    desk = Desk(owner)
    pk = stranger.user.pk if model == "access_user" else stranger.membership.pk
    assert desk.get(model, "change", pk).status_code == 302
    assert desk.get(model, "history", pk).status_code == 404
    answer = desk.client.post(desk.url(model, "change", pk), {"role": Role.OWNER})
    assert answer.status_code == 302
    assert membership_of(stranger).role == Role.ADMIN
    page = desk.get(model, "changelist").content.decode()
    assert stranger.user.email not in page


def test_the_last_owner_stays(owner):
    answer = Desk(owner).save(
        "access_membership", "change", owner.membership.pk, role=Role.MEMBER
    )
    assert list(errors_in(answer)) == ["role"]
    assert membership_of(owner).role == Role.OWNER


def test_nobody_locks_themselves_out(owner):
    owner.colleague(Role.OWNER)
    answer = Desk(owner).save(
        "access_membership", "change", owner.membership.pk, is_active=None
    )
    assert list(errors_in(answer)) == ["is_active"]


def test_an_administrator_makes_and_unmakes_no_owner(owner):
    admin = owner.colleague(Role.ADMIN)
    desk = Desk(admin)
    for target, role in ((admin, Role.OWNER), (owner, Role.MEMBER)):
        pk = target.membership.pk
        answer = desk.save("access_membership", "change", pk, role=role)
        assert "role" in errors_in(answer)
    answer = desk.save(
        "access_user", "change", owner.user.pk, password=PASSWORD, first_name="Hi"
    )
    assert answer.status_code == 200
    owner.user.refresh_from_db()
    assert not owner.user.check_password(PASSWORD)


def test_a_deactivated_members_keys_stop_working(owner):
    colleague = owner.colleague()
    assert caller_of_key(colleague.key) is not None
    Desk(owner).save(
        "access_membership", "change", colleague.membership.pk, is_active=None
    )
    assert last_change().after == {"is_active": False}
    assert caller_of_key(colleague.key) is None


@pytest.mark.parametrize("role", [Role.MEMBER, Role.VIEWER])
def test_members_administer_nobody(owner, role):
    desk = Desk(owner.colleague(role))
    pk = owner.user.pk
    assert (
        desk.client.post(desk.url("access_user", "change", pk), {}).status_code == 403
    )
    assert desk.client.post(desk.url("access_user", "add"), {}).status_code == 403
    url = desk.url("access_organization", "change", owner.organization.pk)
    assert desk.client.post(url, {"name": "Mine"}).status_code == 403


# -- keys -----------------------------------------------------------------------------


def test_a_new_key_is_shown_once_and_works(owner):
    desk = Desk(owner)
    answer = desk.save("access_apikey", "add", name="Import", scopes=["read"])
    assert answer.status_code == 200
    assert "no-store" in answer.headers["Cache-Control"]
    text = answer.context["key"]
    assert text in answer.content.decode()
    caller = caller_of_key(text)
    assert caller is not None
    assert {str(one) for one in caller.permissions} == {"read"}
    assert caller.user_id == owner.user.pk
    stored = ApiKey.objects.everywhere().get(name="Import")
    assert text not in desk.get("access_apikey", "change", stored.pk).content.decode()
    assert text not in str(last_change().after)


def test_a_key_for_somebody_else_needs_an_administrator(owner, stranger):
    colleague = owner.colleague()
    for tenant, target, made in (
        (owner, colleague, True),
        (colleague, owner, False),
        (owner, stranger, False),
    ):
        answer = Desk(tenant).save(
            "access_apikey", "add", name="K", membership=target.membership.pk
        )
        assert ("key" in answer.context) is made
        if not made:
            assert list(errors_in(answer)) == ["membership"]


def test_a_revoked_key_is_refused_from_then_on(owner):
    desk = Desk(owner)
    key = ApiKey.objects.everywhere().get(membership=owner.membership)
    assert desk.get("access_apikey", "revoke", key.pk).status_code == 405
    assert (
        desk.client.post(desk.url("access_apikey", "revoke", key.pk)).status_code == 302
    )
    assert caller_of_key(owner.key) is None
    assert last_change().actor_id == owner.user.pk


def test_keys_of_others_are_not_revoked(owner, stranger):
    key = ApiKey.objects.everywhere().get(membership=stranger.membership)
    desk = Desk(owner)
    assert (
        desk.client.post(desk.url("access_apikey", "revoke", key.pk)).status_code == 404
    )
    colleague = Desk(owner.colleague())
    own = ApiKey.objects.everywhere().get(membership=owner.membership)
    url = colleague.url("access_apikey", "revoke", own.pk)
    assert colleague.client.post(url).status_code == 404
    assert caller_of_key(stranger.key) is not None
    assert caller_of_key(owner.key) is not None


def test_a_key_cannot_have_expired_before_it_is_made(owner):
    answer = Desk(owner).save(
        "access_apikey",
        "add",
        name="K",
        expires_at_0="2020-01-01",
        expires_at_1="00:00",
    )
    assert list(errors_in(answer)) == ["expires_at"]


def test_an_administrator_limits_a_key(owner):
    desk = Desk(owner)
    answer = desk.save("access_apikey", "add", name="Import", rate_per_minute="60")
    stored = ApiKey.objects.everywhere().get(name="Import")
    assert (stored.rate_per_minute, stored.rate_per_day) == (60, None)
    assert last_change().after["rate_per_minute"] == 60
    assert caller_of_key(answer.context["key"]).rates.per_minute == 60
    answer = desk.save(
        "access_apikey", "change", stored.pk, rate_per_minute="", rate_per_day="0"
    )
    assert answer.status_code == 302
    stored.refresh_from_db()
    assert (stored.rate_per_minute, stored.rate_per_day) == (None, 0)
    change = last_change()
    assert change.before == {"rate_per_minute": 60, "rate_per_day": None}
    assert change.after == {"rate_per_minute": None, "rate_per_day": 0}


@pytest.mark.parametrize("bad", ["-1", "x", str(2**31)])
def test_a_limit_that_is_none_is_told_beside_its_field(owner, bad):
    key = ApiKey.objects.everywhere().get(membership=owner.membership)
    answer = Desk(owner).save("access_apikey", "change", key.pk, rate_per_day=bad)
    assert list(errors_in(answer)) == ["rate_per_day"]


def test_nobody_lifts_their_own_limit(owner):
    member = owner.colleague()
    key = ApiKey.objects.everywhere().get(membership=member.membership)
    ApiKey.objects.everywhere().filter(pk=key.pk).update(rate_per_minute=5)
    desk = Desk(member)
    url = desk.url("access_apikey", "change", key.pk)
    assert desk.client.get(url).status_code == 200
    assert desk.client.post(url, {"rate_per_minute": "0"}).status_code == 403
    desk.save("access_apikey", "add", name="Own", rate_per_minute="0")
    limits = ApiKey.objects.everywhere().values_list("name", "rate_per_minute")
    assert set(limits.filter(membership=member.membership)) == {
        ("tests", 5),
        ("Own", None),
    }


# -- the organization -----------------------------------------------------------------


def test_the_organization_is_changed_by_its_administrators(owner):
    desk = Desk(owner)
    pk = owner.organization.pk
    answer = desk.save(
        "access_organization", "change", pk, time_zone="Europe/Berlin", currency="eur"
    )
    assert answer.status_code == 302
    stored = Organization.objects.get(pk=pk)
    assert (stored.time_zone, stored.currency) == ("Europe/Berlin", "EUR")
    change = last_change()
    assert change.before == {"time_zone": "UTC", "currency": "USD"}
    assert change.object_type == "organizations"


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({"name": ""}, "name"),
        ({"currency": "E1"}, "currency"),
        ({"time_zone": "Mars/Base"}, "time_zone"),
        ({"language": "xx"}, "language"),
    ],
)
def test_bad_settings_are_told_beside_their_field(owner, values, field):
    pk = owner.organization.pk
    answer = Desk(owner).save("access_organization", "change", pk, **values)
    assert list(errors_in(answer)) == [field]


def test_other_organizations_are_not_there(owner, stranger):
    desk = Desk(owner)
    pk = stranger.organization.pk
    assert desk.get("access_organization", "change", pk).status_code == 302
    answer = desk.client.post(
        desk.url("access_organization", "change", pk), {"name": "X"}
    )
    assert answer.status_code == 302
    assert Organization.objects.get(pk=pk).name == stranger.organization.name
    listed = desk.get("access_organization", "changelist")
    assert listed.url == reverse(
        "admin:access_organization_change", args=[owner.organization.pk]
    )
