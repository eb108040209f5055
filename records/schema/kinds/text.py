"""Kinds whose values are text."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import reduce
from operator import or_ as operator_or
from typing import TYPE_CHECKING, Any, ClassVar
from urllib.parse import urlsplit

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db.models import Q, TextField, Value
from django.db.models.expressions import Combinable, F
from django.db.models.functions import NullIf
from django.db.models.lookups import (
    Contains,
    EndsWith,
    Exact,
    GreaterThan,
    GreaterThanOrEqual,
    LessThan,
    LessThanOrEqual,
    StartsWith,
)
from django.utils.translation import gettext as _

from records.query import Operator
from records.query.operators import EQUALITY, MATCHING, RANGE
from records.schema.folding import Fold, fold
from records.schema.kinds.base import Column, ValueKind, wrong_type
from records.schema.problems import Code, ValueProblem

if TYPE_CHECKING:
    from collections.abc import Sequence

LONGEST_OPERAND = 4_000
"""Characters of text in a comparison; SQLite refuses LIKE patterns over 50,000 bytes."""

_MATCHING_LOOKUPS = {
    Operator.CONTAINS: Contains,
    Operator.STARTS_WITH: StartsWith,
    Operator.ENDS_WITH: EndsWith,
}

_RANGE_LOOKUPS = {
    Operator.GT: GreaterThan,
    Operator.GTE: GreaterThanOrEqual,
    Operator.LT: LessThan,
    Operator.LTE: LessThanOrEqual,
}


def clean_text(value: object) -> str:
    """Return the text if both databases can hold it.

    PostgreSQL holds no NUL, and no encoding holds a lone surrogate.
    """
    if not isinstance(value, str):
        raise wrong_type("string", value)
    if "\x00" in value:
        raise ValueProblem(_("Text must not contain the NUL character."))
    if not value.isascii():
        try:
            value.encode()
        except UnicodeEncodeError:
            raise ValueProblem(_("Text must be valid Unicode.")) from None
    return value


@dataclass(frozen=True, slots=True)
class TextKind(ValueKind):
    """Text. Equality is exact; matching and order ignore case (decision 15)."""

    max_length: int | None = None
    multiline: bool = False

    name: ClassVar[str] = "text"
    operators: ClassVar[frozenset[Operator]] = EQUALITY | RANGE | MATCHING
    json_types: ClassVar[tuple[type, ...]] = (str,)

    def clean(self, value: object) -> str | None:
        if value is None:
            return None
        text = clean_text(value).strip()
        if self.max_length is not None and len(text) > self.max_length:
            raise ValueProblem(
                _("At most %(limit)d characters, this has %(length)d.")
                % {"limit": self.max_length, "length": len(text)},
                Code.TOO_LONG,
            )
        return text

    def clean_member(self, operator: Operator, value: object) -> str:
        # Clients compare text with numbers and booleans in question strings; nothing
        # is lost by reading 7 as "7" there, while a body must say what it means.
        if isinstance(value, bool):
            value = "true" if value else "false"
        elif isinstance(value, int | float):
            value = str(value)
        text = clean_text(value)
        if len(text) > LONGEST_OPERAND:
            raise ValueProblem(
                _("At most %(limit)d characters can be compared.")
                % {"limit": LONGEST_OPERAND},
                Code.TOO_LONG,
            )
        return fold(text) if operator in MATCHING or operator in RANGE else text

    def predicate(self, column: Column, operator: Operator, operand: Any) -> Q:
        lookup = _MATCHING_LOOKUPS.get(operator)
        if lookup is not None:
            return self._matching(column, lookup, operand)
        if operator in RANGE:
            return self._range(column, operator, operand)
        exact = ValueKind.predicate(self, column, operator, operand)
        if operator is Operator.EMPTY or column.fold_path is None:
            return exact
        return exact & self._alike(column.fold_path, operator, operand)

    def _alike(self, fold_path: str, operator: Operator, operand: Any) -> Q:
        """Return what equality implies: the fold, not the text, is what indexes hold."""
        wanted = operand if operator is Operator.IN else (operand,)
        if not all(wanted):
            return Q()  # the empty text has no fold
        return Q(**{f"{fold_path}__in": [fold(one) for one in wanted]})

    def _matching(self, column: Column, lookup: type[Any], operand: str) -> Q:
        if column.fold_path is not None:
            return Q(**{f"{column.fold_path}__{lookup.lookup_name}": operand})
        # Two-valued on purpose: NOT over a null comparison would drop the row. And no
        # comparison matches a row without a value, not even one with "".
        matches = lookup(Fold(F(column.path)), Fold(Value(operand)))
        return Q(matches) & ~self.empty(column)

    def _range(self, column: Column, operator: Operator, operand: str) -> Q:
        if column.fold_path is not None:
            return Q(**{f"{column.fold_path}__{operator.value}": operand})
        compared = _RANGE_LOOKUPS[operator](Fold(F(column.path)), Fold(Value(operand)))
        return Q(compared) & ~self.empty(column)

    def empty(self, column: Column) -> Q:
        if column.fold_path is not None:
            return Q(**{f"{column.fold_path}__isnull": True})
        return Q(**{f"{column.path}__isnull": True}) | Q(**{column.path: ""})

    def order_key(self, column: Column) -> Combinable:
        if column.fold_path is not None:
            return F(column.fold_path)
        return NullIf(Fold(F(column.path)), Value("", output_field=TextField()))

    def is_empty(self, value: Any) -> bool:
        return not value

    def json_schema(self) -> dict[str, Any]:
        schema: dict[str, Any] = {"type": "string"}
        if self.max_length is not None:
            schema["maxLength"] = self.max_length
        return schema

    def form_field(self, **options: Any) -> forms.Field:
        options = {"max_length": self.max_length, "empty_value": None, **options}
        return LinesField(**options) if self.multiline else forms.CharField(**options)


class LinesField(forms.CharField):
    """Text of several lines, whose ends browsers send as CR LF and nobody else."""

    widget = forms.Textarea

    def to_python(self, value: Any) -> str | None:
        """Return the text with plain line feeds, so that a save alone changes nothing."""
        text: str | None = super().to_python(value)
        return text.replace("\r\n", "\n") if text else text


@dataclass(frozen=True, slots=True)
class EmailKind(TextKind):
    """An e-mail address; equality ignores case.

    ``checked`` refuses what is no address. Built-in columns do not check: the API
    they speak for never did, and stored lists hold such values.
    """

    max_length: int | None = 320
    checked: bool = False

    name: ClassVar[str] = "email"

    def strict(self) -> ValueKind:
        return replace(self, checked=True)

    def clean(self, value: object) -> str | None:
        text = TextKind.clean(self, value)
        if text and self.checked:
            try:
                validate_email(text)
            except ValidationError:
                raise ValueProblem(_("Enter a valid email address.")) from None
        return text

    def clean_member(self, operator: Operator, value: object) -> str:
        return fold(TextKind.clean_member(self, operator, value))

    def predicate(self, column: Column, operator: Operator, operand: Any) -> Q:
        if operator not in (Operator.EQ, Operator.IN):
            return TextKind.predicate(self, column, operator, operand)
        if column.fold_path is not None:
            folded = Column(column.fold_path)
            return ValueKind.predicate(self, folded, operator, operand)
        wanted = operand if operator is Operator.IN else (operand,)
        alike = [Exact(Fold(F(column.path)), Fold(Value(one))) for one in wanted]
        matches = reduce(operator_or, (Q(one) for one in alike), Q(pk__in=[]))
        return matches & Q(**{f"{column.path}__isnull": False})

    def identity(self, value: Any) -> str:
        return fold(value)

    def json_schema(self) -> dict[str, Any]:
        schema = TextKind.json_schema(self)
        return {**schema, "format": "email"} if self.checked else schema


@dataclass(frozen=True, slots=True)
class UrlKind(TextKind):
    """A web address; ``checked`` demands http or https and a host."""

    max_length: int | None = 2_048
    checked: bool = False

    name: ClassVar[str] = "url"

    def strict(self) -> ValueKind:
        return replace(self, checked=True)

    def clean(self, value: object) -> str | None:
        text = TextKind.clean(self, value)
        if text and self.checked:
            try:
                parts = urlsplit(text)
            except ValueError:
                parts = urlsplit("")
            if parts.scheme not in ("http", "https") or not parts.netloc:
                raise ValueProblem(_("Enter a valid web address."))
        return text

    def json_schema(self) -> dict[str, Any]:
        schema = TextKind.json_schema(self)
        # Letters beyond ASCII are taken, which the format "uri" forbids.
        return {**schema, "format": "iri"} if self.checked else schema


@dataclass(frozen=True, slots=True)
class ChoiceKind(TextKind):
    """One of a fixed set of texts."""

    choices: tuple[tuple[str, Any], ...] = ()
    """Pairs of stored text and label."""

    name: ClassVar[str] = "choice"

    def clean(self, value: object) -> str | None:
        text = TextKind.clean(self, value)
        if not text:
            return None
        if text not in dict(self.choices):
            raise ValueProblem(
                _("“%(value)s” is none of: %(choices)s.")
                % {
                    "value": text,
                    "choices": ", ".join(choice for choice, _label in self.choices),
                }
            )
        return text

    def json_schema(self) -> dict[str, Any]:
        return {"type": "string", "enum": [choice for choice, _l in self.choices]}

    def form_field(self, **options: Any) -> forms.Field:
        choices = [("", "—"), *self.choices]
        return forms.TypedChoiceField(choices=choices, empty_value=None, **options)

    def offered(self) -> Sequence[tuple[str, Any]]:
        return self.choices
