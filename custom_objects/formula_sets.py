"""The formulas of one object: what they see of a record, and in which order they follow.

A formula names fields of its own record, other formulas among them. It sees the name of
an option, the names of several joined with ", ", and a record that is referred to by its
id: what another record is called may change without this one being written.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING, Any

from custom_objects.formulas import (
    Formula,
    FormulaError,
    FormulaType,
    Value,
    compile_formula,
)
from custom_objects.kinds import OptionKind, OptionSetKind
from records.schema.fields import ColumnField
from records.schema.kinds import (
    BooleanKind,
    DateKind,
    IntegerKind,
    MomentKind,
    NumberKind,
    ReferenceKind,
    TextKind,
    ValueKind,
)

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Callable, Collection, Iterable, Mapping

    from records.schema.fields import Field, Row

CREATED_AT = "created_at"
_JOINED = ", "


def _as_it_is(kind: Any, value: Any) -> Any:
    return value


def _option_name(kind: OptionKind, option_id: int) -> str | None:
    for one in kind.options:
        if one.id == option_id:
            return one.name
    return None


def _option_names(kind: OptionSetKind, option_ids: Iterable[int]) -> str:
    names = (_option_name(kind.single, one) for one in option_ids)
    return _JOINED.join(one for one in names if one)


_SEEN: tuple[tuple[type[ValueKind], FormulaType, Callable[[Any, Any], object]], ...] = (
    (OptionSetKind, FormulaType.TEXT, _option_names),
    (OptionKind, FormulaType.TEXT, _option_name),
    (TextKind, FormulaType.TEXT, _as_it_is),
    (NumberKind, FormulaType.NUMBER, _as_it_is),
    (IntegerKind, FormulaType.NUMBER, _as_it_is),
    (ReferenceKind, FormulaType.NUMBER, _as_it_is),
    (BooleanKind, FormulaType.BOOLEAN, _as_it_is),
    (DateKind, FormulaType.DATE, _as_it_is),
    (MomentKind, FormulaType.MOMENT, _as_it_is),
)
"""How formulas see the values of a kind. The others (addresses, lists of references)
cannot be named."""


@dataclass(frozen=True, slots=True)
class Input:
    """A field as formulas see it."""

    type: FormulaType
    field: Field
    convert: Callable[[Any, Any], object]

    def see(self, value: Any) -> object:
        """Return what a formula sees of a stored value. Empty text is no value."""
        seen = None if value is None else self.convert(self.field.kind, value)
        return None if seen == "" else seen


def input_of(one: Field) -> Input | None:
    """Return a field as formulas see it, ``None`` if they cannot name it.

    Only what lies in the record itself and changes with a write of it can be named: a
    stored value that followed from anything else would become untrue by itself.
    """
    if isinstance(one, ColumnField) and not one.is_own:
        return None
    if one.is_side or one.is_late or not (one.writable or one.name == CREATED_AT):
        return None
    for kind, formula_type, convert in _SEEN:
        if isinstance(one.kind, kind):
            return Input(formula_type, one, convert)
    return None


@dataclass(frozen=True, slots=True)
class Definition:
    """A formula as it was defined: its text, and what was found out about its value."""

    text: str
    result: FormulaType


@dataclass(frozen=True, slots=True)
class Member:
    """One formula of an object, known to be one.

    ``is_volatile`` and ``uses_time_zone`` also tell of the formulas it names;
    ``grounds`` is all that it goes back to, ``sources`` what of that are no formulas.
    """

    slug: str
    formula: Formula
    is_volatile: bool
    uses_time_zone: bool
    grounds: frozenset[str]
    sources: frozenset[str]


@dataclass(frozen=True)
class FormulaSet:
    """The formulas of one object, over its other fields.

    A formula that is none any more (a built-in field that it names is gone, or of
    another type) has no member, and no value.
    """

    inputs: Mapping[str, Input]
    definitions: Mapping[str, Definition] = field(default_factory=dict)

    @cached_property
    def types(self) -> Mapping[str, FormulaType]:
        """What can be named, and what it holds."""
        results = {slug: one.result for slug, one in self.definitions.items()}
        return {name: one.type for name, one in self.inputs.items()} | results

    @cached_property
    def _compiled(self) -> Mapping[str, Formula]:
        found = {}
        for slug, one in self.definitions.items():
            try:
                formula = compile_formula(one.text, self.types)
            except FormulaError:
                continue
            if formula.result_type is one.result:
                found[slug] = formula
        return found

    @cached_property
    def members(self) -> Mapping[str, Member]:
        """The formulas, each after those it names; members of a circle are none."""
        members: dict[str, Member] = {}
        waiting = dict(self._compiled)
        while True:
            ready = [
                slug
                for slug, formula in waiting.items()
                if not formula.fields & waiting.keys()
            ]
            if not ready:
                return members
            for slug in ready:
                members[slug] = self._member(slug, waiting.pop(slug), members)

    def _member(
        self, slug: str, formula: Formula, before: Mapping[str, Member]
    ) -> Member:
        named = [before[name] for name in formula.fields if name in before]
        grounds = formula.fields.union(*(one.grounds for one in named))
        return Member(
            slug=slug,
            formula=formula,
            is_volatile=formula.is_volatile or any(one.is_volatile for one in named),
            uses_time_zone=formula.uses_time_zone
            or any(one.uses_time_zone for one in named),
            grounds=grounds,
            sources=grounds & self.inputs.keys(),
        )

    def circle(self, slug: str) -> list[str]:
        """Return the way from a formula back to itself, empty if there is none."""
        ways = [[slug]]
        seen: set[str] = set()
        while ways:
            way = ways.pop(0)
            formula = self._compiled.get(way[-1])
            for name in sorted(formula.fields) if formula else ():
                if name == slug:
                    return [*way, slug]
                if name not in seen:
                    seen.add(name)
                    ways.append([*way, name])
        return []

    def sources(self, slug: str) -> tuple[Field, ...]:
        """Return the fields that a formula goes back to."""
        member = self.members.get(slug)
        names = sorted(member.sources) if member else ()
        return tuple(self.inputs[name].field for name in names)

    def followers(self, names: Collection[str]) -> tuple[str, ...]:
        """Return the formulas that go back to one of these fields or are among them."""
        return tuple(
            slug
            for slug, one in self.members.items()
            if slug in names or not one.grounds.isdisjoint(names)
        )

    def reader(self, row: Row) -> Callable[[str], Any]:
        """Return what reads the values of a row that has the formulas' sources."""
        return lambda name: self.inputs[name].field.read(row)

    def compute(
        self,
        slugs: Collection[str],
        read: Callable[[str], Any],
        *,
        now: dt.datetime,
        time_zone: str,
    ) -> dict[str, Value]:
        """Return what formulas give for one record, ``None`` for those that are none.

        ``read`` returns the stored value of a field by its name.
        """
        found: dict[str, Value] = {}
        for slug in self._needed(frozenset(slugs)):
            formula = self.members[slug].formula
            values = {
                name: self.inputs[name].see(read(name))
                if name in self.inputs
                else found.get(name)
                for name in formula.fields
            }
            value = formula.evaluate(values, now=now, time_zone=time_zone)
            found[slug] = None if value == "" else value
        return {slug: found.get(slug) for slug in slugs}

    @cached_property
    def _needs(self) -> dict[frozenset[str], tuple[str, ...]]:
        return {}

    def _needed(self, slugs: frozenset[str]) -> tuple[str, ...]:
        """Return these formulas with all that they name, in order."""
        known = self._needs.get(slugs)
        if known is None:
            needed: set[str] = set()
            left = [one for one in slugs if one in self.members]
            while left:
                slug = left.pop()
                if slug not in needed:
                    needed.add(slug)
                    left += self.members[slug].formula.fields & self.members.keys()
            known = tuple(one for one in self.members if one in needed)
            self._needs[slugs] = known
        return known
