"""Functions of days and moments.

A moment's day, month and hour are those that clocks in the organization's time zone
show.
"""

from __future__ import annotations

import calendar
import datetime as dt
import re
from decimal import Decimal
from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

from custom_objects.formulas.functions.numbers import whole
from custom_objects.formulas.functions.signatures import (
    DAY_OR_MOMENT,
    MOMENT,
    NUMBER,
    TEXT,
    Function,
    Parameter,
)
from custom_objects.formulas.values import (
    FormulaType,
    canonical,
    parse_date,
    parse_moment,
    utc,
)

if TYPE_CHECKING:
    from collections.abc import Callable

    from custom_objects.formulas.circumstances import Circumstances

_DATE = Parameter("date", DAY_OR_MOMENT)
_SAME = Parameter("date", DAY_OR_MOMENT, is_common=True)
_COUNT = Parameter("count", NUMBER)
_MS_PER_HOUR = 3_600_000
_DATES = frozenset({FormulaType.DATE})

_PATTERN = re.compile("YYYY|MM|DD|HH|mm|ss")
_WIDTHS = {"YYYY": 4}


def _today(here: Circumstances) -> dt.date:
    return here.day(here.now)


def _now(here: Circumstances) -> dt.datetime:
    return here.now


def _date(here: Circumstances, value: str | dt.date) -> dt.date | None:
    return parse_date(value) if isinstance(value, str) else here.day(value)


def _datetime(here: Circumstances, value: str | dt.date) -> dt.datetime | None:
    if isinstance(value, str):
        return parse_moment(value)
    return value if isinstance(value, dt.datetime) else here.moment(here.local(value))


def _part(name: str) -> Callable[[Circumstances, dt.date], Decimal]:
    def compute(here: Circumstances, date: dt.date) -> Decimal:
        return Decimal(getattr(here.local(date), name))

    return compute


def _weekday(here: Circumstances, date: dt.date) -> Decimal:
    return Decimal(here.day(date).isoweekday())


def _days_between(here: Circumstances, start: dt.date, end: dt.date) -> Decimal:
    return Decimal((here.day(end) - here.day(start)).days)


def _hours_between(
    here: Circumstances, start: dt.datetime, end: dt.datetime
) -> Decimal:
    passed = (end - start) // dt.timedelta(milliseconds=1)
    return here.numbers.divide(Decimal(passed), Decimal(_MS_PER_HOUR))


def _add_days(here: Circumstances, date: dt.date, count: Decimal) -> dt.date:
    moved = here.local(date) + dt.timedelta(days=whole(count))
    return _like(date, here, moved)


def _add_months(here: Circumstances, date: dt.date, count: Decimal) -> dt.date:
    clock = here.local(date)
    years, month = divmod(clock.year * 12 + clock.month - 1 + whole(count), 12)
    if not dt.MINYEAR <= years <= dt.MAXYEAR:
        raise OverflowError
    last = calendar.monthrange(years, month + 1)[1]
    moved = clock.replace(year=years, month=month + 1, day=min(clock.day, last))
    return _like(date, here, moved)


def _like(date: dt.date, here: Circumstances, clock: dt.datetime) -> dt.date:
    """Return the clock as what the date was: a moment or a day."""
    return here.moment(clock) if isinstance(date, dt.datetime) else clock.date()


def _add_hours(
    _here: Circumstances, moment: dt.datetime, count: Decimal
) -> dt.datetime:
    # Exact: 6 decimals of an hour are 3.6 ms, and floats would carry them badly.
    passed = int(canonical(count) * _MS_PER_HOUR)
    return utc(moment + dt.timedelta(milliseconds=passed))


def _start_of_month(here: Circumstances, date: dt.date) -> dt.date:
    return here.day(date).replace(day=1)


def _format_date(here: Circumstances, date: dt.date, pattern: str) -> str:
    clock = here.local(date)
    parts = {
        "YYYY": clock.year,
        "MM": clock.month,
        "DD": clock.day,
        "HH": clock.hour,
        "mm": clock.minute,
        "ss": clock.second,
    }

    def spell(match: re.Match[str]) -> str:
        return f"{parts[match.group()]:0{_WIDTHS.get(match.group(), 2)}}"

    return _PATTERN.sub(spell, pattern)


DATE_FUNCTIONS = (
    Function(
        "today",
        (),
        FormulaType.DATE,
        _today,
        summary=_("The day it is; the value is computed when it is read."),
        null=_("—"),
        example="today()",
        gives="date('2026-11-23')",
        is_volatile=True,
    ),
    Function(
        "now",
        (),
        FormulaType.MOMENT,
        _now,
        summary=_("The moment it is; the value is computed when it is read."),
        null=_("—"),
        example="now()",
        gives="datetime('2026-11-22T23:30:00Z')",
        is_volatile=True,
    ),
    Function(
        "date",
        (Parameter("value", TEXT | DAY_OR_MOMENT),),
        FormulaType.DATE,
        _date,
        summary=_("The day that a text YYYY-MM-DD spells, else null; a moment's day."),
        example="date('2026-11-22')",
        gives="date('2026-11-22')",
        zoned_by=MOMENT,
        literal=(parse_date, "YYYY-MM-DD"),
    ),
    Function(
        "datetime",
        (Parameter("value", TEXT | DAY_OR_MOMENT),),
        FormulaType.MOMENT,
        _datetime,
        summary=_(
            "The moment that an ISO 8601 text spells, UTC unless it has an offset, else "
            "null; the midnight a day begins with."
        ),
        example="datetime('2026-11-22T10:30+01:00')",
        gives="datetime('2026-11-22T09:30:00Z')",
        zoned_by=_DATES,
        literal=(parse_moment, "YYYY-MM-DDThh:mm:ssZ"),
    ),
    Function(
        "year",
        (_DATE,),
        FormulaType.NUMBER,
        _part("year"),
        summary=_("The year."),
        example="year(date('2026-11-22'))",
        gives="2026",
        zoned_by=MOMENT,
    ),
    Function(
        "month",
        (_DATE,),
        FormulaType.NUMBER,
        _part("month"),
        summary=_("The month, 1 to 12."),
        example="month(date('2026-11-22'))",
        gives="11",
        zoned_by=MOMENT,
    ),
    Function(
        "day",
        (_DATE,),
        FormulaType.NUMBER,
        _part("day"),
        summary=_("The day of the month, 1 to 31."),
        example="day(date('2026-11-22'))",
        gives="22",
        zoned_by=MOMENT,
    ),
    Function(
        "weekday",
        (_DATE,),
        FormulaType.NUMBER,
        _weekday,
        summary=_("The day of the week, 1 for Monday to 7 for Sunday."),
        example="weekday(date('2026-11-22'))",
        gives="7",
        zoned_by=MOMENT,
    ),
    Function(
        "hour",
        (Parameter("moment", MOMENT),),
        FormulaType.NUMBER,
        _part("hour"),
        summary=_("The hour, 0 to 23."),
        example="hour(datetime('2026-11-22T09:30Z'))",
        gives="10",
        zoned_by=MOMENT,
    ),
    Function(
        "minute",
        (Parameter("moment", MOMENT),),
        FormulaType.NUMBER,
        _part("minute"),
        summary=_("The minute, 0 to 59."),
        example="minute(datetime('2026-11-22T09:30Z'))",
        gives="30",
        zoned_by=MOMENT,
    ),
    Function(
        "days_between",
        (Parameter("start", DAY_OR_MOMENT), Parameter("end", DAY_OR_MOMENT)),
        FormulaType.NUMBER,
        _days_between,
        summary=_("How many days the end is after the start; moments count by day."),
        example="days_between(date('2026-11-22'), date('2026-12-24'))",
        gives="32",
        zoned_by=MOMENT,
    ),
    Function(
        "hours_between",
        (Parameter("start", MOMENT), Parameter("end", MOMENT)),
        FormulaType.NUMBER,
        _hours_between,
        summary=_("How many hours the end is after the start, with decimals."),
        example=(
            "hours_between(datetime('2026-11-22T09:30Z'), "
            "datetime('2026-11-22T11:00Z'))"
        ),
        gives="1.5",
    ),
    Function(
        "add_days",
        (_SAME, _COUNT),
        None,
        _add_days,
        summary=_("So many days later, at the same time of day; decimals are dropped."),
        example="add_days(date('2026-11-22'), -22)",
        gives="date('2026-10-31')",
        zoned_by=MOMENT,
    ),
    Function(
        "add_months",
        (_SAME, _COUNT),
        None,
        _add_months,
        summary=_("So many months later, at latest on the last day of that month."),
        example="add_months(date('2026-01-31'), 1)",
        gives="date('2026-02-28')",
        zoned_by=MOMENT,
    ),
    Function(
        "add_hours",
        (Parameter("moment", MOMENT), _COUNT),
        FormulaType.MOMENT,
        _add_hours,
        summary=_("So many hours later; decimals count."),
        example="add_hours(datetime('2026-11-22T09:30Z'), 1.5)",
        gives="datetime('2026-11-22T11:00:00Z')",
    ),
    Function(
        "start_of_month",
        (_DATE,),
        FormulaType.DATE,
        _start_of_month,
        summary=_("The first day of the month."),
        example="start_of_month(date('2026-11-22'))",
        gives="date('2026-11-01')",
        zoned_by=MOMENT,
    ),
    Function(
        "format_date",
        (_DATE, Parameter("pattern", TEXT)),
        FormulaType.TEXT,
        _format_date,
        summary=_(
            "The date as text: YYYY, MM, DD, HH, mm and ss are replaced, all else stays."
        ),
        example="format_date(date('2026-11-22'), 'DD.MM.YYYY')",
        gives="'22.11.2026'",
        zoned_by=MOMENT,
    ),
)
