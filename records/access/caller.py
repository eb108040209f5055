"""Who asks, for which organization, with which rights, in which request."""

from __future__ import annotations

from dataclasses import dataclass, field, replace

from records.access.roles import Permission, Role
from records.access.throttling import UNLIMITED, RateLimits


class PermissionRefused(Exception):
    """The caller is known but may not do this. ``permission`` names what was lacking."""

    def __init__(self, permission: Permission) -> None:
        super().__init__(f"This needs the permission “{permission.value}”.")
        self.permission = permission


@dataclass(frozen=True, slots=True)
class OrganizationInfo:
    """What a request needs to know of its organization, read in one row.

    ``schema_version`` grows with every change of objects or fields, so a process can
    tell whether the schema it holds is still true.
    """

    id: int
    name: str = ""
    language: str = "en"
    time_zone: str = "UTC"
    currency: str = "USD"
    schema_version: int = 0


@dataclass(frozen=True, slots=True)
class Caller:
    """The acting party of a request or command. Every engine call takes one.

    ``user_id`` is ``None`` for the system itself (seeding, maintenance).
    """

    organization: OrganizationInfo
    permissions: frozenset[Permission]
    user_id: int | None = None
    key_id: int | None = None
    role: str = Role.VIEWER
    request_id: str = ""
    name: str = field(default="", compare=False)
    rates: RateLimits = UNLIMITED
    """What the key may send at most; a person without a key is not limited."""

    # Django and DRF ask these two of whatever stands in ``request.user``.
    is_authenticated = True
    is_anonymous = False

    @property
    def organization_id(self) -> int:
        """Return the id of the one organization this caller acts in."""
        return self.organization.id

    def may(self, permission: Permission) -> bool:
        """Tell whether the caller holds the permission."""
        return permission in self.permissions

    def require(self, permission: Permission) -> None:
        """Raise :class:`PermissionRefused` unless the caller holds the permission."""
        if permission not in self.permissions:
            raise PermissionRefused(permission)

    def as_system(self) -> Caller:
        """Return the same caller with all rights.

        For what a permitted write implies (a tag created on use, a stage named by a
        deal's status): the person stays the actor, but needs no right of their own.
        """
        return replace(self, permissions=frozenset(Permission))

    @classmethod
    def system(cls, organization: OrganizationInfo, *, request_id: str = "") -> Caller:
        """Return the caller for work that no person asked for."""
        return cls(
            organization=organization,
            permissions=frozenset(Permission),
            role=Role.OWNER,
            request_id=request_id,
            name="system",
        )
