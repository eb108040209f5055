"""The kind whose values point at records."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, ClassVar

from django import forms
from django.utils.translation import gettext as _

from records.query.operators import EQUALITY, RANGE
from records.schema.kinds.base import NEUTRAL, ValueKind, WireForm, wrong_type
from records.schema.kinds.numbers import LARGEST_ID, clean_integer
from records.schema.problems import Code, ValueProblem

if TYPE_CHECKING:
    from records.query import Operator


@dataclass(frozen=True, slots=True)
class ReferenceKind(ValueKind):
    """The id of a record of one type, ``target`` being that type's slug.

    Cleaning checks the form only; the writer asks whether the record is there.
    """

    target: str = ""

    name: ClassVar[str] = "reference"
    # Ids are ordered for id itself and for clients that page by them.
    operators: ClassVar[frozenset[Operator]] = EQUALITY | RANGE
    json_types: ClassVar[tuple[type, ...]] = (int,)

    def clean(self, value: object) -> int | None:
        if value is None or value == "":
            return None
        if isinstance(value, float):
            raise wrong_type("id", value)
        number = clean_integer(value)
        if not 0 < number <= LARGEST_ID:
            raise ValueProblem(_("There is no such record."), Code.DANGLING)
        return number

    def clean_member(self, operator: Operator, value: object) -> int:
        # An id beyond 63 bits is a well-formed question with no answer; the edge of
        # the range answers it the same on both databases.
        if value is None or value == "":
            raise ValueProblem(_("A value is needed."), Code.BLANK)
        return max(-LARGEST_ID, min(clean_integer(value), LARGEST_ID))

    def read_json(self, value: object, form: WireForm) -> object:
        return None if value is None else form.ids.read(self.target, value)

    def represent(self, value: Any, form: WireForm) -> Any:
        return form.ids.spell(self.target, value)

    def json_schema(self) -> dict[str, Any]:
        return self.wire_schema(NEUTRAL)

    def wire_schema(self, form: WireForm) -> dict[str, Any]:
        return form.ids.schema(self.target)

    def form_field(self, **options: Any) -> forms.Field:
        return forms.IntegerField(min_value=1, **options)
