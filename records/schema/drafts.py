"""One record on its way into the store."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _

from records.schema.problems import Code

if TYPE_CHECKING:
    from collections.abc import Mapping

    from records.schema.object_types import ObjectType


ANOTHER_DRAFT = -1
"""Stands for the record of an earlier draft of the same write, which has no id yet."""


@dataclass(frozen=True, slots=True)
class Problem:
    """What is wrong with one field of one record. ``index`` counts within a batch.

    ``record_id`` is the record that has a value which was to be unique.
    """

    field: str
    message: str
    code: Code
    index: int = 0
    record_id: int | None = None


@dataclass(slots=True)
class Draft:
    """A write in the making: what was there, what is asked for, what is wrong.

    ``values`` are cleaned values keyed by field name: for a new record everything
    given, for a change only what differs from ``before``. A type's ``prepare`` hook
    may add, replace and remove values and report problems.
    """

    object_type: ObjectType
    index: int = 0
    record_id: int | None = None
    before: Mapping[str, Any] | None = None
    """The stored row, keyed by ORM path; ``None`` for a new record."""
    values: dict[str, Any] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)
    defaulted: set[str] = field(default_factory=set)
    """The fields of a new record that were given no value and got their default."""

    @property
    def is_new(self) -> bool:
        """Whether the record is being created."""
        return self.before is None

    def current(self, name: str) -> Any:
        """Return the value a field will have after this write."""
        if name in self.values:
            return self.values[name]
        if self.before is None:
            return None
        return self.object_type.fields_by_name[name].read(self.before)

    def changes(self, *names: str) -> bool:
        """Tell whether this write sets one of these fields."""
        return any(name in self.values for name in names)

    @property
    def revival(self) -> int:
        """By how many the live records become more with this change: 1, 0 or -1."""
        if self.before is None or "archived_at" not in self.values:
            return 0
        was_live = self.before["archived_at"] is None
        return (self.values["archived_at"] is None) - was_live

    def take(self, name: str) -> Any:
        """Remove and return a value that a hook turns into others."""
        return self.values.pop(name, None)

    def drop_unchanged(self) -> None:
        """Forget values that are stored so already: those a hook derived, too."""
        if self.before is None:
            return
        fields, before = self.object_type.fields_by_name, self.before
        self.values = {
            name: value
            for name, value in self.values.items()
            if not fields[name].kind.same(fields[name].read(before), value)
        }

    def fail(
        self,
        name: str,
        message: str,
        code: Code = Code.INVALID,
        *,
        record_id: int | None = None,
    ) -> None:
        """Report a problem of a field."""
        self.problems.append(Problem(name, message, code, self.index, record_id))

    def fail_taken(self, name: str, value: object, holder: int) -> None:
        """Report a value that must be unique and that another record has.

        ``holder`` is the record, or :data:`ANOTHER_DRAFT`.
        """
        if holder == ANOTHER_DRAFT:
            message = _("“%(value)s” is given more than once.") % {"value": value}
            self.fail(name, message, Code.TAKEN)
            return
        self.fail(
            name,
            _("“%(value)s” is taken by record %(id)s.")
            % {"value": value, "id": holder},
            Code.TAKEN,
            record_id=holder,
        )
