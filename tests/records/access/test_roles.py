"""What roles and scopes allow."""

import pytest

from records.access.roles import KeyScope, Permission, Role, permissions_of

P = Permission
ALL = set(Permission)


@pytest.mark.parametrize(
    ("role", "allowed"),
    [
        (Role.OWNER, ALL),
        (Role.ADMIN, ALL),
        (Role.MEMBER, {P.READ, P.WRITE, P.ARCHIVE}),
        (Role.VIEWER, {P.READ}),
        ("nobody", set()),
    ],
)
def test_a_role_allows_these_things(role, allowed):
    assert permissions_of(role=role, scopes=None) == allowed


@pytest.mark.parametrize("role", Role)
def test_a_role_tells_its_permissions_itself(role):
    assert role.permissions == permissions_of(role=role.value, scopes=None)
    assert role.is_administrator == (role.permissions == ALL)


@pytest.mark.parametrize(
    ("scopes", "allowed"),
    [
        ([], set()),
        (["read"], {P.READ}),
        (["write"], {P.WRITE, P.CATALOGUE, P.ARCHIVE, P.RESTORE, P.MERGE}),
        (["schema"], {P.SCHEMA}),
        (["admin"], {P.PURGE, P.MEMBERS}),
        (["read", "unheard of"], {P.READ}),
        (list(KeyScope.values), ALL),
    ],
)
def test_a_scope_carries_these_things(scopes, allowed):
    assert permissions_of(role=Role.OWNER, scopes=scopes) == allowed


@pytest.mark.parametrize("scope", KeyScope)
def test_a_scope_never_allows_more_than_the_role(scope):
    for role in Role:
        carried = permissions_of(role=role, scopes=[scope])
        assert carried == role.permissions & scope.permissions
