"""The form of one record, made from the fields of its type."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from records.administration.form_fields import initial_value
from records.administration.refusals import StoreForm

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
    starting: Mapping[str, Any]
    """What a new record begins with, before anybody has typed."""

    def __init__(self, *args: Any, **options: Any) -> None:
        shown = getattr(options.get("instance"), "shown", None)
        known = (
            self.starting
            if shown is None
            else stored_values(self.object_type, shown.row)
        )
        options["initial"] = {**known, **(options.get("initial") or {})}
        super().__init__(*args, **options)

    def values_to_write(self) -> dict[str, Any]:
        """Return what the person has set, keyed by field name.

        Of a stored record only what they changed, so that an edit of somebody else
        meanwhile stays. Of a new one everything but what was left empty, so that the
        type's own defaults apply.
        """
        if self.instance.pk is not None:
            return {name: self.cleaned_data[name] for name in self.changed_data}
        fields = self.object_type.fields_by_name
        return {
            name: value
            for name, value in self.cleaned_data.items()
            if name in fields
            and (name in self.changed_data or not fields[name].kind.is_empty(value))
        }


def stored_values(object_type: ObjectType, row: Row) -> dict[str, Any]:
    """Return the values of a row as the form fields show them."""
    return {
        one.name: initial_value(one, one.read(row))
        for one in object_type.fields
        if one.writable
    }


def editable_fields(object_type: ObjectType) -> list[Field]:
    """Return the fields that a form edits.

    A virtual field is another spelling of fields that the form has already.
    """
    return [one for one in object_type.fields if one.writable and not one.is_virtual]


def record_form(
    model: type[Model],
    object_type: ObjectType,
    form_fields: Mapping[str, forms.Field],
    refusals: Mapping[str | None, Sequence[Refusal]],
    *,
    starting: Mapping[str, Any],
) -> type[RecordForm]:
    """Return the form class of one type for one request."""
    meta = type("Meta", (), {"model": model, "fields": []})
    body = {
        "Meta": meta,
        "object_type": object_type,
        "refusals": refusals,
        "starting": starting,
        **form_fields,
    }
    return type(f"{model.__name__}Form", (RecordForm,), body)
