"""How does one see it work? ``manage.py demo`` makes, loads and serves a demo."""

from __future__ import annotations

import json
import os
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.core.management import BaseCommand, CommandError, call_command
from django.db import DatabaseError, connection, connections, transaction
from django.db.migrations.executor import MigrationExecutor

from crm.demonstration.credentials import admin_password, restore_password, valid_key
from crm.demonstration.examples import curl_lines
from crm.demonstration.loading import MOST_CONTACTS, load_accounts
from crm.demonstration.organization import Demo, DemoUnavailable, open_demo
from crm.demonstration.progress import Progress
from crm.demonstration.server import Address, AddressUnavailable
from records.management.bar import Bar
from records.management.statistics import refresh_statistics

if TYPE_CHECKING:
    from django.core.management.base import CommandParser

CONTACTS = 200


@dataclass(frozen=True, slots=True)
class Access:
    """What one needs to know to use the demo."""

    demo: Demo
    password: str
    key: str
    url: str

    @property
    def email(self) -> str:
        """Return what the administrator signs in with."""
        return self.demo.membership.user.email

    def as_json(self) -> str:
        """Return it on one line for a program."""
        organization = self.demo.organization
        return json.dumps(
            {
                "admin": {"email": self.email, "password": self.password},
                "organization": {"id": organization.pk, "name": organization.name},
                "api_key": self.key,
                "url": self.url,
            }
        )

    def as_text(self) -> str:
        """Return it for a person, with lines to paste into a shell."""
        curl = "\n\n".join(curl_lines(url=self.url, key=self.key))
        return (
            f"\n{self.demo.organization} is ready.\n\n"
            f"  Admin     {self.url}/admin/\n"
            f"  E-mail    {self.email}\n"
            f"  Password  {self.password}\n"
            f"  API key   {self.key}\n\n"
            f"Try it:\n\n{curl}\n"
        )


class Command(BaseCommand):
    """Make the demo what it shall be, tell how to use it, and become its server."""

    help = (
        "Migrate, create the demo organization once, print how to sign in, and serve."
        " Running it again changes no data and prints the same credentials."
    )
    # The database need not be migrated yet, nor is anything else worth a delay.
    requires_system_checks = ()

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--contacts",
            type=int,
            metavar="N",
            help=f"how many contacts, up to {MOST_CONTACTS:,} (default: as many as were"
            f" asked for before, at first {CONTACTS}); a demo grows but never shrinks",
        )
        parser.add_argument(
            "--host",
            default=os.environ.get("HOST") or "127.0.0.1",
            help="the address to serve on (default: %(default)s)",
        )
        parser.add_argument(
            "--port",
            type=int,
            default=os.environ.get("PORT") or 8000,
            help="the port to serve on (default: %(default)s)",
        )
        parser.add_argument(
            "--no-server", action="store_true", help="do everything but serve"
        )
        parser.add_argument(
            "--json",
            action="store_true",
            help="print one JSON object as the last line instead of text",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        """Do it. Raises :class:`CommandError` for whatever stands in the way."""
        asked: int | None = options["contacts"]
        if asked is not None and not 1 <= asked <= MOST_CONTACTS:
            raise CommandError(f"--contacts must be from 1 to {MOST_CONTACTS:,}.")
        if not 1 <= options["port"] <= 65_535:
            raise CommandError("--port must be from 1 to 65535.")
        address = Address(options["host"], options["port"])
        try:
            if not options["no_server"]:
                # Before the work, which can be long, and not only after it.
                address.check()
            access = self._prepare(asked, address)
        except DatabaseError as error:
            raise CommandError(f"The database refuses: {error}".rstrip()) from error
        except (AddressUnavailable, DemoUnavailable) as error:
            raise CommandError(str(error)) from error
        except KeyboardInterrupt:
            self._say("\nInterrupted. The same command goes on from here.")
            raise SystemExit(130) from None
        self.stdout.write(access.as_json() if options["json"] else access.as_text())
        if not options["no_server"]:
            connections.close_all()
            address.serve()

    def _prepare(self, asked: int | None, address: Address) -> Access:
        self._migrate()
        demo = open_demo(goal=asked or CONTACTS)
        self._load(demo, asked)
        with transaction.atomic():
            key = valid_key(demo.caller(), demo.membership)
            if restore_password(demo.membership):
                self._say("The administrator's password is the one below again.")
        return Access(demo, admin_password(), key, address.url)

    def _migrate(self) -> None:
        executor = MigrationExecutor(connection)
        if executor.migration_plan(executor.loader.graph.leaf_nodes()):
            self._say("Preparing the database …")
            call_command("migrate", interactive=False, verbosity=0)

    def _load(self, demo: Demo, asked: int | None) -> None:
        there = Progress.stored(demo.organization.pk)
        if there is None:
            raise DemoUnavailable("the demo's change log is gone.")
        goal = asked or there.goal
        if there.contacts < goal:
            if there.contacts:
                self._say(
                    f"The demo grows from {there.contacts:,} to {goal:,} contacts."
                )
            bar = Bar(self.stderr, total=goal, noun="contacts")
            load_accounts(demo, goal=goal, tell=lambda one: bar.show(one.contacts))
            refresh_statistics()
        elif there.contacts > goal:
            self._say(f"The demo has {there.contacts:,} contacts already; they stay.")
            if not there.is_complete:
                self._say(
                    f"A load of {there.goal:,} was interrupted: demo without --contacts"
                    " finishes it."
                )

    def _say(self, text: str) -> None:
        # Standard error, for it is no result; not in red, for it is no error.
        self.stderr.write(text, style_func=str)
