"""API keys made and revoked."""

import datetime as dt

import pytest
from django.utils import timezone

from records.access.authentication import caller_of_key
from records.access.caller import PermissionRefused
from records.access.keys import digest_of, new_key
from records.access.roles import KeyScope
from records.history.models import Action, Change
from records.members.keys import KeyRates, create_key, limit_key, revoke_key


def log_of(tenant):
    rows = Change.objects.for_organization(tenant.organization.pk)
    return list(rows.filter(object_type="api_keys").order_by("id"))


def made(tenant, **options):
    return create_key(
        tenant.caller, membership=tenant.membership, name="import", **options
    )


def test_a_new_key_works_and_is_stored_as_a_digest_only(tenant):
    stored, text = made(tenant)
    caller = caller_of_key(text)
    assert caller is not None
    assert caller.key_id == stored.pk
    assert (stored.digest, stored.shown) == (digest_of(text), text[:12])
    assert stored.scopes == list(KeyScope.values)
    assert text not in str(vars(stored))


def test_a_key_may_be_limited_in_scope_and_time(tenant):
    tomorrow = timezone.now() + dt.timedelta(days=1)
    stored, _text = made(tenant, scopes=["read"], expires_at=tomorrow)
    assert (stored.scopes, stored.expires_at) == (["read"], tomorrow)


def test_a_derived_key_keeps_its_text(tenant):
    key = new_key()
    assert made(tenant, key=key)[1] == key


def test_a_key_of_an_unknown_scope_or_organization_is_not_made(tenant, stranger):
    with pytest.raises(ValueError, match="Unknown scope “all”"):
        made(tenant, scopes=["read", "all"])
    with pytest.raises(ValueError, match="another organization"):
        create_key(tenant.caller, membership=stranger.membership, name="x")
    assert log_of(tenant) == []


def test_a_revoked_key_is_useless_and_stays_revoked(tenant):
    stored, text = made(tenant)
    revoke_key(tenant.caller, key=stored)
    assert caller_of_key(text) is None
    stored.refresh_from_db()
    revoked_at = stored.revoked_at
    revoke_key(tenant.caller, key=stored)
    stored.refresh_from_db()
    assert stored.revoked_at == revoked_at
    assert [one.action for one in log_of(tenant)] == [Action.CREATED, Action.ARCHIVED]


def test_a_key_of_another_organization_cannot_be_revoked(tenant, stranger):
    stored, text = made(tenant)
    revoke_key(stranger.caller, key=stored)
    assert caller_of_key(text) is not None
    assert log_of(stranger) == []


def test_the_log_holds_no_secret(tenant):
    _stored, text = made(tenant)
    (entry,) = log_of(tenant)
    assert entry.actor_id == tenant.user.pk
    told = str(entry.after)
    assert text not in told
    assert digest_of(text) not in told


def test_a_key_is_limited_in_requests_by_administrators_alone(tenant):
    stored, text = made(tenant, rates=KeyRates(per_minute=60))
    assert caller_of_key(text).rates.per_minute == 60
    limit_key(tenant.caller, key=stored, rates=KeyRates(per_minute=60))
    assert [one.action for one in log_of(tenant)] == [Action.CREATED]
    limit_key(tenant.caller, key=stored, rates=KeyRates(per_minute=60, per_day=9))
    change = log_of(tenant)[-1]
    assert (change.before, change.after) == (
        {"rate_per_day": None},
        {"rate_per_day": 9},
    )
    with pytest.raises(PermissionRefused):
        limit_key(tenant.colleague().caller, key=stored, rates=KeyRates())
    assert caller_of_key(text).rates.per_day == 9


def test_a_key_of_another_organization_cannot_be_limited(tenant, stranger):
    stored, text = made(tenant)
    limit_key(stranger.caller, key=stored, rates=KeyRates(per_day=1))
    assert caller_of_key(text).rates.per_day == 0
    assert log_of(stranger) == []
