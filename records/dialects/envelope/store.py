"""What the endpoints do with records: every step through the engine's ways."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from records.access.roles import Permission
from records.dialects.envelope.incoming import take
from records.dialects.envelope.plans import Plan, plan_of
from records.dialects.envelope.resources import resource_named
from records.engine.errors import RecordNotFound
from records.engine.reader import find_id, find_records, get_record
from records.engine.removal import remove_record
from records.engine.writer import create_record, update_record
from records.query import Condition, Node, Operator, RecordQuery, Window, all_of, any_of
from records.schema.kinds.numbers import LARGEST_ID

if TYPE_CHECKING:
    from collections.abc import Mapping

    from records.access.caller import Caller
    from records.dialects.envelope.resources import Resource
    from records.schema.fields import Row


def read_id(text: str) -> int:
    """Return the id in an address; 0, which no record has, for what is none."""
    if not (text.isascii() and text.isdigit()) or len(text) > len(str(LARGEST_ID)):
        return 0
    return int(text)


@dataclass(frozen=True, slots=True)
class Shelf:
    """The records of a resource that an address speaks of: all, or those of a parent.

    Made by :func:`shelf_of`. Every method raises the engine's errors.
    """

    caller: Caller
    plan: Plan
    parent_id: int | None = None

    @property
    def resource(self) -> Resource:
        """The resource's table."""
        return self.plan.resource

    @property
    def conditions(self) -> tuple[Node, ...]:
        """What every record of the shelf fulfils."""
        parent = self.resource.parent
        if parent is None:
            return ()
        return (Condition(parent.field, Operator.EQ, self.parent_id),)

    def get(self, record_id: int) -> Row:
        """Return a record; the id of one that was merged away answers the winner."""
        if self.resource.parent is None:
            return get_record(
                self.caller, self.plan.object_type, record_id, fields=self.plan.fields
            )
        known_by = (
            Condition(name, Operator.EQ, record_id) for name in self.resource.id_fields
        )
        row = self.find(any_of(*known_by))
        if row is None:
            raise RecordNotFound(self.plan.object_type, record_id)
        return row

    def find(self, *nodes: Node) -> Row | None:
        """Return the first record that fulfils conditions, ``None`` for none."""
        return next(iter(self.find_some(*nodes, limit=1)), None)

    def find_some(self, *nodes: Node, limit: int) -> list[Row]:
        """Return records that fulfil conditions, at most so many."""
        query = RecordQuery(
            self.plan.object_type.slug,
            where=all_of(*self.conditions, *nodes),
            window=Window(0, limit),
        )
        object_type = self.plan.object_type
        page = find_records(
            self.caller, query, fields=self.plan.fields, object_type=object_type
        )
        return page.rows

    def create(self, data: Mapping[str, Any]) -> Row:
        """Create a record from a body's data and return it as it is stored."""
        incoming, target = take(self.caller, self.plan, data)
        if self.resource.parent is not None:
            incoming.values[self.resource.parent.field] = self.parent_id
        made = create_record(
            self.caller, target, incoming.values, problems=incoming.problems
        )
        return self._read_back(made)

    def update(self, row: Row, data: Mapping[str, Any]) -> Row:
        """Change a record by what a body's data says anew; return it as it is now."""
        incoming, target = take(self.caller, self.plan, data, before=row)
        changed = update_record(
            self.caller,
            target,
            self._wire_id(row),
            incoming.values,
            problems=incoming.problems,
        )
        return self._read_back(changed)

    def remove(self, row: Row) -> None:
        """Remove a record the way its type does."""
        target = self.target_of(row)
        remove_record(self.caller, target, self._wire_id(row))

    def target_of(self, row: Row) -> Any:
        """Return the type that a stored record is written as."""
        return take(self.caller, self.plan, {}, before=row)[1]

    def _wire_id(self, row: Row) -> int:
        """Return the id that the engine knows a record by."""
        return int(self.plan.object_type.fields_by_name["id"].read(row))

    def _read_back(self, primary_key: int) -> Row:
        object_type = self.plan.object_type
        return get_record(
            self.caller, object_type, primary_key, fields=self.plan.fields
        )


def shelf_of(caller: Caller, resource: Resource, parent_id: int | None = None) -> Shelf:
    """Return the records an address speaks of.

    Raises :class:`RecordNotFound` for a parent that is not there.
    """
    plan = plan_of(caller, resource)
    if resource.parent is not None:
        parent_plan = plan_of(caller, resource_named(resource.parent.resource))
        caller.require(Permission.READ)
        if find_id(caller, parent_plan.object_type, parent_id or 0) is None:
            raise RecordNotFound(parent_plan.object_type, parent_id or 0)
    return Shelf(caller, plan, parent_id)
