"""Related records inside a record (contract §2): one statement for each include."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, Any

from records.dialects.envelope.plans import Plan, plan_of
from records.dialects.envelope.rendering import collection, single
from records.dialects.envelope.resources import first_value, resource_named
from records.engine.reader import read_rows

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from records.access.caller import Caller
    from records.dialects.envelope.resources import Include
    from records.schema.fields import Row

Related = dict[str, dict[int, Any]]
"""By include and primary key of the record: the nested envelope."""


def find_related(
    caller: Caller, plan: Plan, includes: Sequence[Include], rows: Iterable[Row]
) -> Related:
    """Return what each include shows in each record of a page.

    A related record that is archived, or that the caller may not know of, is null.
    """
    page = list(rows)
    return {
        one.name: (
            _children(caller, one, page)
            if one.parent_field
            else _referenced(caller, plan, one, page)
        )
        for one in includes
    }


def _referenced(
    caller: Caller, plan: Plan, include: Include, page: list[Row]
) -> dict[int, Any]:
    known = plan.object_type.fields_by_name
    ids = {
        row["pk"]: first_value(known[name].read(row) for name in include.through)
        for row in page
    }
    there = plan_of(caller, resource_named(include.resource))
    wanted = {one for one in ids.values() if one is not None}
    rows: Mapping[int, Row] = {}
    if wanted:
        path = there.object_type.id_path
        found = there.object_type.rows(caller).filter(**{f"{path}__in": wanted})
        rows = read_rows(caller, there.object_type, found, fields=there.fields)
    shown = {there.id_of(row): single(there, row) for row in rows.values()}
    return {pk: shown.get(one) for pk, one in ids.items()}


def _children(caller: Caller, include: Include, page: list[Row]) -> dict[int, Any]:
    there = plan_of(caller, resource_named(include.resource))
    holder = there.object_type.fields_by_name[include.parent_field]
    (path,) = holder.paths
    found = there.object_type.rows(caller).filter(
        **{f"{path}__in": [row["pk"] for row in page]}
    )
    fields = [*there.fields, holder]
    rows = read_rows(caller, there.object_type, found.order_by("pk"), fields=fields)
    children: dict[int, list[Any]] = defaultdict(list)
    for row in rows.values():
        children[holder.read(row)].append(single(there, row))
    return {row["pk"]: collection(children[row["pk"]]) for row in page}
