"""Makes and revokes API keys."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction

from records.access.keys import SHOWN_LENGTH, digest_of, new_key
from records.access.models import ApiKey, Membership
from records.access.roles import KeyScope
from records.engine.changes import now
from records.history.models import Action
from records.members.log import log_member_change

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Sequence

    from records.access.caller import Caller


def create_key(
    caller: Caller,
    *,
    membership: Membership,
    name: str,
    scopes: Sequence[str] | None = None,
    expires_at: dt.datetime | None = None,
    key: str | None = None,
) -> tuple[ApiKey, str]:
    """Create a key and return it with its text, which is stored nowhere.

    ``scopes`` are all when ``None``: the owner's role is the limit then. ``key`` is
    given only where the text is derived (the demo). Raises ``ValueError`` for an
    unknown scope and for a membership of another organization.
    """
    if membership.organization_id != caller.organization_id:
        raise ValueError("The membership is of another organization.")
    chosen = ApiKey.default_scopes() if scopes is None else list(scopes)
    unknown = sorted(set(chosen) - set(KeyScope.values))
    if unknown:
        raise ValueError(
            f"Unknown scope “{unknown[0]}”; known are {', '.join(KeyScope.values)}."
        )
    text = key or new_key()
    with transaction.atomic():
        stored = ApiKey.objects.create(
            organization_id=caller.organization_id,
            membership=membership,
            name=name,
            digest=digest_of(text),
            shown=text[:SHOWN_LENGTH],
            scopes=chosen,
            expires_at=expires_at,
        )
        log_member_change(
            caller,
            "api_keys",
            stored.pk,
            Action.CREATED,
            after={"name": name, "shown": stored.shown, "scopes": chosen},
        )
    return stored, text


def revoke_key(caller: Caller, *, key: ApiKey) -> None:
    """Make a key useless from now on; revoking again changes nothing."""
    with transaction.atomic():
        at = now()
        revoked = (
            ApiKey.objects.for_organization(caller.organization_id)
            .filter(pk=key.pk, revoked_at__isnull=True)
            .update(revoked_at=at)
        )
        if revoked:
            log_member_change(
                caller, "api_keys", key.pk, Action.ARCHIVED, before={"name": key.name}
            )
