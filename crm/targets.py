"""What an activity is about, spelled by two values: its type and its id.

The tables keep one column for each type (``contact_id``, ``company_id``, ``deal_id``,
``lead_id``), so that the database knows what is pointed at. ``resource_type`` and
``resource_id`` name the same record in the way of the envelope dialect, where contacts
and companies share one id space under the name ``contact``.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from functools import reduce
from operator import and_, or_
from typing import TYPE_CHECKING, Any

from django.db.models import Case, CharField, Q, Value, When
from django.db.models.functions import Coalesce
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from records.engine.validation import existing_ids
from records.query import Operator
from records.schema.fields import ColumnField
from records.schema.folding import fold
from records.schema.kinds import (
    ChoiceKind,
    Column,
    ReferenceKind,
    TextKind,
    ValueKind,
)
from records.schema.problems import Code

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from django.db.models.expressions import Combinable

    from records.access.caller import Caller
    from records.schema.drafts import Draft
    from records.schema.fields import Row

TYPE, ID = "resource_type", "resource_id"
# What a column points at: the name of its type here, and the slug of its record type.
_NAMES = {
    "contact_id": ("contact", "contacts"),
    "company_id": ("contact", "companies"),
    "deal_id": ("deal", "deals"),
    "lead_id": ("lead", "leads"),
}
_LABELS = {
    "contact": gettext_lazy("Contact"),
    "deal": gettext_lazy("Deal"),
    "lead": gettext_lazy("Lead"),
}

PEOPLE = ("contact_id", "company_id", "lead_id")
ANYTHING = ("contact_id", "company_id", "deal_id", "lead_id")
NOTHING = Q(pk__in=[])


@dataclass(frozen=True, kw_only=True)
class _TargetField(ColumnField):
    """One half of the name of a record's target.

    ``columns`` are looked at in their order: the first that is set is the target.
    ``alone`` says that the others are empty then, as a constraint guarantees.
    """

    columns: tuple[str, ...]
    alone: bool = True
    virtual: bool = True

    @property
    def paths(self) -> tuple[str, ...]:
        return self.columns

    def target_of(self, row: Row) -> str | None:
        """Return the column of the target, ``None`` for none."""
        return next((one for one in self.columns if row[one] is not None), None)

    def shown(self, column: str) -> Q:
        """Return the rows whose target lies in this column."""
        there = Q(**{f"{column}__isnull": False})
        return there if self.alone else there & self.not_before(column)

    def not_before(self, column: str) -> Q:
        """Return the rows that have no target in an earlier column."""
        earlier = self.columns[: self.columns.index(column)]
        return reduce(and_, (Q(**{f"{one}__isnull": True}) for one in earlier), Q())

    def empty(self) -> Q:
        """Return the rows without a target."""
        return reduce(and_, (Q(**{f"{one}__isnull": True}) for one in self.columns))


@dataclass(frozen=True, kw_only=True)
class TargetTypeField(_TargetField):
    """``contact`` (a company, too), ``deal`` or ``lead``."""

    name: str = TYPE
    kind: ValueKind = TextKind()

    def __post_init__(self) -> None:
        names = dict.fromkeys(_NAMES[one][0] for one in self.columns)
        choices = tuple((name, _LABELS[name]) for name in names)
        object.__setattr__(self, "kind", ChoiceKind(choices=choices))

    def predicate(self, operator: Operator, operand: Any) -> Q:
        if operator is Operator.EMPTY:
            return self.empty()
        # There are three names at most: comparing them here spares the database it.
        matches = _COMPARISONS[operator]
        fitting = (
            self.shown(one) for one in self.columns if matches(_NAMES[one][0], operand)
        )
        return reduce(or_, fitting, NOTHING)

    def order_key(self) -> Combinable:
        return Case(
            *(
                When(Q(**{f"{one}__isnull": False}), then=Value(_NAMES[one][0]))
                for one in self.columns
            ),
            default=None,
            output_field=CharField(),
        )

    def read(self, row: Row) -> Any:
        column = self.target_of(row)
        return None if column is None else _NAMES[column][0]


_COMPARISONS: dict[Operator, Callable[[str, Any], bool]] = {
    Operator.EQ: lambda name, operand: bool(name == operand),
    Operator.IN: lambda name, operand: name in operand,
    Operator.CONTAINS: lambda name, operand: operand in fold(name),
    Operator.STARTS_WITH: lambda name, operand: fold(name).startswith(operand),
    Operator.ENDS_WITH: lambda name, operand: fold(name).endswith(operand),
    Operator.GT: lambda name, operand: bool(fold(name) > operand),
    Operator.GTE: lambda name, operand: bool(fold(name) >= operand),
    Operator.LT: lambda name, operand: bool(fold(name) < operand),
    Operator.LTE: lambda name, operand: bool(fold(name) <= operand),
}


@dataclass(frozen=True, kw_only=True)
class TargetIdField(_TargetField):
    """The id of the target among the records of its type."""

    name: str = ID
    kind: ValueKind = ReferenceKind()

    def predicate(self, operator: Operator, operand: Any) -> Q:
        if operator is Operator.EMPTY:
            return self.empty()
        parts = []
        for one in self.columns:
            compared = self.kind.predicate(Column(one), operator, operand)
            # Two-valued on purpose: NOT over a null comparison would drop the row.
            parts.append(self.shown(one) & compared)
        return reduce(or_, parts)

    def order_key(self) -> Combinable:
        return Coalesce(*self.columns)

    def read(self, row: Row) -> Any:
        column = self.target_of(row)
        return None if column is None else row[column]


def target_fields(
    *columns: str, alone: bool = True
) -> tuple[TargetTypeField, TargetIdField]:
    """Return the two fields that name the target of a type with these columns."""
    return (
        TargetTypeField(columns=columns, alone=alone),
        TargetIdField(columns=columns, alone=alone),
    )


def resolve_targets(caller: Caller, drafts: Iterable[Draft]) -> None:
    """Turn each draft's ``resource_type`` and ``resource_id`` into a column.

    They belong together: whichever is sent, both must be known, or both null, which
    empties the target. Of a record that may have several targets only those go that
    would be shown before the named one. Costs one statement.
    """
    wanted: dict[str, set[int]] = defaultdict(set)
    asking: list[tuple[Draft, str, int]] = []
    for draft in drafts:
        if not draft.changes(TYPE, ID):
            continue
        named = _named(draft)
        if named is not None:
            asking.append((draft, *named))
            for one in _columns(draft, named[0]):
                wanted[_NAMES[one][1]].add(named[1])
    if not asking:
        return
    there = existing_ids(caller, wanted)
    for draft, name, record_id in asking:
        candidates = _columns(draft, name)
        found = (one for one in candidates if record_id in there[_NAMES[one][1]])
        column: str | None = next(found, None)
        if column is None:
            message = _("There is no record %(id)s to refer to.") % {"id": record_id}
            draft.fail(ID, message, Code.DANGLING)
        else:
            _point(draft, column, record_id)


def _field(draft: Draft) -> TargetIdField:
    found: Any = draft.object_type.fields_by_name[ID]
    field: TargetIdField = found
    return field


def _columns(draft: Draft, name: str) -> list[str]:
    return [one for one in _field(draft).columns if _NAMES[one][0] == name]


def _named(draft: Draft) -> tuple[str, int] | None:
    """Take the two values off a draft; settle all but a name to be looked up."""
    name, record_id = draft.current(TYPE), draft.current(ID)
    draft.take(TYPE)
    draft.take(ID)
    if any(one.field in (TYPE, ID) for one in draft.problems):
        return None
    if name is None and record_id is None:
        for column in _field(draft).columns:
            _set(draft, column, None)
        return None
    if name is None or record_id is None:
        message = _("“resource_type” and “resource_id” belong together.")
        draft.fail(TYPE if name is None else ID, message, Code.BLANK)
        return None
    return name, record_id


def _point(draft: Draft, column: str, record_id: int) -> None:
    field = _field(draft)
    others = field.columns
    if not field.alone:
        others = others[: others.index(column)]
    sent = draft.values.get(column)
    rivals = [one for one in others if one != column and draft.values.get(one)]
    if rivals or (sent is not None and sent != record_id):
        draft.fail(
            ID,
            _("“%(name)s” names another record.") % {"name": (*rivals, column)[0]},
        )
        return
    for one in others:
        _set(draft, one, None)
    _set(draft, column, record_id)


def _set(draft: Draft, column: str, value: int | None) -> None:
    if draft.current(column) != value:
        draft.values[column] = value


def hold_to_one(
    drafts: Iterable[Draft], columns: Sequence[str], *, required: bool
) -> None:
    """Let each draft be about one record at most, and about one if ``required``.

    A write that names another one lets the former go. A record whose target was purged
    is about none, and may be changed all the same.
    """
    for draft in drafts:
        if not draft.is_new and not draft.changes(*columns):
            continue
        held = [one for one in columns if draft.current(one) is not None]
        sent = [one for one in held if draft.values.get(one) is not None]
        if len(sent) > 1:
            message = _("It can be about one record only.")
            draft.fail(sent[1], message)
        elif len(held) > 1:
            for one in held:
                if one not in sent:
                    draft.values[one] = None
        elif required and not held:
            _miss(draft, columns)


def _miss(draft: Draft, columns: Sequence[str]) -> None:
    if any(one.field in (TYPE, ID, *columns) for one in draft.problems):
        return  # it was named, and refused
    names = [one for one in (TYPE, ID) if one in draft.object_type.fields_by_name]
    for name in names or columns[:1]:
        if draft.is_new:
            draft.fail(name, _("This field is required."), Code.REQUIRED)
        else:
            draft.fail(name, _("This field may not be empty."), Code.BLANK)
