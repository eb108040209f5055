"""Organizations, people, memberships and keys as rows."""

from typing import Any

import pytest
from django.db import IntegrityError

from records.access.models import ApiKey, Organization, User
from records.access.roles import KeyScope
from tests.factories import ApiKeyFactory, MembershipFactory, UserFactory


def test_an_organization_tells_callers_what_they_need(tenant):
    organization = Organization(
        pk=9, name="Acme", language="de", time_zone="Europe/Berlin", currency="EUR"
    )
    info = organization.info
    assert (info.id, info.name, str(organization)) == (9, "Acme", "Acme")
    assert (info.language, info.time_zone, info.currency) == (
        "de",
        "Europe/Berlin",
        "EUR",
    )
    assert info.schema_version == 1


def test_a_person_is_found_by_e_mail_in_any_case(db):
    user: Any = UserFactory(email="Ada@example.com")
    assert User.objects.get_by_natural_key("aDA@EXAMPLE.com") == user


def test_two_people_cannot_share_an_e_mail_in_different_cases(db):
    UserFactory(email="ada@example.com")
    with pytest.raises(IntegrityError):
        UserFactory(email="ADA@example.com")


def test_a_person_without_a_password_cannot_sign_in_with_one(db):
    user = User.objects.create_user("Ada@EXAMPLE.com")
    assert user.email == "Ada@example.com"
    assert not user.has_usable_password()
    assert not user.is_superuser


def test_an_operator_is_a_superuser_with_a_password(db):
    user = User.objects.create_superuser("root@example.com", "secret")
    assert user.is_superuser
    assert user.check_password("secret")


@pytest.mark.parametrize(
    ("first", "last", "shown", "short"),
    [
        ("Ada", "Lovelace", "Ada Lovelace", "Ada"),
        ("", "Lovelace", "Lovelace", "ada@example.com"),
        ("", "", "ada@example.com", "ada@example.com"),
    ],
)
def test_a_person_is_shown_by_name_else_by_e_mail(first, last, shown, short):
    user = User(email="ada@example.com", first_name=first, last_name=last)
    assert str(user) == shown
    assert user.get_short_name() == short


def test_a_disabled_person_has_no_rights_whatever_the_backends_say(db):
    user = User.objects.create_superuser("root@example.com", "secret")
    assert user.has_perm("crm.change_contact")
    assert user.has_module_perms("crm")
    user.is_active = False
    assert not user.has_perm("crm.change_contact")
    assert not user.has_module_perms("crm")


def test_a_person_is_once_in_an_organization(tenant):
    with pytest.raises(IntegrityError):
        MembershipFactory(organization=tenant.organization, user=tenant.user)


def test_a_key_shows_its_first_twelve_characters_only(tenant):
    key: Any = ApiKeyFactory(membership=tenant.membership, name="import")
    assert len(key.shown) == 12
    assert key.shown.startswith("dgm_")
    assert str(key) == f"import ({key.shown}…)"
    assert str(tenant.membership) == f"{tenant.user} · {tenant.organization}"


def test_a_key_has_every_scope_unless_told_otherwise():
    assert ApiKey.default_scopes() == list(KeyScope.values)
