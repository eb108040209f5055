"""Checks values before anything is stored, a whole batch at a time.

All problems of all records are found and reported together (decision 13). The number
of SQL statements depends on the number of distinct referenced types, never on the
number of records.
"""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, Any

from django.db.models import CharField, Value
from django.utils.translation import gettext as _

from records.engine.errors import ValidationFailed
from records.schema.drafts import ANOTHER_DRAFT
from records.schema.problems import Code, ValueProblem
from records.schema.registry import registry

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from django.db.models import QuerySet

    from records.access.caller import Caller
    from records.schema.drafts import Draft
    from records.schema.fields import Field
    from records.schema.object_types import ObjectType


_KEYS = 1_000
"""Unique values looked up in one statement."""


def clean_values(draft: Draft, values: Mapping[str, object]) -> None:
    """Put cleaned values on the draft, and problems for those that are refused.

    ``values`` are keyed by neutral field name. For a change only what differs from the
    stored row is kept, so an unchanged reference is never validated again.
    """
    fields = draft.object_type.fields_by_name
    for name, value in values.items():
        one = fields.get(name)
        if one is None:
            draft.fail(name, _("There is no such field."), Code.UNKNOWN_FIELD)
            continue
        if not one.writable:
            draft.fail(name, _("This field cannot be written."), Code.READ_ONLY)
            continue
        try:
            cleaned = one.kind.clean(value)
        except ValueProblem as problem:
            # A stored value that a stricter rule would refuse today may stay as it is.
            if draft.before is None or not _is_as_sent(one.read(draft.before), value):
                draft.fail(name, problem.message, problem.code)
            continue
        if draft.before is not None and one.kind.same(cleaned, one.read(draft.before)):
            continue
        if one.fixed and draft.before is not None:
            draft.fail(name, _("This field cannot be changed."), Code.READ_ONLY)
            continue
        draft.values[name] = cleaned


def _is_as_sent(stored: Any, value: object) -> bool:
    if isinstance(stored, list) and isinstance(value, list):
        pairs = zip(stored, value, strict=False)
        return len(stored) == len(value) and all(_is_as_sent(*one) for one in pairs)
    # Python holds true and 1 for equal; a client that sends the one means no other.
    return stored == value and isinstance(stored, bool) == isinstance(value, bool)


def apply_defaults(draft: Draft) -> None:
    """Give a new record the defaults of the fields it was given no value for."""
    for one in draft.object_type.fields:
        if one.name not in draft.values and one.default is not None:
            draft.values[one.name] = one.initial()
            draft.defaulted.add(one.name)


def check_required(draft: Draft) -> None:
    """Report required fields that are missing, or that this write would empty.

    A column that cannot be null takes no null either, required or not.
    """
    failed = {problem.field for problem in draft.problems}
    for one in draft.object_type.fields:
        # What could not be derived is blamed on what it comes from.
        if one.name in failed or (one.derived and draft.is_new and draft.problems):
            continue
        if one.name in draft.values:
            value = draft.values[one.name]
            is_refused = one.kind.is_empty(value) if one.required else value is None
            if is_refused and (one.required or not one.is_nullable):
                draft.fail(one.name, _("This field may not be empty."), Code.BLANK)
        elif one.required and draft.is_new:
            draft.fail(one.name, _("This field is required."), Code.REQUIRED)


def check_references(caller: Caller, drafts: Sequence[Draft]) -> None:
    """Report references to records that are not there for this caller.

    A default that points at one is left out: whoever writes did not ask for it.
    """
    wanted: dict[str, set[int]] = defaultdict(set)
    places: list[tuple[Draft, Field, str, int]] = []
    for draft in drafts:
        for one, target in _relations(draft.object_type.fields):
            for target_id in _new_references(draft, one):
                wanted[target].add(target_id)
                places.append((draft, one, target, target_id))
    is_strict = any(one.object_type.refers_to_choosable for one in drafts)
    there = existing_ids(caller, wanted, choosable=is_strict)
    for draft, one, target, target_id in places:
        if target_id in there[target]:
            continue
        if one.name in draft.defaulted:
            _leave_out(draft, one, target_id)
        else:
            draft.fail(
                one.name,
                _("There is no record %(id)s to refer to.") % {"id": target_id},
                Code.DANGLING,
            )


def _leave_out(draft: Draft, one: Field, target_id: int) -> None:
    value = one.repointed(draft.values[one.name], old_id=target_id, new_id=None)
    draft.values[one.name] = value
    if one.required and one.kind.is_empty(value):
        draft.fail(one.name, _("This field is required."), Code.REQUIRED)


def _relations(fields: Iterable[Field]) -> Iterable[tuple[Field, str]]:
    for one in fields:
        if one.referenced_type is not None and one.writable:
            yield one, one.referenced_type


def _new_references(draft: Draft, one: Field) -> Iterable[int]:
    """Return the ids a write adds: what it leaves in a list is never checked again."""
    if one.name not in draft.values:
        return ()
    stored = () if draft.before is None else one.references(one.read(draft.before))
    return [id_ for id_ in one.references(draft.values[one.name]) if id_ not in stored]


def existing_ids(
    caller: Caller, wanted: Mapping[str, Iterable[int]], *, choosable: bool = False
) -> dict[str, set[int]]:
    """Return which of these wire ids, by type, are live records for this caller.

    With ``choosable``, only those that their type lets be newly referred to. One
    statement, however many types are asked for.
    """
    queries = [
        _existing(caller, slug, ids, choosable=choosable)
        for slug, ids in wanted.items()
    ]
    there: dict[str, set[int]] = {slug: set() for slug in wanted}
    if queries:
        first, *others = queries
        for slug, found in first.union(*others, all=True) if others else first:
            there[slug].add(found)
    return there


def _existing(
    caller: Caller, slug: str, ids: Iterable[int], *, choosable: bool
) -> QuerySet[Any, Any]:
    target = registry.resolve(caller.organization, slug)
    rows = target.rows(caller).filter(**{f"{target.id_path}__in": list(ids)})
    if choosable and target.choosable is not None:
        rows = rows.filter(target.choosable)
    named = rows.annotate(of_type=Value(slug, output_field=CharField()))
    return named.order_by().values_list("of_type", target.id_path)


def check_unique(caller: Caller, drafts: Sequence[Draft]) -> None:
    """Report values that another live record, or another draft, already has."""
    if not drafts:
        return
    object_type = drafts[0].object_type
    if object_type.index is not None:
        object_type.index.check_unique(caller, drafts)
    for group in object_type.unique:
        asking = [one for one in drafts if one.is_new or one.changes(*group)]
        keyed = [(draft, _unique_key(draft, group)) for draft in asking]
        keyed = [(draft, key) for draft, key in keyed if key is not None]
        if keyed:
            _check_group(caller, object_type, group, keyed)


def _unique_key(draft: Draft, group: tuple[str, ...]) -> tuple[Any, ...] | None:
    key = tuple(draft.current(name) for name in group)
    return None if any(part is None for part in key) else key


def _check_group(
    caller: Caller,
    object_type: ObjectType,
    group: tuple[str, ...],
    keyed: list[tuple[Draft, Any]],
) -> None:
    fields = [object_type.fields_by_name[name] for name in group]
    paths = [one.paths[0] for one in fields]
    holders: dict[tuple[Any, ...], int] = {}
    keys = [key for _draft, key in keyed]
    for start in range(0, len(keys), _KEYS):
        # More than was asked for when a group has several fields; one condition per
        # key would be a tree deeper than SQLite parses.
        parts = zip(*keys[start : start + _KEYS], strict=True)
        asked = {
            f"{path}__in": set(part) for path, part in zip(paths, parts, strict=True)
        }
        # A part of something archived keeps its place, as the constraint sees it.
        rows = object_type.rows(caller, include_archived=True, include_hidden=True)
        if object_type.has_archive:
            rows = rows.filter(archived_at__isnull=True)
        rows = rows.filter(**asked)
        holders |= {tuple(key): pk for pk, *key in rows.values_list("pk", *paths)}
    for draft, key in keyed:
        holder = holders.get(key)
        if holder is not None and holder != draft.record_id:
            draft.fail_taken(group[0], key[0], holder)
        holders.setdefault(key, draft.record_id or ANOTHER_DRAFT)


def raise_problems(drafts: Iterable[Draft]) -> None:
    """Raise :class:`ValidationFailed` with the problems of all drafts, if any."""
    problems = [problem for draft in drafts for problem in draft.problems]
    if problems:
        raise ValidationFailed(problems)
