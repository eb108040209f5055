"""Who joins when an account moves here."""

import pytest

from crm.moving.people import add_people, match_people
from records.access.models import Membership, User
from records.access.roles import Role
from records.history.models import Change

pytestmark = pytest.mark.django_db


def user(number, **values):
    """Return a user as the other server tells them."""
    email = f"p{number}@example.com"
    given = {"id": number, "name": f"Ada de {number}", "email": email}
    return {**given, "status": "active", "role": "admin", **values}


def test_whoever_is_missing_joins_and_cannot_sign_in(tenant):
    users = [user(7), user(8, name="Cher"), user(9, name="x" * 600)]
    assert add_people(tenant.caller, users) == {"7", "8", "9"}
    members = Membership.objects.for_organization(tenant.organization.pk)
    joined = members.exclude(pk=tenant.membership.pk).select_related("user")
    assert [(one.role, one.is_active) for one in joined] == [(Role.MEMBER, True)] * 3
    assert not any(one.user.has_usable_password() for one in joined)
    ada = User.objects.get(email="p7@example.com")
    assert (ada.first_name, ada.last_name) == ("Ada de", "7")
    assert {one.record_id for one in match_people(tenant.organization.pk, users)} == {
        one.user_id for one in joined
    }
    changes = Change.objects.for_organization(tenant.organization.pk)
    assert changes.filter(object_type="memberships", action="created").count() == 3


def test_nobody_joins_twice(tenant):
    users = [user(7), user(8, email=tenant.user.email.upper())]
    assert add_people(tenant.caller, users) == {"7"}
    assert add_people(tenant.caller, users) == set()


@pytest.mark.parametrize(
    "values",
    [
        {"status": "inactive"},
        {"deleted_at": "2020-01-01T00:00:00Z"},
        {"email": None},
        {"email": ""},
        {"email": "nobody"},
        {"email": "x" * 300 + "@example.com"},
    ],
    ids=str,
)
def test_nobody_joins_who_has_left_or_cannot_be_reached(tenant, values):
    assert add_people(tenant.caller, [user(7, **values)]) == set()
    assert Membership.objects.everywhere().count() == 1
    (entry,) = match_people(tenant.organization.pk, [user(7, **values)])
    assert entry.record_id is None
    assert entry.faults[0].message.startswith("Nobody here has the address")


def test_somebody_of_another_organization_keeps_who_they_are(tenant, stranger):
    stranger.user.set_password("analytical-engine-1837")
    stranger.user.save()
    known = user(7, email=stranger.user.email)
    assert add_people(tenant.caller, [known]) == {"7"}
    stranger.user.refresh_from_db()
    assert stranger.user.check_password("analytical-engine-1837")
    members = Membership.objects.everywhere().filter(user=stranger.user)
    assert members.count() == 2
