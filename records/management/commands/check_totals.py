"""Do the totals say how many records there are? ``manage.py check_totals``."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.core.management import BaseCommand, CommandError

from records.access.caller import Caller
from records.access.models import Organization
from records.engine.tallies import add_to_tally, drift_of
from records.schema.registry import registry

if TYPE_CHECKING:
    from collections.abc import Iterator

    from django.core.management.base import CommandParser

    from records.schema.object_types import ObjectType


class Command(BaseCommand):
    """Count the records of every type that keeps a tally, and exit 1 on a difference."""

    help = (
        "Count the live records of every type whose total is kept, and name the"
        " organization and the type of every difference. With --repair the totals are"
        " put right, also while records are being written."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--repair", action="store_true", help="put wrong totals right"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        """Do it. Raises :class:`CommandError` for any difference that stays."""
        checked = wrong = 0
        for caller, object_type in _kept():
            checked += 1
            drift = drift_of(caller, object_type)
            if not drift:
                continue
            wrong += 1
            self.stdout.write(
                f"organization {caller.organization_id}: there are {drift:+,}"
                f" {object_type.slug}, compared with the total"
            )
            if options["repair"]:
                add_to_tally(caller, object_type, drift)
        if wrong and not options["repair"]:
            raise CommandError(
                f"{wrong:,} of {checked:,} totals are wrong."
                " “manage.py check_totals --repair” puts them right."
            )
        self.stdout.write(f"{checked:,} totals are right{' now' if wrong else ''}.")


def _kept() -> Iterator[tuple[Caller, ObjectType]]:
    """Yield the types that keep a tally, of every organization."""
    for organization in Organization.objects.order_by("pk").iterator():
        caller = Caller.system(organization.info)
        for one in registry.object_types(caller.organization):
            if one.tally == one.slug:
                yield caller, one
