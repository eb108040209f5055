"""How many requests may a key send? Fixed windows, counted for all workers together.

One row per key counts two windows, the UTC minute and the UTC day, by one atomic
statement per request. Where nothing is limited there is no statement at all.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from typing import TYPE_CHECKING

from django.apps import apps
from django.conf import settings
from django.db import IntegrityError, connection
from django.utils import timezone

if TYPE_CHECKING:
    import datetime as dt


class Window(StrEnum):
    """What requests are counted in."""

    MINUTE = "minute"
    DAY = "day"

    @property
    def seconds(self) -> int:
        """Return the length."""
        return 60 if self is Window.MINUTE else 86_400

    def number(self, moment: dt.datetime) -> int:
        """Return which window since 1970 a moment is in."""
        return int(moment.timestamp()) // self.seconds


@dataclass(frozen=True, slots=True)
class RateLimits:
    """Requests that a key may send in a window; 0 is no limit."""

    per_minute: int = 0
    per_day: int = 0

    def __bool__(self) -> bool:
        return bool(self.per_minute or self.per_day)

    @classmethod
    def of_key(cls, per_minute: int | None, per_day: int | None) -> RateLimits:
        """Return the limits of a key: its own where it has some, else those of all."""
        return cls(
            settings.DRAGOMAN_RATE_PER_MINUTE if per_minute is None else per_minute,
            settings.DRAGOMAN_RATE_PER_DAY if per_day is None else per_day,
        )


UNLIMITED = RateLimits()


@dataclass(frozen=True, slots=True)
class Quota:
    """What is left of a limit after a request.

    ``limit`` is that of the minute, if there is one, whatever ``window`` decides;
    ``resets_at`` is the Unix second in which the window ends.
    """

    limit: int
    remaining: int
    window: Window
    resets_at: int

    @property
    def headers(self) -> dict[str, str]:
        """Return the three headers that tell it to a client."""
        return {
            "X-RateLimit-Limit": str(self.limit),
            "X-RateLimit-Remaining": str(self.remaining),
            "X-RateLimit-Reset": str(self.resets_at),
        }


class RateExceeded(Exception):
    """The key has sent too many requests; this one is not answered.

    ``limit`` is that of the window which is full, ``retry_after`` the seconds until it
    ends, at least one.
    """

    def __init__(self, quota: Quota, *, limit: int, retry_after: int) -> None:
        super().__init__("Rate limit exceeded")
        self.quota = quota
        self.limit = limit
        self.retry_after = retry_after


class KeyGone(Exception):
    """The key was deleted while its request was on the way."""


def count_request(
    key_id: int, limits: RateLimits, *, now: dt.datetime | None = None
) -> Quota:
    """Count one request of a key and return what is left.

    A request that the minute refuses does not count towards the day. Raises
    :class:`RateExceeded` and :class:`KeyGone`.
    """
    moment = now or timezone.now()
    minute, day = Window.MINUTE.number(moment), Window.DAY.number(moment)
    try:
        in_minute, in_day = _count(key_id, limits, minute=minute, day=day)
    except IntegrityError as error:
        raise KeyGone from error
    is_refused = 0 < limits.per_minute < in_minute or 0 < limits.per_day < in_day
    quota = _quota(limits, in_minute, in_day, minute=minute, day=day)
    if is_refused:
        wait = quota.resets_at - int(moment.timestamp())
        is_of_day = quota.window is Window.DAY
        raise RateExceeded(
            quota,
            limit=limits.per_day if is_of_day else limits.per_minute,
            retry_after=max(1, wait),
        )
    return quota


def _quota(
    limits: RateLimits, in_minute: int, in_day: int, *, minute: int, day: int
) -> Quota:
    """Return what is left: of the minute, unless the day decides."""
    left = {}
    if limits.per_minute:
        left[Window.MINUTE] = max(0, limits.per_minute - in_minute)
    if limits.per_day:
        left[Window.DAY] = max(0, limits.per_day - in_day)
    # A full day says more than a full minute: it lasts longer.
    is_day = Window.MINUTE not in left or left.get(Window.DAY) == 0
    window = Window.DAY if is_day else Window.MINUTE
    number = day if is_day else minute
    return Quota(
        limit=limits.per_minute or limits.per_day,
        remaining=min(left.values()),
        window=window,
        resets_at=(number + 1) * window.seconds,
    )


# Two workers' clocks differ: a request that comes with the minute before the one which
# is counted already is counted in that, or the counter would begin anew.
_SAME = "{0}.{1} BETWEEN excluded.{1} AND excluded.{1} + 1"


@cache
def _statement() -> str:
    counters = apps.get_model("access", "RateCounter")
    table = connection.ops.quote_name(counters._meta.db_table)
    same_minute, same_day = _SAME.format(table, "minute"), _SAME.format(table, "day")
    in_minute = f"CASE WHEN {same_minute} THEN {table}.in_minute + 1 ELSE 1 END"
    in_day = f"CASE WHEN {same_day} THEN {table}.in_day ELSE 0 END"
    # What is refused is not counted on: a full window stays one above its limit.
    fits = f"(%s = 0 OR {in_minute} <= %s)"
    return (
        f"INSERT INTO {table} (key_id, minute, in_minute, day, in_day)"  # noqa: S608
        " VALUES (%s, %s, 1, %s, 1) ON CONFLICT (key_id) DO UPDATE SET"
        f" minute = CASE WHEN {same_minute} THEN {table}.minute ELSE excluded.minute END,"
        f" in_minute = CASE WHEN {fits} THEN {in_minute} ELSE %s + 1 END,"
        f" day = CASE WHEN {same_day} THEN {table}.day ELSE excluded.day END,"
        f" in_day = CASE WHEN NOT {fits} THEN {in_day}"
        f" WHEN %s = 0 OR {in_day} < %s THEN {in_day} + 1 ELSE %s + 1 END"
        " RETURNING in_minute, in_day"
    )


def _count(
    key_id: int, limits: RateLimits, *, minute: int, day: int
) -> tuple[int, int]:
    a_minute, a_day = limits.per_minute, limits.per_day
    parameters = [
        *(key_id, minute, day),
        *(a_minute, a_minute, a_minute),
        *(a_minute, a_minute, a_day, a_day, a_day),
    ]
    with connection.cursor() as cursor:
        cursor.execute(_statement(), parameters)
        in_minute, in_day = cursor.fetchone()
    return in_minute, in_day
