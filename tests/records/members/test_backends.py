"""What a signed-in person may do in Django's own words."""

import pytest
from django.contrib.auth.models import AnonymousUser

from records.access.authentication import caller_of_membership
from records.access.models import User
from records.access.roles import Role
from records.members.backends import MembershipBackend

BACKEND = MembershipBackend()


def placed(tenant, role):
    user = tenant.colleague(role).user
    user.caller = caller_of_membership(user_id=user.pk, organization_id=None)
    return user


@pytest.mark.parametrize(
    ("permission", "roles"),
    [
        ("crm.view_contact", set(Role)),
        ("crm.add_contact", {Role.OWNER, Role.ADMIN, Role.MEMBER}),
        ("crm.change_contact", {Role.OWNER, Role.ADMIN, Role.MEMBER}),
        ("crm.delete_contact", {Role.OWNER, Role.ADMIN, Role.MEMBER}),
        ("access.view_membership", set(Role)),
        ("access.add_membership", {Role.OWNER, Role.ADMIN}),
        ("access.change_membership", {Role.OWNER, Role.ADMIN}),
        ("access.delete_apikey", {Role.OWNER, Role.ADMIN}),
        ("crm.polish_contact", set()),
        ("nonsense", set()),
    ],
)
@pytest.mark.parametrize("role", Role)
def test_the_role_in_the_current_organization_answers(tenant, permission, roles, role):
    user = placed(tenant, role)
    assert BACKEND.has_perm(user, permission) == (role in roles)
    assert user.has_perm(permission) == (role in roles)
    assert user.has_module_perms("crm")


def test_a_person_without_an_organization_may_nothing(tenant):
    assert not BACKEND.has_perm(tenant.user, "crm.view_contact")
    assert not BACKEND.has_module_perms(tenant.user, "crm")


def test_an_operator_may_everything(db):
    operator = User(email="root@example.com", is_superuser=True)
    assert BACKEND.has_perm(operator, "access.add_organization")
    assert BACKEND.has_module_perms(operator, "access")


@pytest.mark.parametrize(
    "nobody",
    [AnonymousUser(), User(is_active=False, is_superuser=True)],
    ids=("stranger", "disabled"),
)
def test_a_stranger_and_a_disabled_person_may_nothing(nobody):
    assert not BACKEND.has_perm(nobody, "crm.view_contact")
    assert not BACKEND.has_module_perms(nobody, "crm")


def test_a_person_signs_in_by_e_mail_in_any_case(tenant):
    tenant.user.set_password("secret")
    tenant.user.save()
    email = tenant.user.email.upper()
    assert BACKEND.authenticate(None, username=email, password="secret") == tenant.user  # noqa: S106
    assert BACKEND.authenticate(None, username=email, password="other") is None  # noqa: S106
