"""The pages of record types, derived from what the types declare of themselves."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar

from django.core.exceptions import PermissionDenied
from django.utils.translation import gettext as _

from records.access.roles import Permission
from records.administration import choices, layout
from records.administration.callers import caller_of, may
from records.administration.fates import FateAdmin
from records.administration.form_fields import FieldMaker
from records.administration.forms import editable_fields, record_form
from records.administration.inlines import RecordTable
from records.administration.inputs import input_name
from records.administration.labels import Labels
from records.administration.listing import ListingAdmin
from records.administration.meanwhile import now_as_input
from records.administration.mergers import MergerAdmin
from records.administration.refusals import known_refusals, refusing
from records.administration.sections import Section
from records.administration.values import label_of, target_of
from records.engine.writer import create_record, update_records
from records.schema.object_types import Operation

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse
    from django.urls import URLPattern

    from records.access.caller import Caller
    from records.schema.fields import Row
    from records.schema.object_types import ObjectType


class RecordAdmin(ListingAdmin, FateAdmin, MergerAdmin):
    """List, form, history and actions of the records that one model keeps.

    Of several types a new record chooses its own first. ``groups`` order the form, and
    every writable field that no group names follows in a group of its own.
    """

    section = Section.RECORDS
    groups: ClassVar[layout.Groups] = ()
    folded: ClassVar[tuple[Any, ...]] = ()
    """Titles of the groups that are closed until somebody opens them."""
    completed: ClassVar[frozenset[str]] = frozenset()
    """Required fields that the type itself fills in for a new record."""

    actions = (*MergerAdmin.actions, *FateAdmin.actions)
    change_form_template = "administration/change_form.html"

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
        if not (may(request, Permission.READ) and self.knows(request, operation)):
            return False
        return may(request, self.types(request)[0].write_permission)

    def _may_remove(self, request: HttpRequest, operation: Operation) -> bool:
        if not (may(request, Permission.READ) and self.knows(request, operation)):
            return False
        return may(request, self.types(request)[0].removal_permission)

    # -- form ------------------------------------------------------------------------

    def add_view(
        self,
        request: HttpRequest,
        form_url: str = "",
        extra_context: dict[str, Any] | None = None,
    ) -> HttpResponse:
        """Show the form of a new record, after its type was chosen."""
        types = self.types(request)
        is_open = len(types) > 1 and request.GET.get("type") not in self.slugs
        if is_open and self.has_add_permission(request):
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
            row = obj.shown.row if obj is not None else None
            fields = self.form_fields(request, object_type, labels, row=row)
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
        row: Row | None,
    ) -> dict[str, Any]:
        """Return the form fields of a type by name; ``row`` is what they hold now."""
        maker = FieldMaker(
            labels=labels,
            choices_url=lambda name: self.choices_url(object_type, name),
            suggestions=lambda name: self.suggestions(request, name),
        )
        fields = {
            one.name: maker.make(
                one,
                label=label_of(object_type, one),
                required=one.required
                and not (row is None and one.name in self.completed),
                value=None if row is None else one.read(row),
            )
            for one in editable_fields(object_type)
        }
        for name, made in fields.items():
            made.disabled = object_type.fields_by_name[name].fixed and row is not None
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
        names = {input_name(one) for one in editable_fields(self.type_of(request))}
        return {name: value for name, value in request.GET.items() if name in names}

    def get_fieldsets(self, request: HttpRequest, obj: Any = None) -> Any:
        object_type = self.type_of(request, obj)
        fieldsets = layout.groups_of(
            object_type, self.groups, folded=self.folded, is_new=obj is None
        )
        if obj is None:
            return layout.inputs(fieldsets, object_type)
        can_change = self.has_change_permission(request, obj)
        shown_as = layout.inputs if can_change else layout.read_only
        fieldsets = shown_as(fieldsets, object_type)
        system = layout.system_displays(object_type, obj)
        return [
            *fieldsets,
            (_("System"), {"fields": system, "classes": ("collapse",)}),
        ]

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        if obj is None:
            return ()
        object_type = self.type_of(request, obj)
        computed = layout.computed_fields(object_type)
        return (
            *layout.system_displays(object_type, obj),
            *(layout.display(object_type, one.name) for one in computed),
        )

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

    def get_inline_formsets(self, request: HttpRequest, *args: Any) -> list[Any]:
        return [
            RecordTable.of(one) for one in super().get_inline_formsets(request, *args)
        ]

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
            if one is not None and target_of(one):
                return choices.choices(request, caller, target_of(one))
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
        context["opened"] = now_as_input()
        if obj is not None:
            context["record_actions"] = self.record_actions(request, obj)
            context["archived_at"] = getattr(obj, "archived_at", None)
            context["merged_into"] = self.winner_of(request, obj)
        return super().render_change_form(request, context, add, change, form_url, obj)
