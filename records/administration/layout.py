"""Which field of a record stands where on its page."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _

from records.administration.forms import editable_fields
from records.administration.inputs import input_name
from records.administration.lists import Display
from records.administration.values import label_of
from records.schema.kinds import BooleanKind, MomentKind, TextKind

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable

    from records.schema.fields import Field
    from records.schema.object_types import ObjectType

Groups = tuple[tuple[Any, tuple[Any, ...]], ...]
"""Titles and names of fields; a tuple of names shares a line."""
Fieldsets = list[tuple[Any, dict[str, Any]]]


def display(object_type: ObjectType, name: str) -> Display:
    """Return the column, or read-only field, of a field."""
    one = object_type.fields_by_name[name]
    return Display(
        name,
        label_of(object_type, one),
        boolean=isinstance(one.kind, BooleanKind),
        admin_order_field=name if one.is_sortable else None,
    )


def groups_of(
    object_type: ObjectType, groups: Groups, *, folded: Collection[Any], is_new: bool
) -> Fieldsets:
    """Return the groups of a form: those asked for, then all that none of them names.

    Names that the type does not have, as an organization has it, are left out. The
    fields that an admin defined come last, in a group of their own, with those that
    are computed once there is a record.
    """
    editable = {one.name: one for one in editable_fields(object_type)}
    remaining = dict.fromkeys(name for name, one in editable.items() if not one.custom)
    computed = () if is_new else computed_fields(object_type)
    custom = tuple(
        one.name
        for one in object_type.custom_fields
        if one.name in editable or one in computed
    )
    fieldsets: Fieldsets = []
    for title, names in groups:
        kept = _apart(_existing(names, remaining), object_type)
        for name in _flat(kept):
            remaining.pop(name)
        if kept:
            is_folded = title is not None and title in folded
            classes = ("collapse",) if is_folded else ()
            fieldsets.append((title, {"fields": kept, "classes": classes}))
    if remaining:
        title = _("More") if fieldsets else None
        fieldsets.append((title, {"fields": tuple(remaining)}))
    if custom:
        title = _("Custom fields") if fieldsets else None
        fieldsets.append((title, {"fields": custom}))
    return fieldsets


def computed_fields(object_type: ObjectType) -> tuple[Field, ...]:
    """Return the fields an admin defined that nobody writes."""
    return tuple(
        one for one in object_type.custom_fields if not one.writable and not one.hidden
    )


def column_fields(object_type: ObjectType) -> list[Field]:
    """Return the fields an admin defined that fit into a cell of a list."""
    return [
        one
        for one in object_type.custom_fields
        if not one.hidden
        and not (isinstance(one.kind, TextKind) and one.kind.multiline)
    ]


def inputs(fieldsets: Fieldsets, object_type: ObjectType) -> Fieldsets:
    """Return the same groups with inputs, and values where nothing can be typed."""
    fields = object_type.fields_by_name
    return _each(
        fieldsets,
        lambda name: (
            input_name(fields[name])
            if fields[name].writable
            else display(object_type, name)
        ),
    )


def read_only(fieldsets: Fieldsets, object_type: ObjectType) -> Fieldsets:
    """Return the same groups, showing values instead of inputs."""
    return _each(fieldsets, lambda name: display(object_type, name))


def system_displays(object_type: ObjectType, record: Any) -> tuple[Display, ...]:
    """Return what the store itself keeps of a record."""
    return tuple(
        display(object_type, one.name)
        for one in object_type.fields
        if not one.writable
        and not one.hidden
        and not one.custom
        and one.name != "organization_id"
        and all("__" not in path for path in one.paths)
        and not (one.name == "archived_at" and record.archived_at is None)
    )


def _each(fieldsets: Fieldsets, make: Callable[[str], Any]) -> Fieldsets:
    return [
        (title, {**options, "fields": _made(options["fields"], make)})
        for title, options in fieldsets
    ]


def _made(names: Iterable[Any], make: Callable[[str], Any]) -> tuple[Any, ...]:
    return tuple(
        tuple(make(name) for name in one) if isinstance(one, tuple) else make(one)
        for one in names
    )


def _existing(names: Iterable[Any], known: Collection[str]) -> tuple[Any, ...]:
    kept: list[Any] = []
    for one in names:
        if isinstance(one, tuple):
            row = tuple(name for name in one if name in known)
            kept.extend([row] if len(row) > 1 else row)
        elif one in known:
            kept.append(one)
    return tuple(kept)


def _apart(names: Iterable[Any], object_type: ObjectType) -> tuple[Any, ...]:
    """Return the names with no neighbor for a moment: its two inputs fill a line."""
    kept: list[Any] = []
    for one in names:
        row = one if isinstance(one, tuple) else (one,)
        fields = (object_type.fields_by_name[name] for name in row)
        is_wide = any(isinstance(each.kind, MomentKind) for each in fields)
        kept.extend(row if is_wide else [one])
    return tuple(kept)


def _flat(names: Iterable[Any]) -> Iterable[str]:
    for one in names:
        if isinstance(one, tuple):
            yield from one
        else:
            yield one
