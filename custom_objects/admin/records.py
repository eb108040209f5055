"""The records of all objects that organizations defined, one object at a time.

One page for all of them: which object it shows is a parameter of its address, that
every link of the page keeps. A class per object would differ between processes.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar
from urllib.parse import parse_qsl, urlencode

from django.contrib import admin
from django.db.models import Q
from django.utils.html import escape
from django.utils.translation import gettext as _

from custom_objects.models import CustomRecord
from records.administration import choices, layout
from records.administration.callers import caller_of
from records.administration.labels import name_of
from records.administration.listing import Card
from records.administration.lists import Display, RecordChangeList
from records.administration.records import RecordAdmin
from records.administration.references import record_id_in
from records.administration.values import in_one_line, label_of
from records.engine.tallies import live_totals
from records.schema.registry import UnknownObjectType, registry

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from django.db.models import QuerySet
    from django.http import HttpRequest, HttpResponse

    from records.access.caller import Caller
    from records.administration.labels import Reference
    from records.administration.values import Presenter
    from records.schema.fields import Field, Row
    from records.schema.object_types import ObjectType

OBJECT = "definition__slug__exact"
"""The parameter that names the object of a page."""

_KNOWN = "object_of_page"
_FILTERS = "_changelist_filters"


class CustomChangeList(RecordChangeList):
    """Records of one object, which every link of the list keeps."""

    def get_filters_params(self, params: Any = None) -> Any:
        """Return the filters: the object is none, so "show all" does not leave it."""
        found: dict[str, Any] = super().get_filters_params(params)
        found.pop(OBJECT, None)
        return found

    def get_results(self, request: HttpRequest) -> None:
        super().get_results(request)
        # The theme's "show all" beside the title would leave the object.
        self.full_result_count = self.result_count


@admin.register(CustomRecord)
class CustomRecordAdmin(RecordAdmin):
    """List, form, history and actions of the records of any object."""

    most_custom_columns: ClassVar[int] = 8

    # -- which object ----------------------------------------------------------------

    def types_for(self, caller: Caller) -> list[ObjectType]:
        """Return the objects that the organization defined, in their order."""
        return [
            one
            for one in registry.object_types(caller.organization)
            if one.model is CustomRecord
        ]

    def types(self, request: HttpRequest) -> list[ObjectType]:
        """Return the object of the page alone, all of them where none is chosen."""
        chosen = self.object_of(request)
        return self.types_for(caller_of(request)) if chosen is None else [chosen]

    def object_of(self, request: HttpRequest) -> ObjectType | None:
        """Return the object of the record on the page, else the one in its address."""
        known: ObjectType | None = vars(request).get(_KNOWN)
        if known is not None:
            return known
        kept = dict(parse_qsl(request.GET.get(_FILTERS, "")))
        slug = request.GET.get(OBJECT) or kept.get(OBJECT)
        return self._find(caller_of(request), str(slug)) if slug else None

    def _find(self, caller: Caller, slug: str) -> ObjectType | None:
        try:
            found = registry.resolve(caller.organization, slug)
        except UnknownObjectType:
            return None
        return found if found.model is CustomRecord else None

    def type_of(self, request: HttpRequest, record: Any = None) -> ObjectType:
        if record is not None and hasattr(record, "shown"):
            found: ObjectType = record.shown.object_type
            return found
        return self.types(request)[0]

    def naming_type(self, request: HttpRequest) -> ObjectType | None:
        return self.object_of(request)

    def keeps(self, slug: str) -> bool:
        """Tell whether a type is none that the program itself or another page knows."""
        others = (
            getattr(one, "slugs", ())
            for one in self.admin_site._registry.values()  # noqa: SLF001 - no public way
        )
        return not any(slug in slugs for slugs in others)

    # -- which rows ------------------------------------------------------------------

    def rows(self, caller: Caller) -> QuerySet[Any]:
        """Return the records of all live objects, archived records too."""
        ids = [one.base["definition_id"] for one in self.types_for(caller)]
        rows = CustomRecord.objects.for_organization(caller.organization_id)
        return rows.filter(definition_id__in=ids)

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        caller = caller_of(request)
        chosen = self.object_of(request)
        if chosen is None:
            return self.rows(caller)
        return chosen.rows(caller, include_archived=True)

    def get_object(
        self, request: HttpRequest, object_id: str, from_field: str | None = None
    ) -> Any:
        """Return a record, whose object is from then on the one of the page."""
        caller = caller_of(request)
        number = record_id_in(object_id)
        record = self.rows(caller).filter(pk=number or 0).first()
        if record is None:
            return None
        vars(request)[_KNOWN] = next(
            one
            for one in self.types_for(caller)
            if one.base["definition_id"] == record.definition_id
        )
        self.put_on_page(request, [record])
        return record

    def put_rows_on_page(
        self,
        records: Sequence[Any],
        object_type: ObjectType,
        rows: Mapping[int, Row],
        presenter: Presenter,
        fields: Sequence[Field],
    ) -> list[Reference]:
        for record in records:
            if record.pk in rows:
                record.known_as = name_of(object_type, rows[record.pk])
        return super().put_rows_on_page(records, object_type, rows, presenter, fields)

    def names_of(self, request: HttpRequest, records: list[Any]) -> list[str]:
        self.put_on_page(request, records, short=True)
        return [str(one) for one in records]

    def history_of(self, caller: Caller, record: Any) -> Q:
        return Q(object_type=record.shown.object_type.slug, record_id=record.pk)

    # -- list ------------------------------------------------------------------------

    def get_changelist(self, request: HttpRequest, **kwargs: Any) -> Any:
        return CustomChangeList

    def changelist_view(self, request: HttpRequest, extra_context: Any = None) -> Any:
        """Show the records of an object, else the objects there are to choose from."""
        if self.object_of(request) is None and self.has_view_permission(request):
            return self._choose(request, "changelist", _("Records"))
        return super().changelist_view(request, extra_context)

    def column_names(self, object_type: ObjectType) -> list[str]:
        fields = [
            one.name
            for one in layout.column_fields(object_type)
            if one.name not in object_type.naming_fields
        ]
        return fields[: self.most_custom_columns]

    def listed_fields(self, object_type: ObjectType) -> list[Field]:
        names = {*self.column_names(object_type), *object_type.naming_fields}
        return [one for one in object_type.fields if one.name in names]

    def get_list_display(self, request: HttpRequest) -> list[Any]:
        object_type = self.type_of(request)
        columns = [
            layout.display(object_type, name) for name in self.column_names(object_type)
        ]
        return [_name_column(object_type), *columns]

    def get_search_fields(self, request: HttpRequest) -> Any:
        return self.search_fields if self.type_of(request).search else ()

    def get_changelist_instance(self, request: HttpRequest) -> Any:
        found = super().get_changelist_instance(request)
        object_type = self.type_of(request)
        fields = (object_type.fields_by_name[name] for name in object_type.search)
        found.search_help_text = ", ".join(
            str(label_of(object_type, one)) for one in fields
        )
        return found

    def choices_url(self, object_type: ObjectType, name: str) -> str:
        return f"{super().choices_url(object_type, name)}?{_named(object_type)}"

    def choices_view(self, request: HttpRequest, name: str) -> HttpResponse:
        if self.object_of(request) is None:
            return choices.no_choices()
        return super().choices_view(request, name)

    # -- form ------------------------------------------------------------------------

    def add_view(
        self, request: HttpRequest, form_url: str = "", extra_context: Any = None
    ) -> HttpResponse:
        """Show the form of a new record, after its object was chosen."""
        if self.object_of(request) is None and self.has_add_permission(request):
            return self._choose(request, "add", _("Add a record"))
        return super().add_view(request, form_url, extra_context)

    def save_model(
        self, request: HttpRequest, obj: Any, form: Any, change: Any
    ) -> None:
        super().save_model(request, obj, form, change)
        self.put_on_page(request, [obj], short=True)  # the message names it

    def _choose(self, request: HttpRequest, name: str, title: str) -> HttpResponse:
        shown = [one for one in self.types(request) if not one.hidden]
        return self.page(
            request,
            "custom_objects/choose_object.html",
            title=title,
            objects=[(one, self._url(name, one)) for one in shown],
        )

    def get_preserved_filters(self, request: HttpRequest) -> str:
        """Return what links of the page carry along: its object, whatever else."""
        kept = dict(parse_qsl(super().get_preserved_filters(request)))
        chosen = self.object_of(request)
        if chosen is None:
            return urlencode(kept)
        filters = dict(parse_qsl(kept.get(_FILTERS, "")))
        return urlencode({_FILTERS: urlencode({**filters, OBJECT: chosen.slug})})

    # -- addresses -------------------------------------------------------------------

    def _url(self, name: str, object_type: ObjectType) -> str:
        return f"{self.own_url(name)}?{_named(object_type)}"

    def list_url(self, request: HttpRequest) -> str:
        chosen = self.object_of(request)
        if chosen is None:
            return self.own_url("changelist")
        return self._url("changelist", chosen)

    def menu_items(self, request: HttpRequest) -> list[dict[str, Any]]:
        """Return every object that is not hidden, as it is called at this moment."""
        is_here = request.path.startswith(self.own_url("changelist"))
        current = self.object_of(request) if is_here else None
        return [
            {
                # The theme takes titles of the sidebar for HTML.
                "title": escape(one.label_plural),
                "icon": one.icon,
                "link": self._url("changelist", one),
                "active": current is not None and current.slug == one.slug,
            }
            for one in self.types_for(caller_of(request))
            if not one.hidden
        ]

    def cards(self, request: HttpRequest) -> list[Card]:
        """Return a card per object; one statement tells all totals."""
        caller = caller_of(request)
        shown = [one for one in self.types_for(caller) if not one.hidden]
        if not shown:
            return []
        totals = live_totals(caller, shown)
        can_add = self.has_add_permission(request)
        return [
            Card(
                title=str(one.label_plural),
                icon=one.icon,
                count=totals[one.slug],
                url=self._url("changelist", one),
                add_url=self._url("add", one) if can_add else "",
            )
            for one in shown
        ]

    def told_slugs(self, caller: Caller) -> tuple[str, ...]:
        return tuple(one.slug for one in self.types_for(caller) if not one.hidden)


def _named(object_type: ObjectType) -> str:
    return urlencode({OBJECT: object_type.slug})


def _name_column(object_type: ObjectType) -> Display:
    """Return the column of what a record is known by, which links to it."""
    known = [object_type.fields_by_name[name] for name in object_type.naming_fields]
    first = known[0] if known else None
    return Display(
        "record",
        object_type.label if first is None else label_of(object_type, first),
        admin_order_field=first.name if first and first.is_sortable else None,
        render=lambda record: in_one_line(str(record)),
    )
