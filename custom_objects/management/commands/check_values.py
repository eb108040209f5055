"""Does the index say what the records say? ``manage.py check_values``."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.core.management import BaseCommand, CommandError

from custom_objects.management.scope import Part, add_arguments, chosen_parts
from custom_objects.rebuilding import pending_fields

if TYPE_CHECKING:
    from django.core.management.base import CommandParser

_MOST_LINES = 1_000
"""Differences that are named one by one."""


class Command(BaseCommand):
    """Compare the index with every record, change nothing, and exit 1 on a difference."""

    help = (
        "Compare the index of custom values with what the records hold, and name the"
        " object, the field and the record of every difference. Nothing is changed."
        " Fields that wait for rebuild_values are named, but are no difference: nobody"
        " can ask about them yet."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        add_arguments(parser)

    def handle(self, *args: Any, **options: Any) -> None:
        """Do it. Raises :class:`CommandError` for any difference."""
        parts = chosen_parts(options)
        self._tell_waiting(parts)
        records = differences = 0
        for part in parts:
            for step in part.a_pass(is_repairing=False).steps():
                records += step.records
                for one in step.differences:
                    differences += 1
                    if differences <= _MOST_LINES:
                        self.stdout.write(
                            f"organization {part.organization.id}: {one.object_type}"
                            f".{one.field} of record {one.record_id}"
                        )
        if differences > _MOST_LINES:
            self.stdout.write(f"… and {differences - _MOST_LINES:,} more")
        if differences:
            raise CommandError(
                f"{differences:,} values of {records:,} records are not in the index as"
                " the records say. “manage.py rebuild_values” repairs them."
            )
        self.stdout.write(f"The index says what {records:,} records say.")

    def _tell_waiting(self, parts: list[Part]) -> None:
        for part in parts:
            rows = pending_fields(part.organization.id).filter(
                object__slug=part.object_slug
            )
            if part.field_ids is not None:
                rows = rows.filter(pk__in=part.field_ids)
            for slug in rows.order_by("pk").values_list("slug", flat=True):
                self.stdout.write(
                    f"organization {part.organization.id}: {part.object_slug}.{slug}"
                    " waits for rebuild_values"
                )
