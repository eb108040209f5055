"""The form of one record, made from the fields of its type."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _

from records.administration.form_fields import initial_value
from records.administration.inputs import input_name
from records.administration.meanwhile import OPENED, changed_since
from records.administration.refusals import StoreForm
from records.schema.problems import ValueProblem

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from django import forms
    from django.db.models import Model

    from records.administration.refusals import Refusal
    from records.schema.fields import Field, Row
    from records.schema.object_types import ObjectType


class RecordForm(StoreForm):
    """Values of one record, on their way to the writer.

    Subclasses are made per request by :func:`record_form`.
    """

    object_type: ObjectType
    field_names: Mapping[str, str]
    """The fields of the record by the names of their inputs."""
    starting: Mapping[str, Any]
    """What a new record begins with, before anybody has typed, by input."""

    def __init__(self, *args: Any, **options: Any) -> None:
        shown = getattr(options.get("instance"), "shown", None)
        known = (
            self.starting
            if shown is None
            else stored_values(self.object_type, shown.row)
        )
        options["initial"] = {**known, **(options.get("initial") or {})}
        super().__init__(*args, **options)

    def clean(self) -> None:
        """Tell of what somebody else changed while the form was open.

        What it still shows of that would undo their change without a word. The form
        that tells it was opened now: sending it again is meant.
        """
        if self.errors:
            self._tell_all()
        opened = self.data.get(OPENED)
        if self.instance.pk is None or not opened or not self.changed_data:
            return
        theirs = changed_since(self.object_type, self.instance, opened)
        for place in self.changed_data:
            if self.field_names.get(place) in theirs and place not in self.errors:
                self.add_error(
                    place,
                    _(
                        "Somebody else changed this while you had it open: see the "
                        "history. Save again to put this in its place."
                    ),
                )

    def _tell_all(self) -> None:
        # The writer is not asked as long as something else is wrong, and would tell
        # the rest only after that was mended.
        fields = self.object_type.fields_by_name
        for place in self.changed_data:
            if place in self.errors or place not in self.field_names:
                continue
            try:
                fields[self.field_names[place]].kind.clean(self.cleaned_data[place])
            except ValueProblem as problem:
                self.add_error(place, problem.message)

    def values_to_write(self) -> dict[str, Any]:
        """Return what the person has set, keyed by field name.

        Of a stored record only what differs from it. Of a new one everything but what
        was left empty, so that the type's own defaults apply.
        """
        given = {
            field_name: (name in self.changed_data, self.cleaned_data[name])
            for name, field_name in self.field_names.items()
            if name in self.cleaned_data
        }
        if self.instance.pk is not None:
            return {name: value for name, (changed, value) in given.items() if changed}
        fields = self.object_type.fields_by_name
        return {
            name: value
            for name, (changed, value) in given.items()
            if changed or not fields[name].kind.is_empty(value)
        }

    def input_for(self, field_name: str) -> str:
        return next(
            (name for name, one in self.field_names.items() if one == field_name),
            field_name,
        )


def stored_values(object_type: ObjectType, row: Row) -> dict[str, Any]:
    """Return the values of a row as the inputs show them."""
    return {
        input_name(one): initial_value(one, one.read(row))
        for one in editable_fields(object_type)
    }


def editable_fields(object_type: ObjectType) -> list[Field]:
    """Return the fields that a form edits.

    A virtual field is another spelling of fields that the form has already. A hidden
    one is there only when no record can be without it.
    """
    return [
        one
        for one in object_type.fields
        if one.writable and not one.is_virtual and (one.required or not one.hidden)
    ]


def record_form(
    model: type[Model],
    object_type: ObjectType,
    form_fields: Mapping[str, forms.Field],
    refusals: Mapping[str | None, Sequence[Refusal]],
    *,
    starting: Mapping[str, Any],
) -> type[RecordForm]:
    """Return the form class of one type for one request.

    ``form_fields`` and the stored values ``starting`` are keyed by field.
    """
    fields = object_type.fields_by_name
    inputs = {name: input_name(fields[name]) for name in form_fields}
    meta = type("Meta", (), {"model": model, "fields": []})
    body = {
        "Meta": meta,
        "object_type": object_type,
        "field_names": {one: name for name, one in inputs.items()},
        "refusals": refusals,
        "starting": {
            input_name(fields[name]): initial_value(fields[name], value)
            for name, value in starting.items()
        },
        **{inputs[name]: one for name, one in form_fields.items()},
    }
    return type(f"{model.__name__}Form", (RecordForm,), body)
