"""What a role and a key's scope allow (decisions 7 and 8)."""

from enum import StrEnum

from django.db import models
from django.utils.translation import gettext_lazy as _


class Permission(StrEnum):
    """One thing a caller may be allowed to do in an organization."""

    READ = "read"
    WRITE = "write"
    CATALOGUE = "catalogue"
    """Change what everybody offers: products and their prices."""
    ARCHIVE = "archive"
    RESTORE = "restore"
    MERGE = "merge"
    PURGE = "purge"
    """Delete for good, look-up rows included: there is no way back."""
    SCHEMA = "schema"
    """Define object types and fields."""
    MEMBERS = "members"
    """Invite people, change roles, make keys for others, change the organization."""


class Role(models.TextChoices):
    """The role of a membership."""

    OWNER = "owner", _("Owner")
    ADMIN = "admin", _("Administrator")
    MEMBER = "member", _("Member")
    VIEWER = "viewer", _("Viewer")

    @property
    def permissions(self) -> frozenset[Permission]:
        """Everything the role allows."""
        return _ROLE_PERMISSIONS[self.value]

    @property
    def is_administrator(self) -> bool:
        """Whether the role may do everything in its organization."""
        return self.permissions == _ALL


class KeyScope(models.TextChoices):
    """What an API key may do at most; its owner's role limits it further."""

    READ = "read", _("Read records")
    WRITE = "write", _("Write records")
    SCHEMA = "schema", _("Change objects and fields")
    ADMIN = "admin", _("Administer")

    @property
    def permissions(self) -> frozenset[Permission]:
        """Everything the scope allows."""
        return _SCOPE_PERMISSIONS[self.value]


_ALL = frozenset(Permission)
_ROLE_PERMISSIONS: dict[str, frozenset[Permission]] = {
    Role.OWNER.value: _ALL,
    Role.ADMIN.value: _ALL,
    Role.MEMBER.value: frozenset(
        {Permission.READ, Permission.WRITE, Permission.ARCHIVE}
    ),
    Role.VIEWER.value: frozenset({Permission.READ}),
}
_SCOPE_PERMISSIONS: dict[str, frozenset[Permission]] = {
    KeyScope.READ.value: frozenset({Permission.READ}),
    KeyScope.WRITE.value: frozenset(
        {
            Permission.WRITE,
            Permission.CATALOGUE,
            Permission.ARCHIVE,
            Permission.RESTORE,
            Permission.MERGE,
        }
    ),
    KeyScope.SCHEMA.value: frozenset({Permission.SCHEMA}),
    KeyScope.ADMIN.value: frozenset({Permission.PURGE, Permission.MEMBERS}),
}


def permissions_of(*, role: str, scopes: list[str] | None) -> frozenset[Permission]:
    """Return what a role allows through a key with these scopes.

    ``scopes=None`` means no key stands between (a signed-in person). An unknown role
    or scope allows nothing.
    """
    granted = _ROLE_PERMISSIONS.get(role, frozenset())
    if scopes is None:
        return granted
    carried: frozenset[Permission] = frozenset()
    for scope in scopes:
        carried |= _SCOPE_PERMISSIONS.get(scope, frozenset())
    return granted & carried
