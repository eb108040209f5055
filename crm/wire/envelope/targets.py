"""``resource_type`` and ``resource_id``: what a note, a task or a call is about."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from django.db.models import Case, CharField, Value, When
from django.utils.translation import gettext as _

from records.dialects.base.openapi import nullable
from records.dialects.envelope.keys import Derived
from records.dialects.envelope.resources import Filter
from records.query import And, Condition, Node, Not, Operator, Or
from records.schema.fields import ComputedField
from records.schema.kinds import ChoiceKind, ReferenceKind, TextKind
from records.schema.problems import Code, ValueProblem
from records.schema.registry import registry

if TYPE_CHECKING:
    from records.dialects.envelope.incoming import Incoming
    from records.dialects.envelope.keys import Key, Known
    from records.schema.object_types import ObjectType


@dataclass(frozen=True, kw_only=True)
class TargetKey(Derived):
    """One half of what a record is about; ``prepare`` reads both together."""

    read_only: bool = False

    def write(self, value: object, incoming: Incoming) -> None:
        """Leave it to :meth:`Targets.take`."""

    def read_schema(self, known: Known) -> dict[str, Any]:
        return nullable(self.schema)

    def written_schema(self, known: Known) -> dict[str, Any]:
        return dict(self.schema) if self.required else nullable(self.schema)


@dataclass(frozen=True, slots=True)
class Target:
    """A kind of record that another can be about.

    ``type`` is what clients call it, ``field`` the field that points at it, ``slug``
    its type. A person and an organization are both a ``contact``.
    """

    type: str
    field: str
    slug: str


@dataclass(frozen=True)
class Targets:
    """All that a record can be about; of several the first in this order is shown."""

    members: tuple[Target, ...]

    @property
    def fields(self) -> tuple[str, ...]:
        """The fields that point at them."""
        return tuple(one.field for one in self.members)

    @property
    def types(self) -> tuple[str, ...]:
        """What clients call them, each once."""
        return tuple(dict.fromkeys(one.type for one in self.members))

    def keys(self, *, required: bool) -> tuple[Key, Key]:
        """Return the two keys."""
        return (
            # First, so that what is wrong with a reference is told of it.
            TargetKey(
                "resource_id",
                of=self.fields,
                show=lambda *ids: next((one for one in ids if one is not None), None),
                schema={"type": "integer", "format": "int64", "minimum": 1},
                required=required,
            ),
            TargetKey(
                "resource_type",
                of=self.fields,
                show=self._show_type,
                schema={"type": "string", "enum": list(self.types)},
                required=required,
            ),
        )

    def _show_type(self, *ids: int | None) -> str | None:
        for one, record_id in zip(self.members, ids, strict=True):
            if record_id is not None:
                return one.type
        return None

    # -- asking ---------------------------------------------------------------------

    def filters(self) -> tuple[Filter, Filter]:
        """Return the two parameters."""
        choices = tuple((one, one) for one in self.types)
        return (
            Filter("resource_id", kind=ReferenceKind(), build=self._asks_for_id),
            Filter(
                "resource_type",
                kind=ChoiceKind(choices=choices),
                build=self._asks_for_type,
            ),
        )

    def _asks_for_id(self, value: str, origin: str) -> Node:
        return self._any_shown(
            [Condition(one.field, Operator.EQ, value, origin) for one in self.members],
            origin,
        )

    def _asks_for_type(self, value: str, origin: str) -> Node:
        return self._any_shown(
            [
                Not(_empty(one.field, origin)) if one.type == value else None
                for one in self.members
            ],
            origin,
        )

    def _any_shown(self, nodes: list[Any], origin: str) -> Node:
        """Return the condition that some node holds of the target that is shown."""
        shown = []
        for place, node in enumerate(nodes):
            if node is not None:
                before = [_empty(one.field, origin) for one in self.members[:place]]
                shown.append(And((*before, node)))
        return Or(tuple(shown))

    def asks_for_any(self, origin: str) -> Node:
        """Return the condition that a record is about anything at all."""
        return Or(tuple(Not(_empty(one, origin)) for one in self.fields))

    def sortable_type(self) -> ComputedField:
        """Return the field that orders by what is shown as ``resource_type``."""
        return ComputedField(
            name="resource_type",
            kind=TextKind(),
            nullable=True,
            expression=lambda: Case(
                *(
                    When(**{f"{one.field}__isnull": False}, then=Value(one.type))
                    for one in self.members
                ),
                default=Value(None),
                output_field=CharField(),
            ),
        )

    def with_sortable_type(self, object_type: ObjectType) -> ObjectType:
        """Return a type to read through that can be ordered by ``resource_type``."""
        fields = (*object_type.fields, self.sortable_type())
        return replace(object_type, fields=fields)

    # -- writing --------------------------------------------------------------------

    def take(self, incoming: Incoming) -> Target | None:
        """Return what the record is to be about, ``None`` when that does not change.

        Reports a type that is none, and a record that is not there for the caller.
        Both keys together say what is meant; both null say nothing.
        """
        names = ("resource_type", "resource_id")
        if not any(name in incoming.sent for name in names):
            return None
        wanted = incoming.current("resource_type")
        if all(incoming.is_blank(name) for name in names):
            return None
        for name in names:
            if incoming.is_blank(name):
                incoming.fail(
                    name, _("Both name what it is about, or neither."), Code.BLANK
                )
        members = [one for one in self.members if one.type == wanted]
        if not members and not incoming.is_blank("resource_type"):
            incoming.fail(
                "resource_type",
                _("“%(value)s” is none of: %(choices)s.")
                % {"value": wanted, "choices": ", ".join(self.types)},
            )
        return self._find(incoming, members)

    def _find(self, incoming: Incoming, members: list[Target]) -> Target | None:
        if not members or incoming.is_blank("resource_id"):
            return None
        try:
            wanted = ReferenceKind().clean(incoming.current("resource_id"))
        except ValueProblem as problem:
            incoming.fail("resource_id", problem.message, problem.code)
            return None
        caller = incoming.caller
        for one in members:
            target = registry.resolve(caller.organization, one.slug)
            if target.rows(caller).filter(pk=wanted).exists():
                return one
        incoming.fail(
            "resource_id",
            _("There is no record %(id)s to refer to.") % {"id": wanted},
            Code.DANGLING,
        )
        return None


def _empty(field: str, origin: str) -> Condition:
    return Condition(field, Operator.EMPTY, origin=origin)


CONTACT = (
    Target("contact", "contact_id", "contacts"),
    Target("contact", "company_id", "companies"),
)
DEAL = Target("deal", "deal_id", "deals")
LEAD = Target("lead", "lead_id", "leads")
