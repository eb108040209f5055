"""Time zones as clients of this dialect read them (contract §4, account)."""

import datetime as dt
from zoneinfo import ZoneInfo

from django.utils import timezone


def utc_offset(time_zone: str) -> str:
    """Return ``UTC+02:00`` for a time zone, as it is now."""
    try:
        zone = ZoneInfo(time_zone)
    except (KeyError, ValueError):
        zone = ZoneInfo("UTC")
    offset = timezone.now().astimezone(zone).utcoffset() or dt.timedelta()
    minutes = int(offset.total_seconds()) // 60
    sign = "-" if minutes < 0 else "+"
    hours, minutes = divmod(abs(minutes), 60)
    return f"UTC{sign}{hours:02}:{minutes:02}"
