"""Kinds whose values point at records."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, ClassVar

from django import forms
from django.utils.translation import gettext as _

from records.query import Operator
from records.query.operators import EQUALITY, RANGE
from records.schema.kinds.base import NEUTRAL, ValueKind, WireForm, wrong_type
from records.schema.kinds.numbers import LARGEST_ID, clean_integer
from records.schema.problems import Code, ValueProblem


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


@dataclass(frozen=True, slots=True)
class ReferenceSetKind(ValueKind):
    """Ids of several records of one type, in the order given, doubles dropped."""

    target: str = ""

    name: ClassVar[str] = "references"
    operators: ClassVar[frozenset[Operator]] = EQUALITY | {Operator.CONTAINS}
    sortable: ClassVar[bool] = False
    json_types: ClassVar[tuple[type, ...]] = (list,)
    is_multiple: ClassVar[bool] = True

    @property
    def single(self) -> ReferenceKind:
        """The kind of one member."""
        return ReferenceKind(target=self.target)

    def clean(self, value: object) -> list[int] | None:
        if value is None or value == "":
            return None
        if not isinstance(value, list | tuple):
            raise wrong_type("array", value)
        ids = [self.single.clean(one) for one in value]
        if None in ids:
            raise ValueProblem(_("A member has no value."), Code.BLANK)
        return list(dict.fromkeys(one for one in ids if one is not None)) or None

    def read_member(self, value: object, form: WireForm) -> object:
        return self.single.read_json(value, form)

    def clean_member(self, operator: Operator, value: object) -> Any:
        return self.single.clean_member(Operator.EQ, value)

    def read_json(self, value: object, form: WireForm) -> object:
        members = ValueKind.read_json(self, value, form)
        if not isinstance(members, list):
            return members
        return [self.single.read_json(one, form) for one in members]

    def represent(self, value: Any, form: WireForm) -> Any:
        return [self.single.represent(one, form) for one in value]

    def is_empty(self, value: Any) -> bool:
        return not value

    def same(self, one: Any, other: Any) -> bool:
        return list(one or ()) == list(other or ())

    def json_schema(self) -> dict[str, Any]:
        return self.wire_schema(NEUTRAL)

    def wire_schema(self, form: WireForm) -> dict[str, Any]:
        return {"type": "array", "items": self.single.wire_schema(form)}

    def form_field(self, **options: Any) -> forms.Field:
        return forms.CharField(**options)
