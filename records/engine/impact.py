"""What a change of the schema would mean for the records there are."""

from __future__ import annotations

from dataclasses import dataclass

MOST_EXAMPLES = 20
"""Records that an effect names."""


@dataclass(frozen=True, slots=True)
class Example:
    """One record, and the text it is known by."""

    record_id: int
    text: str


@dataclass(frozen=True, slots=True)
class Effect:
    """How many live records fail one thing that is newly asked of their values.

    ``attribute`` names what asks it (``is_required``, ``is_unique``, ``type``,
    ``settings``, ``options``), ``message`` is one sentence. ``examples`` are the first
    records by id, at most :data:`MOST_EXAMPLES`.
    """

    attribute: str
    message: str
    count: int
    examples: tuple[Example, ...]


@dataclass(frozen=True, slots=True)
class Impact:
    """The effects of one change; empty when no record fails anything."""

    effects: tuple[Effect, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.effects)
