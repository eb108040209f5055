"""How does one sign in to the demo? Derived from SECRET_KEY, so stored nowhere."""

from __future__ import annotations

import base64
import hmac
from itertools import count
from typing import TYPE_CHECKING

from django.conf import settings
from django.utils import timezone

from records.access.keys import digest_of, key_from_digest
from records.access.models import ApiKey, Membership
from records.members.keys import create_key, revoke_key

if TYPE_CHECKING:
    from records.access.caller import Caller

ADMIN_EMAIL = "admin@dragoman.example"
KEY_NAME = "Demo"
_GROUPS = 4
_GROUP_LENGTH = 4


def admin_password() -> str:
    """Return the administrator's password: 80 bits, easily read out and typed."""
    letters = base64.b32encode(_digest("password")).decode().lower()
    starts = range(0, _GROUPS * _GROUP_LENGTH, _GROUP_LENGTH)
    return "-".join(letters[start : start + _GROUP_LENGTH] for start in starts)


def api_key(generation: int = 0) -> str:
    """Return the text of the API key; a revoked one is followed by the next generation."""
    return key_from_digest(_digest(f"key {generation}"))


def _digest(purpose: str) -> bytes:
    message = f"dragoman demo {purpose}".encode()
    return hmac.digest(settings.SECRET_KEY.encode(), message, "sha512")


def restore_password(membership: Membership) -> bool:
    """Make the printed password work again; tell whether it did not.

    It does not after SECRET_KEY or the password was changed.
    """
    user = membership.user
    if user.check_password(admin_password()):
        return False
    user.set_password(admin_password())
    user.save(update_fields=["password"])
    return True


def valid_key(caller: Caller, membership: Membership) -> str:
    """Return the text of a key that is in force, created when there is none.

    A key that somebody revoked stays revoked: the next generation takes its place.
    """
    keys = ApiKey.objects.for_organization(caller.organization_id)
    for generation in count():
        text = api_key(generation)
        stored = keys.filter(digest=digest_of(text)).first()
        if stored is None:
            break
        is_expired = stored.expires_at and stored.expires_at <= timezone.now()
        if stored.revoked_at is None and not is_expired:
            return text
    # Under another SECRET_KEY, which may have become known, there were others.
    for former in keys.filter(
        membership=membership, name=KEY_NAME, revoked_at__isnull=True
    ):
        revoke_key(caller, key=former)
    create_key(caller, membership=membership, name=KEY_NAME, key=text)
    return text
