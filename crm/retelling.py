"""Tells the records that carry a tag when the tag is renamed or deleted.

A record shows the names of its tags, so it has changed with them: a reader of the log,
or of what was changed last, must hear of it.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from crm.models import Tagging
from crm.tagging import TagsField
from records.engine import changes
from records.history.models import Action
from records.schema.registry import registry

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterator, Mapping, Sequence

    from records.access.caller import Caller
    from records.schema.object_types import ObjectType

_BATCH = 1_000
"""Records told in one go: a constant number of statements for each so many."""


@dataclass(frozen=True, slots=True)
class Renamed:
    """A tag, what it is for, its name until now and the one it gets, if any."""

    tag_id: int
    subject: str
    before: str
    after: str | None = None


def retell(caller: Caller, tags: Sequence[Renamed], at: dt.datetime) -> None:
    """Log a change of every record that carries one of these tags, archived ones too.

    Belongs into the transaction that renames or deletes the tags, before it does.
    """
    for object_type, field in _carriers():
        mine = [one for one in tags if one.subject == field.subject]
        if mine:
            _retell_type(caller, object_type, field, mine, at)


def _retell_type(
    caller: Caller,
    object_type: ObjectType,
    field: TagsField,
    tags: Sequence[Renamed],
    at: dt.datetime,
) -> None:
    tagged = (
        Tagging.objects.for_organization(caller.organization_id)
        .filter(
            tag__in=[one.tag_id for one in tags],
            **{f"{field.holder}__isnull": False},
        )
        .values(f"{field.holder}_id")
    )
    rows = object_type.rows(caller, include_archived=True, include_hidden=True)
    ids = list(rows.filter(pk__in=tagged).order_by("pk").values_list("pk", flat=True))
    names = {one.before: one.after for one in tags}
    for start in range(0, len(ids), _BATCH):
        some = ids[start : start + _BATCH]
        carried = field.load(caller, some)
        rows.filter(pk__in=some).update(updated_at=at)
        changes.log(
            changes.change(
                caller,
                object_type,
                record_id,
                Action.UPDATED,
                before={field.name: before},
                after={field.name: _after(before, names)},
                at=at,
            )
            for record_id, before in carried.items()
        )


def _carriers() -> Iterator[tuple[ObjectType, TagsField]]:
    for object_type in registry.built_in():
        for field in object_type.side_fields:
            if isinstance(field, TagsField) and object_type.operations:
                yield object_type, field


def _after(carried: list[str], names: Mapping[str, str | None]) -> list[str]:
    renamed = (names.get(one, one) for one in carried)
    return [one for one in renamed if one is not None]
