"""The deals that a call or text message is about: an ordered set of ids."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.db.models import Q

from crm.models import AssociatedDeal
from records.engine.insertion import insert_rows
from records.query import Operator
from records.schema.fields import SideField
from records.schema.kinds import ReferenceSetKind, ValueKind
from records.schema.registry import Reference, registry

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from records.access.caller import Caller
    from records.schema.object_types import ObjectType

_TARGET = "deals"


@dataclass(frozen=True, kw_only=True)
class AssociatedDealsField(SideField):
    """The ids of deals, kept in rows of their own. Replaced as a set when sent.

    ``holder`` is the column of :class:`AssociatedDeal` that points at the record.
    """

    holder: str
    kind: ValueKind = ReferenceSetKind(target=_TARGET)

    @property
    def referenced_type(self) -> str | None:
        return _TARGET

    def references(self, value: Any) -> Sequence[int]:
        return value or ()

    def repointed(self, value: Any, *, old_id: int, new_id: int | None) -> Any:
        moved = (new_id if one == old_id else one for one in value)
        return list(dict.fromkeys(one for one in moved if one is not None))

    def predicate(self, operator: Operator, operand: Any) -> Q:
        rows: Any = AssociatedDeal.objects.filter(
            **{f"{self.holder}__isnull": False}
        ).values(f"{self.holder}_id")
        match operator:
            case Operator.EMPTY:
                return ~Q(pk__in=rows)
            case Operator.IN:
                return Q(pk__in=rows.filter(deal__in=operand))
            case _:
                return Q(pk__in=rows.filter(deal=operand))

    def load(self, caller: Caller, record_ids: Sequence[int]) -> dict[int, Any]:
        rows = (
            AssociatedDeal.objects.for_organization(caller.organization_id)
            .filter(**{f"{self.holder}_id__in": record_ids})
            .order_by("position", "id")
            .values_list(f"{self.holder}_id", "deal_id")
        )
        deals: dict[int, list[int]] = defaultdict(list)
        for record_id, deal_id in rows:
            deals[record_id].append(deal_id)
        return deals

    def store(self, caller: Caller, values: Mapping[int, Any]) -> None:
        insert_rows(
            AssociatedDeal,
            [
                {
                    "organization_id": caller.organization_id,
                    "deal_id": deal_id,
                    "position": position,
                    f"{self.holder}_id": record_id,
                }
                for record_id, deals in values.items()
                for position, deal_id in enumerate(deals or ())
            ],
        )

    def remove(self, caller: Caller, record_ids: Iterable[int]) -> None:
        AssociatedDeal.objects.for_organization(caller.organization_id).filter(
            **{f"{self.holder}_id__in": list(record_ids)}
        ).delete()


def find_associations(
    caller: Caller, target: ObjectType, record_id: int
) -> Iterator[Reference]:
    """Yield the records that are associated with a deal: a reference finder."""
    if target.slug != _TARGET:
        return
    for object_type in registry.built_in():
        for one in object_type.side_fields:
            if isinstance(one, AssociatedDealsField):
                rows = AssociatedDeal.objects.for_organization(caller.organization_id)
                found = rows.filter(
                    deal=record_id, **{f"{one.holder}__isnull": False}
                ).values_list(f"{one.holder}_id", flat=True)
                ids = tuple(found)
                if ids:
                    yield Reference(object_type.slug, one.name, ids)
