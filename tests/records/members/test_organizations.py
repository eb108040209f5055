"""Organizations and the people in them."""

import pytest

from records.access.models import Membership, User
from records.access.roles import Role
from records.history.models import Action, Change
from records.members.organizations import (
    add_member,
    create_organization,
    ensure_user,
)
from records.schema.registry import registry


def log_of(organization, subject):
    rows = Change.objects.for_organization(organization.pk)
    return list(rows.filter(object_type=subject))


def test_a_new_organization_is_seeded_and_logged(db):
    organization = create_organization(
        name="Acme", language="de", time_zone="Europe/Berlin", currency="EUR"
    )
    assert organization.info.currency == "EUR"
    (entry,) = log_of(organization, "organizations")
    assert (entry.action, entry.after) == (Action.CREATED, {"name": "Acme"})
    assert len(log_of(organization, "stages")) == 7


def test_an_organization_whose_seeds_fail_does_not_exist(db):
    def fail(_caller):
        raise ZeroDivisionError

    with registry.temporarily() as inside:
        inside.on_new_organization(fail)
        with pytest.raises(ZeroDivisionError):
            create_organization(name="Acme")
    assert not Change.objects.everywhere().exists()


def test_a_person_is_made_once_and_keeps_their_password(db):
    one = ensure_user(email="ada@example.com", password="first", first_name="Ada")  # noqa: S106
    other = ensure_user(email="ADA@example.com", password="second")  # noqa: S106
    assert one == other
    assert other.check_password("first")
    assert User.objects.count() == 1


def test_a_person_is_a_member_once(tenant):
    user = ensure_user(email="ada@example.com")
    one = add_member(tenant.caller, user=user, role=Role.VIEWER)
    other = add_member(tenant.caller, user=user, role=Role.OWNER)
    assert one == other
    assert other.role == Role.VIEWER
    (entry,) = log_of(tenant.organization, "memberships")
    assert entry.after == {"user": "ada@example.com", "role": "viewer"}


def test_a_person_may_be_a_member_of_several_organizations(tenant, stranger):
    add_member(stranger.caller, user=tenant.user)
    rows = Membership.objects.everywhere().filter(user=tenant.user)
    assert {one.organization_id for one in rows} == {
        tenant.organization.pk,
        stranger.organization.pk,
    }
