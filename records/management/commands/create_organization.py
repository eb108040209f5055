"""How does an organization begin? ``manage.py create_organization``."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.core.management import BaseCommand, CommandError
from django.db import transaction

from records.access.caller import Caller
from records.access.roles import Role
from records.management.issuance import Issued, checked_email, person
from records.members.keys import create_key
from records.members.organizations import add_member, create_organization

if TYPE_CHECKING:
    from django.core.management.base import CommandParser

LONGEST_NAME = 255
KEY_NAME = "First key"


class Command(BaseCommand):
    """Create an organization, its owner and the owner's first key, or nothing."""

    help = (
        "Create an organization with an owner and print an API key of theirs, which"
        " is shown this once. The owner is a new person, or one who is known by the"
        " e-mail address and keeps their password."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("name", help="what the organization is called")
        parser.add_argument("--email", required=True, help="the owner's address")
        parser.add_argument("--password", help="the owner's, needed for a new person")
        parser.add_argument(
            "--json", action="store_true", help="print one JSON object as the last line"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        """Do it. Raises :class:`CommandError` for bad input; then nothing is stored."""
        email = checked_email(options["email"])
        name = options["name"].strip()
        if not name or len(name) > LONGEST_NAME or not name.isprintable():
            raise CommandError(
                f"The name must have 1 to {LONGEST_NAME} printable characters."
            )
        with transaction.atomic():
            owner = person(email, password=options["password"], needs_password=True)
            organization = create_organization(name=name)
            caller = Caller.system(organization.info)
            membership = add_member(caller, user=owner, role=Role.OWNER)
            _stored, key = create_key(caller, membership=membership, name=KEY_NAME)
        self.stderr.write(
            f"Created the organization {organization.pk}, “{name}”, owned by"
            f" {owner.email}.",
            style_func=str,
        )
        Issued(organization, owner, key).tell(self, as_json=options["json"])
