"""Creates organizations and puts people into them."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any
from zoneinfo import available_timezones

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from records.access.caller import Caller
from records.access.models import Membership, Organization, User
from records.access.roles import Permission, Role
from records.engine.errors import ValidationFailed
from records.history.models import Action
from records.members.log import log_member_change
from records.schema.drafts import Problem
from records.schema.problems import Code
from records.schema.registry import registry

if TYPE_CHECKING:
    from collections.abc import Mapping


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


def update_organization(caller: Caller, values: Mapping[str, Any]) -> None:
    """Change name, language, time zone or currency of the caller's organization.

    Raises :class:`ValidationFailed`, :class:`PermissionRefused`.
    """
    caller.require(Permission.MEMBERS)
    with transaction.atomic():
        rows = Organization.objects.select_for_update()
        stored = rows.get(pk=caller.organization_id)
        before = {name: getattr(stored, name) for name in values}
        changed = {name: one for name, one in values.items() if one != before[name]}
        for name, value in changed.items():
            setattr(stored, name, value)
        _check(stored)
        if changed:
            stored.save(update_fields=list(changed))
            log_member_change(
                caller,
                "organizations",
                stored.pk,
                Action.UPDATED,
                before={name: before[name] for name in changed},
                after=changed,
            )
            current = replace(caller, organization=stored.info)
            registry.follow_organization(current, frozenset(changed))


def _check(organization: Organization) -> None:
    problems = []
    try:
        organization.clean_fields(exclude=["schema_version"])
    except ValidationError as error:
        problems = [
            Problem(name, " ".join(messages), Code.INVALID)
            for name, messages in error.message_dict.items()
        ]
    if organization.time_zone not in available_timezones():
        message = _("There is no such time zone.")
        problems.append(Problem("time_zone", message, Code.INVALID))
    if problems:
        raise ValidationFailed(problems)


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
