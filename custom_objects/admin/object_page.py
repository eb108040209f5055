"""The page of one object: what is stored, what was sent, and how it is written."""

from __future__ import annotations

from contextlib import contextmanager
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from custom_objects import definitions
from custom_objects.admin.field_forms import AdjustmentForm, FieldForm
from custom_objects.admin.object_forms import ObjectForm
from custom_objects.admin.places import SchemaPlaces
from custom_objects.definitions.adjusting import can_be_unique
from custom_objects.definitions.holders import find_holder
from custom_objects.definitions.options import longest_rise
from custom_objects.models import FieldOption
from records.administration.refusals import refusals_in
from records.engine.errors import (
    EngineError,
    LimitReached,
    SchemaChangeRefused,
    ValidationFailed,
)

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from django.http import QueryDict

    from custom_objects.admin.field_forms import SchemaForm
    from custom_objects.definitions.holders import Holder
    from custom_objects.models import FieldDefinition
    from records.access.caller import Caller
    from records.administration.refusals import Refusal
    from records.engine.impact import Effect

MOST_FIELDS = 300
"""Forms that a page takes, new ones included."""

_FIRST = {"label": _("Name"), "type": "text", "is_required": True}
"""The field that an object in the making begins with."""


class NotSaved(Exception):
    """Something was refused; the forms tell what."""


@dataclass(frozen=True)
class Warned:
    """What a change of a field would mean for the records there are."""

    label: str
    effect: Effect
    is_archive: bool = False


class ObjectPage:
    """Forms over an object and its fields, and their way to the only writer.

    ``slug`` is ``None`` for an object in the making. Raises
    :class:`UnknownObjectType`, :class:`PermissionRefused`.
    """

    def __init__(
        self, caller: Caller, slug: str | None, data: QueryDict | None = None
    ) -> None:
        self.caller = definitions.renewed(caller)
        self.slug = slug
        self._data = data
        self.holder: Holder | None = (
            None if slug is None else find_holder(self.caller, slug)
        )
        self.form = self._object_form()
        self.fields: list[FieldForm] = self._field_forms()
        self.adjustments: list[AdjustmentForm] = self._adjustment_forms()
        self.has_failed = False

    # -- forms -----------------------------------------------------------------------

    @property
    def is_built_in(self) -> bool:
        """Whether the object is one of the program's own."""
        return self.holder is not None and self.holder.built_in is not None

    @cached_property
    def stored(self) -> dict[str, FieldDefinition]:
        """The live fields that an admin defined, by slug, in their order."""
        return {one.slug: one for one in self.holder.live()} if self.holder else {}

    @property
    def archived(self) -> list[FieldDefinition]:
        """The archived fields, without those that were purged."""
        fields = self.holder.fields if self.holder else []
        return [
            one
            for one in fields
            if one.archived_at and one.label and not one.is_built_in
        ]

    @cached_property
    def _options(self) -> dict[int, list[FieldOption]]:
        rows = FieldOption.objects.for_organization(self.caller.organization_id)
        found: dict[int, list[FieldOption]] = {}
        ids = [one.pk for one in self.stored.values()]
        for one in rows.filter(field__in=ids).order_by("position", "pk"):
            found.setdefault(one.field_id, []).append(one)
        return found

    def _object_form(self) -> ObjectForm:
        holder = self.holder
        return ObjectForm(
            self._data,
            row=holder.row if holder else None,
            built_in=holder.built_in if holder else None,
            fields=list(self.stored.values()),
        )

    def _field_forms(self) -> list[FieldForm]:
        if self._data is None and self.slug is None:
            return [self.field_form("0", initial=_FIRST)]
        if self._data is None:
            return [
                self.field_form(str(index), one)
                for index, one in enumerate(self.stored.values())
            ]
        forms = []
        for index in range(min(_number(self._data.get("fields-TOTAL")), MOST_FIELDS)):
            prefix = f"fields-{index}"
            if f"{prefix}-place" in self._data:
                slug = self._data.get(f"{prefix}-stored") or ""
                row = self.stored.get(slug)
                if row is not None or not slug:  # else somebody else archived it
                    forms.append(self.field_form(str(index), row))
        return sorted(forms, key=lambda one: _number(one["place"].value()))

    def field_form(
        self,
        index: str,
        row: FieldDefinition | None = None,
        *,
        initial: Mapping[str, Any] | None = None,
    ) -> FieldForm:
        """Return the form of a field; ``index`` tells it from the others."""
        return FieldForm(
            None if index == "__prefix__" else self._data,
            prefix=f"fields-{index}",
            places=self._places,
            row=row,
            options=self._options.get(row.pk, ()) if row is not None else (),
            initial=initial,
        )

    @cached_property
    def _places(self) -> SchemaPlaces:
        return SchemaPlaces(self.caller, self.slug or "")

    def _adjustment_forms(self) -> list[AdjustmentForm]:
        holder = self.holder
        if holder is None or holder.built_in is None:
            return []
        return [
            AdjustmentForm(
                self._data,
                prefix=f"built_in-{one.name}",
                object_type=holder.built_in,
                declared=one,
                row=holder.adjustment(one.name),
                can_be_unique=can_be_unique(holder, one),
            )
            for one in holder.built_in.fields
            if one.writable and not one.is_virtual
        ]

    @property
    def forms(self) -> list[SchemaForm]:
        """All forms of the page."""
        return [self.form, *self.fields, *self.adjustments]

    @property
    def has_errors(self) -> bool:
        """Whether any form has something to tell."""
        return self._data is not None and any(one.errors for one in self.forms)

    @property
    def has_adjustment_errors(self) -> bool:
        """Whether the built-in fields have something to tell."""
        return self._data is not None and any(one.errors for one in self.adjustments)

    def is_valid(self) -> bool:
        """Tell whether everything sent could be asked of the writer."""
        # Each of them, so that all problems are told together.
        return {one.is_valid() for one in self.forms} == {True}

    # -- what it would mean ----------------------------------------------------------

    def warnings(self) -> list[Warned]:
        """Return what the changes would mean for records; writers do not wait for it.

        What the writer will refuse anyway is left to it.
        """
        found: list[Warned] = []
        if self.slug is None:
            return found
        for _form, slug, label, values in self._changes():
            with self._left_to_the_writer():
                impact = definitions.preview_field(
                    self.caller, object_slug=self.slug, slug=slug, values=values
                )
                found += [Warned(label, one) for one in impact.effects]
        for one in self._removed():
            with self._left_to_the_writer():
                impact = definitions.preview_archive(
                    self.caller, object_slug=self.slug, slug=one.slug
                )
                found += [
                    Warned(one.label, effect, is_archive=True)
                    for effect in impact.effects
                ]
        return found

    @contextmanager
    def _left_to_the_writer(self) -> Iterator[None]:
        try:
            yield
        except EngineError:
            return

    def _changes(self) -> Iterator[tuple[SchemaForm, str, str, Mapping[str, Any]]]:
        for one in self.fields:
            if one.row is not None and not one.is_removed:
                values = one.changed_values()
                if values:
                    yield one, one.row.slug, one.row.label, values
        for adjusted in self.adjustments:
            values = adjusted.changed_values()
            if values:
                yield adjusted, adjusted.declared.name, adjusted.title, values

    def _removed(self) -> list[FieldDefinition]:
        return [
            one.row for one in self.fields if one.row is not None and one.is_removed
        ]

    def _new(self) -> list[FieldForm]:
        return [one for one in self.fields if one.row is None and not one.is_removed]

    # -- saving ----------------------------------------------------------------------

    def save(self, *, allow_failing: bool) -> str:
        """Write everything or nothing, and return the slug of the object.

        Raises :class:`NotSaved` after the forms were told what is wrong, and
        :class:`SchemaChangeRefused` when records would fail a change and that is not
        allowed.
        """
        with transaction.atomic():
            slug = self._define() if self.slug is None else self._change(allow_failing)
            if self.has_failed:
                raise NotSaved
        return slug

    @contextmanager
    def _telling(self, form: SchemaForm) -> Iterator[None]:
        try:
            yield
        except SchemaChangeRefused:
            raise
        except EngineError as error:
            form.tell(refusals_in(error))
            self.has_failed = True

    def _define(self) -> str:
        new = self._new()
        values = self.form.new_values()
        values["fields"] = [one.new_values() for one in new]
        try:
            return definitions.define_object(self.caller, values=values).slug
        except ValidationFailed as failed:
            self.has_failed = True
            for problem in failed.problems:
                place, name = _place_of(problem.field)
                form = self.form if place is None else new[place]
                form.tell([(name, problem.message)])
        except LimitReached as refused:
            self.has_failed = True
            self.form.tell(refusals_in(refused))
        return ""

    def _change(self, allow_failing: bool) -> str:
        slug = self.slug or ""
        values = self.form.changed_values()
        if values:
            with self._telling(self.form):
                definitions.change_object(self.caller, slug=slug, values=values)
        added = self._add_fields(slug)
        for form, field_slug, _label, changed in self._changes():
            with self._telling(form):
                definitions.change_field(
                    self.caller,
                    object_slug=slug,
                    slug=field_slug,
                    values=changed,
                    allow_failing=allow_failing,
                )
        display = self.form.new_display
        if display is not None:
            with self._telling(self.form):
                chosen = {"display_field": display}
                definitions.change_object(self.caller, slug=slug, values=chosen)
        for one in self._removed():
            try:
                definitions.archive_field(self.caller, object_slug=slug, slug=one.slug)
            except EngineError as error:
                self.form.tell([(None, f"{one.label}: {error.message}")])
                self.has_failed = True
        if not self.has_failed:
            self._put_in_order(slug, added)
        return slug

    def _add_fields(self, slug: str) -> dict[FieldForm, str]:
        """Define the new fields, whichever of them names another first."""
        added: dict[FieldForm, str] = {}
        waiting = self._new()
        while waiting:
            refused: dict[FieldForm, list[Refusal]] = {}
            for form in waiting:
                try:
                    row = definitions.define_field(
                        self.caller, object_slug=slug, values=form.new_values()
                    )
                except EngineError as error:
                    refused[form] = refusals_in(error)
                else:
                    added[form] = row.slug
            if len(refused) == len(waiting):
                for form, told in refused.items():
                    form.tell(told)
                self.has_failed = True
                break
            waiting = list(refused)
        return added

    def _put_in_order(self, slug: str, added: Mapping[FieldForm, str]) -> None:
        """Move as few fields as can be to where their forms stand."""
        holder = find_holder(definitions.renewed(self.caller), slug)
        order = [one.slug for one in holder.live()]
        forms = [one for one in self.fields if not one.is_removed]
        wanted = [one.row.slug if one.row is not None else added[one] for one in forms]
        wanted = [one for one in wanted if one in order]
        for index, one in enumerate(order):
            if one not in wanted:  # of somebody else, meanwhile: it stays in its place
                before = wanted.index(order[index - 1]) + 1 if index else 0
                wanted.insert(before, one)
        staying = longest_rise([order.index(one) for one in wanted])
        for index, one in enumerate(wanted):
            if index in staying:
                continue
            order.remove(one)
            place = order.index(wanted[index - 1]) + 1 if index else 0
            order.insert(place, one)
            definitions.change_field(
                self.caller, object_slug=slug, slug=one, values={"position": place}
            )


def _number(text: object) -> int:
    digits = str(text or "")
    return (
        int(digits) if digits.isascii() and digits.isdigit() and len(digits) < 10 else 0
    )


def _place_of(path: str) -> tuple[int | None, str]:
    """Return which of the new fields ``fields[1].label`` is about, and the rest of it."""
    if not path.startswith("fields["):
        return None, path
    index, _bracket, rest = path.removeprefix("fields[").partition("]")
    return int(index), rest.removeprefix(".")
