"""Measuring a pair: in turns, so that what else the machine does strikes both alike."""

from __future__ import annotations

import statistics
import time
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from tests.benchmarks.pairs import Pair

WARMING = 2
"""Rounds that are not counted."""


@dataclass(frozen=True, kw_only=True)
class Measurement:
    """Seconds of each round, of both sides."""

    name: str
    measured: Sequence[float]
    against: Sequence[float]

    @property
    def ratios(self) -> list[float]:
        """How many times as long each round took as the other side's of that round."""
        return sorted(
            one / other for one, other in zip(self.measured, self.against, strict=True)
        )

    @property
    def ratio(self) -> float:
        """The median of the rounds."""
        return statistics.median(self.ratios)

    def __str__(self) -> str:
        ratios = self.ratios
        spread = f"({ratios[0]:.2f} to {ratios[-1]:.2f})"
        milliseconds = statistics.median(self.measured) * 1_000
        return f"{self.ratio:5.2f}  {spread:16} {milliseconds:6.1f}  {self.name}"


def measure(pair: Pair, *, rounds: int) -> Measurement:
    """Run both sides in turns; the sides are what their names say in every round."""
    measured, against = [], []
    for number in range(WARMING + rounds):
        one, other = _timed(pair.measured), _timed(pair.against)
        if number >= WARMING:
            measured.append(one)
            against.append(other)
    return Measurement(name=pair.name, measured=measured, against=against)


def _timed(ask: Callable[[], int]) -> float:
    began = time.perf_counter()
    ask()
    return time.perf_counter() - began
