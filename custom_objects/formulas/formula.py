"""A formula that is known to be one."""

from __future__ import annotations

from dataclasses import dataclass, field
from decimal import Decimal
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from custom_objects.formulas.checker import Checker
from custom_objects.formulas.circumstances import BudgetSpent, Circumstances
from custom_objects.formulas.errors import FormulaError
from custom_objects.formulas.evaluator import evaluate
from custom_objects.formulas.parser import parse
from custom_objects.formulas.values import (
    LONGEST_TEXT,
    FormulaType,
    Value,
    canonical,
    read_value,
    utc,
)

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Mapping

    from custom_objects.formulas.nodes import Node


@dataclass(frozen=True, slots=True)
class Formula:
    """A checked formula, made by :func:`compile_formula`.

    ``fields`` are the slugs it names. ``is_volatile`` says that its value changes with
    time, so that it cannot be stored; ``uses_time_zone`` that a stored value is to be
    computed anew when the organization's time zone changes.
    """

    text: str
    result_type: FormulaType
    fields: frozenset[str]
    is_volatile: bool
    uses_time_zone: bool
    _root: Node = field(repr=False)
    _types: Mapping[str, FormulaType] = field(repr=False)

    def evaluate(
        self, values: Mapping[str, object], *, now: dt.datetime, time_zone: str
    ) -> Value:
        """Return what the formula gives for a record's values by slug.

        The value is of ``result_type`` and can be stored as it is. It is ``None`` where
        there is none, whatever the values are: no value makes this raise. A field that
        is missing, or does not hold what it was declared to, counts as null. ``now`` is
        aware; an unknown ``time_zone`` counts as UTC.
        """
        fields = {
            slug: read_value(values.get(slug), formula_type)
            for slug, formula_type in self._types.items()
        }
        here = Circumstances(fields=fields, now=utc(now), time_zone=time_zone)
        try:
            return _stored(evaluate(self._root, here))
        except BudgetSpent:
            return None


def compile_formula(text: str, fields: Mapping[str, FormulaType]) -> Formula:
    """Return the formula that a text spells over the fields of a type, by slug.

    Raises :class:`FormulaError` for what is no formula over these fields.
    """
    root = parse(text)
    checker = Checker(fields)
    result_type = checker.check(root)
    if result_type is None:
        raise FormulaError(_("Expected a value, this is always null."), root.position)
    return Formula(
        text=text,
        result_type=result_type,
        fields=frozenset(checker.used),
        is_volatile=checker.is_volatile,
        uses_time_zone=checker.uses_time_zone,
        _root=root,
        _types=checker.used,
    )


def _stored(value: Value) -> Value:
    if isinstance(value, Decimal):
        try:
            return canonical(value)
        except ArithmeticError:
            return None
    if isinstance(value, str) and len(value) > LONGEST_TEXT:
        return None
    return value
