"""Creates organizations and puts people into them."""

from __future__ import annotations

from typing import Any

from django.db import transaction

from records.access.caller import Caller
from records.access.models import Membership, Organization, User
from records.access.roles import Role
from records.history.models import Action
from records.members.log import log_member_change
from records.schema.registry import registry


def create_organization(
    *, name: str, language: str = "en", time_zone: str = "UTC", currency: str = "USD"
) -> Organization:
    """Create an organization with everything a new one starts with."""
    with transaction.atomic():
        organization = Organization.objects.create(
            name=name, language=language, time_zone=time_zone, currency=currency
        )
        caller = Caller.system(organization.info)
        log_member_change(
            caller,
            "organizations",
            organization.pk,
            Action.CREATED,
            after={"name": name},
        )
        registry.seed_organization(caller)
    return organization


def ensure_user(*, email: str, password: str | None = None, **names: Any) -> User:
    """Return the person with this e-mail, created when there is none.

    The password of somebody who exists is never changed here.
    """
    found = User.objects.filter(email__iexact=email).first()
    return found or User.objects.create_user(email, password, **names)


def add_member(caller: Caller, *, user: User, role: str = Role.MEMBER) -> Membership:
    """Put a person into the caller's organization, or return their membership."""
    with transaction.atomic():
        membership, created = Membership.objects.for_organization(
            caller.organization_id
        ).get_or_create(
            organization_id=caller.organization_id, user=user, defaults={"role": role}
        )
        if created:
            log_member_change(
                caller,
                "memberships",
                membership.pk,
                Action.CREATED,
                after={"user": user.email, "role": str(role)},
            )
    return membership
