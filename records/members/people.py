"""Invites people into an organization and changes what it may change of them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import transaction
from django.utils.translation import gettext as _

from records.access.models import Membership, User
from records.access.roles import Permission, Role
from records.engine.errors import ValidationFailed
from records.history.models import Action
from records.members.log import log_member_change
from records.members.organizations import add_member, ensure_user
from records.schema.drafts import Problem
from records.schema.kinds import TextKind
from records.schema.problems import Code, ValueProblem

if TYPE_CHECKING:
    from collections.abc import Mapping

    from records.access.caller import Caller

_KINDS = {
    "email": TextKind(254),
    "first_name": TextKind(255),
    "last_name": TextKind(255),
    "phone": TextKind(64),
}
PERSONAL = tuple(_KINDS)
"""What is the person's own, wherever they sign in."""


def is_shared(caller: Caller, user: User) -> bool:
    """Tell whether a person also belongs to another organization.

    Then their name, e-mail and password are nobody's to change but their own.
    """
    return (
        Membership.objects.everywhere()
        .filter(user_id=user.pk)
        .exclude(organization_id=caller.organization_id)
        .exists()
    )


def invite_person(
    caller: Caller,
    *,
    email: str,
    role: str = Role.MEMBER,
    password: str | None = None,
    names: Mapping[str, Any] | None = None,
) -> Membership:
    """Put the person with this e-mail into the caller's organization.

    Somebody new is created with the names and the password; somebody who is there
    keeps theirs. Raises :class:`ValidationFailed`, :class:`PermissionRefused`.
    """
    caller.require(Permission.MEMBERS)
    values = _clean({**(names or {}), "email": email})
    problems = _role_problems(caller, before=None, after=role)
    known = User.objects.filter(email__iexact=values["email"]).first()
    if known is None and password:
        problems += _password_problems(password, User(**values))
    _raise(problems)
    with transaction.atomic():
        mine = Membership.objects.for_organization(caller.organization_id)
        if known is not None and mine.filter(user=known).exists():
            _raise(
                [_problem("email", _("This person is a member already."), Code.TAKEN)]
            )
        address = values.pop("email")
        user = known or ensure_user(email=address, password=password, **values)
        return add_member(caller, user=user, role=role)


def update_person(caller: Caller, *, user: User, values: Mapping[str, Any]) -> None:
    """Change name, e-mail or phone of a person who belongs nowhere else.

    People may change themselves. Raises :class:`ValidationFailed`,
    :class:`PermissionRefused`.
    """
    _permit(caller, user)
    cleaned = _clean(values)
    stored = {name: getattr(user, name) for name in cleaned}
    changed = {name: one for name, one in cleaned.items() if one != stored[name]}
    if not changed:
        return
    _refuse_shared(caller, user, next(iter(changed)))
    address = changed.get("email")
    if address and User.objects.filter(email__iexact=address).exclude(pk=user.pk):
        _raise([_problem("email", _("Somebody else has this address."), Code.TAKEN)])
    with transaction.atomic():
        User.objects.filter(pk=user.pk).update(**changed)
        log_member_change(
            caller,
            "users",
            user.pk,
            Action.UPDATED,
            before={name: stored[name] for name in changed},
            after=changed,
        )
    for name, one in changed.items():
        setattr(user, name, one)


def set_password(caller: Caller, *, user: User, password: str) -> None:
    """Give a person who belongs nowhere else a new password.

    It signs them out everywhere. Raises :class:`ValidationFailed`,
    :class:`PermissionRefused`.
    """
    _permit(caller, user)
    _refuse_shared(caller, user, "password")
    _raise(_password_problems(password, user))
    with transaction.atomic():
        user.set_password(password)
        user.save(update_fields=["password"])
        log_member_change(
            caller, "users", user.pk, Action.UPDATED, after={"password": "changed"}
        )


def change_membership(
    caller: Caller,
    *,
    membership: Membership,
    role: str | None = None,
    is_active: bool | None = None,
) -> None:
    """Change what a member may do, or whether they may do anything.

    An organization keeps an active owner; only owners make and unmake owners; nobody
    locks themselves out. Raises :class:`ValidationFailed`, :class:`PermissionRefused`.
    """
    caller.require(Permission.MEMBERS)
    asked = {"role": role, "is_active": is_active}
    with transaction.atomic():
        rows = Membership.objects.for_organization(caller.organization_id)
        # All of them are locked: two owners must not unmake each other.
        locked = {one.pk: one for one in rows.select_for_update().order_by("pk")}
        stored = locked.get(membership.pk)
        if stored is None:
            _raise([_problem("role", _("There is no such member."), Code.DANGLING)])
            return
        before = {"role": stored.role, "is_active": stored.is_active}
        changed: dict[str, Any] = {
            name: one
            for name, one in asked.items()
            if one is not None and one != before[name]
        }
        if not changed:
            return
        after = {**before, **changed}
        others = [one for one in locked.values() if one.pk != stored.pk]
        _raise(_membership_problems(caller, stored, before, after, others))
        rows.filter(pk=stored.pk).update(**changed)
        log_member_change(
            caller,
            "memberships",
            stored.pk,
            Action.UPDATED,
            before={name: before[name] for name in changed},
            after={
                name: str(one) if name == "role" else one
                for name, one in changed.items()
            },
        )
    for name, one in changed.items():
        setattr(membership, name, one)


def _membership_problems(
    caller: Caller,
    stored: Membership,
    before: Mapping[str, Any],
    after: Mapping[str, Any],
    others: list[Membership],
) -> list[Problem]:
    problems = []
    if before["role"] != after["role"]:
        problems = _role_problems(caller, before=before["role"], after=after["role"])
    if stored.user_id == caller.user_id and not after["is_active"]:
        message = _("You cannot deactivate yourself.")
        problems.append(_problem("is_active", message))
    was_owner = before["role"] == Role.OWNER and before["is_active"]
    is_owner = after["role"] == Role.OWNER and after["is_active"]
    if was_owner and not is_owner:
        if caller.role != Role.OWNER:
            problems.append(_problem("role", _("Only an owner may do this.")))
        elif not any(one.role == Role.OWNER and one.is_active for one in others):
            message = _("The organization needs an owner: appoint another first.")
            problems.append(_problem("role", message))
    return problems


def _role_problems(caller: Caller, *, before: str | None, after: str) -> list[Problem]:
    if after not in Role.values:
        return [_problem("role", _("There is no such role."))]
    if Role.OWNER in (before, after) and caller.role != Role.OWNER:
        return [_problem("role", _("Only an owner may do this."))]
    return []


def _permit(caller: Caller, user: User) -> None:
    mine = Membership.objects.for_organization(caller.organization_id)
    membership = mine.filter(user_id=user.pk).first()
    if membership is None:
        raise ValidationFailed(
            [_problem("email", _("There is no such member."), Code.DANGLING)]
        )
    if user.pk == caller.user_id:
        return
    caller.require(Permission.MEMBERS)
    if membership.role == Role.OWNER and caller.role != Role.OWNER:
        raise ValidationFailed([_problem("email", _("Only an owner may do this."))])


def _refuse_shared(caller: Caller, user: User, name: str) -> None:
    if user.pk != caller.user_id and is_shared(caller, user):
        message = _("This person also belongs to another organization.")
        _raise([_problem(name, message, Code.READ_ONLY)])


def _clean(values: Mapping[str, Any]) -> dict[str, Any]:
    cleaned: dict[str, Any] = {}
    problems = []
    for name, value in values.items():
        try:
            cleaned[name] = _KINDS[name].clean(value) or ""
        except ValueProblem as problem:
            problems.append(_problem(name, problem.message, problem.code))
    if "email" in cleaned:
        try:
            validate_email(cleaned["email"])
        except ValidationError:
            problems.append(_problem("email", _("Enter a valid email address.")))
    _raise(problems)
    return cleaned


def _password_problems(password: str, user: User) -> list[Problem]:
    try:
        validate_password(password, user)
    except ValidationError as error:
        return [_problem("password", message) for message in error.messages]
    return []


def _problem(field: str, message: str, code: Code = Code.INVALID) -> Problem:
    return Problem(field, message, code)


def _raise(problems: list[Problem]) -> None:
    if problems:
        raise ValidationFailed(problems)
