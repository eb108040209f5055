import json

import pytest
from django.core.management import CommandError, call_command

from records.access.authentication import caller_of_key
from records.access.keys import is_well_formed
from records.access.models import ApiKey, Membership, User
from records.access.roles import KeyScope, Role
from tests.factories import MembershipFactory, OrganizationFactory, UserFactory

EMAIL = "grace@navy.example"


@pytest.fixture
def organization(db):
    return OrganizationFactory(name="Navy")


def create(capsys, organization, *arguments, email=EMAIL, role="member"):
    call_command(
        "create_api_key",
        *("--organization", str(getattr(organization, "pk", organization))),
        *("--email", email, "--role", role),
        *arguments,
    )
    return capsys.readouterr().out.splitlines()


def test_prints_the_key_alone(capsys, organization):
    lines = create(capsys, organization)
    assert len(lines) == 1
    assert is_well_formed(lines[0])


@pytest.mark.parametrize("role", Role.values)
def test_somebody_new_joins_with_the_role(capsys, organization, role):
    told = json.loads(create(capsys, organization, "--json", role=role)[-1])
    caller = caller_of_key(told["api_key"])
    assert told == {
        "organization": {"id": organization.pk, "name": "Navy"},
        "user": {"id": caller.user_id, "email": EMAIL},
        "api_key": told["api_key"],
    }
    assert (caller.organization_id, caller.role) == (organization.pk, role)
    assert not User.objects.get().has_usable_password()


def test_a_member_gets_another_key(capsys, organization):
    member = MembershipFactory(organization=organization, role="viewer")
    email = member.user.email.upper()
    first = create(capsys, organization, email=email, role="viewer")
    second = create(capsys, organization, email=email, role="viewer")
    assert first != second
    assert {caller_of_key(one[0]).user_id for one in (first, second)} == {
        member.user_id
    }
    assert Membership.objects.for_organization(organization.pk).get() == member


@pytest.mark.parametrize(
    ("arguments", "scopes"),
    [
        ([], KeyScope.values),
        (["--scopes", "read"], ["read"]),
        (["--scopes", "write, read,write"], ["write", "read"]),
    ],
)
def test_scopes_are_kept(capsys, organization, arguments, scopes):
    create(capsys, organization, *arguments)
    assert ApiKey.objects.for_organization(organization.pk).get().scopes == scopes


@pytest.mark.parametrize(
    ("given", "arguments", "message"),
    [
        ({"email": "grace"}, [], "--email: “grace” is no e-mail address"),
        ({"role": "boss"}, [], "--role: “boss” is none of owner, admin, member"),
        ({}, ["--scopes", "read,all"], "--scopes: “all” is none of read, write"),
        ({}, ["--scopes", ""], "--scopes: “” is none of"),
        ({}, ["--scopes", "read,"], "--scopes: “” is none of"),
        ({"organization": 0}, [], r"no organization 0; there is \d+ \(Navy\)"),
        ({"organization": 2**70}, [], "no organization"),
        ({"organization": -1}, [], "no organization -1"),
        ({"organization": "Navy"}, [], "invalid int value: 'Navy'"),
    ],
)
def test_bad_input_is_a_clear_error_and_stores_nothing(
    capsys, organization, given, arguments, message
):
    with pytest.raises(CommandError, match=message):
        create(capsys, given.pop("organization", organization), *arguments, **given)
    assert not User.objects.exists()
    assert not ApiKey.objects.everywhere().exists()


def test_a_role_is_never_changed_by_the_way(capsys, organization):
    MembershipFactory(
        organization=organization, user=UserFactory(email=EMAIL), role="viewer"
    )
    with pytest.raises(CommandError, match="is viewer of this organization already"):
        create(capsys, organization, role="owner")
    assert Membership.objects.for_organization(organization.pk).get().role == "viewer"
    assert not ApiKey.objects.everywhere().exists()


@pytest.mark.parametrize(
    ("user_is_active", "is_active", "message"),
    [(False, True, "has been deactivated"), (True, False, "is not active")],
)
def test_who_was_shut_out_gets_no_key(
    capsys, organization, user_is_active, is_active, message
):
    MembershipFactory(
        organization=organization,
        user=UserFactory(email=EMAIL, is_active=user_is_active),
        role="member",
        is_active=is_active,
    )
    with pytest.raises(CommandError, match=message):
        create(capsys, organization)
    assert not ApiKey.objects.everywhere().exists()


def test_another_organization_gives_no_membership(capsys, organization):
    elsewhere = MembershipFactory(
        organization=OrganizationFactory(), user=UserFactory(email=EMAIL), role="owner"
    )
    told = json.loads(create(capsys, organization, "--json", role="viewer")[-1])
    assert told["user"]["id"] == elsewhere.user_id
    assert caller_of_key(told["api_key"]).role == "viewer"
