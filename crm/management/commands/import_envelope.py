"""How does an account move here? ``manage.py import_envelope``."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

from django.core.management import BaseCommand, CommandError

from crm.moving.copying import Move
from crm.moving.ledger import Ledger
from crm.moving.report import RESOURCES, lines, write_csv
from crm.moving.source import Source, SourceFailed
from records.access.caller import Caller
from records.access.keys import digest_of
from records.access.models import ApiKey, Organization
from records.engine.errors import Conflict
from records.management.bar import Bar
from records.management.organizations import chosen_organization
from records.management.statistics import refresh_statistics

if TYPE_CHECKING:
    from collections import Counter

    from django.core.management.base import CommandParser

AGAIN = "The same command goes on from here."
LONGEST_TIMEOUT = 600.0


class Command(BaseCommand):
    """Copy an account of a server that speaks the envelope dialect."""

    help = (
        "Copy people's records, their custom fields and what belongs to them from a"
        " server with the same /v2 API. Can be interrupted and run again: nothing is"
        " copied twice. Prints what could not be copied, and why."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--url", required=True, help="the other server's address, without /v2"
        )
        parser.add_argument(
            "--token",
            required=True,
            help="an access token of an administrator there; - reads it from the input",
        )
        parser.add_argument(
            "--organization",
            type=int,
            metavar="ID",
            help="the organization to copy into (needed when there are several)",
        )
        parser.add_argument(
            "--known-people",
            action="store_true",
            help="let nobody join: what belongs to users who are not here yet belongs"
            " to nobody (otherwise they become members without a password)",
        )
        parser.add_argument(
            "--check",
            action="store_true",
            help="only tell how much there is to copy and who is not known here",
        )
        parser.add_argument(
            "--report",
            type=Path,
            metavar="FILE",
            help="write everything that was not copied as CSV, too",
        )
        parser.add_argument(
            "--timeout",
            type=float,
            default=30.0,
            metavar="SECONDS",
            help="how long to wait for an answer (default: 30)",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        """Do it. Raises :class:`CommandError` when the other server cannot be asked."""
        try:
            move = self._open(options)
            expected = move.expect()
            if options["check"]:
                self._check(move, expected)
                return
            self._copy(move, sum(expected.values()) + _parents(expected))
        except SourceFailed as error:
            raise CommandError(f"{error}") from error
        except Conflict as conflict:
            raise CommandError(f"{conflict.message} {AGAIN}") from conflict
        except KeyboardInterrupt:
            self.stderr.write(f"\nInterrupted. {AGAIN}", style_func=str)
            raise SystemExit(130) from None
        for line in lines(move.tally, move.ledger):
            self.stdout.write(line)
        if options["report"]:
            _save(move.ledger, options["report"])
        refresh_statistics()

    def _open(self, options: dict[str, Any]) -> Move:
        organization = _chosen(options["organization"])
        if not 0 < options["timeout"] <= LONGEST_TIMEOUT:
            raise CommandError(f"--timeout: from 0 to {LONGEST_TIMEOUT:g} seconds.")
        token = _token(options["token"])
        _refuse_own(organization, token)
        source = Source(
            options["url"],
            token,
            timeout=options["timeout"],
            tell=lambda text: self.stderr.write(text, style_func=str),
        )
        account = source.account()
        self.stderr.write(
            f"Copying “{account.get('name')}” of {source.host} into “{organization}”.",
            style_func=str,
        )
        caller = Caller.system(organization.info, request_id=REQUEST)
        ledger = Ledger(organization.pk, f"{source.host}/{account.get('id')}")
        return Move(caller, source, ledger, adds_people=not options["known_people"])

    def _copy(self, move: Move, total: int) -> None:
        bar = Bar(self.stderr, total=total, noun="records")
        seen = 0

        def advance(records: int) -> None:
            nonlocal seen
            seen += records
            # Records may be added there meanwhile.
            bar.show(min(seen, total - 1))

        move.advance = advance
        bar.show(0)
        move.run()
        bar.show(total)

    def _check(self, move: Move, expected: Counter[str]) -> None:
        for resource in RESOURCES:
            if expected[resource]:
                self.stdout.write(f"{resource}: {expected[resource]:,}")
        for resource, reason in move.tally.withheld.items():
            self.stdout.write(f"{resource}: not given. {reason}")
        for unknown in move.strangers():
            self.stdout.write(unknown)


REQUEST = "import_envelope"
"""What the log names a copy."""


def _parents(expected: Counter[str]) -> int:
    """Return for how many records their parts are asked for."""
    return expected["deals"] + expected["orders"]


def _token(told: str) -> str:
    """Return the token; ``-`` stands for the first line of the input."""
    return sys.stdin.readline().strip() if told == "-" else told.strip()


def _refuse_own(organization: Organization, token: str) -> None:
    """Keep an organization from being copied into itself."""
    keys = ApiKey.objects.for_organization(organization.pk)
    if keys.filter(digest=digest_of(token)).exists():
        raise CommandError(
            f"--token: it opens “{organization}”, into which is to be copied."
        )


def _chosen(organization_id: int | None) -> Organization:
    if organization_id is not None:
        return chosen_organization(organization_id)
    found = list(Organization.objects.order_by("pk")[:2])
    if not found:
        raise CommandError("There is no organization yet; see create_organization.")
    if len(found) > 1:
        raise CommandError("There are several organizations: say --organization ID.")
    return found[0]


def _save(ledger: Ledger, path: Path) -> None:
    try:
        with path.open("w", newline="", encoding="utf-8") as file:
            write_csv(ledger, file)
    except OSError as error:
        raise CommandError(f"--report: {path}: {error.strerror}.") from error
