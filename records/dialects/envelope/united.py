"""Fields of equal label and type in several types, read as one (decision 5)."""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass, replace
from functools import reduce
from operator import or_
from typing import TYPE_CHECKING, Any, ClassVar

from records.dialects.envelope.custom_types import custom_type
from records.query import Condition, any_of
from records.schema.fields import Field, IndexedField, Row
from records.schema.kinds import ValueKind

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from django.db.models import Q, QuerySet
    from django.db.models.expressions import BaseExpression

    from records.query import Node, Operator
    from records.schema.object_types import ObjectType


@dataclass(frozen=True, slots=True)
class UnitedKind(ValueKind):
    """The kinds of the parts: an operand is one of each of them.

    The options of two lists have different ids, so each part cleans for itself.
    """

    kinds: tuple[ValueKind, ...]

    name: ClassVar[str] = "united"

    def clean_operand(self, operator: Operator, value: object) -> Any:
        return tuple(one.clean_operand(operator, value) for one in self.kinds)


@dataclass(frozen=True, kw_only=True)
class UnitedField(Field):
    """One field for clients, kept by each source in a field of its own.

    ``parts`` are keyed by the source's slug. ``source_path`` is the column that tells
    the source of a row, ``source_values`` what it then holds.

    It is only read. The parts are fields of the united type too, under
    :meth:`part_name`, by which :meth:`condition` asks: rows of a part's index are of its
    own source, so who has a value in any of them is told by the indexes alone. Lists
    are ordered by a :class:`UnitedIndexField`.
    """

    parts: Mapping[str, Field]
    source_path: str
    source_values: Mapping[str, str]

    @property
    def is_sortable(self) -> bool:
        return all(one.is_sortable for one in self.parts.values())

    @property
    def paths(self) -> tuple[str, ...]:
        own = (path for one in self.parts.values() for path in one.paths)
        return tuple(dict.fromkeys([self.source_path, *own]))

    @property
    def late_parts(self) -> Sequence[Field]:
        return [part for one in self.parts.values() for part in one.late_parts]

    @property
    def annotations(self) -> Mapping[str, BaseExpression]:
        return {
            name: expression
            for one in self.parts.values()
            for name, expression in one.annotations.items()
        }

    def part_name(self, source: str) -> str:
        """Return by which name the united type knows the field of one source."""
        return f"{self.name} of {source}"

    @property
    def hidden_parts(self) -> list[Field]:
        """The parts as fields of the united type, which nobody is shown."""
        return [
            replace(part, name=self.part_name(source), custom=False)
            for source, part in self.parts.items()
        ]

    def condition(self, operator: Operator, value: object, origin: str) -> Node:
        """Return the question whether the value of either source compares so."""
        return any_of(
            *(
                Condition(self.part_name(source), operator, value, origin)
                for source in self.parts
            )
        )

    def part_in(self, row: Row) -> Field | None:
        """Return the field as the source of a row has it."""
        for source, part in self.parts.items():
            if row[self.source_path] == self.source_values[source]:
                return part
        return None

    def read(self, row: Row) -> Any:
        part = self.part_in(row)
        return None if part is None else part.read(row)


@dataclass(frozen=True, kw_only=True)
class UnitedIndexField(UnitedField, IndexedField):
    """A united field whose parts lie in one index: lists by it walk along that."""

    @property
    def strands(self) -> Sequence[IndexedField]:
        return [one for one in self.parts.values() if isinstance(one, IndexedField)]

    @property
    def key(self) -> str:
        return self.strands[0].key

    @property
    def own(self) -> Q:
        return reduce(or_, (one.own for one in self.strands))

    def entries(self, others: Sequence[IndexedField] = ()) -> QuerySet[Any]:
        first, *rest = self.strands
        return first.entries([*rest, *others])


def kind_of(one: Field) -> ValueKind:
    """Return the kind of a field's values; of a united one, that of its first part."""
    if isinstance(one, UnitedField):
        return next(iter(one.parts.values())).kind
    return one.kind


def unite(
    types: Iterable[ObjectType], *, source_path: str, source_values: Mapping[str, str]
) -> tuple[Field, ...]:
    """Return the custom fields of several types: those alike in label and type as one.

    With each of those come its parts, by which records are found.

    Two fields of one label and different types are known by their slugs alone.
    """
    groups: dict[tuple[str, str, str], dict[str, Field]] = defaultdict(dict)
    for object_type in types:
        for one in object_type.custom_fields:
            # What is ordered by another column of the index is of another nature.
            column = one.key if isinstance(one, IndexedField) else ""
            key = (str(one.label) or one.name, custom_type(one.kind).name, column)
            groups[key][object_type.slug] = one
    labels = Counter(label for label, _type, _column in groups)
    slugs = Counter(one.name for parts in groups.values() for one in parts.values())
    fields: list[Field] = []
    for number, ((label, _type, _column), parts) in enumerate(groups.items()):
        first = next(iter(parts.values()))
        shown = label if labels[label] == 1 else first.name
        is_alone = len(parts) == 1 and slugs[first.name] == 1
        if is_alone and not first.is_late:
            # Found and read by itself: no row of another source has anything there.
            fields.append(replace(first, label=shown))
            continue
        are_indexed = all(isinstance(one, IndexedField) for one in parts.values())
        made = UnitedIndexField if are_indexed else UnitedField
        united = made(
            name=f"united {number}",
            label=shown,
            kind=UnitedKind(tuple(one.kind for one in parts.values())),
            filterable=all(one.filterable for one in parts.values()),
            custom=True,
            parts=parts,
            source_path=source_path,
            source_values=source_values,
        )
        fields += [united, *united.hidden_parts]
    return tuple(fields)
