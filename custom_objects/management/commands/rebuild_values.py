"""How does the index come to say what the records say? ``manage.py rebuild_values``."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.core.management import BaseCommand

from custom_objects.management.scope import Part, add_arguments, chosen_parts
from records.management.bar import Bar

if TYPE_CHECKING:
    from django.core.management.base import CommandParser


class Command(BaseCommand):
    """Bring the values of fields that wait for it, then repair what differs."""

    help = (
        "Bring the index of custom values to what the records hold: first the fields"
        " that wait for it (those that became filterable, unique or searchable), which"
        " can be asked about from then on, then whatever differs. It can be interrupted"
        " and run again at any time, while the application is used."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        add_arguments(parser)
        parser.add_argument(
            "--pending",
            action="store_true",
            help="only the fields that wait; compare nothing else",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        """Do it. Raises :class:`CommandError` for a scope that is none."""
        parts = chosen_parts(options)
        try:
            brought = self._go(parts, is_pending=True)
            message = f"{brought:,} values brought into the index"
            if not options["pending"]:
                repaired = self._go(parts, is_pending=False)
                message += f", {repaired:,} repaired"
        except KeyboardInterrupt:
            self.stderr.write("\nInterrupted. The same command goes on from here.")
            raise SystemExit(130) from None
        self.stdout.write(f"{message}.")

    def _go(self, parts: list[Part], *, is_pending: bool) -> int:
        """Go through the parts and return how many values were not as they should."""
        passes = [part.a_pass(is_pending=is_pending) for part in parts]
        counts = [one.count() for one in passes]
        noun = "records brought" if is_pending else "records compared"
        bar = Bar(self.stderr, total=sum(counts), noun=noun)
        done = changed = 0
        for one in passes:
            for step in one.steps():
                done += step.records
                changed += len(step.differences)
                if sum(counts):
                    bar.show(done)
        return changed
