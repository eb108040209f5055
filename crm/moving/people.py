"""Who of the other server is who here? People are matched by their e-mail address.

Whoever is not here yet becomes a member who cannot sign in: an administrator decides who
gets a password or another role. What belonged to somebody who has left there, and is not
here, belongs to nobody, and the report says so.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.core.exceptions import ValidationError
from django.core.validators import validate_email

from crm.moving.ledger import Entry, Fault
from crm.moving.steps import USERS
from records.access.models import Membership, User
from records.access.roles import Role
from records.members.organizations import add_member, ensure_user

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from crm.moving.source import Json
    from records.access.caller import Caller


def missing_people(organization_id: int, records: Iterable[Json]) -> list[Json]:
    """Return the users of the other server who work there and are not here yet."""
    known = _known(organization_id)
    return [
        one
        for one in records
        if _email(one).casefold() not in known
        and one.get("status", "active") == "active"
        and not one.get("deleted_at")
        and _is_address(_email(one))
    ]


def add_people(caller: Caller, records: Sequence[Json]) -> set[str]:
    """Let those who are missing join, without a password; return their ids there."""
    missing = missing_people(caller.organization_id, records)
    for one in missing:
        first, _space, last = str(one.get("name") or "").strip().rpartition(" ")
        user = ensure_user(
            email=_email(one), first_name=_short(first), last_name=_short(last)
        )
        add_member(caller, user=user, role=Role.MEMBER)
    return {str(one.get("id")) for one in missing}


def match_people(organization_id: int, records: Iterable[Json]) -> list[Entry]:
    """Return what became of each user of the other server: the same person, or nobody."""
    known = _known(organization_id)
    entries = []
    for data in records:
        email = _email(data)
        user_id = known.get(email.casefold())
        faults: tuple[Fault, ...] = ()
        if user_id is None:
            name = str(data.get("name") or email or "?")
            message = f"Nobody here has the address {email or '(none)'} of {name}."
            faults = (Fault("email", message),)
        entries.append(Entry(USERS, str(data.get("id")), user_id, faults))
    return entries


def _known(organization_id: int) -> dict[str, int]:
    members = Membership.objects.for_organization(organization_id)
    pairs = members.order_by("-pk").values_list("user__email", "user_id")
    return {email.casefold(): user_id for email, user_id in pairs}


def _email(data: Json) -> str:
    return str(data.get("email") or "").strip()


def _is_address(text: str) -> bool:
    try:
        validate_email(text)
    except ValidationError:
        return False
    longest = User._meta.get_field("email").max_length
    return longest is None or len(text) <= longest


def _short(name: str) -> str:
    return name[: User._meta.get_field("first_name").max_length]
