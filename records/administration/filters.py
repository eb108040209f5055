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
from unfold.widgets import UnfoldAdminTextInputWidget

from records.administration.inputs import input_name
from records.administration.labels import Labels
from records.administration.references import ReferenceSelect
from records.administration.values import label_of, target_of
from records.engine.compiler import compile_where
from records.query import And, Condition, Not, Operator, QuestionError
from records.schema.kinds import (
    DateKind,
    IntegerKind,
    MomentKind,
    NameSetKind,
    NumberKind,
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
_WITH_ARCHIVED = ("1", "all")


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

    @classmethod
    def parameters(cls) -> tuple[str, ...]:
        """Return the names of the inputs."""
        return (str(cls.parameter_name),)

    def choices(self, changelist: ChangeList) -> Iterator[Any]:
        yield {
            "form": self.form_class(
                label=capfirst(self.title),
                name=self.parameter_name,
                choices=[*self.first_choices, *self.lookup_choices],
                data={self.parameter_name: self.value()},
            )
        }


class RecordFilter(TitledFilter):
    """Asks something of the records of a list, in the engine's language."""

    object_type: ObjectType

    @property
    def includes_archived(self) -> bool:
        """Whether archived records are asked for, with or without live ones."""
        return False

    def node(self) -> Node | None:
        """Return what is asked, ``None`` for nothing."""
        raise NotImplementedError

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> Any:
        """Narrow the rows that an action of the list is about."""
        node = self.node()
        return queryset if node is None else narrowed(queryset, self.object_type, node)


class FieldFilter(RecordFilter):
    """Narrows a list by one field. Subclasses are made by :func:`field_filter`."""

    field: Field
    template = "unfold/filters/filters_field.html"

    def lookups(self, request: HttpRequest, model_admin: Any) -> Choices:
        return []

    def has_output(self) -> bool:
        return True

    def node(self) -> Node | None:
        value = self.value()
        return self.condition(str(value)) if value else None

    def condition(self, value: str) -> Node:
        """Return what the chosen value asks of the field."""
        if value == EMPTY:
            return Condition(self.field.name, Operator.EMPTY)
        return Condition(self.field.name, Operator.EQ, value)


class ChoiceFilter(FieldFilter):
    """One of what the kind offers."""

    def lookups(self, request: HttpRequest, model_admin: Any) -> Choices:
        offered = list(self.field.kind.offered())
        if self.field.custom:
            offered.append((EMPTY, _("None")))
        return offered


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


class RangeForm(forms.Form):
    """Two numbers in a line."""

    def __init__(self, title: Any, names: Sequence[str], data: Any) -> None:
        super().__init__(data=data)
        self.title = capfirst(title)
        for name, text in zip(names, (_("From"), _("To")), strict=True):
            widget = UnfoldAdminTextInputWidget(
                attrs={"placeholder": text, "aria-label": text, "inputmode": "decimal"}
            )
            self.fields[name] = forms.CharField(required=False, widget=widget)


class RangeFilter(FieldFilter):
    """Numbers from one to another, both included."""

    form_class = RangeForm
    template = "administration/range_filter.html"

    @classmethod
    def parameters(cls) -> tuple[str, ...]:
        return (f"{cls.parameter_name}__from", f"{cls.parameter_name}__to")

    def __init__(
        self, request: HttpRequest, params: dict[str, Any], model: Any, admin: Any
    ) -> None:
        super().__init__(request, params, model, admin)
        for name in self.parameters():
            if name in params:
                self.used_parameters[name] = params.pop(name)[-1]

    def expected_parameters(self) -> list[str | None]:
        return list(self.parameters())

    def choices(self, changelist: ChangeList) -> Iterator[Any]:
        names = self.parameters()
        yield {"form": self.form_class(self.title, names, self.used_parameters)}

    def node(self) -> Node | None:
        bounds = zip(self.parameters(), (Operator.GTE, Operator.LTE), strict=True)
        conditions = tuple(
            Condition(self.field.name, operator, self.used_parameters[name])
            for name, operator in bounds
            if self.used_parameters.get(name)
        )
        return And(conditions) if conditions else None


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


class ArchivedFilter(RecordFilter):
    """Live records, unless archived ones are asked for."""

    title = gettext_lazy("archived")
    parameter_name = "archived"
    first_choices: ClassVar[Choices] = []

    def lookups(self, request: HttpRequest, model_admin: Any) -> Choices:
        return [("", _("Live")), ("1", _("Archived")), ("all", _("Both"))]

    @property
    def includes_archived(self) -> bool:
        return self.value() in _WITH_ARCHIVED

    @classmethod
    def is_asked_in(cls, request: HttpRequest) -> bool:
        """Tell whether the page shows archived records."""
        return request.GET.get(cls.parameter_name) in _WITH_ARCHIVED

    def node(self) -> Node | None:
        live = Condition("archived_at", Operator.EMPTY)
        return Not(live) if self.value() == "1" else None

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> Any:
        if self.value() == "all":
            return queryset
        return queryset.filter(archived_at__isnull=self.value() != "1")


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
    (NameSetKind, NamesFilter),
    (MomentKind, PeriodFilter),
    (DateKind, PeriodFilter),
    (NumberKind, RangeFilter),
    (IntegerKind, RangeFilter),
)


def _filter_class(one: Field) -> type[FieldFilter] | None:
    if target_of(one):
        return ReferenceFilter
    if one.kind.offered():
        return ChoiceFilter
    for kind, found in _FILTERS:
        if isinstance(one.kind, kind):
            return found
    return TextFilter if Operator.CONTAINS in one.kind.operators else None


def field_filter(
    object_type: ObjectType, one: Field, *, caller: Caller, url: str
) -> type[admin.SimpleListFilter] | None:
    """Return the filter of a field, ``None`` for values that are not asked about."""
    base = _filter_class(one)
    if base is None:
        return None
    return type(
        f"{one.name}_filter",
        (base,),
        {
            "object_type": object_type,
            "field": one,
            "title": label_of(object_type, one),
            "parameter_name": input_name(one),
            "caller": caller,
            "url": url,
        },
    )
