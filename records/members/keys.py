"""Makes and revokes API keys."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db import transaction

from records.access.keys import SHOWN_LENGTH, digest_of, new_key
from records.access.models import ApiKey, Membership
from records.access.roles import KeyScope, Permission
from records.engine.changes import now
from records.history.models import Action
from records.members.log import log_member_change

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Sequence

    from records.access.caller import Caller


@dataclass(frozen=True, slots=True)
class KeyRates:
    """Requests that a key may send: ``None`` as all keys, 0 without limit."""

    per_minute: int | None = None
    per_day: int | None = None

    @property
    def columns(self) -> dict[str, int | None]:
        """Return the columns of :class:`ApiKey`."""
        return {"rate_per_minute": self.per_minute, "rate_per_day": self.per_day}


NO_RATES = KeyRates()


def create_key(
    caller: Caller,
    *,
    membership: Membership,
    name: str,
    scopes: Sequence[str] | None = None,
    expires_at: dt.datetime | None = None,
    key: str | None = None,
    rates: KeyRates = NO_RATES,
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
            **rates.columns,
        )
        told = {name: one for name, one in rates.columns.items() if one is not None}
        log_member_change(
            caller,
            "api_keys",
            stored.pk,
            Action.CREATED,
            after={"name": name, "shown": stored.shown, "scopes": chosen, **told},
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


def limit_key(caller: Caller, *, key: ApiKey, rates: KeyRates) -> None:
    """Change how many requests a key may send; the same again changes nothing.

    Raises :class:`PermissionRefused` for people who are no administrators: a limit is
    none if whom it limits can lift it.
    """
    caller.require(Permission.MEMBERS)
    stored = KeyRates(key.rate_per_minute, key.rate_per_day)
    if stored == rates:
        return
    before, after = (
        {name: one for name, one in columns.items() if one != others[name]}
        for columns, others in (
            (stored.columns, rates.columns),
            (rates.columns, stored.columns),
        )
    )
    with transaction.atomic():
        rows = ApiKey.objects.for_organization(caller.organization_id)
        if rows.filter(pk=key.pk).update(**rates.columns):
            log_member_change(
                caller, "api_keys", key.pk, Action.UPDATED, before=before, after=after
            )
