"""The filters beside a list, one class per field, made from the field's kind."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any, ClassVar

from django import forms
from django.utils import timezone
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from unfold.contrib.filters.admin import DropdownFilter
from unfold.contrib.filters.forms import SearchForm

from records.administration.form_fields import ReferenceSelect
from records.administration.labels import Labels
from records.administration.values import label_of, target_of
from records.engine.compiler import compile_where
from records.query import And, Condition, Operator, QuestionError
from records.schema.kinds import (
    BooleanKind,
    ChoiceKind,
    DateKind,
    MomentKind,
    NameSetKind,
    ReferenceKind,
)

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from django.contrib import admin
    from django.contrib.admin.views.main import ChangeList
    from django.db.models import QuerySet
    from django.http import HttpRequest

    from records.access.caller import Caller
    from records.query import Node
    from records.schema.fields import Field
    from records.schema.object_types import ObjectType

EMPTY = "-"
"""The choice "has no value"."""

Choices = list[tuple[str, Any]]


def narrowed(
    queryset: QuerySet[Any], object_type: ObjectType, where: Node
) -> QuerySet[Any]:
    """Return the rows of a queryset that a condition matches; none if it cannot."""
    try:
        compiled = compile_where(object_type, where)
    except QuestionError:
        return queryset.none()
    rows: QuerySet[Any] = queryset.alias(**compiled.annotations)
    return rows.filter(compiled.predicate)


class TitledFilter(DropdownFilter):  # type: ignore[misc]
    """A choice under a title that is the name of what is chosen."""

    first_choices: ClassVar[Choices] = [("", gettext_lazy("All"))]

    def choices(self, changelist: ChangeList) -> Iterator[Any]:
        yield {
            "form": self.form_class(
                label=capfirst(self.title),
                name=self.parameter_name,
                choices=[*self.first_choices, *self.lookup_choices],
                data={self.parameter_name: self.value()},
            )
        }


class FieldFilter(TitledFilter):
    """Narrows a list by one field. Subclasses are made by :func:`field_filter`."""

    object_type: ObjectType
    field: Field
    template = "unfold/filters/filters_field.html"

    def lookups(self, request: HttpRequest, model_admin: Any) -> Choices:
        return []

    def has_output(self) -> bool:
        return True

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> Any:
        value = self.value()
        if not value:
            return queryset
        return narrowed(queryset, self.object_type, self.condition(str(value)))

    def condition(self, value: str) -> Node:
        """Return what the chosen value asks of the field."""
        if value == EMPTY:
            return Condition(self.field.name, Operator.EMPTY)
        return Condition(self.field.name, Operator.EQ, value)


class ChoiceFilter(FieldFilter):
    """One of the kind's choices."""

    def lookups(self, request: HttpRequest, model_admin: Any) -> Choices:
        kind: Any = self.field.kind
        return [(value, label) for value, label in kind.choices]


class BooleanFilter(FieldFilter):
    """Yes or no."""

    def lookups(self, request: HttpRequest, model_admin: Any) -> Choices:
        return [("true", _("Yes")), ("false", _("No"))]


class NamesFilter(FieldFilter):
    """One of the names that the page suggests."""

    def lookups(self, request: HttpRequest, model_admin: Any) -> Choices:
        names = model_admin.suggestions(request, self.field.name)
        return [*((name, name) for name in names), (EMPTY, _("None"))]


class TextFilter(FieldFilter):
    """Text that the field contains."""

    form_class = SearchForm

    def condition(self, value: str) -> Node:
        return Condition(self.field.name, Operator.CONTAINS, value)

    def choices(self, changelist: ChangeList) -> Iterator[Any]:
        yield {
            "form": self.form_class(
                name=self.parameter_name,
                label=self.title,
                data={self.parameter_name: self.value()},
            )
        }


class ReferenceFilterForm(forms.Form):
    """Holds the select of a :class:`ReferenceFilter` and what the page needs for it."""

    def __init__(self, name: str, label: Any, widget: forms.Widget, value: Any) -> None:
        super().__init__(data={name: value})
        self.fields[name] = forms.CharField(label=label, required=False, widget=widget)

    class Media:
        js = ReferenceSelect.Media.js
        css = ReferenceSelect.Media.css


class ReferenceFilter(FieldFilter):
    """A record that the field refers to, looked up while typing."""

    form_class = ReferenceFilterForm
    caller: Caller
    url: str

    def choices(self, changelist: ChangeList) -> Iterator[Any]:
        widget = ReferenceSelect(
            target=target_of(self.field), labels=Labels(self.caller), url=self.url
        )
        yield {
            "form": self.form_class(
                str(self.parameter_name), self.title, widget, self.value()
            )
        }


class PeriodFilter(FieldFilter):
    """A stretch of time around today."""

    def lookups(self, request: HttpRequest, model_admin: Any) -> Choices:
        return [
            ("past", _("In the past")),
            ("today", _("Today")),
            ("next7", _("Next 7 days")),
            ("last7", _("Last 7 days")),
            ("last30", _("Last 30 days")),
            (EMPTY, _("None")),
        ]

    def condition(self, value: str) -> Node:
        if value == EMPTY:
            return super().condition(value)
        today = timezone.localdate()
        day = dt.timedelta(days=1)
        periods: dict[str, tuple[Any, Any]] = {
            "past": (None, timezone.now()),
            "today": (today, today + day),
            "next7": (today, today + 7 * day),
            "last7": (today - 6 * day, today + day),
            "last30": (today - 29 * day, today + day),
        }
        start, end = periods.get(value, (None, None))
        bounds = ((Operator.GTE, start), (Operator.LT, end))
        return And(
            tuple(
                Condition(self.field.name, operator, self._bound(bound))
                for operator, bound in bounds
                if bound is not None
            )
        )

    def _bound(self, bound: dt.date | dt.datetime) -> Any:
        if isinstance(bound, dt.datetime):
            is_moment = isinstance(self.field.kind, MomentKind)
            return bound if is_moment else timezone.localdate(bound)
        if isinstance(self.field.kind, DateKind):
            return bound
        return timezone.make_aware(dt.datetime.combine(bound, dt.time.min))


class ArchivedFilter(TitledFilter):
    """Live records, unless archived ones are asked for."""

    title = gettext_lazy("archived")
    parameter_name = "archived"
    first_choices: ClassVar[Choices] = []

    def lookups(self, request: HttpRequest, model_admin: Any) -> Choices:
        return [("", _("Live")), ("1", _("Archived")), ("all", _("Both"))]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> Any:
        match self.value():
            case "1":
                return queryset.filter(archived_at__isnull=False)
            case "all":
                return queryset
            case _:
                return queryset.filter(archived_at__isnull=True)


class TypeFilter(TitledFilter):
    """One of the types that a page shows together."""

    title = gettext_lazy("type")
    parameter_name = "type"
    types: Sequence[ObjectType]
    caller: Caller

    def lookups(self, request: HttpRequest, model_admin: Any) -> Choices:
        return [(one.slug, one.label_plural) for one in self.types]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> Any:
        for one in self.types:
            if one.slug == self.value():
                rows = one.rows(self.caller, include_archived=True)
                return queryset.filter(pk__in=rows.values("pk"))
        return queryset


_FILTERS: tuple[tuple[type[Any], type[FieldFilter]], ...] = (
    (ChoiceKind, ChoiceFilter),
    (BooleanKind, BooleanFilter),
    (NameSetKind, NamesFilter),
    (ReferenceKind, ReferenceFilter),
    (MomentKind, PeriodFilter),
    (DateKind, PeriodFilter),
)


def field_filter(
    object_type: ObjectType, one: Field, *, caller: Caller, url: str
) -> type[admin.SimpleListFilter]:
    """Return the filter of a field."""
    base = next(
        (found for kind, found in _FILTERS if isinstance(one.kind, kind)), TextFilter
    )
    return type(
        f"{one.name}_filter",
        (base,),
        {
            "object_type": object_type,
            "field": one,
            "title": label_of(object_type, one),
            "parameter_name": one.name,
            "caller": caller,
            "url": url,
        },
    )
