"""Notes when a key was last used: at most once a minute, after the answer is sent."""

from __future__ import annotations

import datetime as dt
from contextvars import ContextVar
from typing import Any

from django.core.signals import request_finished
from django.utils import timezone

from records.access.models import ApiKey

PRECISION = dt.timedelta(minutes=1)

_used_key: ContextVar[int | None] = ContextVar("used_key", default=None)


def note_use(key_id: int, *, last_used_at: dt.datetime | None) -> None:
    """Have the use of a key stored when the request is over, if it is news."""
    if last_used_at is None or timezone.now() - last_used_at >= PRECISION:
        _used_key.set(key_id)


def _store(**_signal: Any) -> None:
    key_id = _used_key.get()
    if key_id is not None:
        _used_key.set(None)
        ApiKey.objects.everywhere().filter(pk=key_id).update(
            last_used_at=timezone.now()
        )


def connect() -> None:
    """Listen for the end of requests; called once, when Django is ready."""
    request_finished.connect(_store, dispatch_uid="records.access.usage")
