"""Reads ``sort_by`` (contract §2)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from records.query import Sort

if TYPE_CHECKING:
    from records.dialects.envelope.parameters import Faults, Parameter
    from records.dialects.envelope.plans import Plan

_CUSTOM = "custom_fields:"
_DIRECTIONS = {"asc": False, "desc": True}


def read_sorts(parameter: Parameter, plan: Plan, faults: Faults) -> tuple[Sort, ...]:
    """Return the order that ``name:desc,custom_fields:Region`` asks for.

    A criterion may be the label of a custom field, which may hold commas and colons:
    the longest text that names one counts.
    """
    sorts: list[Sort] = []
    parts = [part for value in parameter.values for part in value.split(",")]
    while parts:
        if parts[0].startswith(_CUSTOM):
            sort, taken = _custom_sort(parts, plan)
        else:
            sort, taken = _sort(parts[0], plan), 1
        if sort is None:
            faults.add(
                parameter.written,
                _("“%(criterion)s” is nothing to sort by.") % {"criterion": parts[0]},
            )
            return ()
        sorts.append(sort)
        del parts[:taken]
    return tuple(sorts)


def _sort(text: str, plan: Plan) -> Sort | None:
    name, colon, direction = text.strip().partition(":")
    if colon and direction.lower() not in _DIRECTIONS:
        return None
    field = plan.resource.fields_by_sort.get(name)
    if field is None or field not in plan.object_type.fields_by_name:
        return None
    descending = plan.resource.sorts_descending
    if colon:
        descending = _DIRECTIONS[direction.lower()]
    return Sort(field, descending=descending, origin="sort_by")


def _custom_sort(parts: list[str], plan: Plan) -> tuple[Sort | None, int]:
    """Return the sort by a custom field and how many parts its name took."""
    for count in range(len(parts), 0, -1):
        text = ",".join(parts[:count]).removeprefix(_CUSTOM)
        name, _colon, direction = text.rpartition(":")
        if name and direction.lower() in _DIRECTIONS:
            sort = _by_custom_field(name, direction.lower(), plan)
        else:
            sort = _by_custom_field(text, "asc", plan)
        if sort is not None:
            return sort, count
    return None, 1


def _by_custom_field(name: str, direction: str, plan: Plan) -> Sort | None:
    found = plan.custom.find(name)
    if found is None or not found.type.sortable or not found.field.filterable:
        return None
    if not found.field.is_sortable:
        return None
    return Sort(found.field.name, descending=_DIRECTIONS[direction], origin="sort_by")
