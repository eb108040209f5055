"""Turns a credential into a caller: an API key, or a signed-in session."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db.models import Q
from django.utils import timezone
from rest_framework.authentication import BaseAuthentication, SessionAuthentication
from rest_framework.exceptions import AuthenticationFailed

from records.access.caller import Caller, OrganizationInfo
from records.access.keys import digest_of, is_well_formed
from records.access.models import ApiKey, Membership
from records.access.roles import permissions_of
from records.access.throttling import RateLimits
from records.access.usage import note_use

if TYPE_CHECKING:
    from rest_framework.request import Request

_ORGANIZATION = ("id", "name", "language", "time_zone", "currency", "schema_version")


def key_in(request: Request) -> str | None:
    """Return the key a request carries, ``None`` for none.

    ``Authorization: Bearer <key>`` with the scheme in any case, or ``X-Api-Key``.
    Raises :class:`AuthenticationFailed` for a header that is there and malformed.
    """
    header: str | None = request.headers.get("Authorization")
    if header is not None:
        scheme, _space, key = header.strip().partition(" ")
        if scheme.lower() != "bearer" or not key.strip():
            raise AuthenticationFailed
        return key.strip()
    own_header: str | None = request.headers.get("X-Api-Key")
    return None if own_header is None else own_header.strip()


def caller_of_key(key: str, *, request_id: str = "") -> Caller | None:
    """Return who a key speaks for, ``None`` unless everything about it is in force.

    One SQL row and no model instances: this runs before every request.
    """
    if not is_well_formed(key):
        return None
    now = timezone.now()
    rows = ApiKey.objects.everywhere().filter(
        Q(expires_at__isnull=True) | Q(expires_at__gt=now),
        digest=digest_of(key),
        revoked_at__isnull=True,
        membership__is_active=True,
        membership__user__is_active=True,
    )
    row = rows.values(
        "pk",
        "scopes",
        "last_used_at",
        "rate_per_minute",
        "rate_per_day",
        "membership__role",
        "membership__user_id",
        "membership__user__email",
        *(f"organization__{name}" for name in _ORGANIZATION),
    ).first()
    if row is None:
        return None
    note_use(row["pk"], last_used_at=row["last_used_at"])
    return Caller(
        organization=_organization(row),
        permissions=permissions_of(role=row["membership__role"], scopes=row["scopes"]),
        user_id=row["membership__user_id"],
        key_id=row["pk"],
        role=row["membership__role"],
        request_id=request_id,
        name=row["membership__user__email"],
        rates=RateLimits.of_key(row["rate_per_minute"], row["rate_per_day"]),
    )


def caller_of_membership(
    *, user_id: int, organization_id: int | None, request_id: str = ""
) -> Caller | None:
    """Return a person acting in one of their organizations.

    In their first one when ``organization_id`` is ``None`` or no longer theirs;
    ``None`` when they belong to no organization.
    """
    rows = list(
        Membership.objects.everywhere()
        .filter(user_id=user_id, is_active=True, user__is_active=True)
        .order_by("pk")
        .values(
            "organization_id",
            "role",
            "user__email",
            *(f"organization__{name}" for name in _ORGANIZATION),
        )
    )
    if not rows:
        return None
    chosen = [one for one in rows if one["organization_id"] == organization_id]
    row = (chosen or rows)[0]
    return Caller(
        organization=_organization(row),
        permissions=permissions_of(role=row["role"], scopes=None),
        user_id=user_id,
        role=row["role"],
        request_id=request_id,
        name=row["user__email"],
    )


def _organization(row: dict[str, Any]) -> OrganizationInfo:
    return OrganizationInfo(
        **{name: row[f"organization__{name}"] for name in _ORGANIZATION}
    )


class KeyAuthentication(BaseAuthentication):
    """DRF's way to an API key. Never consults cookies."""

    def authenticate(self, request: Request) -> tuple[Any, Any] | None:
        key = key_in(request)
        if key is None:
            return None
        request_id = getattr(request._request, "request_id", "")
        caller = caller_of_key(key, request_id=request_id)
        if caller is None:
            raise AuthenticationFailed
        return caller, caller

    def authenticate_header(self, request: Request) -> str:
        # Without it DRF answers 403 where 401 is meant.
        return "Bearer"


class MemberSessionAuthentication(SessionAuthentication):
    """A person signed in to the admin, in the organization they have chosen.

    Writes need the CSRF token, as everything a cookie authorizes.
    """

    def authenticate(self, request: Request) -> tuple[Any, Any] | None:
        found = super().authenticate(request)
        if found is None:
            return None
        caller = getattr(found[0], "caller", None)
        return None if caller is None else (caller, caller)
