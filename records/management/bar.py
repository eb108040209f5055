"""How is long work shown to whoever waits for it?"""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from django.core.management.base import OutputWrapper

_WIDTH = 30
_SECONDS_BETWEEN_LINES = 10.0
_SECONDS_BETWEEN_BARS = 0.1


class Bar:
    """A bar that grows in place on a terminal; elsewhere a line now and then."""

    def __init__(self, out: OutputWrapper, *, total: int, noun: str) -> None:
        self._out = out
        self._total = total
        self._noun = noun
        self._is_terminal = out.isatty()
        self._started = self._shown = time.monotonic()
        self._first: int | None = None

    def show(self, done: int) -> None:
        """Show that ``done`` of the total are there."""
        now = time.monotonic()
        if self._first is None:
            self._first = done
        is_end = done >= self._total
        pause = _SECONDS_BETWEEN_BARS if self._is_terminal else _SECONDS_BETWEEN_LINES
        if not is_end and now - self._shown < pause:
            return
        self._shown = now
        text = self._text(done, now - self._started)
        if self._is_terminal:
            filled = _WIDTH * min(done, self._total) // max(self._total, 1)
            bar = "█" * filled + "░" * (_WIDTH - filled)
            # Erases what a longer line has left behind.
            text = f"\r{bar} {text}\x1b[K"
        ending = "" if self._is_terminal and not is_end else "\n"
        self._out.write(text, style_func=str, ending=ending)
        self._out.flush()

    def _text(self, done: int, seconds: float) -> str:
        text = f"{done:,} of {self._total:,} {self._noun}"
        speed = (done - (self._first or 0)) / seconds if seconds else 0
        if speed and done < self._total:
            return f"{text}, {(self._total - done) / speed:,.0f} s to go"
        return f"{text} in {seconds:,.0f} s"
