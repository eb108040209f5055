"""Who uses the admin, and in which organization."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.core.exceptions import PermissionDenied

if TYPE_CHECKING:
    from django.http import HttpRequest

    from records.access.caller import Caller
    from records.access.roles import Permission


def caller_or_none(request: HttpRequest) -> Caller | None:
    """Return the signed-in person in their organization, ``None`` without one."""
    caller: Caller | None = getattr(request.user, "caller", None)
    return caller


def caller_of(request: HttpRequest) -> Caller:
    """Return the signed-in person in their organization.

    Raises ``PermissionDenied`` for anybody else.
    """
    caller = caller_or_none(request)
    if caller is None:
        raise PermissionDenied
    return caller


def may(request: HttpRequest, permission: Permission) -> bool:
    """Tell whether there is a caller who holds the permission."""
    caller = caller_or_none(request)
    return caller is not None and caller.may(permission)
