"""What does a foreign record say in our words? As if it had been sent to ``/v2`` here."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any

from crm.moving.ledger import Entry, Fault
from crm.moving.steps import ABOUT, Step
from records.dialects.envelope.custom_types import IGNORED, custom_type
from records.dialects.envelope.incoming import take
from records.dialects.envelope.resources import resource_named
from records.schema.fields import RelationField
from records.schema.problems import Code

if TYPE_CHECKING:
    from crm.moving.source import Json
    from records.access.caller import Caller
    from records.dialects.envelope.incoming import Incoming
    from records.dialects.envelope.plans import Plan
    from records.schema.fields import Field
    from records.schema.object_types import ObjectType

Known = Mapping[str, Mapping[str, int | None]]
"""Records here by resource and foreign id; ``None`` for what was not copied."""

CUSTOM = "custom_fields"
_TYPE, _ID = "resource_type", "resource_id"
# The dialect asks more of a client than the store of a record: who knows no last name
# of somebody is not kept from leaving.
_ASKED_BY_DIALECT = frozenset({Code.BLANK, Code.REQUIRED})


@dataclass(slots=True)
class Arrival:
    """A foreign record on its way in.

    ``target`` is the type it will be of, ``values`` are by neutral name, ``faults``
    what was left behind so far.
    """

    foreign_id: str
    target: ObjectType
    values: dict[str, Any]
    faults: list[Fault] = field(default_factory=list)
    record_id: int | None = None
    is_refused: bool = False
    is_there: bool = False
    """Whether a row that was here before stands for it."""

    def blame(self, name: str, message: str) -> None:
        """Note that a key could not be taken over."""
        self.faults.append(Fault(name, message))

    def entry(self, resource: str) -> Entry:
        """Return what is remembered of it."""
        return Entry(resource, self.foreign_id, self.record_id, tuple(self.faults))


@dataclass(frozen=True, slots=True)
class Translator:
    """Translates the records of one step, as the caller's organization sees them."""

    caller: Caller
    plan: Plan
    step: Step

    def translate(
        self, data: Json, known: Known, *, parent: tuple[str, int] | None
    ) -> Arrival:
        """Return a record on its way in.

        ``parent`` is the record it lies below: its id there and here.
        """
        faults: list[Fault] = []
        told = self._understood(data, faults)
        self._point(told, known, faults)
        is_wanted = self.step.amend is None or self.step.amend(
            self.caller, told, faults
        )
        sent = {name: one for name, one in told.items() if name != CUSTOM}
        incoming, target = take(self.caller, self.plan, sent)
        faults += self._faults_of(incoming)
        arrival = Arrival(
            foreign_key(self.step, data, parent),
            as_copied(target, self.plan, self.step),
            incoming.values,
            faults,
            is_refused=not is_wanted,
        )
        self._keep(told, arrival)
        if parent is not None and self.plan.resource.parent is not None:
            arrival.values[self.plan.resource.parent.field] = parent[1]
        if self.plan.resource.has_custom_fields:
            _take_custom_values(told.get(CUSTOM), target, arrival)
        return arrival

    def _understood(self, data: Json, faults: list[Fault]) -> Json:
        """Return what there are keys for here; report the rest where it says anything."""
        keys = self.plan.resource.keys_by_name
        told = {}
        for name, value in data.items():
            if name in keys or name == CUSTOM:
                told[name] = value
            elif value not in (None, "", [], {}, False):
                faults.append(Fault(name, "There is no such attribute here."))
        return told

    def _point(self, told: Json, known: Known, faults: list[Fault]) -> None:
        """Turn the ids of other records into those they have here."""
        for key, resource in self.step.references.items():
            if told.get(key) is not None:
                told[key] = _pointed(key, told[key], resource, known, faults)
        if self.step.is_about and told.get(_ID) is not None:
            resource = ABOUT.get(str(told.get(_TYPE)), "")
            told[_ID] = _pointed(_ID, told[_ID], resource, known, faults)
            if told[_ID] is None:
                told[_TYPE] = None

    def _faults_of(self, incoming: Incoming) -> list[Fault]:
        return [
            Fault(self.name_of(one.field), one.message)
            for one in incoming.problems
            if one.code not in _ASKED_BY_DIALECT
        ]

    def name_of(self, neutral: str) -> str:
        """Return what a field is called on the wire."""
        return self.plan.pointer(neutral).removeprefix("/data/").replace("~1", "/")

    def _keep(self, told: Json, arrival: Arrival) -> None:
        keys = self.plan.resource.keys_by_name
        for name in self.step.keeps:
            if name not in keys or name not in told:
                continue
            neutral = keys[name].neutral
            # Null is said where else something would follow from the other values.
            if told[name] is not None:
                arrival.values[neutral] = told[name]
            elif name in self.step.references:
                arrival.values.setdefault(neutral, None)


def wanted(step: Step, records: Iterable[Json]) -> dict[str, set[str]]:
    """Return the foreign ids that records point at, by resource."""
    found: dict[str, set[str]] = defaultdict(set)
    for data in records:
        for key, resource in step.references.items():
            found[resource].update(_ids(data.get(key)))
        if step.is_about and str(data.get(_TYPE)) in ABOUT:
            found[ABOUT[str(data[_TYPE])]].update(_ids(data.get(_ID)))
    return found


def foreign_key(step: Step, data: Json, parent: tuple[str, int] | None) -> str:
    """Return what stands for a foreign record: its id, below its parent's if need be."""
    own = str(data.get(step.known_by))
    return own if parent is None or step.known_by == "id" else f"{parent[0]}/{own}"


def _ids(value: object) -> list[str]:
    members = value if isinstance(value, list) else [value]
    return [str(one) for one in members if one is not None]


def _pointed(
    key: str, value: object, resource: str, known: Known, faults: list[Fault]
) -> Any:
    copies = known.get(resource, {})
    there = []
    for foreign_id in _ids(value):
        record_id = copies.get(foreign_id)
        if record_id is None:
            noun = resource_named(resource).type if resource else "record"
            faults.append(Fault(key, f"The {noun} {foreign_id} was not copied."))
        else:
            there.append(record_id)
    if isinstance(value, list):
        return there
    return there[0] if there else None


def as_copied(target: ObjectType, plan: Plan, step: Step) -> ObjectType:
    """Return a type as a copy is written by: it says itself when a record was made.

    Nothing is derived of other records either: what followed there is copied, too.
    """
    keys = plan.resource.keys_by_name
    given = {keys[name].neutral for name in step.keeps if name in keys}
    fields = []
    for one in target.fields:
        told = replace(one, writable=True) if one.name in given else one
        if step.is_verbatim and isinstance(told, RelationField) and told.nullable:
            told = replace(told, required=False)
        fields.append(told)
    prepare = None if step.is_verbatim else target.prepare
    return replace(target, fields=tuple(fields), prepare=prepare, complete=None)


def _take_custom_values(sent: object, target: ObjectType, arrival: Arrival) -> None:
    """Put custom values among the others; every one that stays behind is reported."""
    if not isinstance(sent, Mapping):
        return
    fields = {str(one.label) or one.name: one for one in target.custom_fields}
    for name, value in sent.items():
        if value is None or value in ("", []):
            continue
        place = f"{CUSTOM}/{name}"
        one = fields.get(name)
        if one is None or not one.writable:
            arrival.blame(place, "There is no such field here.")
            continue
        read = custom_type(one.kind).read(value, one.kind)
        if read is IGNORED:
            arrival.blame(place, _unreadable(value, one))
            continue
        if isinstance(value, list) and isinstance(read, list):
            lost = len(value) - len(read)
            if lost:
                arrival.blame(place, f"{lost} of {len(value)} choices are none here.")
        arrival.values[one.name] = read


def _unreadable(value: object, one: Field) -> str:
    shown = str(value)[:100]
    return f"“{shown}” is no value of this field ({custom_type(one.kind).name})."
