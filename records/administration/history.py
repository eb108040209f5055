"""What happened to a record, told for people, from the change log."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any

from django.db.models import Q
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from records.administration.values import NOTHING, label_of, target_of, when
from records.history.models import Action, Change
from records.schema.problems import ValueProblem
from records.schema.registry import UnknownObjectType, registry

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from django.db.models import Model

    from records.access.caller import Caller
    from records.administration.labels import Labels, Reference
    from records.administration.values import Presenter
    from records.schema.fields import Field
    from records.schema.object_types import ObjectType

ICONS = {
    Action.CREATED: ("add", "success"),
    Action.UPDATED: ("edit", "info"),
    Action.ARCHIVED: ("archive", "warning"),
    Action.RESTORED: ("unarchive", "success"),
    Action.MERGED: ("merge", "primary"),
    Action.PURGED: ("delete_forever", "danger"),
}


MERGED_INTO = "merged_into"
"""Where the engine notes the winner of a merge; no field of the type."""


@dataclass(frozen=True)
class FieldChange:
    """One field before and after, as HTML."""

    label: str
    before: str
    after: str


@dataclass(frozen=True)
class Event:
    """One entry of a history."""

    entry: Change
    when: str
    who: str
    what: str
    icon: str
    variant: str
    changes: list[FieldChange]
    undo: str = ""
    """The operation of a merge that can be taken back."""
    subject: str = ""
    """What changed, where a history tells of several things."""


@dataclass(frozen=True)
class Words:
    """What a history calls things that are no records.

    ``models`` whose columns the log names, by what the log calls their rows;
    ``subjects`` the names of the rows where several make up one history.
    """

    models: Mapping[str, type[Model]] = field(default_factory=dict)
    subjects: Mapping[Reference, str] = field(default_factory=dict)

    def label(self, slug: str, name: str) -> str:
        """Return what a column of a thing is called."""
        model = self.models.get(slug)
        columns = {one.name: one for one in model._meta.fields} if model else {}
        if name in columns:
            return str(capfirst(columns[name].verbose_name))
        return capfirst(name.removesuffix("_id").replace("_", " "))


_PLAIN = Words()


def entries(caller: Caller, where: Q) -> Any:
    """Return the caller's changes, newest first, with who made them."""
    return (
        Change.objects.for_organization(caller.organization_id)
        .filter(where)
        .select_related("actor", "key")
        .order_by("-id")
    )


def events(
    caller: Caller,
    changes: Sequence[Change],
    presenter: Presenter,
    *,
    undoable: Iterable[int] = (),
    words: Words = _PLAIN,
) -> list[Event]:
    """Return changes as they are told; names are read in one statement per type.

    ``undoable`` are the ids of records whose merge still stands.
    """
    types = {one.object_type: type_of(caller, one.object_type) for one in changes}
    presenter.labels.load(_references(changes, types))
    standing = set(undoable)
    return [
        replace(
            _event(one, types[one.object_type], presenter, standing, words),
            subject=words.subjects.get((one.object_type, one.record_id), ""),
        )
        for one in changes
    ]


def type_of(caller: Caller, slug: str) -> ObjectType | None:
    """Return the record type that a change is about, ``None`` for anything else."""
    try:
        return registry.resolve(caller.organization, slug)
    except UnknownObjectType:
        return None  # people, keys and the organization are no record types


def _event(
    entry: Change,
    object_type: ObjectType | None,
    presenter: Presenter,
    standing: set[int],
    words: Words,
) -> Event:
    icon, variant = ICONS.get(Action(entry.action), ("history", "info"))
    names = dict.fromkeys([*entry.before, *entry.after])
    is_merge = entry.action == Action.MERGED and entry.operation is not None
    return Event(
        entry=entry,
        when=when(entry.occurred_at),
        who=who(entry),
        what=str(capfirst(entry.get_action_display())),
        icon=icon,
        variant=variant,
        changes=[
            _field_change(entry, name, object_type, presenter, words) for name in names
        ],
        undo=str(entry.operation) if is_merge and entry.record_id in standing else "",
    )


def who(entry: Change) -> str:
    """Return who made a change, and with which key."""
    name = str(entry.actor) if entry.actor else _("The system")
    return f"{name} · {entry.key.name}" if entry.key else name


def _field_change(
    entry: Change,
    name: str,
    object_type: ObjectType | None,
    presenter: Presenter,
    words: Words,
) -> FieldChange:
    one = object_type.fields_by_name.get(name) if object_type else None
    if name == MERGED_INTO:
        return FieldChange(
            str(_("Merged into")),
            _merged_into(entry, entry.before.get(name), presenter),
            _merged_into(entry, entry.after.get(name), presenter),
        )
    if one is None or object_type is None:
        return FieldChange(
            words.label(entry.object_type, name),
            _raw(entry.before.get(name)),
            _raw(entry.after.get(name)),
        )
    return FieldChange(
        str(label_of(object_type, one)),
        _shown(one, entry.before.get(name), presenter),
        _shown(one, entry.after.get(name), presenter),
    )


def _merged_into(entry: Change, value: Any, presenter: Presenter) -> str:
    if not isinstance(value, int):
        return NOTHING
    return presenter.labels.find(entry.object_type, value) or str(value)


def _shown(one: Field, value: Any, presenter: Presenter) -> str:
    try:
        return presenter.show(one, one.kind.clean(value))
    except ValueProblem:
        return _raw(value)  # written under another rule than today's


def _raw(value: Any) -> str:
    if value in (None, "", [], {}):
        return NOTHING
    match value:
        case bool():
            return _("Yes") if value else _("No")
        case list():
            return ", ".join(_raw(one) for one in value)
        case dict():
            name = value.get("label") or value.get("name")
            return str(name or ", ".join(f"{key}: {one}" for key, one in value.items()))
        case _:
            return str(value)


def _references(
    changes: Sequence[Change], types: dict[str, ObjectType | None]
) -> Iterable[Reference]:
    for entry in changes:
        object_type = types[entry.object_type]
        if object_type is None:
            continue
        for values in (entry.before, entry.after):
            for name, value in values.items():
                one = object_type.fields_by_name.get(name)
                if one is None or not target_of(one):
                    continue
                members = value if isinstance(value, list) else [value]
                for member in members:
                    if isinstance(member, int):
                        yield target_of(one), member


def load_names(labels: Labels, changes: Iterable[Change]) -> None:
    """Read the names of the records that changes are about."""
    labels.load((one.object_type, one.record_id) for one in changes)


def visible_to(caller: Caller) -> Q:
    """Return the condition of changes to records that the caller may know of.

    Only types that hide some rows from some people ask for more than the organization.
    """
    condition = Q()
    for one in registry.object_types(caller.organization):
        if one.visible is None or one.visible(caller) is None:
            continue
        seen = one.rows(caller, include_archived=True).values("pk")
        condition &= ~Q(object_type=one.slug) | Q(record_id__in=seen)
    return condition


def name_in(entry: Change) -> str:
    """Return what a change calls its record, for one that is gone or hidden."""
    values = {**entry.before, **entry.after}
    return str(values.get("name") or f"#{entry.record_id}")


def type_label(caller: Caller, slug: str) -> str:
    """Return what a record of a type is called."""
    object_type = type_of(caller, slug)
    return str(object_type.label) if object_type else capfirst(slug.replace("_", " "))
