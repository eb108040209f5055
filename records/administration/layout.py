"""Which field of a record stands where on its page."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _

from records.administration.forms import editable_fields
from records.administration.lists import Display
from records.administration.values import label_of
from records.schema.kinds import BooleanKind

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable

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
    object_type: ObjectType, groups: Groups, *, folded: Collection[Any]
) -> Fieldsets:
    """Return the groups of a form: those asked for, then all that none of them names.

    Names that the type does not have, as an organization has it, are left out.
    """
    remaining = dict.fromkeys(one.name for one in editable_fields(object_type))
    fieldsets: Fieldsets = []
    for title, names in groups:
        kept = _existing(names, remaining)
        for name in _flat(kept):
            remaining.pop(name)
        if kept:
            is_folded = title is not None and title in folded
            classes = ("collapse",) if is_folded else ()
            fieldsets.append((title, {"fields": kept, "classes": classes}))
    if remaining:
        title = _("More") if fieldsets else None
        fieldsets.append((title, {"fields": tuple(remaining)}))
    return fieldsets


def read_only(fieldsets: Fieldsets, object_type: ObjectType) -> Fieldsets:
    """Return the same groups, showing values instead of inputs."""
    return [
        (title, {**options, "fields": _displays(object_type, options["fields"])})
        for title, options in fieldsets
    ]


def system_displays(object_type: ObjectType, record: Any) -> tuple[Display, ...]:
    """Return what the store itself keeps of a record."""
    return tuple(
        display(object_type, one.name)
        for one in object_type.fields
        if not one.writable
        and one.name != "organization_id"
        and all("__" not in path for path in one.paths)
        and not (one.name == "archived_at" and record.archived_at is None)
    )


def _displays(object_type: ObjectType, names: Iterable[Any]) -> tuple[Any, ...]:
    return tuple(
        tuple(display(object_type, name) for name in one)
        if isinstance(one, tuple)
        else display(object_type, one)
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


def _flat(names: Iterable[Any]) -> Iterable[str]:
    for one in names:
        if isinstance(one, tuple):
            yield from one
        else:
            yield one
