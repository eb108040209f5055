"""The language of formula fields: what may be written, and what it gives.

A formula is compiled once, against the types of the fields it may name, and then
evaluated per record. It can only compute: there is nothing in it that reaches files,
records, modules or attributes, and both steps are bounded (docs/formulas.md, Limits).
"""

from custom_objects.formulas.errors import FormulaError
from custom_objects.formulas.formula import Formula, compile_formula
from custom_objects.formulas.reference import FunctionReference, functions_reference
from custom_objects.formulas.values import FormulaType, Value

__all__ = [
    "Formula",
    "FormulaError",
    "FormulaType",
    "FunctionReference",
    "Value",
    "compile_formula",
    "functions_reference",
]
