"""Goes through all records of an object and compares, or brings, the index to them."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from django.db import connection

from custom_objects.models import FieldDefinition
from custom_objects.rebuilding.comparison import Difference, compare
from custom_objects.recomputation import recompute, stale_values, stored_formulas
from custom_objects.values import Kept, ValueKeeper
from records.access.caller import Caller
from records.access.models import Organization
from records.engine.errors import Conflict
from records.engine.schema_lock import advance_version, in_force, lock_version
from records.engine.writer import writing
from records.schema.registry import UnknownObjectType, registry

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Sequence

    from records.access.caller import OrganizationInfo
    from records.access.scoping import OrganizationQuerySet
    from records.schema.object_types import ObjectType

BATCH = 1_000
"""Records of one step, which is one transaction."""
_ATTEMPTS = 5


@dataclass(frozen=True, slots=True)
class Step:
    """What one step has seen: so many records, and where the index was wrong."""

    records: int
    differences: tuple[Difference, ...] = ()


@dataclass(slots=True)
class Pass:
    """One way through the records of an object, in the order of their ids.

    ``field_ids`` limits it to some fields. ``is_repairing`` also brings the rows to
    the records; otherwise they are only compared, and fields that wait for a rebuild
    are left out. ``is_pending`` limits it to those, and goes on where they were left.

    Every step works with the schema that is in force, and locks its thousand records
    only when there is something to repair, or to make sure of a difference. A pass can
    end at any time and be started anew; several may run at once.
    """

    organization: OrganizationInfo
    object_slug: str
    field_ids: Collection[int] | None = None
    is_repairing: bool = True
    is_pending: bool = False
    _after: int = 0
    _waiting: dict[int, int] = field(default_factory=dict)
    """How far each waiting field was brought, as far as this pass knows."""

    def steps(self) -> Iterator[Step]:
        """Yield after every step. The last one ends the wait of the fields."""
        self._begin()
        if self.is_pending and not self._waiting:
            return
        while True:
            step, is_end = self._step()
            yield step
            if is_end:
                break
        self._finish()

    def count(self) -> int:
        """Return how many records the pass will see."""
        self._begin()
        if self.is_pending and not self._waiting:
            return 0
        rows = self._type().rows(
            self._caller(), include_archived=True, include_hidden=True
        )
        return rows.filter(pk__gt=self._after).count()

    def _begin(self) -> None:
        rows = pending_fields(self.organization.id).filter(
            object__slug=self.object_slug
        )
        if self.field_ids is not None:
            rows = rows.filter(pk__in=self.field_ids)
        found = rows.values_list("pk", "backfilled_to")
        self._waiting = {pk: known or 0 for pk, known in found}
        self._after = min(self._waiting.values(), default=0) if self.is_pending else 0

    def _caller(self) -> Caller:
        return Caller.system(self.organization)

    def _type(self) -> ObjectType:
        return registry.resolve(self.organization, self.object_slug)

    def _kept(self, object_type: ObjectType) -> list[Kept]:
        index = object_type.index
        if not isinstance(index, ValueKeeper):
            return []
        return [one for one in index.kept if self._is_wanted(one.field_id)]

    def _is_wanted(self, field_id: int) -> bool:
        if self.is_pending:
            return field_id in self._waiting
        if not self.is_repairing and field_id in self._waiting:
            return False
        return self.field_ids is None or field_id in self.field_ids

    def _step(self) -> tuple[Step, bool]:
        if not self.is_pending:
            self._renew(
                Organization.objects.get(pk=self.organization.id).schema_version
            )
            step, is_end, last = self._look(is_locked=False)
            if not step.differences and not (self.is_repairing and self._waiting):
                self._after = last
                return step, is_end
        for attempt in range(_ATTEMPTS):
            try:
                with writing():
                    self._renew(lock_version(self.organization.id, alone=False))
                    step, is_end, last = self._look(is_locked=True)
                    self._note(last)
            except Conflict:
                # A writer took a unique value that this step was giving to a record.
                if attempt == _ATTEMPTS - 1:
                    raise
            else:
                break
        self._after = last
        return step, is_end

    def _renew(self, version: int) -> None:
        self.organization = in_force(self.organization, version)

    def _look(self, *, is_locked: bool) -> tuple[Step, bool, int]:
        """Compare the next records, and repair what differs if they are locked."""
        try:
            object_type = self._type()
        except UnknownObjectType:  # archived meanwhile
            return Step(0), True, self._after
        kept = self._kept(object_type)
        if not kept:
            return Step(0), True, self._after
        ids = self._next(object_type, is_locked=is_locked)
        is_end = len(ids) < BATCH
        stale = self._look_at_formulas(object_type, kept, ids, is_locked=is_locked)
        comparison = compare(
            self._caller(),
            object_type,
            kept,
            ids=ids,
            after=self._after,
            is_end=is_end,
        )
        names = {one.field_id: one.field.name for one in kept}
        differences = tuple(
            Difference(self.object_slug, names[cell.field_id], cell.record_id)
            for cell in comparison.differing()
        )
        if is_locked and self.is_repairing:
            comparison.repair()
        told = (*stale, *(one for one in differences if one not in stale))
        return Step(len(ids), told), is_end, ids[-1] if ids else self._after

    def _look_at_formulas(
        self,
        object_type: ObjectType,
        kept: Sequence[Kept],
        ids: Sequence[int],
        *,
        is_locked: bool,
    ) -> list[Difference]:
        """Tell where a formula gives something else than is stored, and store that."""
        formulas = stored_formulas(object_type, {one.field_id for one in kept})
        caller = self._caller()
        stale = stale_values(caller, object_type, ids, formulas)
        if is_locked and self.is_repairing:
            recompute(caller, object_type, {one for one, _slug in stale}, formulas)
        return [Difference(self.object_slug, slug, one) for one, slug in stale]

    def _next(self, object_type: ObjectType, *, is_locked: bool) -> list[int]:
        rows = object_type.rows(
            self._caller(), include_archived=True, include_hidden=True
        )
        following = rows.filter(pk__gt=self._after).order_by("pk")
        ids = list(following.values_list("pk", flat=True)[:BATCH])
        if is_locked:
            # A record that is purged while this waits for it just has no values.
            hold(rows.filter(pk__in=ids))
        return ids

    def _note(self, last: int) -> None:
        """Keep how far the waiting fields have come, unless others changed that."""
        if not self.is_repairing:
            return
        for field_id, known in list(self._waiting.items()):
            if known > last:
                continue
            if self._row(field_id, known).update(backfilled_to=last):
                self._waiting[field_id] = last
            else:  # asked for anew meanwhile, or brought by another pass
                del self._waiting[field_id]

    def _finish(self) -> None:
        """End the wait of the fields that were brought, with a version of its own."""
        if not self.is_repairing or not self._waiting:
            return
        with writing():
            version = lock_version(self.organization.id, alone=True)
            done = [
                self._row(field_id, known).update(backfilled_to=None)
                for field_id, known in self._waiting.items()
            ]
            if any(done):
                advance_version(self.organization.id, version)

    def _row(self, field_id: int, known: int) -> OrganizationQuerySet[FieldDefinition]:
        """Return a waiting field, provided that nobody else has touched its progress."""
        rows = FieldDefinition.objects.for_organization(self.organization.id)
        return rows.filter(pk=field_id, backfilled_to=known)


def hold(rows: OrganizationQuerySet[Any]) -> None:
    """Keep writers from records until the transaction ends.

    In the order of their ids, as writers do. On SQLite the transaction is the lock.
    """
    if connection.features.has_select_for_update:
        locked = rows.order_by("pk").select_for_update(of=("self",))
        list(locked.values_list("pk"))


def pending_fields(organization_id: int) -> OrganizationQuerySet[FieldDefinition]:
    """Return the live fields whose values are not all in the index yet."""
    return FieldDefinition.objects.for_organization(organization_id).filter(
        archived_at__isnull=True,
        object__archived_at__isnull=True,
        backfilled_to__isnull=False,
    )
