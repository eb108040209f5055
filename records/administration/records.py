"""The pages of record types, derived from what the types declare of themselves."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar

from django.core.exceptions import PermissionDenied
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from records.access.roles import Permission
from records.administration import choices, layout
from records.administration.callers import caller_of, may
from records.administration.fates import FateAdmin
from records.administration.filters import (
    ArchivedFilter,
    TypeFilter,
    field_filter,
    narrowed,
)
from records.administration.form_fields import FieldMaker
from records.administration.forms import editable_fields, record_form
from records.administration.labels import Labels
from records.administration.lists import Display, RecordChangeList, Shown
from records.administration.mergers import MergerAdmin
from records.administration.refusals import known_refusals, refusing
from records.administration.sections import Section
from records.administration.values import label_of, target_of
from records.engine.reader import read_records
from records.engine.writer import create_record, update_records
from records.query import Sort
from records.schema.fields import RelationField
from records.schema.object_types import Operation
from records.schema.registry import registry

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from django.db.models import QuerySet
    from django.http import HttpRequest, HttpResponse
    from django.urls import URLPattern

    from records.access.caller import Caller
    from records.schema.object_types import ObjectType


class RecordAdmin(FateAdmin, MergerAdmin):
    """List, form, history and actions of the records that one model keeps.

    ``slugs`` are the types kept there; with several, a new record chooses its type
    first. ``columns`` and ``filters`` name fields; ``groups`` order the form, and every
    writable field that no group names follows in a group of its own.
    """

    section = Section.RECORDS
    columns: ClassVar[tuple[str, ...]] = ("name",)
    filters: ClassVar[tuple[str, ...]] = ()
    groups: ClassVar[layout.Groups] = ()
    folded: ClassVar[tuple[Any, ...]] = ()
    """Titles of the groups that are closed until somebody opens them."""
    read_along: ClassVar[tuple[str, ...]] = ()
    """Fields that further columns of the list show something of."""
    order: ClassVar[tuple[Sort, ...]] = ()
    """Of the list; the type's own when empty."""
    completed: ClassVar[frozenset[str]] = frozenset()
    """Required fields that the type itself fills in for a new record."""
    counted: ClassVar[bool] = False
    """Whether the first page of the admin shows how many there are."""

    actions = (*MergerAdmin.actions, *FateAdmin.actions)
    change_form_template = "administration/change_form.html"
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
        return [registry.resolve(caller.organization, slug) for slug in self.slugs]

    def type_of(self, request: HttpRequest, record: Any = None) -> ObjectType:
        """Return the type of a record on the page, or the one chosen for a new one."""
        if record is not None and hasattr(record, "shown"):
            found: ObjectType = record.shown.object_type
            return found
        types = self.types(request)
        chosen = request.GET.get("type")
        return next((one for one in types if one.slug == chosen), types[0])

    # -- what a caller may do --------------------------------------------------------

    def has_add_permission(self, request: HttpRequest) -> bool:
        return self._may_write(request, Operation.CREATE)

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        archived = getattr(obj, "archived_at", None) is not None
        return not archived and self._may_write(request, Operation.UPDATE)

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        # Django's "delete" is for look-up rows; records are archived.
        return self._may_remove(request, Operation.DELETE)

    def _may_write(self, request: HttpRequest, operation: Operation) -> bool:
        if not may(request, Permission.READ):
            return False
        first = self.types(request)[0]
        return first.can(operation) and may(request, first.write_permission)

    def _may_remove(self, request: HttpRequest, operation: Operation) -> bool:
        if not may(request, Permission.READ):
            return False
        first = self.types(request)[0]
        return first.can(operation) and may(request, first.removal_permission)

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
        annotations: dict[str, Any] = {}
        for one in types[0].fields:
            if one.name in self.columns:
                annotations.update(one.annotations)
        return rows.alias(**annotations) if annotations else rows

    def get_object(
        self, request: HttpRequest, object_id: str, from_field: str | None = None
    ) -> Any:
        record = super().get_object(request, object_id, from_field)
        if record is not None:
            self.put_on_page(request, [record])
        return record

    def live_count(self, request: HttpRequest) -> int:
        """Return how many live records there are."""
        rows = self.get_queryset(request)
        first = self.types(request)[0]
        return (rows.filter(archived_at=None) if first.has_archive else rows).count()

    def put_on_page(
        self, request: HttpRequest, records: Sequence[Any], *, short: bool = False
    ) -> None:
        """Read what the page shows of these records: a statement per type and set."""
        caller = caller_of(request)
        presenter = self.presenter(caller, short=short)
        by_id = {record.pk: record for record in records}
        wanted: list[tuple[str, int]] = []
        for object_type in self.types(request):
            fields = object_type.fields
            if short:
                names = {*self.columns, *self.read_along}
                fields = tuple(one for one in fields if one.name in names)
            rows = read_records(caller, object_type, list(by_id), fields=fields)
            for record_id, row in rows.items():
                by_id[record_id].shown = Shown(object_type, row, presenter)
                wanted.extend(
                    (target_of(one), one.read(row))
                    for one in fields
                    if target_of(one) and one.read(row) is not None
                )
        presenter.labels.load(wanted)

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

    def get_list_display(self, request: HttpRequest) -> list[Any]:
        types = self.types(request)
        columns = [layout.display(types[0], name) for name in self.columns]
        return [*columns, *self.further_columns(request)]

    def further_columns(self, request: HttpRequest) -> list[Display]:
        """Return the columns that are no field."""
        if len(self.slugs) == 1:
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
        found.extend(
            field_filter(
                types[0],
                types[0].fields_by_name[name],
                caller=caller,
                url=self.own_url("choices", name),
            )
            for name in self.filters
        )
        if types[0].can(Operation.ARCHIVE):
            found.append(ArchivedFilter)
        return found

    def get_search_results(
        self, request: HttpRequest, queryset: QuerySet[Any], search_term: str
    ) -> tuple[QuerySet[Any], bool]:
        """Narrow to the records that have every word in some searched field."""
        words = search_term.strip()
        if not words:
            return queryset, False
        first = self.types(request)[0]
        return narrowed(queryset, first, choices.words_in(first, words)), False

    def suggestions(self, request: HttpRequest, name: str) -> Iterable[str]:
        """Return names that a set of names may take up."""
        return ()

    # -- form ------------------------------------------------------------------------

    def add_view(
        self,
        request: HttpRequest,
        form_url: str = "",
        extra_context: dict[str, Any] | None = None,
    ) -> HttpResponse:
        """Show the form of a new record, after its type was chosen."""
        if self.has_add_permission(request) and len(self.slugs) > 1:
            types = self.types(request)
            if request.GET.get("type") not in self.slugs:
                return self.page(
                    request,
                    "administration/choose_type.html",
                    title=_("Add %s") % self.opts.verbose_name,
                    types=types,
                )
        response: HttpResponse = super().add_view(request, form_url, extra_context)
        return response

    def get_form(
        self, request: HttpRequest, obj: Any = None, change: bool = False, **kwargs: Any
    ) -> Any:
        object_type = self.type_of(request, obj)
        caller = caller_of(request)
        if obj is not None and not self.has_change_permission(request, obj):
            fields = {}
        else:
            labels = obj.shown.presenter.labels if obj is not None else Labels(caller)
            fields = self.form_fields(request, object_type, labels, is_new=obj is None)
        return record_form(
            self.model,
            object_type,
            fields,
            known_refusals(request),
            starting=self.starting_values(caller, object_type),
        )

    def form_fields(
        self,
        request: HttpRequest,
        object_type: ObjectType,
        labels: Labels,
        *,
        is_new: bool,
    ) -> dict[str, Any]:
        """Return the form fields of a type by name."""
        maker = FieldMaker(
            labels=labels,
            choices_url=lambda name: self.own_url("choices", name),
            suggestions=lambda name: self.suggestions(request, name),
        )
        fields = {
            one.name: maker.make(
                one,
                label=label_of(object_type, one),
                required=one.required and not (is_new and one.name in self.completed),
            )
            for one in editable_fields(object_type)
        }
        for name, made in fields.items():
            made.disabled = object_type.fields_by_name[name].fixed and not is_new
        return fields

    def starting_values(
        self, caller: Caller, object_type: ObjectType
    ) -> dict[str, Any]:
        """Return what the form of a new record begins with."""
        return {
            one.name: one.initial()
            for one in editable_fields(object_type)
            if one.default is not None
        }

    def get_changeform_initial_data(self, request: HttpRequest) -> dict[str, Any]:
        """Return what a link to the form asks it to begin with."""
        names = {one.name for one in editable_fields(self.type_of(request))}
        return {name: value for name, value in request.GET.items() if name in names}

    def get_fieldsets(self, request: HttpRequest, obj: Any = None) -> Any:
        object_type = self.type_of(request, obj)
        fieldsets = layout.groups_of(object_type, self.groups, folded=self.folded)
        if obj is None:
            return fieldsets
        if not self.has_change_permission(request, obj):
            fieldsets = layout.read_only(fieldsets, object_type)
        system = layout.system_displays(object_type, obj)
        return [
            *fieldsets,
            (_("System"), {"fields": system, "classes": ("collapse",)}),
        ]

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        if obj is None:
            return ()
        return layout.system_displays(self.type_of(request, obj), obj)

    def save_model(
        self, request: HttpRequest, obj: Any, form: Any, change: Any
    ) -> None:
        """Write the form's values through the engine, and nothing else."""
        caller = caller_of(request)
        object_type = self.type_of(request, obj if change else None)
        values = form.values_to_write()
        with refusing():
            if change:
                update_records(caller, object_type, {obj.pk: values})
            else:
                obj.pk = create_record(caller, object_type, values)
        stored = object_type.rows(caller).filter(pk=obj.pk).first()
        if stored is not None:
            vars(obj).update(vars(stored))

    def save_related(self, request: Any, form: Any, formsets: Any, change: Any) -> None:
        for formset in formsets:
            inline = next(
                one
                for one in self.get_inline_instances(request, form.instance)
                if one.model is formset.model
            )
            inline.save(request, form.instance, formset)

    # -- further addresses -----------------------------------------------------------

    def get_urls(self) -> list[URLPattern]:
        own = [
            self.own_path("choices/<slug:name>/", self.choices_view, "choices"),
            *self.fate_paths(),
            *self.merger_paths(),
        ]
        return [*own, *super().get_urls()]

    def choices_view(self, request: HttpRequest, name: str) -> HttpResponse:
        """Answer which records a reference of these types can be set to."""
        caller = caller_of(request)
        if not self.has_view_permission(request):
            raise PermissionDenied
        for object_type in self.types(request):
            one = object_type.fields_by_name.get(name)
            if isinstance(one, RelationField):
                return choices.choices(request, caller, one.target)
        return choices.no_choices()

    def record_actions(self, request: HttpRequest, record: Any) -> list[dict[str, Any]]:
        """Return the buttons above a record's form."""
        return self.fate_actions(request, record)

    def render_change_form(
        self,
        request: HttpRequest,
        context: dict[str, Any],
        add: bool = False,
        change: bool = False,
        form_url: str = "",
        obj: Any = None,
    ) -> Any:
        if obj is not None:
            context["record_actions"] = self.record_actions(request, obj)
            context["archived_at"] = getattr(obj, "archived_at", None)
            context["merged_into"] = self.winner_of(request, obj)
        return super().render_change_form(request, context, add, change, form_url, obj)
