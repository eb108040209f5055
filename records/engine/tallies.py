"""How many live records of a type there are, without counting them (ADR 0018).

Whoever lets a record come or go says so in the same transaction, by one row that is
only ever added: no two writers wait for each other, and a reader that sums up the rows
it sees gets the number of records it would see.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db import models
from django.db.models import Count, OuterRef, Subquery, Sum, Value
from django.db.models.functions import Coalesce

from records.access.models import Organization
from records.access.scoping import OrganizationManager

if TYPE_CHECKING:
    from collections.abc import Sequence

    from records.access.caller import Caller
    from records.schema.object_types import ObjectType

_MANY = 100
"""Rows that are summed up without a thought."""
_MOST_COMPACTED = 5_000
"""Rows that one writer makes one of."""


class Tally(models.Model):
    """By how many the live records of a type became more, or fewer, in a transaction."""

    organization = models.ForeignKey(
        "access.Organization",
        on_delete=models.CASCADE,
        related_name="+",
        db_index=False,  # the index begins with it
    )
    name = models.CharField(max_length=64)
    """The slug of the type; of its own table, for types that show the same rows."""
    delta = models.BigIntegerField()

    objects = OrganizationManager()

    class Meta:
        app_label = "records"
        indexes = (models.Index(fields=["organization", "name"], name="tally_of_type"),)

    def __str__(self) -> str:
        return f"{self.name} {self.delta:+d}"


_long: set[tuple[int, str]] = set()
"""The tallies of many rows that a reader of this process met; a writer shortens them."""


def add_to_tally(caller: Caller, object_type: ObjectType, delta: int) -> None:
    """Say that there are so many more live records, or fewer where it is negative.

    Belongs into the transaction in which they come or go. Nothing for a type that keeps
    no tally.
    """
    name = object_type.tally
    if not name or not delta:
        return
    key = (caller.organization_id, name)
    Tally.objects.create(organization_id=key[0], name=name, delta=delta)
    if key in _long:
        _long.discard(key)
        _compact(*key)


def live_total(caller: Caller, object_type: ObjectType) -> int:
    """Return the exact number of live records of a type that keeps a tally."""
    return live_totals(caller, [object_type])[object_type.slug]


def live_totals(caller: Caller, object_types: Sequence[ObjectType]) -> dict[str, int]:
    """Return the exact numbers of live records of types that keep tallies, by slug.

    One statement.
    """
    organization_id = caller.organization_id
    names = {one.slug: one.tally for one in object_types}
    rows = Tally.objects.for_organization(organization_id)
    told = rows.filter(name__in=names.values()).order_by().values_list("name")
    totals: dict[str, int] = {}
    for name, total, count in told.annotate(Sum("delta"), Count("pk")):
        totals[name] = total
        if count > _MANY:
            _long.add((organization_id, name))
    return {slug: totals.get(name, 0) for slug, name in names.items()}


def drift_of(caller: Caller, object_type: ObjectType) -> int:
    """Return how many live records there are more than the tally says.

    One statement, so that no write comes between the two numbers.
    """
    organization_id = caller.organization_id
    live = object_type.rows(caller).order_by()
    counted = live.annotate(one=Value(1)).values("one").annotate(n=Count("pk"))
    told = (
        _rows(organization_id, object_type.tally)
        .filter(organization=OuterRef("pk"))
        .values("name")
        .annotate(n=Sum("delta"))
    )
    numbers: Any = (
        Organization.objects.filter(pk=organization_id)
        .annotate(
            counted=Coalesce(Subquery(counted.values("n")), 0),
            told=Coalesce(Subquery(told.values("n")), 0),
        )
        .values("counted", "told")
        .get()
    )
    difference: int = numbers["counted"] - numbers["told"]
    return difference


def _rows(organization_id: int, name: str) -> Any:
    return Tally.objects.for_organization(organization_id).filter(name=name)


def _compact(organization_id: int, name: str) -> None:
    """Put one row in the place of many.

    Rows that another writer is at are left to it. Nobody sees less or more meanwhile:
    the sum appears in the moment in which its parts are gone.
    """
    rows = _rows(organization_id, name)
    deltas: dict[int, int] = dict(
        rows.select_for_update(skip_locked=True)
        .order_by("pk")
        .values_list("pk", "delta")[:_MOST_COMPACTED]
    )
    rows.filter(pk__in=list(deltas)).delete()
    total = sum(deltas.values())
    Tally.objects.create(organization_id=organization_id, name=name, delta=total)
