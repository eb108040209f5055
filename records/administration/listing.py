"""The lists of record types: which rows, columns and filters a page has."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, ClassVar

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from records.administration import choices, layout
from records.administration.callers import caller_of
from records.administration.filters import (
    ArchivedFilter,
    TypeFilter,
    field_filter,
    narrowed,
)
from records.administration.lists import Display, RecordChangeList, Shown
from records.administration.naming import NamedAdmin
from records.administration.values import references_in
from records.engine.reader import read_records
from records.engine.tallies import live_total
from records.query import Sort
from records.schema.object_types import Operation
from records.schema.registry import registry

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from django.db.models import QuerySet
    from django.http import HttpRequest

    from records.access.caller import Caller
    from records.administration.labels import Reference
    from records.administration.values import Presenter
    from records.schema.fields import Field, Row
    from records.schema.object_types import ObjectType


@dataclass(frozen=True, kw_only=True)
class Card:
    """How many records of a type there are; ``add_url`` is empty where nobody adds."""

    title: str
    icon: str
    count: int
    url: str
    add_url: str = ""


class ListingAdmin(NamedAdmin):
    """A list of the records that one model keeps.

    ``slugs`` are the types kept there. ``columns`` and ``filters`` name fields; those
    that an admin defined follow, and those that an admin has hidden are left out.
    Where one type has the rows of all others, ``shown_as`` names it: the page shows
    records as those of that type alone.
    """

    shown_as: ClassVar[str] = ""
    columns: ClassVar[tuple[str, ...]] = ("name",)
    filters: ClassVar[tuple[str, ...]] = ()
    read_along: ClassVar[tuple[str, ...]] = ()
    """Fields that further columns of the list show something of."""
    order: ClassVar[tuple[Sort, ...]] = ()
    """Of the list; the type's own when empty."""
    most_custom_columns: ClassVar[int] = 6
    """The admin's own fields that are columns, in their order; the form shows all."""
    counted: ClassVar[bool] = False
    """Whether the first page of the admin shows how many there are."""
    search_fields: tuple[str, ...] = (
        "pk",
    )  # the engine searches; Django asks only whether to
    search_help_text = gettext_lazy("Search")

    # -- types -----------------------------------------------------------------------

    def types(self, request: HttpRequest) -> list[ObjectType]:
        """Return the types of this page as the caller's organization has them."""
        return self.types_for(caller_of(request))

    def types_for(self, caller: Caller) -> list[ObjectType]:
        """Return the types of this page as an organization has them."""
        slugs = (self.shown_as,) if self.shown_as else self.slugs
        return [registry.resolve(caller.organization, slug) for slug in slugs]

    def type_of(self, request: HttpRequest, record: Any = None) -> ObjectType:
        """Return the type of a record on the page, or the one chosen for a new one."""
        if record is not None and hasattr(record, "shown"):
            found: ObjectType = record.shown.object_type
            return found
        types = self.types(request)
        chosen = request.GET.get("type")
        return next((one for one in types if one.slug == chosen), types[0])

    # -- which rows ------------------------------------------------------------------

    def rows(self, caller: Caller) -> QuerySet[Any]:
        """Return the rows of all types of the page, archived ones too.

        :class:`ArchivedFilter` takes those out of the list unless they are asked for.
        """
        types = self.types_for(caller)
        first, *others = (one.rows(caller, include_archived=True) for one in types)
        rows: QuerySet[Any] = first
        for more in others:
            rows |= more
        return rows

    def get_object(
        self, request: HttpRequest, object_id: str, from_field: str | None = None
    ) -> Any:
        record = super().get_object(request, object_id, from_field)
        if record is not None:
            self.put_on_page(request, [record])
        return record

    def cards(self, request: HttpRequest) -> list[Card]:
        """Return what the first page of the admin says of these records."""
        first, *others = self.types(request)
        if not self.counted or first.hidden:
            return []
        if first.tally and not others:
            count = live_total(caller_of(request), first)
        else:
            rows = self.get_queryset(request)
            live = rows.filter(archived_at=None) if first.has_archive else rows
            count = live.count()
        can_add = self.has_add_permission(request)
        found = self.naming_type(request)
        return [
            Card(
                title=str(
                    found.label_plural if found else self.opts.verbose_name_plural
                ),
                icon=self.icon,
                count=count,
                url=self.own_url("changelist"),
                add_url=self.own_url("add") if can_add else "",
            )
        ]

    def told_slugs(self, caller: Caller) -> tuple[str, ...]:
        """Return the types whose changes the first page of the admin tells of."""
        return self.slugs if self.counted else ()

    def menu_items(self, request: HttpRequest) -> list[dict[str, Any]]:
        """Return nothing where all types of the page are hidden."""
        if all(one.hidden for one in self.types(request)):
            return []
        items: list[dict[str, Any]] = super().menu_items(request)
        return items

    def put_on_page(
        self, request: HttpRequest, records: Sequence[Any], *, short: bool = False
    ) -> None:
        """Read what the page shows of these records: a statement per type and set."""
        caller = caller_of(request)
        presenter = self.presenter(caller, short=short)
        ids = [record.pk for record in records]
        places: list[Reference] = []
        for object_type in self.types(request):
            fields = self.listed_fields(object_type) if short else object_type.fields
            rows = read_records(caller, object_type, ids, fields=fields)
            places += self.put_rows_on_page(
                records, object_type, rows, presenter, fields
            )
        presenter.labels.load(places)

    def put_rows_on_page(
        self,
        records: Sequence[Any],
        object_type: ObjectType,
        rows: Mapping[int, Row],
        presenter: Presenter,
        fields: Sequence[Field],
    ) -> list[Reference]:
        """Let records show rows that were read; return what these refer to."""
        for record in records:
            if record.pk in rows:
                record.shown = Shown(object_type, rows[record.pk], presenter)
        return [
            place
            for row in rows.values()
            for one in fields
            for place in references_in(one, one.read(row))
        ]

    # -- list ------------------------------------------------------------------------

    def get_changelist(self, request: HttpRequest, **kwargs: Any) -> Any:
        return RecordChangeList

    def default_order(self, object_type: ObjectType) -> tuple[Sort, ...]:
        """Return the order of the list when no column was clicked."""
        if self.order:
            return self.order
        if object_type.default_sorts == (Sort("id"),):
            return (Sort("id", descending=True),)  # what is new comes first
        return object_type.default_sorts

    def listed_fields(self, object_type: ObjectType) -> list[Field]:
        """Return the fields that the list shows something of."""
        names = {*self.column_names(object_type), *self.read_along}
        return [one for one in object_type.fields if one.name in names]

    def column_names(self, object_type: ObjectType) -> list[str]:
        """Return the fields that are columns: those asked for, then the admin's own."""
        fields = object_type.fields_by_name
        own = [one for one in self.columns if not fields[one].hidden]
        custom = [one.name for one in layout.column_fields(object_type)]
        found = [*own, *custom[: self.most_custom_columns]]
        return found or [self.columns[0]]

    def get_list_display(self, request: HttpRequest) -> list[Any]:
        first = self.types(request)[0]
        columns = [layout.display(first, name) for name in self.column_names(first)]
        return [*columns, *self.further_columns(request)]

    def further_columns(self, request: HttpRequest) -> list[Display]:
        """Return the columns that are no field."""
        if len(self.slugs) == 1 or self.shown_as:
            return []
        return [
            Display(
                "record_type", _("Type"), render=lambda one: one.shown.object_type.label
            )
        ]

    def get_list_filter(self, request: HttpRequest) -> list[Any]:
        caller = caller_of(request)
        types = self.types(request)
        found: list[Any] = []
        if len(types) > 1:
            body = {"types": types, "caller": caller}
            found.append(type("types_filter", (TypeFilter,), body))
        asked = self.asked_type(request)
        for one in self.filtered_fields(asked):
            url = self.choices_url(asked, one.name)
            made = field_filter(asked, one, caller=caller, url=url)
            if made is not None:
                found.append(made)
        if types[0].can(Operation.ARCHIVE):
            found.append(ArchivedFilter)
        return found

    def asked_type(self, request: HttpRequest) -> ObjectType:
        """Return the type whose records the list asks for, archived ones maybe too."""
        first = self.types(request)[0]
        if ArchivedFilter.is_asked_in(request):
            return first.including_archived()
        return first

    def filtered_fields(self, object_type: ObjectType) -> list[Field]:
        """Return the fields with a filter: those asked for, then the admin's own."""
        fields = object_type.fields_by_name
        own = [fields[name] for name in self.filters]
        custom = [one for one in object_type.custom_fields if one.filterable]
        return [one for one in (*own, *custom) if not one.hidden]

    def choices_url(self, object_type: ObjectType, name: str) -> str:
        """Return where the records are looked up that a reference can be set to."""
        return self.own_url("choices", name)

    def get_search_results(
        self, request: HttpRequest, queryset: QuerySet[Any], search_term: str
    ) -> tuple[QuerySet[Any], bool]:
        """Narrow to the records that have every word in some searched field."""
        words = search_term.strip()
        if not words:
            return queryset, False
        asked = self.asked_type(request)
        return narrowed(queryset, asked, choices.words_in(asked, words)), False

    def suggestions(self, request: HttpRequest, name: str) -> Iterable[str]:
        """Return names that a set of names may take up."""
        return ()
