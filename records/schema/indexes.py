"""The index of a type's values, and how the writer keeps it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Protocol

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterable, Mapping, Sequence

    from records.access.caller import Caller
    from records.schema.drafts import Draft


@dataclass(frozen=True, slots=True)
class IndexEntry:
    """What a write means for the index: the values it stored, by field name."""

    record_id: int
    created_at: dt.datetime
    values: Mapping[str, Any]
    is_new: bool
    is_live: bool = True


class RecordIndex(Protocol):
    """Keeps values where records are found by them, in the writer's transaction.

    Every method costs a number of statements that does not depend on the number of
    records (beyond one per some thousand).
    """

    @property
    def unique_names(self) -> frozenset[str]:
        """The fields no two live records may have one value of."""

    def check_unique(self, caller: Caller, drafts: Sequence[Draft]) -> None:
        """Report values that another live record, or another draft, already has."""

    def store(self, caller: Caller, entries: Sequence[IndexEntry]) -> None:
        """Bring the index to the values that were stored."""

    def set_live(self, record_ids: Iterable[int], *, live: bool) -> None:
        """Hide archived records from every question, or show restored ones again."""

    def remove(self, record_ids: Iterable[int]) -> None:
        """Forget records that are purged."""
