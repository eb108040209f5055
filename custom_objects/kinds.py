"""Kinds of values that only fields defined by admins have."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, ClassVar

from django import forms
from django.utils.translation import gettext as _

from records.query import Operator
from records.query.operators import EQUALITY, MATCHING, RANGE
from records.schema.folding import fold
from records.schema.kinds import IntegerKind, TextKind, ValueKind
from records.schema.kinds.base import Badge, wrong_type
from records.schema.kinds.text import clean_text
from records.schema.problems import ValueProblem

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from custom_objects.specification import Option
    from records.schema.kinds import WireForm

NO_OPTION = -1
"""The id that an operand gets which names no option: it matches nothing."""

_PHONE = re.compile(r"[0-9+() .x/-]{3,40}")


@dataclass(frozen=True, slots=True)
class PhoneKind(TextKind):
    """A telephone number, kept as written: 3 to 40 digits and ``+() .x/-``."""

    max_length: int | None = 40

    name: ClassVar[str] = "phone"

    def clean(self, value: object) -> str | None:
        text = TextKind.clean(self, value)
        if text and not _PHONE.fullmatch(text):
            raise ValueProblem(_("Enter a telephone number."))
        return text

    def json_schema(self) -> dict[str, Any]:
        return {
            **TextKind.json_schema(self),
            "pattern": f"^{_PHONE.pattern}$",
            "examples": ["+49 30 901820"],
        }


@dataclass(frozen=True, slots=True)
class RatingKind(IntegerKind):
    """Whole stars from ``minimum`` to ``maximum``, chosen instead of typed."""

    def describe(self, value: Any) -> str:
        # The figures are for those who cannot see, or count, the stars.
        stars = f"{'★' * value}{'☆' * (self.maximum - value)}"
        return f"{stars} {value}/{self.maximum}"

    def form_field(self, **options: Any) -> forms.Field:
        counts = range(self.minimum, self.maximum + 1)
        return forms.TypedChoiceField(
            choices=[("", "—"), *((str(one), self.describe(one)) for one in counts)],
            empty_value=None,
            **options,
        )

    def form_value(self, value: Any) -> Any:
        return str(value)


@dataclass(frozen=True, slots=True)
class OptionKind(ValueKind):
    """One of the options of a field, stored by id and spelled by its exact name."""

    options: tuple[Option, ...] = ()

    name: ClassVar[str] = "option"
    operators: ClassVar[frozenset[Operator]] = EQUALITY | MATCHING
    json_types: ClassVar[tuple[type, ...]] = (str,)

    def find(self, text: str) -> Option | None:
        """Return the option that a text names, the choosable ones first."""
        alike = [one for one in self.options if one.name == text]
        return min(alike, key=lambda one: one.is_archived, default=None)

    def clean(self, value: object) -> int | None:
        if value is None or value == "":
            return None
        option = self.find(clean_text(value).strip())
        if option is None or option.is_archived:
            raise ValueProblem(
                _("“%(value)s” is none of: %(options)s.")
                % {"value": value, "options": self._names()}
            )
        return option.id

    def _names(self) -> str:
        return ", ".join(one.name for one in self.options if not one.is_archived)

    def clean_member(self, operator: Operator, value: object) -> Any:
        text = clean_text(value)
        if operator in MATCHING:
            return fold(text)
        option = self.find(text)
        return NO_OPTION if option is None else option.id

    def represent(self, value: Any, form: WireForm) -> Any:
        option = self.by_id(value)
        return None if option is None else self.spell(option)

    def spell(self, option: Option) -> str:
        """Return what stands for an option on the wire."""
        return option.name

    def by_id(self, option_id: Any) -> Option | None:
        """Return the option that a stored value is."""
        return next((one for one in self.options if one.id == option_id), None)

    def json_schema(self) -> dict[str, Any]:
        return self._schema_of(one for one in self.options if not one.is_archived)

    def read_schema(self) -> dict[str, Any]:
        return self._schema_of(self.options)

    def _schema_of(self, options: Iterable[Option]) -> dict[str, Any]:
        # One name may have been given again after its option was archived.
        names = list(dict.fromkeys(self.spell(one) for one in options))
        return {"type": "string", "enum": names} if names else {"type": "string"}

    def form_field(self, **options: Any) -> forms.Field:
        choices = [(one.name, one.name) for one in self.options if not one.is_archived]
        return forms.TypedChoiceField(
            choices=[("", "—"), *choices], empty_value=None, **options
        )

    def form_value(self, value: Any) -> Any:
        option = self.by_id(value)
        return None if option is None else option.name

    def offered(self) -> Sequence[tuple[str, Any]]:
        # One name may have been given again after its option was archived.
        return tuple({self.spell(one): one.name for one in self.options}.items())

    def badges(self, value: Any) -> Sequence[Badge]:
        option = self.by_id(value)
        return () if option is None else (Badge(option.name, option.color),)


@dataclass(frozen=True, slots=True)
class StageKind(OptionKind):
    """A stage of a status: written by slug or name in any case, spelled by slug.

    Stages compare by their order.
    """

    name: ClassVar[str] = "stage"
    operators: ClassVar[frozenset[Operator]] = EQUALITY | RANGE

    def find(self, text: str) -> Option | None:
        wanted = fold(text)
        alike = [
            one for one in self.options if wanted in (fold(one.slug), fold(one.name))
        ]
        return min(alike, key=lambda one: one.is_archived, default=None)

    def spell(self, option: Option) -> str:
        return option.slug


@dataclass(frozen=True, slots=True)
class OptionSetKind(ValueKind):
    """Several of the options of a field, in the order given, doubles dropped."""

    options: tuple[Option, ...] = ()

    name: ClassVar[str] = "options"
    operators: ClassVar[frozenset[Operator]] = EQUALITY | {Operator.CONTAINS}
    sortable: ClassVar[bool] = False
    json_types: ClassVar[tuple[type, ...]] = (list,)
    is_multiple: ClassVar[bool] = True

    @property
    def single(self) -> OptionKind:
        """The kind of one member."""
        return OptionKind(self.options)

    def clean(self, value: object) -> list[int] | None:
        if value is None or value == "":
            return None
        if not isinstance(value, list | tuple):
            raise wrong_type("array", value)
        ids = [self.single.clean(one) for one in value]
        return list(dict.fromkeys(one for one in ids if one is not None)) or None

    def read_member(self, value: object, form: WireForm) -> object:
        return self.single.read_json(value, form)

    def clean_member(self, operator: Operator, value: object) -> Any:
        return self.single.clean_member(Operator.EQ, value)

    def represent(self, value: Any, form: WireForm) -> Any:
        spelled = (self.single.represent(one, form) for one in value)
        return [one for one in spelled if one is not None]

    def is_empty(self, value: Any) -> bool:
        return not value

    def json_schema(self) -> dict[str, Any]:
        return {"type": "array", "items": self.single.json_schema()}

    def read_schema(self) -> dict[str, Any]:
        return {"type": "array", "items": self.single.read_schema()}

    def form_field(self, **options: Any) -> forms.Field:
        choices = [(one.name, one.name) for one in self.options if not one.is_archived]
        return forms.MultipleChoiceField(choices=choices, **options)

    def form_value(self, value: Any) -> Any:
        names = (self.single.form_value(one) for one in value)
        return [one for one in names if one is not None]

    def offered(self) -> Sequence[tuple[str, Any]]:
        return self.single.offered()

    def badges(self, value: Any) -> Sequence[Badge]:
        return tuple(badge for one in value for badge in self.single.badges(one))
