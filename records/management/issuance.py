"""Checks what the commands that issue API keys were told, and tells the key they made."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.core.management import CommandError
from django.core.validators import validate_email

from records.access.models import Organization, User
from records.members.organizations import ensure_user

if TYPE_CHECKING:
    from django.core.management import BaseCommand

LONGEST_EMAIL = 254


@dataclass(frozen=True, slots=True)
class Issued:
    """A key as it is told once: whose it is, and its text, which is stored nowhere."""

    organization: Organization
    user: User
    key: str

    def tell(self, command: BaseCommand, *, as_json: bool) -> None:
        """Print the key on standard output, alone or in one line of JSON."""
        told = {
            "organization": {
                "id": self.organization.pk,
                "name": self.organization.name,
            },
            "user": {"id": self.user.pk, "email": self.user.email},
            "api_key": self.key,
        }
        command.stdout.write(json.dumps(told) if as_json else self.key)


def checked_email(text: str) -> str:
    """Return an e-mail address, trimmed. Raises :class:`CommandError`."""
    address = text.strip()
    try:
        validate_email(address)
    except ValidationError:
        raise CommandError(f"--email: “{text}” is no e-mail address.") from None
    if len(address) > LONGEST_EMAIL:
        raise CommandError(f"--email: at most {LONGEST_EMAIL} characters.")
    return address


def person(email: str, *, password: str | None, needs_password: bool = False) -> User:
    """Return the person with this address, created with the password if there is none.

    The password of somebody who exists stays as it is. Raises :class:`CommandError`
    for a password that is missing or too weak, and for somebody who was deactivated.
    """
    known = User.objects.filter(email__iexact=email).first()
    if known is not None:
        if not known.is_active:
            raise CommandError(f"--email: {known.email} has been deactivated.")
        return known
    if needs_password and not password:
        raise CommandError(f"--password is needed: {email} is new here.")
    if password:
        _check_password(password, email)
    return ensure_user(email=email, password=password)


def _check_password(password: str, email: str) -> None:
    try:
        password.encode()
        validate_password(password, User(email=email))
    except UnicodeEncodeError:
        raise CommandError("--password: it must be valid Unicode.") from None
    except ValidationError as error:
        raise CommandError("--password: " + " ".join(error.messages)) from None
