"""Keeps ``FieldValue`` true to the values of records, in the writer's transaction.

Invariant: the rows of a field can be rebuilt from the records' JSON at any time
(``manage.py rebuild_values``), and never say anything else (``check_values``).
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any

from django.db.models import Q

from custom_objects.fields import ValueField
from custom_objects.models import FieldValue
from custom_objects.unique_keys import unique_key
from records.engine.insertion import add_rows
from records.schema.drafts import ANOTHER_DRAFT

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from records.access.caller import Caller
    from records.schema.drafts import Draft
    from records.schema.fields import Field
    from records.schema.indexes import IndexEntry

_BATCH = 1_000
"""Records or keys that one statement names."""


@dataclass(frozen=True)
class Kept:
    """A field whose values are kept: one an admin defined, or a unique built-in one."""

    field_id: int
    field: Field

    def rows(self, value: Any) -> Iterable[Mapping[str, Any]]:
        """Return the columns of the rows that a value has."""
        if isinstance(self.field, ValueField):
            return self.field.index_columns(value)
        if self.field.kind.is_empty(value):
            return ()
        return ({"unique_key": unique_key(self.field.kind, value)},)


@dataclass(frozen=True)
class ValueKeeper:
    """The index of one record type as an organization has defined it."""

    kept: tuple[Kept, ...]

    @cached_property
    def _unique(self) -> tuple[Kept, ...]:
        return tuple(one for one in self.kept if one.field.unique)

    @property
    def unique_names(self) -> frozenset[str]:
        """The fields no two live records may have one value of."""
        return frozenset(one.field.name for one in self._unique)

    def check_unique(self, caller: Caller, drafts: Sequence[Draft]) -> None:
        """Report values that another live record, or another draft, already has."""
        asked = list(self._asked(drafts))
        holders: dict[tuple[int, str], int] = {}
        for start in range(0, len(asked), _BATCH):
            holders |= _holders(asked[start : start + _BATCH])
        for draft, one, key in asked:
            holder = holders.get((one.field_id, key))
            if holder is not None and holder != draft.record_id:
                draft.fail_taken(one.field.name, draft.values[one.field.name], holder)
            holders.setdefault((one.field_id, key), draft.record_id or ANOTHER_DRAFT)

    def _asked(self, drafts: Sequence[Draft]) -> Iterator[tuple[Draft, Kept, str]]:
        for draft in drafts:
            for one in self._unique:
                value = draft.values.get(one.field.name)
                if not one.field.kind.is_empty(value):
                    yield draft, one, unique_key(one.field.kind, value)

    def store(self, caller: Caller, entries: Sequence[IndexEntry]) -> None:
        """Bring the index to the values that were stored."""
        stale: dict[tuple[int, ...], list[int]] = defaultdict(list)
        for entry in entries:
            changed = tuple(one.field_id for one in self._changed(entry))
            if changed and not entry.is_new:
                stale[changed].append(entry.record_id)
        for field_ids, record_ids in stale.items():
            for start in range(0, len(record_ids), _BATCH):
                FieldValue.objects.of_fields(field_ids).filter(
                    record_id__in=record_ids[start : start + _BATCH]
                ).delete()
        add_rows(FieldValue, self.rows_of(caller.organization_id, entries))

    def rows_of(
        self, organization_id: int, entries: Iterable[IndexEntry]
    ) -> list[dict[str, Any]]:
        """Return the columns of all rows that records with these values have."""
        return [
            row
            for entry in entries
            for one in self._changed(entry)
            for row in _rows(organization_id, entry, one)
        ]

    def _changed(self, entry: IndexEntry) -> list[Kept]:
        return [one for one in self.kept if one.field.name in entry.values]

    def set_live(self, record_ids: Iterable[int], *, live: bool) -> None:
        """Hide archived records from every question, or show restored ones again."""
        self._of(record_ids).update(live=live)

    def remove(self, record_ids: Iterable[int]) -> None:
        """Forget records that are purged."""
        self._of(record_ids).delete()

    def _of(self, record_ids: Iterable[int]) -> Any:
        rows = FieldValue.objects.of_fields(one.field_id for one in self.kept)
        return rows.filter(record_id__in=list(record_ids))


def _rows(organization_id: int, entry: IndexEntry, kept: Kept) -> list[dict[str, Any]]:
    return [
        {
            "organization_id": organization_id,
            "record_id": entry.record_id,
            "field_id": kept.field_id,
            "seq": seq,
            "live": entry.is_live,
            "created_at": entry.created_at,
            **columns,
        }
        for seq, columns in enumerate(kept.rows(entry.values[kept.field.name]))
    ]


def _holders(asked: Sequence[tuple[Draft, Kept, str]]) -> dict[tuple[int, str], int]:
    keys: dict[int, set[str]] = defaultdict(set)
    for _draft, one, key in asked:
        keys[one.field_id].add(key)
    wanted = Q(pk__in=[])
    for field_id, members in keys.items():
        wanted |= Q(field_id=field_id, unique_key__in=members)
    rows = FieldValue.objects.of_fields(keys).filter(wanted, live=True)
    found = rows.values_list("field_id", "unique_key", "record_id")
    return {(field_id, key or ""): record_id for field_id, key, record_id in found}
