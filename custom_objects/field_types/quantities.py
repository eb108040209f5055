"""Types whose values are numbers, truth values or points in time."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, ClassVar

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from custom_objects.field_types.base import FieldType
from custom_objects.field_types.questions import Control, Question
from custom_objects.indexing import BooleanIndex, MomentIndex, NumberIndex
from custom_objects.kinds import RatingKind
from records.schema.kinds import (
    BooleanKind,
    DateKind,
    IntegerKind,
    MomentKind,
    NumberKind,
)
from records.schema.problems import ValueProblem

if TYPE_CHECKING:
    from collections.abc import Mapping

    from custom_objects.indexing import ValueIndex
    from custom_objects.specification import FieldSpecification
    from records.schema.kinds import ValueKind

_CURRENCY = re.compile(r"[A-Z]{3}")
HIGHEST_RATING = 10


class Number(FieldType):
    """A decimal number."""

    slug = "number"
    label = _("Number")
    hint = _("A quantity that can be compared and added up.")
    names: ClassVar = {
        "resource": ("number",),
        "document": ("number",),
        "envelope": ("number",),
    }
    can_be_unique = True

    def kind(self, specification: FieldSpecification) -> ValueKind:
        return NumberKind()

    def index(self, specification: FieldSpecification) -> ValueIndex:
        return NumberIndex()


class Currency(Number):
    """An amount of money with two decimals; ``currency`` is its ISO 4217 code."""

    slug = "currency"
    label = _("Currency")
    hint = _("An amount of money with two decimals.")
    names: ClassVar = {
        "resource": ("currency",),
        "document": ("currency",),
        "envelope": ("number",),
    }
    setting_names = ("currency",)
    questions = (
        Question(
            name="currency",
            label=_("Currency"),
            help_text=_("Its three letters, as EUR, USD or CHF."),
            placeholder="EUR",
        ),
    )
    can_be_unique = False

    def kind(self, specification: FieldSpecification) -> ValueKind:
        return NumberKind(places=2)

    def unit(self, specification: FieldSpecification) -> str:
        return str(specification.settings.get("currency", ""))

    def clean_settings(self, settings: Mapping[str, Any]) -> dict[str, Any]:
        cleaned = super().clean_settings(settings)
        code = cleaned.get("currency")
        if code is not None and not (
            isinstance(code, str) and _CURRENCY.fullmatch(code)
        ):
            raise ValueProblem(gettext("A currency is three capital letters."))
        return cleaned


class Rating(FieldType):
    """Whole stars from 0 to ``maximum`` (5 unless set)."""

    slug = "rating"
    label = _("Rating")
    hint = _("A few stars.")
    names: ClassVar = {
        "resource": ("rating",),
        "document": ("rating",),
        "envelope": ("number",),
    }
    setting_names = ("maximum",)
    questions = (
        Question(
            name="maximum",
            label=_("Most stars"),
            help_text=_("From 1 to 10; 5 unless you say otherwise."),
            control=Control.NUMBER,
            placeholder="5",
        ),
    )

    def kind(self, specification: FieldSpecification) -> ValueKind:
        return RatingKind(0, specification.settings.get("maximum", 5))

    def index(self, specification: FieldSpecification) -> ValueIndex:
        return NumberIndex()

    def clean_settings(self, settings: Mapping[str, Any]) -> dict[str, Any]:
        cleaned = super().clean_settings(settings)
        if "maximum" in cleaned:
            cleaned["maximum"] = IntegerKind(1, HIGHEST_RATING).clean(
                cleaned["maximum"]
            )
        return cleaned


class Checkbox(FieldType):
    """Yes or no."""

    slug = "checkbox"
    label = _("Checkbox")
    hint = _("Yes or no.")
    names: ClassVar = {
        "resource": ("checkbox", "boolean"),
        "document": ("boolean", "checkbox"),
        "envelope": ("bool",),
    }

    def kind(self, specification: FieldSpecification) -> ValueKind:
        return BooleanKind()

    def read_default(self, text: str) -> object:
        words = {str(gettext("yes")): True, str(gettext("no")): False}
        return words.get(text.casefold(), text)

    def spell_default(self, specification: FieldSpecification) -> str:
        if specification.default is None:
            return ""
        return str(gettext("yes") if specification.default else gettext("no"))

    def index(self, specification: FieldSpecification) -> ValueIndex:
        return BooleanIndex()


class Date(FieldType):
    """A calendar day."""

    slug = "date"
    label = _("Date")
    hint = _("A day, without a time.")
    names: ClassVar = {
        "resource": ("date",),
        "document": ("date",),
        "envelope": ("date",),
    }
    can_be_unique = True

    def kind(self, specification: FieldSpecification) -> ValueKind:
        return DateKind()

    def index(self, specification: FieldSpecification) -> ValueIndex:
        return MomentIndex()


class DateTime(FieldType):
    """A point in time."""

    slug = "datetime"
    label = _("Date and time")
    hint = _("A day and a time.")
    names: ClassVar = {
        "resource": ("timestamp", "datetime"),
        "document": ("datetime",),
        "envelope": ("datetime",),
    }

    def kind(self, specification: FieldSpecification) -> ValueKind:
        return MomentKind()

    def index(self, specification: FieldSpecification) -> ValueIndex:
        return MomentIndex()
