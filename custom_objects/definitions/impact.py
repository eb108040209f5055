"""Which records would fail what a changed field asks of their values?

Live records only, and only what is newly asked: a value that the field as it is would
refuse, too, is not counted.
"""

from __future__ import annotations

from contextlib import ExitStack
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from django.db.models.fields.json import KeyTransform
from django.utils.translation import ngettext

from custom_objects.definitions.duplicates import Duplicates
from custom_objects.fields import BAG
from custom_objects.indexing import hash_of
from records.engine.impact import MOST_EXAMPLES, Effect, Example, Impact
from records.engine.reader import read_rows
from records.schema.kinds import NEUTRAL
from records.schema.problems import ValueProblem
from records.schema.registry import registry

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from custom_objects.definitions.drafts import FieldDraft
    from records.access.caller import Caller
    from records.schema.kinds import ValueKind
    from records.schema.object_types import ObjectType

_CHUNK = 5_000


@dataclass(slots=True)
class _Rule:
    """One thing that is newly asked of every value."""

    attribute: str
    fails: Callable[[Any], bool]
    count: int = 0
    first: list[int] = field(default_factory=list)

    def see(self, record_id: int, value: Any) -> None:
        """Look at the value of the next record by id."""
        if self.fails(value):
            self.count += 1
            if len(self.first) < MOST_EXAMPLES:
                self.first.append(record_id)


@dataclass(frozen=True, slots=True)
class Demands:
    """What a field asks of values: before and after a change."""

    name: str
    kind: ValueKind
    new_kind: ValueKind
    is_newly_required: bool = False
    is_newly_unique: bool = False
    attribute: str = "type"
    """What makes the kinds differ."""

    def __bool__(self) -> bool:
        return (
            self.is_newly_required or self.is_newly_unique or self.kind != self.new_kind
        )


def demands_of(before: FieldDraft, after: FieldDraft) -> Demands:
    """Return what a change of a field would newly ask of its values."""
    kind, new_kind = before.specify_kind(), after.specify_kind()
    is_other = before.type != after.type
    left = {one.id for one in before.options if not one.is_archived} - {
        one.id for one in after.options if not one.is_archived
    }
    is_same = not is_other and before.settings == after.settings and not left
    if is_same or after.field_type.is_computed:  # nobody has written what is computed
        new_kind = kind
    return Demands(
        name=after.slug,
        kind=kind,
        new_kind=new_kind,
        is_newly_required=after.is_required and not before.is_required,
        is_newly_unique=after.is_unique and (is_other or not before.is_unique),
        attribute="type" if is_other else "options" if left else "settings",
    )


def assess(caller: Caller, object_slug: str, demands: Demands) -> Impact:
    """Look at every live record, in batches and one statement for each."""
    if not demands:
        return Impact()
    object_type = registry.resolve(caller.organization, object_slug)
    rules = list(_rules(demands))
    with ExitStack() as stack:
        duplicates = stack.enter_context(Duplicates())
        for record_id, value in _values(caller, object_type, demands.name):
            for rule in rules:
                rule.see(record_id, value)
            if demands.is_newly_unique and not demands.kind.is_empty(value):
                identity = demands.new_kind.identity(value)
                duplicates.add(hash_of(identity), record_id)
        if demands.is_newly_unique:
            rules.append(_Rule("is_unique", bool, *duplicates.found(MOST_EXAMPLES)))
    return _told(caller, object_type, [one for one in rules if one.count])


def _rules(demands: Demands) -> Iterator[_Rule]:
    if demands.is_newly_required:
        yield _Rule("is_required", demands.kind.is_empty)
    if demands.kind != demands.new_kind:
        yield _Rule(demands.attribute, lambda value: _is_newly_refused(demands, value))


def _is_newly_refused(demands: Demands, value: Any) -> bool:
    if demands.kind.is_empty(value) or _takes(demands.new_kind, value):
        return False
    return _takes(demands.kind, value)


def _takes(kind: ValueKind, value: Any) -> bool:
    try:
        # As a client would write back what it reads.
        return kind.clean(kind.represent(value, NEUTRAL)) is not None
    except ValueProblem:
        return False


def _values(
    caller: Caller, object_type: ObjectType, name: str
) -> Iterator[tuple[int, Any]]:
    """Yield each live record's value in the order of ids, a chunk at a time."""
    one = object_type.fields_by_name[name]
    rows = object_type.rows(caller, include_hidden=True).order_by("pk")
    (path,) = one.paths
    if path == BAG:  # the one value, not all of the record
        rows = rows.annotate(own_value=KeyTransform(name, BAG))
    after = 0
    while True:
        following = rows.filter(pk__gt=after)
        if path == BAG:
            chunk = [
                (record_id, {BAG: {name: stored}})
                for record_id, stored in following.values_list("pk", "own_value")[
                    :_CHUNK
                ]
            ]
        else:
            chunk = [(row["pk"], row) for row in following.values("pk", path)[:_CHUNK]]
        for record_id, row in chunk:
            yield record_id, one.read(row)
        if len(chunk) < _CHUNK:
            return
        after = chunk[-1][0]


_MESSAGES: dict[str, Callable[[int], str]] = {
    "is_required": lambda count: ngettext(
        "%(count)d record has no value.", "%(count)d records have no value.", count
    ),
    "is_unique": lambda count: ngettext(
        "%(count)d record repeats the value of another.",
        "%(count)d records repeat the value of another.",
        count,
    ),
    "options": lambda count: ngettext(
        "%(count)d record has an option that would go.",
        "%(count)d records have an option that would go.",
        count,
    ),
}


def _refused(count: int) -> str:
    return ngettext(
        "%(count)d record has a value that would be refused.",
        "%(count)d records have a value that would be refused.",
        count,
    )


def _told(caller: Caller, object_type: ObjectType, rules: list[_Rule]) -> Impact:
    wanted = {record_id for rule in rules for record_id in rule.first}
    rows = object_type.rows(caller, include_hidden=True).filter(pk__in=wanted)
    naming = [object_type.fields_by_name[name] for name in object_type.naming_fields]
    found = read_rows(caller, object_type, rows, fields=naming) if wanted else {}
    return Impact(
        tuple(
            Effect(
                attribute=rule.attribute,
                message=_MESSAGES.get(rule.attribute, _refused)(rule.count)
                % {"count": rule.count},
                count=rule.count,
                examples=tuple(
                    Example(one, object_type.display(found[one]))
                    for one in rule.first
                    if one in found
                ),
            )
            for rule in rules
        )
    )
