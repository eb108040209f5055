"""How does a program get in? ``manage.py create_api_key``."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.core.management import BaseCommand, CommandError
from django.db import transaction

from records.access.caller import Caller
from records.access.roles import KeyScope, Role
from records.management.issuance import Issued, checked_email, person
from records.management.organizations import chosen_organization
from records.members.keys import create_key
from records.members.organizations import add_member

if TYPE_CHECKING:
    from django.core.management.base import CommandParser

    from records.access.models import Membership, User

KEY_NAME = "Command line"


class Command(BaseCommand):
    """Create a key of somebody in an organization, put there if need be, or nothing."""

    help = (
        "Print a new API key, which is shown this once. It acts as the person with the"
        " e-mail address, who joins the organization with the role unless they belong"
        " to it already; a new person cannot sign in until they have a password."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--organization", type=int, required=True, metavar="ID", help="its id"
        )
        parser.add_argument("--email", required=True, help="whose key it is")
        parser.add_argument(
            "--role", required=True, help=f"one of {', '.join(Role.values)}"
        )
        parser.add_argument(
            "--scopes",
            help="what the key may do at most, separated by commas"
            f" (default: {','.join(KeyScope.values)})",
        )
        parser.add_argument(
            "--json", action="store_true", help="print one JSON object as the last line"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        """Do it. Raises :class:`CommandError` for bad input; then nothing is stored."""
        email = checked_email(options["email"])
        role = _checked_role(options["role"])
        scopes = _checked_scopes(options["scopes"])
        organization = chosen_organization(options["organization"])
        with transaction.atomic():
            user = person(email, password=None)
            caller = Caller.system(organization.info)
            membership = _membership(caller, user, role)
            _stored, key = create_key(
                caller, membership=membership, name=KEY_NAME, scopes=scopes
            )
        self.stderr.write(
            f"Created a key of {user.email}, {membership.role} of “{organization}”.",
            style_func=str,
        )
        Issued(organization, user, key).tell(self, as_json=options["json"])


def _checked_role(text: str) -> str:
    if text not in Role.values:
        raise CommandError(f"--role: “{text}” is none of {', '.join(Role.values)}.")
    return text


def _checked_scopes(text: str | None) -> list[str] | None:
    if text is None:
        return None
    scopes = list(dict.fromkeys(one.strip() for one in text.split(",")))
    for one in scopes:
        if one not in KeyScope.values:
            known = ", ".join(KeyScope.values)
            raise CommandError(f"--scopes: “{one}” is none of {known}.")
    return scopes


def _membership(caller: Caller, user: User, role: str) -> Membership:
    membership = add_member(caller, user=user, role=role)
    if membership.role != role:
        raise CommandError(
            f"--role: {user.email} is {membership.role} of this organization already;"
            f" say --role {membership.role}, or change the role in the admin."
        )
    if not membership.is_active:
        raise CommandError(f"--email: the membership of {user.email} is not active.")
    return membership
