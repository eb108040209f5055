"""FilterSets made from the tables: they validate the flat parameters of a collection.

A FilterSet here has no model: it says which parameters there are and whether their
values are any; what they mean is a condition for the engine.
"""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Any, ClassVar

import django_filters
from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from records.query import Condition, Node, Operator
from records.schema.problems import ValueProblem

if TYPE_CHECKING:
    from collections.abc import Mapping

    from records.dialects.envelope.parameters import Faults
    from records.dialects.envelope.plans import Plan
    from records.dialects.envelope.resources import Filter, Resource
    from records.schema.kinds import ValueKind


class OperandField(forms.Field):
    """A parameter's value, judged by the kind of the field it is compared with."""

    def __init__(self, *, kind: ValueKind, **options: Any) -> None:
        super().__init__(**options)
        self.kind = kind
        self.words: list[str] | None = kind.json_schema().get("enum")

    def clean(self, value: Any) -> Any:
        if value is None:
            return None
        if not value.strip():
            raise ValidationError(_("A value is needed."))
        try:
            self.kind.clean_operand(Operator.EQ, value)
        except ValueProblem as problem:
            raise ValidationError(problem.message) from problem
        if self.words is not None and value not in self.words:
            raise ValidationError(
                _("“%(value)s” is none of: %(choices)s."),
                params={"value": value, "choices": ", ".join(self.words)},
            )
        return value


class OperandFilter(django_filters.Filter):  # type: ignore[misc]  # untyped
    """A filter of a collection; it never touches a queryset."""

    field_class = OperandField


class ResourceFilterSet(django_filters.FilterSet):  # type: ignore[misc]  # untyped
    """The parameters of one resource. Made by :func:`filter_set_of`."""

    form_class: ClassVar[type[forms.Form] | None] = None

    def get_form_class(self) -> type[forms.Form]:
        """Return the form, made once for all requests."""
        made = type(self).form_class
        if made is None:
            made = type(self).form_class = super().get_form_class()
        return made


def kind_of(one: Filter, plan: Plan) -> ValueKind:
    """Return what the value of a filter is."""
    return one.kind or plan.object_type.fields_by_name[one.neutral].kind


@cache
def _filter_set(
    resource: str, kinds: tuple[tuple[str, ValueKind], ...]
) -> type[ResourceFilterSet]:
    filters = {
        name: OperandFilter(kind=kind, label=name, required=False)
        for name, kind in kinds
    }
    return type(f"{resource}_filters", (ResourceFilterSet,), filters)


def filter_set_of(plan: Plan) -> type[ResourceFilterSet]:
    """Return the FilterSet of a resource, made from its table."""
    kinds = tuple((one.name, kind_of(one, plan)) for one in plan.resource.filters)
    return _filter_set(plan.resource.resource, kinds)


def read_filters(values: Mapping[str, str], plan: Plan, faults: Faults) -> list[Node]:
    """Return the conditions that attribute parameters mean."""
    if not values:
        return []
    rows = plan.object_type.model._default_manager.none()
    form = filter_set_of(plan)(values, rows).form
    for name, messages in form.errors.items():
        faults.add(name, str(messages[0]))
    for name in values:
        needed = plan.resource.filters_by_name[name].needs
        if needed and needed not in values:
            faults.add(name, _("“%(other)s” is needed beside it.") % {"other": needed})
    return [
        _condition(plan.resource, name, value)
        for name, value in values.items()
        if name not in form.errors
    ]


def _condition(resource: Resource, name: str, value: str) -> Node:
    one = resource.filters_by_name[name]
    if one.build is not None:
        return one.build(value, name)
    return Condition(one.neutral, Operator.EQ, value, name)
