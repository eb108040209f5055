"""The field class of formulas: stored like any value, or computed when it is read."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any, Self

from custom_objects.fields import BAG, ValueField
from custom_objects.formula_sets import CREATED_AT, FormulaSet
from custom_objects.formulas.values import read_value
from records.engine.changes import now

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterable, Mapping, Sequence

    from custom_objects.formulas import FormulaType
    from records.access.caller import Caller
    from records.schema.drafts import Draft
    from records.schema.fields import Row


@dataclass(frozen=True, kw_only=True)
class FormulaField(ValueField):
    """The value of a formula; nobody writes it.

    ``is_live`` says that it is computed for each page: because it changes with time,
    or because not all records store what it gives yet. In the latter case writes store
    it nevertheless.
    """

    formulas: FormulaSet = field(repr=False, compare=False)
    result: FormulaType
    is_live: bool = False
    writable: bool = False

    @property
    def is_computable(self) -> bool:
        """Whether the formula is one (still)."""
        return self.slug in self.formulas.members

    @property
    def is_volatile(self) -> bool:
        """Whether the value changes with time, so that no record keeps it."""
        return self.is_computable and self.formulas.members[self.slug].is_volatile

    @property
    def is_late(self) -> bool:
        return self.is_live

    @property
    def paths(self) -> tuple[str, ...]:
        if not self.is_live:
            return (BAG,)
        sources = self.formulas.sources(self.slug)
        return tuple(dict.fromkeys([BAG, *(p for one in sources for p in one.paths)]))

    @property
    def late_key(self) -> str:
        """Where a row holds the value."""
        return f"computed_{self.field_id}"

    @classmethod
    def load_page(
        cls, caller: Caller, fields: Sequence[Any], rows: Mapping[int, dict[str, Any]]
    ) -> None:
        at = now()
        by_set: dict[int, list[FormulaField]] = {}
        for one in fields:
            by_set.setdefault(id(one.formulas), []).append(one)
        for members in by_set.values():
            formulas = members[0].formulas
            slugs = [one.slug for one in members]
            for row in rows.values():
                found = formulas.compute(
                    slugs,
                    formulas.reader(row),
                    now=at,
                    time_zone=caller.organization.time_zone,
                )
                for one in members:
                    row[one.late_key] = found[one.slug]

    def read(self, row: Row) -> Any:
        if self.is_live:
            return row[self.late_key]
        if not self.is_computable:
            return None
        # What is stored may be from another definition, and of another type.
        return read_value(row[BAG].get(self.slug), self.result)

    def as_stored(self) -> Self:
        """Return the field as one that reads what the record keeps."""
        return replace(self, is_live=False)


@dataclass(frozen=True)
class Completion:
    """Sets the stored formulas that follow from what a write changes."""

    formulas: FormulaSet
    stored: frozenset[str]

    def __call__(
        self, caller: Caller, drafts: Sequence[Draft], at: dt.datetime
    ) -> None:
        for draft in drafts:
            slugs = self._asked(draft)
            if not slugs:
                continue
            for slug, value in self.values(caller, draft, slugs, at).items():
                if value is not None or not draft.is_new:
                    draft.values[slug] = value

    def _asked(self, draft: Draft) -> Iterable[str]:
        if draft.is_new:
            return self.stored
        return self.stored.intersection(self.formulas.followers(draft.values))

    def values(
        self, caller: Caller, draft: Draft, slugs: Iterable[str], at: dt.datetime
    ) -> dict[str, Any]:
        """Return what formulas give for a record as it will be."""

        def read(name: str) -> Any:
            if name == CREATED_AT and draft.is_new:
                return at
            return draft.current(name)

        return self.formulas.compute(
            list(slugs), read, now=at, time_zone=caller.organization.time_zone
        )
