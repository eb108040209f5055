"""Records in a table on the page of the record they belong to."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar

from django.contrib.admin import helpers
from django.forms.models import BaseInlineFormSet, inlineformset_factory
from unfold.admin import TabularInline

from records.access.roles import Permission
from records.administration import layout
from records.administration.callers import caller_of, may
from records.administration.form_fields import FieldMaker
from records.administration.forms import RecordForm, editable_fields, record_form
from records.administration.labels import Labels
from records.administration.lists import Shown
from records.administration.refusals import known_refusals, refusing
from records.administration.values import Presenter, label_of, references_in
from records.engine.errors import Conflict, EngineError
from records.engine.reader import read_records
from records.engine.removal import remove_record
from records.engine.writer import create_record, update_records
from records.schema.object_types import Operation
from records.schema.registry import registry

if TYPE_CHECKING:
    from collections.abc import Iterator

    from django.db.models import QuerySet
    from django.http import HttpRequest

    from records.schema.object_types import ObjectType


class RecordFormSet(BaseInlineFormSet):  # type: ignore[type-arg]
    """Forms of the records behind one door; nothing of the model is asked."""

    request: HttpRequest
    object_type: ObjectType
    presenter: Presenter

    def get_queryset(self) -> Any:
        """Return the records with their values, read once."""
        if not hasattr(self, "_queryset"):
            records = list(super().get_queryset())
            rows = read_records(
                caller_of(self.request), self.object_type, [one.pk for one in records]
            )
            for one in records:
                one.shown = Shown(self.object_type, rows[one.pk], self.presenter)
            self.presenter.labels.load(
                reference
                for row in rows.values()
                for field in self.object_type.fields
                for reference in references_in(field, field.read(row))
            )
            self._queryset = records
        return self._queryset

    def add_fields(self, form: Any, index: int | None) -> None:
        """Let the hidden id choose among the records of the door only."""
        super().add_fields(form, index)
        model: Any = self.model
        rows: Any = self.queryset
        pk: Any = form.fields[model._meta.pk.name]
        pk.queryset = rows if self.instance.pk else rows.none()

    def clean(self) -> None:
        """Leave it to the writer."""


class RecordTable(helpers.InlineAdminFormSet):
    """A table on a page; rows that cannot be changed are shown as lists show them."""

    @classmethod
    def of(cls, table: Any) -> RecordTable:
        """Return the table that stands for Django's own."""
        return cls(
            inline=table.opts,
            formset=table.formset,
            fieldsets=table.fieldsets,
            prepopulated_fields=table.prepopulated_fields,
            readonly_fields=table.readonly_fields,
            model_admin=table.model_admin,
            has_add_permission=table.has_add_permission,
            has_change_permission=table.has_change_permission,
            has_delete_permission=table.has_delete_permission,
            has_view_permission=table.has_view_permission,
        )

    def __iter__(self) -> Iterator[Any]:
        for one in super().__iter__():
            if one.original is None or self.has_change_permission:
                yield one
                continue
            shown = layout.read_only(self.fieldsets, self.formset.object_type)
            yield helpers.InlineAdminForm(
                self.formset,
                one.form,
                shown,
                {},
                one.original,
                [name for _title, each in shown for name in each["fields"]],
                model_admin=self.opts,
            )


class RecordInline(TabularInline):  # type: ignore[misc]
    """Records of type ``slug`` whose field ``parent_field`` names the page's record."""

    slug: ClassVar[str]
    parent_field: ClassVar[str]
    columns: ClassVar[tuple[str, ...]] = ()
    completed: ClassVar[frozenset[str]] = frozenset()
    """Required fields that the type fills in itself when they are left empty."""
    extra = 0
    ordering: ClassVar[tuple[str, ...]] = ("position", "pk")

    def object_type(self, request: HttpRequest) -> ObjectType:
        """Return the type as the caller's organization has it."""
        return registry.resolve(caller_of(request).organization, self.slug)

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        """Return the caller's records of the type."""
        rows: QuerySet[Any] = self.object_type(request).rows(caller_of(request))
        return rows.order_by(*self.ordering)

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return may(request, Permission.READ)

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return self._may_write(request, Operation.CREATE)

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return self._may_write(request, Operation.UPDATE)

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        object_type = self.object_type(request)
        return object_type.can(Operation.DELETE) and may(
            request, object_type.removal_permission
        )

    def _may_write(self, request: HttpRequest, operation: Operation) -> bool:
        object_type = self.object_type(request)
        return object_type.can(operation) and may(request, object_type.write_permission)

    def get_fieldsets(self, request: HttpRequest, obj: Any = None) -> Any:
        editable = {one.name for one in editable_fields(self.object_type(request))}
        return [(None, {"fields": [one for one in self.columns if one in editable]})]

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        return ()

    def get_formset(self, request: HttpRequest, obj: Any = None, **kwargs: Any) -> Any:
        caller = caller_of(request)
        object_type = self.object_type(request)
        labels = Labels(caller)
        # The page of the type itself answers what a reference can be set to.
        page = self.admin_site.get_model_admin(self.model)
        maker = FieldMaker(
            labels,
            choices_url=lambda name: page.own_url("choices", name),
            suggestions=lambda _name: (),
        )
        fields = {
            one.name: maker.make(
                one,
                label=label_of(object_type, one),
                required=one.required and one.name not in self.completed,
            )
            for one in editable_fields(object_type)
            if one.name in self.columns
        }
        starting = {
            name: object_type.fields_by_name[name].initial() for name in self.columns
        }
        form = record_form(
            self.model, object_type, fields, known_refusals(request), starting=starting
        )
        body = {
            "request": request,
            "object_type": object_type,
            "presenter": Presenter(self.admin_site, labels),
        }
        return inlineformset_factory(
            self.parent_model,
            self.model,
            form=form,
            formset=type("RecordFormSet", (RecordFormSet,), body),
            fields=[],
            # The titles of columns of rows that cannot be changed.
            labels={name: str(one.label) for name, one in fields.items()},
            extra=self.get_extra(request, obj),
            can_delete=self.has_delete_permission(request, obj),
        )

    def save(self, request: HttpRequest, parent: Any, formset: Any) -> None:
        """Write what the table asks for; a refusal names the form it is about."""
        caller = caller_of(request)
        object_type = self.object_type(request)
        removed = formset.deleted_forms
        for form in formset.initial_forms:
            if form in removed:
                self._remove(request, form.instance)
            elif form.has_changed():
                with refusing(form.prefix):
                    values = {form.instance.pk: _own(form)}
                    update_records(caller, object_type, values)
        for form in formset.extra_forms:
            if form.has_changed() and form not in removed:
                values = {**_own(form), self.parent_field: parent.pk}
                with refusing(form.prefix):
                    create_record(caller, object_type, values)

    def _remove(self, request: HttpRequest, record: Any) -> None:
        # A row that is to go is not validated again: the page's form tells instead.
        with refusing():
            try:
                remove_record(caller_of(request), self.object_type(request), record.pk)
            except EngineError as error:
                raise Conflict(f"{record}: {error.message}") from error


def _own(form: RecordForm) -> dict[str, Any]:
    fields = form.object_type.fields_by_name
    return {
        name: one
        for name, one in form.values_to_write().items()
        if name in fields and fields[name].writable
    }
