"""Compiles and evaluates formulas over fields of every type."""

import datetime as dt

from custom_objects.formulas import FormulaType, compile_formula

NOW = dt.datetime(2026, 11, 22, 23, 30, 0, 14_000, tzinfo=dt.UTC)
"""In Berlin it is the 23rd already."""
ZONE = "Europe/Berlin"

FIELDS = {
    "amount": FormulaType.NUMBER,
    "rate": FormulaType.NUMBER,
    "round": FormulaType.NUMBER,
    "title": FormulaType.TEXT,
    "note": FormulaType.TEXT,
    "is_won": FormulaType.BOOLEAN,
    "is_lost": FormulaType.BOOLEAN,
    "due": FormulaType.DATE,
    "seen": FormulaType.MOMENT,
}


def compiled(text):
    return compile_formula(text, FIELDS)


def evaluated(formula, values=None, *, now=NOW, time_zone=ZONE):
    return formula.evaluate(values or {}, now=now, time_zone=time_zone)


def value_of(text, values=None, **circumstances):
    return evaluated(compiled(text), values, **circumstances)
