"""Kinds whose values are numbers or truth values."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Context, Decimal, InvalidOperation
from typing import TYPE_CHECKING, Any, ClassVar

from django import forms
from django.db.models import Q
from django.utils.translation import gettext as _

from records.query import Operator
from records.query.operators import EQUALITY, RANGE
from records.schema.kinds.base import Column, ValueKind, WireForm, wrong_type
from records.schema.problems import Code, ValueProblem

if TYPE_CHECKING:
    from collections.abc import Sequence

DIGITS = 15
"""Significant digits that a float, and so SQLite and JSON clients, carry exactly."""
DECIMALS = 6
LARGEST_ID = 2**63 - 1
_LONGEST_NUMERAL = 400
# The default context would round a numeral of more than 28 digits to one that fits.
_EXACT = Context(prec=_LONGEST_NUMERAL)


def clean_decimal(value: object) -> Decimal:
    """Return the exact number a client wrote; see decision 17 for the limits."""
    if isinstance(value, bool) or not isinstance(value, int | float | Decimal | str):
        raise wrong_type("number", value)
    if isinstance(value, str) and len(value) > _LONGEST_NUMERAL:
        raise wrong_type("number", value)
    try:
        # str() of a float is its shortest faithful spelling: 0.1 stays 0.1.
        number = Decimal(
            value if isinstance(value, int | Decimal) else str(value).strip()
        )
    except (InvalidOperation, ValueError):
        raise wrong_type("number", value) from None
    if not number.is_finite():
        raise ValueProblem(_("The number must be finite."))
    if number.is_zero():
        return Decimal(0)
    if number.adjusted() < -DECIMALS - DIGITS or number.adjusted() >= DIGITS:
        raise _too_precise()
    number = number.normalize(_EXACT)
    exponent = number.as_tuple().exponent
    decimals = max(0, -int(exponent))
    integral = max(0, number.adjusted() + 1)
    if decimals > DECIMALS or integral + decimals > DIGITS:
        raise _too_precise()
    return number


def _too_precise() -> ValueProblem:
    return ValueProblem(
        _("At most %(digits)d digits, %(decimals)d of them decimals, can be stored.")
        % {"digits": DIGITS, "decimals": DECIMALS}
    )


def _out_of_bounds(minimum: int | None, maximum: int | None) -> ValueProblem:
    if minimum is None:
        message = _("The number must be at most %(maximum)s.")
    elif maximum is None:
        message = _("The number must be at least %(minimum)s.")
    else:
        message = _("The number must lie between %(minimum)s and %(maximum)s.")
    return ValueProblem(message % {"minimum": minimum, "maximum": maximum})


def plain_number(number: Decimal) -> int | float:
    """Return the JSON number: integral values without a fraction."""
    integral = int(number)
    return integral if integral == number else float(number)


@dataclass(frozen=True, slots=True)
class NumberKind(ValueKind):
    """An exact decimal number; ``places`` rounds half up to so many decimals."""

    places: int | None = None
    minimum: int | None = None
    maximum: int | None = None

    name: ClassVar[str] = "number"
    operators: ClassVar[frozenset[Operator]] = EQUALITY | RANGE
    json_types: ClassVar[tuple[type, ...]] = (int, float)

    def clean(self, value: object) -> Decimal | None:
        if value is None or value == "":
            return None
        number = clean_decimal(value)
        if self.places is not None:
            number = number.quantize(Decimal(1).scaleb(-self.places), ROUND_HALF_UP)
        if (self.minimum is not None and number < self.minimum) or (
            self.maximum is not None and number > self.maximum
        ):
            raise _out_of_bounds(self.minimum, self.maximum)
        return number

    def clean_member(self, operator: Operator, value: object) -> Decimal:
        # A comparison is exact: it neither rounds nor refuses what no row can hold.
        if value is None or value == "":
            raise ValueProblem(_("A value is needed."), Code.BLANK)
        return clean_decimal(value)

    def represent(self, value: Any, form: WireForm) -> Any:
        return plain_number(value)

    def to_json(self, value: Any) -> Any:
        return plain_number(value)

    def from_json(self, stored: Any) -> Any:
        return Decimal(str(stored))

    def identity(self, value: Any) -> str:
        return str(plain_number(value))

    def json_schema(self) -> dict[str, Any]:
        schema: dict[str, Any] = {"type": "number"}
        if self.minimum is not None:
            schema["minimum"] = self.minimum
        if self.maximum is not None:
            schema["maximum"] = self.maximum
        return schema

    def form_field(self, **options: Any) -> forms.Field:
        return forms.DecimalField(decimal_places=self.places or DECIMALS, **options)

    def form_value(self, value: Any) -> Any:
        return Decimal(str(plain_number(value)))  # 5000, not 5000.000000


@dataclass(frozen=True, slots=True)
class IntegerKind(ValueKind):
    """A whole number of at most 63 bits."""

    minimum: int = -LARGEST_ID
    maximum: int = LARGEST_ID

    name: ClassVar[str] = "integer"
    operators: ClassVar[frozenset[Operator]] = EQUALITY | RANGE
    json_types: ClassVar[tuple[type, ...]] = (int,)

    @property
    def json_name(self) -> str:
        return "integer"

    def accepts_json(self, value: object) -> bool:
        # JSON has one type of number: 5.0 is 5.
        is_whole = isinstance(value, float) and value.is_integer()
        return is_whole or ValueKind.accepts_json(self, value)

    def clean(self, value: object) -> int | None:
        if value is None or value == "":
            return None
        number = clean_integer(value)
        if not self.minimum <= number <= self.maximum:
            raise _out_of_bounds(self.minimum, self.maximum)
        return number

    def clean_member(self, operator: Operator, value: object) -> int:
        # The bounds are those of values: "more than 0" is asked of what begins at 1.
        if value is None or value == "":
            raise ValueProblem(_("A value is needed."), Code.BLANK)
        number = clean_integer(value)
        if abs(number) > LARGEST_ID:
            raise _out_of_bounds(-LARGEST_ID, LARGEST_ID)
        return number

    def predicate(self, column: Column, operator: Operator, operand: Any) -> Q:
        # Beyond what a column holds Django would match every row, those without a value
        # among them.
        if operator in RANGE and not self.minimum <= operand <= self.maximum:
            is_below = operator in (Operator.LT, Operator.LTE)
            matches = is_below == (operand > self.maximum)
            return ~self.empty(column) if matches else Q(pk__in=[])
        return ValueKind.predicate(self, column, operator, operand)

    def json_schema(self) -> dict[str, Any]:
        schema: dict[str, Any] = {"type": "integer", "format": "int64"}
        # The limits of 63 bits are the format's own, and JavaScript would round them.
        if self.minimum > -LARGEST_ID:
            schema["minimum"] = self.minimum
        if self.maximum < LARGEST_ID:
            schema["maximum"] = self.maximum
        return schema

    def form_field(self, **options: Any) -> forms.Field:
        if self.minimum > -LARGEST_ID:
            options["min_value"] = self.minimum
        if self.maximum < LARGEST_ID:
            options["max_value"] = self.maximum
        return forms.IntegerField(**options)


def clean_integer(value: object) -> int:
    """Return the whole number a client wrote, as a number or as digits."""
    if isinstance(value, bool) or not isinstance(value, int | float | Decimal | str):
        raise wrong_type("number", value)
    if isinstance(value, int):
        return value
    number = clean_decimal(value) if not _is_digits(value) else int(value)
    if number != int(number):
        raise ValueProblem(_("A whole number is needed."), Code.INVALID_TYPE)
    return int(number)


def _is_digits(value: object) -> bool:
    return (
        isinstance(value, str)
        and value.isascii()
        and value.lstrip("-").isdigit()
        and value.count("-") <= 1
        and len(value) <= _LONGEST_NUMERAL
    )


@dataclass(frozen=True, slots=True)
class BooleanKind(ValueKind):
    """True or false. Words for them are accepted: query strings hold only text."""

    name: ClassVar[str] = "boolean"
    json_types: ClassVar[tuple[type, ...]] = (bool,)

    def clean(self, value: object) -> bool | None:
        if value is None or value == "":
            return None
        if isinstance(value, bool):
            return value
        word = str(value).strip().lower() if isinstance(value, str | int) else ""
        if word in ("true", "1"):
            return True
        if word in ("false", "0"):
            return False
        raise wrong_type("boolean", value)

    def json_schema(self) -> dict[str, Any]:
        return {"type": "boolean"}

    def form_field(self, **options: Any) -> forms.Field:
        return forms.BooleanField(**{**options, "required": False})

    def offered(self) -> Sequence[tuple[str, Any]]:
        return (("true", _("Yes")), ("false", _("No")))
