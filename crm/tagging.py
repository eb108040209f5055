"""Tags on records: an ordered set of names, kept in rows of their own."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.db.models import Q

from crm.models.tags import Tag, Tagging, TagSubject
from records.engine.errors import Conflict, ValidationFailed
from records.engine.insertion import insert_rows
from records.engine.writer import create_records
from records.query import Operator
from records.schema.fields import SideField
from records.schema.kinds import NameSetKind, ValueKind
from records.schema.registry import registry

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from records.access.caller import Caller

_NAMES = 1_000
"""Names looked up in one statement."""


@dataclass(frozen=True, kw_only=True)
class TagsField(SideField):
    """The tags of a record. Replaced as a set when sent; created on use (decision 5).

    ``holder`` is the column of :class:`Tagging` that points at the record's table,
    ``subject`` the kind of tag the record takes.
    """

    holder: str
    subject: TagSubject
    kind: ValueKind = NameSetKind()

    def predicate(self, operator: Operator, operand: Any) -> Q:
        taggings: Any = Tagging.objects.filter(
            **{f"{self.holder}__isnull": False}
        ).values(f"{self.holder}_id")
        match operator:
            case Operator.EMPTY:
                return ~Q(pk__in=taggings)
            case Operator.CONTAINS:
                return Q(pk__in=taggings.filter(tag__name_fold__contains=operand))
            case Operator.IN:
                return Q(pk__in=taggings.filter(tag__name__in=operand))
            case _:
                return Q(pk__in=taggings.filter(tag__name=operand))

    def load(self, caller: Caller, record_ids: Sequence[int]) -> dict[int, Any]:
        rows = (
            Tagging.objects.for_organization(caller.organization_id)
            .filter(**{f"{self.holder}_id__in": record_ids})
            .order_by("position", "id")
            .values_list(f"{self.holder}_id", "tag__name")
        )
        names: dict[int, list[str]] = defaultdict(list)
        for record_id, name in rows:
            names[record_id].append(name)
        return names

    def store(self, caller: Caller, values: Mapping[int, Any]) -> None:
        wanted = {name for names in values.values() for name in names or ()}
        tag_ids = self._tag_ids(caller, wanted)
        insert_rows(
            Tagging,
            [
                {
                    "organization_id": caller.organization_id,
                    "tag_id": tag_ids[name],
                    "position": position,
                    f"{self.holder}_id": record_id,
                }
                for record_id, names in values.items()
                for position, name in enumerate(names or ())
            ],
        )

    def remove(self, caller: Caller, record_ids: Iterable[int]) -> None:
        Tagging.objects.for_organization(caller.organization_id).filter(
            **{f"{self.holder}_id__in": list(record_ids)}
        ).delete()

    def _tag_ids(self, caller: Caller, names: set[str]) -> dict[str, int]:
        """Return the tags of these names, making those that are not there yet."""
        found = self._existing(caller, names)
        missing = sorted(names - found.keys())
        if missing:
            tags = registry.resolve(caller.organization, "tags")
            try:
                create_records(
                    caller.as_system(),
                    tags,
                    [{"name": one, "resource_type": self.subject} for one in missing],
                )
            except (Conflict, ValidationFailed):
                # Somebody used one of the new names at the same moment: it is there now.
                if not self._existing(caller, set(missing)):
                    raise
                return self._tag_ids(caller, names)
            found = self._existing(caller, names)
        return found

    def _existing(self, caller: Caller, names: set[str]) -> dict[str, int]:
        rows = Tag.objects.for_organization(caller.organization_id).filter(
            resource_type=self.subject
        )
        found: dict[str, int] = {}
        asked = sorted(names)
        for start in range(0, len(asked), _NAMES):
            some = rows.filter(name__in=asked[start : start + _NAMES])
            found |= dict(some.values_list("name", "pk"))
        return found
