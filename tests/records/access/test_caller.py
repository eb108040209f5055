"""Who asks."""

import pytest

from records.access.caller import Caller, OrganizationInfo, PermissionRefused
from records.access.roles import Permission

READER = Caller(
    organization=OrganizationInfo(id=7),
    permissions=frozenset({Permission.READ}),
    user_id=3,
    key_id=5,
    request_id="r",
)


def test_a_caller_acts_in_one_organization():
    assert READER.organization_id == 7


def test_a_permission_that_is_held_is_not_refused():
    assert READER.may(Permission.READ)
    READER.require(Permission.READ)


def test_a_permission_that_is_lacking_is_named():
    assert not READER.may(Permission.MERGE)
    with pytest.raises(PermissionRefused) as refused:
        READER.require(Permission.MERGE)
    assert refused.value.permission is Permission.MERGE
    assert "merge" in str(refused.value)


def test_what_a_write_implies_needs_no_right_but_keeps_its_author():
    implied = READER.as_system()
    assert all(implied.may(one) for one in Permission)
    assert (implied.user_id, implied.key_id, implied.request_id) == (3, 5, "r")
    assert not READER.may(Permission.WRITE)


def test_the_system_is_nobody_and_may_everything():
    system = Caller.system(OrganizationInfo(id=7), request_id="r")
    assert system.user_id is None
    assert system.key_id is None
    assert system.request_id == "r"
    assert all(system.may(one) for one in Permission)


def test_django_takes_a_caller_for_a_signed_in_user():
    assert READER.is_authenticated
    assert not READER.is_anonymous
