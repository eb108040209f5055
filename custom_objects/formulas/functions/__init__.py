"""What can be called in a formula."""

from custom_objects.formulas.functions.choices import CHOICE_FUNCTIONS
from custom_objects.formulas.functions.dates import DATE_FUNCTIONS
from custom_objects.formulas.functions.numbers import NUMBER_FUNCTIONS
from custom_objects.formulas.functions.signatures import Function, Parameter
from custom_objects.formulas.functions.texts import TEXT_FUNCTIONS

__all__ = ["FUNCTIONS", "Function", "Parameter"]

FUNCTIONS: dict[str, Function] = {
    one.name: one
    for one in (
        *CHOICE_FUNCTIONS,
        *NUMBER_FUNCTIONS,
        *TEXT_FUNCTIONS,
        *DATE_FUNCTIONS,
    )
}
"""By name, in the order of the documentation."""
