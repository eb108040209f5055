"""A field that an admin defined: kept in the record's JSON, found by its index rows."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.db.models import Q

from custom_objects.indexing import index_rows
from custom_objects.models import FieldValue
from custom_objects.unique_keys import unique_key
from records.query.operators import MATCHING
from records.schema.fields import IndexedField, Row

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from custom_objects.field_types import FieldType
    from custom_objects.indexing import ValueIndex
    from custom_objects.models import FieldValueQuerySet
    from records.query import Operator

BAG = "custom_fields"
"""The column of every record table that holds these values (JSON, keyed by slug)."""


@dataclass(frozen=True, kw_only=True)
class ValueField(IndexedField):
    """A value under ``slug`` in the record's JSON, repeated in ``FieldValue``.

    ``slug`` is the key in the JSON; ``name``, by which engine and dialects know the
    field, is the same except for the alias ``name`` of an object's display field.
    """

    field_id: int
    slug: str
    type: FieldType
    value_index: ValueIndex
    target: str | None = None
    is_indexed: bool = True
    """Whether its values lie in the index in full (else only what must be there)."""
    searched: bool = False
    custom: bool = True

    @property
    def is_virtual(self) -> bool:
        return self.alias

    @property
    def is_sortable(self) -> bool:
        return self.kind.sortable and self.filterable

    @property
    def paths(self) -> tuple[str, ...]:
        return (BAG,)

    @property
    def repeats(self) -> bool:
        return self.type.is_multiple

    @property
    def key(self) -> str:
        return self.value_index.column

    @property
    def referenced_type(self) -> str | None:
        return self.target

    def references(self, value: Any) -> Sequence[int]:
        if self.target is None or not value:
            return ()
        return tuple(value) if self.repeats else (value,)

    def repointed(self, value: Any, *, old_id: int, new_id: int | None) -> Any:
        if not self.repeats:
            return super().repointed(value, old_id=old_id, new_id=new_id)
        moved = [new_id if one == old_id else one for one in value or ()]
        return list(dict.fromkeys(one for one in moved if one is not None)) or None

    @property
    def own(self) -> Q:
        return Q(field_id=self.field_id)

    def entries(
        self, others: Sequence[IndexedField] = ()
    ) -> FieldValueQuerySet[FieldValue]:
        ids = [one.field_id for one in (self, *others) if isinstance(one, ValueField)]
        rows = FieldValue.objects.of_fields(ids)
        return rows.filter(live=True) if self.live_only else rows

    def matching(self, operator: Operator, operand: Any) -> Q:
        predicate = self.value_index.matching(operator, operand)
        if self.searched and operator in MATCHING:
            predicate &= Q(searched=True)  # in the words of the index of trigrams
        return predicate

    def contained(self, operand: Any) -> Mapping[str, Any] | None:
        if not self.type.is_compared_as_stored:
            return None
        return {self.slug: [operand] if self.repeats else self.kind.to_json(operand)}

    def read(self, row: Row) -> Any:
        stored = row[BAG].get(self.slug)
        return None if stored is None else self.kind.from_json(stored)

    def write(self, columns: dict[str, Any], value: Any) -> None:
        bag = columns.setdefault(BAG, {})
        if value is None:
            bag.pop(self.slug, None)
        else:
            bag[self.slug] = self.kind.to_json(value)

    def index_columns(self, value: Any) -> Iterable[Mapping[str, Any]]:
        """Return the columns of the rows that a value has in ``FieldValue``, in order.

        References are always there, so that purging and merging find their holders;
        unique values by their key alone when nobody may ask for them.
        """
        if self.kind.is_empty(value):
            return
        rows: Iterable[Mapping[str, Any]] = ({},)
        if self.is_indexed or self.target is not None:
            rows = index_rows(self.value_index, value, is_multiple=self.repeats)
        for row in rows:
            columns = dict(row)
            if self.unique:
                columns["unique_key"] = unique_key(self.kind, value)
            if columns:
                columns["searched"] = self.searched
                yield columns
