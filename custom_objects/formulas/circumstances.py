"""For which record, when and where is a formula evaluated, and what may it cost?"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from custom_objects.formulas.values import NUMBERS, Value, canonical, utc

if TYPE_CHECKING:
    from collections.abc import Mapping
    from decimal import Context, Decimal

CHARACTER_BUDGET = 5_000_000
"""Characters that one evaluation may look at. The texts a formula makes are short,
but a record may hold a long one, and a formula may name it many times."""


class BudgetSpent(Exception):
    """An evaluation looked at too much text."""


@dataclass
class Circumstances:
    """What an evaluation may know. ``fields`` hold values of their formula types."""

    fields: Mapping[str, Value]
    now: dt.datetime
    time_zone: str
    numbers: Context = field(default_factory=NUMBERS.copy)
    _budget: int = CHARACTER_BUDGET

    @cached_property
    def zone(self) -> dt.tzinfo:
        """The time zone; UTC where the name is none."""
        try:
            return ZoneInfo(self.time_zone)
        except (OSError, LookupError, ValueError):
            return dt.UTC

    def spend(self, *values: Value) -> None:
        """Account for looking at values. Raises :class:`BudgetSpent`."""
        for one in values:
            if isinstance(one, str):
                self._budget -= len(one)
        if self._budget < 0:
            raise BudgetSpent

    def local(self, value: dt.date) -> dt.datetime:
        """Return the clock at a moment, or the midnight of a day, without a zone.

        Raises :class:`OverflowError` outside the years 1 to 9999.
        """
        if isinstance(value, dt.datetime):
            return value.astimezone(self.zone).replace(tzinfo=None)
        return dt.datetime.combine(value, dt.time.min)

    def moment(self, clock: dt.datetime) -> dt.datetime:
        """Return when clocks show this. Raises :class:`OverflowError`."""
        return utc(clock.replace(tzinfo=self.zone))

    def day(self, value: dt.date) -> dt.date:
        """Return the day itself, or the day of a moment."""
        return self.local(value).date()

    def spell(self, value: Value) -> str:
        """Return a value as text; nothing is empty text.

        Raises :class:`OverflowError` for what is out of range.
        """
        match value:
            case None:
                return ""
            case str():
                return value
            case bool():
                return "true" if value else "false"
            case dt.datetime():
                there = value.astimezone(self.zone)
                return there.isoformat(timespec="seconds")
            case dt.date():
                return value.isoformat()
            case _:
                return spell_number(value)


def spell_number(number: Decimal) -> str:
    """Return a number without exponent. Raises :class:`OverflowError`."""
    return format(canonical(number), "f")
