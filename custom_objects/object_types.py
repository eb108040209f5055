"""From specifications to record types as the kernel knows them."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

from custom_objects.field_types import field_type
from custom_objects.fields import ValueField
from custom_objects.formula_fields import Completion, FormulaField
from custom_objects.models import CustomRecord
from custom_objects.surroundings import Surroundings
from custom_objects.values import Kept, ValueKeeper
from records.query import Sort
from records.schema.fields import ColumnField, Field, RelationField, id_field
from records.schema.kinds import MomentKind, ReferenceKind
from records.schema.object_types import (
    RECORD_OPERATIONS,
    CompleteHook,
    ObjectType,
    PrepareHook,
)

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from custom_objects.schema import Schema
    from custom_objects.specification import FieldSpecification, ObjectSpecification
    from records.access.caller import Caller
    from records.schema.drafts import Draft

DISPLAY = "name"
"""Under this name every custom object shows what its records are known by."""

_AROUND: tuple[Field, ...] = (
    RelationField(
        name="crm_user_id",
        target="crm_users",
        path="creator_id",
        writable=False,
        label=_("created by"),
    ),
    ColumnField(
        name="organization_id", kind=ReferenceKind(), writable=False, nullable=False
    ),
    ColumnField(
        name="created_at",
        kind=MomentKind(),
        writable=False,
        nullable=False,
        label=_("created at"),
    ),
    ColumnField(
        name="updated_at",
        kind=MomentKind(),
        writable=False,
        nullable=False,
        label=_("updated at"),
    ),
    ColumnField(
        name="archived_at", kind=MomentKind(), writable=False, label=_("archived at")
    ),
)

SYSTEM_FIELDS: Mapping[str, Field] = {one.name: one for one in (id_field(), *_AROUND)}
"""What the records of every custom object have; no field may be called so."""


def custom_object_type(specification: ObjectSpecification) -> ObjectType:
    """Return the record type of an object that an organization defined."""
    surroundings = Surroundings(
        specification.slug,
        SYSTEM_FIELDS,
        {one.slug: one for one in specification.fields},
    )
    own = tuple(
        replace(one, outside=one.name == DISPLAY)
        for one in _own_fields(specification.fields, surroundings)
    )
    display = _display_field(specification, own)
    fields: tuple[Field, ...] = own
    has_alias = display is not None and all(one.name != DISPLAY for one in own)
    if display is not None and has_alias:
        fields = (_alias_of(display), *own)
    label = specification.label or specification.label_plural
    return ObjectType(
        slug=specification.slug,
        label=label,
        label_plural=specification.label_plural,
        description=specification.description,
        icon=specification.icon or "folder",
        hidden=specification.is_hidden,
        model=CustomRecord,
        base={"definition_id": specification.id},
        fields=(id_field(), *fields, *_AROUND),
        title=(display.name,) if display is not None else (),
        search=_searched(own)
        or ((display.name,) if display is not None and display.filterable else ()),
        operations=RECORD_OPERATIONS,
        default_sorts=(Sort("created_at", descending=True),),
        prepare=_take_alias(display.slug) if display and has_alias else None,
        complete=_completion(own),
        tally=specification.slug,
        custom_fields_of=specification.slug,
        index=ValueKeeper(tuple(_kept(own))),
    )


def _display_field(
    specification: ObjectSpecification, own: Sequence[Field]
) -> ValueField | None:
    for one in own:
        if isinstance(one, ValueField) and one.slug == specification.display:
            return one
    return None


def _alias_of(display: ValueField) -> ValueField:
    return replace(
        display, name=DISPLAY, custom=False, alias=True, required=False, unique=False
    )


def _take_alias(slug: str) -> PrepareHook:
    """Return the hook that turns a written alias into the field it stands for."""

    def prepare(caller: Caller, drafts: Sequence[Draft]) -> None:
        for draft in drafts:
            if draft.changes(DISPLAY):
                draft.values.setdefault(slug, draft.take(DISPLAY))
                draft.take(DISPLAY)

    return prepare


def _own_fields(
    specifications: Sequence[FieldSpecification], surroundings: Surroundings
) -> tuple[Field, ...]:
    return tuple(
        field_type(one.type).field(one, surroundings) for one in specifications
    )


def _kept(own: Sequence[Field]) -> list[Kept]:
    """Return the fields whose values the index repeats, as the records keep them."""
    return [
        Kept(one.field_id, one.as_stored() if isinstance(one, FormulaField) else one)
        for one in own
        if isinstance(one, ValueField)
    ]


def _searched(own: Sequence[Field]) -> tuple[str, ...]:
    return tuple(
        one.name for one in own if isinstance(one, ValueField) and one.searched
    )


def _completion(own: Sequence[Field]) -> CompleteHook | None:
    """Return the hook that keeps the stored formulas true."""
    stored = [
        one for one in own if isinstance(one, FormulaField) and not one.is_volatile
    ]
    if not stored:
        return None
    return Completion(stored[0].formulas, frozenset(one.slug for one in stored))


def adjusted_type(built_in: ObjectType, schema: Schema) -> ObjectType:
    """Return a built-in type with an organization's fields and adjustments."""
    specification = schema.objects.get(built_in.custom_fields_of or built_in.slug)
    if specification is None:
        return built_in
    adjustments = {one.slug: one for one in specification.adjustments}
    declared = _in_place(
        [_adjusted(one, adjustments) for one in built_in.fields], adjustments
    )
    own: tuple[Field, ...] = ()
    if built_in.custom_fields_of:
        surroundings = Surroundings(
            built_in.custom_fields_of,
            built_in.fields_by_name,
            {one.slug: one for one in specification.fields},
        )
        own = _own_fields(specification.fields, surroundings)
    kept = [
        *_kept(own),
        *(
            Kept(adjustments[one.name].id, one)
            for one in declared
            if one.unique and one.name in adjustments
        ),
    ]
    return replace(
        built_in,
        label=specification.label or built_in.label,
        label_plural=specification.label_plural or built_in.label_plural,
        description=specification.description or built_in.description,
        icon=specification.icon or built_in.icon,
        hidden=specification.is_hidden,
        fields=(*declared, *own),
        search=(*built_in.search, *_searched(own)),
        complete=_completion(own),
        index=ValueKeeper(tuple(kept)) if kept else None,
    )


def _in_place(
    fields: list[Field], adjustments: dict[str, FieldSpecification]
) -> tuple[Field, ...]:
    """Put the fields that were moved where they shall be among the others."""
    moved = {slug: one.position for slug, one in adjustments.items() if one.position}
    if not moved:
        return tuple(fields)
    placed = [one for one in fields if one.name not in moved]
    moving = [one for one in fields if one.name in moved]
    for one in sorted(moving, key=lambda one: moved[one.name]):
        placed.insert(moved[one.name], one)
    return tuple(placed)


def _adjusted(one: Field, adjustments: dict[str, FieldSpecification]) -> Field:
    found = adjustments.get(one.name)
    if found is None:
        return one
    return replace(
        one,
        label=found.label or one.label,
        help_text=found.help_text or one.help_text,
        required=one.required or found.is_required,
        # Kept by writers from the first moment, else a rebuild would miss their values.
        unique=found.is_unique,
        hidden=found.is_hidden,
    )
